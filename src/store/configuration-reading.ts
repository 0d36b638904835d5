/** Reads the whole configuration back, as the rows that it was written as. */
import { type ConfigurationRows } from '../administration/rows';
import { type Tx } from './database';
import { switchedOffSql } from './organisations';
import { policyJson } from './policies';
import { row, statement } from './sql';

const list = (columns: string, from: string, order: string): string =>
  `coalesce((select jsonb_agg(jsonb_build_object(${columns}) order by ${order}) from ${from}), '[]')`;

// One statement, so that all of it is of one moment. Ids rise with time: the order is that in which things were written.
const everything = statement(
  'configuration-everything',
  `select
     jsonb_build_object('id', o.id, 'name', o.name,
       'enabled', not ${switchedOffSql('o.id')},
       'defaultApproverGroupId', (
         select s.value->>'defaultApproverGroupId' from elevate.settings s
         where s.organisation_id = o.id order by s.version desc limit 1),
       'fallbackChannels', coalesce((
         select s.value->'fallbackChannels' from elevate.settings s
         where s.organisation_id = o.id order by s.version desc limit 1), '[]'),
       'branding', (
         select nullif(s.value->'branding', 'null') from elevate.settings s
         where s.organisation_id = o.id order by s.version desc limit 1),
       'directories', (
         select nullif(s.value->'directories', 'null') from elevate.settings s
         where s.organisation_id = o.id order by s.version desc limit 1)) as organisation,
     ${list(
       `'id', p.id, 'key', p.key, 'name', p.name, 'line', p.line,
        'disabled', p.disabled_at is not null, 'mergedIntoId', p.merged_into`,
       `elevate.persons p where p.organisation_id = o.id and p.kind = 'human'
          and p.removed_at is null`,
       'p.id',
     )} as persons,
     ${list(
       `'personId', a.person_id, 'system', a.system, 'tenant', a.tenant, 'userKey', a.user_key`,
       `elevate.accounts a
        join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
        where a.organisation_id = o.id and p.kind = 'human'`,
       'a.person_id, a.system, a.tenant, a.user_key',
     )} as accounts,
     ${list(
       `'id', g.id, 'name', g.name,
        'memberIds', coalesce((
          select jsonb_agg(m.person_id order by m.person_id) from elevate.approver_group_members m
          where m.organisation_id = o.id and m.group_id = g.id), '[]'),
        'nestedIds', coalesce((
          select jsonb_agg(n.nested_id order by n.nested_id) from elevate.approver_group_nested n
          where n.organisation_id = o.id and n.group_id = g.id), '[]'),
        'outside', coalesce((
          select jsonb_agg(jsonb_build_object('kind', f.kind, 'key', f.key) order by f.kind, f.key)
          from elevate.approver_group_sources f
          where f.organisation_id = o.id and f.group_id = g.id), '[]'),
        'channels', coalesce((
          select jsonb_agg(jsonb_build_object(
            'platform', c.platform, 'tenant', c.tenant, 'id', c.conversation_id)
            order by c.platform, c.tenant, c.conversation_id)
          from elevate.approver_group_channels c
          where c.organisation_id = o.id and c.group_id = g.id), '[]')`,
       'elevate.approver_groups g where g.organisation_id = o.id and g.removed_at is null',
       'g.id',
     )} as groups,
     ${list(
       `'workload', c.workload, 'kind', c.kind, 'settings', c.settings`,
       'elevate.connectors c where c.organisation_id = o.id and c.removed_at is null',
       'c.workload',
     )} as connectors,
     ${list(
       `'id', t.id, 'name', t.name, 'type', t.type, 'description', t.description,
        'settings', t.settings`,
       `elevate.targets t where t.organisation_id = o.id and t.removed_at is null
          and ($2::uuid[] is null or t.id = any($2))`,
       't.id',
     )} as targets,
     ${list(
       `'id', a.id, 'name', a.name, 'ownerId', a.owner_id, 'reason', a.reason,
        'targets', a.targets, 'scopes', a.scopes, 'durationMaxS', a.duration_max_s,
        'until', a.until, 'toldGroupId', a.told_group_id,
        'accounts', coalesce((
          select jsonb_agg(jsonb_build_object('system', c.system, 'userKey', c.user_key)
            order by c.system, c.user_key)
          from elevate.accounts c
          where c.organisation_id = o.id and c.person_id = a.id), '[]')`,
       'elevate.system_accounts a where a.organisation_id = o.id and a.removed_at is null',
       'a.id',
     )} as "systemAccounts",
     coalesce((
       select jsonb_agg(${policyJson('p', 'v')} order by p.id)
       from elevate.approval_policies p
       join elevate.approval_policy_versions v
         on v.organisation_id = p.organisation_id and v.policy_id = p.id
         and v.version = p.current_version
       where p.organisation_id = o.id and p.removed_at is null), '[]') as policies
   from elevate.organisations o where o.id = $1`,
);

/**
 * Everything that is configured, as of one moment.
 * @param targetIds of the targets that are read; null for all
 */
export async function readConfigurationRows(
  tx: Tx,
  organisationId: string,
  targetIds: readonly string[] | null = null,
): Promise<ConfigurationRows> {
  const found = await row<ConfigurationRows>(tx, everything, [organisationId, targetIds]);
  if (found === null) throw new Error(`there is no organisation ${organisationId}`);
  return found;
}

// What people approve waits for it: lists take half of the time that objects take.
const others = statement(
  'configuration-other-targets',
  `select coalesce(json_agg(json_build_array(id, name, type, description, settings)
       order by name collate "C"), '[]') as targets
   from elevate.targets
   where organisation_id = $1 and removed_at is null and id <> all($2::uuid[])`,
);

type TargetRow = ConfigurationRows['targets'][number];
type TargetFields = readonly [
  TargetRow['id'],
  TargetRow['name'],
  TargetRow['type'],
  TargetRow['description'],
  TargetRow['settings'],
];

/** All targets but those of these ids, by name. */
export async function readOtherTargets(
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
): Promise<ConfigurationRows['targets']> {
  const found = await row<{ targets: TargetFields[] }>(tx, others, [organisationId, ids]);
  return found!.targets.map(([id, name, type, description, settings]) => {
    return { id, name, type, description, settings };
  });
}

/** A target by what it is called. */
export interface NamedTarget {
  readonly id: string;
  readonly name: string;
}

// As two lists: of a hundred thousand objects the names of their fields would be most of what is sent.
const named = statement(
  'configuration-target-names',
  `select coalesce(json_agg(t.id), '[]') as ids, coalesce(json_agg(t.name), '[]') as names
   from (
     select id, name from elevate.targets
     where organisation_id = $1 and removed_at is null order by id
   ) t`,
);

/** All targets, in the order in which they are read with everything else. */
export async function readTargetNames(
  tx: Tx,
  organisationId: string,
): Promise<readonly NamedTarget[]> {
  const found = await row<{ ids: string[]; names: string[] }>(tx, named, [organisationId]);
  return found!.ids.map((id, at) => ({ id, name: found!.names[at]! }));
}
