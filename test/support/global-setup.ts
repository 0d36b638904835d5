/** One PostgreSQL for a whole jest run, with one migrated database that every test database is a copy of. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { type Log } from '../../src/log';
import { removeEmbedded, startEmbedded } from '../../src/store/embedded-postgres';
import { runAllMigrations } from '../../src/store/migrations';
import { manualClock } from './manual-clock';
import { type TestServer, serverVariable, stopVariable } from './server';

const log: Log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
const prefix = 'elevate-test-';

export default async function setUp(): Promise<void> {
  await removeLeftovers();
  const { url, stop } = process.env['DATABASE_URL_TEST']
    ? { url: process.env['DATABASE_URL_TEST'], stop: () => Promise.resolve() }
    : await startServer();
  const template = `elevate_template_${process.pid}_${randomBytes(3).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${template}`);
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${template}`;
  await runAllMigrations(templateUrl.href);
  await installClock(templateUrl.href);
  const server: TestServer = { url, template };
  process.env[serverVariable] = JSON.stringify(server);
  (globalThis as Record<string, unknown>)[stopVariable] = async () => {
    await admin.query(`drop database if exists ${template} with (force)`);
    await admin.end();
    await stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(dataDir, 0o711); // the server's own user has to pass through it
  const server = await startEmbedded({ dataDir, log, fsync: false });
  const stop = (): Promise<void> => server.stop().then(() => removeEmbedded({ dataDir, log }));
  return { url: server.url, stop };
}

async function installClock(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(manualClock);
  await client.end();
}

/** A run that was killed leaves its server behind; whoever comes next clears it away. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(os.tmpdir())) {
    const owner = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    await removeEmbedded({ dataDir: path.join(os.tmpdir(), name), log });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
