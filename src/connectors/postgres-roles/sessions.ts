import { type ClientBase } from 'pg';
import { RemoteError } from '../../errors';

/** How long one round waits for one session that was told to end, in milliseconds. */
const endWaitMs = 1_000;
const rounds = 2;

// What started after the revoke cannot carry the right. A start that we may not see counts as old.
const olderSql = `from pg_stat_activity where usename::text = $1 and pid <> pg_backend_pid()
  and usesysid <> (select oid from pg_roles where rolname = current_user)
  and (backend_start is null or backend_start <= $2)`;

/** The server's own present time, to the microsecond, as PostgreSQL writes it. */
export async function readServerTime(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ at: string }>('select clock_timestamp()::text as at');
  return rows[0]?.at ?? 'infinity';
}

/**
 * Ends every session of the account that started up to `startedBy`: all of them, because which one ran
 * SET ROLE cannot be seen from outside. Reads back; throws RemoteError `unavailable` (`sessions-left`)
 * when one is still there.
 */
export async function endSessions(
  client: ClientBase,
  system: string,
  account: string,
  startedBy: string,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    // All are told first, then each is waited for: one that hangs does not keep the others open.
    await client.query(`select pg_terminate_backend(pid) ${olderSql}`, [account, startedBy]);
    await client.query(`select pg_terminate_backend(pid, ${endWaitMs}) ${olderSql}`, [
      account,
      startedBy,
    ]);
    const { rows } = await client.query(`select pid ${olderSql} limit 1`, [account, startedBy]);
    if (rows.length === 0) return;
  }
  throw new RemoteError(system, 'unavailable', 'sessions-left');
}
