/**
 * Who may change roles (owner), who may change the configuration (admin), and who reads everything and changes nothing (auditor).
 *
 *   role of a person:  given ──> taken      (the row stays; who is given it again has another one)
 *
 * The rows are the history, too: who had which role from when until when, and by whom. A role is given by a person, except the
 * first owners, whom Elevate makes at its start while there is no owner who could do it. The last owner stays: whoever takes
 * that role away waits for everybody else who does the same, so that two cannot take it from each other.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Roles implements MigrationInterface {
  name = 'Roles0000000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(holdings);
    await runner.query(guards);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.role_holdings;
      drop function elevate.guard_role();
      drop function elevate.has_owner(uuid, uuid, timestamptz);
    `);
  }
}

const holdings = `
  create table elevate.role_holdings (
    organisation_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    role text not null,
    given_at timestamptz not null default elevate.now(),
    given_by uuid,
    taken_at timestamptz,
    taken_by uuid,
    constraint role_holdings_pk primary key (organisation_id, id),
    constraint role_holdings_person_fk foreign key (organisation_id, person_id)
      references elevate.persons (organisation_id, id),
    constraint role_holdings_given_by_fk foreign key (organisation_id, given_by)
      references elevate.persons (organisation_id, id),
    constraint role_holdings_taken_by_fk foreign key (organisation_id, taken_by)
      references elevate.persons (organisation_id, id),
    constraint role_holdings_role_known check (role in ('owner', 'admin', 'auditor')),
    constraint role_holdings_given_by_a_person check (given_by is not null or role = 'owner'),
    constraint role_holdings_taken_says_by_whom check (num_nulls(taken_at, taken_by) in (0, 2)),
    constraint role_holdings_taken_after_given check (taken_at >= given_at)
  );
  create unique index role_holdings_once
    on elevate.role_holdings (organisation_id, person_id, role) where taken_at is null;
`;

const guards = `
  -- One who can act: of merged persons the survivor counts, and nobody who is disabled. Neither does this person, nor
  -- what was given at this moment.
  create function elevate.has_owner(organisation uuid, beside uuid, given timestamptz)
    returns boolean
    language sql volatile as $$
    select exists (
      select from elevate.role_holdings h
      join elevate.persons p on p.organisation_id = h.organisation_id and p.id = h.person_id
      join elevate.persons s
        on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
      where h.organisation_id = organisation and h.role = 'owner' and h.taken_at is null
        and s.disabled_at is null and s.id is distinct from beside
        and h.given_at is distinct from given)
  $$;

  create function elevate.guard_role() returns trigger language plpgsql as $$
  declare survivor uuid;
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
    if old.role = 'owner' then
      select coalesce(merged_into, id) into strict survivor from elevate.persons
        where organisation_id = old.organisation_id and id = old.person_id;
      if not elevate.has_owner(old.organisation_id, survivor, null) then
        raise exception 'the last owner stays one'
          using errcode = 'check_violation', constraint = 'role_holdings_last_owner_stays';
      end if;
    end if;
    return new;
  end $$;
  create trigger role_holdings_guarded before insert or update on elevate.role_holdings
    for each row execute function elevate.guard_role();
  create trigger role_holdings_stay before delete or truncate on elevate.role_holdings
    for each statement execute function elevate.refuse_change();
`;
