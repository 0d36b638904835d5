import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { ConfigError } from '../../src/errors';
import {
  removeEmbedded,
  startEmbedded,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from '../../src/store/embedded-postgres';

const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
const isRoot = process.getuid?.() === 0;

let folder: string;
let dataDir: string;
beforeEach(() => {
  lines.length = 0;
  folder = mkdtempSync(path.join(os.tmpdir(), 'elevate-embedded-'));
  chmodSync(folder, 0o711); // as a clone is, outside of root's own home
  dataDir = path.join(folder, 'postgres');
});
afterEach(async () => {
  await removeEmbedded({ dataDir, log });
  rmSync(folder, { recursive: true, force: true });
});

function start(changes: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  return startEmbedded({ dataDir, log, fsync: false, ...changes });
}

async function ask<Row = Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // An ended process that nobody has waited for yet still has a number, but no command line.
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

it('keeps data and port over a stop and a start', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 42 as n');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
  await second.stop();
});

it('is closed to everybody without its password, and to other machines', async () => {
  const server = await start();
  const wrong = new URL(server.url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  const settings = await ask(
    server.url,
    `select name, setting from pg_settings
     where name in ('listen_addresses', 'unix_socket_directories', 'password_encryption')
     order by name`,
  );
  expect(settings.map((row) => row['setting'])).toEqual(['127.0.0.1', 'scram-sha-256', '']);
  const methods = await ask<{ auth_method: string }>(
    server.url,
    'select distinct auth_method from pg_hba_file_rules',
  );
  expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
  const secrets = path.join(server.folder, 'cluster', 'elevate-secrets.json');
  expect(statSync(secrets).mode & 0o077).toBe(0);
  expect(statSync(path.dirname(secrets)).mode & 0o077).toBe(0);
  expect(lines.join()).not.toContain(new URL(server.url).password);
  await server.stop();
});

it('is shared by those who start the same folder, and stops with the last', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(second.pid).toBe(first.pid);
  await first.stop();
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

it('makes further databases, once', async () => {
  const server = await start();
  const url = await server.createDatabase('warehouse');
  expect(await server.createDatabase('warehouse')).toBe(url);
  expect(await ask(url, 'select current_database()::text as name')).toEqual([
    { name: 'warehouse' },
  ]);
  await server.stop();
});

it('joins the server that a killed process left behind, and stops it in the end', async () => {
  const { child, pid } = await startInChild();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(isAlive(pid)).toBe(true);
  const server = await start();
  expect(server.pid).toBe(pid);
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

async function startInChild(): Promise<{ child: ChildProcess; pid: number }> {
  const script = path.join(__dirname, 'embedded-starter.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve));
  return { child, pid: Number(said.toString()) };
}

it('starts after a crash of the server, though its process number is somebody else’s by now', async () => {
  const first = await start();
  const cluster = path.join(first.folder, 'cluster');
  process.kill(first.pid, 'SIGKILL');
  await first.stop();
  // The same number may belong to any program after a reboot or in a container; here it is our own.
  const [, ...rest] = readStalePid(cluster);
  writeFileSync(path.join(cluster, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
  const second = await start();
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
});

function readStalePid(cluster: string): string[] {
  const file = path.join(cluster, 'postmaster.pid');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : `1\n${cluster}\n1\n1\n\n\n\nready\n`;
  return text.split('\n');
}

it('gives up, and leaves no server behind, when the data has another password than ours', async () => {
  const first = await start();
  await ask(first.url, `alter role elevate_admin password 'changed'`);
  await expect(start()).rejects.toBeInstanceOf(ConfigError);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
});

it('takes another port when the remembered one is in use, and says so when one was demanded', async () => {
  const first = await start();
  await first.stop();
  const squatter = net.createServer().listen(first.port, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));
  await expect(start({ port: first.port })).rejects.toThrow(`Port ${first.port}`);
  const second = await start();
  expect(second.port).not.toBe(first.port);
  await second.stop();
  squatter.close();
});

it('tells the operator about data of another major version', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(path.join(first.folder, 'cluster', 'PG_VERSION'), '14\n');
  const error = await start().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as Error).message).toMatch(/PostgreSQL 14.*PostgreSQL 18.*ELEVATE_DATA_DIR/s);
});

// Only root can own a folder that the server's own user cannot enter; everybody else runs the server themselves.
(isRoot ? it : it.skip)(
  'keeps data elsewhere, and says where, when only root can enter the folder',
  async () => {
    chmodSync(folder, 0o700);
    const server = await start();
    expect(server.folder).toMatch(/^\/var\/lib\/elevate\/[0-9a-f]{16}$/);
    expect(lines.filter((line) => line.includes(server.folder))).not.toHaveLength(0);
    await server.stop();
    await removeEmbedded({ dataDir, log });
    expect(existsSync(server.folder)).toBe(false);
  },
);
