/**
 * Whoever is removed has no role any more through anybody who was merged into them either.
 *
 *   role of a person:  given ──> taken by a person
 *                        └─────> taken by nobody, once the person whom it counts for was removed
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class RolesOfMerged implements MigrationInterface {
  name = 'RolesOfMerged0000000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(guard(ofSurvivor));
    await runner.query(`
      update elevate.role_holdings h set taken_at = elevate.now()
      from elevate.persons p
      join elevate.persons s on s.organisation_id = p.organisation_id and s.id = p.merged_into
      where p.organisation_id = h.organisation_id and p.id = h.person_id and h.taken_at is null
        and s.removed_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(guard(ofHolder));
  }
}

const ofSurvivor = `select s.removed_at is not null into strict removed from elevate.persons p
      join elevate.persons s
        on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)`;

const ofHolder = 'select p.removed_at is not null into strict removed from elevate.persons p';

/** Whoever is removed is disabled as well, so it is not their role that lets somebody act as owner. */
const guard = (removed: string): string => `
  create or replace function elevate.guard_role() returns trigger language plpgsql as $$
  declare
    survivor uuid;
    removed boolean;
  begin
    -- One after the other: what is counted below must not change until this is committed.
    perform from elevate.organisations where id = new.organisation_id for no key update;
    if tg_op = 'INSERT' then
      if new.taken_at is not null then
        raise exception 'a role is given before it is taken' using errcode = 'check_violation';
      end if;
      if new.given_by is null and elevate.has_owner(new.organisation_id, null, new.given_at) then
        raise exception 'where there is an owner, a person gives the role'
          using errcode = 'check_violation', constraint = 'role_holdings_first_owners_only';
      end if;
      return new;
    end if;
    if old.taken_at is not null
       or (new.organisation_id, new.id, new.person_id, new.role, new.given_at, new.given_by)
       is distinct from
       (old.organisation_id, old.id, old.person_id, old.role, old.given_at, old.given_by) then
      raise exception 'a role is taken once, and nothing else of it changes: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    ${removed}
      where p.organisation_id = old.organisation_id and p.id = old.person_id;
    if new.taken_by is null and not removed then
      raise exception 'a person takes the role of somebody who is there: %', old.id
        using errcode = 'check_violation', constraint = 'role_holdings_taken_by_a_person';
    end if;
    if old.role = 'owner' and not removed then
      select coalesce(merged_into, id) into strict survivor from elevate.persons
        where organisation_id = old.organisation_id and id = old.person_id;
      if not elevate.has_owner(old.organisation_id, survivor, null) then
        raise exception 'the last owner stays one'
          using errcode = 'check_violation', constraint = 'role_holdings_last_owner_stays';
      end if;
    end if;
    return new;
  end $$;
`;
