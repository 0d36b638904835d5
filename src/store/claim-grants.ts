/** Which grants are due, and who acts on them now. */
import { type Tx } from './database';
import { type GrantClaim } from './grants';
import { rows, statement } from './sql';

const isFree = `g.next_attempt_at <= (select now from clock)
       and not exists (
         select from elevate.right_leases l
         where l.organisation_id = g.organisation_id and l.target_id = g.target_id
           and l.scope = g.scope and l.account = g.account and l.until > (select now from clock))`;

const workload = `(select t.workload from elevate.targets t
         where t.organisation_id = g.organisation_id and t.id = g.target_id)`;

// One grant per right and batch: an insert cannot take the same lease twice. A lease that another claim commits
// meanwhile is waited for, found taken, and its grant left out. Rights are leased in one order, against deadlocks.
const claimDue = statement(
  'claim-due-grants',
  `with clock as materialized (
     select elevate.now() as now
   ), due as (
     select g.organisation_id, g.id, g.target_id, g.scope, g.account, g.attempt, g.next_attempt_at
     from elevate.grants g
     where ${isFree} and g.id <> all ($4::uuid[]) and g.id = coalesce($5::uuid, g.id)
       and ${workload} <> all ($6::text[])
     order by g.next_attempt_at
     limit $2
     for no key update skip locked
   ), one_each as (
     select distinct on (organisation_id, target_id, scope, account) *
     from due
     order by organisation_id, target_id, scope, account, next_attempt_at, id
   ), leased as (
     insert into elevate.right_leases as l
       (organisation_id, target_id, scope, account, grant_id, attempt, holder, until)
     select organisation_id, target_id, scope, account, id, attempt + 1, $1,
       (select now from clock) + $3::float8 * interval '1 millisecond'
     from one_each order by organisation_id, target_id, scope, account
     on conflict on constraint right_leases_pk do update
       set grant_id = excluded.grant_id, attempt = excluded.attempt, holder = excluded.holder,
         until = excluded.until
       where l.until <= (select now from clock)
     returning organisation_id, grant_id
   ), claimed as (
     update elevate.grants g
     set attempt = g.attempt + 1, attempts = g.attempts + 1,
       state = case when g.state = 'scheduled' and g.ends_at > (select now from clock)
                    then 'activating' else g.state end
     from leased
     where g.organisation_id = leased.organisation_id and g.id = leased.grant_id
     returning g.*
   )
   select c.organisation_id as "organisationId", c.id as "grantId", c.request_id as "requestId",
     c.attempt::float8 as attempt, $1::text as holder, c.state, c.subject_id as "subjectId",
     jsonb_build_object('id', t.id, 'name', t.name, 'workload', t.workload,
       'bareName', t.bare_name, 'type', t.type, 'description', t.description,
       'settings', t.settings) as target,
     c.scope, t.workload, c.account, r.closed_at as "approvedAt", c.starts_at as "startsAt", c.ends_at as "endsAt",
     c.ending_at as "endingAt", c.held_before as "heldBefore", c.end_cause as "endCause",
     c.attempts
   from claimed c
   join elevate.targets t on t.organisation_id = c.organisation_id and t.id = c.target_id
   join elevate.requests r on r.organisation_id = c.organisation_id and r.id = c.request_id
   order by c.next_attempt_at, c.id`,
);

export interface GrantClaiming {
  /** Names the process. */
  readonly holder: string;
  readonly limit: number;
  /** The lease ends by itself after so long. */
  readonly leaseMs: number;
  /** Ids of grants that are left out. */
  readonly except?: readonly string[];
  /** Workloads whose grants are left out: what is due elsewhere is found behind any number of them. */
  readonly exceptWorkloads?: readonly string[];
  /** Id of the one grant that is meant. */
  readonly only?: string;
}

/**
 * Claims grants whose next attempt is due: those to activate, those to take away, and active ones whose end has come.
 * A right that somebody is acting on is left out, whichever grant it is for. Due `scheduled` grants come as
 * `activating`, unless their end has passed as well.
 */
export function claimDueGrants(
  tx: Tx,
  { holder, limit, leaseMs, except = [], exceptWorkloads = [], only }: GrantClaiming,
): Promise<GrantClaim[]> {
  return rows(tx, claimDue, [holder, limit, leaseMs, except, only ?? null, exceptWorkloads]);
}

const findDue = statement(
  'due-grants',
  `with clock as materialized (
     select elevate.now() as now
   )
   select g.id from elevate.grants g
   where ${isFree} and g.id <> all ($2::uuid[]) and ${workload} <> all ($3::text[])
   order by g.next_attempt_at limit $1`,
);

/** Ids of what could be claimed now, the longest due first. Changes and locks nothing. */
export async function dueGrants(
  tx: Tx,
  {
    limit,
    except = [],
    exceptWorkloads = [],
  }: Pick<GrantClaiming, 'limit' | 'except' | 'exceptWorkloads'>,
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, findDue, [limit, except, exceptWorkloads]);
  return found.map(({ id }) => id);
}
