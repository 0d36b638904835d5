import { noTerms, type GrantState } from '../../src/elevation/model';
import { decidingGroupIds, mayReadHolders, readerOf } from '../../src/elevation/reading';
import { ana, ben, cem, dia, pending, policy } from '../support/snapshots';
import { grant } from './samples';

const now = new Date('2026-11-12T14:10:00Z');
const group = 'group-exchange';

function inGroup(groupId = group, changes: object = {}) {
  return [{ groupId, member: true, disabled: false, ...changes }];
}

describe('readerOf', () => {
  it('lets requester and subject read their own', () => {
    const request = pending({ subject: cem });
    expect(readerOf(request, ana, [])).toBe('own');
    expect(readerOf(request, cem, [])).toBe('own');
  });

  it('lets somebody in the approver group read as approver', () => {
    expect(readerOf(pending(), ben, inGroup())).toBe('approver');
  });

  it('lets nobody else read, whatever other group they are in', () => {
    expect(readerOf(pending(), dia, [])).toBeNull();
    expect(readerOf(pending(), dia, inGroup('group-other'))).toBeNull();
    expect(readerOf(pending(), dia, inGroup(group, { member: false }))).toBeNull();
    expect(readerOf(pending(), dia, inGroup(group, { disabled: true }))).toBeNull();
  });

  it('lets nobody read who is disabled, not even their own', () => {
    expect(readerOf(pending(), { ...ana, disabled: true }, inGroup())).toBeNull();
    expect(readerOf(pending(), { ...ben, disabled: true }, inGroup())).toBeNull();
  });

  it('takes a requester in the approver group for a requester', () => {
    expect(readerOf(pending(), ana, inGroup())).toBe('own');
  });

  it('counts the group of the present policy, which has to agree too', () => {
    const request = pending({ policyNow: policy({ approverGroupId: 'group-now' }) });
    expect(decidingGroupIds(request)).toEqual([group, 'group-now']);
    expect(readerOf(request, dia, inGroup('group-now'))).toBe('approver');
    expect(readerOf(request, ben, inGroup())).toBe('approver');
  });
});

describe('roles', () => {
  it('let auditors read every request as nobody of the group, and their own as theirs', () => {
    expect(readerOf(pending(), dia, [], ['auditor'])).toBe('auditor');
    expect(readerOf(pending(), ana, [], ['auditor'])).toBe('own');
    expect(readerOf(pending(), ben, inGroup(), ['auditor'])).toBe('approver');
    expect(readerOf(pending(), { ...dia, disabled: true }, [], ['auditor'])).toBeNull();
  });

  it.each(['owner', 'admin'] as const)(
    'show an %s in no group what there is to take away or to try again, and nothing else',
    (role) => {
      const seen = (state: GrantState) =>
        readerOf(pending({ state: 'approved', grant: grant({ state }) }), dia, [], [role]);
      expect(readerOf(pending(), dia, [], [role])).toBeNull();
      for (const state of ['scheduled', 'activating', 'active', 'ending', 'failed'] as const) {
        expect(seen(state)).toBe('auditor');
      }
      expect(seen('ended')).toBeNull();
    },
  );

  it('let whoever has one see who holds what they may not ask for', () => {
    const denied = policy({ approval: 'deny' });
    expect(mayReadHolders(denied, dia, [], now, ['auditor'])).toBe(true);
    expect(mayReadHolders(denied, dia, [], now, ['owner'])).toBe(true);
    expect(mayReadHolders(denied, dia, [], now, ['admin'])).toBe(true);
    expect(mayReadHolders(denied, dia, [], now, [])).toBe(false);
    expect(mayReadHolders(denied, { ...dia, disabled: true }, [], now, ['auditor'])).toBe(false);
  });
});

describe('mayReadHolders', () => {
  const limited = (until: string | null) =>
    policy({ terms: { ...noTerms, requesters: [{ groupId: 'group-mail', until }] } });

  it('is true for everybody where everybody may ask', () => {
    expect(mayReadHolders(policy({}), dia, [], now)).toBe(true);
  });

  it('is true for those who may ask, as long as they may', () => {
    expect(mayReadHolders(limited(null), dia, ['group-mail'], now)).toBe(true);
    expect(mayReadHolders(limited('2026-11-12T14:10:01Z'), dia, ['group-mail'], now)).toBe(true);
    expect(mayReadHolders(limited('2026-11-12T14:10:00Z'), dia, ['group-mail'], now)).toBe(false);
    expect(mayReadHolders(limited(null), dia, ['group-other'], now)).toBe(false);
    expect(mayReadHolders(limited(null), dia, [], now)).toBe(false);
  });

  it('is true for those who decide, whether or not they may ask', () => {
    expect(mayReadHolders(limited(null), ben, [group], now)).toBe(true);
    expect(mayReadHolders(policy({ approval: 'deny' }), ben, [group], now)).toBe(true);
  });

  it('is false where nobody may ask', () => {
    expect(mayReadHolders(policy({ approval: 'deny' }), dia, [], now)).toBe(false);
  });

  it('is false for somebody who is disabled', () => {
    expect(mayReadHolders(policy({}), { ...ben, disabled: true }, [group], now)).toBe(false);
  });
});
