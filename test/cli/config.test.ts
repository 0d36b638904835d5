import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectorKinds } from '../../src/connectors/registry';
import { applyConfiguration } from '../../src/workflow/apply-configuration';
import { elevate } from '../support/command-line';
import { testDatabase, type TestDatabase } from '../support/database';

const text = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: zoe, name: Zoe Ahn, line: zoe@example.com, accounts: { slack: T0001/U00ZOE, Warehouse: zoe } }
  - { key: ana, name: Ana Ruiz, line: ana@example.com, accounts: { slack: T0001/U00ANA } }
  - { key: ben, name: Ben Okafor, line: ben@example.com, accounts: { slack: T0001/U00BEN } }
approverGroups:
  - { name: Owners, members: [ana, ben, zoe], channels: { slack: T0001/C00OWN } }
connectors:
  - { workload: Warehouse, kind: postgres-roles, settings: { url: 'env:WAREHOUSE_URL' } }
targets:
  - { name: 'Warehouse\\prod_rw', type: role, settings: { role: prod_rw } }
policies:
  - { target: 'Warehouse\\*', durationMax: 6h, reminders: [2h] }
`;

let db: TestDatabase;
const folder = mkdtempSync(path.join(tmpdir(), 'elevate-config-'));

beforeEach(async () => {
  db = await testDatabase({ poolSize: 2 });
});
afterEach(() => db.drop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fill(): Promise<void> {
  await applyConfiguration(db.database, { text, source: 'elevate.yaml', kinds: connectorKinds });
}

const config = (...command: string[]) => elevate(['config', ...command], { DATABASE_URL: db.url });

describe('elevate config export', () => {
  it('prints what the database holds, which fills another database with the same', async () => {
    await fill();
    const first = await config('export');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('- key: zoe');
    const other = await testDatabase({ poolSize: 1 });
    try {
      const source = { text: first.stdout, source: 'x', kinds: connectorKinds };
      expect(await applyConfiguration(other.database, source)).toBe(true);
      const again = await elevate(['config', 'export'], { DATABASE_URL: other.url });
      expect(again.stdout).toBe(first.stdout);
    } finally {
      await other.drop();
    }
  }, 60_000);

  it('says what to do while nothing is configured, and while there is no database', async () => {
    const empty = await config('export');
    expect([empty.code, empty.said]).toEqual([78, expect.stringContaining('ELEVATE_CONFIG')]);
    const none = await elevate(['config', 'export'], { ELEVATE_DATA_DIR: path.join(folder, 'no') });
    expect([none.code, none.said]).toEqual([78, expect.stringContaining('There is no database')]);
  }, 60_000);
});
