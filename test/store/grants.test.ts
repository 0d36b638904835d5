import { claimDueGrants } from '../../src/store/claim-grants';
import {
  askToEnd,
  extendLease,
  moveGrant,
  otherLiveGrants,
  recordHeldBefore,
  releaseLease,
  releaseLeasesOf,
  rescheduleGrant,
  type GrantClaim,
} from '../../src/store/grants';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, claim, grant, hour } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
beforeEach(async () => {
  await db.setNow(testStart);
  await db.query('delete from elevate.right_leases');
  await db.query('delete from elevate.grants');
});
afterAll(() => db.drop());

function at(ms: number): Date {
  return new Date(testStart.getTime() + ms);
}

async function granted(times: Parameters<typeof grant>[3] = {}): Promise<string> {
  return grant(db, made, (await ask(db, made)).id, times);
}

async function only(claims: Promise<GrantClaim[]>): Promise<GrantClaim> {
  const [first, ...more] = await claims;
  expect(more).toEqual([]);
  return first!;
}

async function activate(): Promise<GrantClaim> {
  const claimed = await only(claim(db));
  await db.database.transaction((tx) => moveGrant(tx, claimed, 'active', { at: at(0) }));
  return claimed;
}

async function stored(id: string): Promise<Record<string, unknown>> {
  const [row] = await db.query('select * from elevate.grants where id = $1', [id]);
  return row!;
}

function endEarly(id: string): Promise<string> {
  return db.database.transaction((tx) =>
    askToEnd(tx, made.organisationId, id, {
      cause: 'revoked',
      byPersonId: made.persons.ben.id,
      reason: 'Not needed',
      at: at(0),
    }),
  );
}

describe('claiming', () => {
  it('gives a due grant once, with everything that the act needs', async () => {
    const request = await ask(db, made);
    const id = await grant(db, made, request.id);
    expect(await only(claim(db))).toEqual({
      organisationId: made.organisationId,
      grantId: id,
      requestId: request.id,
      attempt: 1,
      holder: 'one',
      state: 'activating',
      subjectId: made.persons.ana.id,
      target: { ...made.targets.searchMailbox, settings: {} },
      scope: '',
      workload: 'Exchange',
      account: 'ana',
      approvedAt: testStart,
      startsAt: testStart,
      endsAt: at(4 * hour),
      endingAt: null,
      heldBefore: null,
      endCause: null,
      attempts: 1,
    });
    expect(await claim(db, { holder: 'two' })).toEqual([]);
  });

  it('leaves a grant alone until its next attempt is due, to the millisecond', async () => {
    await granted({ startsInMs: 1_000 });
    await db.advance(999);
    expect(await claim(db)).toEqual([]);
    await db.advance(1);
    expect((await only(claim(db))).state).toBe('activating');
  });

  it('does not begin a scheduled grant whose end has passed as well', async () => {
    await granted({ startsInMs: 1_000, lastsMs: 1_000 });
    await db.advance(2_000);
    expect((await only(claim(db))).state).toBe('scheduled');
  });

  it('claims an active grant when its end has come and not before', async () => {
    await granted();
    await activate();
    await db.advance(4 * hour - 1);
    expect(await claim(db)).toEqual([]);
    await db.advance(1);
    expect(await only(claim(db))).toMatchObject({ state: 'active', attempt: 2, attempts: 1 });
  });

  it('hands a grant over when its lease has run out, and fences the one who held it', async () => {
    const id = await granted();
    const late = await only(claim(db, { leaseMs: 1_000 }));
    await db.advance(999);
    expect(await claim(db, { holder: 'two' })).toEqual([]);
    await db.advance(1);
    const taken = await only(claim(db, { holder: 'two' }));
    expect(taken).toMatchObject({ grantId: id, attempt: 2, attempts: 2 });
    const written = await db.database.transaction(async (tx) => [
      await recordHeldBefore(tx, late, true),
      await moveGrant(tx, late, 'active', { at: at(0) }),
      await rescheduleGrant(tx, late, { nextAttemptAt: at(0), lastError: 'unavailable' }),
      await extendLease(tx, late, 90_000),
      await releaseLease(tx, late),
    ]);
    expect(written).toEqual([false, false, false, false, false]);
    expect(await stored(id)).toMatchObject({ state: 'activating', held_before: null });
    await expect(db.database.transaction((tx) => recordHeldBefore(tx, taken, true))).resolves.toBe(
      true,
    );
  });

  it('works on one grant of a right at a time, and on the other once the first is through', async () => {
    const first = await granted();
    const second = await granted();
    const claimed = await only(claim(db));
    expect(claimed.grantId).toBe(first);
    await db.advance(1);
    expect(await claim(db, { holder: 'two' })).toEqual([]);
    await db.database.transaction((tx) => moveGrant(tx, claimed, 'active', { at: at(1) }));
    expect((await only(claim(db))).grantId).toBe(second);
  });

  it('keeps different accounts, scopes and targets apart', async () => {
    for (const changes of [
      {},
      { targetAccount: 'ana-admin' },
      { scope: 'eu' },
      { targetId: made.targets.prodRw.id },
    ]) {
      await grant(db, made, (await ask(db, made, changes)).id);
    }
    expect(await claim(db)).toHaveLength(4);
  });

  it('never gives one grant or one right to two of eight that claim at once', async () => {
    for (let n = 0; n < 40; n += 1) {
      const targetAccount = `account-${n % 20}`;
      await grant(db, made, (await ask(db, made, { targetAccount })).id);
    }
    const claims: GrantClaim[] = [];
    for (let round = 0; round < 3; round += 1) {
      const found = await Promise.all(
        Array.from({ length: 8 }, (_, n) => claim(db, { holder: `worker-${n}`, limit: 4 })),
      );
      claims.push(...found.flat());
    }
    expect(claims).toHaveLength(20);
    expect(new Set(claims.map(({ grantId }) => grantId)).size).toBe(20);
    expect(new Set(claims.map(({ account }) => account)).size).toBe(20);
    const leases = await db.query<{ account: string; holder: string }>(
      'select account, holder from elevate.right_leases',
    );
    for (const { account, holder } of claims) expect(leases).toContainEqual({ account, holder });
  });

  it('does not wait for a grant that another transaction has locked', async () => {
    await granted();
    await db.database.transaction(async (tx) => {
      const mine = await claimDueGrants(tx, { holder: 'one', limit: 10, leaseMs: 1_000 });
      expect(mine).toHaveLength(1);
      expect(await claim(db, { holder: 'two' })).toEqual([]);
    });
  });
});

describe('moving', () => {
  it('makes an active grant due again at its end, and gives the right back', async () => {
    const id = await granted();
    const claimed = await activate();
    expect(await stored(id)).toMatchObject({
      state: 'active',
      prior_state: 'activating',
      active_at: at(0),
      next_attempt_at: at(4 * hour),
      attempts: 0,
    });
    await expect(db.database.transaction((tx) => releaseLease(tx, claimed))).resolves.toBe(false);
  });

  it('keeps the right while it ends, and is over with its first cause when it ended', async () => {
    const id = await granted();
    await activate();
    await db.advance(4 * hour);
    const claimed = await only(claim(db));
    await db.database.transaction(async (tx) => {
      await moveGrant(tx, claimed, 'ending', { at: at(4 * hour), endCause: 'expired' });
      expect(await extendLease(tx, claimed, 90_000)).toBe(true);
      await moveGrant(tx, claimed, 'ended', { at: at(4 * hour + 5), endCause: 'revoked' });
    });
    expect(await stored(id)).toMatchObject({
      state: 'ended',
      ending_at: at(4 * hour),
      ended_at: at(4 * hour + 5),
      end_cause: 'expired',
      next_attempt_at: null,
    });
    expect(await db.query('select from elevate.right_leases')).toEqual([]);
  });

  it('tries again when told to, but looks again at the end at the latest while it is not ending', async () => {
    const id = await granted({ lastsMs: 10_000 });
    const first = await only(claim(db));
    await db.database.transaction((tx) =>
      rescheduleGrant(tx, first, { nextAttemptAt: at(60_000), lastError: 'unavailable' }),
    );
    expect(await stored(id)).toMatchObject({
      next_attempt_at: at(10_000),
      last_error: 'unavailable',
      attempts: 1,
    });
    await db.advance(10_000);
    const second = await only(claim(db));
    await db.database.transaction(async (tx) => {
      await moveGrant(tx, second, 'ending', { at: at(10_000), endCause: 'expired' });
      await rescheduleGrant(tx, second, { nextAttemptAt: at(70_000), lastError: 'throttled' });
    });
    expect(await stored(id)).toMatchObject({ next_attempt_at: at(70_000), attempts: 1 });
    expect(await claim(db)).toEqual([]);
  });

  it('fails only from activating, with the kind of error that it failed with', async () => {
    const id = await granted();
    const claimed = await only(claim(db));
    await db.database.transaction((tx) =>
      moveGrant(tx, claimed, 'failed', { at: at(0), lastError: 'rejected' }),
    );
    expect(await stored(id)).toMatchObject({
      state: 'failed',
      last_error: 'rejected',
      next_attempt_at: null,
      ended_at: null,
    });
  });
});

describe('ending early', () => {
  it('ends what was only scheduled, as never started', async () => {
    const id = await granted({ startsInMs: hour });
    expect(await endEarly(id)).toBe('ended');
    expect(await stored(id)).toMatchObject({
      end_cause: 'never-started',
      ended_at: at(0),
      ended_by: made.persons.ben.id,
      end_reason: 'Not needed',
      next_attempt_at: null,
    });
  });

  it('makes an active grant due to be taken away now, and says so only once', async () => {
    const id = await granted();
    await activate();
    expect(await endEarly(id)).toBe('ending');
    expect(await endEarly(id)).toBe('already');
    expect(await only(claim(db))).toMatchObject({
      state: 'ending',
      endCause: 'revoked',
      attempts: 1,
    });
  });

  it('fences an activation under way and keeps the taking away behind it', async () => {
    const id = await granted();
    const activating = await only(claim(db));
    expect(await endEarly(id)).toBe('ending');
    expect(await claim(db, { holder: 'two' })).toEqual([]);
    const written = await db.database.transaction(async (tx) => [
      await moveGrant(tx, activating, 'active', { at: at(0) }),
      await releaseLease(tx, activating),
    ]);
    expect(written).toEqual([false, true]);
    expect(await only(claim(db, { holder: 'two' }))).toMatchObject({ state: 'ending' });
  });

  it('lets only one of two who end at the same time do it', async () => {
    const id = await granted();
    await activate();
    const answers = await Promise.all([endEarly(id), endEarly(id)]);
    expect(answers.sort()).toEqual(['already', 'ending']);
  });

  it('throws for a grant that does not exist', async () => {
    await expect(endEarly(made.groupId)).rejects.toThrow('there is no grant');
  });
});

describe('leases and overlaps', () => {
  it('gives back the rights of a dead process and of nobody else', async () => {
    await granted();
    await grant(db, made, (await ask(db, made, { targetAccount: 'other' })).id);
    const [first] = await claim(db, { holder: 'dead', limit: 1 });
    const [second] = await claim(db, { holder: 'alive', limit: 1 });
    await expect(db.database.transaction((tx) => releaseLeasesOf(tx, 'dead'))).resolves.toBe(1);
    expect((await only(claim(db, { holder: 'alive' }))).grantId).toBe(first!.grantId);
    await expect(db.database.transaction((tx) => extendLease(tx, second!, 1))).resolves.toBe(true);
  });

  it('names the other grants of the same right, in every state but the last ones', async () => {
    const over = await granted();
    await endEarlyThrough(over);
    const first = await granted();
    const claimed = await only(claim(db));
    expect(claimed.grantId).toBe(first);
    const second = await ask(db, made);
    const secondGrant = await grant(db, made, second.id, { startsInMs: 1, lastsMs: hour });
    await grant(db, made, (await ask(db, made, { targetAccount: 'someone-else' })).id);
    expect(await db.database.read((tx) => otherLiveGrants(tx, made.organisationId, first))).toEqual(
      [
        {
          grantId: secondGrant,
          requestId: second.id,
          number: second.number,
          state: 'scheduled',
          heldBefore: null,
          startsAt: at(1),
          endsAt: at(1 + hour),
        },
      ],
    );
  });

  async function endEarlyThrough(id: string): Promise<void> {
    await endEarly(id);
    const claimed = await only(claim(db));
    await db.database.transaction((tx) => moveGrant(tx, claimed, 'ended', { at: at(0) }));
  }
});
