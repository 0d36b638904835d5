/** PostgreSQL goes away at the moment when a job ends. A rejection that nobody handles would end the process here. */
import pg from 'pg';
import { type Queue, startQueue } from '../../src/jobs/queue';
import { createLog } from '../../src/log';
import { testDatabase, type TestDatabase } from '../support/database';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';

let db: TestDatabase;
let proxy: TcpProxy;
let pool: pg.Pool;
let queue: Queue;

beforeEach(async () => {
  // graphile-worker prints some of its errors past its logger.
  jest.spyOn(console, 'error').mockReturnValue();
  db = await testDatabase();
  const url = new URL(db.url);
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  pool = new pg.Pool({ connectionString: url.href });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
});
afterEach(async () => {
  proxy.restore();
  await queue.stop();
  await pool.end();
  await proxy.stop();
  await db.drop();
  jest.restoreAllMocks();
});

it.each([
  ['done', () => undefined],
  [
    'failed',
    () => {
      throw new TypeError('a fault of ours');
    },
  ],
])('lives on when a job is %s that it cannot report, and runs it again', async (_how, end) => {
  let runs = 0;
  queue = await startQueue({
    pool,
    concurrency: 2,
    log: createLog('silent'),
    tasks: {
      work: async () => {
        runs += 1;
        if (runs > 1) return;
        proxy.cut();
        end();
      },
    },
  });
  await db.query(`select graphile_worker.add_job('work')`);
  await until('the first run', () => runs === 1);
  const first = queue.holder();
  // Long enough for the report to fail, and for a rejection to surface.
  await new Promise((resolve) => setTimeout(resolve, 300));
  proxy.restore();
  await until('a new lease', () => queue.holder() !== first, 15_000);
  await db.query('update graphile_worker._private_jobs set run_at = now()');
  await until('the second run', () => runs === 2, 15_000);
});
