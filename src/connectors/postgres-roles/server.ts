import pg from 'pg';
import { withDeadline } from '../deadline';
import { toRemoteError } from './errors';
import { type Place } from './settings';

const connectMs = 3_000;
const statementMs = 5_000;
/** One act of ours (a grant, a revoke with its sessions) in all, in milliseconds. */
const actMs = 15_000;
/** How many acts run on one server at a time; the others wait, within their deadline. */
const connectionsMax = 8;

/** One PostgreSQL server as the broker role sees it. */
export interface Server {
  /** Runs `work` on one connection. Ends by the deadline; throws RemoteError and nothing else. */
  act<T>(signal: AbortSignal, work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param place read again for the password of each new connection, so that a rotated secret is used */
export function openServer(workload: string, place: () => Place): Server {
  const { host, port, database, user, ssl } = place();
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    ssl,
    password: () => place().password,
    application_name: 'elevate',
    max: connectionsMax,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    statement_timeout: statementMs,
    lock_timeout: statementMs,
    keepAlive: true,
  });
  // A connection that dies while idle is replaced; without a listener it would end the process.
  pool.on('error', ignore);
  // A statement that we gave up on must not take effect later, when its right has perhaps already been taken
  // away: the server then notices that we are gone. Where it cannot, statement_timeout still ends it.
  pool.on('connect', (client) => {
    client.query("set client_connection_check_interval = '500ms'").catch(ignore);
  });
  return {
    act: (signal, work) =>
      withDeadline(workload, { ms: actMs, signal }, (aborted) =>
        onePass(pool, aborted, work),
      ).catch((error: unknown) => {
        throw toRemoteError(workload, error);
      }),
    close: () => pool.end(),
  };
}

/**
 * Borrows a connection. It goes back only after a success: after a failure its state is unknown (an open
 * transaction, a statement still running), so it is thrown away.
 */
async function onePass<T>(
  pool: pg.Pool,
  aborted: AbortSignal,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  client.on('error', ignore);
  let released = false;
  function release(spoiled: boolean): void {
    if (released) return;
    released = true;
    client.release(spoiled);
  }
  function drop(): void {
    release(true);
  }
  if (aborted.aborted) release(false);
  aborted.throwIfAborted();
  aborted.addEventListener('abort', drop, { once: true });
  try {
    const result = await work(client);
    client.off('error', ignore);
    release(false);
    return result;
  } catch (error) {
    release(true);
    throw error;
  } finally {
    aborted.removeEventListener('abort', drop);
  }
}

function ignore(): void {
  // Whoever uses the connection gets the failure with their own statement.
}
