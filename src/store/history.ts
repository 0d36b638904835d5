/** What a person may look back on: their own requests, and those of the groups they decide in. */
import { type RequestState } from '../elevation/model';
import { type Tx } from './database';
import { rows, statement } from './sql';

const family = `
  select p.id from elevate.persons p
  where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)`;

// Each group gives its newest by its own index: an approver of a busy group reads no more than one page of it.
const lookBackSql = (wanted = ''): string => `
  with family as materialized (${family})
   select seen.id
   from (
     select r.id, r.number from elevate.requests r
     where r.organisation_id = $1 and r.requester_id in (select id from family)
       and r.kind <> 'change' and r.number < $3::bigint ${wanted}
     union
     select r.id, r.number from elevate.requests r
     where r.organisation_id = $1 and r.subject_id in (select id from family)
       and r.kind <> 'change' and r.number < $3::bigint ${wanted}
     union
     select newest.id, newest.number
     from (
       select distinct m.group_id from elevate.group_people m
       where m.organisation_id = $1 and m.person_id in (select id from family)
         and exists (select from elevate.persons p
           where p.organisation_id = $1 and p.id = $2 and p.disabled_at is null)
     ) decides
     cross join lateral (
       select r.id, r.number from elevate.requests r
       where r.organisation_id = $1 and r.approver_group_id = decides.group_id
         and r.number < $3::bigint ${wanted}
       order by r.number desc limit $4
     ) newest
     union
     select r.id, r.number
     from elevate.group_people m
     join elevate.asked_groups a
       on a.organisation_id = m.organisation_id and a.group_id = m.group_id
     join elevate.requests r on r.organisation_id = a.organisation_id and r.id = a.request_id
     where m.organisation_id = $1 and m.person_id in (select id from family)
       and r.number < $3::bigint ${wanted}
       and exists (select from elevate.persons p
         where p.organisation_id = $1 and p.id = $2 and p.disabled_at is null)
   ) seen
   order by seen.number desc limit $4`;

const mine = statement('requests-to-look-back-on', lookBackSql());

const those = statement(
  'some-requests-to-look-back-on',
  lookBackSql(`
     and ($5::text is null or r.state = $5::text)
     and (not $6::boolean or exists (select from elevate.grants g
       where g.organisation_id = $1 and g.request_id = r.id))`),
);

/** Numbers of requests have fewer digits. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/**
 * Ids of the requests that a person asked for, received or could decide on, the newest first.
 * @param before only those with a smaller number; null is all
 */
export async function lookBack(
  tx: Tx,
  organisationId: string,
  personId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<string[]> {
  const values = [organisationId, personId, before ?? beyondAll, limit];
  const found = await rows<{ id: string }>(tx, mine, values);
  return found.map(({ id }) => id);
}

/** Which of them are meant. */
export interface Wanted {
  /** Null is any. */
  readonly state: RequestState | null;
  /** Only those that a grant was made for. */
  readonly granted: boolean;
}

/** Ids of some of the same, the newest first, at most `limit`. */
export async function lookBackOn(
  tx: Tx,
  organisationId: string,
  personId: string,
  { state, granted, limit }: Wanted & { readonly limit: number },
): Promise<string[]> {
  const values = [organisationId, personId, beyondAll, limit, state, granted];
  const found = await rows<{ id: string }>(tx, those, values);
  return found.map(({ id }) => id);
}

const overdue = statement(
  'grants-due-of-groups',
  `with family as materialized (${family})
   select g.request_id as id
   from elevate.grants g
   join elevate.requests r on r.organisation_id = g.organisation_id and r.id = g.request_id
   where g.organisation_id = $1 and g.state in ('active', 'ending')
     and g.held_before is not null
     and least(g.ends_at, coalesce(g.ending_at, g.ends_at)) < elevate.now()
     and exists (select from elevate.group_people m
       where m.organisation_id = $1 and m.person_id in (select id from family)
         and (m.group_id = r.approver_group_id
           or exists (select from elevate.asked_groups a where a.organisation_id = $1
             and a.request_id = r.id and a.group_id = m.group_id)))
     and exists (select from elevate.persons p
       where p.organisation_id = $1 and p.id = $2 and p.disabled_at is null)
     and g.subject_id not in (select id from family)
   order by g.ends_at, g.request_id limit 50`,
);

/** Ids of other people's requests, in the groups of this person, whose right is past its end and still there. */
export async function overdueFor(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, overdue, [organisationId, personId]);
  return found.map(({ id }) => id);
}
