/** What somebody waits for is given up in time, and then it is really not recorded. */
import { openDatabase, type Database } from '../../src/store/database';
import { DatabaseUnavailable } from '../../src/store/unavailable';
import { createLog } from '../../src/log';
import { testDatabase, type TestDatabase } from '../support/database';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

let db: TestDatabase;
let proxy: TcpProxy;
let database: Database;

beforeAll(async () => {
  db = await testDatabase();
  await db.query('create table given_up (at int)');
  const url = new URL(db.url);
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  database = await openDatabase({ url: url.href, log: createLog('silent') });
});
afterEach(() => proxy.restore());
afterAll(async () => {
  await database.close();
  await proxy.stop();
  await db.drop();
});

async function givenUpAfter(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await expect(work()).rejects.toThrow(DatabaseUnavailable);
  return performance.now() - beganAt;
}

it('gives up a transaction that takes too long, and records nothing of it', async () => {
  const ms = await givenUpAfter(() =>
    database.within(300).transaction(async (tx) => {
      await tx.query('insert into public.given_up values (1)');
      await tx.query('select pg_sleep(1.5)');
    }),
  );
  expect(ms).toBeLessThan(1_200);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await db.query('select from public.given_up')).toHaveLength(0);
});

it('gives up when the server falls silent in the middle', async () => {
  const ms = await givenUpAfter(() =>
    database.within(300).transaction(async (tx) => {
      await tx.query('insert into public.given_up values (2)');
      proxy.silence();
      await tx.query('insert into public.given_up values (3)');
    }),
  );
  expect(ms).toBeLessThan(1_200);
  proxy.restore();
  expect(await db.query('select from public.given_up')).toHaveLength(0);
});

it('counts one deadline for everything that follows', async () => {
  const soon = database.within(1_500);
  await soon.read((tx) => tx.query('select pg_sleep(0.6)'));
  const ms = await givenUpAfter(() => soon.read((tx) => tx.query('select pg_sleep(4)')));
  expect(ms).toBeLessThan(1_200);
});

it('is not used up for those who do not wait', async () => {
  await database.within(1).read(() => Promise.resolve());
  await database.read((tx) => tx.query('select pg_sleep(0.1)'));
});

it('is answering for a moment after each answer', async () => {
  await database.read((tx) => tx.query('select 1'));
  expect(database.isAnswering()).toBe(true);
  expect(database.within(1).isAnswering()).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(database.isAnswering()).toBe(false);
});
