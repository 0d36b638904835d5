/** Groups in groups, as the database keeps them. */
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { circleOf, partsOf, type GroupParts } from '../../src/administration/group-people';
import { groupMembers, groupsOf, loadGroup, membership } from '../../src/store/groups';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';

let db: TestDatabase;
let made: Seed;
beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());
afterEach(() => db.query('delete from elevate.approver_group_nested'));

async function newGroup(name: string): Promise<string> {
  const id = uuidv7();
  await db.query(
    'insert into elevate.approver_groups (organisation_id, id, name) values ($1, $2, $3)',
    [made.organisationId, id, `${name} ${id}`],
  );
  return id;
}

function put(inner: string, outer: string): Promise<unknown> {
  return db.query(
    `insert into elevate.approver_group_nested (organisation_id, group_id, nested_id)
     values ($1, $2, $3)`,
    [made.organisationId, outer, inner],
  );
}

/** Groups, each in the one before it. */
async function chain(length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < length; at += 1) ids.push(await newGroup(`level ${at}`));
  for (const [at, id] of ids.slice(1).entries()) await put(id, ids[at]!);
  return ids;
}

const isMember = async (groupId: string, personId: string): Promise<boolean> => {
  const { organisationId } = made;
  const read = await db.database.read((tx) => membership(tx, organisationId, groupId, personId));
  return read.member;
};

const circleRefused = { code: '23514', constraint: 'approver_group_nested_no_circle' };

it('has everybody of a group five levels down in the one at the top, until a link is cut', async () => {
  const { organisationId, persons } = made;
  const ids = await chain(5);
  await db.query('insert into elevate.approver_group_members values ($1, $2, $3)', [
    organisationId,
    ids[4],
    persons.ana.id,
  ]);
  const [top] = ids as [string];
  expect(await isMember(top, persons.ana.id)).toBe(true);
  expect(await isMember(top, persons.dan.id)).toBe(false);
  await db.database.read(async (tx) => {
    expect((await loadGroup(tx, organisationId, top)).size).toBe(1);
    expect(await groupMembers(tx, organisationId, top)).toMatchObject([{ name: 'Ana' }]);
    expect(await groupsOf(tx, organisationId, persons.ana.id)).toEqual([...ids].sort());
  });
  await db.query('delete from elevate.approver_group_nested where nested_id = $1', [ids[2]]);
  expect(await isMember(top, persons.ana.id)).toBe(false);
  expect(await isMember(ids[2]!, persons.ana.id)).toBe(true);
});

it('counts nobody twice who is in a group by two ways', async () => {
  const { organisationId, groupId, persons } = made;
  const top = await newGroup('top');
  await put(groupId, top);
  await db.query('insert into elevate.approver_group_members values ($1, $2, $3)', [
    organisationId,
    top,
    persons.ben.id,
  ]);
  const { size } = await db.database.read((tx) => loadGroup(tx, organisationId, top));
  expect(size).toBe(2);
});

it.each([1, 2, 5])('refuses a circle of %i', async (length) => {
  const ids = await chain(length);
  await expect(put(ids[0]!, ids.at(-1)!)).rejects.toMatchObject(circleRefused);
});

it('refuses a circle of which two people make one half each at the same time', async () => {
  const [one, other] = [await newGroup('one'), await newGroup('other')];
  const halves = await Promise.allSettled([put(one, other), put(other, one)]);
  expect(halves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const failed = halves.find((half) => half.status === 'rejected');
  expect(failed?.reason).toMatchObject(circleRefused);
});

it.each([
  [
    'inserted',
    'insert into elevate.approver_group_parts select organisation_id, id, $1 from elevate.approver_groups',
  ],
  ['changed', 'update elevate.approver_group_parts set part_id = $1'],
  ['deleted', 'delete from elevate.approver_group_parts where part_id <> $1'],
])('lets nothing be %s by hand of what follows from groups in groups', async (_how, sql) => {
  await expect(db.query(sql, [made.groupId])).rejects.toMatchObject({ code: 'P0001' });
});

it('makes whoever has read the configuration read it anew', async () => {
  const version = () => db.query('select version from elevate.configuration_versions');
  const ids = await chain(2);
  const before = await version();
  await db.query('delete from elevate.approver_group_nested where nested_id = $1', [ids[1]]);
  expect(await version()).not.toEqual(before);
});

it('keeps for any groups in groups exactly what can be reached from each', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, (_, at) => newGroup(`any ${at}`)));
  const places = ids.map((_, at) => at);
  const step = fc.record({
    outer: fc.constantFrom(...places),
    inner: fc.constantFrom(...places),
    isCut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      await db.query('delete from elevate.approver_group_nested');
      const links = new Map(ids.map((id) => [id, new Set<string>()]));
      const graph = (): ReadonlyMap<string, GroupParts> =>
        new Map(ids.map((id) => [id, { id, memberIds: [], nestedIds: [...links.get(id)!] }]));
      for (const { outer, inner, isCut } of steps) {
        const [group, nested] = [ids[outer]!, ids[inner]!];
        if (isCut) {
          links.get(group)!.delete(nested);
          await db.query(
            'delete from elevate.approver_group_nested where group_id = $1 and nested_id = $2',
            [group, nested],
          );
          continue;
        }
        if (links.get(group)!.has(nested)) continue;
        links.get(group)!.add(nested);
        const isCircle = circleOf(group, graph()) !== null;
        if (isCircle) links.get(group)!.delete(nested);
        await expect(
          put(nested, group).then(
            () => 'put',
            () => 'refused',
          ),
        ).resolves.toBe(isCircle ? 'refused' : 'put');
      }
      const kept = await db.query<{ group: string; part: string }>(
        `select group_id as group, part_id as part from elevate.approver_group_parts
         where group_id = any ($1::uuid[])`,
        [ids],
      );
      const wanted = ids.flatMap((id) => [...partsOf(id, graph())].map((part) => `${id} ${part}`));
      expect(kept.map(({ group, part }) => `${group} ${part}`).sort()).toEqual(wanted.sort());
    }),
    { numRuns: 30 },
  );
}, 60_000);
