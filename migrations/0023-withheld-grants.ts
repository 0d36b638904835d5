/**
 * What was approved and is not made after all.
 *
 *   activating ──> ending ──> ended (never started, with what stood in its way)
 *
 * Between an approval and the first call to the target there may be days. grants.withheld is what was found then: it is written with
 * the step to `ending`, goes with no other cause, and stays.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class WithheldGrants implements MigrationInterface {
  name = 'WithheldGrants0000000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.grants
        add column withheld text,
        add constraint grants_withheld_known check (withheld in
          ('uncovered', 'denied', 'disabled', 'ineligible', 'moved', 'stranger')),
        add constraint grants_withheld_never_started check (withheld is null
          or (state in ('ending', 'ended') and end_cause is not distinct from 'never-started'
            and active_at is null));

      create function elevate.guard_withheld() returns trigger language plpgsql as $$
      begin
        raise exception 'why grant % was not made is written with its end, and stays', old.id
          using errcode = 'insufficient_privilege';
      end $$;
      create trigger grants_withheld_guarded before update on elevate.grants
        for each row when (new.withheld is distinct from old.withheld
          and (old.withheld is not null or old.state <> 'activating'))
        execute function elevate.guard_withheld();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger grants_withheld_guarded on elevate.grants;
      drop function elevate.guard_withheld();
      alter table elevate.grants drop column withheld;
    `);
  }
}
