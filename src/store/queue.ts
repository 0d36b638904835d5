import { type Tx } from './database';
import { countAdded } from './queue-bell';
import { rows, statement } from './sql';

export interface EnqueueOptions {
  /** A later job of the same key replaces one that has not begun. */
  readonly jobKey?: string;
  /** Not before this moment, on the real clock. */
  readonly runAt?: Date;
  /**
   * Jobs of one queue name run one after the other. Use few names: the worker looks through all that there ever were
   * each time that it takes a job.
   */
  readonly queueName?: string;
  /** Of jobs that are due, the one with the lower number goes first; 0 when left out. */
  readonly priority?: number;
}

const add = statement('add-job', 'select from elevate.add_job($1, $2, $3, $4, $5, $6::smallint)');

/** Adds a job in the caller's transaction: it exists when, and only when, that commits. Payloads carry ids only. */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: Readonly<Record<string, string>>,
  options: EnqueueOptions = {},
): Promise<void> {
  await rows(tx, add, [
    task,
    JSON.stringify(payload),
    options.queueName ?? null,
    options.runAt ?? null,
    options.jobKey ?? null,
    options.priority ?? 0,
  ]);
  countAdded(tx, 1);
}

export interface NewJob extends Omit<EnqueueOptions, 'runAt'> {
  readonly task: string;
  readonly payload: Readonly<Record<string, string>>;
}

const addAll = statement(
  'add-jobs',
  `select elevate.add_job(j.task, j.payload, j."queueName", null, j."jobKey", coalesce(j.priority, 0::smallint))
   from jsonb_to_recordset($1::jsonb)
     as j (task text, payload json, "queueName" text, "jobKey" text, priority smallint)`,
);

/** Many jobs in one statement, each as `enqueue` would add it. */
export async function enqueueAll(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await rows(tx, addAll, [JSON.stringify(jobs)]);
  countAdded(tx, jobs.length);
}
