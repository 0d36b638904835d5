/**
 * What could not be granted can be tried again, until the end that it always had.
 *
 *   activating ──> failed ──> activating      (the right was read as absent; its end never moves)
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class GivenAgain implements MigrationInterface {
  name = 'GivenAgain0000000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into elevate.grant_transitions (prior_state, state) values ('failed', 'activating');

      create function elevate.guard_given_again() returns trigger language plpgsql as $$
      begin
        raise exception 'the time of grant % is up, so it is not given any more', old.id
          using errcode = 'insufficient_privilege';
      end $$;
      create trigger grants_given_again_in_time before update on elevate.grants
        for each row when (old.state = 'failed' and new.state = 'activating'
          and old.ends_at <= elevate.now())
        execute function elevate.guard_given_again();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger grants_given_again_in_time on elevate.grants;
      drop function elevate.guard_given_again();
      delete from elevate.grant_transitions where prior_state = 'failed' and state = 'activating';
    `);
  }
}
