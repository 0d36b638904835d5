/**
 * Wakes the queue's workers on all replicas after a commit that added jobs. A NOTIFY inside of the transaction would
 * make all commits wait for one another (see the migration of elevate.add_job).
 */
import type pg from 'pg';
import { type Log } from '../log';

/** Wakings closer than this are one, in milliseconds: under load the workers are awake anyway. */
const apartMs = 500;

/** By transaction, which only the store can look into. */
const added = new WeakMap<object, number>();

/** Remembers that the transaction added so many jobs. */
export function countAdded(tx: object, jobs: number): void {
  added.set(tx, (added.get(tx) ?? 0) + jobs);
}

/** How many jobs the transaction added. */
export function addedBy(tx: object): number {
  return added.get(tx) ?? 0;
}

export interface QueueBell {
  /** Says that so many jobs are there now. Never fails: a worker that does not hear it finds them by looking. */
  ring(jobs: number): void;
  stop(): void;
}

// The channel and the form of the message are those of graphile-worker.
const notify = `select pg_notify('jobs:insert', json_build_object('count', $1::int)::text)`;

export function createQueueBell(pool: Pick<pg.Pool, 'query'>, log: Log): QueueBell {
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    timer = undefined;
    if (waiting === 0) return;
    const jobs = waiting;
    waiting = 0;
    timer = setTimeout(send, apartMs);
    pool.query(notify, [jobs]).catch((error: unknown) => {
      log.debug({ err: error }, 'the queue could not be woken');
    });
  }

  return {
    ring(jobs) {
      if (jobs === 0) return;
      waiting += jobs;
      if (timer === undefined) send();
    },
    stop() {
      clearTimeout(timer);
      waiting = 0;
    },
  };
}
