import { v7 as uuidv7 } from 'uuid';
import { askForLink, closeLink, confirmLink, lockLink, meetLink } from '../../src/store/links';
import { seed, takeTestDatabase, giveBack, dropFreeDatabases } from '../support/database';
import { type Seed, type TestDatabase } from '../support/database';

let db: TestDatabase;
let made: Seed;
beforeEach(async () => {
  db = await takeTestDatabase();
  made = await seed(db);
});
afterEach(() => giveBack(db));
afterAll(dropFreeDatabases);

const typer = { platform: 'teams', tenant: 'tenant', user: 'object' } as const;

async function asked(): Promise<string> {
  const id = uuidv7();
  const { organisationId, accounts } = made;
  await db.database.transaction((tx) =>
    askForLink(tx, {
      ...{ organisationId, id, codeHash: `hash of ${id}`, asker: accounts.ana.slack },
      ...{ name: 'Ana', validS: 300 },
    }),
  );
  return id;
}

function met(id: string): Promise<void> {
  const told = { typer, name: 'Ana', validS: 300 };
  return db.database.transaction((tx) => meetLink(tx, made.organisationId, id, told));
}

function change(id: string, columns: string): Promise<unknown> {
  return db.query(`update elevate.account_links set ${columns} where id = $1`, [id]);
}

it('keeps one open code of an account: a new one takes the place of the old', async () => {
  const first = await asked();
  const second = await asked();
  const states = await db.query(
    'select id, state from elevate.account_links order by asked_at, id',
  );
  expect(states).toEqual([
    { id: first, state: 'replaced' },
    { id: second, state: 'asked' },
  ]);
});

it.each([
  [`state = 'linked', person_id = asker_id, closed_at = elevate.now()`],
  [`state = 'refused', closed_at = elevate.now()`],
  [`state = 'impossible', closed_at = elevate.now()`],
  [`asker_confirmed_at = elevate.now()`],
  [`state = 'asked', asker_name = 'Ben'`],
  [`state = 'asked', code_hash = 'another'`],
])('refuses of a code that nobody typed: %s', async (columns) => {
  const id = await asked();
  const person = `'${made.persons.ana.id}'`;
  await expect(change(id, columns.replace('asker_id', person))).rejects.toThrow(
    /account_links|never|does not go/u,
  );
});

it.each([
  [`typer_user_key = 'other'`],
  [`valid_until = valid_until + interval '1 second'`],
  [`state = 'asked'`],
])('refuses of a code that was typed: %s', async (columns) => {
  const id = await asked();
  await met(id);
  await expect(change(id, columns)).rejects.toThrow(/written once|does not go/u);
});

it('is typed on another platform only, and good for five minutes at most', async () => {
  const id = await asked();
  const same = { typer: made.accounts.ben.slack, name: 'Ben', validS: 300 };
  const meet = (told: Parameters<typeof meetLink>[3]) =>
    db.database.transaction((tx) => meetLink(tx, made.organisationId, id, told));
  await expect(meet(same)).rejects.toThrow('account_links_two_platforms');
  await expect(meet({ typer, name: 'Ana', validS: 301 })).rejects.toThrow(
    'account_links_valid_for_a_while',
  );
});

it('is linked by both, and only where both accounts are that person’s', async () => {
  const id = await asked();
  await met(id);
  const { organisationId, persons } = made;
  const link = () =>
    db.database.transaction((tx) =>
      closeLink(tx, organisationId, id, { state: 'linked', personId: persons.ana.id }),
    );
  await expect(link()).rejects.toThrow(/not both that person/u);
  await db.query(
    `insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id)
     values ($1, 'teams', $2, $3, $4)`,
    [organisationId, typer.tenant, typer.user, persons.ana.id],
  );
  await expect(link()).rejects.toThrow('account_links_linked_by_both');
  for (const side of ['asker', 'typer'] as const) {
    const confirm = () =>
      db.database.transaction((tx) => confirmLink(tx, organisationId, id, side));
    expect(await confirm()).toBe(true);
    expect(await confirm()).toBe(false);
  }
  await link();
  await expect(change(id, `state = 'refused', person_id = null`)).rejects.toThrow('does not go');
  await expect(db.query('delete from elevate.account_links')).rejects.toThrow('never changed');
});

it('says whose the accounts are, of merged people the survivor', async () => {
  const id = await asked();
  await db.query(`update elevate.persons set merged_into = $1 where id = $2`, [
    made.persons.ben.id,
    made.persons.ana.id,
  ]);
  const link = await db.database.transaction((tx) => lockLink(tx, made.organisationId, id));
  expect(link?.asker).toMatchObject({
    account: made.accounts.ana.slack,
    person: { name: 'Ben' },
    platforms: ['slack', 'teams'],
  });
});
