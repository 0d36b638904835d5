/** Writes a whole configuration into an empty database, in a few statements whatever its size. */
import { type ConfigurationRows } from '../administration/rows';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const findAny = statement(
  'configuration-is-empty',
  'select not exists (select from elevate.organisations) as empty',
);

/** Whether nothing was configured yet. */
export async function isEmpty(tx: Tx): Promise<boolean> {
  return (await row<{ empty: boolean }>(tx, findAny))!.empty;
}

/** Inserts everything; a constraint that is broken throws and the caller's transaction undoes all of it. */
export async function applyConfiguration(tx: Tx, all: ConfigurationRows): Promise<void> {
  const { organisation } = all;
  await rows(tx, insertOrganisation, [organisation.id, organisation.name]);
  await insert(tx, organisation.id, insertPersons, survivorsFirst(all.persons));
  await insert(tx, organisation.id, insertAccounts, all.accounts);
  await insert(tx, organisation.id, insertGroups, all.groups);
  await insert(tx, organisation.id, insertMembers, memberships(all));
  await insert(tx, organisation.id, insertNested, nested(all));
  await insert(tx, organisation.id, insertChannels, channels(all));
  await insert(tx, organisation.id, insertConnectors, all.connectors);
  await insert(tx, organisation.id, insertTargets, all.targets);
  const policies = all.policies.map(({ id, pattern, rules }) => ({ id, pattern, ...rules }));
  await insert(tx, organisation.id, insertPolicies, policies);
  await insert(tx, organisation.id, insertVersions, policies);
  await insert(tx, organisation.id, insertSystemPersons, all.systemAccounts);
  await insert(tx, organisation.id, insertSystemAccounts, all.systemAccounts);
  await insert(tx, organisation.id, insertAccounts, all.systemAccounts.flatMap(accountsOf));
  const { enabled, defaultApproverGroupId, fallbackChannels, branding } = organisation;
  const settings = { enabled, defaultApproverGroupId, fallbackChannels, branding };
  await rows(tx, insertSettings, [organisation.id, JSON.stringify(settings)]);
}

async function insert(
  tx: Tx,
  organisationId: string,
  query: ReturnType<typeof statement>,
  values: readonly unknown[],
): Promise<void> {
  if (values.length > 0) await rows(tx, query, [organisationId, JSON.stringify(values)]);
}

/** Whoever is merged needs the other to be there. */
function survivorsFirst(persons: ConfigurationRows['persons']): ConfigurationRows['persons'] {
  const isMerged = (one: (typeof persons)[number]) => (one.mergedIntoId ?? null) !== null;
  return [...persons.filter((one) => !isMerged(one)), ...persons.filter(isMerged)];
}

function memberships({ groups }: ConfigurationRows): readonly unknown[] {
  return groups.flatMap((group) =>
    group.memberIds.map((personId) => ({ groupId: group.id, personId })),
  );
}

function nested({ groups }: ConfigurationRows): readonly unknown[] {
  return groups.flatMap(({ id: groupId, nestedIds = [] }) =>
    nestedIds.map((nestedId) => ({ groupId, nestedId })),
  );
}

function accountsOf({
  id: personId,
  accounts,
}: ConfigurationRows['systemAccounts'][number]): readonly unknown[] {
  return accounts.map((one) => ({ ...one, personId, tenant: '' }));
}

function channels({ groups }: ConfigurationRows): readonly unknown[] {
  return groups.flatMap((group) =>
    group.channels.map((channel) => ({ groupId: group.id, ...channel })),
  );
}

const insertOrganisation = statement(
  'configuration-organisation',
  'insert into elevate.organisations (id, name) values ($1, $2)',
);

const insertSettings = statement(
  'configuration-settings',
  'insert into elevate.settings (organisation_id, version, value) values ($1, 1, $2)',
);

const insertPersons = statement(
  'configuration-persons',
  `insert into elevate.persons (organisation_id, id, key, name, line, disabled_at, merged_into)
   select $1, id, key, name, line, case when disabled then elevate.now() end, "mergedIntoId"
   from jsonb_to_recordset($2::jsonb)
     as (id uuid, key text, name text, line text, disabled boolean, "mergedIntoId" uuid)`,
);

const insertAccounts = statement(
  'configuration-accounts',
  `insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id)
   select $1, system, tenant, "userKey", "personId"
   from jsonb_to_recordset($2::jsonb)
     as (system text, tenant text, "userKey" text, "personId" uuid)`,
);

const insertGroups = statement(
  'configuration-groups',
  `insert into elevate.approver_groups (organisation_id, id, name)
   select $1, id, name from jsonb_to_recordset($2::jsonb) as (id uuid, name text)`,
);

const insertMembers = statement(
  'configuration-members',
  `insert into elevate.approver_group_members (organisation_id, group_id, person_id)
   select distinct $1::uuid, "groupId", "personId"
   from jsonb_to_recordset($2::jsonb) as ("groupId" uuid, "personId" uuid)`,
);

const insertNested = statement(
  'configuration-nested',
  `insert into elevate.approver_group_nested (organisation_id, group_id, nested_id)
   select distinct $1::uuid, "groupId", "nestedId"
   from jsonb_to_recordset($2::jsonb) as ("groupId" uuid, "nestedId" uuid)`,
);

const insertChannels = statement(
  'configuration-channels',
  `insert into elevate.approver_group_channels
     (organisation_id, group_id, platform, tenant, conversation_id)
   select $1, "groupId", platform, tenant, id
   from jsonb_to_recordset($2::jsonb)
     as ("groupId" uuid, platform text, tenant text, id text)`,
);

const insertConnectors = statement(
  'configuration-connectors',
  `insert into elevate.connectors (organisation_id, workload, kind, settings)
   select $1, workload, kind, settings
   from jsonb_to_recordset($2::jsonb) as (workload text, kind text, settings jsonb)`,
);

const insertTargets = statement(
  'configuration-targets',
  `insert into elevate.targets
     (organisation_id, id, name, workload, bare_name, type, description, settings)
   select $1, id, name, split_part(name, '\\', 1), substr(name, strpos(name, '\\') + 1),
     type, description, settings
   from jsonb_to_recordset($2::jsonb)
     as (id uuid, name text, type text, description text, settings jsonb)`,
);

const insertPolicies = statement(
  'configuration-policies',
  `insert into elevate.approval_policies (organisation_id, id, pattern, current_version)
   select $1, id, pattern, 1 from jsonb_to_recordset($2::jsonb) as (id uuid, pattern text)`,
);

const insertVersions = statement(
  'configuration-policy-versions',
  `insert into elevate.approval_policy_versions
     (organisation_id, policy_id, version, approval, approver_group_id, approvals_needed,
      duration_default_s, duration_max_s, decide_within_s, reason_required, reason_min_length, terms)
   select $1, id, 1, approval, "approverGroupId", "approvalsNeeded",
     "durationDefaultS", "durationMaxS", "decideWithinS", "reasonRequired", "reasonMinLength", terms
   from jsonb_to_recordset($2::jsonb)
     as (id uuid, approval text, "approverGroupId" uuid, "approvalsNeeded" integer,
       "durationDefaultS" integer, "durationMaxS" integer, "decideWithinS" integer,
       "reasonRequired" boolean, "reasonMinLength" integer, terms jsonb)`,
);

// A key that no person of a file can have.
const insertSystemPersons = statement(
  'configuration-system-persons',
  `insert into elevate.persons (organisation_id, id, key, name, line, kind)
   select $1, id, 'system@' || id, name, name, 'system'
   from jsonb_to_recordset($2::jsonb) as (id uuid, name text)`,
);

const insertSystemAccounts = statement(
  'configuration-system-accounts',
  `insert into elevate.system_accounts
     (organisation_id, id, name, owner_id, reason, targets, scopes, duration_max_s, until,
      told_group_id)
   select $1, id, name, "ownerId", reason, targets, scopes, "durationMaxS", until, "toldGroupId"
   from jsonb_to_recordset($2::jsonb)
     as (id uuid, name text, "ownerId" uuid, reason text, targets jsonb, scopes jsonb,
       "durationMaxS" integer, until timestamptz, "toldGroupId" uuid)`,
);
