/** How requests for more time hang together with the grants that go on. */
import { type Tx } from './database';
import { lockRequest, type LockedRequest } from './requests';
import { row, rows, statement } from './sql';

const find = statement(
  'extended-request',
  `select base.id from elevate.requests e
  join elevate.grants g on g.organisation_id = e.organisation_id and g.id = e.extends_grant_id
  join elevate.requests base
    on base.organisation_id = g.organisation_id and base.id = g.request_id
  where e.organisation_id = $1 and e.id = $2`,
);

/** Id of the request whose grant a request lets go on; null for one that extends nothing. */
export async function extendedRequest(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<string | null> {
  return (await row<{ id: string }>(tx, find, [organisationId, requestId]))?.id ?? null;
}

// What a request extends is older than it: one order for all who lock some of a chain, whichever of it they come from.
const lock = statement(
  'lock-extended',
  `with recursive chain as (
     select r.id, r.extends_grant_id from elevate.requests r
     where r.organisation_id = $1 and r.id = $2
     union
     select base.id, base.extends_grant_id
     from chain
     join elevate.grants g on g.organisation_id = $1 and g.id = chain.extends_grant_id
     join elevate.requests base on base.organisation_id = $1 and base.id = g.request_id
   )
   select r.id from elevate.requests r
   where r.organisation_id = $1 and r.id in (select id from chain)
   order by r.number desc for no key update of r`,
);

/**
 * Locks the request, and everything that it lets go on, however many extensions lie between; null when there is none of
 * this number. Whoever ends one of those grants early ends all that was to come after it, and locks it first: with this
 * lock held, nobody ends a grant that the request hangs on.
 */
export async function lockWithExtended(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<LockedRequest | null> {
  const locked = await lockRequest(tx, organisationId, number);
  if (locked?.kind === 'extension') await rows(tx, lock, [organisationId, locked.id]);
  return locked;
}

const rightOf = statement(
  'right-of-grant',
  'select account, scope from elevate.grants where organisation_id = $1 and id = $2',
);

/** The account and scope that a grant is for; an extension is for the same. */
export async function loadRight(
  tx: Tx,
  organisationId: string,
  grantId: string,
): Promise<{ readonly account: string; readonly scope: string }> {
  const found = await row<{ account: string; scope: string }>(tx, rightOf, [
    organisationId,
    grantId,
  ]);
  if (!found) throw new Error(`there is no grant ${grantId}`);
  return found;
}

const live = statement(
  'live-extensions',
  `with recursive chain as (
     select e.id as request_id, e.state as request_state, g.id as grant_id, g.state
     from elevate.requests e
     left join elevate.grants g on g.organisation_id = e.organisation_id and g.request_id = e.id
     where e.organisation_id = $1 and e.extends_grant_id = $2
     union
     select e.id, e.state, g.id, g.state
     from chain
     join elevate.requests e
       on e.organisation_id = $1 and e.extends_grant_id = chain.grant_id
     left join elevate.grants g on g.organisation_id = e.organisation_id and g.request_id = e.id
   )
   select request_id as "requestId",
     case when state in ('scheduled', 'activating', 'active') then grant_id end as "grantId"
   from chain
   where request_state = 'pending' or state in ('scheduled', 'activating', 'active')
   order by request_id`,
);

export interface LiveExtension {
  readonly requestId: string;
  /** Null while nobody has decided. */
  readonly grantId: string | null;
}

/** Requests that let this grant go on and are not over, however many extensions lie between. */
export function liveExtensions(
  tx: Tx,
  organisationId: string,
  grantId: string,
): Promise<LiveExtension[]> {
  return rows(tx, live, [organisationId, grantId]);
}
