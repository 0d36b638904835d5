/** Messages that reached nobody are found in the trail without reading all of it. */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Undelivered implements MigrationInterface {
  name = 'Undelivered0000000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index audit_events_undeliverable on elevate.audit_events (organisation_id, seq)
        where kind = 'message.undeliverable'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index elevate.audit_events_undeliverable');
  }
}
