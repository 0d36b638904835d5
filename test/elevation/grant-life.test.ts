import {
  actDue,
  afterGranting,
  afterTakingAway,
  beginGrant,
  causeOfEnd,
  claimedState,
  isPermanent,
  keepsRight,
  whenItEnds,
} from '../../src/elevation/grant-life';
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

describe('after an attempt at the target', () => {
  const failures = ['unavailable', 'throttled', 'unauthorized', 'rejected', 'not_found'] as const;
  const lasting = ['unauthorized', 'rejected', 'not_found'];

  test.each(failures)(
    '%s: it failed only where an operator has to act and nothing is there',
    (failure) => {
      const isLasting = lasting.includes(failure);
      expect(isPermanent(failure)).toBe(isLasting);
      expect(afterGranting({ failure, readAbsent: true })).toBe(
        isLasting ? 'failed' : 'activating',
      );
      expect(afterGranting({ failure, readAbsent: false })).toBe('activating');
      expect(afterTakingAway({ failure })).toBe('ending');
    },
  );

  test('what the target did is active, or ended', () => {
    expect(afterGranting({ failure: null, readAbsent: false })).toBe('active');
    expect(afterTakingAway({ failure: null })).toBe('ended');
  });

  const ends: readonly (readonly [GrantState, string | null])[] = [
    ['scheduled', 'ended'],
    ['activating', 'ending'],
    ['active', 'ending'],
    ['ending', null],
    ['ended', null],
    ['failed', 'ended'],
  ];
  test.each(ends)('when the end of what is %s begins it is %s', (state, becomes) => {
    expect(whenItEnds(state)).toBe(becomes);
  });
});

describe('why a grant has ended', () => {
  test.each([
    ['its time was up', false, null, false, 'expired'],
    ['its time was up, and it was never touched', null, null, false, 'never-started'],
    ['the same, where the end had begun before', null, 'expired', false, 'never-started'],
    ['never touched, but the right is kept', null, 'expired', true, 'expired'],
    ['never touched, and given back', null, 'relinquished', false, 'relinquished'],
    ['never touched, and revoked', null, 'revoked', false, 'revoked'],
    ['held before', true, 'expired', true, 'expired'],
  ] as const)('%s', (_, heldBefore, endCause, isKept, cause) => {
    expect(causeOfEnd({ heldBefore, endCause }, { isKept })).toBe(cause);
  });
});

describe('another grant of the same right', () => {
  const running = { startsAt: now, endsAt: after(1) };
  test.each([
    ['active', { state: 'active', heldBefore: false }, running, false, true],
    ['being made', { state: 'activating', heldBefore: false }, running, false, true],
    ['untouched', { state: 'activating', heldBefore: null }, running, false, false],
    ['untouched more time', { state: 'activating', heldBefore: null }, running, true, true],
    [
      'untouched more time that is over',
      { state: 'activating', heldBefore: null },
      { startsAt: after(-1), endsAt: now },
      true,
      false,
    ],
    [
      'untouched more time that has not begun',
      { state: 'activating', heldBefore: null },
      { startsAt: after(1), endsAt: after(2) },
      true,
      false,
    ],
    ['scheduled', { state: 'scheduled', heldBefore: null }, running, true, false],
    ['being taken away', { state: 'ending', heldBefore: false }, running, true, false],
  ] as const)('that is %s', (_, other, times, extendsIt, keeps) => {
    expect(keepsRight({ ...other, ...times }, { extendsIt, now })).toBe(keeps);
  });
});
