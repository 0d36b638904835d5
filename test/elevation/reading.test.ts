import { refuseReading, type ReadingInput } from '../../src/elevation/reading';
import { membership } from './judge-decision';
import { after, ana, ben, dan, now, person, rules, snapshot } from './samples';

function refused(changes: Partial<ReadingInput> = {}): string | null {
  const usual = { request: snapshot(), person: ben, memberships: [membership()], roles: [], now };
  return refuseReading({ ...usual, ...changes })?.refused ?? null;
}

const nobody = [membership({ member: false })];

describe('who may see all of a request', () => {
  test('whoever asked and whoever it is for', () => {
    const request = snapshot({ requester: ana, subject: dan });
    for (const own of [ana, dan]) {
      expect(refused({ request, person: own, memberships: nobody })).toBeNull();
    }
  });

  test('everybody in the group that decides, by a fresh reading', () => {
    expect(refused()).toBeNull();
    expect(refused({ memberships: nobody })).toBe('not-an-approver');
    expect(refused({ memberships: [] })).toBe('membership-too-old');
    const old = membership({ readAt: after(-30_001) });
    expect(refused({ memberships: [old] })).toBe('membership-too-old');
  });

  test('everybody in the group of the pinned or of the present policy', () => {
    const request = snapshot({ policyNow: rules({ approverGroupId: 'group-2' }) });
    const second = membership({ groupId: 'group-2' });
    expect(refused({ request, memberships: [...nobody, second] })).toBeNull();
    const neither = [...nobody, membership({ groupId: 'group-2', member: false })];
    expect(refused({ request, memberships: neither })).toBe('not-an-approver');
  });

  test('nobody who is disabled, here or in the directory, not even whoever asked', () => {
    expect(refused({ person: person('Ben', { disabled: true }) })).toBe('disabled');
    expect(refused({ person: { ...ana, disabled: true } })).toBe('disabled');
    expect(refused({ memberships: [membership({ disabled: true })] })).toBe('disabled');
  });

  test('auditors, and neither owners nor admins for being that', () => {
    const outside = { memberships: nobody };
    expect(refused({ ...outside, roles: ['auditor'] })).toBeNull();
    expect(refused({ ...outside, roles: ['owner', 'admin'] })).toBe('not-an-approver');
    const disabled = person('Ben', { disabled: true });
    expect(refused({ ...outside, roles: ['auditor'], person: disabled })).toBe('disabled');
  });
});
