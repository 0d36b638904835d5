/** The connection to PostgreSQL: transactions, reads, and what happens when it goes away. */
import type pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { ConfigError } from '../errors';
import { type Log } from '../log';
import { createSighting, deadlineIn, leftUntil, noDeadline, type Deadline } from './deadline';
import { entities } from './entities';
import { listMigrations, runAllMigrations } from './migrations';
import { addedBy, createQueueBell, type QueueBell } from './queue-bell';
import { DatabaseUnavailable, isDatabaseUnavailable, isRecordingUncertain } from './unavailable';

export { isDatabaseUnavailable, isRecordingUncertain };

/** One connection inside one transaction (or one read). Opaque: only the store looks into it. */
export type Tx = EntityManager;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name` */
  readonly url: string;
  /** Most connections at a time; 20 when left out. */
  readonly poolSize?: number;
  readonly log: Log;
}

export interface Database {
  /**
   * Runs the work in one transaction; it commits when the work returns and rolls back when it throws. A work that
   * lost a deadlock runs again from its start, so it must change nothing but the database.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs a work of one single statement that changes something. PostgreSQL makes it a transaction by itself, which saves
   * the trips that begin and commit one.
   */
  statement<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs queries on one connection without a transaction. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same database for somebody who waits for an answer: what is under way so many milliseconds from now is given up
   * by breaking its connection, so that it is not recorded afterwards, and throws DatabaseUnavailable.
   */
  within(ms: number): Database;
  /**
   * Whether it has answered a moment ago, as it does all the time while it is busy. Who writes without having read anything first cannot say that
   * nothing was recorded when no answer comes.
   */
  isAnswering(): boolean;
  /** The pool itself, for the queue's runner. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Deadlock, or a serialisation failure: the database asks for the same thing once more. */
const againStates = new Set(['40P01', '40001']);
const attemptsMax = 3;
/** An answer older than this says little about the next one. */
const answeringMs = 50;
const connectTimeoutMs = 2_000;
const statementTimeoutMs = 15_000;
/** A server that vanished without a word cannot tell us of its own timeout: then we give up on it. */
const useTimeoutMs = 30_000;

/** Opens the pool and makes sure that one connection works. Throws ConfigError for a url that is none. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url: checkedUrl(options.url),
    entities,
    schema: 'elevate',
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'elevate',
    // Without a handler an idle connection that breaks would end the process.
    poolErrorHandler: (error: unknown) => options.log.warn({ err: error }, 'connection lost'),
    extra: {
      max: options.poolSize ?? 20,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 2,
      keepAlive: true,
      onConnect: surviveLoss,
    },
  });
  await initialize(source);
  const pool = (source.driver as unknown as { master: pg.Pool }).master;
  const database = handle(source, pool, createQueueBell(pool, options.log));
  urls.set(database, options.url);
  return database;
}

/** Kept aside, so that a logged Database shows no password. */
const urls = new WeakMap<Database, string>();

function urlOf(database: Database | string): string {
  if (typeof database === 'string') return database;
  const url = urls.get(database);
  if (url === undefined) throw new Error('this database was not opened by openDatabase');
  return url;
}

/**
 * Runs the migrations that have not run yet, under a lock, and those of the queue.
 * @returns the names of ours that were run; empty when there was nothing to do
 */
export function migrate(database: Database | string): Promise<string[]> {
  return runAllMigrations(urlOf(database));
}

/** The names of the migrations that have not run (`pending`) and that have (`run`), in order. Changes nothing. */
export function pendingMigrations(
  database: Database | string,
): Promise<{ pending: string[]; run: string[] }> {
  return listMigrations(urlOf(database));
}

function checkedUrl(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new ConfigError(
    'DATABASE_URL is not a PostgreSQL url, e.g. DATABASE_URL=postgres://elevate:secret@localhost:5432/elevate',
  );
}

/**
 * A connection breaks while it is in use, too; whoever uses it gets the error with their query. Given to the pool as an
 * option, because an event handler that is added later misses the connection that opening made, and the queue's listener
 * may be the one to use it: its loss ended the process.
 */
function surviveLoss(client: pg.Client): void {
  client.on('error', () => undefined);
}

async function initialize(source: DataSource): Promise<void> {
  try {
    await source.initialize();
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
}

function handle(source: DataSource, pool: pg.Pool, bell: QueueBell): Database {
  // graphile-worker looks for this handler and warns of a pool without it.
  pool.on('connect', surviveLoss);
  return reached({ source, deadline: noDeadline, heard: createSighting() }, pool, bell);
}

interface Reach {
  readonly source: DataSource;
  /** When every use is given up. */
  readonly deadline: Deadline;
  /** Of the last answer. */
  readonly heard: ReturnType<typeof createSighting>;
}

function reached(reach: Reach, pool: pg.Pool, bell: QueueBell): Database {
  return {
    pool,
    transaction: (work) =>
      again(() =>
        withRunner(reach, async (runner) => {
          const result = await inTransaction(runner, work);
          bell.ring(addedBy(runner.manager));
          return result;
        }),
      ),
    statement: (work) =>
      again(() =>
        withRunner(
          reach,
          async (runner) => {
            const result = await inStatement(runner, work);
            bell.ring(addedBy(runner.manager));
            return result;
          },
          true,
        ),
      ),
    read(work) {
      return withRunner(reach, (runner) => work(runner.manager));
    },
    within: (ms) => reached({ ...reach, deadline: deadlineIn(ms) }, pool, bell),
    isAnswering: () => reach.heard.isWithin(answeringMs),
    async close() {
      bell.stop();
      await reach.source.destroy();
    },
  };
}

async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (attempt === attemptsMax || !againStates.has(code)) throw error;
    }
  }
}

interface Runner extends QueryRunner {
  releasePostgresConnection(error?: Error): Promise<void>;
}

/** @param changing a connection that is lost leaves open whether the work was done */
async function withRunner<T>(
  reach: Reach,
  use: (runner: QueryRunner) => Promise<T>,
  changing = false,
): Promise<T> {
  const runner = reach.source.createQueryRunner() as Runner;
  const client = await connect(runner);
  let lost: Error | undefined;
  const onLost = (error?: Error): void => {
    lost ??= error ?? new Error('connection ended');
  };
  const onEnd = (): void => onLost();
  client.once('error', onLost).once('end', onEnd);
  const endWatch = watch(client, reach.deadline, onLost);
  try {
    const result = await use(runner);
    reach.heard.note();
    return result;
  } catch (error) {
    // The driver's own errors have no code when a connection ends under a query.
    if (lost && !(error instanceof DatabaseUnavailable)) {
      throw new DatabaseUnavailable(error, changing);
    }
    throw error;
  } finally {
    endWatch();
    client.off('error', onLost).off('end', onEnd);
    await runner.releasePostgresConnection(lost);
  }
}

/** Breaks the connection when its use takes too long or is given up. @returns what ends the watch */
function watch(
  client: pg.PoolClient,
  deadline: Deadline,
  onLost: (error: Error) => void,
): () => void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  // Not `end()`, which waits for the server to say goodbye: it is given up because it says nothing.
  const breakIt = (): void => {
    // Said at once: its own event comes later, when it may be back in the pool.
    onLost(new Error('given up'));
    connection.stream.destroy();
  };
  const leftMs = Math.min(useTimeoutMs, leftUntil(deadline));
  if (leftMs <= 0) breakIt();
  const timer = setTimeout(breakIt, Math.max(leftMs, 0));
  return () => clearTimeout(timer);
}

async function connect(runner: QueryRunner): Promise<pg.PoolClient> {
  try {
    return (await runner.connect()) as pg.PoolClient;
  } catch (error) {
    // The pool's timeouts have no code to be judged by; whatever fails here, there is no connection.
    throw new DatabaseUnavailable(error);
  }
}

async function inStatement<T>(runner: QueryRunner, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await work(runner.manager);
  } catch (error) {
    // The server shut down around this statement, perhaps after its commit. Every other refusal undid it for sure.
    if (!/^(08|57P)/.test((error as { code?: string }).code ?? '')) throw error;
    throw new DatabaseUnavailable(error, true);
  }
}

async function inTransaction<T>(runner: QueryRunner, work: (tx: Tx) => Promise<T>): Promise<T> {
  await runner.startTransaction();
  let result: T;
  try {
    result = await work(runner.manager);
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
  try {
    await runner.commitTransaction();
  } catch (error) {
    // A constraint that is checked at the end rolled back for sure; a lost answer leaves it open.
    if ((error as { code?: string }).code?.startsWith('23')) throw error;
    throw new DatabaseUnavailable(error, true);
  }
  return result;
}
