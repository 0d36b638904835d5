import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { migrations } from '../../migrations';
import { grantTransitions } from '../../src/elevation/grant-states';
import { requestTransitions } from '../../src/elevation/request-states';
import { migrate, openDatabase, pendingMigrations } from '../../src/store/database';
import { revertLast } from '../../src/store/migrations';
import { emptyDatabase, seed } from '../support/database';
import { describeSchema, objectsOf } from './schema';

const names = migrations.map((made) => new made().name);
const golden = path.join(__dirname, 'schema.golden.sql');

let db: { url: string; drop(): Promise<void> };
beforeEach(async () => {
  db = await emptyDatabase();
});
afterEach(() => db.drop());

async function inDatabase<Row>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

it('makes exactly the schema of the golden file (UPDATE_GOLDEN=1 writes it anew)', async () => {
  await migrate(db.url);
  const schema = await describeSchema(db.url);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, schema);
  expect(schema).toBe(readFileSync(golden, 'utf8'));
});

it('runs what is pending, once, and says what it ran', async () => {
  expect(await pendingMigrations(db.url)).toEqual({ pending: names, run: [] });
  expect(await migrate(db.url)).toEqual(names);
  expect(await pendingMigrations(db.url)).toEqual({ pending: [], run: names });
  expect(await migrate(db.url)).toEqual([]);
});

it('runs each migration once when two replicas start together', async () => {
  const ran = await Promise.all([migrate(db.url), migrate(db.url)]);
  expect(ran.flat()).toEqual(names);
});

it('goes down step by step to nothing, and up again to the same, with an organisation in it', async () => {
  await migrate(db.url);
  const before = await describeSchema(db.url);
  const database = await openDatabase({ url: db.url, log: pino({ level: 'silent' }) });
  await seed({ database });
  await database.close();
  for (let left = names.length; left > 0; left -= 1) await revertLast(db.url);
  expect(await objectsOf(db.url)).toEqual([]);
  expect(await migrate(db.url)).toEqual(names);
  expect(await describeSchema(db.url)).toBe(before);
});

it('numbers the requests of organisations that were there before the requests were', async () => {
  await migrate(db.url);
  for (let down = names.length; down > 2; down -= 1) await revertLast(db.url);
  await inDatabase(`insert into elevate.organisations (id, name)
    values ('018f0000-0000-7000-8000-000000000001', 'Old')`);
  await migrate(db.url);
  expect(
    await inDatabase(
      `select elevate.next_request_number('018f0000-0000-7000-8000-000000000001')::int as number`,
    ),
  ).toEqual([{ number: 1 }]);
});

it('takes the roles of whoever had been removed, also those of people merged into them', async () => {
  await migrate(db.url);
  const database = await openDatabase({ url: db.url, log: pino({ level: 'silent' }) });
  const { persons } = await seed({ database });
  await database.close();
  const before = names.findIndex((name) => name.startsWith('RolesOfMerged'));
  for (let down = names.length; down > before; down -= 1) await revertLast(db.url);
  const { ana, ben, cara } = persons;
  await inDatabase(`
    insert into elevate.role_holdings (organisation_id, id, person_id, role, given_by)
      select organisation_id, gen_random_uuid(), id, 'admin', '${cara.id}' from elevate.persons
      where id in ('${ben.id}', '${cara.id}');
    update elevate.persons set merged_into = '${ana.id}' where id = '${ben.id}';
    update elevate.persons set removed_at = elevate.now() where id = '${ana.id}'`);
  await migrate(db.url);
  expect(
    await inDatabase(`select person_id as id, taken_by as by from elevate.role_holdings
      where taken_at is not null`),
  ).toEqual([{ id: ben.id, by: null }]);
});

it('holds the same transitions as the rules', async () => {
  await migrate(db.url);
  const pairs = async (table: string) => {
    const rows = await inDatabase<{ prior_state: string; state: string }>(
      `select prior_state, state from elevate.${table}`,
    );
    return rows.map((row) => `${row.prior_state} > ${row.state}`).sort();
  };
  const ofRules = (transitions: readonly (readonly [string, string])[]) =>
    transitions.map(([from, to]) => `${from} > ${to}`).sort();
  expect(await pairs('request_transitions')).toEqual(ofRules(requestTransitions));
  expect(await pairs('grant_transitions')).toEqual(ofRules(grantTransitions));
});

it('begins every key of the organisations with the organisation, and names everything itself', async () => {
  await migrate(db.url);
  // Per installation, not per organisation: the transitions, and the processes that run jobs.
  const keys = await inDatabase<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where connamespace = 'elevate'::regnamespace and contype in ('p', 'u', 'f')
       and conrelid::regclass::text !~ '(transitions|worker_leases|migrations)$'
       and conname not in ('organisations_pk', 'requests_transition_fk', 'grants_transition_fk')
     union all
     select relname, pg_get_indexdef(i.indexrelid) from pg_index i
     join pg_class c on c.oid = i.indexrelid
     where i.indisunique and not i.indisprimary and c.relnamespace = 'elevate'::regnamespace
       and not exists (select from pg_constraint where conindid = i.indexrelid)`,
  );
  expect(keys.length).toBeGreaterThan(30);
  for (const { name, definition } of keys) {
    expect(`${name}: ${definition}`).toMatch(/^[a-z_]+: [^(]*\(organisation_id[,)]/);
  }
});

it('starts each migration with what it enforces', () => {
  const folder = path.join(__dirname, '../../migrations');
  for (const name of ['0003-requests', '0004-grants']) {
    const text = readFileSync(path.join(folder, `${name}.ts`), 'utf8');
    expect(text).toMatch(/^\/\*\*[^/]*──>/);
  }
});
