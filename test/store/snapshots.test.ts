import { claimDueGrants } from '../../src/store/claim-grants';
import { moveGrant, recordHeldBefore } from '../../src/store/grants';
import { duePending, lockRequest, moveRequest } from '../../src/store/requests';
import { askedBy, heldBy, loadSnapshot, loadSnapshots } from '../../src/store/snapshots';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, claim, decide, grant, hour, waiting } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await db.setNow(testStart);
  await db.query('delete from elevate.right_leases');
  await db.query('delete from elevate.grants');
  made = await seed(db);
});
afterAll(() => db.drop());

function at(ms: number): Date {
  return new Date(testStart.getTime() + ms);
}

function snapshot(id: string) {
  return db.database.read((tx) => loadSnapshot(tx, made.organisationId, { id }));
}

function list(query: typeof heldBy, personId: string): Promise<string[]> {
  return db.database.read((tx) => query(tx, made.organisationId, personId));
}

function close(id: string, to: 'denied' | 'withdrawn' | 'expired', after = 0): Promise<void> {
  return db.database.transaction((tx) => moveRequest(tx, made.organisationId, id, to, at(after)));
}

describe('a snapshot', () => {
  it('has every fact of a pending request, found by id or by number', async () => {
    const request = await ask(db, made, { fixedEnd: at(hour), durationWasDefault: true });
    await db.advance(5);
    const whole = {
      organisationId: made.organisationId,
      id: request.id,
      number: 1,
      kind: 'access',
      state: 'pending',
      requester: made.persons.ana,
      subject: made.persons.ana,
      askedFrom: made.accounts.ana.slack,
      target: {
        ...made.targets.searchMailbox,
        grants: expect.stringMatching(/^[\w+/]{43}=$/u) as unknown,
      },
      scope: '',
      durationS: 4 * 3600,
      fixedEnd: at(hour),
      reason: 'Phishing clean-up',
      ticket: null,
      durationWasDefault: true,
      policy: made.policies.exchange,
      policyNow: made.policies.exchange,
      approverGroup: { id: made.groupId, name: 'Exchange approvers', size: 2 },
      acceptedAt: null,
      withdrawnBy: null,
      startAt: null,
      alsoAsked: [],
      namedSince: [],
      reminders: [],
      decisions: [],
      askedAt: testStart,
      decideBy: at(hour),
      closedAt: null,
      grant: null,
      heldLast30Days: 0,
      askedBefore: false,
      atUnusualHour: false,
      heldThrough: null,
      deniedLately: null,
      standing: { requesterGroupIds: [], subjectGroupIds: [], isAccountTheirs: true },
      extends: null,
      review: null,
      switchedOff: false,
      systemAccount: null,
      readAt: at(5),
    };
    expect(await snapshot(request.id)).toEqual(whole);
    const byNumber = await db.database.read((tx) =>
      loadSnapshot(tx, made.organisationId, { number: 1 }),
    );
    expect(byNumber).toEqual(whole);
  });

  it('is null for a number or id that is not there, and for no number at all', async () => {
    for (const number of [2, 0, -1, 1e300, Number.NaN, 1.5]) {
      const found = await db.database.read((tx) =>
        loadSnapshot(tx, made.organisationId, { number }),
      );
      expect(found).toBeNull();
    }
    expect(await snapshot(made.groupId)).toBeNull();
  });

  it('keeps the pinned policy and shows the one that covers the target now', async () => {
    const { id } = await ask(db, made);
    await db.query(
      `insert into elevate.approval_policy_versions
       select organisation_id, policy_id, 2, approval, approver_group_id, 2, duration_default_s,
         duration_max_s, decide_within_s, reason_required, reason_min_length, now()
       from elevate.approval_policy_versions where policy_id = $1`,
      [made.policies.exchange.id],
    );
    await db.query('update elevate.approval_policies set current_version = 2 where id = $1', [
      made.policies.exchange.id,
    ]);
    const found = await snapshot(id);
    expect(found?.policy).toEqual(made.policies.exchange);
    expect(found?.policyNow).toMatchObject({ version: 2, rules: { approvalsNeeded: 2 } });
    await db.query(`update elevate.approval_policies set pattern = 'Other\\*' where id = $1`, [
      made.policies.exchange.id,
    ]);
    expect((await snapshot(id))?.policyNow).toBeNull();
  });

  it('shows decisions in their order, by the survivor of a merge', async () => {
    const { id } = await ask(db, made);
    await decide(db, made, id, { personId: made.persons.cara.id, comment: 'Fine' });
    await db.advance(1);
    await decide(db, made, id, { verdict: 'deny' });
    await db.query('update elevate.persons set merged_into = $1 where id = $2', [
      made.persons.ana.id,
      made.persons.cara.id,
    ]);
    const found = await snapshot(id);
    expect(found?.decisions).toEqual([
      expect.objectContaining({
        person: made.persons.ana,
        verdict: 'approve',
        comment: 'Fine',
        durationS: null,
        platform: 'teams',
        decidedAt: at(0),
      }),
      expect.objectContaining({ person: made.persons.ben, verdict: 'deny', decidedAt: at(1) }),
    ]);
  });

  it('shows the grant as it stands, and the other grant that keeps the right', async () => {
    const first = await ask(db, made);
    const firstGrant = await grant(db, made, first.id);
    const second = await ask(db, made);
    await grant(db, made, second.id, { lastsMs: 6 * hour });
    const [claimed] = await claim(db);
    await db.database.transaction((tx) => moveGrant(tx, claimed!, 'active', { at: at(1) }));
    expect((await snapshot(first.id))?.grant).toEqual({
      id: firstGrant,
      state: 'active',
      startsAt: testStart,
      endsAt: at(4 * hour),
      activeAt: at(1),
      endingAt: null,
      endedAt: null,
      endCause: null,
      withheld: null,
      endedBy: null,
      endReason: null,
      heldBefore: null,
      attempts: 0,
      nextAttemptAt: at(4 * hour),
      lastError: null,
      warnedAt: null,
      extendedThrough: null,
      alsoHeldThrough: null,
    });
    const [other] = await claim(db);
    await db.database.transaction((tx) => recordHeldBefore(tx, other!, false));
    expect((await snapshot(first.id))?.grant?.alsoHeldThrough).toEqual({
      number: second.number,
      until: at(6 * hour),
    });
  });

  it('counts earlier holdings of 30 days, and finds a denial of one day', async () => {
    const held = await ask(db, made);
    await grant(db, made, held.id, { lastsMs: hour });
    const [claimed] = await claim(db);
    await db.database.transaction(async (tx) => {
      await moveGrant(tx, claimed!, 'active', { at: at(0) });
      await moveGrant(tx, claimed!, 'ending', { at: at(hour) });
      await moveGrant(tx, claimed!, 'ended', { at: at(hour) });
    });
    const denied = await ask(db, made);
    await close(denied.id, 'denied', 1_000);
    await ask(db, made, { targetId: made.targets.prodRw.id });
    const day = 24 * hour;
    for (const [later, heldTimes, before] of [
      [1_000 + day, 1, { number: denied.number, at: at(1_000) }],
      [1_001 + day, 1, null],
      [hour + 30 * day - 1, 1, null],
      [hour + 30 * day, 0, null],
    ] as const) {
      await db.setNow(at(later));
      const { id } = await ask(db, made, { decideWithinS: day / 1000 });
      expect(await snapshot(id)).toMatchObject({ heldLast30Days: heldTimes, deniedLately: before });
    }
  });

  it('tells whether this target was ever decided on before for the subject, however long ago', async () => {
    const first = await ask(db, made);
    await close(first.id, 'denied', 1_000);
    // Nobody decided on what Cara took back.
    const { id: cara } = made.persons.cara;
    const taken = await ask(db, made, { requesterId: cara, subjectId: cara });
    await close(taken.id, 'withdrawn', 1_000);
    const over = await ask(db, made, { requesterId: cara, subjectId: cara });
    await close(over.id, 'expired', 1_000);
    const elsewhere = await ask(db, made, { targetId: made.targets.prodRw.id });
    const another = await ask(db, made, {
      requesterId: made.persons.ben.id,
      subjectId: made.persons.ben.id,
    });
    await db.setNow(at(400 * 24 * hour));
    const second = await ask(db, made);
    const next = await ask(db, made, { requesterId: cara, subjectId: cara });
    for (const [{ id }, askedBefore] of [
      [next, false],
      [first, false],
      [elsewhere, false],
      [another, false],
      [second, true],
    ] as const) {
      expect(await snapshot(id)).toMatchObject({ askedBefore });
    }
  });

  it('finds a denial since it was asked, until it is closed itself', async () => {
    const denied = await ask(db, made);
    const open = await ask(db, made);
    const closed = await ask(db, made);
    const elsewhere = await ask(db, made, { targetId: made.targets.prodRw.id });
    await close(closed.id, 'withdrawn', 1_999);
    await close(denied.id, 'denied', 2_000);
    await db.setNow(at(3_000));
    for (const [{ id }, deniedLately] of [
      [open, { number: denied.number, at: at(2_000) }],
      [denied, null],
      [closed, null],
      [elsewhere, null],
    ] as const) {
      expect(await snapshot(id)).toMatchObject({ deniedLately });
    }
  });

  it('tells through which other request the subject holds the same right now', async () => {
    const held = await ask(db, made);
    await grant(db, made, held.id, { lastsMs: hour });
    const again = await ask(db, made);
    const elsewhere = await ask(db, made, { targetId: made.targets.prodRw.id });
    expect((await snapshot(again.id))?.heldThrough).toBeNull();
    const [claimed] = await claim(db);
    await db.database.transaction((tx) => moveGrant(tx, claimed!, 'active', { at: at(0) }));
    const through = { number: held.number, until: at(hour) };
    expect((await snapshot(again.id))?.heldThrough).toEqual(through);
    expect((await snapshot(elsewhere.id))?.heldThrough).toBeNull();
    expect((await snapshot(held.id))?.heldThrough).toBeNull();
    await db.database.transaction((tx) => moveGrant(tx, claimed!, 'ending', { at: at(hour) }));
    expect((await snapshot(again.id))?.heldThrough).toBeNull();
  });

  it('comes in the order that was asked for, and without those that are not there', async () => {
    const one = await ask(db, made);
    const two = await ask(db, made);
    const found = await db.database.read((tx) =>
      loadSnapshots(tx, made.organisationId, [two.id, made.groupId, one.id]),
    );
    expect(found.map(({ id }) => id)).toEqual([two.id, one.id]);
  });
});

describe('lists', () => {
  it('hold what a person holds or is about to, the first to end first', async () => {
    const late = await ask(db, made);
    const soon = await ask(db, made, { targetAccount: 'a' });
    const over = await ask(db, made, { targetAccount: 'b' });
    await grant(db, made, late.id, { lastsMs: 3 * hour });
    await grant(db, made, soon.id, { startsInMs: 1, lastsMs: hour });
    await grant(db, made, over.id);
    const claims = await db.database.transaction((tx) =>
      claimDueGrants(tx, { holder: 'one', limit: 10, leaseMs: 1_000 }),
    );
    const failing = claims.find(({ requestId }) => requestId === over.id)!;
    await db.database.transaction((tx) => moveGrant(tx, failing, 'failed', { at: at(0) }));
    expect(await list(heldBy, made.persons.ana.id)).toEqual([soon.id, late.id]);
    expect(await list(heldBy, made.persons.ben.id)).toEqual([]);
  });

  it('do not let merged accounts decide on their own request', async () => {
    const { id } = await ask(db, made);
    const { ana, ben } = made.persons;
    expect(await waiting(db, made, ben.id)).toEqual([id]);
    await db.query('update elevate.persons set merged_into = $1 where id = $2', [ben.id, ana.id]);
    expect(await waiting(db, made, ben.id)).toEqual([]);
    expect(await list(heldBy, ben.id)).toEqual([]);
    expect((await snapshot(id))?.requester).toEqual(ben);
  });

  it('hold what a person asked for, the newest first, for 7 days after it closed', async () => {
    const old = await ask(db, made);
    await close(old.id, 'denied');
    await db.advance(1);
    const open = await ask(db, made);
    const asked = (limit: number) =>
      db.database.read((tx) => askedBy(tx, made.organisationId, made.persons.ana.id, limit));
    expect(await asked(10)).toEqual([open.id, old.id]);
    expect(await asked(1)).toEqual([open.id]);
    await db.setNow(at(7 * 24 * hour - 1));
    expect(await asked(10)).toEqual([open.id, old.id]);
    await db.advance(1);
    expect(await asked(10)).toEqual([open.id]);
  });
});

describe('requests', () => {
  it('are numbered from 1 in each organisation, by many at once without a gap or a twin', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => ask(db, made)));
    expect(numbers.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });

  it('are locked by number: the second waits for what the first wrote', async () => {
    const { id, number } = await ask(db, made);
    const lock = () =>
      db.database.transaction(async (tx) => {
        const locked = await lockRequest(tx, made.organisationId, number);
        if (locked?.state === 'pending') {
          await moveRequest(tx, made.organisationId, id, 'withdrawn', at(0));
        }
        return locked;
      });
    const answers = await Promise.all([lock(), lock(), lock()]);
    expect(answers.map((answer) => answer?.state).sort()).toEqual([
      'pending',
      'withdrawn',
      'withdrawn',
    ]);
    for (const none of [999, Number.NaN]) {
      const locked = db.database.transaction((tx) => lockRequest(tx, made.organisationId, none));
      expect(await locked).toBeNull();
    }
  });

  it('are due once nobody has decided in time, unless somebody has them locked', async () => {
    const { id, number } = await ask(db, made, { decideWithinS: 1 });
    const due = () =>
      db.database.transaction(async (tx) =>
        (await duePending(tx, 10)).filter((one) => one.organisationId === made.organisationId),
      );
    await db.advance(999);
    expect(await due()).toEqual([]);
    await db.advance(1);
    const found = { organisationId: made.organisationId, id, decideBy: at(1_000) };
    expect(await due()).toEqual([found]);
    await db.database.transaction(async (tx) => {
      await lockRequest(tx, made.organisationId, number);
      expect(await due()).toEqual([]);
    });
    await close(id, 'expired', 1_000);
    expect(await due()).toEqual([]);
  });
});
