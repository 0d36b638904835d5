import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { elevate } from '../support/command-line';
import { createSystemWorld, keyOf, type SystemWorld } from '../support/system-api';

let made: SystemWorld;
const folder = mkdtempSync(path.join(tmpdir(), 'elevate-key-'));

beforeEach(async () => {
  made = await createSystemWorld();
});
afterEach(() => made.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const makeKey = (...more: string[]) =>
  elevate(['system-account', 'key', ...more], { DATABASE_URL: made.world.db.url });

function request(more: readonly string[] = [], variables: Record<string, string> = {}) {
  const asked = ['request', 'Search-Mailbox', '--reason', 'Nightly export'];
  return elevate([...asked, '--system-account', 'nightly-export', ...more], {
    ELEVATE_URL: made.api.url,
    ELEVATE_API_KEY: made.key,
    ...variables,
  });
}

describe('elevate system-account key', () => {
  it('prints a key and nothing else, which opens what the one before it opened', async () => {
    const printed = await makeKey('nightly-export');
    expect(printed.stdout).toMatch(/^elevate_[0-9a-f]{32}_[A-Za-z0-9_-]{43}\n$/u);
    expect([printed.code, printed.stderr]).toEqual([0, expect.stringContaining('this once')]);
    expect((await made.api.ask({}, { key: printed.stdout.trim() })).status).toBe(201);
    expect((await made.api.ask()).status).toBe(401);
  }, 60_000);

  it('lets the one before it go on for a while when told so, and not for ever', async () => {
    expect((await makeKey('nightly-export', '--grace', '1h')).code).toBe(0);
    expect((await made.api.ask()).status).toBe(201);
    expect((await makeKey('nightly-export', '--grace', '25h')).code).toBe(78);
    expect((await makeKey('nobody')).said).toContain('There is no system account nobody');
  }, 90_000);
});

describe('elevate request', () => {
  it('waits until the right is there, and prints what there is', async () => {
    const settling = setInterval(() => void made.world.settle().catch(() => undefined), 1_000);
    const asked = await request(['--for', '1h']).finally(() => clearInterval(settling));
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    expect(JSON.parse(asked.stdout)).toMatchObject({ request: 'ELV-1', state: 'active' });
    expect([...made.world.exchange.holders]).toEqual(['svc-export']);
  }, 60_000);

  it('ends with a code that says what became of it', async () => {
    const codes = [
      await request(['--for', '1h', '--no-wait']),
      await request(['--for', '2h']),
      await request(['--for', 'soon']),
      await request(['--for', '1h'], { ELEVATE_API_KEY: 'elevate_x' }),
      await request(['--for', '1h'], { ELEVATE_API_KEY: '' }),
      await request(['--for', '1h'], { ELEVATE_URL: 'http://127.0.0.1:9' }),
    ].map(({ code }) => code);
    expect(codes).toEqual([0, 3, 2, 4, 78, 75]);
  }, 120_000);

  it('takes its key from a file, and says which account the key is thought to be of', async () => {
    const file = path.join(folder, 'key');
    writeFileSync(file, `${await keyOf(made.world, 'other')}\n`);
    const asked = await request(['--for', '1h', '--key-file', file], { ELEVATE_API_KEY: '' });
    expect(asked.code).toBe(3);
    expect(JSON.parse(asked.stdout)).toMatchObject({ code: 'api-key-of-another' });
    const gone = await request(['--for', '1h', '--key-file', `${file}-gone`]);
    expect([gone.code, gone.said]).toEqual([78, expect.stringContaining('cannot be read')]);
  }, 60_000);
});
