/**
 * Who is in a group, and in which groups somebody is, as functions: elevate.group_people is two joins of many tables, and a statement that
 * asks for it in several places took longer to be planned than to run. A function of plpgsql is planned once for each connection.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class PeopleInGroups implements MigrationInterface {
  name = 'PeopleInGroups0000000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function elevate.people_in(organisation uuid, group_id uuid)
      returns table (id uuid, name text, line text, disabled boolean)
      language plpgsql stable as $$
      begin
        return query
          select distinct s.id, s.name, s.line, s.disabled_at is not null
          from elevate.group_people m
          join elevate.persons p on p.organisation_id = m.organisation_id and p.id = m.person_id
          join elevate.persons s
            on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
          where m.organisation_id = people_in.organisation and m.group_id = people_in.group_id;
      end $$;

      create function elevate.groups_with(organisation uuid, people uuid[])
      returns table (group_id uuid)
      language plpgsql stable as $$
      begin
        return query
          select distinct m.group_id from elevate.group_people m
          where m.organisation_id = groups_with.organisation
            and m.person_id = any (groups_with.people);
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function elevate.people_in(uuid, uuid);
      drop function elevate.groups_with(uuid, uuid[]);
    `);
  }
}
