import { moveRequest } from '../../src/store/requests';
import { pastRequests } from '../../src/store/past-requests';
import { type PastRequest } from '../../src/elevation/past-fate';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, decide, grant, type AskChanges, type Asked } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 2 });
});
// Each test has an organisation of its own, which no query may look out of.
beforeEach(async () => {
  await db.setNow(testStart);
  made = await seed(db);
});
afterAll(() => db.drop());

function found(
  limit = 10,
  targets = [made.targets.searchMailbox.id],
): Promise<readonly PastRequest[]> {
  return db.database.read((tx) =>
    pastRequests(tx, made.organisationId, { targetIds: targets, limit }),
  );
}

const numbers = async (limit?: number, targets?: string[]) =>
  (await found(limit, targets)).map(({ number }) => number);

const later = (minutes: number) => new Date(testStart.getTime() + minutes * 60_000);

const close = (id: string, state: 'denied' | 'withdrawn' | 'expired', at: Date = testStart) =>
  db.database.transaction((tx) => moveRequest(tx, made.organisationId, id, state, at));

/** Asked, and denied by Ben. */
async function denied(changes: AskChanges = {}): Promise<Asked> {
  const asked = await ask(db, made, changes);
  await decide(db, made, asked.id, { verdict: 'deny', comment: 'no' });
  await close(asked.id, 'denied');
  return asked;
}

describe('past requests', () => {
  it('are those that are over, of these targets, in this organisation, the newest first', async () => {
    await denied();
    const other = await ask(db, made, { targetId: made.targets.prodRw.id });
    await close(other.id, 'withdrawn');
    await ask(db, made);
    const third = await ask(db, made);
    await close(third.id, 'expired');
    expect(await numbers()).toEqual([4, 1]);
    expect(await numbers(1)).toEqual([4]);
    expect(await numbers(10, [made.targets.prodRw.id])).toEqual([2]);
    expect(await numbers(10, [])).toEqual([]);
    const elsewhere = await seed(db);
    expect(await numbers(10, [elsewhere.targets.searchMailbox.id])).toEqual([]);
  });

  it('say what was asked, what was decided and by whom, for which group', async () => {
    const { ana, ben } = made.persons;
    await denied();
    expect(await found()).toEqual([
      {
        number: 1,
        requester: ana,
        subject: ana,
        target: made.targets.searchMailbox,
        scope: '',
        durationS: 14_400,
        durationWasDefault: false,
        startAt: null,
        fixedEnd: null,
        reason: 'Phishing clean-up',
        ticket: null,
        acceptedAt: null,
        askedAt: testStart,
        targetAccount: 'ana',
        lastDeniedAt: null,
        undeliverable: [],
        extends: null,
        decisions: [
          {
            person: ben,
            stage: 1,
            verdict: 'deny',
            comment: 'no',
            durationS: null,
            decidedAt: testStart,
            groupId: made.groupId,
          },
        ],
      },
    ]);
  });

  it('know when the subject had been denied the same last, before it was asked and not after', async () => {
    const { ana, dan } = made.persons;
    await denied();
    await denied({ subjectId: dan.id });
    await db.setNow(later(60));
    const second = await ask(db, made);
    await close(second.id, 'withdrawn', later(60));
    await db.setNow(later(70));
    await denied({ requesterId: ana.id });
    await db.setNow(later(80));
    const third = await ask(db, made, { subjectId: dan.id });
    await close(third.id, 'withdrawn', later(80));
    const all = new Map((await found()).map((one) => [one.number, one.lastDeniedAt]));
    expect([all.get(1), all.get(second.number), all.get(third.number)]).toEqual([
      null,
      testStart,
      testStart,
    ]);
  });

  it('have people as survivors of merges', async () => {
    const { ben, cara } = made.persons;
    await denied();
    await db.query('update elevate.persons set merged_into = $2 where id = $1', [ben.id, cara.id]);
    expect((await found())[0]!.decisions[0]!.person.id).toBe(cara.id);
  });

  it('do not know for which group somebody decided where another had been asked as well', async () => {
    const asked = await ask(db, made);
    await db.query(
      `insert into elevate.asked_groups (organisation_id, request_id, group_id, why, stage, asked_at)
       values ($1, $2, $3, 'undeliverable', 1, $4)`,
      [made.organisationId, asked.id, made.groupId, testStart],
    );
    await decide(db, made, asked.id);
    await close(asked.id, 'withdrawn');
    const [one] = await found();
    expect(one!.decisions[0]!.groupId).toBeNull();
    expect(one!.undeliverable).toEqual([{ groupId: made.groupId, stage: 1, at: testStart }]);
  });

  it('of more time on a grant say when the first began and when it ended', async () => {
    const base = await ask(db, made);
    const grantId = await grant(db, made, base.id);
    const more = await ask(db, made);
    await db.query('alter table elevate.requests disable trigger user');
    await db.query(
      `update elevate.requests set kind = 'extension', extends_grant_id = $2, extends_since = $3
       where id = $1`,
      [more.id, grantId, testStart],
    );
    await db.query('alter table elevate.requests enable trigger user');
    await close(more.id, 'withdrawn');
    expect((await found())[0]!.extends).toEqual({
      grantId,
      number: 1,
      since: testStart,
      endsAt: later(240),
    });
  });
});
