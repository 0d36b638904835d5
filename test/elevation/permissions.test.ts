import fc from 'fast-check';
import { adminVerbs, refuseVerb } from '../../src/elevation/permissions';
import { roleNames, type Role, type RoleHolder } from '../../src/elevation/roles';
import { ana, ben, now, person } from './samples';

const holders: readonly RoleHolder[] = [ana, person('Eve', { disabled: true }), ben].map((who) => ({
  person: who,
  role: 'owner',
  since: now,
  by: null,
}));

const refusalOf = (verb: string, roles: readonly Role[]) =>
  refuseVerb(verb, roles, holders)?.refused ?? 'allowed';

describe('what a role permits', () => {
  const giving = ['role-add'];
  const changes =
    /^(?:enable|disable|setup|change-show|connector-check|target-import|(?:settings|policy|group|target|system-account)-(?:add|create|set|remove))$/u;
  const changing = adminVerbs.filter((verb) => changes.test(verb));
  const reading = adminVerbs.filter((verb) => !giving.includes(verb) && !changing.includes(verb));

  it.each(changing)('%s is for owners and admins', (verb) => {
    expect(refusalOf(verb, ['owner'])).toBe('allowed');
    expect(refusalOf(verb, ['admin', 'auditor'])).toBe('allowed');
    expect(refusalOf(verb, ['auditor'])).toBe('needs-role');
    expect(refusalOf(verb, [])).toBe('needs-role');
    expect(refuseVerb(verb, ['auditor'], holders)?.facts['role']).toBe('admin');
  });

  it.each(reading)('%s is for whoever has a role', (verb) => {
    for (const role of roleNames) expect(refusalOf(verb, [role])).toBe('allowed');
    expect(refusalOf(verb, [])).toBe('needs-role');
  });

  it('giving roles is for owners', () => {
    expect(refusalOf('role-add', ['owner'])).toBe('allowed');
    expect(refusalOf('role-add', ['admin', 'owner'])).toBe('allowed');
    expect(refusalOf('role-add', ['admin', 'auditor'])).toBe('needs-role');
  });

  it('says who the owners are, without those who cannot act', () => {
    expect(refuseVerb('status', [], holders)).toEqual({
      refused: 'needs-role',
      facts: { typed: 'status', role: 'any', owners: ['Ana', 'Ben'] },
    });
    expect(refuseVerb('role-add', ['auditor'], [])?.facts).toEqual({
      typed: 'role add',
      role: 'owner',
      owners: [],
    });
  });

  test('what the table does not know is for nobody, whatever role they have', () => {
    const known: readonly string[] = adminVerbs;
    const others = fc.oneof(
      fc.constantFrom('disable', 'policy-set', 'constructor', 'toString', '__proto__', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(others, (verb) => {
        fc.pre(!known.includes(verb));
        expect(refusalOf(verb, roleNames)).toBe('for-nobody');
      }),
    );
  });
});
