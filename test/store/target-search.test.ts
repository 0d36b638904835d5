import { searchTargets, targetNames } from '../../src/store/target-search';
import { type PersonKey } from '../support/seed';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 4 });
});
// Each test has an organisation of its own, which no query may look out of.
beforeEach(async () => {
  made = await seed(db);
});
afterAll(() => db.drop());

async function search(typed: string, person: PersonKey = 'ana'): Promise<readonly string[]> {
  const { organisationId, accounts } = made;
  const question = { organisationId, account: accounts[person].slack, typed, most: 20 };
  return (await searchTargets(db.database, question)).map(({ name }) => name);
}

async function addTargets(from: number, to: number): Promise<void> {
  await db.query(
    `insert into elevate.targets
     select $1, gen_random_uuid(), 'Exchange\\Task-' || n, 'Exchange', 'Task-' || n, 'task', null, '{}'
     from generate_series($2::int, $3::int) as n`,
    [made.organisationId, from, to],
  );
}

/** As SQL would see a change of every policy. */
async function setTerms(terms: object): Promise<void> {
  await db.query(
    `with added as (
       insert into elevate.approval_policy_versions
       select organisation_id, policy_id, version + 1, approval, approver_group_id, approvals_needed,
         duration_default_s, duration_max_s, decide_within_s, reason_required, reason_min_length,
         elevate.now(), $2
       from elevate.approval_policy_versions where organisation_id = $1
       returning policy_id, version)
     update elevate.approval_policies p set current_version = a.version
     from added a where p.organisation_id = $1 and p.id = a.policy_id`,
    [made.organisationId, JSON.stringify(terms)],
  );
}

it('finds the targets of the organisation by what is typed', async () => {
  expect(await search('')).toEqual(['Warehouse\\prod_rw', 'Exchange\\Search-Mailbox']);
  expect(await search('SEARCH')).toEqual(['Exchange\\Search-Mailbox']);
});

it('sees a target that has come and one that has gone at once', async () => {
  await search('');
  await addTargets(1, 1);
  await setTerms({});
  expect(await search('task')).toEqual([]);
  await db.query(`update elevate.approval_policies set pattern = 'Exchange\\*'
    where organisation_id = '${made.organisationId}' and pattern like 'Exchange%'`);
  expect(await search('task')).toEqual(['Exchange\\Task-1']);
  await db.query(`delete from elevate.targets where bare_name = 'Task-1'`);
  expect(await search('task')).toEqual([]);
});

it('sees at once that a policy is for others, and that somebody has joined them', async () => {
  expect(await search('search')).toHaveLength(1);
  await setTerms({ requesters: [{ groupId: made.groupId, until: null }] });
  expect(await search('search')).toEqual([]);
  expect(await search('search', 'ben')).toHaveLength(1);
  await db.query('insert into elevate.approver_group_members values ($1, $2, $3)', [
    made.organisationId,
    made.groupId,
    made.persons.ana.id,
  ]);
  expect(await search('search')).toHaveLength(1);
});

it('finds nothing for somebody who is disabled or whom nobody knows', async () => {
  expect(await search('', 'eve')).toEqual([]);
  await db.query('delete from elevate.accounts where organisation_id = $1', [made.organisationId]);
  expect(await search('')).toEqual([]);
});

it('reads many targets in pages, each once and in the order of their names', async () => {
  await addTargets(1, 4500);
  const names = await targetNames(db.database, made.organisationId);
  expect(names).toHaveLength(4502);
  expect(new Set(names).size).toBe(4502);
  expect(names[0]).toBe('Warehouse\\prod_rw');
});

it('reads them once for all who come at the same time, and not again for changes of people', async () => {
  const organisation = made.organisationId;
  const all = await Promise.all([
    targetNames(db.database, organisation),
    targetNames(db.database, organisation),
  ]);
  expect(all[0]).toEqual(all[1]);
  const versions = async () =>
    (
      await db.query<{ version: string; catalogue: string }>(
        `select version, catalogue_version as catalogue from elevate.configuration_versions
         where organisation_id = $1`,
        [organisation],
      )
    )[0]!;
  const before = await versions();
  await db.query(
    `update elevate.persons set name = 'Anna' where organisation_id = $1 and name = 'Ana'`,
    [organisation],
  );
  const after = await versions();
  expect(Number(after.version)).toBe(Number(before.version) + 1);
  expect(after.catalogue).toBe(before.catalogue);
  await addTargets(1, 1);
  expect(Number((await versions()).catalogue)).toBe(Number(before.catalogue) + 1);
});

it('tries again after a reading that failed', async () => {
  const broken = { ...db.database, within: () => db.database };
  let failures = 0;
  const failing = {
    ...broken,
    read: (work: Parameters<typeof broken.read>[0]) => {
      failures += 1;
      // The version is read, the policies are not.
      return failures === 2 ? Promise.reject(new Error('away')) : db.database.read(work);
    },
    within: () => failing,
  } as typeof db.database;
  await expect(targetNames(failing, made.organisationId)).rejects.toThrow('away');
  expect(await targetNames(db.database, made.organisationId)).toHaveLength(2);
});
