import { isRefusal } from '../../src/errors';
import {
  actingIn,
  judgeRoleChange,
  roleNames,
  rolesOf,
  type Role,
  type RoleHolder,
} from '../../src/elevation/roles';
import { ana, ben, dan, now, person } from './samples';

const disabled = person('Eve', { disabled: true });

function holder(who: typeof ana, role: Role): RoleHolder {
  return { person: who, role, since: now, by: null };
}

const holders = [
  holder(ben, 'auditor'),
  holder(ana, 'owner'),
  holder(disabled, 'owner'),
  holder(ben, 'owner'),
];

describe('the roles of a person', () => {
  it('are theirs only, owner first', () => {
    expect(rolesOf(ben, holders)).toEqual(['owner', 'auditor']);
    expect(rolesOf(ana, holders)).toEqual(['owner']);
    expect(rolesOf(dan, holders)).toEqual([]);
  });

  it('are none for somebody who is disabled', () => {
    expect(rolesOf(disabled, holders)).toEqual([]);
    expect(rolesOf({ ...ana, disabled: true }, holders)).toEqual([]);
  });

  it('go by who they are and not by how they are called', () => {
    expect(rolesOf({ ...dan, name: ana.name, line: ana.line }, holders)).toEqual([]);
  });
});

describe('those who can act in a role', () => {
  it('are named once, without anybody who is disabled', () => {
    expect(actingIn('owner', [...holders, holder(ana, 'owner')])).toEqual([ana, ben]);
    expect(actingIn('auditor', holders)).toEqual([ben]);
    expect(actingIn('admin', holders)).toEqual([]);
  });
});

describe('changing roles', () => {
  const cleo = person('Cleo');
  const all = [
    holder(ana, 'owner'),
    holder(ben, 'owner'),
    holder(ben, 'admin'),
    holder(cleo, 'auditor'),
    holder(disabled, 'owner'),
  ];

  function outcome(actor: typeof ana, act: 'add' | 'remove', who: typeof ana, role: Role): string {
    const change = { actor, person: who, role, act, holders: all, typed: `role ${act} ${role}` };
    const judged = judgeRoleChange(change);
    return isRefusal(judged) ? judged.refused : judged;
  }

  it.each(roleNames)('gives nobody %s by one person alone', (role) => {
    expect(outcome(ana, 'add', dan, role)).toBe('with-second');
    expect(outcome(ana, 'add', ana, 'admin')).toBe('with-second');
  });

  it('gives nobody what they have', () => {
    expect(outcome(ana, 'add', cleo, 'auditor')).toBe('role-held');
    expect(outcome(ana, 'remove', dan, 'auditor')).toBe('role-not-held');
  });

  it('lets everybody give up their own', () => {
    expect(outcome(ana, 'remove', ana, 'owner')).toBe('alone');
    expect(outcome(ben, 'remove', ben, 'admin')).toBe('alone');
    expect(outcome(cleo, 'remove', cleo, 'auditor')).toBe('alone');
  });

  it('keeps the last owner who can act', () => {
    const alone = [holder(ana, 'owner'), holder(disabled, 'owner'), holder(ben, 'auditor')];
    const change = { actor: ana, person: ana, role: 'owner', act: 'remove' } as const;
    const judged = judgeRoleChange({ ...change, holders: alone, typed: '' });
    expect(judged).toMatchObject({ refused: 'last-owner' });
  });

  it('lets an owner take an auditor’s, and nothing from other owners and admins alone', () => {
    expect(outcome(ana, 'remove', cleo, 'auditor')).toBe('alone');
    expect(outcome(ana, 'remove', ben, 'owner')).toBe('with-second');
    expect(outcome(ana, 'remove', ben, 'admin')).toBe('with-second');
    expect(outcome(ana, 'remove', disabled, 'owner')).toBe('with-second');
  });

  it('is nothing for whoever is no owner, and tells them who is and not what others have', () => {
    const change = { actor: cleo, person: ben, role: 'auditor', act: 'remove' } as const;
    expect(judgeRoleChange({ ...change, holders: all, typed: 'role remove auditor' })).toEqual({
      refused: 'needs-role',
      facts: { typed: 'role remove auditor', role: 'owner', owners: ['Ana', 'Ben'] },
    });
    expect(outcome(disabled, 'remove', cleo, 'auditor')).toBe('needs-role');
  });
});
