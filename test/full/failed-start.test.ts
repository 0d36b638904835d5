import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { elevate } from '../support/command-line';
import { startWebApiStub } from '../platforms/slack/web-api-stub';
import { testDatabase, type TestDatabase } from '../support/database';

const slack = {
  SLACK_BOT_TOKEN: 'xoxb-of-a-test',
  SLACK_SIGNING_SECRET: 'of a test',
  SLACK_API_URL: 'http://127.0.0.1:1/api/',
};
const nobodyListens = 'postgres://elevate:a-hidden-password@127.0.0.1:1/elevate';

describe('a service that cannot start', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({ poolSize: 1 });
  });
  afterAll(() => db.drop());

  test('ends with exit code 78 when no chat platform is set up', async () => {
    const { code, said } = await elevate('serve', { DATABASE_URL: db.url });
    expect(said).toContain('SLACK_BOT_TOKEN');
    expect(code).toBe(78);
  }, 30_000);

  test('ends with exit code 78 when the database holds no organisation', async () => {
    const { code, said } = await elevate('serve', { DATABASE_URL: db.url, ...slack });
    expect(said).toContain('ELEVATE_CONFIG');
    expect(code).toBe(78);
  }, 30_000);

  test('changes nothing in a new database that it could not serve', async () => {
    const fresh = await testDatabase({ poolSize: 1 });
    try {
      await fresh.query('drop schema elevate, graphile_worker cascade');
      for (const variables of [{}, slack]) {
        const { code, said } = await elevate('serve', { DATABASE_URL: fresh.url, ...variables });
        expect(said).toMatch(/SLACK_BOT_TOKEN|ELEVATE_CONFIG/u);
        expect(code).toBe(78);
      }
      const made = `select from pg_namespace where nspname in ('elevate', 'graphile_worker')`;
      expect(await fresh.query(made)).toEqual([]);
    } finally {
      await fresh.drop();
    }
  }, 60_000);

  test.each(['serve', 'migrate', 'doctor'])(
    '%s says where it looked for the database and what was answered, and not the password',
    async (command) => {
      const { code, said } = await elevate(command, { DATABASE_URL: nobodyListens, ...slack });
      expect(said).toContain('127.0.0.1:1/elevate');
      expect(said).toContain('ECONNREFUSED');
      expect(said).not.toContain('a-hidden-password');
      expect(said).not.toContain('node_modules');
      expect(code).toBe(69);
    },
    30_000,
  );
});

describe('doctor without DATABASE_URL', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'elevate-doctor-'));
  const place = { ELEVATE_DATA_DIR: path.join(folder, 'data') };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('says what serve would refuse, and makes nothing', async () => {
    const { code, said } = await elevate('doctor', place);
    expect(said).toMatch(/ATTEND .*No chat platform is set up/u);
    expect(said).toMatch(/ATTEND .*ELEVATE_CONFIG/u);
    expect(code).toBe(1);
    expect(existsSync(place.ELEVATE_DATA_DIR)).toBe(false);
  }, 30_000);

  test('says what is wrong in the file that the database would be filled from', async () => {
    const file = path.join(folder, 'elevate.yaml');
    writeFileSync(file, 'organisation: { name: Example, defaultApproverGroup: Owners }\n');
    const { code, said } = await elevate('doctor', { ...place, ...slack, ELEVATE_CONFIG: file });
    expect(said).toMatch(/ATTEND .*elevate\.yaml cannot be used:\n {2}people: /u);
    expect(code).toBe(1);
  }, 30_000);

  test('is content with settings that serve would take', async () => {
    const file = path.join(folder, 'elevate.yaml');
    writeFileSync(
      file,
      `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com }
  - { key: ben, name: Ben, line: ben@example.com }
approverGroups:
  - { name: Owners, members: [ana, ben], channels: { slack: T0001/C00OWNERS } }
`,
    );
    const stub = await startWebApiStub();
    stub.answer('auth.test', { body: { ok: true, team_id: 'T0001', user_id: 'U0BOT' } });
    const there = { ...slack, SLACK_API_URL: stub.apiUrl, ELEVATE_CONFIG: file };
    const { code, said } = await elevate('doctor', { ...place, ...there });
    await stub.stop();
    expect(said).not.toContain('ATTEND');
    expect(code).toBe(0);
  }, 30_000);
});
