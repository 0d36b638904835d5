import { elevate } from '../support/command-line';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { makeOwners } from '../../src/workflow/make-owners';

describe('doctor', () => {
  let db: TestDatabase;
  let made: Seed;
  beforeAll(async () => {
    db = await testDatabase({ poolSize: 2 });
    made = await seed(db);
  });
  afterAll(() => db.drop());

  const doctor = async (owners: string) =>
    (await elevate('doctor', { DATABASE_URL: db.url, ELEVATE_OWNERS: owners })).said;

  test('says that there is no owner, and what to set', async () => {
    expect(await doctor('')).toMatch(/ATTEND +no owner: set ELEVATE_OWNERS, for example slack:T/u);
  }, 30_000);

  test('names accounts that are tied to nobody, and people who are disabled', async () => {
    const said = await doctor('slack:T0001/U0NOBODY,slack:T0001/U0EVE,slack:T0001/U0DAN');
    expect(said).toMatch(/ATTEND +ELEVATE_OWNERS names slack:T0001\/U0NOBODY, which is tied to/u);
    expect(said).toMatch(/ATTEND +ELEVATE_OWNERS names Eve \(eve@example.com\), who is disabled/u);
    expect(said).toMatch(/ok +no owner yet; serve makes these: dan@example.com/u);
  }, 30_000);

  test('says who they are', async () => {
    await makeOwners(db.database, made.organisationId, [made.accounts.cara.slack]);
    expect(await doctor('slack:T0001/U0DAN')).toMatch(/ok +owners: cara@example.com/u);
  }, 30_000);
});
