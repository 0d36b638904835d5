/**
 * What system accounts ask for: by keys of their own, within a rate, granted without approval.
 *
 *   key:      made ──> over (replaced by the next one, at once or after a while)
 *   request:  new ──> pending ──> approved     (in one transaction; its ground is the system account)
 *
 * A key is shown once and never stored: of its 256 random bits only the SHA-256 is. A request of a system account was asked from
 * no chat, is its own and for itself, and is approved when it is there at all. All replicas count uses in one row per account.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SystemAccountUse implements MigrationInterface {
  name = 'SystemAccountUse0000000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keys);
    await runner.query(uses);
    await runner.query(removal);
    await runner.query(requests);
    await runner.query(grounds(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(grounds(false));
    await runner.query(`
      drop trigger requests_system_account_stays on elevate.requests;
      drop function elevate.keep_system_account();
      alter table elevate.requests
        drop constraint requests_system_asks_for_itself,
        drop constraint requests_asked_from_somewhere,
        drop column system_account_id,
        alter column asked_platform set not null,
        alter column asked_tenant set not null,
        alter column asked_user_key set not null;
      drop trigger system_accounts_removed on elevate.system_accounts;
      drop function elevate.disable_removed_account();
      drop table elevate.system_account_uses;
      drop table elevate.system_account_keys;
      drop function elevate.guard_system_account_key();
    `);
  }
}

const keys = `
  create table elevate.system_account_keys (
    organisation_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    sha256 bytea not null,
    made_at timestamptz not null default elevate.now(),
    -- From then on it opens nothing; null while nothing has replaced it.
    valid_until timestamptz,
    constraint system_account_keys_pk primary key (organisation_id, id),
    constraint system_account_keys_account_fk foreign key (organisation_id, account_id)
      references elevate.system_accounts (organisation_id, id),
    constraint system_account_keys_hash_whole check (length(sha256) = 32)
  );
  create unique index system_account_keys_one_present
    on elevate.system_account_keys (organisation_id, account_id) where valid_until is null;

  create function elevate.guard_system_account_key() returns trigger language plpgsql as $$
  begin
    if (new.organisation_id, new.id, new.account_id, new.sha256, new.made_at)
       is distinct from (old.organisation_id, old.id, old.account_id, old.sha256, old.made_at)
       or coalesce(new.valid_until, 'infinity') > coalesce(old.valid_until, 'infinity') then
      raise exception 'a key only ends, and never later than was said: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger system_account_keys_guarded before update on elevate.system_account_keys
    for each row execute function elevate.guard_system_account_key();
  create trigger system_account_keys_stay before delete or truncate
    on elevate.system_account_keys
    for each statement execute function elevate.refuse_change();
`;

const uses = `
  create table elevate.system_account_uses (
    organisation_id uuid not null,
    account_id uuid not null,
    -- Calls since then.
    counted_since timestamptz not null,
    calls integer not null,
    -- Refusals that the channel was not told of yet, with the last of them.
    untold integer not null default 0,
    last_refusal jsonb,
    told_at timestamptz,
    constraint system_account_uses_pk primary key (organisation_id, account_id),
    constraint system_account_uses_account_fk foreign key (organisation_id, account_id)
      references elevate.system_accounts (organisation_id, id),
    constraint system_account_uses_count check (calls >= 0 and untold >= 0),
    constraint system_account_uses_untold_is_known check (untold = 0 or last_refusal is not null)
  );
`;

/** What was approved for it and is not there yet is given to nobody, as for people who have left. */
const removal = `
  create function elevate.disable_removed_account() returns trigger language plpgsql as $$
  begin
    update elevate.persons set disabled_at = new.removed_at
      where organisation_id = new.organisation_id and id = new.id;
    return null;
  end $$;
  create trigger system_accounts_removed after update on elevate.system_accounts
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function elevate.disable_removed_account();
`;

const requests = `
  alter table elevate.requests
    add column system_account_id uuid,
    alter column asked_platform drop not null,
    alter column asked_tenant drop not null,
    alter column asked_user_key drop not null,
    add constraint requests_system_account_fk foreign key (organisation_id, system_account_id)
      references elevate.system_accounts (organisation_id, id),
    add constraint requests_asked_from_somewhere check (
      num_nulls(asked_platform, asked_tenant, asked_user_key)
        = case when system_account_id is null then 0 else 3 end),
    add constraint requests_system_asks_for_itself check (
      system_account_id is null or (kind = 'access' and reason is not null
        and requester_id = system_account_id and subject_id = system_account_id));

  create function elevate.keep_system_account() returns trigger language plpgsql as $$
  begin
    raise exception 'what was asked in request % never changes', old.id
      using errcode = 'insufficient_privilege';
  end $$;
  create trigger requests_system_account_stays before update on elevate.requests
    for each row when (new.system_account_id is distinct from old.system_account_id)
    execute function elevate.keep_system_account();
`;

const ofSystemAccount = `
        when r.system_account_id is not null then
          case when r.state = 'approved' then 'system account' end`;

/** With the ground that a system account is, or as it was before there were any. */
const grounds = (isKnown: boolean): string => `
  create or replace function elevate.check_ground() returns trigger language plpgsql as $$
  declare
    ground text;
  begin
    select case
        when r.kind = 'review' then
          case when r.state = 'approved' and exists (select from elevate.reviews v
            where v.organisation_id = r.organisation_id and v.request_id = r.id)
          then 'break-glass' end${isKnown ? ofSystemAccount : ''}
        when r.state <> 'approved' then 'none is needed'
        when exists (select from elevate.decisions d
          where d.organisation_id = r.organisation_id and d.request_id = r.id
            and d.verdict = 'approve') then 'people'
        when exists (select from elevate.approval_policy_versions p
          where p.organisation_id = r.organisation_id and p.policy_id = r.policy_id
            and p.version = r.policy_version and p.approval = 'auto') then 'policy'
      end
    into ground
    from elevate.requests r
    where r.organisation_id = new.organisation_id and r.id = new.id;
    if ground is null then
      raise exception 'nothing approves request %', new.id using errcode = 'check_violation';
    end if;
    return null;
  end $$;
  drop trigger requests_have_a_ground on elevate.requests;
  create constraint trigger requests_have_a_ground
    after insert or update of state on elevate.requests deferrable initially deferred
    for each row when (new.kind = 'review' or new.state = 'approved'
      ${isKnown ? 'or new.system_account_id is not null' : ''})
    execute function elevate.check_ground();
`;
