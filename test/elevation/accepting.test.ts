import {
  approvesItself,
  type AutomaticFacts,
  judgeAcceptance,
  judgeDeclining,
  type AcceptanceInput,
} from '../../src/elevation/accepting';
import { isForOther, opensAs, wasPutToApprovers } from '../../src/elevation/for-other';
import { noTerms, type PolicyRules, type RequestSnapshot } from '../../src/elevation/model';
import { isRefusal } from '../../src/errors';
import { after, ana, ben, cleo, now, person, policy, rules, snapshot } from './samples';

const forBen = { requester: ana, subject: ben };

function judge(
  changes: Partial<Omit<AcceptanceInput, 'request'>> & { request?: Partial<RequestSnapshot> } = {},
) {
  const { request, ...rest } = changes;
  return judgeAcceptance({
    request: snapshot({ ...forBen, state: 'awaiting-acceptance', ...request }),
    person: ben,
    pressedDigest: 'digest-12345',
    digest: 'digest-12345',
    now,
    ...rest,
  });
}

describe('what is asked for somebody else', () => {
  test('waits for them; what people ask for themselves does not', () => {
    expect(opensAs(forBen)).toBe('awaiting-acceptance');
    expect(opensAs({ requester: ana, subject: { ...ana, name: 'Ana again' } })).toBe('pending');
    expect(isForOther({ requester: ana, subject: { ...ben, name: 'Ana' } })).toBe(true);
  });

  const asked: readonly (readonly [RequestSnapshot['state'], boolean, boolean])[] = [
    ['awaiting-acceptance', false, false],
    ['withdrawn', false, false],
    ['withdrawn', true, true],
    ['expired', false, false],
    ['expired', true, true],
    ['pending', true, true],
    ['approved', true, true],
    ['denied', true, true],
  ];
  test.each(asked)('%s, accepted: %s; approvers were asked: %s', (state, isAccepted, wasAsked) => {
    const acceptedAt = isAccepted ? after(-1) : null;
    expect(wasPutToApprovers(snapshot({ ...forBen, state, acceptedAt }))).toBe(wasAsked);
  });

  test.each(['withdrawn', 'expired'] as const)(
    'approvers were asked of what somebody asked for themselves, also once it is %s',
    (state) => {
      expect(wasPutToApprovers(snapshot({ state }))).toBe(true);
    },
  );
});

describe('accepting', () => {
  test('lets it be decided', () => {
    expect(judge()).toEqual({ becomes: 'pending' });
  });

  test('is for whoever receives it only, by person and not by name', () => {
    expect(judge({ person: ana })).toEqual({
      refused: 'not-yours-to-accept',
      facts: { request: 142, person: 'Ben' },
    });
    expect(judge({ person: cleo })).toEqual({ refused: 'not-yours', facts: { request: 142 } });
    expect(judge({ person: person('Other', { name: 'Ben' }) })).toMatchObject({
      refused: 'not-yours',
    });
    expect(judge({ person: { ...ben, disabled: true } })).toMatchObject({ refused: 'disabled' });
  });

  test.each([
    ['pending', 'already-accepted'],
    ['approved', 'already-decided'],
    ['denied', 'already-decided'],
    ['withdrawn', 'request-closed'],
    ['expired', 'request-closed'],
  ] as const)('%s can no longer be accepted or declined: %s', (state, refused) => {
    expect(judge({ request: { state } })).toMatchObject({ refused });
    const request = snapshot({ ...forBen, state });
    expect(judgeDeclining({ request, person: ben, now })).toMatchObject({ refused });
  });

  test('is in time until the deadline, by the clock', () => {
    expect(judge({ request: { decideBy: after(1) } })).toEqual({ becomes: 'pending' });
    expect(judge({ request: { decideBy: now } })).toEqual({
      refused: 'request-closed',
      facts: { request: 142, state: 'expired' },
    });
  });

  test('counts only on a screen that says what is stored; declining counts on any', () => {
    expect(judge({ pressedDigest: 'another' })).toMatchObject({ refused: 'stale-screen' });
    const request = snapshot({ ...forBen, state: 'awaiting-acceptance' });
    expect(judgeDeclining({ request, person: ben, now })).toEqual({ becomes: 'withdrawn' });
    expect(judgeDeclining({ request, person: ana, now })).toMatchObject({
      refused: 'not-yours-to-accept',
    });
  });

  test('whatever the state: whoever is not concerned learns nothing of it', () => {
    const states = ['awaiting-acceptance', 'pending', 'approved', 'denied', 'expired'] as const;
    const told = states.map((state) => judge({ person: cleo, request: { state } }));
    expect(new Set(told.map((one) => (isRefusal(one) ? one.refused : 'accepted')))).toEqual(
      new Set(['not-yours']),
    );
  });
});

describe('what is accepted under a policy that approves by itself', () => {
  const auto = (changes: Partial<PolicyRules> = {}) => rules({ approval: 'auto', ...changes });
  const usual = {
    ...{ now, autoApproved: 0, lastDeniedAt: null, isRequesterMember: true },
    ...{ requesterGroupIds: [], subjectGroupIds: [] },
  };
  const approves = (
    changes: Partial<RequestSnapshot> = {},
    facts: Partial<AutomaticFacts> = {},
  ) => {
    const same = { policy: auto(), policyNow: auto() };
    return approvesItself(snapshot({ ...forBen, ...same, ...changes }), { ...usual, ...facts });
  };
  const terms = (changes: object) => {
    const made = auto({ terms: { ...noTerms, ...changes } });
    return { policy: made, policyNow: made };
  };

  test('is approved then', () => {
    expect(approves()).toBe(true);
    expect(approves({ policy: policy(), policyNow: policy() })).toBe(false);
  });

  test.each([
    ['another version', { policyNow: { ...auto(), version: 4 } }],
    ['another policy', { policyNow: { ...auto(), id: 'policy-2' } }],
    ['no policy', { policyNow: null }],
    ['a requester who left', { requester: { ...ana, disabled: true } }],
    ['a holder who left', { subject: { ...ben, disabled: true } }],
    ['less than a minute until its end', { fixedEnd: after(59_999) }],
  ])('not with %s', (_, changes) => {
    expect(approves(changes)).toBe(false);
  });

  test('with a minute left until its end, from its start where that is later', () => {
    expect(approves({ fixedEnd: after(60_000) })).toBe(true);
    expect(approves({ startAt: after(60_000), fixedEnd: after(119_999) })).toBe(false);
    expect(approves({ startAt: after(60_000), fixedEnd: after(120_000) })).toBe(true);
  });

  test('only while the policy is open, now and at the start', () => {
    // Now is Friday, 14:02 UTC.
    const open = (days: number[]) =>
      terms({ availability: { days, from: '08:00', to: '18:00', zone: 'UTC' } });
    expect(approves(open([5]))).toBe(true);
    expect(approves(open([6]))).toBe(false);
    const tomorrow = { startAt: after(20 * 3_600_000) };
    expect(approves({ ...open([5]), ...tomorrow })).toBe(false);
    expect(approves({ ...open([5, 6]), ...tomorrow })).toBe(true);
  });

  test('only for whom it was asked by an account that is a member’s by then', () => {
    expect(approves({}, { isRequesterMember: false })).toBe(false);
  });

  test('only while both may ask: each in a group of the policy, until its end', () => {
    const requesters = [
      { groupId: 'team', until: null },
      { groupId: 'guests of today', until: after(1).toISOString() },
    ];
    const both = { requesterGroupIds: ['team'], subjectGroupIds: ['guests of today'] };
    expect(approves(terms({ requesters }), both)).toBe(true);
    expect(approves(terms({ requesters }), { ...both, requesterGroupIds: ['other'] })).toBe(false);
    expect(approves(terms({ requesters }), { ...both, subjectGroupIds: [] })).toBe(false);
    expect(approves(terms({ requesters }), { ...both, now: after(1) })).toBe(false);
  });

  test('not while it cools down after a denial', () => {
    const lastDeniedAt = after(-3_600_000);
    expect(approves(terms({ coolDownS: 3600 }), { lastDeniedAt })).toBe(true);
    expect(approves(terms({ coolDownS: 3601 }), { lastDeniedAt })).toBe(false);
    expect(approves({}, { lastDeniedAt: now })).toBe(true);
  });

  test('until the budget of either is used up', () => {
    const budget = terms({ autoBudget: { count: 2, windowS: 3600 } });
    expect(approves(budget, { autoApproved: 1 })).toBe(true);
    expect(approves(budget, { autoApproved: 2 })).toBe(false);
  });
});
