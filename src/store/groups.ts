import { type ApproverGroup, type ConversationKey, type Person } from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** Everybody in a group, or in a group that is in it, as survivors of merges: two merged rows are one person. */
export const membersSql = (organisation: string, group: string): string =>
  `select id, name, line, disabled from elevate.people_in(${organisation}, ${group})`;

const load = statement(
  'approver-group',
  `select g.id, g.name,
     (select count(*)::int from (${membersSql('$1', '$2')}) m where not m.disabled) as size,
     coalesce((
       select jsonb_agg(jsonb_build_object(
         'platform', c.platform, 'tenant', c.tenant, 'id', c.conversation_id)
         order by c.platform, c.tenant, c.conversation_id)
       from elevate.approver_group_channels c
       where c.organisation_id = $1 and c.group_id = $2), '[]') as channels
   from elevate.approver_groups g where g.organisation_id = $1 and g.id = $2`,
);

/** A group with its size (enabled people) and its channels. Throws when there is none of this id. */
export async function loadGroup(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<ApproverGroup & { readonly channels: readonly ConversationKey[] }> {
  const found = await row<ApproverGroup & { channels: ConversationKey[] }>(tx, load, [
    organisationId,
    groupId,
  ]);
  if (!found) throw new Error(`there is no approver group ${groupId}`);
  return found;
}

const read = statement(
  'membership',
  `select bool_or(m.group_id is not null) as member,
     bool_or(p.disabled_at is not null and p.merged_into is null) as disabled
   from elevate.persons p
   left join elevate.group_people m
     on m.organisation_id = p.organisation_id and m.person_id = p.id and m.group_id = $2
   where p.organisation_id = $1 and (p.id = $3 or p.merged_into = $3)`,
);

/**
 * Whether a person is in a group as far as it is known here: by name, or when an outside directory was last listed. For what is only
 * shown; who decides is looked up anew. A person that is not known is no member, and disabled.
 */
export async function membership(
  tx: Tx,
  organisationId: string,
  groupId: string,
  personId: string,
): Promise<{ readonly member: boolean; readonly disabled: boolean }> {
  const found = await row<{ member: boolean | null; disabled: boolean | null }>(tx, read, [
    organisationId,
    groupId,
    personId,
  ]);
  return { member: found?.member ?? false, disabled: found?.disabled ?? true };
}

const standing = statement(
  'standing',
  `with family as materialized (
     select p.id, p.disabled_at is not null and p.merged_into is null as disabled
     from elevate.persons p
     where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2))
   select coalesce((select bool_or(f.disabled) from family f), true) as disabled,
     coalesce((
       select jsonb_agg(jsonb_build_object(
         'system', a.system, 'tenant', a.tenant, 'user', a.user_key)
         order by a.system, a.tenant, a.user_key)
       from elevate.accounts a
       where a.organisation_id = $1 and a.person_id in (select id from family)), '[]') as accounts,
     (select jsonb_agg(jsonb_build_object(
        'groupId', g.id,
        'named', exists (select from elevate.named_people m
          where m.organisation_id = $1 and m.group_id = g.id
            and m.person_id in (select id from family)),
        'outside', coalesce((
          select jsonb_agg(distinct jsonb_build_object('kind', s.kind, 'key', s.key))
          from elevate.approver_group_parts p
          join elevate.approver_group_sources s
            on s.organisation_id = p.organisation_id and s.group_id = p.part_id
          where p.organisation_id = $1 and p.group_id = g.id), '[]')) order by g.place)
      from unnest($3::uuid[]) with ordinality as g (id, place)) as groups`,
);

/** What is configured about a person and some groups. */
export interface Standing {
  readonly disabled: boolean;
  readonly accounts: readonly {
    readonly system: string;
    readonly tenant: string;
    readonly user: string;
  }[];
  /** In the order in which they were asked for. */
  readonly groups: readonly {
    readonly groupId: string;
    /** Whether the group, or one in it, names the person. */
    readonly named: boolean;
    readonly outside: readonly { readonly kind: string; readonly key: string }[];
  }[];
}

/** By what is configured, and which outside directories have to be asked. A person that is not known is disabled. */
export async function standingOf(
  tx: Tx,
  organisationId: string,
  personId: string,
  groupIds: readonly string[],
): Promise<Standing> {
  const found = await row<Standing>(tx, standing, [organisationId, personId, groupIds]);
  return { ...found!, groups: found!.groups ?? [] };
}

const members = statement(
  'group-members',
  `select * from (${membersSql('$1', '$2')}) m order by m.name, m.id`,
);

/** Everybody in the group, disabled people too, by name. */
export function groupMembers(tx: Tx, organisationId: string, groupId: string): Promise<Person[]> {
  return rows(tx, members, [organisationId, groupId]);
}

const nested = statement(
  'groups-in-group',
  `select g.name,
     (select count(*)::int from (${membersSql('$1', 'g.id')}) m where not m.disabled) as size
   from elevate.approver_group_nested n
   join elevate.approver_groups g on g.organisation_id = n.organisation_id and g.id = n.nested_id
   where n.organisation_id = $1 and n.group_id = $2
   order by lower(g.name), g.id`,
);

const partOf = statement(
  'groups-with-group',
  `select g.name
   from elevate.approver_group_nested n
   join elevate.approver_groups g on g.organisation_id = n.organisation_id and g.id = n.group_id
   where n.organisation_id = $1 and n.nested_id = $2
   order by lower(g.name), g.id`,
);

/** The groups that are directly in a group, and those that it is directly in, by name. */
export async function nestingOf(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<{
  readonly nested: Pick<ApproverGroup, 'name' | 'size'>[];
  readonly partOf: Pick<ApproverGroup, 'name'>[];
}> {
  const values = [organisationId, groupId];
  return { nested: await rows(tx, nested, values), partOf: await rows(tx, partOf, values) };
}

const ofPerson = statement(
  'groups-of-person',
  `select distinct m.group_id as id
   from elevate.persons p
   join elevate.group_people m
     on m.organisation_id = p.organisation_id and m.person_id = p.id
   where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)
   order by m.group_id`,
);

/** Ids of the groups that a person is in. */
export async function groupsOf(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, ofPerson, [organisationId, personId]);
  return found.map(({ id }) => id);
}

const withChannel = statement(
  'groups-with-channel',
  `select g.id from elevate.approver_group_channels c
   join elevate.approver_groups g
     on g.organisation_id = c.organisation_id and g.id = c.group_id and g.removed_at is null
   where c.organisation_id = $1 and c.platform = $2 and c.tenant = $3 and c.conversation_id = $4
   order by g.name, g.id`,
);

/** Ids of the groups whose prompts go to this channel. */
export async function groupsIn(
  tx: Tx,
  organisationId: string,
  { platform, tenant, id }: ConversationKey,
): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(tx, withChannel, [organisationId, platform, tenant, id]);
  return found.map((one) => one.id);
}
