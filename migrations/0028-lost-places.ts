/**
 * Places that messages cannot reach any more: a channel that Elevate was removed from, a workspace whose token was revoked, somebody
 * who blocked it.
 *
 *   place:  reached ──> lost ──> back      (the row stays; a place that is lost again has another one)
 *
 * A place is lost once at a time, whoever finds it out and however often. Only its return is written later.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class LostPlaces implements MigrationInterface {
  name = 'LostPlaces0000000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table elevate.lost_places (
        organisation_id uuid not null,
        id uuid not null,
        platform text not null,
        tenant text not null,
        scope text not null,
        place_id text not null,
        kind text not null,
        code text not null,
        lost_at timestamptz not null default elevate.now(),
        back_at timestamptz,
        constraint lost_places_pk primary key (organisation_id, id),
        constraint lost_places_organisation_fk foreign key (organisation_id)
          references elevate.organisations (id),
        constraint lost_places_platform_known check (platform in ('slack', 'teams')),
        constraint lost_places_scope_known check (scope in ('workspace', 'channel', 'person')),
        constraint lost_places_workspace_is_all check ((scope = 'workspace') = (place_id = '')),
        constraint lost_places_kind_known check (kind in
          ('app-removed', 'token-revoked', 'not-in-channel', 'channel-gone', 'blocked-by-person')),
        constraint lost_places_back_after_lost check (back_at >= lost_at)
      );
      create unique index lost_places_once
        on elevate.lost_places (organisation_id, platform, tenant, scope, place_id)
        where back_at is null;

      create function elevate.guard_lost_place() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          if new.back_at is not null then
            raise exception 'a place is lost before it is back' using errcode = 'check_violation';
          end if;
          return new;
        end if;
        if old.back_at is not null
           or (new.organisation_id, new.id, new.platform, new.tenant, new.scope, new.place_id,
             new.kind, new.code, new.lost_at)
           is distinct from
           (old.organisation_id, old.id, old.platform, old.tenant, old.scope, old.place_id,
             old.kind, old.code, old.lost_at) then
          raise exception 'a lost place comes back once, and nothing else of it changes: %', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger lost_places_guarded before insert or update on elevate.lost_places
        for each row execute function elevate.guard_lost_place();
      create trigger lost_places_stay before delete or truncate on elevate.lost_places
        for each statement execute function elevate.refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.lost_places;
      drop function elevate.guard_lost_place();
    `);
  }
}
