/** What waits for one person, whichever of it SQL cannot tell. */
import { factsDigest } from '../../src/elevation/digest';
import { type RequestSnapshot } from '../../src/elevation/model';
import { moveRequest } from '../../src/store/requests';
import { loadSnapshot } from '../../src/store/snapshots';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, decide, hour, waiting } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await db.setNow(testStart);
  made = await seed(db);
});
afterAll(() => db.drop());

async function read(id: string): Promise<RequestSnapshot> {
  const found = await db.database.read((tx) => loadSnapshot(tx, made.organisationId, { id }));
  return found!;
}

it('holds what waits for a member who has not decided and is not concerned, while there is time', async () => {
  const { ana, ben, cara, dan } = made.persons;
  const first = await ask(db, made, { decideWithinS: 7200 });
  const urgent = await ask(db, made, { decideWithinS: 3600 });
  const own = await ask(db, made, { requesterId: ben.id, subjectId: ben.id });
  const forBen = await ask(db, made, { subjectId: ben.id });
  const closed = await ask(db, made);
  await db.database.transaction((tx) =>
    moveRequest(tx, made.organisationId, closed.id, 'withdrawn', testStart),
  );
  expect(await waiting(db, made, ben.id)).toEqual([urgent.id, first.id]);
  expect(await waiting(db, made, cara.id)).toEqual([urgent.id, first.id, own.id, forBen.id]);
  for (const nobody of [ana.id, dan.id]) expect(await waiting(db, made, nobody)).toEqual([]);
  const digest = factsDigest(await read(first.id));
  await decide(db, made, first.id, { digest });
  expect(await waiting(db, made, ben.id)).toEqual([urgent.id]);
  await db.setNow(new Date(testStart.getTime() + hour));
  expect(await waiting(db, made, ben.id)).toEqual([]);
  await db.query('update elevate.persons set disabled_at = now() where id = $1', [cara.id]);
  expect(await waiting(db, made, cara.id)).toEqual([]);
});

it('holds what waits although whole pages of what is more urgent do not wait for this person', async () => {
  const { ben } = made.persons;
  const last = await ask(db, made, { decideWithinS: 7200 });
  for (let count = 0; count < 201; count += 1) {
    const { id } = await ask(db, made, { decideWithinS: 3600 });
    await decide(db, made, id, { digest: factsDigest(await read(id)) });
  }
  expect(await waiting(db, made, ben.id)).toEqual([last.id]);
});
