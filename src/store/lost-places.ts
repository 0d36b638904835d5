/** Places that messages cannot reach any more, and what depends on them. */
import { v7 as uuidv7 } from 'uuid';
import { type LossKind, type PlaceKey, type PlaceScope } from '../elevation/places';
import { type PlatformName } from '../elevation/model';
import { type Tx } from './database';
import { changed, row, rows, statement } from './sql';

/** A place that was lost, with what people know it by. */
export interface LostPlace {
  readonly id: string;
  readonly place: PlaceKey;
  readonly kind: LossKind;
  readonly lostAt: Date;
  /** Null while it is lost. */
  readonly backAt: Date | null;
  /** Groups whose channel it is, by name, or the person whose account it is. Empty for what nobody knows it by. */
  readonly names: readonly string[];
}

// All accounts of a person lead to the survivor of a merge.
const columns = `l.id, l.kind, l.lost_at as "lostAt", l.back_at as "backAt",
  l.platform, l.tenant, l.scope, l.place_id as "placeId",
  case l.scope
    when 'channel' then coalesce((
      select jsonb_agg(g.name order by g.name) from elevate.approver_group_channels c
      join elevate.approver_groups g
        on g.organisation_id = c.organisation_id and g.id = c.group_id and g.removed_at is null
      where c.organisation_id = l.organisation_id and c.platform = l.platform
        and c.tenant = l.tenant and c.conversation_id = l.place_id), '[]')
    when 'person' then coalesce((
      select jsonb_agg(s.name) from elevate.accounts a
      join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
      join elevate.persons s
        on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
      where a.organisation_id = l.organisation_id and a.system = l.platform
        and a.tenant = l.tenant and a.user_key = l.place_id), '[]')
    else '[]'::jsonb end as names`;

interface Columns extends Omit<LostPlace, 'place'> {
  readonly platform: PlatformName;
  readonly tenant: string;
  readonly scope: PlaceScope;
  readonly placeId: string;
}

function lostPlace({ platform, tenant, scope, placeId, ...rest }: Columns): LostPlace {
  return { ...rest, place: { platform, tenant, scope, id: placeId } };
}

/** Whether anybody misses a place, by expressions for the values of its row. */
function usedSql(platform: string, tenant: string, scope: string, id: string): string {
  return `case ${scope}
     when 'channel' then exists (
       select from elevate.approver_group_channels c
       join elevate.approver_groups g
         on g.organisation_id = c.organisation_id and g.id = c.group_id and g.removed_at is null
       where c.organisation_id = $1 and c.platform = ${platform} and c.tenant = ${tenant}
         and c.conversation_id = ${id})
       or exists (
       select from (
         select value from elevate.settings where organisation_id = $1
         order by version desc limit 1) s
       where s.value->'fallbackChannels' @> jsonb_build_array(jsonb_build_object(
         'platform', ${platform}::text, 'tenant', ${tenant}::text, 'id', ${id}::text)))
     when 'person' then exists (
       select from elevate.accounts a where a.organisation_id = $1 and a.system = ${platform}
         and a.tenant = ${tenant} and a.user_key = ${id})
     else true end`;
}

const open = statement(
  'lost-places-now',
  `select ${columns}, l.total from (
     select o.*, count(*) over ()::int as total from elevate.lost_places o
     where o.organisation_id = $1 and o.back_at is null
       and ${usedSql('o.platform', 'o.tenant', 'o.scope', 'o.place_id')}
     order by o.lost_at desc, o.id desc limit $2) l
   order by l.lost_at desc, l.id desc`,
);

/** Places that are lost now and that somebody misses, the newest first, and how many more there are. */
export async function lostPlaces(
  tx: Tx,
  organisationId: string,
  most: number,
): Promise<{ readonly places: readonly LostPlace[]; readonly more: number }> {
  const found = await rows<Columns & { total: number }>(tx, open, [organisationId, most]);
  const places = found.map(({ total: _, ...one }) => lostPlace(one));
  return { places, more: (found[0]?.total ?? 0) - places.length };
}

const openAmong = statement(
  'lost-among-places',
  `select ${columns} from elevate.lost_places l
   where l.organisation_id = $1 and l.back_at is null
     and (l.platform, l.tenant, l.scope, l.place_id) in (
       select * from unnest($2::text[], $3::text[], $4::text[], $5::text[]))
   order by l.lost_at, l.id`,
);

/** Which of these places are lost now, or all of their workspace, the longest lost first. Each is found by the index. */
export async function lostAmong(
  tx: Tx,
  organisationId: string,
  places: readonly PlaceKey[],
): Promise<readonly LostPlace[]> {
  const keys = places.flatMap((one) => [valuesOf(one), valuesOf(allOf(one))]);
  const column = (at: number) => keys.map((values) => values[at]!);
  const values = [organisationId, column(0), column(1), column(2), column(3)];
  return (await rows<Columns>(tx, openAmong, values)).map(lostPlace);
}

function allOf({ platform, tenant }: PlaceKey): PlaceKey {
  return { platform, tenant, scope: 'workspace', id: '' };
}

const lostSinceSql = statement(
  'place-was-lost-since',
  `select exists (
     select from elevate.lost_places l
     where l.organisation_id = $1 and l.platform = $2 and l.tenant = $3
       and (l.scope, l.place_id) in (($4, $5), ('workspace', ''))
       and (l.back_at is null or l.back_at >= $6)) as lost`,
);

/** Whether the place, or all of its workspace, could not be reached at some time from then on. */
export async function wasLostSince(
  tx: Tx,
  organisationId: string,
  place: PlaceKey,
  since: Date,
): Promise<boolean> {
  const values = [organisationId, ...valuesOf(place), since];
  return (await row<{ lost: boolean }>(tx, lostSinceSql, values))!.lost;
}

const ofId = statement(
  'lost-place',
  `select ${columns} from elevate.lost_places l where l.organisation_id = $1 and l.id = $2`,
);

export async function lostPlaceOf(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<LostPlace | null> {
  const found = await row<Columns>(tx, ofId, [organisationId, id]);
  return found === null ? null : lostPlace(found);
}

const isUsedSql = statement('place-is-used', `select ${usedSql('$2', '$3', '$4', '$5')} as used`);

/** Whether anybody misses the place: no group has its prompts in a channel that somebody once asked from. */
export async function isUsed(tx: Tx, organisationId: string, place: PlaceKey): Promise<boolean> {
  return (await row<{ used: boolean }>(tx, isUsedSql, [organisationId, ...valuesOf(place)]))!.used;
}

function valuesOf({ platform, tenant, scope, id }: PlaceKey): readonly string[] {
  return [platform, tenant, scope, id];
}

const lose = statement(
  'lose-place',
  `insert into elevate.lost_places
     (organisation_id, platform, tenant, scope, place_id, id, kind, code)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (organisation_id, platform, tenant, scope, place_id) where back_at is null
   do nothing`,
);

/** @returns the id of the loss, or null when the place is known as lost already */
export async function recordLoss(
  tx: Tx,
  organisationId: string,
  place: PlaceKey,
  why: { readonly kind: LossKind; readonly code: string },
): Promise<string | null> {
  const id = uuidv7();
  const values = [organisationId, ...valuesOf(place), id, why.kind, why.code];
  return (await changed(tx, lose, values)) ? id : null;
}

const comeBack = statement(
  'place-is-back',
  `update elevate.lost_places l set back_at = elevate.now()
   where l.organisation_id = $1 and l.id = $2 and l.back_at is null`,
);

/** @returns false when somebody else has written it down already */
export function recordBack(tx: Tx, organisationId: string, id: string): Promise<boolean> {
  return changed(tx, comeBack, [organisationId, id]);
}

const tellAt = statement(
  'when-to-tell-of-place',
  `select l.lost_at + case when exists (
       select from elevate.lost_places o
       where o.organisation_id = l.organisation_id and o.platform = l.platform
         and o.tenant = l.tenant and o.scope = l.scope and o.place_id = l.place_id and o.id <> l.id
         and o.back_at between l.lost_at - interval '1 hour' and l.lost_at)
     then interval '1 hour' else interval '0' end as "tellAt"
   from elevate.lost_places l where l.organisation_id = $1 and l.id = $2`,
);

/**
 * When people are to be told of a loss: at once, but of a place that was back within the hour before only an hour later, if it is
 * still lost then. So they are told of no place more than once an hour.
 */
export async function tellAtOf(tx: Tx, organisationId: string, id: string): Promise<Date> {
  return (await row<{ tellAt: Date }>(tx, tellAt, [organisationId, id]))!.tellAt;
}

const waiting = statement(
  'requests-waiting-in-place',
  `select r.id from elevate.requests r
   left join elevate.reviews v on v.organisation_id = r.organisation_id and v.request_id = r.id
   where r.organisation_id = $1
     and (exists (
       select from elevate.approver_group_channels c
       where c.organisation_id = $1 and c.platform = $2 and c.tenant = $3
         and ($4 = 'workspace' or ($4 = 'channel' and c.conversation_id = $5))
         and (c.group_id = r.approver_group_id
           or exists (select from elevate.asked_groups a where a.organisation_id = $1
             and a.request_id = r.id and a.group_id = c.group_id)))
       -- What stands in may be a channel of nobody.
       or exists (
       select from elevate.message_references m
       where m.organisation_id = $1 and m.request_id = r.id and m.purpose = 'prompt'
         and m.platform = $2 and m.tenant = $3
         and ($4 = 'workspace' or ($4 = 'channel' and m.conversation_id = $5))))
     and (r.state = 'pending' or (v.request_id is not null and v.closed_at is null))`,
);

/** Ids of the requests that wait for people who would see them there. */
export async function requestsWaitingIn(
  tx: Tx,
  organisationId: string,
  place: PlaceKey,
): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(tx, waiting, [organisationId, ...valuesOf(place)]);
  return found.map(({ id }) => id);
}

const tenants = statement(
  'tenants-of-platform',
  `select tenant from elevate.accounts where organisation_id = $1 and system = $2
   union
   select tenant from elevate.approver_group_channels where organisation_id = $1 and platform = $2
   order by tenant`,
);

/** The workspaces of a platform in which people or groups are known. */
export async function tenantsOf(
  tx: Tx,
  organisationId: string,
  platform: PlatformName,
): Promise<readonly string[]> {
  const found = await rows<{ tenant: string }>(tx, tenants, [organisationId, platform]);
  return found.map(({ tenant }) => tenant);
}
