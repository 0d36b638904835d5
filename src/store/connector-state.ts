/** Connected systems: how one is set up and what is granted in it, and what they said when they were last asked. */
import { type ConnectorUse } from '../elevation/connector-use';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** So many targets are named. */
const namedMost = 5;

const stateOf = statement(
  'connector-state',
  `with clock as materialized (select elevate.now() as now)
   select c.workload, c.kind, c.settings, t.*, g.*,
     (select count(*)::int from elevate.right_leases l
       join elevate.targets o on o.organisation_id = l.organisation_id and o.id = l.target_id
       where l.organisation_id = $1 and o.workload = c.workload
         and l.until > (select now from clock)) as busy
   from elevate.connectors c
   cross join lateral (
     select count(*)::int as targets,
       coalesce((array_agg(o.name order by lower(o.name)))[1:${namedMost}], '{}') as named
     from elevate.targets o
     where o.organisation_id = c.organisation_id and o.workload = c.workload
       and o.removed_at is null) t
   cross join lateral (
     select
       count(*) filter (where r.state = 'scheduled')::int as scheduled,
       count(*) filter (where r.state = 'activating')::int as activating,
       count(*) filter (where r.state = 'active')::int as active,
       count(*) filter (where r.state = 'ending')::int as ending,
       count(*) filter (where r.state = 'failed')::int as failed,
       count(*) filter (where r.state in ('activating', 'ending')
         and r.last_error is not null)::int as failing,
       count(*) filter (where r.state in ('active', 'ending')
         and least(r.ends_at, coalesce(r.ending_at, r.ends_at))
           < (select now from clock))::int as overdue,
       max(r.active_at) as "grantedAt",
       max(r.ended_at) filter (where r.active_at is not null) as "goneAt"
     from elevate.grants r
     join elevate.targets o on o.organisation_id = r.organisation_id and o.id = r.target_id
     where r.organisation_id = c.organisation_id and o.workload = c.workload) g
   where c.organisation_id = $1 and c.workload = $2 and c.removed_at is null`,
);

/** Throws when nothing of this name is connected. */
export async function loadConnectorState(
  tx: Tx,
  organisationId: string,
  workload: string,
): Promise<ConnectorUse> {
  const found = await row<ConnectorUse>(tx, stateOf, [organisationId, workload]);
  if (found === null) throw new Error(`there is no connector ${workload}`);
  return found;
}

/** What a system said when somebody had it asked. */
export interface LastCheck {
  readonly workload: string;
  readonly state: 'working' | 'findings' | 'silent' | 'refusing' | 'missing';
  readonly findings: number;
  readonly checkedAt: Date;
}

// Each is found by an index of its own: the trail is long.
const last = statement(
  'last-connector-checks',
  `select e.facts->>'workload' as workload, e.facts->>'state' as state,
     (e.facts->>'findings')::int as findings, e.at as "checkedAt"
   from unnest($2::text[]) as w (name)
   cross join lateral (
     select facts, at from elevate.audit_events
     where organisation_id = $1 and kind = 'connector.checked' and facts->>'workload' = w.name
     order by seq desc limit 1) e`,
);

/** Of each of these that was ever asked. */
export function lastChecks(
  tx: Tx,
  organisationId: string,
  workloads: readonly string[],
): Promise<readonly LastCheck[]> {
  return rows(tx, last, [organisationId, workloads]);
}

// Who is asked and does not answer, or is called for a right and does not: since what they last answered.
const silent = statement(
  'connectors-silent-since',
  `select w.name as workload, (
     select min(f.at) from (
       select e.at from elevate.audit_events e
       where e.organisation_id = $1 and e.kind = 'connector.checked'
         and e.facts->>'workload' = w.name and e.facts->>'state' = 'silent'
       union all
       select case g.state when 'activating' then g.starts_at
         else coalesce(g.ending_at, g.ends_at) end
       from elevate.grants g
       join elevate.targets t on t.organisation_id = g.organisation_id and t.id = g.target_id
       where g.organisation_id = $1 and t.workload = w.name
         and g.state in ('activating', 'ending') and g.last_error in ('unavailable', 'throttled')
     ) f where f.at > coalesce(a.at, '-infinity')) as since
   from unnest($2::text[]) as w (name)
   cross join lateral (
     select greatest(
       (select max(e.at) from elevate.audit_events e
         where e.organisation_id = $1 and e.kind = 'connector.checked'
           and e.facts->>'workload' = w.name
           and e.facts->>'state' in ('working', 'findings', 'refusing')),
       (select max(greatest(g.active_at, g.ended_at)) from elevate.grants g
         join elevate.targets t on t.organisation_id = g.organisation_id and t.id = g.target_id
         where g.organisation_id = $1 and t.workload = w.name and g.active_at is not null)
     ) as at) a`,
);

/** Of systems that do not answer: since when, as far as is known. Null where it was not noticed before. */
export async function silentSince(
  tx: Tx,
  organisationId: string,
  workloads: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  if (workloads.length === 0) return new Map();
  const found = await rows<{ workload: string; since: Date | null }>(tx, silent, [
    organisationId,
    workloads,
  ]);
  return new Map(found.map(({ workload, since }) => [workload, since]));
}
