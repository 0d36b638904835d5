/** When people usually ask, as a snapshot tells it. */
import { loadSnapshot } from '../../src/store/snapshots';
import { moveRequest } from '../../src/store/requests';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask, hour } from './story';

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

function at(ms: number): Date {
  return new Date(testStart.getTime() + ms);
}

function snapshot(id: string) {
  return db.database.read((tx) => loadSnapshot(tx, made.organisationId, { id }));
}

function close(id: string, to: 'denied', after: number): Promise<void> {
  return db.database.transaction((tx) => moveRequest(tx, made.organisationId, id, to, at(after)));
}

describe('a snapshot', () => {
  it('finds an hour unusual at which whoever asks, and asked five times of late, never asked', async () => {
    const day = 24 * hour;
    const { ana, ben } = made.persons;
    /** Ana asks at 14:02, on days from the start. */
    const decided = async (...days: number[]) => {
      for (const after of days) {
        await db.setNow(at(after * day));
        const { id } = await ask(db, made, { targetId: made.targets.prodRw.id, subjectId: ben.id });
        await close(id, 'denied', after * day);
      }
    };
    const isUnusual = async (after: number, requesterId = ana.id) => {
      await db.setNow(at(after));
      const { id } = await ask(db, made, { requesterId, subjectId: ana.id });
      return (await snapshot(id))?.atUnusualHour;
    };
    await decided(0, 1, 2, 3);
    expect(await isUnusual(4 * day + 12 * hour)).toBe(false);
    await decided(5);
    expect(await isUnusual(5 * day + 2 * hour)).toBe(false);
    expect(await isUnusual(5 * day + 2 * hour + 1_000)).toBe(true);
    // What was asked there before, and not decided, makes it no more usual.
    expect(await isUnusual(6 * day - 2 * hour - 1_000)).toBe(true);
    expect(await isUnusual(6 * day - 2 * hour)).toBe(false);
    expect(await isUnusual(6 * day + 12 * hour, ben.id)).toBe(false);
    // The first of the five is 90 days old here, and more than that a moment later.
    expect(await isUnusual(90 * day - 4 * hour)).toBe(true);
    expect(await isUnusual(90 * day + 4 * hour)).toBe(false);
  });

  it('takes the day for a circle: before and after midnight are close', async () => {
    const day = 24 * hour;
    // The start is at 14:02 in UTC; this is at 23:32.
    const late = 9.5 * hour;
    for (let after = late; after < 5 * day; after += day) {
      await db.setNow(at(after));
      const { id } = await ask(db, made);
      await close(id, 'denied', after);
    }
    for (const [later, atUnusualHour] of [
      [2 * hour, false],
      [2 * hour + 1_000, true],
      [22 * hour - 1_000, true],
      [22 * hour, false],
    ] as const) {
      await db.setNow(at(late + 5 * day + later));
      const { id } = await ask(db, made);
      expect(await snapshot(id)).toMatchObject({ atUnusualHour });
    }
  });
});
