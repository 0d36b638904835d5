import fc from 'fast-check';
import { isRefusal } from '../../src/errors';
import { type AskedGroup, noTerms, type PolicyRules } from '../../src/elevation/model';
import { shortStages } from '../../src/elevation/opening';
import { groupOfStage, presentApprovals, rulesOf, stageReached } from '../../src/elevation/stages';
import { aDenial, judge, membership, type Changes } from './judge-decision';
import { factsDigest } from '../../src/elevation/digest';
import { after, ana, ben, cleo, dan, decision, now, person, rules, snapshot } from './samples';

const hourMs = 3_600_000;
const second = { groupId: 'group-2', approvalsNeeded: 1 };

function staged(stages = [second], more: Partial<PolicyRules> = {}) {
  return rules({ ...more, terms: { ...noTerms, stages } });
}

const two = staged();
const both = { pinned: two, present: two };
const inFirst = [membership(), membership({ groupId: 'group-2', member: false })];
const inSecond = [membership({ member: false }), membership({ groupId: 'group-2' })];
const inBoth = [membership(), membership({ groupId: 'group-2' })];
const owners: AskedGroup = {
  group: { id: 'group-2', name: 'Owners', size: 3 },
  why: 'stage',
  stage: 2,
  at: now,
};

/** Dan presses after Cleo has approved in the first stage. */
function second2(changes: Changes = {}) {
  return judge({
    ...both,
    decider: dan,
    decisions: [decision(cleo)],
    request: { alsoAsked: [owners] },
    memberships: inSecond,
    ...changes,
  });
}

describe('the first of two stages', () => {
  test('once it has its approvals, brings the turn of the second, and grants nothing', () => {
    expect(judge({ ...both, memberships: inFirst })).toEqual({
      becomes: 'pending',
      grant: null,
      approvals: 1,
      approvalsNeeded: 1,
      stage: 1,
      stages: 2,
      asksNext: ['group-2'],
    });
  });

  test('asks nobody next while an approval is missing', () => {
    const needing = staged([second], { approvalsNeeded: 2 });
    expect(judge({ pinned: needing, present: needing, memberships: inFirst })).toMatchObject({
      approvals: 1,
      stage: 1,
      asksNext: [],
    });
  });

  test('is not for members of the second stage’s group', () => {
    expect(judge({ ...both, memberships: inSecond })).toMatchObject({
      refused: 'not-an-approver',
      facts: { group: 'Exchange approvers' },
    });
    expect(judge({ ...both, memberships: inSecond, ...aDenial })).toMatchObject({
      refused: 'not-an-approver',
    });
  });
});

describe('the second of two stages', () => {
  test('grants with its approval', () => {
    expect(second2()).toMatchObject({
      becomes: 'approved',
      grant: { startsAt: now, endsAt: after(4 * hourMs) },
      approvals: 1,
      stage: 2,
      stages: 2,
      asksNext: [],
    });
  });

  test('is not for members of the first stage’s group alone', () => {
    expect(second2({ memberships: inFirst })).toMatchObject({
      refused: 'not-an-approver',
      facts: { group: 'Owners' },
    });
  });

  test('needs somebody else than the first, also when they are in both groups', () => {
    expect(second2({ decider: cleo, memberships: inBoth })).toMatchObject({
      refused: 'already-approved-by-you',
    });
  });

  test('counts its own approvals only', () => {
    const needing = staged([{ ...second, approvalsNeeded: 2 }]);
    const changes = { pinned: needing, present: needing };
    expect(second2(changes)).toMatchObject({ becomes: 'pending', approvals: 1, stage: 2 });
    const decisions = [decision(cleo), decision(ben, { stage: 2 })];
    expect(second2({ ...changes, decisions })).toMatchObject({
      becomes: 'approved',
      approvals: 2,
    });
  });

  test('does not count somebody who was merged with an approver of the first', () => {
    const needing = staged([{ ...second, approvalsNeeded: 2 }]);
    const decisions = [decision(cleo), decision(cleo, { id: 'other', stage: 2 })];
    const changes = { pinned: needing, present: needing, decisions };
    expect(second2(changes)).toMatchObject({ becomes: 'pending', approvals: 1, stage: 2 });
  });

  test('the shortest time of both stages is granted', () => {
    const decisions = [decision(cleo, { durationS: 3600 })];
    expect(second2({ decisions })).toMatchObject({ grant: { endsAt: after(hourMs) } });
    expect(second2({ durationS: 7200 })).toMatchObject({ grant: { endsAt: after(2 * hourMs) } });
  });

  test('a denial in it closes the request', () => {
    expect(second2(aDenial)).toMatchObject({ becomes: 'denied', stage: 2 });
  });

  test('whoever approved in the first may still deny, and not approve again', () => {
    const back = { decider: cleo, memberships: inFirst };
    expect(second2({ ...back, ...aDenial })).toMatchObject({ becomes: 'denied' });
    expect(second2(back)).toMatchObject({ refused: 'not-an-approver' });
  });

  test('is over when the approval of the first turned out to be the requester’s own', () => {
    const decisions = [decision(ana), decision(ben, { stage: 2 })];
    expect(second2({ decisions })).toMatchObject({ refused: 'not-an-approver' });
    expect(second2({ decisions, memberships: inFirst })).toMatchObject({
      becomes: 'pending',
      stage: 1,
    });
  });

  test('is over when the facts have changed since', () => {
    const decisions = [decision(cleo, { digest: 'other-facts1' })];
    expect(second2({ decisions })).toMatchObject({ refused: 'not-an-approver' });
  });
});

describe('stages that differ between the version that was shown and the present one', () => {
  const plain = rules({});

  test.each([
    ['shown', { pinned: two, present: plain }],
    ['present', { pinned: plain, present: two }],
  ])('are all needed when only the %s version has a second', (_which, versions) => {
    expect(judge({ ...versions, memberships: inFirst })).toMatchObject({
      becomes: 'pending',
      stages: 2,
      asksNext: ['group-2'],
    });
    expect(second2({ ...versions })).toMatchObject({ becomes: 'approved' });
  });

  test('need somebody in both groups where they name different ones, and ask both', () => {
    const other = staged([{ groupId: 'group-3', approvalsNeeded: 1 }]);
    const versions = { pinned: two, present: other };
    expect(judge({ ...versions, memberships: inFirst })).toMatchObject({
      asksNext: ['group-2', 'group-3'],
    });
    const in3 = (member: boolean) => membership({ groupId: 'group-3', member });
    expect(second2({ ...versions, memberships: [...inSecond, in3(false)] })).toMatchObject({
      refused: 'not-an-approver',
    });
    expect(second2({ ...versions, memberships: [...inSecond, in3(true)] })).toMatchObject({
      becomes: 'approved',
    });
  });

  test('need the larger number of approvals of each stage', () => {
    const more = staged([{ ...second, approvalsNeeded: 2 }]);
    for (const versions of [
      { pinned: two, present: more },
      { pinned: more, present: two },
    ]) {
      expect(second2(versions)).toMatchObject({ becomes: 'pending', approvalsNeeded: 2 });
    }
  });
});

test('an escalation counts for the stage in which it was asked, and for no other', () => {
  const escalation = { afterS: 3600, groupId: 'group-9' };
  const policy = rules({ terms: { ...noTerms, stages: [second], escalation } });
  const versions = { pinned: policy, present: policy };
  const asked = (stage: number): AskedGroup => ({
    group: { id: 'group-9', name: 'Managers', size: 2 },
    why: 'unanswered',
    stage,
    at: now,
  });
  const memberships = [
    membership({ member: false }),
    membership({ groupId: 'group-2', member: false }),
    membership({ groupId: 'group-9' }),
  ];
  const press = (stage: number) =>
    second2({ ...versions, memberships, request: { alsoAsked: [owners, asked(stage)] } });
  expect(press(2)).toMatchObject({ becomes: 'approved' });
  expect(press(1)).toMatchObject({ refused: 'not-an-approver' });
});

test('whoever presses in whatever order: every stage has its approvals, each by people of its own', () => {
  const people = [ana, ben, cleo, dan, person('Eva'), person('Fay')];
  const press = fc.record({
    who: fc.constantFrom(...people),
    groups: fc.subarray(['group-1', 'group-2', 'group-3']),
  });
  const count = fc.integer({ min: 1, max: 2 });
  fc.assert(
    fc.property(
      fc.array(press, { maxLength: 16 }),
      fc.tuple(count, count, count),
      (pressed, [first, ...later]) => {
        const stages = later.map((approvalsNeeded, index) => ({
          groupId: `group-${index + 2}`,
          approvalsNeeded,
        }));
        const policy = staged(stages, { approvalsNeeded: first });
        let decisions: ReturnType<typeof decision>[] = [];
        let state: 'pending' | 'approved' | 'denied' = 'pending';
        for (const { who, groups } of pressed) {
          const memberships = ['group-1', 'group-2', 'group-3'].map((groupId) =>
            membership({ groupId, member: groups.includes(groupId) }),
          );
          const changes = { pinned: policy, present: policy, decider: who, memberships };
          const outcome = judge({ ...changes, decisions, request: { state } });
          if (isRefusal(outcome)) continue;
          expect(groups).toContain(`group-${outcome.stage}`);
          decisions = [...decisions, decision(who, { stage: outcome.stage })];
          state = outcome.becomes;
        }
        if (state !== 'approved') return;
        const approvers = decisions.map((one) => one.person.id);
        expect(new Set(approvers).size).toBe(approvers.length);
        expect(approvers).not.toContain(ana.id);
        for (const [index, needed] of [first, ...later].entries()) {
          const ofStage = decisions.filter((one) => one.stage === index + 1);
          expect(ofStage).toHaveLength(needed);
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe('the stage that is reached', () => {
  test('is the first that lacks approvals, and the last when none does', () => {
    expect(stageReached(two, two, [])).toBe(1);
    expect(stageReached(two, two, [decision(cleo)])).toBe(2);
    expect(stageReached(two, two, [decision(cleo), decision(dan, { stage: 2 })])).toBe(2);
    expect(stageReached(two, two, [decision(dan, { stage: 2 })])).toBe(1);
    expect(stageReached(rules({}), null, [])).toBe(1);
  });

  test('is one of the version that has more of them, where the other has none', () => {
    const three = staged([second, second]);
    for (const [pinned, present] of [
      [rules({}), three],
      [three, rules({})],
    ] as const) {
      expect(stageReached(pinned, present, [decision(cleo)])).toBe(2);
      const inSecondToo = [decision(cleo), decision(dan, { stage: 2 })];
      expect(stageReached(pinned, present, inSecondToo)).toBe(3);
    }
  });
});

describe('the approvals that count', () => {
  test('are those of the present facts, by neither requester nor subject, and no denial', () => {
    const request = snapshot({ requester: ana, subject: dan });
    const given = [
      decision(ana),
      decision(dan),
      decision(ben, { verdict: 'deny' }),
      decision(ben, { digest: 'other-facts1' }),
      decision(cleo),
    ];
    expect(presentApprovals(request, given, 'digest-12345')).toEqual([given[4]]);
  });
});

describe('the rules that a request has to satisfy as it stands', () => {
  const asked = (changes: Parameters<typeof snapshot>[0]) => {
    const made = snapshot({ policy: two, policyNow: two, alsoAsked: [owners], ...changes });
    const digest = factsDigest(made);
    return { ...made, decisions: made.decisions.map((one) => ({ ...one, digest })) };
  };

  test('are those of the first stage until it has its approvals, and then of the next', () => {
    expect(rulesOf(asked({}))).toMatchObject({
      stage: 1,
      stages: 2,
      oneOf: [['group-1'], ['group-1']],
    });
    expect(rulesOf(asked({ decisions: [decision(cleo)] }))).toMatchObject({
      stage: 2,
      oneOf: [['group-2'], ['group-2']],
    });
    expect(rulesOf(asked({ decisions: [decision(ana)] }))).toMatchObject({ stage: 1 });
  });

  test.each([
    ['the version that it was asked under', { policy: two, policyNow: rules({}) }],
    ['the present one', { policy: rules({}), policyNow: two }],
    ['the one that it was asked under, and none covers it now', { policy: two, policyNow: null }],
  ])('have stages where only %s has them', (_which, versions) => {
    expect(rulesOf(asked({ ...versions, decisions: [decision(cleo)] }))).toMatchObject({
      stage: 2,
      stages: 2,
    });
  });

  test('are those of the only version where none covers it any more', () => {
    expect(rulesOf(asked({ policy: rules({}), policyNow: null }))).toMatchObject({
      allowed: false,
      stage: 1,
      stages: 1,
    });
  });

  test('do not go on where there are no stages, and let those join who were asked', () => {
    const escalation = { afterS: 3600, groupId: 'group-9' };
    const policy = rules({ terms: { ...noTerms, escalation } });
    const joined = { group: { id: 'group-9', name: 'Managers', size: 2 }, stage: 1, at: now };
    const alsoAsked = [{ ...joined, why: 'unanswered' as const }];
    const decisions = [decision(cleo)];
    const found = rulesOf(asked({ policy, policyNow: policy, alsoAsked, decisions }));
    expect(found).toMatchObject({ stage: 1, stages: 1, groupIds: ['group-1', 'group-9'] });
    const beside = rulesOf(asked({ alsoAsked: [owners, { ...alsoAsked[0]!, stage: 2 }] }));
    expect(beside.groupIds).toEqual(['group-1']);
  });
});

describe('the group of a stage, as people know it', () => {
  const approverGroup = { id: 'group-1', name: 'Exchange approvers', size: 5 };
  const other = { ...owners, group: { id: 'group-3', name: 'Board', size: 2 }, stage: 3 };
  const joined = { ...owners, group: { id: 'group-9', name: 'Managers', size: 2 } };

  test.each([
    [1, 'Exchange approvers'],
    [2, 'Owners'],
    [3, 'Board'],
    [4, 'Exchange approvers'],
  ])('%i is %s', (stage, name) => {
    const alsoAsked = [{ ...joined, why: 'unanswered' as const }, other, owners];
    expect(groupOfStage({ approverGroup, alsoAsked }, stage).name).toBe(name);
  });
});

describe('enough people for all stages', () => {
  test.each([
    [[1, 1], [['a'], ['b']], null],
    [[1, 1], [['a'], ['a']], { able: 1, needed: 2 }],
    [[1, 1], [['a', 'b'], ['a']], null],
    [
      [2, 1],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      { able: 2, needed: 3 },
    ],
    [[1, 2], [['a', 'b', 'c'], ['b']], { able: 1, needed: 2 }],
    [
      [1, 1, 1],
      [
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
      ],
      { able: 2, needed: 3 },
    ],
    [
      [1, 1, 1],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
      null,
    ],
  ])('%j of %j gives %j', (needed, able, expected) => {
    expect(shortStages(needed, able)).toEqual(expected);
  });
});
