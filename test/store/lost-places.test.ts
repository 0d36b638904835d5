import { v7 as uuidv7 } from 'uuid';
import { lostAmong, lostPlaces, recordBack, recordLoss } from '../../src/store/lost-places';
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
  expect(await db.database.read((tx) => lostPlaces(tx, made.organisationId, 9))).toMatchObject({
    places: [{ id, kind: 'not-in-channel', names: ['Exchange approvers'], backAt: null }],
    more: 0,
  });
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

describe('many lost places', () => {
  const lost = 2_000;
  beforeAll(async () => {
    await db.query(
      `insert into elevate.lost_places
         (organisation_id, platform, tenant, scope, place_id, id, kind, code, lost_at)
       select $1, 'teams', $2, 'channel', 'u' || n, gen_random_uuid(), 'app-removed', 'x',
         elevate.now() + n * interval '1 second'
       from generate_series(1, ${lost}) n`,
      [made.organisationId, made.channels.teams.tenant],
    );
  });

  it('are looked at one by one: itself, and all of its workspace', async () => {
    const { organisationId } = made;
    const place = { ...made.channels.teams, scope: 'channel', id: 'u7' } as const;
    const elsewhere = { ...place, id: 'nowhere' };
    const among = (...places: (typeof place | typeof elsewhere)[]) =>
      db.database.read((tx) => lostAmong(tx, organisationId, places));
    expect(await among(place, elsewhere)).toMatchObject([{ place, kind: 'app-removed' }]);
    expect(await among(elsewhere)).toEqual([]);
    expect(await among()).toEqual([]);
    const all = { ...place, scope: 'workspace', id: '' } as const;
    await db.database.transaction((tx) => recordLoss(tx, organisationId, all, why));
    expect(await among(elsewhere)).toMatchObject([{ place: all }]);
  });

  it('are told by the newest that somebody misses, and by how many more of these there are', async () => {
    const { organisationId, channels } = made;
    const fallback = ['u1', 'u2', 'u3'].map((id) => ({ ...channels.teams, id }));
    await db.query(
      `insert into elevate.settings (organisation_id, version, value)
       select organisation_id, 2, value || jsonb_build_object('fallbackChannels', $1::jsonb)
       from elevate.settings`,
      [JSON.stringify(fallback)],
    );
    const read = (most: number) => db.database.read((tx) => lostPlaces(tx, organisationId, most));
    const { places, more } = await read(2);
    expect(places.map(({ place }) => place.id)).toEqual(['u3', 'u2']);
    const all = await read(99);
    expect(all).toMatchObject({ more: 0 });
    expect(all.places.map(({ place }) => place.id)).not.toContain('u4');
    expect(more).toBe(all.places.length - 2);
  });
});
