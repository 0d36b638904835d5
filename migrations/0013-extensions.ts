/**
 * Requests for more time on a grant.
 *
 *   grant of ELV-142 <── extends ── request ELV-150 (kind extension) ──> grant of its own for the same right
 *
 * The end of the first grant never moves; the right goes on because the other grant keeps it. `extends_since` is when
 * the first grant of such a chain began: what a policy lets last at most in all is counted from there.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Extensions implements MigrationInterface {
  name = 'Extensions0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.requests
        add column extends_grant_id uuid,
        add column extends_since timestamptz,
        add constraint requests_extends_fk foreign key (organisation_id, extends_grant_id)
          references elevate.grants (organisation_id, id),
        add constraint requests_extension_says_what check (
          (kind = 'extension') = (extends_grant_id is not null)
          and (extends_grant_id is null) = (extends_since is null));
      create index requests_extending on elevate.requests (organisation_id, extends_grant_id)
        where extends_grant_id is not null;

      create function elevate.guard_extension() returns trigger language plpgsql as $$
      begin
        if (new.extends_grant_id, new.extends_since)
           is distinct from (old.extends_grant_id, old.extends_since) then
          raise exception 'what request % extends never changes', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger requests_extension_guarded before update on elevate.requests
        for each row execute function elevate.guard_extension();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger requests_extension_guarded on elevate.requests;
      drop function elevate.guard_extension();
      drop index elevate.requests_extending;
      alter table elevate.requests drop column extends_grant_id, drop column extends_since;
    `);
  }
}
