/** Who was in groups of outside directories when they were last listed: for who is asked and shown, and never for who decides. */
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** A group of an outside directory that approver groups have people from. */
export interface Listing {
  readonly organisationId: string;
  readonly kind: string;
  readonly key: string;
}

export interface ListedAccount {
  readonly system: string;
  readonly tenant: string;
  readonly user: string;
}

const used = `from elevate.approver_group_sources s
  where s.organisation_id = l.organisation_id and s.kind = l.kind and s.key = l.key`;

const begin = statement(
  'begin-listings',
  `insert into elevate.source_listings (organisation_id, kind, key)
   select distinct l.organisation_id, l.kind, l.key from elevate.approver_group_sources l
   where not exists (select from elevate.source_listings s
     where s.organisation_id = l.organisation_id and s.kind = l.kind and s.key = l.key)
   on conflict do nothing`,
);

const end = statement(
  'end-listings',
  `delete from elevate.source_listings l where not exists (select ${used})`,
);

// Next in five minutes, whatever becomes of it: what dies on the way is done again.
const claim = statement(
  'claim-listings',
  `update elevate.source_listings l set next_at = elevate.now() + interval '5 minutes'
   where (l.organisation_id, l.kind, l.key) in (
     select d.organisation_id, d.kind, d.key from elevate.source_listings d
     where d.next_at <= elevate.now() and d.kind || ' ' || d.key <> all ($2::text[])
     order by d.next_at, d.key limit $1 for update skip locked)
   returning l.organisation_id as "organisationId", l.kind, l.key`,
);

/** Listings that are due, claimed: nobody else begins them now. Those of `except` (`kind key`) are left out. */
export async function claimListings(
  tx: Tx,
  limit: number,
  except: readonly string[] = [],
): Promise<Listing[]> {
  await rows(tx, begin);
  await rows(tx, end);
  return rows(tx, claim, [limit, except]);
}

const ofGroup = statement(
  'listings-of-group',
  `select s.kind, s.key, l.listed_at is not null as "isListed", l.failed,
     (select count(distinct coalesce(p.merged_into, p.id))::int
      from elevate.source_members m
      join elevate.accounts a
        on a.organisation_id = m.organisation_id and a.system = m.system
        and a.tenant = m.tenant and a.user_key = m.user_key
      join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where m.organisation_id = s.organisation_id and m.kind = s.kind and m.key = s.key) as people
   from elevate.approver_group_sources s
   left join elevate.source_listings l
     on l.organisation_id = s.organisation_id and l.kind = s.kind and l.key = s.key
   where s.organisation_id = $1 and s.group_id = $2
   order by s.kind, s.key`,
);

/** A group of an outside directory, as far as it is known here. */
export interface KnownListing {
  readonly kind: string;
  readonly key: string;
  readonly isListed: boolean;
  /** Why it could not be listed when it was tried last; null when it could. */
  readonly failed: string | null;
  /** Who of it is known here, when it was listed last. */
  readonly people: number;
}

/** The groups of outside directories that are directly in an approver group. */
export function listingsOf(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<KnownListing[]> {
  return rows(tx, ofGroup, [organisationId, groupId]);
}

const failing = statement(
  'failing-listings',
  `select g.name as group, s.kind, l.failed as code
   from elevate.source_listings l
   join elevate.approver_group_sources s
     on s.organisation_id = l.organisation_id and s.kind = l.kind and s.key = l.key
   join elevate.approver_groups g on g.organisation_id = s.organisation_id and g.id = s.group_id
   where l.organisation_id = $1 and l.failed is not null
   order by lower(g.name), g.id, s.kind, s.key limit $2`,
);

export interface FailingListing {
  readonly group: string;
  readonly kind: string;
  readonly code: string;
}

/** Approver groups of which somebody comes from a directory that could not be read lately. */
export function failingListings(
  tx: Tx,
  organisationId: string,
  most: number,
): Promise<FailingListing[]> {
  return rows(tx, failing, [organisationId, most]);
}

const lock = statement(
  'lock-listing',
  `select from elevate.source_listings
   where organisation_id = $1 and kind = $2 and key = $3 for update`,
);

const gone = statement(
  'listed-no-more',
  `delete from elevate.source_members m
   where m.organisation_id = $1 and m.kind = $2 and m.key = $3
     and not exists (select from jsonb_to_recordset($4::jsonb)
         as a (system text, tenant text, "user" text)
       where a.system = m.system and a.tenant = m.tenant and a."user" = m.user_key)`,
);

const added = statement(
  'listed-anew',
  `insert into elevate.source_members (organisation_id, kind, key, system, tenant, user_key)
   select $1, $2, $3, a.system, a.tenant, a."user"
   from jsonb_to_recordset($4::jsonb) as a (system text, tenant text, "user" text)
   on conflict do nothing`,
);

const isOther = statement(
  'listing-differs',
  `with listed as (
     select a.system, a.tenant, a."user" as user_key
     from jsonb_to_recordset($4::jsonb) as a (system text, tenant text, "user" text)
   ), known as (
     select m.system, m.tenant, m.user_key from elevate.source_members m
     where m.organisation_id = $1 and m.kind = $2 and m.key = $3
   )
   select exists ((select * from listed except select * from known)
     union all (select * from known except select * from listed)) as differs`,
);

const done = statement(
  'listed',
  `update elevate.source_listings set listed_at = elevate.now(), failed = null
   where organisation_id = $1 and kind = $2 and key = $3`,
);

/**
 * Writes who was in the group when it was listed. The same as before writes nothing of it: whoever has read the configuration need not
 * read it anew. A group that nothing has people from any more is left alone.
 */
export async function recordListing(
  tx: Tx,
  { organisationId, kind, key }: Listing,
  accounts: readonly ListedAccount[],
): Promise<void> {
  const values = [organisationId, kind, key];
  if ((await row(tx, lock, values)) === null) return;
  const all = [...values, JSON.stringify(accounts)];
  const { differs } = (await row<{ differs: boolean }>(tx, isOther, all))!;
  if (differs) {
    await rows(tx, gone, all);
    await rows(tx, added, all);
  }
  await rows(tx, done, values);
}

const failure = statement(
  'listing-failed',
  `update elevate.source_listings
   set failed = $4, next_at = elevate.now() + interval '1 minute'
   where organisation_id = $1 and kind = $2 and key = $3`,
);

/** It stands as it was listed last, and is tried again in a minute. @param code of the outside's own, never text */
export async function recordListingFailure(
  tx: Tx,
  { organisationId, kind, key }: Listing,
  code: string,
): Promise<void> {
  await rows(tx, failure, [organisationId, kind, key, code]);
}
