import { actingIn, rolesOf, type Role, type RoleHolder } from '../../src/elevation/roles';
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
