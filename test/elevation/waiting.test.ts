/** For whom a request waits, whatever its policy was when people approved. */
import { factsDigest } from '../../src/elevation/digest';
import { noTerms, type AskedGroup, type RequestSnapshot } from '../../src/elevation/model';
import { lastVoid, stageAt } from '../../src/elevation/stages';
import { waitsFor } from '../../src/elevation/waiting';
import { after, ana, ben, cleo, dan, decision, now, rules, snapshot } from './samples';

const second = { groupId: 'group-2', approvalsNeeded: 1 };
const two = rules({ terms: { ...noTerms, stages: [second] } });
const owners: AskedGroup = {
  group: { id: 'group-2', name: 'Owners', size: 3 },
  why: 'stage',
  stage: 2,
  at: now,
};

/** A request of two stages whose second was asked; Cleo has approved the first, under the policy as it is or as it was. */
function begun(facts: 'present' | 'past', changes: Partial<RequestSnapshot> = {}) {
  const bare = snapshot({ policy: two, policyNow: two, alsoAsked: [owners], ...changes });
  const digest = facts === 'present' ? factsDigest(bare) : 'digest-12345';
  return { ...bare, decisions: [decision(cleo, { digest })] };
}

const isFor = (request: RequestSnapshot, personId: string, ...groupIds: string[]) =>
  waitsFor(request, { personId, groupIds });

const inFirst = two.rules.approverGroupId;

it('waits for those of its stage, and for nobody else', () => {
  const request = begun('present');
  expect(isFor(request, dan.id, 'group-2')).toBe(true);
  expect(isFor(request, ben.id, inFirst)).toBe(false);
  expect(isFor(request, cleo.id, inFirst, 'group-2')).toBe(false);
  expect(isFor(request, dan.id)).toBe(false);
});

it('waits for the first stage again once what was approved is void, for whoever approved it, too', () => {
  const request = begun('past');
  expect(isFor(request, dan.id, 'group-2')).toBe(false);
  expect(isFor(request, ben.id, inFirst)).toBe(true);
  expect(isFor(request, cleo.id, inFirst)).toBe(true);
});

it('waits for nobody who asked for it or receives it', () => {
  const request = begun('past', { requester: dan, subject: ana });
  for (const own of [dan, ana]) expect(isFor(request, own.id, inFirst, 'group-2')).toBe(false);
});

it.each(['approved', 'denied', 'withdrawn', 'expired'] as const)(
  'waits for nobody: %s',
  (state) => {
    expect(isFor(begun('past', { state }), ben.id, inFirst)).toBe(false);
  },
);

it('waits for whoever has to accept it, and for no approver before', () => {
  const request = begun('past', { state: 'awaiting-acceptance', requester: dan, subject: ana });
  expect(isFor(request, ana.id)).toBe(true);
  expect(isFor(request, dan.id)).toBe(false);
  expect(isFor(request, ben.id, inFirst)).toBe(false);
});

it('had come to a stage by what counts now', () => {
  expect(stageAt(begun('present'), after(-60_001))).toBe(1);
  expect(stageAt(begun('present'), after(-60_000))).toBe(2);
  expect(stageAt(begun('past'), now)).toBe(1);
});

it('knows when the last approval was given that is void', () => {
  expect(lastVoid(begun('present'))).toBeNull();
  expect(lastVoid(snapshot())).toBeNull();
  expect(lastVoid(begun('past'))).toEqual(after(-60_000));
  const denied = { ...begun('past'), decisions: [decision(cleo, { verdict: 'deny' })] };
  expect(lastVoid(denied)).toBeNull();
});
