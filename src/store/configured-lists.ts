/** What is configured, a page at a time, for those who look after it. */
import { type ApproverGroup, type Policy, type Target } from '../elevation/model';
import { type Tx } from './database';
import { membersSql } from './groups';
import { coversSql, policyJson } from './policies';
import { row, rows, statement } from './sql';

/** Which rows of a list. */
export interface Slice {
  readonly from: number;
  readonly most: number;
}

/** Some rows, and how many there are in all. */
export interface Slices<Row> {
  readonly count: number;
  readonly rows: readonly Row[];
}

async function slice<Row>(
  tx: Tx,
  queries: { readonly all: Statement; readonly page: Statement },
  organisationId: string,
  { from, most }: Slice,
): Promise<Slices<Row>> {
  const { count } = (await row<{ count: number }>(tx, queries.all, [organisationId]))!;
  return { count, rows: await rows<Row>(tx, queries.page, [organisationId, from, most]) };
}

type Statement = ReturnType<typeof statement>;

/** The present version of a policy, with when it was made. */
export interface DatedPolicy {
  readonly policy: Policy;
  readonly since: Date;
}

const presentPolicies = `
  from elevate.approval_policies p
  join elevate.approval_policy_versions v
    on v.organisation_id = p.organisation_id and v.policy_id = p.id
    and v.version = p.current_version
  where p.organisation_id = $1 and p.removed_at is null`;

const policies = {
  all: statement('count-policies', `select count(*)::int as count ${presentPolicies}`),
  page: statement(
    'list-policies',
    `select ${policyJson('p', 'v')} as policy, v.created_at as since ${presentPolicies}
     order by lower(p.pattern), p.id offset $2 limit $3`,
  ),
};

/** Policies by their patterns. */
export function listPolicies(tx: Tx, organisationId: string, which: Slice) {
  return slice<DatedPolicy>(tx, policies, organisationId, which);
}

const policyOfPattern = statement(
  'policy-of-pattern',
  `select ${policyJson('p', 'v')} as policy, v.created_at as since ${presentPolicies}
     and lower(p.pattern) = lower($2)`,
);

/** The policy of exactly this pattern; upper and lower case are alike. */
export function findPolicy(
  tx: Tx,
  organisationId: string,
  pattern: string,
): Promise<DatedPolicy | null> {
  return row(tx, policyOfPattern, [organisationId, pattern]);
}

const policyOfId = statement(
  'policy-of-id',
  `select ${policyJson('p', 'v')} as policy, v.created_at as since ${presentPolicies}
     and p.id = $2`,
);

/** Throws when there is none of this id. */
export async function loadPolicy(tx: Tx, organisationId: string, id: string): Promise<DatedPolicy> {
  const found = await row<DatedPolicy>(tx, policyOfId, [organisationId, id]);
  if (found === null) throw new Error(`there is no policy ${id}`);
  return found;
}

const covered = statement(
  'count-covered-targets',
  `select count(*)::int as count from elevate.targets t
   cross join (select $2::text as pattern) p
   where t.organisation_id = $1 and t.removed_at is null and ${coversSql('p', 't.name')}`,
);

/** How many targets a pattern covers, whether or not another policy decides about them. */
export async function countCovered(
  tx: Tx,
  organisationId: string,
  pattern: string,
): Promise<number> {
  return (await row<{ count: number }>(tx, covered, [organisationId, pattern]))!.count;
}

/** How a policy names a group. */
export type GroupUse = 'decides' | 'stage' | 'escalation' | 'asks' | 'glass' | 'told';

const usesSql = `
  select p.pattern, p.organisation_id, u.group_id, u.how
  from elevate.approval_policies p
  join elevate.approval_policy_versions v
    on v.organisation_id = p.organisation_id and v.policy_id = p.id
    and v.version = p.current_version
  cross join lateral (
    select v.approver_group_id as group_id, 'decides' as how, 1 as place
    union all
    select (one ->> 'groupId')::uuid, 'stage', 2
      from jsonb_array_elements(coalesce(v.terms -> 'stages', '[]')) one
    union all
    select (v.terms -> 'escalation' ->> 'groupId')::uuid, 'escalation', 3
      where v.terms -> 'escalation' ->> 'groupId' is not null
    union all
    select (one ->> 'groupId')::uuid, 'asks', 4
      from jsonb_array_elements(coalesce(v.terms -> 'requesters', '[]')) one
    union all
    select one::uuid, 'glass', 5
      from jsonb_array_elements_text(case when jsonb_typeof(v.terms -> 'breakGlass') = 'object'
        then v.terms -> 'breakGlass' -> 'groupIds' else '[]' end) one
    union all
    select one::uuid, 'told', 6
      from jsonb_array_elements_text(coalesce(v.terms -> 'notify', '[]')) one
  ) u
  where p.removed_at is null`;

export interface ListedGroup extends ApproverGroup {
  /** How many policies name it, in whatever way. */
  readonly policies: number;
  readonly hasChannel: boolean;
  /** Whether a policy lets it decide. */
  readonly decides: boolean;
}

const groups = {
  all: statement(
    'count-groups',
    `select count(*)::int as count from elevate.approver_groups
     where organisation_id = $1 and removed_at is null`,
  ),
  page: statement(
    'list-groups',
    `with uses as materialized (select * from (${usesSql}) x where x.organisation_id = $1)
     select g.id, g.name,
       (select count(*)::int from (${membersSql('$1', 'g.id')}) m where not m.disabled) as size,
       (select count(distinct u.pattern)::int from uses u where u.group_id = g.id) as policies,
       exists (select from elevate.approver_group_channels c
         where c.organisation_id = $1 and c.group_id = g.id) as "hasChannel",
       exists (select from uses u where u.group_id = g.id
         and u.how in ('decides', 'stage', 'escalation')) as decides
     from elevate.approver_groups g where g.organisation_id = $1 and g.removed_at is null
     order by lower(g.name), g.id offset $2 limit $3`,
  ),
};

/** Approver groups by name, with how many enabled people are in each. */
export function listGroups(tx: Tx, organisationId: string, which: Slice) {
  return slice<ListedGroup>(tx, groups, organisationId, which);
}

const groupOfName = statement(
  'group-of-name',
  `select id from elevate.approver_groups
   where organisation_id = $1 and lower(name) = lower($2) and removed_at is null
   order by id limit 1`,
);

/** Id of the group of this name; upper and lower case are alike. */
export async function findGroup(
  tx: Tx,
  organisationId: string,
  name: string,
): Promise<string | null> {
  return (await row<{ id: string }>(tx, groupOfName, [organisationId, name]))?.id ?? null;
}

/** One card shows fewer; beyond it they are not even counted. */
const usesMax = 500;

const usesOfGroup = statement(
  'uses-of-group',
  `select distinct on (lower(x.pattern), x.how) x.pattern, x.how from (${usesSql}) x
   where x.organisation_id = $1 and x.group_id = $2
   order by lower(x.pattern), x.how limit ${usesMax}`,
);

/** Each policy that names the group, once for each way. */
export function usesOf(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<{ readonly pattern: string; readonly how: GroupUse }[]> {
  return rows(tx, usesOfGroup, [organisationId, groupId]);
}

const targets = {
  all: statement(
    'count-targets',
    `select count(*)::int as count from elevate.targets
     where organisation_id = $1 and removed_at is null`,
  ),
  page: statement(
    'list-targets',
    `select id, name, workload, bare_name as "bareName", type, description
     from elevate.targets where organisation_id = $1 and removed_at is null
     order by lower(name), id offset $2 limit $3`,
  ),
};

/** Targets by their full names. */
export function listTargets(tx: Tx, organisationId: string, which: Slice) {
  return slice<Target>(tx, targets, organisationId, which);
}

export interface ListedConnector {
  readonly workload: string;
  readonly kind: string;
  readonly targets: number;
}

const connectors = {
  all: statement(
    'count-connectors',
    `select count(*)::int as count from elevate.connectors
     where organisation_id = $1 and removed_at is null`,
  ),
  page: statement(
    'list-connectors',
    `select c.workload, c.kind,
       (select count(*)::int from elevate.targets t
         where t.organisation_id = c.organisation_id and t.workload = c.workload
           and t.removed_at is null) as targets
     from elevate.connectors c where c.organisation_id = $1 and c.removed_at is null
     order by lower(c.workload) offset $2 limit $3`,
  ),
};

/** Connectors by the name of their workload. */
export function listConnectors(tx: Tx, organisationId: string, which: Slice) {
  return slice<ListedConnector>(tx, connectors, organisationId, which);
}

const presentSettings = statement(
  'present-settings',
  `select version, set_at as since from elevate.settings
   where organisation_id = $1 order by version desc limit 1`,
);

/** Which version of the settings counts; null when nothing was set. */
export function settingsVersion(
  tx: Tx,
  organisationId: string,
): Promise<{ readonly version: number; readonly since: Date } | null> {
  return row(tx, presentSettings, [organisationId]);
}
