import {
  readOpening,
  recordOpening,
  recordOpenings,
  type PresentOpening,
} from '../../src/store/opening';
import { enqueue } from '../../src/store/queue';
import { type PersonKey } from '../support/seed';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { hour, openingOf } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 6 });
});
beforeEach(async () => {
  made = await seed(db);
});
afterAll(() => db.drop());

let payloads = 0;

function opening(person: PersonKey = 'ana', payloadKey?: string): Promise<PresentOpening> {
  payloads += 1;
  return readOpening(db.database, {
    organisationId: made.organisationId,
    account: made.accounts[person].slack,
    payloadKey: payloadKey ?? `payload-${payloads}`,
    typed: 'Search-Mailbox',
  });
}

async function counts(): Promise<Record<string, number>> {
  const [found] = await db.query<Record<string, number>>(
    `select (select count(*)::int from elevate.requests where organisation_id = $1) as requests,
       (select count(*)::int from elevate.audit_events where organisation_id = $1) as audited,
       (select count(*)::int from elevate.inbound_payloads where organisation_id = $1) as payloads,
       (select count(*)::int from graphile_worker.jobs
        where key in (select id::text from elevate.requests where organisation_id = $1)) as jobs`,
    [made.organisationId],
  );
  return found!;
}

describe('what an opening is judged by', () => {
  it('has the group of each covering policy, and whom in it can decide', async () => {
    const { ana, ben, cara } = made.persons;
    const group = { id: made.groupId, name: 'Exchange approvers', size: 2 };
    const deciders = async () => {
      const [covering] = (await opening()).covering;
      expect(covering).toMatchObject({ group: { ...group, size: covering!.memberIds.length } });
      return covering!.memberIds;
    };
    expect(await deciders()).toEqual([ben.id, cara.id]);
    await db.query('update elevate.persons set merged_into = $2 where id = $1', [ben.id, ana.id]);
    expect(await deciders()).toEqual([ana.id, cara.id]);
    await db.query('update elevate.persons set disabled_at = now() where id = $1', [cara.id]);
    expect(await deciders()).toEqual([ana.id]);
  });

  it('knows nobody of an unknown account, and nothing of an unknown name', async () => {
    const { organisationId } = made;
    const nobody = { ...made.accounts.ana.slack, user: 'U0NOBODY' };
    const unknown = { organisationId, account: nobody, payloadKey: 'x', typed: 'Search-Mailbox' };
    expect(await readOpening(db.database, unknown)).toMatchObject({ person: null });
    const elsewhere = { ...unknown, account: made.accounts.ana.slack, typed: 'Nothing' };
    expect(await readOpening(db.database, elsewhere)).toMatchObject({ targets: [] });
  });

  it('has the time of each asking', async () => {
    const first = await opening();
    await db.advance(60_000);
    expect((await opening()).now.getTime()).toBe(first.now.getTime() + 60_000);
  });

  it.each([
    ['a person is disabled', `update elevate.persons set disabled_at = now() where key = 'ana'`],
    ['a person is renamed', `update elevate.persons set name = 'Anna' where key = 'ana'`],
    ['an account is taken away', `delete from elevate.accounts where user_key = 'ana'`],
    ['a group is renamed', `update elevate.approver_groups set name = 'Others'`],
    [
      'the organisation is switched off',
      `insert into elevate.settings (organisation_id, version, value)
       select organisation_id, 2, '{"enabled": false}' from elevate.settings`,
    ],
    ['a member leaves', 'delete from elevate.approver_group_members'],
    ['a target is described', `update elevate.targets set description = 'Everything'`],
    [
      'a policy has a new version',
      `with v as (insert into elevate.approval_policy_versions
         select organisation_id, policy_id, 2, approval, approver_group_id, approvals_needed,
           duration_default_s, duration_max_s + 60, decide_within_s, reason_required, reason_min_length, now()
         from elevate.approval_policy_versions where version = 1 returning 1)
       update elevate.approval_policies set current_version = 2 where (select count(*) from v) > 0`,
    ],
    [
      'a policy covers something else',
      `update elevate.approval_policies set pattern = 'X\\' || id::text`,
    ],
  ])('is another one from the moment on in which %s', async (_, change) => {
    const lasting = async () => {
      const { now: _now, version: _version, ...facts } = await opening();
      return facts;
    };
    const before = await lasting();
    expect(await lasting()).toEqual(before);
    await db.query(change);
    expect(await lasting()).not.toEqual(before);
  });

  it('gives an earlier payload its reply', async () => {
    const { payloadKey, ...rest } = await openingOf(db, made);
    await recordOpening(db.database, { ...rest, payloadKey, reply: { said: 'so' } });
    expect((await opening('ana', payloadKey)).repeat).toEqual({ reply: { said: 'so' } });
    expect((await opening('dan', payloadKey)).repeat).toEqual({ reply: { said: 'so' } });
  });
});

describe('recording an opening', () => {
  it('writes request, audit event, payload and job together', async () => {
    const made1 = await openingOf(db, made);
    const written = await recordOpening(db.database, made1);
    expect(written).toMatchObject({ ...made1.request, readAt: written!.askedAt });
    expect(await counts()).toEqual({ requests: 1, audited: 1, payloads: 1, jobs: 1 });
  });

  it('writes nothing at all when one part is refused', async () => {
    const whole = await openingOf(db, made);
    const wrong = { ...whole, request: { ...whole.request, durationS: 0 } };
    await expect(recordOpening(db.database, wrong)).rejects.toMatchObject({
      constraint: 'requests_duration_fits',
    });
    expect(await counts()).toEqual({ requests: 0, audited: 0, payloads: 0, jobs: 0 });
  });

  it('has the time of its asking, and the last moment to decide', async () => {
    const at = (await opening()).now.getTime();
    const late = await recordOpening(
      db.database,
      await openingOf(db, made, { decideWithinS: 7200 }),
    );
    expect(late).toMatchObject({ askedAt: new Date(at), decideBy: new Date(at + 2 * hour) });
    await db.advance(60_000);
    const later = await recordOpening(db.database, await openingOf(db, made));
    expect(later!.askedAt.getTime()).toBe(at + 60_000);
  });

  it('cannot be decided after its fixed end', async () => {
    const fixedEnd = new Date((await opening()).now.getTime() + hour);
    const decideBy = async (decideWithinS: number) =>
      (await recordOpening(db.database, await openingOf(db, made, { fixedEnd, decideWithinS })))!
        .decideBy;
    expect(await decideBy(7200)).toEqual(fixedEnd);
    expect(await decideBy(600)).toEqual(new Date(fixedEnd.getTime() - 50 * 60_000));
  });

  it('writes nothing when the configuration is another one by now', async () => {
    const judged = await openingOf(db, made);
    await db.query(`update elevate.persons set name = 'Anna' where key = 'ana'`);
    expect(await recordOpening(db.database, judged)).toBeNull();
    expect(await counts()).toEqual({ requests: 0, audited: 0, payloads: 0, jobs: 0 });
  });

  it('happens once for one payload, also when both come at the same moment', async () => {
    const { payloadKey } = await openingOf(db, made);
    const both = [await openingOf(db, made), await openingOf(db, made)];
    const written = await Promise.all(
      both.map((one) => recordOpening(db.database, { ...one, payloadKey })),
    );
    expect(written.filter((one) => one !== null)).toHaveLength(1);
    expect(await counts()).toEqual({ requests: 1, audited: 1, payloads: 1, jobs: 1 });
  });

  it('is undone with the transaction that it is part of', async () => {
    const one = await openingOf(db, made);
    const undone = db.database.transaction(async (tx) => {
      await recordOpenings(tx, [one]);
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await counts()).toEqual({ requests: 0, audited: 0, payloads: 0, jobs: 0 });
  });
});

describe('a job', () => {
  const columns = `select task_id, job_queue_id, payload, priority, attempts, max_attempts, last_error,
    revision, flags, is_available, locked_at, locked_by, run_at <= now() as due
    from graphile_worker._private_jobs where key = $1`;

  it('is the same row whether it was added the short way or by the worker itself', async () => {
    await db.query(`select graphile_worker.add_job('t', '{"id":"1"}', 'q', job_key := 'theirs')`);
    const options = { queueName: 'q', jobKey: 'ours' };
    await db.database.transaction((tx) => enqueue(tx, 't', { id: '1' }, options));
    expect(await db.query(columns, ['ours'])).toEqual(await db.query(columns, ['theirs']));
  });

  it('replaces one of its key that has not begun, and leaves alone one that has', async () => {
    const add = (id: string) =>
      db.database.transaction((tx) => enqueue(tx, 't', { id }, { queueName: 'q', jobKey: 'k' }));
    await add('1');
    await add('2');
    const stored = () =>
      db.query(
        `select payload from graphile_worker._private_jobs where payload ->> 'id' in ('1','2','3')
           and (key = 'k' or key is null) order by payload ->> 'id'`,
      );
    expect(await stored()).toEqual([{ payload: { id: '2' } }]);
    await db.query(`update graphile_worker._private_jobs set locked_at = now() where key = 'k'`);
    await add('3');
    expect(await stored()).toEqual([{ payload: { id: '2' } }, { payload: { id: '3' } }]);
  });

  it('is announced once it is committed, and not before', async () => {
    // A database of its own: what other tests added may still be announced in theirs.
    const own = await testDatabase({ poolSize: 3 });
    const { database } = own;
    const listener = await database.pool.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload!));
    // What other tests added may still be announced; only what comes from here on is counted.
    await listener.query('select pg_sleep(0.3)');
    await listener.query('listen "jobs:insert"');
    const options = { queueName: 'announced', jobKey: 'announced' };
    const undone = database.transaction(async (tx) => {
      await enqueue(tx, 't', {}, options);
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await database.transaction((tx) => enqueue(tx, 't', {}, options));
    while (heard.length === 0) await listener.query('select pg_sleep(0.01)');
    await listener.query('select pg_sleep(0.2)');
    await listener.query('unlisten *');
    listener.release();
    await own.drop();
    // Under load an announcement of the tests before may still come; none of theirs is for one job alone.
    const counts = heard.map((text) => (JSON.parse(text) as { count: number }).count);
    expect(counts.filter((count) => count === 1)).toEqual([1]);
  });
});

describe('openings of one moment', () => {
  it('are each written or not by themselves, whatever becomes of the others', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => openingOf(db, made)));
    const bad = many[7]!;
    many[7] = { ...bad, request: { ...bad.request, durationS: 0 } };
    many[9] = { ...many[9]!, payloadKey: many[8]!.payloadKey };
    const outcomes = await Promise.allSettled(many.map((one) => recordOpening(db.database, one)));
    const written = outcomes.map((one) =>
      one.status === 'fulfilled' ? one.value !== null : 'failed',
    );
    expect(written).toEqual(many.map((_, n) => (n === 7 ? 'failed' : n !== 9)));
    expect(await counts()).toEqual({ requests: 10, audited: 10, payloads: 10, jobs: 10 });
  });

  it('have numbers of their own', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, () => openingOf(db, made)));
    const found = await Promise.all(many.map((one) => recordOpening(db.database, one)));
    expect(new Set(found.map((one) => one!.number)).size).toBe(20);
  });

  it('find earlier payloads among them', async () => {
    const { payloadKey, ...rest } = await openingOf(db, made);
    await recordOpening(db.database, { ...rest, payloadKey, reply: 'earlier' });
    const keys = [undefined, payloadKey, undefined, payloadKey, undefined];
    const found = await Promise.all(keys.map((key) => opening('ana', key)));
    expect(found.map(({ repeat }) => repeat?.reply ?? null)).toEqual([
      null,
      'earlier',
      null,
      'earlier',
      null,
    ]);
  });
});
