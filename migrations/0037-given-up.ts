/**
 * What could not be granted can be given up, so that nobody tries it again.
 *
 *   activating ──> failed ──> ended      (never started: the right was read as absent)
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class GivenUp implements MigrationInterface {
  name = 'GivenUp0000000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `insert into elevate.grant_transitions (prior_state, state) values ('failed', 'ended')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `delete from elevate.grant_transitions where prior_state = 'failed' and state = 'ended'`,
    );
  }
}
