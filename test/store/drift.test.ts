import { getMetadataArgsStorage } from 'typeorm';
import { entities } from '../../src/store/entities';
import { testDatabase, type TestDatabase } from '../support/database';

interface ColumnLine {
  readonly table: string;
  readonly line: string;
}

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const typeNames: Record<string, string> = { timestamptz: 'timestamp with time zone' };

function fromEntities(): ColumnLine[] {
  const { tables, columns } = getMetadataArgsStorage();
  // TypeORM keeps its notes for the whole process, and jest loads the classes once per test file.
  const ours = new Set<unknown>(entities);
  return columns
    .filter(({ target }) => ours.has(target))
    .map(({ target, propertyName, options }) => {
      const table = tables.find((one) => one.target === target)!;
      const type = String(options.type);
      const name = options.name ?? propertyName;
      const facts = [typeNames[type] ?? type, options.nullable ? '' : 'not null'];
      return {
        table: table.name!,
        line: [name, ...facts, options.primary ? 'primary' : ''].filter(Boolean).join(' '),
      };
    });
}

async function fromDatabase(): Promise<ColumnLine[]> {
  return db.query<ColumnLine>(
    `select c.relname::text as table, concat_ws(' ', a.attname, format_type(a.atttypid, null),
       case when a.attnotnull then 'not null' end,
       case when a.attnum = any(k.conkey) then 'primary' end) as line
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
     where c.relnamespace = 'elevate'::regnamespace and c.relkind = 'r'
       and c.relname <> 'migrations'`,
  );
}

function byTable(lines: readonly ColumnLine[]): Record<string, string[]> {
  const tables: Record<string, string[]> = {};
  for (const { table, line } of lines) (tables[table] ??= []).push(line);
  for (const columns of Object.values(tables)) columns.sort();
  return tables;
}

it('describes in entities exactly the tables and columns that the migrations make', async () => {
  expect(byTable(fromEntities())).toEqual(byTable(await fromDatabase()));
});

it('can read every table through its entity', async () => {
  await db.database.read(async (tx) => {
    for (const entity of entities) expect(await tx.find(entity as new () => object)).toBeDefined();
  });
});
