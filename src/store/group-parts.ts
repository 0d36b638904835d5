/** What approver groups are made of, table by table: rows that come and go, and are never changed. */
import { type ConfigurationRows } from '../administration/rows';
import { statement } from './sql';

interface GroupPart {
  readonly rowsOf: (all: ConfigurationRows) => readonly object[];
  /** Both take the organisation and the rows as JSON. */
  readonly leave: ReturnType<typeof statement>;
  readonly join: ReturnType<typeof statement>;
}

const members: GroupPart = {
  rowsOf: ({ groups }) =>
    groups.flatMap(({ id: groupId, memberIds }) =>
      memberIds.map((personId) => ({ groupId, personId })),
    ),
  leave: statement(
    'configuration-leave-groups',
    `delete from elevate.approver_group_members m
     using jsonb_to_recordset($2::jsonb) as gone ("groupId" uuid, "personId" uuid)
     where m.organisation_id = $1 and m.group_id = gone."groupId"
       and m.person_id = gone."personId"`,
  ),
  join: statement(
    'configuration-join-groups',
    `insert into elevate.approver_group_members (organisation_id, group_id, person_id)
     select distinct $1::uuid, "groupId", "personId"
     from jsonb_to_recordset($2::jsonb) as ("groupId" uuid, "personId" uuid)`,
  ),
};

const nested: GroupPart = {
  rowsOf: ({ groups }) =>
    groups.flatMap(({ id: groupId, nestedIds = [] }) =>
      nestedIds.map((nestedId) => ({ groupId, nestedId })),
    ),
  leave: statement(
    'configuration-leave-groups-of-groups',
    `delete from elevate.approver_group_nested n
     using jsonb_to_recordset($2::jsonb) as gone ("groupId" uuid, "nestedId" uuid)
     where n.organisation_id = $1 and n.group_id = gone."groupId"
       and n.nested_id = gone."nestedId"`,
  ),
  join: statement(
    'configuration-join-groups-of-groups',
    `insert into elevate.approver_group_nested (organisation_id, group_id, nested_id)
     select distinct $1::uuid, "groupId", "nestedId"
     from jsonb_to_recordset($2::jsonb) as ("groupId" uuid, "nestedId" uuid)`,
  ),
};

const outside: GroupPart = {
  rowsOf: ({ groups }) =>
    groups.flatMap(({ id: groupId, outside: all = [] }) =>
      all.map(({ kind, key }) => ({ groupId, kind, key })),
    ),
  leave: statement(
    'configuration-leave-sources',
    `delete from elevate.approver_group_sources s
     using jsonb_to_recordset($2::jsonb) as gone ("groupId" uuid, kind text, key text)
     where s.organisation_id = $1 and s.group_id = gone."groupId"
       and s.kind = gone.kind and s.key = gone.key`,
  ),
  join: statement(
    'configuration-join-sources',
    `insert into elevate.approver_group_sources (organisation_id, group_id, kind, key)
     select distinct $1::uuid, "groupId", kind, key
     from jsonb_to_recordset($2::jsonb) as ("groupId" uuid, kind text, key text)`,
  ),
};

const channels: GroupPart = {
  rowsOf: ({ groups }) =>
    groups.flatMap(({ id: groupId, channels: all }) =>
      all.map(({ platform, tenant, id }) => ({ groupId, platform, tenant, id })),
    ),
  leave: statement(
    'configuration-leave-channels',
    `delete from elevate.approver_group_channels c
     using jsonb_to_recordset($2::jsonb) as gone ("groupId" uuid, platform text, tenant text, id text)
     where c.organisation_id = $1 and c.group_id = gone."groupId"
       and c.platform = gone.platform and c.tenant = gone.tenant and c.conversation_id = gone.id`,
  ),
  join: statement(
    'configuration-join-channels',
    `insert into elevate.approver_group_channels
       (organisation_id, group_id, platform, tenant, conversation_id)
     select $1, "groupId", platform, tenant, id
     from jsonb_to_recordset($2::jsonb)
       as ("groupId" uuid, platform text, tenant text, id text)`,
  ),
};

/** Each is written once the groups are there. */
export const groupParts: readonly GroupPart[] = [members, nested, outside, channels];
