import { factsDigest } from '../../src/elevation/digest';
import { type RequestSnapshot } from '../../src/elevation/model';
import { after, ben, cleo, dan, decision, grant, policy, snapshot, target } from './samples';

test('is 12 characters that a button can carry, the same on every machine', () => {
  expect(factsDigest(snapshot())).toMatch(/^[A-Za-z0-9_-]{12}$/u);
  // Computed by another program from the same facts.
  expect(factsDigest(snapshot())).toBe('x6catlR8Knhz');
});

const decidedOn: readonly [string, Partial<RequestSnapshot>][] = [
  ['the request', { id: 'request-2' }],
  ['who asks', { requester: ben }],
  ['who receives', { subject: ben }],
  ['the target', { target: { ...target, id: 'target-2' } }],
  ['the name of the target', { target: { ...target, name: 'Exchange\\New-Mailbox' } }],
  ['the type of the target', { target: { ...target, type: 'role' } }],
  ['what it allows', { target: { ...target, description: 'Other' } }],
  ['what is granted there', { target: { ...target, grants: 'a' } }],
  ['what else is granted there', { target: { ...target, grants: 'b' } }],
  ['a part of the target', { scope: 'Finance' }],
  ['another part of the target', { scope: 'Sales' }],
  ['the length', { durationS: 3600 }],
  ['a later start', { startAt: after(3600_000) }],
  ['the fixed end', { fixedEnd: after(3600_000) }],
  ['another fixed end', { fixedEnd: after(3600_001) }],
  ['the reason', { reason: 'phishing clean-up.' }],
  ['no reason', { reason: null }],
  ['the reason "null"', { reason: 'null' }],
  ['the last character of a long reason', { reason: `${'x'.repeat(2999)}y` }],
  ['another last character of a long reason', { reason: `${'x'.repeat(2999)}z` }],
  ['a ticket', { ticket: 'INC-4711' }],
  ['another ticket', { ticket: 'INC-4712' }],
  ['the pinned policy', { policy: policy({ id: 'policy-2' }) }],
  ['the pinned version', { policy: policy({ version: 4 }) }],
  ['the present policy', { policyNow: policy({ id: 'policy-2' }) }],
  ['the present version', { policyNow: policy({ version: 4 }) }],
  ['no present policy', { policyNow: null }],
  ['that it was taken without approval', { kind: 'review' }],
  ['the approver group', { approverGroup: { id: 'group-2', name: 'Exchange approvers', size: 5 } }],
];

test.each(decidedOn)('changes with %s', (_, changes) => {
  expect(factsDigest(snapshot(changes))).not.toBe(factsDigest(snapshot()));
});

test('is different for each of these facts', () => {
  const digests = decidedOn.map(([, changes]) => factsDigest(snapshot(changes)));
  expect(new Set(digests).size).toBe(decidedOn.length);
});

test('tells the pinned from the present policy, and the requester from the subject', () => {
  const older = policy({ version: 4 });
  expect(factsDigest(snapshot({ policy: older }))).not.toBe(
    factsDigest(snapshot({ policyNow: older })),
  );
  expect(factsDigest(snapshot({ requester: ben, subject: dan }))).not.toBe(
    factsDigest(snapshot({ requester: dan, subject: ben })),
  );
});

test.each<[string, Partial<RequestSnapshot>]>([
  ['approvals so far', { decisions: [decision(cleo)] }],
  ['the time of drawing', { readAt: after(60_000) }],
  ['the state', { state: 'approved', grant: grant(), closedAt: after(1) }],
  ['the size of the group', { approverGroup: { id: 'group-1', name: 'Renamed', size: 6 } }],
])('does not change with %s', (_, changes) => {
  expect(factsDigest(snapshot(changes))).toBe(factsDigest(snapshot()));
});
