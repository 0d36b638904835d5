/**
 * Looking back on a group's requests, the newest first.
 *
 * No state changes. Without the index the history of an approver reads every request of the organisation.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class LookingBack implements MigrationInterface {
  name = 'LookingBack0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index requests_of_group
        on elevate.requests (organisation_id, approver_group_id, number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index elevate.requests_of_group;');
  }
}
