/**
 * One person's decisions on the same facts of a request.
 *
 *   nothing ──> approve ──> deny
 *      └──────> deny
 *
 * Each at most once, and nothing comes after a denial, for that closes the request. Who has approved may still deny: a
 * wrong press on a phone has to be mendable as long as the right has not been given. An approval after a denial never
 * finds the request pending. Going back is refused by PostgreSQL once somebody has done both, for decisions stay.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SecondThoughts implements MigrationInterface {
  name = 'SecondThoughts0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.decisions
        drop constraint decisions_one_per_person,
        add constraint decisions_once_per_person
          unique (organisation_id, request_id, person_id, digest, verdict);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.decisions
        drop constraint decisions_once_per_person,
        add constraint decisions_one_per_person
          unique (organisation_id, request_id, person_id, digest);
    `);
  }
}
