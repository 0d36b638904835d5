/** Brings a database to the present schema: ours and that of the queue. */
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations';
import { DatabaseUnavailable } from './unavailable';

/** Replicas that start together migrate one after the other; any number that nobody else uses will do. */
const migrationLock = 5_210_043_377;

/**
 * Runs what has not run yet, under a lock.
 * @returns the names of what was run, ours only; empty when there was nothing to do
 */
export async function runAllMigrations(url: string): Promise<string[]> {
  return withSource(url, (source) =>
    withLock(url, async (client) => {
      await client.query('create schema if not exists elevate');
      const done = await source.runMigrations({ transaction: 'each' });
      await migrateQueue(url);
      return done.map((migration) => migration.name);
    }),
  );
}

/** The names of what has not run and of what has, in order. Changes nothing. */
export async function listMigrations(url: string): Promise<{ pending: string[]; run: string[] }> {
  return withSource(url, async (source) => {
    const [present] = await source.query<{ found: boolean }[]>(
      `select to_regclass('elevate.migrations') is not null as found`,
    );
    const done = present?.found
      ? await source.query<{ name: string }[]>('select name from elevate.migrations')
      : [];
    const found = new Set(done.map((row) => row.name));
    const names = migrations.map((made) => new made().name);
    return {
      pending: names.filter((name) => !found.has(name)),
      run: names.filter((name) => found.has(name)),
    };
  });
}

/** Takes back the last migration; for tests and for a mistaken upgrade. Loses what its tables held. */
export async function revertLast(url: string): Promise<void> {
  await withSource(url, (source) =>
    withLock(url, () => source.undoLastMigration({ transaction: 'each' })),
  );
}

async function withSource<T>(url: string, use: (source: DataSource) => Promise<T>): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'elevate',
    migrations,
    migrationsTableName: 'migrations',
    connectTimeoutMS: 5_000,
    applicationName: 'elevate migrate',
    extra: { max: 2 },
  });
  try {
    await source.initialize();
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
  try {
    return await use(source);
  } finally {
    await source.destroy();
  }
}

async function withLock<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'elevate migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    return await use(client);
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}

async function migrateQueue(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const ignore = (): void => undefined;
  pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
}
