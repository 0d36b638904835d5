import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type JobHelpers,
  type LogFunctionFactory,
  Logger,
  run,
  type Runner,
  type TaskList,
  type TaskSpec,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker';
import { type Pool } from 'pg';
import { RemoteError } from '../errors';
import { type Log } from '../log';
import { startTakeover, type Takeover } from './takeover';

/** One kind of work. May run more than once for one job, so it draws what is stored and nothing else. */
export type Task = (payload: Record<string, string>, signal: AbortSignal) => Promise<void>;

export interface QueueOptions {
  /** The database's own pool; the queue also opens one connection beside it with the same settings. */
  readonly pool: Pool;
  readonly tasks: Readonly<Record<string, Task>>;
  /** How many jobs run at a time in this process. */
  readonly concurrency: number;
  readonly log: Log;
  /** How late a job may begin that waits for its time, in milliseconds. */
  readonly pollIntervalMs?: number;
  /** Told when this process is cut off: tasks were told to stop, and the queue begins anew by itself. */
  readonly onLeaseLost?: () => void;
  /** Told of each failure; `final` when the job will not be tried again. */
  readonly onError?: (
    error: unknown,
    job: { task: string; attempt: number; final: boolean },
  ) => void;
}

export interface Queue {
  /**
   * Names this process towards other replicas now; what it holds is freed by them when it dies. It changes when the
   * lease was lost and taken anew.
   */
  holder(): string;
  /** Takes no more jobs, waits for those under way (they are told to stop after 5 s), gives the lease back. */
  stop(): Promise<void>;
}

/** How long a job waits when the outside is away and did not say for how long, in milliseconds. */
const awayMs = { unavailable: 10_000, throttled: 5_000 } as const;
/** How long before the queue tries to begin anew, in milliseconds. */
const restartMs = 1_000;
/** A task that does not listen to its signal is left behind after so long, in milliseconds. */
const stopMs = 15_000;

/** One lease with one runner; it ends as a whole when the lease is lost. */
interface Shift {
  readonly poolId: string;
  stop(): Promise<void>;
}

/**
 * Runs jobs until stopped. When the database goes away the queue stops its tasks and begins anew, with a new
 * lease, once it is back. Throws when the first start fails.
 */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { log } = options;
  let stopped = false;
  let restarting = Promise.resolve();
  let shift: Shift | undefined = await startShift(options, lost);
  let holder = shift.poolId;

  function lost(): void {
    if (stopped) return;
    log.error('the lease of this process is lost; the queue begins anew');
    options.onLeaseLost?.();
    restarting = restart();
  }

  async function restart(): Promise<void> {
    await endShift(shift, log);
    shift = undefined;
    while (!stopped && shift === undefined) {
      await sleep(restartMs);
      if (stopped) return;
      try {
        shift = await startShift(options, lost);
        holder = shift.poolId;
      } catch (error) {
        log.warn({ err: error }, 'the queue could not begin anew yet');
      }
    }
  }

  return {
    holder: () => holder,
    async stop() {
      stopped = true;
      await restarting;
      await endShift(shift, log);
      shift = undefined;
    },
  };
}

async function endShift(shift: Shift | undefined, log: Log): Promise<void> {
  const waiting = new AbortController();
  const ended = (shift?.stop() ?? Promise.resolve())
    .catch((error: unknown) => log.warn({ err: error }, 'the queue did not stop cleanly'))
    .finally(() => waiting.abort());
  await Promise.race([
    ended,
    sleep(stopMs, undefined, { signal: waiting.signal }).catch(() => ended),
  ]);
}

async function startShift(options: QueueOptions, onLost: () => void): Promise<Shift> {
  const working = new AbortController();
  let state: 'starting' | 'running' | 'over' = 'starting';
  function lost(): void {
    const wasRunning = state === 'running';
    state = 'over';
    working.abort();
    // Later, so that the caller has the shift that it is to end. A failed start is told by throwing.
    if (wasRunning) setImmediate(onLost);
  }
  const takeover = await startTakeover({ pool: options.pool, log: options.log, onLost: lost });
  try {
    const { runner, poolId } = await startRunner(options, takeover, working);
    state = 'running';
    runner.promise.then(lost, lost);
    return {
      poolId,
      async stop() {
        state = 'over';
        await stopRunner(runner);
        await takeover.stop();
      },
    };
  } catch (error) {
    state = 'over';
    await takeover.stop();
    throw error;
  }
}

async function startRunner(
  options: QueueOptions,
  takeover: Takeover,
  working: AbortController,
): Promise<{ readonly runner: Runner; readonly poolId: string }> {
  const events: WorkerEvents = new EventEmitter();
  let workerPool: WorkerPool | undefined;
  events.on('pool:create', (created) => {
    workerPool = created.workerPool;
    workerPool.abortSignal.addEventListener('abort', () => working.abort(), { once: true });
  });
  events.on('job:error', ({ job, error }) => {
    const about = { task: job.task_identifier, attempt: job.attempts };
    const final = job.attempts >= job.max_attempts;
    options.log.error({ err: error, jobId: job.id, ...about, final }, 'a job failed');
    options.onError?.(error, { ...about, final });
  });
  const gate = createGate();
  const runner = await run({
    pgPool: options.pool,
    taskList: taskList(options, gate.opened, working.signal),
    concurrency: options.concurrency,
    pollInterval: options.pollIntervalMs ?? 500,
    // Without a batch, reporting a job is a promise that graphile-worker drops: were the database away just then, the
    // rejection would end the process. With one, the runner ends instead, and the queue begins anew.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    noHandleSignals: true,
    // Given, so that no crontab file is looked for in the working directory.
    parsedCronItems: [],
    events,
    logger: new Logger(logTo(options.log)),
  });
  try {
    if (!workerPool) throw new Error('graphile-worker announced no pool.');
    await takeover.register(workerPool.id);
    working.signal.throwIfAborted();
    gate.open();
    return { runner, poolId: workerPool.id };
  } catch (error) {
    gate.refuse(error);
    await stopRunner(runner);
    throw error;
  }
}

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
  readonly refuse: (reason: unknown) => void;
}

function createGate(): Gate {
  let open: () => void = () => undefined;
  let refuse: (reason: unknown) => void = () => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    refuse = reject;
  });
  // Nobody may be waiting at the gate when it is refused.
  opened.catch(() => undefined);
  return { opened, open, refuse };
}

/** A runner that ended by itself refuses to be stopped; there is nothing left to do then. */
async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
  await runner.promise.catch(() => undefined);
}

function taskList(options: QueueOptions, registered: Promise<void>, signal: AbortSignal): TaskList {
  const list: TaskList = {};
  for (const [name, task] of Object.entries(options.tasks)) {
    list[name] = async (given, helpers) => {
      const payload = given as Record<string, string>;
      // Before it a crash would leave this job locked for minutes; nothing outside has happened yet.
      await registered;
      try {
        await task(payload, signal);
      } catch (error) {
        const delayMs = delayOf(error);
        if (delayMs === null) throw error;
        options.log.warn({ err: error, task: name, delayMs }, 'a job waits for the outside');
        await addAgain(payload, helpers, delayMs);
      }
    };
  }
  return list;
}

/** How long to wait when the outside is away, in milliseconds; null for every other failure. */
function delayOf(error: unknown): number | null {
  if (!(error instanceof RemoteError)) return null;
  if (error.kind !== 'unavailable' && error.kind !== 'throttled') return null;
  const delayMs = error.retryAfterMs ?? awayMs[error.kind];
  // Spread, so that everything that waited for the same outage does not come back at the same moment.
  return Math.round(delayMs * (1 + Math.random() / 5));
}

/**
 * Puts the job back for later as a new one, so that an outage of hours uses up none of its attempts; the old
 * one is done once this has committed. When a newer job with the same key waits already, it keeps its time.
 */
async function addAgain(
  payload: Record<string, string>,
  helpers: JobHelpers,
  delayMs: number,
): Promise<void> {
  const { job } = helpers;
  const spec: TaskSpec = {
    runAt: new Date(Date.now() + delayMs),
    maxAttempts: job.max_attempts,
    priority: job.priority,
  };
  if (job.key !== null) Object.assign(spec, { jobKey: job.key, jobKeyMode: 'preserve_run_at' });
  if (job.job_queue_id !== null) spec.queueName = (await helpers.getQueueName()) ?? undefined;
  await helpers.addJob(job.task_identifier, payload, spec);
}

/** graphile-worker's own messages. Failed tasks are left out: they are logged once, by us, as data. */
function logTo(log: Log): LogFunctionFactory {
  return () => (level, message, meta) => {
    if (meta?.['failure'] === true) return;
    const about = { message };
    // LogLevel is a const enum, which cannot be read from here: its values are these words.
    const severity: string = level;
    if (severity === 'error') log.error(about, 'the queue runner reports an error');
    else if (severity === 'warning') log.warn(about, 'the queue runner warns');
    else log.debug(about, 'the queue runner says');
  };
}
