import { v7 as uuidv7 } from 'uuid';
import { claimDueGrants } from '../../src/store/claim-grants';
import { moveGrant, recordHeldBefore } from '../../src/store/grants';
import { lookBack, overdueFor } from '../../src/store/history';
import { holdersOf } from '../../src/store/holders';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, grant, hour, type AskChanges } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
});
// Each test has an organisation of its own, which no query may look out of.
beforeEach(async () => {
  await db.setNow(testStart);
  await db.query('delete from elevate.right_leases');
  await db.query('delete from elevate.grants');
  made = await seed(db);
});
afterAll(() => db.drop());

const merge = (from: string, into: string) =>
  db.query('update elevate.persons set merged_into = $2 where id = $1', [from, into]);

function back(personId: string, before: number | null = null, limit = 10): Promise<string[]> {
  return db.database.read((tx) => lookBack(tx, made.organisationId, personId, { before, limit }));
}

/** A right that is active for an hour from now. */
async function holds(changes: AskChanges = {}, lastsMs = hour): Promise<string> {
  const { id } = await ask(db, made, changes);
  await grant(db, made, id, { lastsMs });
  await db.database.transaction(async (tx) => {
    const [claim] = await claimDueGrants(tx, { holder: uuidv7(), limit: 1, leaseMs: 1 });
    await recordHeldBefore(tx, claim!, false);
    await moveGrant(tx, claim!, 'active', { at: testStart });
  });
  return id;
}

describe('looking back', () => {
  it('has what was asked, what was received, and what the group decides, newest first, each once', async () => {
    const { ana, ben, cara, dan } = made.persons;
    const first = await ask(db, made);
    const forDan = await ask(db, made, { subjectId: dan.id });
    const byBen = await ask(db, made, { requesterId: ben.id, subjectId: ben.id });
    expect(await back(ana.id)).toEqual([forDan.id, first.id]);
    expect(await back(dan.id)).toEqual([forDan.id]);
    expect(await back(ben.id)).toEqual([byBen.id, forDan.id, first.id]);
    expect(await back(cara.id)).toEqual([byBen.id, forDan.id, first.id]);
  });

  it('begins below a number and ends at a limit', async () => {
    const asked = [await ask(db, made), await ask(db, made), await ask(db, made)];
    const [first, second, third] = asked.map(({ id }) => id);
    for (const { id } of [made.persons.ana, made.persons.ben]) {
      expect(await back(id, 3)).toEqual([second, first]);
      expect(await back(id, null, 2)).toEqual([third, second]);
      expect(await back(id, 1)).toEqual([]);
    }
  });

  it('is one for merged persons', async () => {
    const { id } = await ask(db, made);
    await merge(made.persons.ana.id, made.persons.dan.id);
    expect(await back(made.persons.dan.id)).toEqual([id]);
  });

  it('leaves a disabled approver what is their own', async () => {
    const { ben } = made.persons;
    await ask(db, made);
    const own = await ask(db, made, { requesterId: ben.id, subjectId: ben.id });
    await db.query('update elevate.persons set disabled_at = now() where id = $1', [ben.id]);
    expect(await back(ben.id)).toEqual([own.id]);
  });

  it('stays within the organisation', async () => {
    const before = made;
    const asked = await ask(db, made);
    made = await seed(db);
    expect(await back(before.persons.ana.id)).toEqual([]);
    made = before;
    expect(await back(before.persons.ana.id)).toEqual([asked.id]);
  });
});

describe('holders', () => {
  const holders = () =>
    db.database.read((tx) => holdersOf(tx, made.organisationId, made.targets.searchMailbox.id));

  it('are those whose right was read as there, each once, with their last end', async () => {
    const { ana, dan } = made.persons;
    await holds({}, hour);
    await holds({}, 3 * hour);
    await holds({ requesterId: dan.id, subjectId: dan.id, targetAccount: 'dan' }, 2 * hour);
    const { id } = await ask(db, made);
    await grant(db, made, id);
    const until = (hours: number) => new Date(testStart.getTime() + hours * hour);
    expect(await holders()).toEqual([
      { person: dan, scope: '', until: until(2), glass: false },
      { person: ana, scope: '', until: until(3), glass: false },
    ]);
  });

  it('are still there while it is being taken away, since when it should be gone', async () => {
    await holds();
    const endingAt = new Date(testStart.getTime() + 60_000);
    await db.query(
      `update elevate.grants set state = 'ending', ending_at = $1, end_cause = 'relinquished'`,
      [endingAt],
    );
    expect(await holders()).toEqual([
      { person: made.persons.ana, scope: '', until: endingAt, glass: false },
    ]);
  });

  it('are no more once it has ended, and are none of another target', async () => {
    await holds({ targetId: made.targets.prodRw.id });
    expect(await holders()).toEqual([]);
    await holds();
    await db.query(`update elevate.grants set state = 'ending', end_cause = 'expired'`);
    await db.query(
      `update elevate.grants set state = 'ended', ended_at = now(), next_attempt_at = null`,
    );
    expect(await holders()).toEqual([]);
  });

  it('are survivors of merges', async () => {
    await holds();
    await merge(made.persons.ana.id, made.persons.dan.id);
    expect(await holders()).toMatchObject([{ person: { name: 'Dan' } }]);
  });
});

describe('what is overdue for an approver', () => {
  const due = (personId: string) =>
    db.database.read((tx) => overdueFor(tx, made.organisationId, personId));

  it('is what is past its end and still there, in their groups, and not their own', async () => {
    const { ana, ben, cara, dan } = made.persons;
    const id = await holds();
    const own = await holds({ requesterId: ben.id, subjectId: ben.id, targetAccount: 'ben' });
    expect(await due(cara.id)).toEqual([]);
    await db.advance(hour + 1);
    expect((await due(cara.id)).sort()).toEqual([id, own].sort());
    expect(await due(ben.id)).toEqual([id]);
    for (const { id: other } of [ana, dan]) expect(await due(other)).toEqual([]);
  });

  it('is nothing for an approver who is disabled', async () => {
    const { cara } = made.persons;
    await holds();
    await db.advance(hour + 1);
    await db.query('update elevate.persons set disabled_at = now() where id = $1', [cara.id]);
    expect(await due(cara.id)).toEqual([]);
  });
});
