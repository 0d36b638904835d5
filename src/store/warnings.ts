/** Grants whose holders are to be told that the end is near. */
import { type Tx } from './database';
import { rows, statement } from './sql';

export interface DueWarning {
  readonly organisationId: string;
  readonly grantId: string;
  readonly requestId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly heldBefore: boolean | null;
  /** Whether another grant keeps the right beyond the end of this one. */
  readonly goesOn: boolean;
  readonly now: Date;
}

// The other grants are those that end-grant spares the right for.
const due = statement(
  'due-warnings',
  `with clock as materialized (
     select elevate.now() as now
   )
   select g.organisation_id as "organisationId", g.id as "grantId", g.request_id as "requestId",
     g.starts_at as "startsAt", g.ends_at as "endsAt", g.held_before as "heldBefore",
     exists (select from elevate.grants o
       where o.organisation_id = g.organisation_id and o.target_id = g.target_id
         and o.scope = g.scope and o.account = g.account and o.id <> g.id
         and (o.state = 'active' or (o.state = 'activating' and (o.held_before is not null
           or exists (select from elevate.requests r where r.organisation_id = o.organisation_id
             and r.id = o.request_id and r.extends_grant_id = g.id))))
         and o.ends_at > g.ends_at and o.starts_at <= g.ends_at) as "goesOn",
     (select now from clock) as now
   from elevate.grants g
   where g.state = 'active' and g.warn_at <= (select now from clock) and g.id <> all ($2::uuid[])
   order by g.warn_at, g.id limit $1
   for no key update of g skip locked`,
);

/**
 * Active grants with a warning that is due, locked; those of `except` and those that somebody else has locked are left
 * out.
 */
export function dueWarnings(
  tx: Tx,
  limit: number,
  except: readonly string[] = [],
): Promise<DueWarning[]> {
  return rows(tx, due, [limit, except]);
}

const record = statement(
  'record-warning',
  `update elevate.grants set warn_at = $3, warned_at = coalesce($4, warned_at)
   where organisation_id = $1 and id = $2`,
);

/** Stores when the next warning is due, and that the holder was warned now, unless `warnedAt` is null. */
export async function recordWarning(
  tx: Tx,
  { organisationId, grantId }: Pick<DueWarning, 'organisationId' | 'grantId'>,
  times: { readonly warnAt: Date | null; readonly warnedAt: Date | null },
): Promise<void> {
  await rows(tx, record, [organisationId, grantId, times.warnAt, times.warnedAt]);
}
