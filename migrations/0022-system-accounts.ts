/**
 * Identities that are exempt from approval: each with who answers for it, why it is there, what it may have and until when.
 *
 *   person (kind system) <── system account ──> owner (person, kind human)
 *                                  ├──> approver group whose channel is told of each use
 *   system account:  added ──> removed   (the row stays, because of what was asked through it)
 *
 * What is asked for has a requester and a receiver, and both are persons: so a system account has a person of a kind of its own,
 * under the same id. That person decides nothing: it is in no group, has no role and no chat account, and is nobody's alias. It
 * only has accounts in target systems.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SystemAccounts implements MigrationInterface {
  name = 'SystemAccounts0000000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds);
    await runner.query(systemAccounts);
    for (const [table, column] of forHumans) {
      await runner.query(`
        create trigger ${table}_for_humans before insert or update on elevate.${table}
          for each row execute function elevate.refuse_system_person('${column}');
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of forHumans) {
      await runner.query(`drop trigger ${table}_for_humans on elevate.${table};`);
    }
    await runner.query(`
      drop table elevate.system_accounts;
      drop function elevate.guard_system_account();
      drop trigger accounts_of_system on elevate.accounts;
      drop trigger persons_kind_stays on elevate.persons;
      drop trigger persons_merged_for_humans on elevate.persons;
      drop function elevate.refuse_system_person();
      drop function elevate.keep_person_kind();
      alter table elevate.persons drop column kind;
    `);
  }
}

/** Where no system account may stand, and in which column. */
const forHumans = [
  ['approver_group_members', 'person_id'],
  ['role_holdings', 'person_id'],
  ['decisions', 'person_id'],
  ['break_glass_drafts', 'requester_id'],
] as const;

const kinds = `
  alter table elevate.persons
    add column kind text not null default 'human',
    add constraint persons_kind_known check (kind in ('human', 'system')),
    add constraint persons_system_is_itself check (kind = 'human' or merged_into is null);

  create function elevate.refuse_system_person() returns trigger language plpgsql as $$
  declare person uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
  begin
    if exists (select from elevate.persons p
      where p.organisation_id = new.organisation_id and p.id = person and p.kind = 'system') then
      raise exception 'no system account has a place in %', tg_table_name
        using errcode = 'check_violation', constraint = tg_table_name || '_for_humans';
    end if;
    return new;
  end $$;
  create trigger persons_merged_for_humans before insert or update of merged_into
    on elevate.persons for each row when (new.merged_into is not null)
    execute function elevate.refuse_system_person('merged_into');
  create trigger accounts_of_system before insert or update on elevate.accounts
    for each row when (new.tenant <> '')
    execute function elevate.refuse_system_person('person_id');

  create function elevate.keep_person_kind() returns trigger language plpgsql as $$
  begin
    raise exception 'a person and a system account never become one another: %', old.id
      using errcode = 'insufficient_privilege';
  end $$;
  create trigger persons_kind_stays before update on elevate.persons
    for each row when (new.kind is distinct from old.kind)
    execute function elevate.keep_person_kind();
`;

const systemAccounts = `
  create table elevate.system_accounts (
    organisation_id uuid not null,
    id uuid not null,
    name text not null,
    owner_id uuid not null,
    reason text not null,
    -- Full names of targets, and patterns of them.
    targets jsonb not null,
    -- Parts of a target; none is the whole only.
    scopes jsonb not null,
    duration_max_s integer not null,
    until timestamptz not null,
    told_group_id uuid not null,
    added_at timestamptz not null default elevate.now(),
    removed_at timestamptz,
    constraint system_accounts_pk primary key (organisation_id, id),
    constraint system_accounts_person_fk foreign key (organisation_id, id)
      references elevate.persons (organisation_id, id),
    constraint system_accounts_owner_fk foreign key (organisation_id, owner_id)
      references elevate.persons (organisation_id, id),
    constraint system_accounts_told_group_fk foreign key (organisation_id, told_group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint system_accounts_name_is_slug check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    constraint system_accounts_reason_fits check (length(reason) between 1 and 500),
    constraint system_accounts_targets_named
      check (jsonb_typeof(targets) = 'array' and targets <> '[]'),
    constraint system_accounts_scopes_are_a_list check (jsonb_typeof(scopes) = 'array'),
    constraint system_accounts_duration_fits check (duration_max_s between 60 and 31622400),
    constraint system_accounts_has_an_end check (until < 'infinity'),
    constraint system_accounts_removed_after_added check (removed_at >= added_at)
  );
  create unique index system_accounts_name_unique
    on elevate.system_accounts (organisation_id, name) where removed_at is null;

  create function elevate.guard_system_account() returns trigger language plpgsql as $$
  begin
    if not exists (select from elevate.persons p where p.organisation_id = new.organisation_id
      and p.id = new.id and p.kind = 'system') then
      raise exception 'only a person of kind system is a system account: %', new.id
        using errcode = 'check_violation', constraint = 'system_accounts_are_of_their_kind';
    end if;
    if exists (select from elevate.persons p where p.organisation_id = new.organisation_id
      and p.id = new.owner_id and p.kind = 'system') then
      raise exception 'a person answers for a system account: %', new.id
        using errcode = 'check_violation', constraint = 'system_accounts_owner_is_human';
    end if;
    if tg_op = 'UPDATE' and (old.removed_at is not null
       or (new.organisation_id, new.id, new.name, new.added_at)
       is distinct from (old.organisation_id, old.id, old.name, old.added_at)) then
      raise exception 'a system account is removed once, and keeps its name: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger system_accounts_guarded before insert or update on elevate.system_accounts
    for each row execute function elevate.guard_system_account();
  create trigger system_accounts_stay before delete or truncate on elevate.system_accounts
    for each statement execute function elevate.refuse_change();
`;
