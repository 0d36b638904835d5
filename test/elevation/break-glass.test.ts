import fc from 'fast-check';
import {
  breakGlassRules,
  judgeBreaking,
  judgeGlassWish,
  refuseGlass,
  type BreakingInput,
  type GlassInput,
  type GlassTyped,
} from '../../src/elevation/break-glass';
import { noTerms, type Policy, type PolicyRules } from '../../src/elevation/model';
import { isRefusal } from '../../src/errors';
import { after, ana, ben, now, policy, target } from './samples';

const hourS = 3600;
const breakGlass = { groupIds: ['on-call'], maxS: 2 * hourS };

function allowing(
  terms: Partial<PolicyRules['terms']> = {},
  rules: Partial<PolicyRules> = {},
  changes: Partial<Policy> = {},
): Policy {
  return policy(changes, { ...rules, terms: { ...noTerms, breakGlass, ...terms } });
}

function member(groupId: string, changes = {}) {
  return { groupId, member: true, disabled: false, readAt: now, ...changes };
}

function glass(changes: Partial<GlassInput> = {}): GlassInput {
  return {
    switchedOff: false,
    person: ana,
    target,
    policies: [allowing()],
    memberships: [member('on-call')],
    openReview: null,
    targetAccount: 'ana',
    leastDurationS: 60,
    reviewers: 1,
    now,
    ...changes,
  };
}

function told(outcome: unknown): string {
  return isRefusal(outcome) ? outcome.refused : 'allowed';
}

describe('who may break glass', () => {
  const closedNow = { days: [], from: '08:00', to: '18:00', zone: 'Europe/Vienna' };
  const cases: readonly [string, Partial<GlassInput>, string][] = [
    ['a member of its group', {}, 'allowed'],
    [
      'a member of one of its groups',
      { policies: [allowing({ breakGlass: { groupIds: ['other', 'on-call'], maxS: 60 } })] },
      'allowed',
    ],
    ['also outside of the hours', { policies: [allowing({ availability: closedNow })] }, 'allowed'],
    ['also while it cools down', { policies: [allowing({ coolDownS: 86_400 })] }, 'allowed'],
    [
      'also whoever may not ask in the usual way',
      { policies: [allowing({ requesters: [{ groupId: 'chosen', until: null }] })] },
      'allowed',
    ],
    [
      'also where approvals are automatic',
      { policies: [allowing({}, { approval: 'auto' })] },
      'allowed',
    ],
    ['nobody who is disabled', { person: { ...ana, disabled: true } }, 'disabled'],
    ['nobody without a policy', { policies: [] }, 'no-policy'],
    [
      'nobody where a policy denies',
      { policies: [allowing({}, { approval: 'deny' })] },
      'target-denied',
    ],
    ['nobody where it is not named', { policies: [policy()] }, 'break-glass-not-allowed'],
    [
      'nobody once the policy lets nobody any more',
      { policies: [allowing(), policy({ version: 4 })] },
      'break-glass-not-allowed',
    ],
    [
      'nobody once the policy denies',
      { policies: [allowing(), allowing({}, { approval: 'deny' })] },
      'target-denied',
    ],
    [
      'nobody outside of the group',
      { memberships: [member('on-call', { member: false })] },
      'break-glass-not-for-you',
    ],
    ['nobody whom nobody could read', { memberships: [] }, 'break-glass-unknown'],
    [
      'nobody whose reading is 30 s old and more',
      { memberships: [member('on-call', { readAt: after(-30_001) })] },
      'break-glass-unknown',
    ],
    [
      'whoever was read 30 s before',
      { memberships: [member('on-call', { readAt: after(-30_000) })] },
      'allowed',
    ],
    [
      'nobody whom the directory calls disabled',
      { memberships: [member('on-call', { disabled: true })] },
      'disabled',
    ],
    [
      'nobody who is in the group of one version only',
      {
        policies: [allowing(), allowing({ breakGlass: { groupIds: ['new'], maxS: 60 } })],
        memberships: [member('on-call'), member('new', { member: false })],
      },
      'break-glass-not-for-you',
    ],
    ['nobody with an open review', { openReview: { number: 7, group: 'Owners' } }, 'review-open'],
    ['nobody whose review nobody could close', { reviewers: 0 }, 'break-glass-no-reviewer'],
    ['nobody without an account there', { targetAccount: null }, 'no-account-in-target'],
  ];
  test.each(cases)('%s', (_who, changes, expected) => {
    expect(told(refuseGlass(glass(changes)))).toBe(expected);
  });

  test('is told before anything of a review is told to somebody who may not', () => {
    const openReview = { number: 7, group: 'Owners' };
    const memberships = [member('on-call', { member: false })];
    expect(told(refuseGlass(glass({ openReview, memberships })))).toBe('break-glass-not-for-you');
  });

  test('takes the shorter time of two versions, and asks for a group of each', () => {
    const later = allowing({ breakGlass: { groupIds: ['b', 'c'], maxS: hourS } });
    expect(breakGlassRules([allowing(), later])).toEqual({
      oneOf: [['on-call'], ['b', 'c']],
      maxS: hourS,
    });
    expect(breakGlassRules([])).toBeNull();
  });
});

describe('what would be taken', () => {
  function typed(changes: Partial<GlassTyped> = {}): GlassTyped {
    const clock = { now, zone: 'UTC' };
    const typedWords = { duration: '1h', reason: 'production is down', ticket: null, scope: null };
    return { ...typedWords, clock, ...changes };
  }

  test('is what was typed', () => {
    expect(judgeGlassWish(glass(), typed({ ticket: ' INC-1 ' }))).toEqual({
      durationS: hourS,
      durationWasDefault: false,
      fixedEnd: null,
      scope: '',
      reason: 'production is down',
      ticket: 'INC-1',
    });
  });

  test('is as long as the policy usually gives, and never longer than may be taken', () => {
    expect(judgeGlassWish(glass(), typed({ duration: null }))).toMatchObject({
      durationS: 2 * hourS,
      durationWasDefault: true,
    });
    const short = allowing({}, { durationDefaultS: 600 });
    expect(judgeGlassWish(glass({ policies: [short] }), typed({ duration: null }))).toMatchObject({
      durationS: 600,
    });
  });

  test('may end at a time of day', () => {
    expect(judgeGlassWish(glass(), typed({ duration: 'until 15:02' }))).toMatchObject({
      durationS: hourS,
      fixedEnd: after(hourS * 1000),
    });
  });

  const strict = allowing(
    {
      reasonForm: { pattern: 'INC-[0-9]+', example: 'INC-1' },
      ticket: { required: true, form: { pattern: 'INC-[0-9]+', example: 'INC-1' }, url: null },
    },
    { reasonRequired: true, reasonMinLength: 200 },
  );
  const cases: readonly [string, Partial<GlassTyped>, Partial<GlassInput>, string][] = [
    ['the longest that may be taken', { duration: '2h' }, {}, 'allowed'],
    ['a minute more', { duration: '2h1m' }, {}, 'break-glass-too-long'],
    [
      'less than the target can carry',
      { duration: '4m' },
      { leastDurationS: 300 },
      'duration-too-short',
    ],
    ['no length', { duration: 'soon' }, {}, 'bad-duration'],
    ['no reason', { reason: null }, {}, 'break-glass-reason-required'],
    [
      'no reason where the policy wants none',
      { reason: null },
      { policies: [allowing({}, { reasonRequired: false })] },
      'break-glass-reason-required',
    ],
    [
      'a reason that nobody can see',
      { reason: '\u200B \u2800' },
      {},
      'break-glass-reason-required',
    ],
    ['a reason of 3,000 characters', { reason: 'x'.repeat(3_000) }, {}, 'allowed'],
    ['a reason of 3,001 characters', { reason: 'x'.repeat(3_001) }, {}, 'reason-too-long'],
    ['a ticket of 101 characters', { ticket: 'x'.repeat(101) }, {}, 'ticket-too-long'],
    ['another reason and no ticket than the policy wants', {}, { policies: [strict] }, 'allowed'],
    ['a part that the policy does not offer', { scope: 'Sales' }, {}, 'scope-none'],
    [
      'all of a target that is offered in parts only',
      {},
      { policies: [allowing({ scopes: { allowed: ['Sales'], whole: false } })] },
      'scope-required',
    ],
    [
      'a part that the policy offers',
      { scope: 'sales' },
      { policies: [allowing({ scopes: { allowed: ['Sales'], whole: false } })] },
      'allowed',
    ],
    ['anything of somebody who may not', {}, { policies: [policy()] }, 'break-glass-not-allowed'],
  ];
  test.each(cases)('%s', (_what, words, changes, expected) => {
    expect(told(judgeGlassWish(glass(changes), typed(words)))).toBe(expected);
  });
});

describe('the press', () => {
  function pressed(changes: Partial<BreakingInput> = {}): BreakingInput {
    return {
      ...glass(),
      wish: { number: 142, requester: ana, target, scope: '', durationS: hourS, fixedEnd: null },
      readyUntil: after(600_000),
      pressedDigest: 'digest-12345',
      digest: 'digest-12345',
      ...changes,
    };
  }

  test('takes it from now on, for as long as was said', () => {
    expect(judgeBreaking(pressed())).toEqual({ startsAt: now, endsAt: after(hourS * 1000) });
  });

  test('takes it for less when the policy lets it be shorter by now', () => {
    const policies = [allowing(), allowing({ breakGlass: { groupIds: ['on-call'], maxS: 600 } })];
    expect(judgeBreaking(pressed({ policies }))).toEqual({ startsAt: now, endsAt: after(600_000) });
  });

  const until = (ms: number) => ({
    wish: { ...pressed().wish, fixedEnd: after(ms) },
  });
  const cases: readonly [string, Partial<BreakingInput>, string][] = [
    ['of somebody else', { person: ben }, 'not-yours'],
    ['of somebody else who may not either', { person: ben, memberships: [] }, 'not-yours'],
    [
      'of another row of a person with the same name',
      { person: { ...ana, id: 'ana-2' } },
      'not-yours',
    ],
    [
      'of somebody who left the group',
      { memberships: [member('on-call', { member: false })] },
      'break-glass-not-for-you',
    ],
    ['in the last moment', { readyUntil: after(1) }, 'allowed'],
    ['a moment too late', { readyUntil: now }, 'break-glass-lapsed'],
    ['on other facts', { pressedDigest: 'digest-other' }, 'stale-screen'],
    [
      'on all of what is offered in parts only by now',
      {
        policies: [allowing(), allowing({ scopes: { allowed: ['Sales'], whole: false } })],
      },
      'scope-now-required',
    ],
    ['with a minute left until its end', until(60_000), 'allowed'],
    ['with less than a minute left', until(59_999), 'fixed-end-passed'],
    ['after its end', until(-1), 'fixed-end-passed'],
    [
      'with less left than the target can carry',
      { ...until(120_000), leastDurationS: 121 },
      'fixed-end-passed',
    ],
  ];
  test.each(cases)('%s', (_what, changes, expected) => {
    expect(told(judgeBreaking(pressed(changes)))).toBe(expected);
  });

  test('never takes more than was said, than is allowed, or than until the end that was said', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 100_000 }),
        fc.integer({ min: 60, max: 100_000 }),
        fc.integer({ min: 60, max: 100_000 }),
        fc.option(fc.integer({ min: -10_000, max: 100_000_000 })),
        (durationS, firstS, secondS, endMs) => {
          const fixedEnd = endMs === null ? null : after(endMs);
          const policies = [firstS, secondS].map((maxS) =>
            allowing({ breakGlass: { groupIds: ['on-call'], maxS } }),
          );
          const wish = { ...pressed().wish, durationS, fixedEnd };
          const outcome = judgeBreaking(pressed({ wish, policies }));
          if (isRefusal(outcome)) {
            expect(outcome.refused).toBe('fixed-end-passed');
            return;
          }
          const lengthMs = outcome.endsAt.getTime() - outcome.startsAt.getTime();
          expect(outcome.startsAt).toEqual(now);
          expect(lengthMs).toBeGreaterThanOrEqual(60_000);
          expect(lengthMs).toBe(
            Math.min(durationS * 1000, firstS * 1000, secondS * 1000, endMs ?? Infinity),
          );
        },
      ),
    );
  });
});
