import { type Tx } from '../../src/store/database';
import {
  claimPayload,
  purgePayloads,
  recordReply,
  type PayloadClaim,
} from '../../src/store/payloads';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());

/** Claims and, when it is the first, answers; waits in between so that a twin can come. */
function handle(
  key: string,
  reply: string,
  between = async (_tx: Tx) => {},
): Promise<PayloadClaim> {
  return db.database.transaction(async (tx) => {
    const claimed = await claimPayload(tx, made.organisationId, key);
    if (claimed.repeat) return claimed;
    await between(tx);
    await recordReply(tx, made.organisationId, key, { text: reply });
    return claimed;
  });
}

/** Resolves once as many transactions of this database wait for one another's locks. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const waiting = await db.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

it('gives a repeat the reply of the first', async () => {
  expect(await handle('once', 'first')).toEqual({ repeat: false });
  expect(await handle('once', 'second')).toEqual({ repeat: true, reply: { text: 'first' } });
});

it('makes a twin wait for the first to commit, and gives it the same reply', async () => {
  let second: Promise<PayloadClaim> | undefined;
  const first = await handle('twins', 'first', async () => {
    second = handle('twins', 'second');
    await someoneWaits();
  });
  expect(first).toEqual({ repeat: false });
  expect(await second).toEqual({ repeat: true, reply: { text: 'first' } });
});

it('lets the waiting twin be the first when the first rolls back', async () => {
  let second: Promise<PayloadClaim> | undefined;
  const first = handle('rolled-back', 'first', async () => {
    second = handle('rolled-back', 'second');
    await someoneWaits();
    throw new Error('fault');
  });
  await expect(first).rejects.toThrow('fault');
  expect(await second).toEqual({ repeat: false });
  expect(await handle('rolled-back', 'third')).toEqual({ repeat: true, reply: { text: 'second' } });
});

it('forgets payloads of the age given, and no younger ones, at most so many at a time', async () => {
  await db.query('delete from elevate.inbound_payloads');
  for (const key of ['a', 'b', 'c']) await handle(key, key);
  await db.advance(60_000);
  await handle('young', 'young');
  const purge = (limit: number) =>
    db.database.transaction((tx) => purgePayloads(tx, 59_999, limit));
  expect(await purge(2)).toBe(2);
  expect(await purge(2)).toBe(1);
  expect(await purge(2)).toBe(0);
  expect((await handle('young', 'again')).repeat).toBe(true);
});
