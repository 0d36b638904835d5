/** Writes what changes from one configuration to another: rows that say the same in both are left alone. */
import { isDeepStrictEqual } from 'node:util';
import { type ConfigurationRows, type KnownIds } from '../administration/rows';
import { isSame } from '../administration/spelling';
import { type Tx } from './database';
import { groupParts } from './group-parts';
import { row, rows, statement } from './sql';

const lock = statement(
  'lock-configuration',
  'select version from elevate.configuration_versions where organisation_id = $1 for update',
);

/** Nobody else changes the configuration until this transaction ends; who opens a request meanwhile waits, and reads it anew. */
export async function lockConfiguration(tx: Tx, organisationId: string): Promise<void> {
  await row(tx, lock, [organisationId]);
}

const removed = statement(
  'removed-items',
  `select 'people' as list, key as name, id from elevate.persons
     where organisation_id = $1 and removed_at is not null
   union all select 'targets', lower(name), id from elevate.targets
     where organisation_id = $1 and removed_at is not null
   union all select 'policies', lower(pattern), id from elevate.approval_policies
     where organisation_id = $1 and removed_at is not null`,
);

/**
 * The ids by which what `rows` holds, and what was removed before, is to be known: what comes again under its old name is the same,
 * so that what refers to it is still true of it.
 */
export async function knownIds(tx: Tx, present: ConfigurationRows): Promise<KnownIds> {
  const { organisation } = present;
  const found = await rows<{ list: string; name: string; id: string }>(tx, removed, [
    organisation.id,
  ]);
  const of = (list: string) =>
    new Map(found.filter((one) => one.list === list).map(({ name, id }) => [name, id]));
  const folded = (
    ids: ReadonlyMap<string, string>,
    own: readonly (readonly [string, string])[],
  ) => {
    const all = new Map([...ids, ...own]);
    return { get: (name: string) => all.get(name) ?? all.get(name.toLowerCase()) };
  };
  return {
    organisation: organisation.id,
    people: folded(
      of('people'),
      present.persons.map(({ key, id }) => [key, id]),
    ),
    targets: folded(
      of('targets'),
      present.targets.map(({ name, id }) => [name, id]),
    ),
    policies: folded(
      of('policies'),
      present.policies.map(({ pattern, id }) => [pattern, id]),
    ),
    // What was removed stays so: another one of its name is another one. Requests that wait for a removed group are not for the next.
    groups: new Map(present.groups.map(({ name, id }) => [name, id])),
    systemAccounts: new Map(present.systemAccounts.map(({ name, id }) => [name, id])),
  };
}

/** Writes the difference; both are of one organisation, and `before` is what is stored. A broken constraint throws. */
export async function writeDifference(
  tx: Tx,
  before: ConfigurationRows,
  after: ConfigurationRows,
): Promise<void> {
  const { id } = after.organisation;
  const write = async (query: Statement, values: readonly unknown[]): Promise<void> => {
    if (values.length > 0) await rows(tx, query, [id, JSON.stringify(values)]);
  };
  const persons = split(before.persons, after.persons, byId);
  const accounts = split(accountsOf(before), accountsOf(after), asText);
  const groups = split(before.groups.map(groupRow), after.groups.map(groupRow), byId);
  const parts = groupParts.map(({ rowsOf, ...one }) => {
    return { ...one, ...split(rowsOf(before), rowsOf(after), asText) };
  });
  const connectors = split(before.connectors, after.connectors, ({ workload }) => workload);
  const targets = split(before.targets, after.targets, byId);
  const policies = split(before.policies.map(policyRow), after.policies.map(policyRow), byId);
  const systems = split(before.systemAccounts, after.systemAccounts, byId);
  const systemNames = split(
    before.systemAccounts.map(groupRow),
    after.systemAccounts.map(groupRow),
    byId,
  );

  // What leaves goes first: an account that moves must be free before it is somebody else's.
  await write(unlink, accounts.gone);
  for (const { leave, gone } of parts) await write(leave, gone);
  await write(removals.policies, policies.gone);
  await write(removals.targets, targets.gone);
  await write(removals.connectors, connectors.gone);
  await write(removals.systemAccounts, systems.gone);
  await write(removals.persons, systems.gone);
  await write(removals.groups, groups.gone);
  await write(removals.persons, persons.gone);
  const isMerged = ({ mergedIntoId }: Person) => (mergedIntoId ?? null) !== null;
  await write(
    upserts.persons,
    persons.written.filter((one) => !isMerged(one)),
  );
  await write(upserts.persons, persons.written.filter(isMerged));
  await write(upserts.systemPersons, systemNames.written);
  await write(upserts.accounts, accounts.written);
  await write(upserts.groups, groups.written);
  for (const { join, written } of parts) await write(join, written);
  await write(upserts.connectors, connectors.written);
  await write(upserts.targets, targets.written);
  await write(upserts.policies, policies.written);
  await write(upserts.versions, policies.written);
  await write(upserts.systemAccounts, systems.written);
  await writeOrganisation(tx, before, after);
}

type Statement = ReturnType<typeof statement>;
type Person = ConfigurationRows['persons'][number];

async function writeOrganisation(
  tx: Tx,
  before: ConfigurationRows,
  after: ConfigurationRows,
): Promise<void> {
  const { id, name, ...settings } = after.organisation;
  const { id: _id, name: oldName, ...oldSettings } = before.organisation;
  if (name !== oldName) await rows(tx, rename, [id, name]);
  if (isDeepStrictEqual(settings, oldSettings)) return;
  await rows(tx, setSettings, [id, JSON.stringify(settings)]);
}

interface Split<Row> {
  /** New, or other than before. */
  readonly written: readonly Row[];
  readonly gone: readonly Row[];
}

function split<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): Split<Row> {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const kept = new Set(after.map(keyOf));
  // Most of ten thousand policies are the same at first sight.
  const isWritten = (one: Row): boolean => {
    const was = old.get(keyOf(one));
    if (was === undefined) return true;
    return !isSame(one, was) && !isDeepStrictEqual(plain(one), plain(was));
  };
  return {
    written: after.filter(isWritten),
    gone: before.filter((one) => !kept.has(keyOf(one))),
  };
}

/** What is read from the database has no undefined; what is made of a file may have. */
function plain(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}

function byId({ id }: { readonly id: string }): string {
  return id;
}

/** Rows that are their own key. */
function asText(value: object): string {
  return JSON.stringify(value);
}

function accountsOf({ accounts, systemAccounts }: ConfigurationRows) {
  const ofSystems = systemAccounts.flatMap(({ id: personId, accounts: own }) =>
    own.map(({ system, userKey }) => ({ system, tenant: '', userKey, personId })),
  );
  return [
    ...accounts.map(({ system, tenant, userKey, personId }) => {
      return { system, tenant, userKey, personId };
    }),
    ...ofSystems,
  ];
}

function groupRow({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name };
}

function policyRow({ id, pattern, rules }: ConfigurationRows['policies'][number]) {
  return { id, pattern, ...rules };
}

const rename = statement(
  'configuration-rename',
  'update elevate.organisations set name = $2 where id = $1',
);

// What the file does not say yet stays as it is.
const setSettings = statement(
  'configuration-set-settings',
  `insert into elevate.settings (organisation_id, version, value)
   select $1, s.version + 1, s.value || $2::jsonb
   from elevate.settings s where s.organisation_id = $1 order by s.version desc limit 1`,
);

const accountColumns = `(system text, tenant text, "userKey" text, "personId" uuid)`;

const unlink = statement(
  'configuration-unlink',
  `delete from elevate.accounts a
     using jsonb_to_recordset($2::jsonb) as gone ${accountColumns}
     where a.organisation_id = $1 and a.system = gone.system and a.tenant = gone.tenant
       and a.user_key = gone."userKey" and a.person_id = gone."personId"`,
);

const gone = (table: string, more = ''): string => `
  update elevate.${table} t set removed_at = elevate.now()${more}
  from jsonb_to_recordset($2::jsonb) as gone (id uuid)
  where t.organisation_id = $1 and t.id = gone.id`;

const removals = {
  // Whoever is nobody any more does nothing any more.
  persons: statement(
    'configuration-remove-persons',
    gone('persons', ', disabled_at = coalesce(t.disabled_at, elevate.now())'),
  ),
  systemAccounts: statement('configuration-remove-system-accounts', gone('system_accounts')),
  groups: statement('configuration-remove-groups', gone('approver_groups')),
  targets: statement('configuration-remove-targets', gone('targets')),
  policies: statement('configuration-remove-policies', gone('approval_policies')),
  connectors: statement(
    'configuration-remove-connectors',
    `update elevate.connectors c set removed_at = elevate.now()
     from jsonb_to_recordset($2::jsonb) as gone (workload text)
     where c.organisation_id = $1 and c.workload = gone.workload`,
  ),
};

const upserts = {
  persons: statement(
    'configuration-write-persons',
    `insert into elevate.persons as p
       (organisation_id, id, key, name, line, disabled_at, merged_into)
     select $1, id, key, name, line, case when disabled then elevate.now() end, "mergedIntoId"
     from jsonb_to_recordset($2::jsonb)
       as (id uuid, key text, name text, line text, disabled boolean, "mergedIntoId" uuid)
     on conflict on constraint persons_pk do update set
       name = excluded.name, line = excluded.line, merged_into = excluded.merged_into,
       disabled_at = case when excluded.disabled_at is not null
         then coalesce(p.disabled_at, excluded.disabled_at) end,
       removed_at = null`,
  ),
  accounts: statement(
    'configuration-link',
    `insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id)
     select $1, system, tenant, "userKey", "personId"
     from jsonb_to_recordset($2::jsonb) as ${accountColumns}`,
  ),
  groups: statement(
    'configuration-write-groups',
    `insert into elevate.approver_groups (organisation_id, id, name)
     select $1, id, name from jsonb_to_recordset($2::jsonb) as (id uuid, name text)
     on conflict on constraint approver_groups_pk do update set
       name = excluded.name, removed_at = null`,
  ),
  connectors: statement(
    'configuration-write-connectors',
    `insert into elevate.connectors (organisation_id, workload, kind, settings)
     select $1, workload, kind, settings
     from jsonb_to_recordset($2::jsonb) as (workload text, kind text, settings jsonb)
     on conflict on constraint connectors_pk do update set
       kind = excluded.kind, settings = excluded.settings, removed_at = null`,
  ),
  targets: statement(
    'configuration-write-targets',
    `insert into elevate.targets
       (organisation_id, id, name, workload, bare_name, type, description, settings)
     select $1, id, name, split_part(name, '\\', 1), substr(name, strpos(name, '\\') + 1),
       type, description, settings
     from jsonb_to_recordset($2::jsonb)
       as (id uuid, name text, type text, description text, settings jsonb)
     on conflict on constraint targets_pk do update set
       name = excluded.name, workload = excluded.workload, bare_name = excluded.bare_name,
       type = excluded.type, description = excluded.description, settings = excluded.settings,
       removed_at = null`,
  ),
  policies: statement(
    'configuration-write-policies',
    `insert into elevate.approval_policies as p (organisation_id, id, pattern, current_version)
     select $1, id, pattern, 1 from jsonb_to_recordset($2::jsonb) as (id uuid, pattern text)
     on conflict on constraint approval_policies_pk do update set
       pattern = excluded.pattern, current_version = p.current_version + 1, removed_at = null`,
  ),
  // Versions are never changed: whatever changes is the next one.
  versions: statement(
    'configuration-write-versions',
    `insert into elevate.approval_policy_versions
       (organisation_id, policy_id, version, approval, approver_group_id, approvals_needed,
        duration_default_s, duration_max_s, decide_within_s, reason_required, reason_min_length, terms)
     select $1, i.id, p.current_version, approval, "approverGroupId", "approvalsNeeded",
       "durationDefaultS", "durationMaxS", "decideWithinS", "reasonRequired", "reasonMinLength", terms
     from jsonb_to_recordset($2::jsonb)
       as i (id uuid, approval text, "approverGroupId" uuid, "approvalsNeeded" integer,
         "durationDefaultS" integer, "durationMaxS" integer, "decideWithinS" integer,
         "reasonRequired" boolean, "reasonMinLength" integer, terms jsonb)
     join elevate.approval_policies p on p.organisation_id = $1 and p.id = i.id`,
  ),
  systemPersons: statement(
    'configuration-write-system-persons',
    `insert into elevate.persons (organisation_id, id, key, name, line, kind)
     select $1, id, 'system@' || id, name, name, 'system'
     from jsonb_to_recordset($2::jsonb) as (id uuid, name text)`,
  ),
  systemAccounts: statement(
    'configuration-write-system-accounts',
    `insert into elevate.system_accounts
       (organisation_id, id, name, owner_id, reason, targets, scopes, duration_max_s, until,
        told_group_id)
     select $1, id, name, "ownerId", reason, targets, scopes, "durationMaxS", until, "toldGroupId"
     from jsonb_to_recordset($2::jsonb)
       as (id uuid, name text, "ownerId" uuid, reason text, targets jsonb, scopes jsonb,
         "durationMaxS" integer, until timestamptz, "toldGroupId" uuid)
     on conflict on constraint system_accounts_pk do update set
       owner_id = excluded.owner_id, reason = excluded.reason, targets = excluded.targets,
       scopes = excluded.scopes, duration_max_s = excluded.duration_max_s, until = excluded.until,
       told_group_id = excluded.told_group_id`,
  ),
};
