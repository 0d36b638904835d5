/**
 * Requests for a right that starts later.
 *
 *   request (start_at) ──> approved before then ──> grant scheduled from start_at
 *                     └──> approved after then  ──> grant activating at once
 *
 * What was asked for never changes, and no grant starts before the start that was asked for. An end that was asked for
 * is after it.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class LaterStarts implements MigrationInterface {
  name = 'LaterStarts0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.requests
        add column start_at timestamptz,
        add constraint requests_end_after_start check (fixed_end > start_at),
        add constraint requests_only_access_starts_later
          check (start_at is null or kind = 'access');

      create function elevate.guard_start() returns trigger language plpgsql as $$
      begin
        if new.start_at is distinct from old.start_at then
          raise exception 'when request % is to start never changes', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger requests_start_guarded before update on elevate.requests
        for each row execute function elevate.guard_start();

      create function elevate.guard_grant_start() returns trigger language plpgsql as $$
      begin
        if exists (select from elevate.requests r
            where r.organisation_id = new.organisation_id and r.id = new.request_id
              and new.starts_at < r.start_at) then
          raise exception 'grant % would start before the start that was asked for', new.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger grants_start_guarded before insert on elevate.grants
        for each row execute function elevate.guard_grant_start();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger grants_start_guarded on elevate.grants;
      drop function elevate.guard_grant_start();
      drop trigger requests_start_guarded on elevate.requests;
      drop function elevate.guard_start();
      alter table elevate.requests drop column start_at;
    `);
  }
}
