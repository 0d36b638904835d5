/**
 * People, groups and what one organisation has set.
 *
 *   person ──< account        (Slack, Teams, or a workload: one account belongs to one person)
 *   person ──merged_into──> person   (flat: the survivor is never itself merged)
 *   approver group ──< member (person)
 *   approver group ──< channel
 *
 * Every key starts with the organisation, so that a row can never refer across organisations.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class People implements MigrationInterface {
  name = 'People0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(clock);
    await runner.query(organisations);
    await runner.query(persons);
    await runner.query(groups);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.approver_group_channels;
      drop table elevate.approver_group_members;
      drop table elevate.approver_groups;
      drop table elevate.accounts;
      drop table elevate.persons;
      drop function elevate.keep_merges_flat();
      drop table elevate.settings;
      drop table elevate.organisations;
      drop function elevate.refuse_change();
      drop function elevate.now();
    `);
  }
}

/** Tests put a manual clock here. Milliseconds, because that is what the app can read back exactly. */
const clock = `
  create function elevate.now() returns timestamptz language sql volatile
    return date_trunc('milliseconds', clock_timestamp());

  create function elevate.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'rows of % are never changed or removed', tg_table_name
      using errcode = 'insufficient_privilege';
  end $$;
`;

const organisations = `
  create table elevate.organisations (
    id uuid not null,
    name text not null,
    created_at timestamptz not null default elevate.now(),
    constraint organisations_pk primary key (id),
    constraint organisations_name_given check (length(name) between 1 and 200)
  );

  create table elevate.settings (
    organisation_id uuid not null,
    version integer not null,
    value jsonb not null,
    set_at timestamptz not null default elevate.now(),
    constraint settings_pk primary key (organisation_id, version),
    constraint settings_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint settings_version_counts check (version >= 1),
    constraint settings_value_is_object check (jsonb_typeof(value) = 'object')
  );
  create trigger settings_unchanging before update or delete on elevate.settings
    for each row execute function elevate.refuse_change();
`;

const persons = `
  create table elevate.persons (
    organisation_id uuid not null,
    id uuid not null,
    key text not null,
    name text not null,
    line text not null,
    disabled_at timestamptz,
    merged_into uuid,
    created_at timestamptz not null default elevate.now(),
    constraint persons_pk primary key (organisation_id, id),
    constraint persons_key_unique unique (organisation_id, key),
    constraint persons_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint persons_merged_into_fk foreign key (organisation_id, merged_into)
      references elevate.persons (organisation_id, id),
    constraint persons_not_merged_into_self check (merged_into <> id),
    constraint persons_key_is_slug check (key ~ '^[a-z0-9][a-z0-9._@-]{0,199}$')
  );
  create index persons_merged on elevate.persons (organisation_id, merged_into)
    where merged_into is not null;

  -- One step leads to the survivor, so that every query may say coalesce(merged_into, id).
  create function elevate.keep_merges_flat() returns trigger language plpgsql as $$
  declare survivor_merged uuid;
  begin
    select merged_into into strict survivor_merged from elevate.persons
      where organisation_id = new.organisation_id and id = new.merged_into for update;
    if survivor_merged is not null then
      raise exception 'person % is itself merged into another', new.merged_into
        using errcode = 'check_violation', constraint = 'persons_merges_flat';
    end if;
    update elevate.persons set merged_into = new.merged_into
      where organisation_id = new.organisation_id and merged_into = new.id;
    return new;
  end $$;
  create trigger persons_merges_flat before insert or update of merged_into on elevate.persons
    for each row when (new.merged_into is not null)
    execute function elevate.keep_merges_flat();

  create table elevate.accounts (
    organisation_id uuid not null,
    system text not null,
    tenant text not null,
    user_key text not null,
    person_id uuid not null,
    linked_at timestamptz not null default elevate.now(),
    constraint accounts_pk primary key (organisation_id, system, tenant, user_key),
    constraint accounts_person_fk foreign key (organisation_id, person_id)
      references elevate.persons (organisation_id, id),
    constraint accounts_tenant_fits check ((system in ('slack', 'teams')) = (tenant <> '')),
    constraint accounts_user_key_given check (user_key <> '')
  );
  create index accounts_of_person on elevate.accounts (organisation_id, person_id, system);
  create unique index accounts_one_per_workload
    on elevate.accounts (organisation_id, person_id, system) where tenant = '';
`;

const groups = `
  create table elevate.approver_groups (
    organisation_id uuid not null,
    id uuid not null,
    name text not null,
    created_at timestamptz not null default elevate.now(),
    constraint approver_groups_pk primary key (organisation_id, id),
    constraint approver_groups_name_unique unique (organisation_id, name),
    constraint approver_groups_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id)
  );

  create table elevate.approver_group_members (
    organisation_id uuid not null,
    group_id uuid not null,
    person_id uuid not null,
    added_at timestamptz not null default elevate.now(),
    constraint approver_group_members_pk primary key (organisation_id, group_id, person_id),
    constraint approver_group_members_group_fk foreign key (organisation_id, group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approver_group_members_person_fk foreign key (organisation_id, person_id)
      references elevate.persons (organisation_id, id)
  );
  create index approver_group_members_of_person
    on elevate.approver_group_members (organisation_id, person_id);

  create table elevate.approver_group_channels (
    organisation_id uuid not null,
    group_id uuid not null,
    platform text not null,
    tenant text not null,
    conversation_id text not null,
    constraint approver_group_channels_pk
      primary key (organisation_id, group_id, platform, tenant, conversation_id),
    constraint approver_group_channels_group_fk foreign key (organisation_id, group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approver_group_channels_platform_known check (platform in ('slack', 'teams'))
  );
`;
