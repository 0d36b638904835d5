/**
 * What can be asked for, kept in memory for those who look for it by typing.
 *
 *   configuration:  version n ──> version n + 1 (with every change)
 *   catalogue:      version n ──> version n + 1 (with every change of targets or policies only)
 *
 * People come, go and change groups all day; the many targets and policies change rarely, and reading them all again takes
 * long enough to be noticed. So these have a version of their own.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Catalogue implements MigrationInterface {
  name = 'Catalogue0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.configuration_versions
        add column catalogue_version bigint not null default 1;
      ${noteChange(`, catalogue_version = catalogue_version + case
          when tg_table_name in ('targets', 'approval_policies', 'approval_policy_versions') then 1
          else 0 end`)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${noteChange('')}
      alter table elevate.configuration_versions drop column catalogue_version;
    `);
  }
}

const noteChange = (more: string): string => `
  create or replace function elevate.note_configuration_change() returns trigger
  language plpgsql as $$
  begin
    update elevate.configuration_versions set version = version + 1${more};
    return null;
  end $$;
`;
