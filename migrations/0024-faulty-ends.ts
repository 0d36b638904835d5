/**
 * When an active grant is come back to.
 *
 *   before its end   at its end at the latest
 *   from its end on  within a minute, as often as its end cannot be begun
 *
 * Until now an active grant could not be put off beyond its end. One whose end failed to begin, for a fault of ours, was due again at
 * once, for ever, and took the turn of all others.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class FaultyEnds implements MigrationInterface {
  name = 'FaultyEnds0000000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.grants drop constraint grants_active_not_past_end;

      create function elevate.guard_active_grant() returns trigger language plpgsql as $$
      declare
        clock timestamptz := elevate.now();
        latest timestamptz :=
          case when new.ends_at > clock then new.ends_at else clock + interval '1 minute' end;
      begin
        if new.next_attempt_at > latest then
          raise exception 'an active grant is come back to at its end, or within a minute of now: %',
            new.id using errcode = 'check_violation', constraint = 'grants_active_not_past_end';
        end if;
        return new;
      end $$;
      create trigger grants_active_come_back_to before insert or update on elevate.grants
        for each row when (new.state = 'active') execute function elevate.guard_active_grant();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger grants_active_come_back_to on elevate.grants;
      drop function elevate.guard_active_grant();
      update elevate.grants set next_attempt_at = ends_at
        where state = 'active' and next_attempt_at > ends_at;
      alter table elevate.grants add constraint grants_active_not_past_end
        check (state <> 'active' or next_attempt_at <= ends_at);
    `);
  }
}
