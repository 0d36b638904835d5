/**
 * When the holder of a grant is warned of its end.
 *
 *   warn_at:    set when it is approved ──> moved to the next warning ──> null (none is left)
 *   warned_at:  null ──> when the holder was last warned
 *
 * Warnings follow the rows as grants do: what was due while nothing ran is found afterwards, and told once.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Warnings implements MigrationInterface {
  name = 'Warnings0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.grants
        add column warn_at timestamptz,
        add column warned_at timestamptz;
      update elevate.grants set warn_at = case
          when ends_at - interval '15 minutes' > starts_at then ends_at - interval '15 minutes'
          when ends_at - interval '5 minutes' > starts_at then ends_at - interval '5 minutes' end
        where state in ('scheduled', 'activating', 'active');
      create index grants_to_warn on elevate.grants (warn_at)
        where state = 'active' and warn_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index elevate.grants_to_warn;
      alter table elevate.grants drop column warn_at, drop column warned_at;
    `);
  }
}
