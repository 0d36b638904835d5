/**
 * Groups of outside directories as sources of approver groups, and who was in them when they were last listed.
 *
 *   listing:  due ──> asked for (next_at moves on) ──> listed (or failed, and due again soon)
 *
 * The listing says who is asked and shown. It never decides: whoever decides is looked up at the source itself, so what counts at a
 * decision without asking anybody is elevate.named_people alone, and elevate.group_people is for everything that is only shown.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class GroupSources implements MigrationInterface {
  name = 'GroupSources0000000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(people);
    await runner.query(`
      alter table elevate.asked_groups
        drop constraint asked_groups_why_known,
        add constraint asked_groups_why_known
          check (why in ('stage', 'unanswered', 'undeliverable', 'unreadable'))`);
  }

  /** Refused by the database once somebody was asked because a source could not be read. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.asked_groups
        drop constraint asked_groups_why_known,
        add constraint asked_groups_why_known
          check (why in ('stage', 'unanswered', 'undeliverable'));
      create or replace view elevate.group_people as
      ${named};
      drop view elevate.named_people;
      drop table elevate.source_members;
      drop table elevate.source_listings;
      drop table elevate.approver_group_sources;
    `);
  }
}

const tables = `
  create table elevate.approver_group_sources (
    organisation_id uuid not null,
    group_id uuid not null,
    kind text not null,
    key text not null,
    added_at timestamptz not null default elevate.now(),
    constraint approver_group_sources_pk primary key (organisation_id, group_id, kind, key),
    constraint approver_group_sources_group_fk foreign key (organisation_id, group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approver_group_sources_said check (kind <> '' and key <> '')
  );
  create index approver_group_sources_of_source
    on elevate.approver_group_sources (organisation_id, kind, key);

  create table elevate.source_listings (
    organisation_id uuid not null,
    kind text not null,
    key text not null,
    next_at timestamptz not null default elevate.now(),
    listed_at timestamptz,
    failed text,
    constraint source_listings_pk primary key (organisation_id, kind, key)
  );

  create table elevate.source_members (
    organisation_id uuid not null,
    kind text not null,
    key text not null,
    system text not null,
    tenant text not null,
    user_key text not null,
    seen_at timestamptz not null default elevate.now(),
    constraint source_members_pk
      primary key (organisation_id, kind, key, system, tenant, user_key),
    constraint source_members_listing_fk foreign key (organisation_id, kind, key)
      references elevate.source_listings (organisation_id, kind, key) on delete cascade
  );
  create index source_members_of_account
    on elevate.source_members (organisation_id, system, tenant, user_key);
  ${['approver_group_sources', 'source_members']
    .map(
      (name) => `
  create trigger ${name}_version after insert or update or delete or truncate on elevate.${name}
    for each statement execute function elevate.note_configuration_change();`,
    )
    .join('')}
`;

const named = `
  select p.organisation_id, p.group_id, m.person_id
  from elevate.approver_group_parts p
  join elevate.approver_group_members m
    on m.organisation_id = p.organisation_id and m.group_id = p.part_id`;

// Whoever is in it by two ways is there twice.
const people = `
  create view elevate.named_people as ${named};
  create or replace view elevate.group_people as
  ${named}
  union all
  select p.organisation_id, p.group_id, a.person_id
  from elevate.approver_group_parts p
  join elevate.approver_group_sources s
    on s.organisation_id = p.organisation_id and s.group_id = p.part_id
  join elevate.source_members l
    on l.organisation_id = s.organisation_id and l.kind = s.kind and l.key = s.key
  join elevate.accounts a
    on a.organisation_id = l.organisation_id and a.system = l.system
    and a.tenant = l.tenant and a.user_key = l.user_key
  join elevate.persons h
    on h.organisation_id = a.organisation_id and h.id = a.person_id and h.kind = 'human';
`;
