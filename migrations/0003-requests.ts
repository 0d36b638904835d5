/**
 * Requests and the decisions on them.
 *
 *   new ──> awaiting-acceptance ──> pending ──> approved
 *    │             │   │               ├──────> denied
 *    │             │   └──> withdrawn <┤
 *    │             └──────> expired <──┘
 *    └──> pending
 *
 * Each arrow is a row of request_transitions; (prior_state, state) of a request has to be one of them. A trigger
 * writes prior_state, so a statement cannot name another one. What was asked never changes after it was asked.
 * Numbers come from one sequence per organisation: a counter row would make all openings wait for one another.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Requests implements MigrationInterface {
  name = 'Requests0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(numbers);
    await runner.query(requests);
    await runner.query(transitions);
    await runner.query(decisions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.decisions;
      drop table elevate.requests;
      drop function elevate.guard_request();
      drop table elevate.request_transitions;
      do $$
      declare organisation uuid;
      begin
        for organisation in select id from elevate.organisations loop
          execute format('drop sequence elevate.%I', elevate.request_sequence(organisation));
        end loop;
      end $$;
      drop trigger organisations_number_requests on elevate.organisations;
      drop trigger organisations_forget_numbers on elevate.organisations;
      drop function elevate.make_request_sequence();
      drop function elevate.drop_request_sequence();
      drop function elevate.next_request_number(uuid);
      drop function elevate.request_sequence(uuid);
    `);
  }
}

const numbers = `
  create function elevate.request_sequence(organisation uuid) returns text
    language sql immutable
    return 'request_number_' || replace(organisation::text, '-', '');

  create function elevate.next_request_number(organisation uuid) returns bigint
    language sql volatile
    return nextval(('elevate.' || elevate.request_sequence(organisation))::regclass);

  create function elevate.make_request_sequence() returns trigger language plpgsql as $$
  begin
    execute format('create sequence elevate.%I', elevate.request_sequence(new.id));
    return new;
  end $$;
  create trigger organisations_number_requests after insert on elevate.organisations
    for each row execute function elevate.make_request_sequence();

  create function elevate.drop_request_sequence() returns trigger language plpgsql as $$
  begin
    execute format('drop sequence elevate.%I', elevate.request_sequence(old.id));
    return old;
  end $$;
  create trigger organisations_forget_numbers after delete on elevate.organisations
    for each row execute function elevate.drop_request_sequence();

  do $$
  declare organisation uuid;
  begin
    for organisation in select id from elevate.organisations loop
      execute format('create sequence elevate.%I', elevate.request_sequence(organisation));
    end loop;
  end $$;
`;

const requests = `
  create table elevate.request_transitions (
    prior_state text not null,
    state text not null,
    constraint request_transitions_pk primary key (prior_state, state)
  );
  insert into elevate.request_transitions (prior_state, state) values
    ('new', 'awaiting-acceptance'),
    ('new', 'pending'),
    ('awaiting-acceptance', 'pending'),
    ('awaiting-acceptance', 'withdrawn'),
    ('awaiting-acceptance', 'expired'),
    ('pending', 'approved'),
    ('pending', 'denied'),
    ('pending', 'withdrawn'),
    ('pending', 'expired');

  create table elevate.requests (
    organisation_id uuid not null,
    id uuid not null,
    number bigint not null,
    kind text not null,
    prior_state text not null,
    state text not null,
    requester_id uuid not null,
    subject_id uuid not null,
    target_id uuid not null,
    scope text not null default '',
    target_account text not null,
    duration_s integer not null,
    duration_was_default boolean not null,
    fixed_end timestamptz,
    reason text,
    policy_id uuid not null,
    policy_version integer not null,
    approver_group_id uuid not null,
    asked_platform text not null,
    asked_tenant text not null,
    asked_user_key text not null,
    asked_at timestamptz not null default elevate.now(),
    decide_by timestamptz not null,
    closed_at timestamptz,
    constraint requests_pk primary key (organisation_id, id),
    constraint requests_number_unique unique (organisation_id, number),
    constraint requests_transition_fk foreign key (prior_state, state)
      references elevate.request_transitions (prior_state, state),
    constraint requests_requester_fk foreign key (organisation_id, requester_id)
      references elevate.persons (organisation_id, id),
    constraint requests_subject_fk foreign key (organisation_id, subject_id)
      references elevate.persons (organisation_id, id),
    constraint requests_target_fk foreign key (organisation_id, target_id)
      references elevate.targets (organisation_id, id),
    constraint requests_policy_fk foreign key (organisation_id, policy_id, policy_version)
      references elevate.approval_policy_versions (organisation_id, policy_id, version),
    constraint requests_group_fk foreign key (organisation_id, approver_group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint requests_kind_known check (kind in ('access', 'extension', 'change', 'review')),
    constraint requests_platform_known check (asked_platform in ('slack', 'teams')),
    constraint requests_duration_fits check (duration_s between 1 and 31622400),
    constraint requests_reason_fits check (length(reason) between 1 and 3000),
    constraint requests_closed_says_when
      check ((closed_at is null) = (state in ('awaiting-acceptance', 'pending')))
  );
  create index requests_open_by_deadline on elevate.requests (decide_by)
    where closed_at is null;
  create index requests_of_requester on elevate.requests (organisation_id, requester_id, asked_at);
  create index requests_of_subject
    on elevate.requests (organisation_id, subject_id, target_id, asked_at);
  -- "Denied a day before": without it every screen of a popular target reads all requests for it.
  create index requests_denied on elevate.requests (organisation_id, target_id, closed_at)
    where state = 'denied';
  create index requests_waiting_for_group on elevate.requests (organisation_id, approver_group_id)
    where state = 'pending';
`;

const transitions = `
  create function elevate.guard_request() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      new.prior_state := 'new';
      return new;
    end if;
    new.prior_state := case when new.state = old.state then old.prior_state else old.state end;
    if (new.organisation_id, new.id, new.number, new.kind, new.requester_id, new.subject_id,
        new.target_id, new.scope, new.target_account, new.duration_s, new.duration_was_default,
        new.fixed_end, new.reason, new.policy_id, new.policy_version, new.approver_group_id,
        new.asked_platform, new.asked_tenant, new.asked_user_key, new.asked_at, new.decide_by)
       is distinct from
       (old.organisation_id, old.id, old.number, old.kind, old.requester_id, old.subject_id,
        old.target_id, old.scope, old.target_account, old.duration_s, old.duration_was_default,
        old.fixed_end, old.reason, old.policy_id, old.policy_version, old.approver_group_id,
        old.asked_platform, old.asked_tenant, old.asked_user_key, old.asked_at, old.decide_by) then
      raise exception 'what was asked in request % never changes', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger requests_guarded before insert or update on elevate.requests
    for each row execute function elevate.guard_request();
`;

const decisions = `
  create table elevate.decisions (
    organisation_id uuid not null,
    id uuid not null,
    request_id uuid not null,
    person_id uuid not null,
    verdict text not null,
    comment text,
    duration_s integer,
    digest text not null,
    platform text not null,
    tenant text not null,
    user_key text not null,
    decided_at timestamptz not null,
    constraint decisions_pk primary key (organisation_id, id),
    constraint decisions_one_per_person unique (organisation_id, request_id, person_id, digest),
    constraint decisions_request_fk foreign key (organisation_id, request_id)
      references elevate.requests (organisation_id, id),
    constraint decisions_person_fk foreign key (organisation_id, person_id)
      references elevate.persons (organisation_id, id),
    constraint decisions_verdict_known check (verdict in ('approve', 'deny')),
    constraint decisions_platform_known check (platform in ('slack', 'teams')),
    constraint decisions_duration_fits check (duration_s between 1 and 31622400)
  );
  create trigger decisions_append_only before update or delete or truncate on elevate.decisions
    for each statement execute function elevate.refuse_change();
`;
