import { connectorKinds } from '../../src/connectors/registry';
import { applyConfiguration } from '../../src/workflow/apply-configuration';
import { testDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;

beforeEach(async () => {
  db = await testDatabase({ poolSize: 2 });
});
afterEach(() => db.drop());

const text = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana Ruiz, line: ana@example.com, accounts: { slack: T0001/U00ANA } }
  - { key: ben, name: Ben Okafor, line: ben@example.com, accounts: { slack: T0001/U00BEN } }
approverGroups:
  - { name: Owners, members: [ana, ben], channels: { slack: T0001/C00OWN } }
  - { name: Night watch, members: [ana, ben], channels: { slack: T0001/C00WATCH } }
connectors:
  - { workload: Warehouse, kind: postgres-roles, settings: { url: 'env:WAREHOUSE_URL' } }
targets:
  - { name: 'Warehouse\\prod_rw', type: role, settings: { role: prod_rw } }
policies:
  - { target: 'Warehouse\\*' }
  - { target: 'Warehouse\\prod_rw', approverGroup: Night watch }
`;

function apply(file: string): Promise<boolean> {
  const source = { text: file, source: 'elevate.yaml', kinds: connectorKinds };
  return applyConfiguration(db.database, source);
}

it('lets the organisation’s default group decide where a policy names none, and else the one it names', async () => {
  expect(await apply(text)).toBe(true);
  const deciding = await db.query(
    `select p.pattern, g.name from elevate.approval_policies p
     join elevate.approval_policy_versions v
       on (v.organisation_id, v.policy_id, v.version) = (p.organisation_id, p.id, p.current_version)
     join elevate.approver_groups g on (g.organisation_id, g.id) = (v.organisation_id, v.approver_group_id)
     order by p.pattern`,
  );
  expect(deciding).toEqual([
    { pattern: 'Warehouse\\*', name: 'Owners' },
    { pattern: 'Warehouse\\prod_rw', name: 'Night watch' },
  ]);
});

it('leaves a database alone that holds a configuration', async () => {
  await apply(text);
  expect(await apply(text.replace('Example', 'Another'))).toBe(false);
  expect(await db.query('select name from elevate.organisations')).toEqual([{ name: 'Example' }]);
});

it('fills nothing from a file under which nobody could decide', async () => {
  const wanted = text.replace(
    "{ target: 'Warehouse\\*' }",
    "{ target: 'Warehouse\\*', approvalsNeeded: 3 }",
  );
  await expect(apply(wanted)).rejects.toThrow(
    'policies: Warehouse\\* needs 3 approvals, and 2 of Owners could give them',
  );
  expect(await db.query('select from elevate.organisations')).toEqual([]);
});
