/**
 * Who was greeted, so that nobody is greeted twice.
 *
 *   person:  not greeted ──> greeted      (the row stays)
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Greetings implements MigrationInterface {
  name = 'Greetings0000000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table elevate.greetings (
        organisation_id uuid not null,
        person_id uuid not null,
        greeted_at timestamptz not null default elevate.now(),
        constraint greetings_pk primary key (organisation_id, person_id),
        constraint greetings_person_fk foreign key (organisation_id, person_id)
          references elevate.persons (organisation_id, id)
      );
      create trigger greetings_stay before update or delete or truncate on elevate.greetings
        for each statement execute function elevate.refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table elevate.greetings`);
  }
}
