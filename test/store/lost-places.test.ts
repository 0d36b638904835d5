import { v7 as uuidv7 } from 'uuid';
import { lostPlaces, recordBack, recordLoss } from '../../src/store/lost-places';
import { testDatabase, type TestDatabase } from '../support/database';
import { seed, type Seed } from '../support/seed';

let db: TestDatabase;
let made: Seed;
beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());

const why = { kind: 'not-in-channel', code: 'not_in_channel' } as const;

function loses(id = made.channels.slack.id): Promise<string | null> {
  const place = { ...made.channels.slack, id, scope: 'channel' } as const;
  return db.database.transaction((tx) => recordLoss(tx, made.organisationId, place, why));
}

it('a place is lost once at a time, and comes back once', async () => {
  const id = await loses();
  expect(await loses()).toBeNull();
  const back = () => db.database.transaction((tx) => recordBack(tx, made.organisationId, id ?? ''));
  expect(await db.database.read((tx) => lostPlaces(tx, made.organisationId))).toMatchObject([
    { id, kind: 'not-in-channel', names: ['Exchange approvers'], backAt: null },
  ]);
  expect(await back()).toBe(true);
  expect(await back()).toBe(false);
  expect(await loses()).not.toBeNull();
});

it.each([
  [`update elevate.lost_places set kind = 'channel-gone' where id = $1`, /nothing else of it/],
  [`update elevate.lost_places set back_at = lost_at - interval '1 second' where id = $1`, /check/],
  ['delete from elevate.lost_places where id = $1', /lost_places/],
])('is history that stays: %s', async (sql, refusal) => {
  const id = await loses(uuidv7());
  await expect(db.query(sql, [id])).rejects.toThrow(refusal);
});
