import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { type PastRequest, type ReplayWorld } from '../../src/elevation/past-fate';
import { minute, otherwiseOf, past, pastDecision, pastDenial, replayWorld } from './past';
import { after, ana, ben, cleo, dan, person, rules } from './samples';

const terms = (changes: Partial<PolicyTerms>): Partial<PolicyRules> => ({
  terms: { ...noTerms, ...changes },
});

interface Case {
  readonly request?: Partial<PastRequest>;
  readonly before?: Partial<PolicyRules>;
  readonly after?: Partial<PolicyRules>;
  readonly world?: Partial<ReplayWorld>;
}

function replayed({ request, before = {}, after: wanted = {}, world }: Case) {
  const policies = { before: [rules(before)], after: [rules(wanted)] };
  return otherwiseOf([past(request)], policies, { ...replayWorld, ...world });
}

/** Why it would have ended otherwise, and how; null when it would not. */
function outcome(one: Case) {
  const [found] = replayed(one);
  return found === undefined ? null : { why: found.why, ...found.after };
}

const office = { days: [1, 2, 3, 4, 5], from: '08:00', to: '14:05', zone: 'UTC' };
const second = pastDecision({ person: cleo, decidedAt: after(20 * minute) });
const flo = person('Flo');

describe('a replayed request', () => {
  it('ends the same where nothing is changed', () => {
    expect(replayed({})).toEqual([]);
    expect(replayed({ request: { decisions: [pastDenial] } })).toEqual([]);
  });

  it.each<[string, Case, string]>([
    ['too long', { after: { durationMaxS: 3600 } }, 'duration-too-long'],
    ['denied to everybody', { after: { approval: 'deny' } }, 'target-denied'],
    ['too short a reason', { after: { reasonMinLength: 40 } }, 'reason-too-short'],
    [
      'no ticket',
      { after: terms({ ticket: { required: true, form: null, url: null } }) },
      'ticket-required',
    ],
    [
      'asked by somebody who may not',
      { after: terms({ requesters: [{ groupId: 'group-1', until: null }] }) },
      'not-eligible',
    ],
    [
      'asked outside of the hours',
      { after: terms({ availability: { ...office, to: '14:00' } }) },
      'outside-hours',
    ],
    [
      'too soon after a denial',
      { request: { lastDeniedAt: after(-minute) }, after: terms({ coolDownS: 3600 }) },
      'cool-down',
    ],
    [
      'more approvals than there are people',
      { after: { approvalsNeeded: 3 } },
      'nobody-could-decide',
    ],
    [
      'a part that there is not',
      { after: terms({ scopes: { allowed: ['Finance'], whole: false } }) },
      'scope-required',
    ],
  ])('would not have been allowed: %s', (_, one, refused) => {
    expect(outcome(one)).toEqual({ why: 'refused', ends: 'refused', refused });
    const swapped = { ...one, before: one.after, after: one.before };
    expect(outcome(swapped)).toMatchObject({ why: 'allowed', ends: 'approved' });
  });

  it('would have needed more approvals than it had', () => {
    expect(outcome({ after: { approvalsNeeded: 2 } })).toEqual({
      why: 'more-approvals',
      ends: 'undecided',
      approvals: 1,
      needed: 2,
      uncounted: null,
    });
    const stages = [{ groupId: 'group-2', approvalsNeeded: 1 }];
    expect(outcome({ after: terms({ stages }) })).toMatchObject({ approvals: 1, needed: 2 });
  });

  it('would have been approved by the approvals that it had, though it was not', () => {
    const needsTwo = { before: { approvalsNeeded: 2 } };
    expect(outcome(needsTwo)).toMatchObject({ why: 'approved', seconds: 4 * 3600, approvals: 1 });
    const thenDenied = [
      pastDecision(),
      { ...pastDenial, person: cleo, decidedAt: second.decidedAt },
    ];
    expect(outcome({ ...needsTwo, request: { decisions: thenDenied } })).toMatchObject({
      why: 'approved',
    });
    expect(outcome({ after: { approvalsNeeded: 2 }, request: { decisions: thenDenied } })).toEqual({
      why: 'denied',
      ends: 'denied',
    });
  });

  it('is decided stage by stage, as it was', () => {
    const stages = [{ groupId: 'group-2', approvalsNeeded: 1 }];
    const byDan = pastDecision({
      person: dan,
      stage: 2,
      decidedAt: after(20 * minute),
      groupId: 'group-2',
    });
    const decisions = [pastDecision(), byDan];
    const staged = terms({ stages });
    expect(outcome({ before: staged, after: staged, request: { decisions } })).toBeNull();
    expect(outcome({ after: staged, request: { decisions } })).toBeNull();
    expect(outcome({ before: staged, request: { decisions: [pastDecision()] } })).toMatchObject({
      why: 'approved',
      approvals: 1,
    });
  });

  it('would have been decided by others', () => {
    expect(outcome({ after: { approverGroupId: 'group-2' } })).toMatchObject({
      why: 'other-approvers',
      approvals: 0,
      uncounted: 'not-an-approver',
    });
    const byCleo = { decisions: [pastDecision({ person: cleo })] };
    expect(outcome({ after: { approverGroupId: 'group-2' }, request: byCleo })).toBeNull();
  });

  it('counts who has left the group since, or is disabled by now: they decided then', () => {
    const decisions = [pastDecision({ person: flo })];
    expect(outcome({ request: { decisions }, after: { durationMaxS: 3600 } })).toMatchObject({
      why: 'refused',
    });
    const gone = { requester: { ...ana, disabled: true }, subject: { ...ana, disabled: true } };
    const byGone = [pastDecision({ person: { ...ben, disabled: true } })];
    const world = { disabled: new Set([ben.id, cleo.id]) };
    const short = { request: { ...gone, decisions: byGone }, world };
    expect(outcome({ ...short, after: { approvalsNeeded: 2 } })).toMatchObject({
      why: 'refused',
      refused: 'nobody-could-decide',
    });
    expect(outcome({ ...short, after: { durationDefaultS: 3600 } })).toBeNull();
    const unknown = [pastDecision({ person: flo, groupId: null })];
    expect(
      outcome({ request: { decisions: unknown }, before: { approval: 'auto' } }),
    ).toMatchObject({
      uncounted: 'not-an-approver',
    });
  });

  it('counts who was asked to stand in, and who the policy calls after a while', () => {
    const decisions = [pastDecision({ person: dan, groupId: null })];
    const stoodIn = {
      decisions,
      undeliverable: [{ groupId: 'group-2', stage: 1, at: after(minute) }],
    };
    const refusedBefore = { before: { reasonMinLength: 40 } };
    expect(outcome({ ...refusedBefore, request: stoodIn })).toMatchObject({ ends: 'approved' });
    const tooLate = [{ groupId: 'group-2', stage: 1, at: after(11 * minute) }];
    expect(
      outcome({ ...refusedBefore, request: { decisions, undeliverable: tooLate } }),
    ).toMatchObject({
      ends: 'undecided',
    });
    const escalation = (afterS: number) => terms({ escalation: { afterS, groupId: 'group-2' } });
    expect(outcome({ request: { decisions }, after: escalation(600) })).toMatchObject({
      why: 'approved',
    });
    expect(outcome({ request: { decisions }, after: escalation(601) })).toBeNull();
  });

  it('would have been approved without people, or not', () => {
    const auto = { why: 'by-itself', ends: 'by-itself', seconds: 4 * 3600 };
    for (const decisions of [[], [pastDecision()], [pastDenial]]) {
      expect(outcome({ request: { decisions }, after: { approval: 'auto' } })).toEqual(auto);
      expect(outcome({ request: { decisions }, before: { approval: 'auto' } })).toMatchObject({
        why: 'people',
      });
    }
  });

  it('would have been granted for less time, or for more', () => {
    const request = { durationWasDefault: true };
    expect(outcome({ request, after: { durationDefaultS: 3600 } })).toMatchObject({
      why: 'shorter',
      seconds: 3600,
    });
    expect(outcome({ request, after: { durationDefaultS: 7 * 3600 } })).toMatchObject({
      why: 'longer',
    });
    const auto = { approval: 'auto' } as const;
    expect(
      outcome({ request, before: auto, after: { ...auto, durationDefaultS: 3600 } }),
    ).toMatchObject({
      why: 'shorter',
      seconds: 3600,
    });
    const decisions = [pastDecision({ durationS: 2 * 3600 })];
    expect(
      outcome({ request: { ...request, decisions }, after: { durationDefaultS: 3 * 3600 } }),
    ).toBeNull();
    expect(
      outcome({ request: { ...request, decisions }, after: { durationDefaultS: 3600 } }),
    ).toMatchObject({
      why: 'shorter',
      seconds: 3600,
    });
  });

  it('would have been decided too late, or outside of the hours', () => {
    expect(outcome({ after: { decideWithinS: 600 } })).toMatchObject({ why: 'too-late' });
    expect(outcome({ after: { decideWithinS: 601 } })).toBeNull();
    expect(outcome({ after: terms({ availability: office }) })).toMatchObject({
      why: 'outside-hours',
    });
    const fixedEnd = after(5 * minute);
    expect(
      outcome({ request: { fixedEnd, durationS: 300 }, before: { approval: 'auto' } }),
    ).toMatchObject({
      ends: 'undecided',
      uncounted: 'request-closed',
    });
  });

  it('keeps the start and the end that were asked for', () => {
    const startAt = after(30 * minute);
    const fixedEnd = after(90 * minute);
    const request = { startAt, fixedEnd, durationS: 3600 };
    expect(outcome({ request, before: { approvalsNeeded: 2 } })).toMatchObject({ seconds: 3600 });
    expect(
      outcome({ request, after: terms({ availability: { ...office, to: '14:20' } }) }),
    ).toMatchObject({
      refused: 'outside-hours',
    });
  });

  it('was put to nobody while whoever receives it had not accepted', () => {
    const forDan = { subject: dan, acceptedAt: null, decisions: [] };
    expect(outcome({ request: forDan, after: { approval: 'auto' } })).toBeNull();
    const accepted = { ...forDan, acceptedAt: after(minute) };
    expect(outcome({ request: accepted, after: { approval: 'auto' } })).toMatchObject({
      why: 'by-itself',
    });
    const inTime = { approval: 'auto', decideWithinS: 61 } as const;
    expect(outcome({ request: accepted, after: inTime })).toMatchObject({ why: 'by-itself' });
    expect(outcome({ request: accepted, after: { ...inTime, decideWithinS: 60 } })).toBeNull();
  });

  it('goes on with a grant by the rules for more time', () => {
    const more = {
      durationS: 3600,
      fixedEnd: after(2 * 60 * minute),
      extends: {
        grantId: 'grant-1',
        number: 140,
        since: after(-60 * minute),
        endsAt: after(60 * minute),
      },
    };
    const extension = (allowed: boolean, maxTotalS: number | null = null) =>
      terms({ extension: { allowed, maxTotalS } });
    expect(outcome({ request: more, after: extension(true, 3 * 3600) })).toBeNull();
    expect(outcome({ request: more, after: extension(false) })).toMatchObject({
      refused: 'extension-not-allowed',
    });
    expect(outcome({ request: more, after: extension(true, 3 * 3600 - 60) })).toMatchObject({
      refused: 'extension-too-long',
    });
    expect(outcome({ request: more, after: { approval: 'deny' } })).toMatchObject({
      refused: 'target-denied',
    });
    expect(outcome({ request: more, before: { approvalsNeeded: 2 } })).toMatchObject({
      seconds: 3600,
    });
  });

  it('is decided about by whichever policy covers it then', () => {
    const general = (approval: 'manual' | 'deny') => ({
      ...rules({ approval }),
      id: 'policy-2',
      pattern: '*\\*',
    });
    const policies = {
      before: [rules({}), general('manual')],
      after: [rules({}), general('deny')],
    };
    expect(otherwiseOf([past()], policies, replayWorld)[0]).toMatchObject({ why: 'refused' });
    const none = { before: [rules({})], after: [] };
    expect(otherwiseOf([past()], none, replayWorld)[0]!.after).toEqual({
      ends: 'refused',
      refused: 'no-policy',
    });
  });
});

describe('a budget', () => {
  const budget = rules({
    approval: 'auto',
    terms: { ...noTerms, autoBudget: { count: 1, windowS: 3600 } },
  });
  const asked = (number: number, minutes: number, changes: Partial<PastRequest> = {}) =>
    past({ number, askedAt: after(minutes * minute), decisions: [], ...changes });

  it('is used up by what would have been approved by itself before, for whoever asks or receives', () => {
    const all = [
      asked(1, 0),
      asked(2, 30),
      asked(3, 60),
      asked(4, 70, { requester: dan, subject: dan }),
      asked(5, 80, { requester: flo, subject: dan, acceptedAt: after(81 * minute) }),
    ];
    const found = otherwiseOf(all, { before: [rules({})], after: [budget] }, replayWorld);
    expect(found.map(({ request, why }) => [request.number, why])).toEqual([
      [4, 'by-itself'],
      [3, 'by-itself'],
      [1, 'by-itself'],
    ]);
  });
});
