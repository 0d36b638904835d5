/**
 * Groups in groups. Everybody in a group that is in another one is in that one, too, however deep.
 *
 *   group in group:  not there ──> there ──> not there        (never where a group would come to be in itself)
 *
 * approver_group_parts says it the short way: each group with every group that is in it, and itself. It follows from
 * approver_group_nested and is written by nobody else, so that asking who is in a group is one join, and no recursion.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class NestedGroups implements MigrationInterface {
  name = 'NestedGroups0000000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(following);
    await runner.query(people);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view elevate.group_people;
      drop trigger approver_groups_begin_parts on elevate.approver_groups;
      drop table elevate.approver_group_nested;
      drop table elevate.approver_group_parts;
      drop function elevate.follow_nested_groups();
      drop function elevate.begin_group_parts();
      drop function elevate.refuse_by_hand();
    `);
  }
}

const tables = `
  create table elevate.approver_group_nested (
    organisation_id uuid not null,
    group_id uuid not null,
    nested_id uuid not null,
    added_at timestamptz not null default elevate.now(),
    constraint approver_group_nested_pk primary key (organisation_id, group_id, nested_id),
    constraint approver_group_nested_group_fk foreign key (organisation_id, group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approver_group_nested_nested_fk foreign key (organisation_id, nested_id)
      references elevate.approver_groups (organisation_id, id)
  );
  create index approver_group_nested_of_nested
    on elevate.approver_group_nested (organisation_id, nested_id);

  create table elevate.approver_group_parts (
    organisation_id uuid not null,
    group_id uuid not null,
    part_id uuid not null,
    constraint approver_group_parts_pk primary key (organisation_id, group_id, part_id),
    constraint approver_group_parts_group_fk foreign key (organisation_id, group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approver_group_parts_part_fk foreign key (organisation_id, part_id)
      references elevate.approver_groups (organisation_id, id)
  );
  create index approver_group_parts_of_part
    on elevate.approver_group_parts (organisation_id, part_id);
  insert into elevate.approver_group_parts
    select organisation_id, id, id from elevate.approver_groups;

  create function elevate.refuse_by_hand() returns trigger language plpgsql as $$
  begin
    if pg_trigger_depth() < 2 then
      raise exception '%.% follows from other tables', tg_table_schema, tg_table_name;
    end if;
    return null;
  end $$;
  create trigger approver_group_parts_follow
    before insert or update or delete or truncate on elevate.approver_group_parts
    for each statement execute function elevate.refuse_by_hand();
`;

// Whoever writes the other half of a circle at the same time waits for the row of the version, and sees the first half then.
const following = `
  create function elevate.begin_group_parts() returns trigger language plpgsql as $$
  begin
    insert into elevate.approver_group_parts values (new.organisation_id, new.id, new.id);
    return new;
  end $$;
  create trigger approver_groups_begin_parts after insert on elevate.approver_groups
    for each row execute function elevate.begin_group_parts();

  create function elevate.follow_nested_groups() returns trigger language plpgsql as $$
  declare
    circle uuid;
  begin
    perform from elevate.configuration_versions for update;
    with recursive reached as (
      select organisation_id, group_id, nested_id as part_id from elevate.approver_group_nested
      union
      select r.organisation_id, r.group_id, n.nested_id
      from reached r
      join elevate.approver_group_nested n
        on n.organisation_id = r.organisation_id and n.group_id = r.part_id
    ), gone as (
      delete from elevate.approver_group_parts p
      where p.group_id <> p.part_id and not exists (select from reached r
        where r.organisation_id = p.organisation_id and r.group_id = p.group_id
          and r.part_id = p.part_id)
    ), added as (
      insert into elevate.approver_group_parts
      select * from reached on conflict do nothing
    )
    select group_id into circle from reached where group_id = part_id limit 1;
    if circle is not null then
      raise exception 'the approver group % would be in itself', circle
        using errcode = 'check_violation', constraint = 'approver_group_nested_no_circle';
    end if;
    return null;
  end $$;
  create trigger approver_group_nested_parts
    after insert or update or delete or truncate on elevate.approver_group_nested
    for each statement execute function elevate.follow_nested_groups();
  create trigger approver_group_nested_version
    after insert or update or delete or truncate on elevate.approver_group_nested
    for each statement execute function elevate.note_configuration_change();
`;

// Whoever is in it by two ways is there twice.
const people = `
  create view elevate.group_people as
  select p.organisation_id, p.group_id, m.person_id
  from elevate.approver_group_parts p
  join elevate.approver_group_members m
    on m.organisation_id = p.organisation_id and m.group_id = p.part_id;
`;
