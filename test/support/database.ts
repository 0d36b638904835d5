/**
 * A database of its own for a test file, on the PostgreSQL that the jest run started.
 *
 *   const db = await testDatabase();          // in beforeAll: a migrated copy, with a pool, in about 50 ms
 *   const { persons } = await seed(db);       // Ana, Ben, Cara, Dan and Eve with everything they need
 *   await db.advance(4 * 3_600_000);          // elevate.now() is a clock that tests move
 *   await db.drop();                          // in afterAll
 *
 * Time stands at 2026-11-13T14:02:00.000Z until it is moved; `realTime()` lets it run. Only elevate.now() is manual:
 * the queue has the real clock, so a job for a time of ours runs at once.
 * DATABASE_URL_TEST uses another server (its role must be a superuser); TEST_LOG_LEVEL=debug shows what happens.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import pino from 'pino';
import { openDatabase, type Database } from '../../src/store/database';
import { testServer } from './server';

import { testStart } from './manual-clock';

export { testStart };
export { seed, type Seed } from './seed';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Stops the clock at this moment. */
  setNow(at: Date): Promise<void>;
  /** Moves the stopped clock by so many milliseconds; back with a negative number. */
  advance(ms: number): Promise<void>;
  /** Lets elevate.now() be the real time. */
  realTime(): Promise<void>;
  /** Plain SQL on a connection of the pool, for looking into tables. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

export async function testDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { url, dropIt } = await createDatabase(testServer().template);
  const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const database = await openDatabase({ url, poolSize: options.poolSize ?? 10, log });
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  return {
    url,
    database,
    async setNow(at) {
      await run('with gone as (delete from elevate_test.clock) select');
      await run('insert into elevate_test.clock values ($1)', [at]);
    },
    async advance(ms) {
      const moved = await run(
        `update elevate_test.clock set at = at + $1::float8 * interval '1 millisecond'`,
        [ms],
      );
      if (moved.rowCount !== 1) throw new Error('time runs by itself; setNow stops it');
    },
    async realTime() {
      await run('delete from elevate_test.clock');
    },
    async query<Row>(sql: string, values: unknown[] = []) {
      return (await run(sql, values)).rows as Row[];
    },
    async drop() {
      await database.close();
      await dropIt();
    },
  };
}

/** Of this test file, emptied and free to be used again. */
const free: TestDatabase[] = [];

/**
 * A test database that may have been another test's: whoever gives it back leaves it as it was made. Making one anew
 * costs more than most tests. The test file drops them at its end.
 */
export async function takeTestDatabase(): Promise<TestDatabase> {
  return free.pop() ?? (await testDatabase());
}

export async function giveBack(db: TestDatabase): Promise<void> {
  await db.query(emptyEverything);
  await db.setNow(testStart);
  free.push(db);
}

export async function dropFreeDatabases(): Promise<void> {
  for (const db of free.splice(0)) await db.drop();
}

/** Triggers and foreign keys are off meanwhile: some refuse to be emptied. What the migrations wrote stays. */
const emptyEverything = `
  do $$
  declare one record;
  begin
    set local session_replication_role = replica;
    for one in select format('%I.%I', schemaname, tablename) as name from pg_tables
      where (schemaname = 'elevate' and tablename not in ('migrations', 'request_transitions', 'grant_transitions'))
        or (schemaname = 'graphile_worker' and tablename in ('_private_jobs', '_private_job_queues'))
    loop
      execute 'delete from ' || one.name;
    end loop;
    for one in select format('%I.%I', schemaname, sequencename) as name from pg_sequences
      where schemaname = 'elevate' and sequencename like 'request_number_%'
    loop
      execute 'drop sequence ' || one.name;
    end loop;
  end $$`;

/** A database without anything in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url, dropIt } = await createDatabase(null);
  return { url, drop: dropIt };
}

async function createDatabase(
  template: string | null,
): Promise<{ url: string; dropIt: () => Promise<void> }> {
  const name = `elevate_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(`create database ${name}` + (template ? ` template ${template}` : ''));
  const url = new URL(testServer().url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    dropIt: () => asAdmin(`drop database if exists ${name} with (force)`),
  };
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: testServer().url });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
