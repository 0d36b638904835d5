/** What the database itself refuses, whatever the code above it does. */
import { appendAudit } from '../../src/store/audit';
import { moveRequest } from '../../src/store/requests';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { ask, decide, grant } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());

const refused = { code: '42501' };

describe('append-only tables', () => {
  let requestId: string;
  beforeAll(async () => {
    requestId = (await ask(db, made)).id;
    await decide(db, made, requestId);
    await db.database.transaction((tx) =>
      appendAudit(tx, {
        organisationId: made.organisationId,
        kind: 'request.withdrawn',
        actor: { type: 'elevate' },
        requestId,
        facts: {},
      }),
    );
  });

  // The test's role is a superuser and the owner of the tables: what it may not do, nobody may.
  it.each([
    ['decisions', `update elevate.decisions set verdict = 'deny'`],
    ['decisions', 'delete from elevate.decisions'],
    ['decisions', 'truncate elevate.decisions'],
    ['audit_events', `update elevate.audit_events set kind = 'other'`],
    ['audit_events', 'delete from elevate.audit_events'],
    ['audit_events', 'truncate elevate.audit_events'],
    [
      'approval_policy_versions',
      'update elevate.approval_policy_versions set approvals_needed = 2',
    ],
    ['approval_policy_versions', 'delete from elevate.approval_policy_versions'],
    ['settings', `update elevate.settings set value = '{}'`],
    ['settings', 'delete from elevate.settings'],
  ])('keep every row of %s through %s', async (table, sql) => {
    const before = await db.query(`select * from elevate.${table}`);
    expect(before.length).toBeGreaterThan(0);
    await expect(db.query(sql)).rejects.toMatchObject(refused);
    expect(await db.query(`select * from elevate.${table}`)).toEqual(before);
  });

  it('take each decision once per person and request, and a denial after an approval', async () => {
    await expect(decide(db, made, requestId)).rejects.toMatchObject({
      code: '23505',
      constraint: 'decisions_once_per_person',
    });
    await decide(db, made, requestId, { verdict: 'deny' });
    await expect(decide(db, made, requestId, { verdict: 'deny' })).rejects.toMatchObject({
      code: '23505',
      constraint: 'decisions_once_per_person',
    });
  });
});

describe('state machines', () => {
  const illegal = { code: '23503', constraint: 'requests_transition_fk' };

  function move(id: string, to: Parameters<typeof moveRequest>[3]): Promise<void> {
    return db.database.transaction((tx) =>
      moveRequest(tx, made.organisationId, id, to, new Date()),
    );
  }

  it('let a request take legal steps only, and remember the last one', async () => {
    const { id } = await ask(db, made);
    await move(id, 'denied');
    expect(
      await db.query('select prior_state, state from elevate.requests where id = $1', [id]),
    ).toEqual([{ prior_state: 'pending', state: 'denied' }]);
    for (const to of ['approved', 'withdrawn', 'expired', 'pending'] as const) {
      await expect(move(id, to)).rejects.toMatchObject(illegal);
    }
  });

  it('do not let a request start as anything but open', async () => {
    await expect(ask(db, made, { state: 'approved' as 'pending' })).rejects.toMatchObject({
      code: expect.stringMatching(/^23/) as unknown,
    });
  });

  it('are not talked round by a statement that writes the prior state itself', async () => {
    const { id } = await ask(db, made);
    await move(id, 'denied');
    await expect(
      db.query(
        `update elevate.requests set prior_state = 'pending', state = 'approved' where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject(illegal);
  });

  it('refuse a step to where the request already is', async () => {
    const { id } = await ask(db, made);
    await move(id, 'withdrawn');
    await expect(move(id, 'withdrawn')).rejects.toThrow('already withdrawn');
  });

  it.each([
    ['ending', 'active', 'next_attempt_at = ends_at'],
    ['ending', 'failed', 'next_attempt_at = null'],
    ['active', 'failed', 'next_attempt_at = null'],
    ['activating', 'ended', `next_attempt_at = null, ended_at = now(), end_cause = 'expired'`],
    ['active', 'ended', `next_attempt_at = null, ended_at = now(), end_cause = 'expired'`],
  ])('do not let a grant go from %s to %s', async (from, to, sets) => {
    const id = await grant(db, made, (await ask(db, made)).id);
    if (from !== 'activating') {
      await db.query('update elevate.grants set state = $2 where id = $1', [id, from]);
    }
    await expect(
      db.query(`update elevate.grants set state = '${to}', ${sets} where id = $1`, [id]),
    ).rejects.toMatchObject({ code: '23503', constraint: 'grants_transition_fk' });
  });
});

describe('facts that never change', () => {
  it.each([
    `reason = 'Another one'`,
    'duration_s = duration_s + 1',
    'subject_id = (select id from elevate.persons where key = $$dan$$)',
    'target_account = $$root$$',
    'policy_version = 2',
    'decide_by = decide_by + interval $$1 day$$',
    'number = number + 1000',
  ])('refuse to change a request: %s', async (change) => {
    const { id } = await ask(db, made);
    await expect(
      db.query(`update elevate.requests set ${change} where id = $1`, [id]),
    ).rejects.toMatchObject(refused);
  });

  it.each([
    'ends_at = ends_at + interval $$1 second$$',
    'starts_at = starts_at - interval $$1 second$$',
    'account = $$root$$',
    'scope = $$all$$',
    'subject_id = (select id from elevate.persons where key = $$dan$$)',
  ])('refuse to change a grant: %s', async (change) => {
    const id = await grant(db, made, (await ask(db, made)).id);
    await expect(
      db.query(`update elevate.grants set ${change} where id = $1`, [id]),
    ).rejects.toMatchObject(refused);
  });
});

describe('grants that nobody would come back to', () => {
  let id: string;
  beforeAll(async () => {
    id = await grant(db, made, (await ask(db, made)).id);
  });

  it.each([
    ['without a next attempt', 'next_attempt_at = null', 'grants_live_is_come_back_to'],
    [
      'active, with a next attempt after its end',
      `state = 'active', next_attempt_at = ends_at + interval '1 second'`,
      'grants_active_not_past_end',
    ],
  ])('are refused: %s', async (_what, change, constraint) => {
    await expect(
      db.query(`update elevate.grants set ${change} where id = $1`, [id]),
    ).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('are refused: active after its end, with a next attempt more than a minute ahead', async () => {
    const lapsed = await grant(db, made, (await ask(db, made)).id, { lastsMs: 60_000 });
    await db.advance(60_000);
    const next = (seconds: number) =>
      db.query(
        `update elevate.grants set state = 'active',
           next_attempt_at = elevate.now() + $2 * interval '1 second' where id = $1`,
        [lapsed, seconds],
      );
    await expect(next(61)).rejects.toMatchObject({
      code: '23514',
      constraint: 'grants_active_not_past_end',
    });
    await next(60);
  });

  it('are refused: two for one request', async () => {
    const { id: requestId } = await ask(db, made);
    await grant(db, made, requestId);
    await expect(
      db.query(
        `insert into elevate.grants (organisation_id, id, request_id, subject_id, target_id, scope,
           account, state, starts_at, ends_at, next_attempt_at)
         select organisation_id, gen_random_uuid(), id, subject_id, target_id, scope,
           target_account, 'activating', now(), now() + interval '1 hour', now()
         from elevate.requests where id = $1`,
        [requestId],
      ),
    ).rejects.toMatchObject({ constraint: 'grants_one_per_request' });
  });
});

describe('people', () => {
  const merge = (from: string, into: string) =>
    db.query('update elevate.persons set merged_into = $2 where id = $1', [from, into]);

  it('are merged flat: whoever was merged before follows, and a merged one takes nobody in', async () => {
    const { dan, eve, cara } = made.persons;
    await merge(dan.id, eve.id);
    await expect(merge(cara.id, dan.id)).rejects.toMatchObject({
      constraint: 'persons_merges_flat',
    });
    await expect(merge(cara.id, cara.id)).rejects.toMatchObject({
      code: expect.stringMatching(/^23/) as unknown,
    });
    await merge(eve.id, cara.id);
    expect(
      await db.query('select key from elevate.persons where merged_into = $1 order by key', [
        cara.id,
      ]),
    ).toEqual([{ key: 'dan' }, { key: 'eve' }]);
  });

  it('have an account tied to one of them only, and one account in a workload', async () => {
    const add = (system: string, tenant: string, user: string) =>
      db.query(
        `insert into elevate.accounts (organisation_id, person_id, system, tenant, user_key)
         values ($1, $2, $3, $4, $5)`,
        [made.organisationId, made.persons.ben.id, system, tenant, user],
      );
    await expect(add('slack', 'T0001', 'U0ANA')).rejects.toMatchObject({
      constraint: 'accounts_pk',
    });
    await expect(add('Exchange', '', 'ben-2')).rejects.toMatchObject({
      constraint: 'accounts_one_per_workload',
    });
    await expect(add('slack', '', 'U0BEN2')).rejects.toMatchObject({
      constraint: 'accounts_tenant_fits',
    });
  });
});
