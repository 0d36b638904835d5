/** Roles as they are stored, and what the database refuses whatever the code above it does. */
import { type Role } from '../../src/elevation/roles';
import { giveRole, roleHolders, takeRolesOfRemoved } from '../../src/store/roles';
import { type PersonKey } from '../support/seed';
import { giveBack, seed, takeTestDatabase, dropFreeDatabases } from '../support/database';
import { testStart, type Seed, type TestDatabase } from '../support/database';

let db: TestDatabase;
let made: Seed;

beforeEach(async () => {
  db = await takeTestDatabase();
  made = await seed(db);
});
afterEach(() => giveBack(db));
afterAll(dropFreeDatabases);

const lastOwner = { code: '23514', constraint: 'role_holdings_last_owner_stays' };

function give(
  person: PersonKey,
  role: Role,
  by: PersonKey | null = null,
  at = testStart,
): Promise<void> {
  const { persons } = made;
  const given = { person: persons[person], role, at, by: by && persons[by] };
  return db.database.transaction((tx) => giveRole(tx, made.organisationId, given));
}

const takeSql = `update elevate.role_holdings set taken_at = elevate.now(), taken_by = $1
  where person_id = $2 and role = $3 and taken_at is null`;

function take(person: PersonKey, role: Role, by: PersonKey): Promise<unknown> {
  return db.query(takeSql, [made.persons[by].id, made.persons[person].id, role]);
}

async function present(): Promise<string[]> {
  const found = await db.database.read((tx) => roleHolders(tx, made.organisationId));
  return found.map(({ person, role, by }) => `${person.name} ${role} by ${by?.name ?? 'Elevate'}`);
}

function merge(from: PersonKey, into: PersonKey): Promise<unknown> {
  const { persons } = made;
  const sql = 'update elevate.persons set merged_into = $2 where id = $1';
  return db.query(sql, [persons[from].id, persons[into].id]);
}

describe('who has a role', () => {
  it('is listed by role and name, with who gave it', async () => {
    await give('dan', 'owner');
    await give('cara', 'auditor', 'dan');
    await give('ben', 'admin', 'dan');
    await give('ana', 'owner', 'dan');
    expect(await present()).toEqual([
      'Ana owner by Dan',
      'Dan owner by Elevate',
      'Ben admin by Dan',
      'Cara auditor by Dan',
    ]);
  });

  it('is the survivor once, after persons were merged', async () => {
    await give('dan', 'owner');
    await give('ana', 'owner', 'dan');
    await merge('ana', 'dan');
    expect(await present()).toEqual(['Dan owner by Elevate']);
  });

  it('no longer has it once it was taken, while the row tells from when until when, and by whom', async () => {
    await give('dan', 'owner');
    await give('ana', 'auditor', 'dan');
    await db.advance(60_000);
    await take('ana', 'auditor', 'dan');
    expect(await present()).toEqual(['Dan owner by Elevate']);
    const history = `select given_at, given_by, taken_at, taken_by from elevate.role_holdings
      where person_id = $1`;
    expect(await db.query(history, [made.persons.ana.id])).toEqual([
      {
        given_at: testStart,
        given_by: made.persons.dan.id,
        taken_at: new Date(testStart.getTime() + 60_000),
        taken_by: made.persons.dan.id,
      },
    ]);
    await give('ana', 'auditor', 'dan', new Date(testStart.getTime() + 60_000));
    expect(await present()).toContain('Ana auditor by Dan');
  });
});

describe('the database', () => {
  it('keeps the last owner, also when others are disabled or are the same person', async () => {
    await give('dan', 'owner');
    await expect(take('dan', 'owner', 'dan')).rejects.toMatchObject(lastOwner);
    await give('eve', 'owner', 'dan');
    await expect(take('dan', 'owner', 'dan')).rejects.toMatchObject(lastOwner);
    await give('ana', 'owner', 'dan');
    await merge('ana', 'dan');
    await expect(take('dan', 'owner', 'dan')).rejects.toMatchObject(lastOwner);
    await give('ben', 'owner', 'dan');
    await take('dan', 'owner', 'ben');
    await expect(take('ben', 'owner', 'ben')).resolves.toBeDefined();
  });

  it('lets an owner go who is disabled, as long as another can act', async () => {
    await give('dan', 'owner');
    await give('eve', 'owner', 'dan');
    await take('eve', 'owner', 'dan');
    expect(await present()).toEqual(['Dan owner by Elevate']);
  });

  it('does not let two owners take the role from each other at the same moment', async () => {
    await give('dan', 'owner');
    await give('ana', 'owner', 'dan');
    const both = await Promise.allSettled([
      take('ana', 'owner', 'dan'),
      take('dan', 'owner', 'ana'),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await present()).toHaveLength(1);
  });

  it('does not let one statement take it from all', async () => {
    await give('dan', 'owner');
    await give('ana', 'owner', 'dan');
    const all = `update elevate.role_holdings set taken_at = elevate.now(), taken_by = person_id`;
    await expect(db.query(all)).rejects.toMatchObject(lastOwner);
    expect(await present()).toHaveLength(2);
  });

  it('lets Elevate make owners only while nobody can act as one, several at one moment', async () => {
    await give('eve', 'owner');
    const later = new Date(testStart.getTime() + 1);
    await give('dan', 'owner', null, later);
    await give('ana', 'owner', null, later);
    const third = give('ben', 'owner', null, new Date(later.getTime() + 1));
    await expect(third).rejects.toMatchObject({
      code: '23514',
      constraint: 'role_holdings_first_owners_only',
    });
  });

  it('lets nobody but a person give the other roles, and each role to a person once', async () => {
    await expect(give('dan', 'admin')).rejects.toMatchObject({
      constraint: 'role_holdings_given_by_a_person',
    });
    await give('dan', 'owner');
    await expect(give('dan', 'owner', 'dan')).rejects.toMatchObject({
      constraint: 'role_holdings_once',
    });
  });

  it.each([
    ['who has it', `person_id = given_by`],
    ['the role', `role = 'admin'`],
    ['who gave it', 'given_by = person_id'],
    ['since when', `given_at = given_at - interval '1 day'`],
  ])('changes nothing of a role but that it is taken: %s', async (_what, change) => {
    await give('dan', 'owner');
    await give('ana', 'auditor', 'dan');
    const sql = `update elevate.role_holdings set ${change} where role = 'auditor'`;
    await expect(db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets nobody take a role from whoever is there, and from whoever was removed also the last', async () => {
    await give('dan', 'owner');
    const taking = `update elevate.role_holdings set taken_at = elevate.now() where role = 'owner'`;
    await expect(db.query(taking)).rejects.toMatchObject({
      constraint: 'role_holdings_taken_by_a_person',
    });
    await db.query(
      `update elevate.persons set removed_at = elevate.now(), disabled_at = elevate.now()
       where id = $1`,
      [made.persons.dan.id],
    );
    await db.query(taking);
    expect(await present()).toEqual([]);
  });

  it('takes from whoever was removed what somebody merged into them was given, and says it once', async () => {
    await give('dan', 'owner');
    await give('ana', 'owner', 'dan');
    await give('ben', 'owner', 'dan');
    await give('cara', 'auditor', 'dan');
    await merge('ben', 'ana');
    await merge('cara', 'ana');
    const ana = made.persons.ana.id;
    await db.query('update elevate.persons set removed_at = elevate.now() where id <> $1', [ana]);
    const taken = (): Promise<unknown> =>
      db.database.transaction((tx) => takeRolesOfRemoved(tx, made.organisationId));
    await db.query('update elevate.persons set removed_at = null where id = $1', [
      made.persons.dan.id,
    ]);
    // Whose row is gone counts for nothing: they are Ana now, and she is there.
    expect(await taken()).toEqual([]);
    await db.query('update elevate.persons set removed_at = elevate.now() where id = $1', [ana]);
    expect(await taken()).toEqual([
      { personId: ana, role: 'auditor' },
      { personId: ana, role: 'owner' },
    ]);
    await db.query('update elevate.persons set removed_at = null where id = $1', [ana]);
    expect(await present()).toEqual(['Dan owner by Elevate']);
  });

  it('gives back nothing that was taken, and removes no row', async () => {
    await give('dan', 'owner');
    await give('ana', 'auditor', 'dan');
    await take('ana', 'auditor', 'dan');
    const back = `update elevate.role_holdings set taken_at = null, taken_by = null
      where role = 'auditor'`;
    const refused = { code: '42501' };
    await expect(db.query(back)).rejects.toMatchObject(refused);
    await expect(db.query('delete from elevate.role_holdings')).rejects.toMatchObject(refused);
    await expect(db.query('truncate elevate.role_holdings')).rejects.toMatchObject(refused);
    const unsaid = `insert into elevate.role_holdings
        (organisation_id, id, person_id, role, given_by, taken_at, taken_by)
      select organisation_id, gen_random_uuid(), person_id, 'admin', person_id, elevate.now(), person_id
      from elevate.role_holdings where role = 'owner'`;
    await expect(db.query(unsaid)).rejects.toMatchObject({ code: '23514' });
  });
});
