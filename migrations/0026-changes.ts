/**
 * Changes of the configuration: drafted, sent, and decided by a second admin where they weaken control.
 *
 *   draft ──> sent in time ──> request of kind change (pending) ──> approved (it is done in the same transaction)
 *     └─────> replaced by the person's next one, or never sent        └──> denied | withdrawn | expired
 *
 * A change is a request without a target: who proposes it is its requester, and it is approved by somebody else, or it stands
 * in its own row why nobody else is needed. What is proposed never changes after it was sent.
 *
 *   person, group, target, policy, connector:  there ──> removed (the row stays, for what refers to it) ──> there again
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Changes implements MigrationInterface {
  name = 'Changes0000000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(requests);
    await runner.query(changes);
    await runner.query(ground(changeGround));
    await runner.query(removals);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.change_drafts;
      drop table elevate.configuration_changes;
      drop function elevate.guard_change();
      ${ground('')}
      alter table elevate.requests drop constraint requests_change_has_no_target;
      alter table elevate.requests
        ${targetColumns.map((column) => `alter column ${column} set not null`).join(', ')};
      ${removable.map((table) => `alter table elevate.${table} drop column removed_at;`).join('\n')}
      create index approval_policies_literal_prefix
        on elevate.approval_policies (organisation_id, literal_prefix);
    `);
  }
}

/** What is granted, under which policy: a change grants nothing. */
const targetColumns = [
  'target_id',
  'target_account',
  'duration_s',
  'duration_was_default',
  'policy_id',
  'policy_version',
  'approver_group_id',
];

const requests = `
  alter table elevate.requests
    ${targetColumns.map((column) => `alter column ${column} drop not null`).join(', ')},
    add constraint requests_change_has_no_target check (case when kind = 'change'
      then requester_id = subject_id and state <> 'awaiting-acceptance'
        and num_nonnulls(${targetColumns.join(', ')}, fixed_end, ticket, follow_up_at) = 0
      else num_nulls(${targetColumns.join(', ')}) = 0 end);
`;

const changes = `
  create table elevate.change_drafts (
    organisation_id uuid not null,
    proposer_id uuid not null,
    id uuid not null,
    number bigint not null,
    changes jsonb not null,
    roles jsonb not null,
    reason text,
    drafted_platform text not null,
    drafted_tenant text not null,
    drafted_user_key text not null,
    drafted_at timestamptz not null,
    ready_until timestamptz not null,
    constraint change_drafts_pk primary key (organisation_id, proposer_id),
    constraint change_drafts_number_unique unique (organisation_id, number),
    constraint change_drafts_proposer_fk foreign key (organisation_id, proposer_id)
      references elevate.persons (organisation_id, id),
    constraint change_drafts_are_lists
      check (jsonb_typeof(changes) = 'array' and jsonb_typeof(roles) = 'array'),
    constraint change_drafts_reason_fits check (length(reason) between 1 and 3000),
    constraint change_drafts_ready_after_drafted check (ready_until > drafted_at)
  );

  create table elevate.configuration_changes (
    organisation_id uuid not null,
    request_id uuid not null,
    changes jsonb not null,
    roles jsonb not null,
    weakens jsonb not null,
    needs text not null,
    constraint configuration_changes_pk primary key (organisation_id, request_id),
    constraint configuration_changes_request_fk foreign key (organisation_id, request_id)
      references elevate.requests (organisation_id, id),
    constraint configuration_changes_are_lists check (jsonb_typeof(changes) = 'array'
      and jsonb_typeof(roles) = 'array' and jsonb_typeof(weakens) = 'array'),
    constraint configuration_changes_needs_known
      check (needs in ('second-admin', 'nobody', 'nobody-but-the-only-admin')),
    constraint configuration_changes_weak_ones_need_somebody
      check (needs <> 'nobody' or jsonb_array_length(weakens) = 0)
  );

  create function elevate.guard_change() returns trigger language plpgsql as $$
  begin
    if not exists (select from elevate.requests r
      where r.organisation_id = new.organisation_id and r.id = new.request_id
        and r.kind = 'change') then
      raise exception 'only a request of kind change says what is to change: %', new.request_id
        using errcode = 'check_violation';
    end if;
    return new;
  end $$;
  create trigger configuration_changes_guarded before insert on elevate.configuration_changes
    for each row execute function elevate.guard_change();
  create trigger configuration_changes_stay
    before update or delete or truncate on elevate.configuration_changes
    for each statement execute function elevate.refuse_change();
`;

/** Of a person's own approval none counts, whatever the rules may think. */
const changeGround = `
        when r.kind = 'change' then
          case when r.state <> 'approved' then 'none is needed'
          when exists (select from elevate.configuration_changes c
            where c.organisation_id = r.organisation_id and c.request_id = r.id
              and (c.needs <> 'second-admin' or exists (
                select from elevate.decisions d
                join elevate.persons p on p.organisation_id = d.organisation_id and p.id = d.person_id
                join elevate.persons q on q.organisation_id = d.organisation_id and q.id = r.requester_id
                where d.organisation_id = r.organisation_id and d.request_id = r.id
                  and d.verdict = 'approve'
                  and coalesce(p.merged_into, p.id) <> coalesce(q.merged_into, q.id))))
          then 'admins' end`;

const ground = (change: string): string => `
  create or replace function elevate.check_ground() returns trigger language plpgsql as $$
  declare
    ground text;
  begin
    select case
        when r.kind = 'review' then
          case when r.state = 'approved' and exists (select from elevate.reviews v
            where v.organisation_id = r.organisation_id and v.request_id = r.id)
          then 'break-glass' end
        when r.system_account_id is not null then
          case when r.state = 'approved' then 'system account' end${change}
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
`;

const removable = ['persons', 'approver_groups', 'targets', 'approval_policies', 'connectors'];

const removals = `
  ${removable.map((table) => `alter table elevate.${table} add column removed_at timestamptz;`).join('\n')}
  -- Looked through for every request: what was removed covers nothing.
  drop index elevate.approval_policies_literal_prefix;
  create index approval_policies_literal_prefix
    on elevate.approval_policies (organisation_id, literal_prefix) where removed_at is null;
`;
