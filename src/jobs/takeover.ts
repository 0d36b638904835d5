import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Log } from '../log';
import {
  freeDead,
  freeOrphanedJobs,
  registerPool,
  removePools,
  takeLeaseLock,
} from '../store/worker-leases';

/** How often we look for dead processes, which is also how often we learn that we are cut off ourselves. */
const sweepMs = 1_000;
/** No answer for so long means that the lease may already be somebody else's, in milliseconds. */
const answerMs = 4_000;
/** Every how many sweeps jobs are looked for whose process died before it had registered. */
const orphanSweeps = 60;

export interface TakeoverOptions {
  readonly pool: pg.Pool;
  readonly log: Log;
  /** Called once, at once, when the connection that holds our lease is gone: others may take our jobs now. */
  readonly onLost: () => void;
}

/**
 * A lease that the operating system gives back for us: a lock of one PostgreSQL session, which ends with the
 * process however it dies. graphile-worker would keep a dead process's jobs locked for four hours.
 */
export interface Takeover {
  /** Says that jobs locked by this worker pool are ours. Jobs are only worked on after it. */
  register(poolId: string): Promise<void>;
  /** Gives the lease back; nothing of ours may be running any more. */
  stop(): Promise<void>;
}

/** Takes a lease and begins to unlock the jobs of processes that have lost theirs. */
export async function startTakeover(options: TakeoverOptions): Promise<Takeover> {
  const { log } = options;
  const key = randomBytes(8).readBigInt64BE().toString();
  const client = leaseClient(options.pool);
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let sweeps = 0;

  function lost(): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    options.onLost();
  }
  client.on('error', lost);
  client.on('end', lost);

  async function look(): Promise<void> {
    try {
      const pools = await freeDead(client, key);
      if (pools.length > 0) log.warn({ pools }, 'took over what dead workers held');
      if (sweeps % orphanSweeps === 0) await freeOrphanedJobs(client);
      sweeps += 1;
    } catch (error) {
      log.warn({ err: error }, 'looking for dead workers failed');
      // An answer with a SQLSTATE came over a living connection; silence did not.
      if (!isAnswer(error)) return cutOff();
    }
    if (!over) timer = setTimeout(() => void look(), sweepMs);
  }

  function cutOff(): void {
    lost();
    client.end().catch(() => undefined);
  }

  await client.connect();
  try {
    await takeLeaseLock(client, key);
  } catch (error) {
    over = true;
    client.end().catch(() => undefined);
    throw error;
  }
  return {
    async register(poolId) {
      await registerPool(client, poolId, key);
      void look();
    },
    async stop() {
      const alive = !over;
      over = true;
      clearTimeout(timer);
      if (!alive) return;
      await removePools(client, key).catch((error: unknown) =>
        log.warn({ err: error }, 'giving the lease back failed'),
      );
      await client.end();
    },
  };
}

/** A connection of its own with the pool's settings: a pooled one could be handed to somebody else. */
function leaseClient(pool: pg.Pool): pg.Client {
  return new pg.Client({
    ...pool.options,
    // The pool hides it from being copied.
    password: pool.options.password,
    application_name: 'elevate lease',
    keepAlive: true,
    query_timeout: answerMs,
    connectionTimeoutMillis: answerMs,
  });
}

function isAnswer(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // 57P0x: the server is ending this connection.
  return typeof code === 'string' && /^(?!57P|08)[0-9A-Z]{5}$/.test(code);
}
