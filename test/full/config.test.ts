import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
const file = path.join(folder, 'elevate.yaml');

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
      expect(withoutTime(again.stdout)).toBe(withoutTime(first.stdout));
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

describe('elevate config plan', () => {
  it('is empty after an export, with exit code 0', async () => {
    await fill();
    writeFileSync(file, (await config('export')).stdout);
    const { code, said } = await config('plan', file);
    expect([code, said]).toEqual([0, `${file} says what the database holds.\n`]);
  }, 60_000);

  it('says what the file would change and what of it weakens, with exit code 2, and changes nothing', async () => {
    await fill();
    const before = (await config('export')).stdout;
    writeFileSync(file, before.replace('durationMax: 6h', 'durationMax: 7h\n    coolDown: 1h'));
    const { code, said } = await config('plan', file);
    expect(code).toBe(2);
    expect(said).toMatch(/would change in the database \(version [0-9a-f]{12}\):/u);
    expect(said).toContain(
      [
        '! ~ policies Warehouse\\*: durationMax 6h → 7h',
        '  ~ policies Warehouse\\*: coolDown nothing → 1h',
        '',
        'What is marked weakens control:',
        '  policies Warehouse\\*: durationMax: a right or a request can last longer',
      ].join('\n'),
    );
    expect(withoutTime((await config('export')).stdout)).toBe(withoutTime(before));
  }, 60_000);

  it('says that a database without a configuration would be filled, and what is wrong with a file', async () => {
    writeFileSync(file, text);
    const { code, said } = await config('plan', file);
    expect([code, said]).toEqual([2, expect.stringContaining('it would be filled from')]);
    writeFileSync(file, text.replace('members:', 'member:'));
    const broken = await config('plan', file);
    expect([broken.code, broken.said]).toEqual([
      78,
      expect.stringContaining('Did you mean members?'),
    ]);
    const missing = await config('plan', path.join(folder, 'nothing.yaml'));
    expect([missing.code, missing.said]).toEqual([78, expect.stringContaining('cannot be read')]);
  }, 60_000);
});

describe('elevate config import-pam', () => {
  const policy = { Task: 'Exchange\\New-MoveRequest', ApprovalType: 'Manual' };
  const json = JSON.stringify([policy, { Name: 'Fabrikam', ElevatedAccessControl: null }]);

  it('prints Microsoft’s policies as a file that is refused until it is filled in', async () => {
    // As Windows PowerShell writes it.
    writeFileSync(file, Buffer.from(`\uFEFF${json}`, 'utf16le'));
    const { code, stdout, stderr } = await config('import-pam', file);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('target: Exchange\\New-MoveRequest');
    writeFileSync(file, stdout);
    const plan = await config('plan', file);
    expect([plan.code, plan.said]).toEqual([
      78,
      expect.stringContaining('people.0.key: REPLACE-ME has to be replaced.'),
    ]);
  }, 60_000);

  it('says what is wrong with a file, and which cannot be read', async () => {
    writeFileSync(file, '[]');
    const empty = await config('import-pam', file);
    expect([empty.code, empty.said]).toEqual([78, expect.stringContaining('cannot be imported')]);
    const missing = await config('import-pam', path.join(folder, 'nothing.json'));
    expect([missing.code, missing.said]).toEqual([78, expect.stringContaining('cannot be read')]);
  }, 60_000);
});

describe('elevate doctor', () => {
  const doctor = async () =>
    (await elevate('doctor', { DATABASE_URL: db.url, ELEVATE_CONFIG: file })).said;

  it('says whether the file still says what the database holds, and how to see the difference', async () => {
    await fill();
    writeFileSync(file, text.replace('durationMax: 6h', 'durationMax: 360m'));
    expect(await doctor()).toContain(`ok       ${file} says what the database holds`);
    writeFileSync(file, text.replace('durationMax: 6h', 'durationMax: 5h'));
    expect(await doctor()).toContain(
      `ATTEND   ${file} is ignored, the database counts; 1 difference: npm run elevate -- config plan ${file}`,
    );
    writeFileSync(file, 'people: []');
    expect(await doctor()).toMatch(
      /ATTEND .* is ignored, the database counts\. .* cannot be used/u,
    );
  }, 60_000);
});

function withoutTime(exported: string): string {
  return exported.replace(/, exported [^\n]*/u, '');
}

describe('elevate config apply', () => {
  const weaker = text.replace('durationMax: 6h', 'durationMax: 9h');
  const stricter = text.replace('durationMax: 6h', 'durationMax: 5h');

  it('fills an empty database, writes what is stricter, and holds back what weakens control', async () => {
    writeFileSync(file, text);
    const filled = await config('apply', file);
    expect([filled.code, filled.said]).toEqual([0, expect.stringContaining('it was filled from')]);
    expect((await config('plan', file)).code).toBe(0);

    writeFileSync(file, stricter);
    const applied = await config('apply', file);
    expect([applied.code, applied.said]).toEqual([
      0,
      expect.stringContaining('durationMax 6h → 5h'),
    ]);
    expect((await config('plan', file)).code).toBe(0);

    writeFileSync(file, weaker);
    const held = await config('apply', file);
    expect([held.code, held.said]).toEqual([
      3,
      expect.stringMatching(/was not applied[^]*! ~ policies[^]*config propose/u),
    ]);
    expect((await config('plan', file)).code).toBe(2);
    const other = await config('apply', file, '--approved-by', 'ELV-7');
    expect([other.code, other.said]).toEqual([3, expect.stringContaining('is not approved')]);
    const misread = await config('apply', file, '--approved-by', 'yes');
    expect([misread.code, misread.said]).toEqual([78, expect.stringContaining('ELV-150')]);
  }, 120_000);
});
