/** The schema as text, from the catalog itself: what the golden file holds (there is no pg_dump to call). */
import pg from 'pg';

const parts: readonly (readonly [string, string])[] = [
  [
    'tables',
    `select format('%s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then ' not null' else '' end,
       case when a.attidentity <> '' then ' identity' when a.attgenerated <> '' then ' generated' else '' end,
       coalesce(' = ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = 'elevate'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
     order by c.relname, a.attnum`,
  ],
  [
    'constraints',
    `select format('%s %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
     from pg_constraint
     where connamespace = 'elevate'::regnamespace and contype in ('p', 'u', 'f', 'c', 'x')
       and conrelid <> coalesce(to_regclass('elevate.migrations'), 0::regclass)
     order by conrelid::regclass::text, conname`,
  ],
  [
    'indexes',
    `select indexdef as line from pg_indexes
     where schemaname = 'elevate' and tablename <> 'migrations' order by indexname`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'elevate'::regnamespace and not t.tgisinternal order by 1`,
  ],
  [
    'functions',
    `select pg_get_functiondef(oid) as line from pg_proc
     where pronamespace = 'elevate'::regnamespace order by proname`,
  ],
  [
    'views',
    `select format('%s: %s', c.relname, pg_get_viewdef(c.oid)) as line from pg_class c
     where c.relnamespace = 'elevate'::regnamespace and c.relkind = 'v' order by c.relname`,
  ],
  [
    'transitions',
    `select format('request %s > %s', prior_state, state) as line from elevate.request_transitions
     union all
     select format('grant %s > %s', prior_state, state) from elevate.grant_transitions order by 1`,
  ],
];

export async function describeSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Every name is written with its schema, whoever looks.
    await client.query('set search_path to pg_catalog');
    let text = '';
    for (const [title, sql] of parts) {
      const { rows } = await client.query<{ line: string }>(sql);
      text += `-- ${title}\n${rows.map(({ line }) => line).join('\n')}\n\n`;
    }
    return text;
  } finally {
    await client.end();
  }
}

/** What of ours is there, as names; the migrations' own table aside. */
export async function objectsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'elevate'::regnamespace
         and relname !~ '^migrations|^PK_'
       union all select proname from pg_proc where pronamespace = 'elevate'::regnamespace
       order by 1`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
