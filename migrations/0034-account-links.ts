/**
 * Accounts that are tied by proof: a code that one account is given and another types, and both confirm.
 *
 *   asked ──> met ──> linked
 *     │        ├────> refused
 *     │        ├────> impossible
 *     │        └────> replaced
 *     └──> replaced
 *
 * Of a code only a hash is there. What is linked says what is so: both accounts are that person's when it is written. Wrong codes are
 * counted by account; the fifth locks it for a while.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AccountLinks implements MigrationInterface {
  name = 'AccountLinks0000000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(links);
    await runner.query(guard);
    await runner.query(guesses);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.link_guesses;
      drop table elevate.account_links;
      drop function elevate.guard_account_link();
    `);
  }
}

const links = `
  create table elevate.account_links (
    organisation_id uuid not null,
    id uuid not null,
    state text not null,
    code_hash text not null,
    asker_platform text not null,
    asker_tenant text not null,
    asker_user_key text not null,
    asker_name text not null,
    asker_confirmed_at timestamptz,
    typer_platform text,
    typer_tenant text,
    typer_user_key text,
    typer_name text,
    typer_confirmed_at timestamptz,
    person_id uuid,
    asked_at timestamptz not null,
    met_at timestamptz,
    valid_until timestamptz not null,
    closed_at timestamptz,
    constraint account_links_pk primary key (organisation_id, id),
    constraint account_links_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint account_links_person_fk foreign key (organisation_id, person_id)
      references elevate.persons (organisation_id, id),
    constraint account_links_state_known check
      (state in ('asked', 'met', 'linked', 'refused', 'replaced', 'impossible')),
    constraint account_links_platforms_known check
      (asker_platform in ('slack', 'teams') and typer_platform in ('slack', 'teams')),
    constraint account_links_two_platforms check (asker_platform <> typer_platform),
    constraint account_links_met_says_who check
      (num_nulls(met_at, typer_platform, typer_tenant, typer_user_key, typer_name) in (0, 5)),
    constraint account_links_met_before_answers check (met_at is not null or
      (state in ('asked', 'replaced') and num_nonnulls(asker_confirmed_at, typer_confirmed_at) = 0)),
    constraint account_links_linked_by_both check ((state = 'linked') = (person_id is not null)
      and (state <> 'linked' or num_nulls(asker_confirmed_at, typer_confirmed_at) = 0)),
    constraint account_links_closed_says_when
      check ((closed_at is null) = (state in ('asked', 'met'))),
    constraint account_links_valid_for_a_while
      check (valid_until between asked_at and coalesce(met_at, asked_at) + interval '5 minutes')
  );
  create unique index account_links_code on elevate.account_links (organisation_id, code_hash)
    where state = 'asked';
  create unique index account_links_one_open on elevate.account_links
    (organisation_id, asker_platform, asker_tenant, asker_user_key)
    where closed_at is null;
  create index account_links_met_by on elevate.account_links
    (organisation_id, typer_platform, typer_tenant, typer_user_key)
    where state = 'met';
`;

const guard = `
  create function elevate.guard_account_link() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      if new.state <> 'asked' or new.met_at is not null then
        raise exception 'a code is asked for first' using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if (new.organisation_id, new.id, new.code_hash, new.asker_platform, new.asker_tenant,
        new.asker_user_key, new.asker_name, new.asked_at)
       is distinct from
       (old.organisation_id, old.id, old.code_hash, old.asker_platform, old.asker_tenant,
        old.asker_user_key, old.asker_name, old.asked_at) then
      raise exception 'who asked for the code of link % never changes', old.id
        using errcode = 'insufficient_privilege';
    end if;
    if old.met_at is not null
       and (new.met_at, new.typer_platform, new.typer_tenant, new.typer_user_key, new.typer_name,
         new.valid_until)
       is distinct from
       (old.met_at, old.typer_platform, old.typer_tenant, old.typer_user_key, old.typer_name,
         old.valid_until)
       or (old.asker_confirmed_at is not null
         and new.asker_confirmed_at is distinct from old.asker_confirmed_at)
       or (old.typer_confirmed_at is not null
         and new.typer_confirmed_at is distinct from old.typer_confirmed_at) then
      raise exception 'who typed the code of link %, and who confirmed, is written once', old.id
        using errcode = 'insufficient_privilege';
    end if;
    if (old.state, new.state) not in (
      ('asked', 'met'), ('asked', 'replaced'), ('met', 'met'), ('met', 'linked'),
      ('met', 'refused'), ('met', 'replaced'), ('met', 'impossible')) then
      raise exception 'link % does not go from % to %', old.id, old.state, new.state
        using errcode = 'check_violation', constraint = 'account_links_transition';
    end if;
    if new.state = 'linked' and 2 <> (
      select count(*) from elevate.accounts a
      join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where a.organisation_id = new.organisation_id
        and coalesce(p.merged_into, p.id) = new.person_id
        and (a.system, a.tenant, a.user_key) in (
          (new.asker_platform, new.asker_tenant, new.asker_user_key),
          (new.typer_platform, new.typer_tenant, new.typer_user_key))) then
      raise exception 'the accounts of link % are not both that person''s', old.id
        using errcode = 'check_violation', constraint = 'account_links_linked_is_so';
    end if;
    return new;
  end $$;
  create trigger account_links_guarded before insert or update on elevate.account_links
    for each row execute function elevate.guard_account_link();
  create trigger account_links_stay before delete or truncate on elevate.account_links
    for each statement execute function elevate.refuse_change();
`;

const guesses = `
  create table elevate.link_guesses (
    organisation_id uuid not null,
    platform text not null,
    tenant text not null,
    user_key text not null,
    failures integer not null,
    since timestamptz not null,
    locked_until timestamptz,
    constraint link_guesses_pk primary key (organisation_id, platform, tenant, user_key),
    constraint link_guesses_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint link_guesses_platform_known check (platform in ('slack', 'teams')),
    constraint link_guesses_failures_count check (failures between 0 and 5),
    constraint link_guesses_fifth_locks check ((failures = 5) = (locked_until is not null))
  );
`;
