import { now } from '../../src/store/clock';
import { seed, testDatabase, testStart, type TestDatabase } from '../support/database';

describe('the test database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('stands still until it is moved, and runs by itself when asked to', async () => {
    expect(await db.database.read(now)).toEqual(testStart);
    await db.advance(1_500);
    expect(await db.database.read(now)).toEqual(new Date(testStart.getTime() + 1_500));
    await db.setNow(new Date('2027-01-01T00:00:00.000Z'));
    expect(await db.database.read(now)).toEqual(new Date('2027-01-01T00:00:00.000Z'));
    await db.realTime();
    expect(Math.abs((await db.database.read(now)).getTime() - Date.now())).toBeLessThan(5_000);
    await expect(db.advance(1)).rejects.toThrow('setNow');
  });

  it('holds the people of the story once it is seeded', async () => {
    const { organisationId } = await seed(db);
    const people = await db.query('select name from elevate.persons order by key');
    expect(people).toEqual(['Ana', 'Ben', 'Cara', 'Dan', 'Eve'].map((name) => ({ name })));
    const groups = await db.query('select organisation_id, name from elevate.approver_groups');
    expect(groups).toEqual([{ organisation_id: organisationId, name: 'Exchange approvers' }]);
  });
});
