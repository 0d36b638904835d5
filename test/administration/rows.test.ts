import fc from 'fast-check';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { configurationOf, normalForm, rowsOf } from '../../src/administration/rows';
import { configurations } from '../support/configurations';

let last = 0;
const newId = () => String((last += 1));

/** Null where it says nothing. */
function saidIn<T extends object>(branding: T | null): T | null {
  return Object.values(branding ?? {}).some((one) => one !== null) ? branding : null;
}

it('says with rows what the file says, but that each policy and account names its group, and ends are in UTC', () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const { defaultApproverGroup, branding } = configuration.organisation;
      expect(configurationOf(rowsOf(configuration, newId))).toEqual({
        ...configuration,
        organisation: { ...configuration.organisation, branding: saidIn(branding) },
        policies: configuration.policies.map((one) => ({
          ...one,
          approverGroup: one.approverGroup ?? defaultApproverGroup,
        })),
        systemAccounts: configuration.systemAccounts.map((one) => ({
          ...one,
          targets: [...one.targets].sort(),
          scopes: [...one.scopes].sort(),
          until: new Date(one.until).toISOString(),
          told: one.told ?? defaultApproverGroup,
        })),
      });
    }),
  );
});

it('gives the ids that are there already to what they belong to, and new ones to the rest', () => {
  const [configuration] = fc.sample(configurations, { numRuns: 1, seed: 1 });
  const known = { organisation: 'o', people: new Map([['ben', 'b']]) };
  const { organisation, persons } = rowsOf(configuration!, () => 'new', known);
  expect(organisation.id).toBe('o');
  expect(persons.map(({ id }) => id)).toEqual(['new', 'b', 'new', 'new', 'new', 'new']);
});

it('knows two spellings of the same for the same', () => {
  const file = (members: string, more: string) =>
    normalForm(
      inspectConfiguration(
        `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com, accounts: { Warehouse: ana, Exchange: a } }
  - { key: ben, name: Ben, line: ben@example.com }
approverGroups:
  - { name: Owners, members: [${members}], channels: { slack: T0001/C00OWNERS } }
policies:
  - { target: 'Warehouse\\*', ${more} }
`,
        'x',
      ).configuration!,
    );
  expect(file('ben, ana, ben', 'reminders: [2h, 1h], notify: [Owners, Owners]')).toEqual(
    file('ana, ben', 'approverGroup: Owners, reminders: [1h, 120m], notify: [Owners]'),
  );
});

const [valid] = fc.sample(configurations, { numRuns: 1, seed: 1 });
const rows = rowsOf(valid!, newId);
const [first] = rows.persons;
it.each([
  [
    'a second account of one person on a platform',
    {
      ...rows,
      accounts: [1, 2].map((one) => {
        return { personId: first!.id, system: 'slack', tenant: 'T0001', userKey: `U${one}` };
      }),
    },
  ],
  [
    'a second channel of one group on a platform',
    {
      ...rows,
      groups: rows.groups.map((one) => ({
        ...one,
        channels: ['C1', 'C2'].map((id) => ({ platform: 'slack' as const, tenant: 'T0001', id })),
      })),
    },
  ],
  [
    'no default group',
    { ...rows, organisation: { ...rows.organisation, defaultApproverGroupId: null } },
  ],
  [
    'a member who is nobody',
    { ...rows, groups: rows.groups.map((one) => ({ ...one, memberIds: ['nobody'] })) },
  ],
])('does not lose what the file could not say: %s', (_what, odd) => {
  expect(() => configurationOf(odd)).toThrow(Error);
});
