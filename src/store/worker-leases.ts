/**
 * Which processes live: each holds a lock of its PostgreSQL session, which the server gives back however the process
 * dies, and says in a row which worker pool the lock stands for.
 */
import type pg from 'pg';

/** The connection that holds the lock; never a pooled one, which could be handed to somebody else. */
export type LeaseConnection = Pick<pg.Client, 'query'>;

/** Takes the lock of a new process. A host that vanishes without a word gives it back after eleven seconds. */
export async function takeLeaseLock(client: LeaseConnection, key: string): Promise<void> {
  await client.query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2');
  await client.query('set tcp_keepalives_count = 3');
  await client.query('select pg_advisory_lock($1)', [key]);
}

/** Says that what this worker pool holds is held by the process with this lock. */
export async function registerPool(
  client: LeaseConnection,
  poolId: string,
  key: string,
): Promise<void> {
  await client.query('insert into elevate.worker_leases (pool_id, lock_key) values ($1, $2)', [
    poolId,
    key,
  ]);
}

/** The process holds nothing any more. */
export async function removePools(client: LeaseConnection, key: string): Promise<void> {
  await client.query('delete from elevate.worker_leases where lock_key = $1', [key]);
}

/**
 * Frees what dead processes held: jobs, and rights they were acting on. Whoever gets a dead process's lock does it, in
 * one statement: two survivors never do it both, and a row goes only together with what it stood for.
 * @returns the pools that were dead
 */
export async function freeDead(client: LeaseConnection, key: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ pool_id: string }>(
    `with dead as (
       select pool_id from elevate.worker_leases
       where lock_key <> $1 and pg_try_advisory_xact_lock(lock_key)
     ), unlocked as (
       select graphile_worker.force_unlock_workers(array_agg(pool_id)) from dead having count(*) > 0
     ), released as (
       delete from elevate.right_leases where holder in (select pool_id from dead)
     )
     delete from elevate.worker_leases
     where pool_id in (select pool_id from dead) and (select count(*) from unlocked) >= 0
     returning pool_id`,
    [key],
  );
  return rows.map((row) => row.pool_id);
}

/** Unlocks jobs of a process that died in the moment between taking its first job and registering. */
export async function freeOrphanedJobs(client: LeaseConnection): Promise<void> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from graphile_worker.jobs
     where locked_at < now() - interval '30 seconds'
       and not exists (select from elevate.worker_leases where pool_id = locked_by)
     having count(*) > 0`,
  );
}
