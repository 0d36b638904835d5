/** What the database itself refuses about system accounts, whatever the code above it does. */
import { v7 as uuidv7 } from 'uuid';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { systemAccountRow } from '../support/system-accounts';

let db: TestDatabase;
let made: Seed;
const nightly = uuidv7();

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db, {
    change: (rows) => ({ ...rows, systemAccounts: [systemAccountRow(rows, { id: nightly })] }),
  });
});
afterAll(() => db.drop());

const outside = { code: '23514' };

describe('a system account', () => {
  it.each([
    [
      'be in a group',
      'approver_group_members_for_humans',
      `insert into elevate.approver_group_members (organisation_id, group_id, person_id)
       select organisation_id, id, $1 from elevate.approver_groups`,
    ],
    [
      'have a role',
      'role_holdings_for_humans',
      `insert into elevate.role_holdings (organisation_id, id, person_id, role)
       select id, gen_random_uuid(), $1, 'owner' from elevate.organisations`,
    ],
    [
      'log in to a chat',
      'accounts_for_humans',
      `insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id)
       select id, 'slack', 'T0001', 'U0SVC', $1 from elevate.organisations`,
    ],
    [
      'be given a chat account of somebody',
      'accounts_for_humans',
      `update elevate.accounts set person_id = $1 where system = 'teams'`,
    ],
    [
      'be the same as a person',
      'persons_for_humans',
      `update elevate.persons set merged_into = $1 where key = 'dan'`,
    ],
    [
      'be merged into a person',
      'persons_system_is_itself',
      `update elevate.persons set merged_into = (
         select id from elevate.persons where key = 'dan') where id = $1`,
    ],
    [
      'own another',
      'system_accounts_owner_is_human',
      'update elevate.system_accounts set owner_id = $1 where id = $1',
    ],
    [
      'be without an end',
      'system_accounts_has_an_end',
      `update elevate.system_accounts set until = 'infinity' where id = $1`,
    ],
    [
      'have nothing that it may have',
      'system_accounts_targets_named',
      `update elevate.system_accounts set targets = '[]' where id = $1`,
    ],
  ])('can never %s', async (_what, constraint, sql) => {
    await expect(db.query(sql, [nightly])).rejects.toMatchObject({ ...outside, constraint });
  });

  it('is a person of its kind, and nobody else is one', async () => {
    await expect(
      db.query(
        `insert into elevate.system_accounts
         select organisation_id, $1, 'other', owner_id, reason, targets, scopes, duration_max_s,
           until, told_group_id, added_at, null from elevate.system_accounts`,
        [made.persons.dan.id],
      ),
    ).rejects.toMatchObject({ constraint: 'system_accounts_are_of_their_kind' });
    await expect(
      db.query(`update elevate.persons set kind = 'human' where id = $1`, [nightly]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps its name, stays, and is removed once', async () => {
    const denied = { code: '42501' };
    const change = (set: string) =>
      db.query(`update elevate.system_accounts set ${set} where id = $1`, [nightly]);
    await expect(change(`name = 'other'`)).rejects.toMatchObject(denied);
    await expect(db.query('delete from elevate.system_accounts')).rejects.toMatchObject(denied);
    await change('removed_at = elevate.now()');
    await expect(change('removed_at = null')).rejects.toMatchObject(denied);
  });
});
