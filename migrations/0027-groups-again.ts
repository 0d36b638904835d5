/**
 * A group that is made under the name of one that was removed is another group: what was decided by the old one, and what waits for it,
 * is nothing for the people of the new one.
 *
 *   group: there ──> removed (for ever; its name is free)
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class GroupsAgain implements MigrationInterface {
  name = 'GroupsAgain0000000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.approver_groups drop constraint approver_groups_name_unique;
      create unique index approver_groups_name_unique
        on elevate.approver_groups (organisation_id, name) where removed_at is null`);
  }

  /** Refused by the database once a name was used again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index elevate.approver_groups_name_unique;
      alter table elevate.approver_groups
        add constraint approver_groups_name_unique unique (organisation_id, name)`);
  }
}
