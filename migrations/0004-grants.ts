/**
 * Grants: the fact in the target system, and who works on it.
 *
 *   new ──> scheduled ──> ended (never started)
 *    │          │
 *    └──────> activating ──> active ──> ending ──> ended
 *                 │  └────────────────────^
 *                 └──> failed (read as absent)
 *
 * Each arrow is a row of grant_transitions, as for requests. A live grant always has a next attempt, and an active
 * one not after its end: so the database itself refuses a grant that nobody would come back to. Its end and its
 * right never change. `attempt` counts claims; a writer that shows an older number is too late and changes nothing.
 *
 * right_leases: one right is worked on for one grant at a time; a grant that has no row here is worked on by nobody.
 * A row outlives the fencing of its attempt: until whoever acts at the target has come back (or the lease has run
 * out), nobody else touches that right, so that a late grant can never follow a revoke. A right is an account in a target and scope (not a
 * person: after accounts are moved, two grants of one person may be two rights, and taking one away must not be
 * skipped because the other goes on).
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Grants implements MigrationInterface {
  name = 'Grants0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(transitions);
    await runner.query(grants);
    await runner.query(guard);
    await runner.query(leases);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.right_leases;
      drop table elevate.grants;
      drop function elevate.guard_grant();
      drop table elevate.grant_transitions;
    `);
  }
}

const transitions = `
  create table elevate.grant_transitions (
    prior_state text not null,
    state text not null,
    constraint grant_transitions_pk primary key (prior_state, state)
  );
  insert into elevate.grant_transitions (prior_state, state) values
    ('new', 'scheduled'),
    ('new', 'activating'),
    ('scheduled', 'activating'),
    ('scheduled', 'ended'),
    ('activating', 'active'),
    ('activating', 'ending'),
    ('activating', 'failed'),
    ('active', 'ending'),
    ('ending', 'ended');
`;

const grants = `
  create table elevate.grants (
    organisation_id uuid not null,
    id uuid not null,
    request_id uuid not null,
    subject_id uuid not null,
    target_id uuid not null,
    scope text not null,
    account text not null,
    prior_state text not null,
    state text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    active_at timestamptz,
    ending_at timestamptz,
    ended_at timestamptz,
    end_cause text,
    ended_by uuid,
    end_reason text,
    held_before boolean,
    attempts integer not null default 0,
    attempt bigint not null default 0,
    next_attempt_at timestamptz,
    last_error text,
    constraint grants_pk primary key (organisation_id, id),
    constraint grants_one_per_request unique (organisation_id, request_id),
    constraint grants_transition_fk foreign key (prior_state, state)
      references elevate.grant_transitions (prior_state, state),
    constraint grants_request_fk foreign key (organisation_id, request_id)
      references elevate.requests (organisation_id, id),
    constraint grants_subject_fk foreign key (organisation_id, subject_id)
      references elevate.persons (organisation_id, id),
    constraint grants_target_fk foreign key (organisation_id, target_id)
      references elevate.targets (organisation_id, id),
    constraint grants_ended_by_fk foreign key (organisation_id, ended_by)
      references elevate.persons (organisation_id, id),
    constraint grants_end_after_start check (ends_at > starts_at),
    constraint grants_end_cause_known check (end_cause in
      ('expired', 'relinquished', 'revoked', 'removed-elsewhere', 'never-started')),
    constraint grants_ended_says_when_and_why
      check (case when state = 'ended' then ended_at is not null and end_cause is not null
                  else ended_at is null end),
    constraint grants_live_is_come_back_to
      check ((next_attempt_at is null) = (state in ('ended', 'failed'))),
    constraint grants_active_not_past_end check (state <> 'active' or next_attempt_at <= ends_at)
  );
  create index grants_due on elevate.grants (next_attempt_at) where next_attempt_at is not null;
  create index grants_live_by_right on elevate.grants (organisation_id, target_id, account)
    where state not in ('ended', 'failed');
  create index grants_of_subject on elevate.grants (organisation_id, subject_id, target_id);
`;

const guard = `
  create function elevate.guard_grant() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      new.prior_state := 'new';
      return new;
    end if;
    new.prior_state := case when new.state = old.state then old.prior_state else old.state end;
    if (new.organisation_id, new.id, new.request_id, new.subject_id, new.target_id, new.scope,
        new.account, new.starts_at, new.ends_at)
       is distinct from
       (old.organisation_id, old.id, old.request_id, old.subject_id, old.target_id, old.scope,
        old.account, old.starts_at, old.ends_at) then
      raise exception 'the right and the end of grant % never change', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger grants_guarded before insert or update on elevate.grants
    for each row execute function elevate.guard_grant();
`;

const leases = `
  create table elevate.right_leases (
    organisation_id uuid not null,
    target_id uuid not null,
    scope text not null,
    account text not null,
    grant_id uuid not null,
    attempt bigint not null,
    holder text not null,
    until timestamptz not null,
    constraint right_leases_pk primary key (organisation_id, target_id, scope, account),
    constraint right_leases_grant_fk foreign key (organisation_id, grant_id)
      references elevate.grants (organisation_id, id)
  );
  create index right_leases_of_grant on elevate.right_leases (organisation_id, grant_id);
`;
