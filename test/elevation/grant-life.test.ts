import { actDue, beginGrant, claimedState } from '../../src/elevation/grant-life';
import { type GrantState } from '../../src/elevation/model';
import { after, now } from './samples';

const extended = {
  grantId: 'grant-1',
  number: 141,
  since: after(-3_600_000),
  endsAt: after(3_600_000),
  state: 'active',
  endCause: null,
} as const;

describe('a grant begins', () => {
  test.each([
    ['at once when its start has come', 0, { state: 'activating', nextAttemptAt: now }],
    ['at its start when that is later', 1, { state: 'scheduled', nextAttemptAt: after(1) }],
  ] as const)('%s', (_, ms, begun) => {
    expect(beginGrant({ extends: null }, after(ms), now)).toEqual(begun);
  });

  test('at once when it lets another go on, whenever that ends', () => {
    expect(beginGrant({ extends: extended }, after(3_600_000), now)).toEqual({
      state: 'activating',
      nextAttemptAt: now,
    });
  });
});

describe('what is due for a grant', () => {
  const acts: readonly (readonly [GrantState, number, string])[] = [
    ['activating', 1, 'activate'],
    ['activating', 0, 'take-away'],
    ['active', 1, 'take-away'],
    ['active', 0, 'take-away'],
    ['ending', 1, 'take-away'],
    ['ending', 0, 'take-away'],
    ['scheduled', 0, 'never-start'],
  ];
  test.each(acts)('%s with %d ms left: %s', (state, leftMs, act) => {
    expect(actDue({ state, endsAt: after(leftMs) }, now)).toBe(act);
  });

  test('a scheduled one is made once somebody has it, unless its end has come', () => {
    expect(claimedState({ state: 'scheduled', endsAt: after(1) }, now)).toBe('activating');
    expect(claimedState({ state: 'scheduled', endsAt: now }, now)).toBe('scheduled');
    expect(claimedState({ state: 'active', endsAt: after(1) }, now)).toBe('active');
  });
});
