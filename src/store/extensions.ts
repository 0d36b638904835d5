/** How requests for more time hang together with the grants that go on. */
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const extended = `
  select base.id from elevate.requests e
  join elevate.grants g on g.organisation_id = e.organisation_id and g.id = e.extends_grant_id
  join elevate.requests base
    on base.organisation_id = g.organisation_id and base.id = g.request_id
  where e.organisation_id = $1 and e.id = $2`;

const find = statement('extended-request', extended);

/** Id of the request whose grant a request lets go on; null for one that extends nothing. */
export async function extendedRequest(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<string | null> {
  return (await row<{ id: string }>(tx, find, [organisationId, requestId]))?.id ?? null;
}

const lock = statement('lock-extended', `${extended} for no key update of base`);

/**
 * Locks the request whose grant an extension lets go on, so that nobody ends that grant meanwhile: every early end takes this
 * lock first.
 */
export async function lockExtended(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<void> {
  await rows(tx, lock, [organisationId, requestId]);
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
