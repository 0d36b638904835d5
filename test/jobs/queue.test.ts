import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg, { type Pool } from 'pg';
import { type Queue, type QueueOptions, startQueue } from '../../src/jobs/queue';
import { RemoteError } from '../../src/errors';
import { createLog } from '../../src/log';
import { testDatabase } from '../support/database';

let url: string;
let drop: () => Promise<void>;
let pool: Pool;
const queues: Queue[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  const db = await testDatabase();
  ({ url } = db);
  ({ pool } = db.database);
  drop = () => db.drop();
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await pool.query('delete from graphile_worker._private_jobs');
});
afterAll(async () => {
  await drop();
});

async function start(
  tasks: QueueOptions['tasks'],
  more: Partial<QueueOptions> = {},
): Promise<Queue> {
  const queue = await startQueue({
    pool,
    tasks,
    concurrency: 2,
    log: createLog('silent'),
    ...more,
  });
  queues.push(queue);
  return queue;
}

async function add(id: string, spec: string = ''): Promise<void> {
  await pool.query(
    `select graphile_worker.add_job('work', json_build_object('id', $1::text)${spec})`,
    [id],
  );
}

interface JobRow {
  readonly key: string | null;
  readonly attempts: number;
  readonly locked: boolean;
  readonly waits_ms: number;
  readonly queue_name: string | null;
  readonly max_attempts: number;
}

async function jobs(): Promise<JobRow[]> {
  const { rows } = await pool.query<JobRow>(
    `select key, attempts, max_attempts, locked_at is not null as locked, queue_name,
       (extract(epoch from run_at - now()) * 1000)::int as waits_ms
     from graphile_worker.jobs order by id`,
  );
  return rows;
}

async function until<T>(read: () => Promise<T> | T, good: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (performance.now() > deadline) throw new Error(`never came: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A replica in a process of its own; `heard` grows by one line for each thing it says. */
async function replica(behaviour: string): Promise<{ child: ChildProcess; heard: string[] }> {
  const child = spawn(
    process.execPath,
    ['--require', 'tsx/cjs', join(__dirname, 'queue-process.ts'), url, behaviour],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const heard: string[] = [];
  child.stdout?.on('data', (text: Buffer) => heard.push(...text.toString().trim().split('\n')));
  await until(
    () => heard,
    (lines) => lines.includes('ready'),
  );
  return { child, heard };
}

describe('running jobs', () => {
  it('runs a job once, with its payload', async () => {
    const ran: unknown[] = [];
    await start({ work: async (payload) => void ran.push(payload) });
    await add('1');
    await until(jobs, (rows) => rows.length === 0);
    expect(ran).toEqual([{ id: '1' }]);
  });

  it('tries a job that failed again, as graphile-worker does, and tells of it', async () => {
    const told: unknown[] = [];
    const fault = new TypeError('a fault of ours');
    await start(
      { work: () => Promise.reject(fault) },
      { onError: (error, job) => told.push([error, job]) },
    );
    await add('1', ', max_attempts := 2');
    const [job] = await until(jobs, (rows) => rows[0]?.attempts === 1 && !rows[0].locked);
    expect(job?.waits_ms).toBeGreaterThan(500);
    expect(told).toEqual([[fault, { task: 'work', attempt: 1, final: false }]]);
    await pool.query(
      'select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), now())',
    );
    await until(jobs, (rows) => rows[0]?.attempts === 2 && !rows[0].locked);
    expect(told[1]).toEqual([fault, { task: 'work', attempt: 2, final: true }]);
  });

  it.each(['unauthorized', 'rejected', 'not_found'] as const)(
    'lets a failure that an operator has to end (%s) use up attempts',
    async (kind) => {
      await start({ work: () => Promise.reject(new RemoteError('Slack', kind, 'x')) });
      await add('1');
      await until(jobs, (rows) => rows[0]?.attempts === 1 && !rows[0].locked);
    },
  );

  it('tells a task to stop and waits for it', async () => {
    let ended = false;
    const queue = await start({
      work: async (_payload, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
      },
    });
    await add('1');
    await until(jobs, (rows) => rows[0]?.locked === true);
    await queue.stop();
    expect(ended).toBe(true);
    expect(await jobs()).toEqual([]);
    expect((await pool.query('select from elevate.worker_leases')).rowCount).toBe(0);
  });

  it('names the process towards the others', async () => {
    const one = await start({});
    const two = await start({});
    expect(one.holder()).toMatch(/^pool-[0-9a-f]+$/);
    expect(one.holder()).not.toBe(two.holder());
  });
});

describe('when the outside is away', () => {
  function away(kind: 'unavailable' | 'throttled', retryAfterMs?: number): () => Promise<never> {
    const options = retryAfterMs === undefined ? {} : { retryAfterMs };
    return () => Promise.reject(new RemoteError('Slack', kind, 'away', options));
  }

  it('waits as long as it was asked to, and uses up no attempt', async () => {
    await start({ work: away('throttled', 60_000) });
    await add('1', ", job_key := 'k', queue_name := 'q', max_attempts := 7");
    const [job] = await until(
      jobs,
      (rows) => (rows[0]?.waits_ms ?? 0) > 30_000 && rows.length === 1,
    );
    expect(job).toMatchObject({ key: 'k', attempts: 0, max_attempts: 7, queue_name: 'q' });
    expect(job?.waits_ms).toBeGreaterThan(55_000);
    expect(job?.waits_ms).toBeLessThan(72_001);
  });

  it('comes back by itself when nobody said for how long', async () => {
    await start({ work: away('unavailable') });
    await add('1');
    const [job] = await until(
      jobs,
      (rows) => (rows[0]?.waits_ms ?? 0) > 5_000 && rows.length === 1,
    );
    expect(job).toMatchObject({ key: null, attempts: 0 });
    expect(job?.waits_ms).toBeLessThan(12_001);
  });

  it('never gives up, however often it was away', async () => {
    let tries = 0;
    await start(
      {
        work: async () => {
          tries += 1;
          if (tries <= 30)
            throw new RemoteError('Slack', 'unavailable', 'away', { retryAfterMs: 1 });
        },
      },
      { pollIntervalMs: 20 },
    );
    await add('1');
    await until(jobs, (rows) => rows.length === 0);
    expect(tries).toBe(31);
  });

  it('does not hold back what was added for the same thing meanwhile', async () => {
    let tries = 0;
    await start({
      work: async ({ id }) => {
        tries += 1;
        if (id !== 'old') return;
        await add('new', ", job_key := 'k', run_at := now() + interval '2 seconds'");
        throw new RemoteError('Slack', 'throttled', 'away', { retryAfterMs: 3_600_000 });
      },
    });
    await add('old', ", job_key := 'k'");
    const rows = await until(jobs, (found) => tries === 1 && found.every(({ locked }) => !locked));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.waits_ms).toBeLessThan(2_001);
  });
});

describe('when a process dies', () => {
  it('takes its job over within five seconds of SIGKILL', async () => {
    const doomed = await replica('hang');
    await add('1');
    await until(
      () => doomed.heard,
      (lines) => lines.includes('began 1'),
    );
    const survivor = await replica('work');
    doomed.child.kill('SIGKILL');
    await once(doomed.child, 'exit');
    const killed = performance.now();
    await until(
      () => survivor.heard,
      (lines) => lines.includes('done 1'),
    );
    expect(performance.now() - killed).toBeLessThan(5_000);
    await until(jobs, (rows) => rows.length === 0);
    const leases = await pool.query('select from elevate.worker_leases');
    expect(leases.rowCount).toBe(1);
  });

  it('leaves the jobs of living processes alone', async () => {
    const busy = await replica('hang');
    await add('1');
    await until(
      () => busy.heard,
      (lines) => lines.includes('began 1'),
    );
    const other = await replica('work');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(other.heard).not.toContain('began 1');
    expect(await jobs()).toMatchObject([{ attempts: 1, locked: true }]);
  });

  it('frees a job whose process died before it had registered', async () => {
    await add('1');
    await pool.query(
      `update graphile_worker._private_jobs
       set locked_at = now() - interval '31 seconds', locked_by = 'pool-nobody', attempts = 1`,
    );
    const ran: string[] = [];
    await start({ work: async ({ id }) => void ran.push(id ?? '') });
    await until(jobs, (rows) => rows.length === 0);
    expect(ran).toEqual(['1']);
  });
});

describe('when the lease connection is lost', () => {
  async function cutLease(): Promise<void> {
    await pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where application_name = 'elevate lease' and datname = current_database()`,
    );
  }

  it('tells its tasks to stop at once, begins anew, and works again', async () => {
    let lost = 0;
    let told = false;
    const ran: string[] = [];
    await start(
      {
        work: async ({ id }, signal) => {
          ran.push(id ?? '');
          if (id !== 'first' || ran.length > 1) return;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          told = true;
          throw new Error('stopped half-way');
        },
      },
      { onLeaseLost: () => (lost += 1) },
    );
    await add('first');
    await until(jobs, (rows) => rows[0]?.locked === true);
    await cutLease();
    await until(
      () => told,
      (value) => value,
    );
    expect(lost).toBe(1);
    await add('second');
    await until(jobs, (rows) => rows.length === 0);
    expect(ran.sort()).toEqual(['first', 'first', 'second']);
  });

  it('lives through an outage of the whole database', async () => {
    const ran: string[] = [];
    await start({ work: async ({ id }) => void ran.push(id ?? '') }, { pollIntervalMs: 50 });
    await add('before');
    await until(jobs, (rows) => rows.length === 0);
    await outage(2_500);
    await add('after');
    await until(jobs, (rows) => rows.length === 0);
    expect(ran).toEqual(['before', 'after']);
  });

  /** Nobody can connect for so long, and everybody is thrown out. */
  async function outage(ms: number): Promise<void> {
    const elsewhere = new URL(url);
    const name = elsewhere.pathname.slice(1);
    elsewhere.pathname = '/postgres';
    const admin = new pg.Client({ connectionString: elsewhere.href });
    await admin.connect();
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1',
      [name],
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
  }

  it('can be stopped while it is cut off', async () => {
    const queue = await start({});
    await cutLease();
    await queue.stop();
    expect(
      (
        await pool.query(`select from pg_stat_activity where application_name = 'elevate lease'
      and datname = current_database()`)
      ).rowCount,
    ).toBe(0);
  });
});
