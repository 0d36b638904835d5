import net from 'node:net';
import pino from 'pino';
import { now } from '../../src/store/clock';
import {
  conversationReference,
  personalReference,
  rememberConversation,
} from '../../src/store/conversations';
import { isDatabaseUnavailable, openDatabase, type Database } from '../../src/store/database';
import {
  messagesOf,
  recordGone,
  recordMessage,
  recordPressed,
  recordRedraw,
} from '../../src/store/messages';
import { enqueue } from '../../src/store/queue';
import { DatabaseUnavailable } from '../../src/store/unavailable';
import { ConfigError } from '../../src/errors';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, type Asked } from './story';

const log = pino({ level: 'silent' });
let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Ends every other connection to the test's database, as a restart of the server does. */
function endConnections(): Promise<unknown> {
  return db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

describe('transactions', () => {
  it('keep everything or nothing', async () => {
    const error = await failure(
      db.database.transaction(async (tx) => {
        await enqueue(tx, 'task', { id: '1' });
        throw new Error('fault');
      }),
    );
    expect(error).toEqual(new Error('fault'));
    expect(await db.query('select from graphile_worker.jobs')).toEqual([]);
  });

  it('run again when they lost a deadlock', async () => {
    await db.query('create table public.pairs (id int primary key, n int)');
    await db.query('insert into public.pairs values (1, 0), (2, 0)');
    let runs = 0;
    // Neither goes on to its second row before the other has locked its own.
    let locked = 0;
    let go = () => undefined as void;
    const bothLocked = new Promise<void>((resolve) => {
      go = resolve;
    });
    const add = ([first, second]: readonly [number, number]) =>
      db.database.transaction(async (tx) => {
        runs += 1;
        await tx.query('update public.pairs set n = n + 1 where id = $1', [first]);
        locked += 1;
        if (locked === 2) go();
        await bothLocked;
        await tx.query('update public.pairs set n = n + 1 where id = $1', [second]);
      });
    await Promise.all([add([1, 2]), add([2, 1])]);
    expect(await db.query('select n from public.pairs')).toEqual([{ n: 2 }, { n: 2 }]);
    expect(runs).toBe(3);
  });
});

describe('an unavailable database', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }, true],
    [{ code: '57P01' }, true],
    [{ code: '08006' }, true],
    [{ code: '53300' }, true],
    [new AggregateError([{ code: 'ECONNREFUSED' }]), true],
    [new DatabaseUnavailable(new Error('timeout')), true],
    [{ code: '23505' }, false],
    [{ code: '40P01' }, false],
    [new Error('ECONNREFUSED'), false],
    [null, false],
    ['57P01', false],
  ])('is told from a fault by class and code only: %p', (error, unavailable) => {
    expect(isDatabaseUnavailable(error)).toBe(unavailable);
  });

  it('fails at once where nobody listens', async () => {
    const url = 'postgres://elevate:x@127.0.0.1:1/elevate';
    expect(isDatabaseUnavailable(await failure(openDatabase({ url, log })))).toBe(true);
  });

  it('fails within three seconds where somebody listens and never answers', async () => {
    const silent = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const began = Date.now();
    const error = await failure(
      openDatabase({ url: `postgres://elevate:x@127.0.0.1:${port}/elevate`, log }),
    );
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(Date.now() - began).toBeLessThan(3_000);
    silent.close();
  });

  it('fails within three seconds while every connection is taken', async () => {
    const small = await openDatabase({ url: db.url, poolSize: 1, log });
    await small.read(async () => {
      expect(isDatabaseUnavailable(await failure(small.read(now)))).toBe(true);
    });
    await small.close();
  });

  it('is told when the connection is lost under a query, and the next one works', async () => {
    const other = await openDatabase({ url: db.url, poolSize: 2, log });
    const error = await failure(
      other.transaction(async (tx) => {
        await now(tx);
        await endConnections();
        await now(tx);
      }),
    );
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await other.read(now)).toEqual(testStart);
    await other.close();
  });

  it('survives the loss of idle connections', async () => {
    const other = await openDatabase({ url: db.url, poolSize: 2, log });
    await Promise.all([other.read(now), other.read(now)]);
    await endConnections();
    await untilItWorks(other);
    await other.close();
  });

  async function untilItWorks(other: Database): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const error = await failure(other.read(now));
      if (error === undefined) return;
      expect(isDatabaseUnavailable(error)).toBe(true);
      expect(attempt).toBeLessThan(5);
    }
  }

  it('is not the answer to a url that is none: that is for the operator', async () => {
    const error = await failure(openDatabase({ url: 'localhost:5432', log }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});

it('enqueues with the state it follows, and collapses jobs of one key', async () => {
  await db.database.transaction(async (tx) => {
    await enqueue(tx, 'publish', { id: '1' }, { jobKey: 'k', queueName: 'q' });
    await enqueue(tx, 'publish', { id: '2' }, { jobKey: 'k', queueName: 'q' });
    await enqueue(tx, 'remind', { id: '3' }, { runAt: new Date('2030-01-01T00:00:00Z') });
  });
  const jobs = await db.query(
    `select task_identifier, queue_name, key, run_at > now() as later
     from graphile_worker.jobs order by id`,
  );
  expect(jobs).toEqual([
    { task_identifier: 'publish', queue_name: 'q', key: 'k', later: false },
    { task_identifier: 'remind', queue_name: null, key: null, later: true },
  ]);
});

describe('messages', () => {
  let request: Asked;
  beforeAll(async () => {
    request = await ask(db, made);
  });

  it('are remembered with what they show, until they are gone', async () => {
    const conversation = made.channels.slack;
    const posted = {
      organisationId: made.organisationId,
      requestId: request.id,
      purpose: 'prompt',
      message: { conversation, id: '1700000000.000100' },
      drawn: 'first',
    };
    const id = await db.database.transaction((tx) => recordMessage(tx, posted));
    const stored = () => db.database.read((tx) => messagesOf(tx, made.organisationId, request.id));
    const postedAt = expect.any(Date) as Date;
    const message = {
      ...{ id, purpose: 'prompt', conversation, postedAt },
      messageId: '1700000000.000100',
    };
    expect(await stored()).toEqual([{ ...message, drawn: 'first', gone: false }]);
    await db.database.transaction((tx) => recordRedraw(tx, id, 'second'));
    expect(await stored()).toEqual([{ ...message, drawn: 'second', gone: false }]);
    await db.database.transaction((tx) => recordGone(tx, id));
    expect(await stored()).toEqual([{ ...message, drawn: 'second', gone: true }]);
    const again = { ...posted, drawn: 'third' };
    expect(await db.database.transaction((tx) => recordMessage(tx, again))).toBe(id);
    expect(await stored()).toEqual([{ ...message, drawn: 'third', gone: false }]);
  });

  it('stay what they are when a press tells of them, and are out of date when only a press told', async () => {
    const conversation = made.channels.slack;
    const { id: requestId } = await ask(db, made);
    const told = (id: string) => ({
      ...{ organisationId: made.organisationId, requestId, purpose: 'prompt' },
      message: { conversation, id },
    });
    const alarm = { ...told('1700000000.000300'), purpose: 'alarm', drawn: 'first' };
    await db.database.transaction((tx) => recordMessage(tx, alarm));
    const press = (id: string) => db.database.transaction((tx) => recordPressed(tx, told(id)));
    expect(await press('1700000000.000300')).toBe(false);
    expect(await press('1700000000.000400')).toBe(true);
    const stored = await db.database.read((tx) => messagesOf(tx, made.organisationId, requestId));
    expect(stored).toMatchObject([
      { purpose: 'alarm', drawn: 'first' },
      { purpose: 'prompt', drawn: '' },
    ]);
  });

  it('are never taken for messages of another request', async () => {
    const posted = {
      organisationId: made.organisationId,
      requestId: request.id,
      purpose: 'prompt',
      message: { conversation: made.channels.slack, id: '1700000000.000200' },
      drawn: 'first',
    };
    await db.database.transaction((tx) => recordMessage(tx, posted));
    const other = { ...posted, requestId: (await ask(db, made)).id };
    await expect(db.database.transaction((tx) => recordMessage(tx, other))).rejects.toThrow(
      'one request',
    );
  });
});

describe('conversations', () => {
  const account = () => made.accounts.ana.teams;
  const chat = (id: string) => ({ platform: 'teams' as const, tenant: account().tenant, id });

  function see(id: string, personal: boolean, serviceUrl: string, minute: number): Promise<void> {
    const at = new Date(testStart.getTime() + minute * 60_000);
    const sighting = {
      conversation: chat(id),
      account: personal ? account() : null,
      reference: { serviceUrl },
    };
    return db.database.transaction((tx) =>
      rememberConversation(tx, made.organisationId, sighting, at),
    );
  }

  it('are remembered as last seen, whatever arrives late', async () => {
    const reference = () =>
      db.database.read((tx) => conversationReference(tx, made.organisationId, chat('19:x')));
    expect(await reference()).toBeNull();
    await see('19:x', false, 'one', 1);
    await see('19:x', false, 'two', 2);
    await see('19:x', false, 'late', 1);
    expect(await reference()).toEqual({ serviceUrl: 'two' });
  });

  it('of a person are found by account, the newest of several', async () => {
    const reference = () =>
      db.database.read((tx) => personalReference(tx, made.organisationId, account()));
    expect(await reference()).toBeNull();
    await see('a:1', true, 'old', 1);
    await see('a:2', true, 'new', 2);
    await see('19:x', false, 'channel', 3);
    expect(await reference()).toEqual({ serviceUrl: 'new' });
    await see('a:1', false, 'seen again', 4);
    expect(await reference()).toEqual({ serviceUrl: 'seen again' });
  });
});

describe('every connection of the pool, the first one as well', () => {
  it('has a handler of its own for its loss, which would end the process otherwise', async () => {
    const log = pino({ level: 'silent' });
    const database = await openDatabase({ url: db.url, log });
    const clients = await Promise.all([1, 2].map(() => database.pool.connect()));
    // While a connection is in use the pool's own handler is off.
    for (const client of clients) expect(client.listenerCount('error')).toBeGreaterThan(0);
    for (const client of clients) client.release();
    await database.close();
  });
});
