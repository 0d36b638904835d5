/**
 * What can be asked for, and under which rules.
 *
 *   connector (one per workload) ──< target `Workload\\Name`
 *   approval policy (a pattern of target names) ──< version (never changed) ──> approver group
 *
 * A request keeps the version it was made under, so versions are only ever added.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class TargetsAndPolicies implements MigrationInterface {
  name = 'TargetsAndPolicies0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(targets);
    await runner.query(policies);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.approval_policies drop constraint approval_policies_current_version_fk;
      drop table elevate.approval_policy_versions;
      drop table elevate.approval_policies;
      drop table elevate.targets;
      drop table elevate.connectors;
    `);
  }
}

const targets = `
  create table elevate.connectors (
    organisation_id uuid not null,
    workload text not null,
    kind text not null,
    settings jsonb not null,
    constraint connectors_pk primary key (organisation_id, workload),
    constraint connectors_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint connectors_workload_is_plain
      check (workload ~ '^[^\\\\*[:space:]][^\\\\*]{0,99}$' and workload not in ('slack', 'teams'))
  );

  create table elevate.targets (
    organisation_id uuid not null,
    id uuid not null,
    name text not null,
    workload text not null,
    bare_name text not null,
    type text not null,
    description text,
    settings jsonb not null,
    constraint targets_pk primary key (organisation_id, id),
    constraint targets_connector_fk foreign key (organisation_id, workload)
      references elevate.connectors (organisation_id, workload),
    constraint targets_name_is_composed check (name = workload || '\\' || bare_name),
    constraint targets_bare_name_is_plain check (bare_name ~ '^[^*]{1,200}$'),
    constraint targets_type_known check (type in ('task', 'role', 'role-group'))
  );
  create unique index targets_name_unique on elevate.targets (organisation_id, lower(name));
  create index targets_bare_name on elevate.targets (organisation_id, lower(bare_name));
`;

const policies = `
  create table elevate.approval_policies (
    organisation_id uuid not null,
    id uuid not null,
    pattern text not null,
    -- What stands before the first wildcard: all patterns that could cover a name begin like it.
    literal_prefix text not null generated always as (lower(split_part(pattern, '*', 1))) stored,
    current_version integer not null,
    constraint approval_policies_pk primary key (organisation_id, id),
    constraint approval_policies_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id),
    constraint approval_policies_pattern_given check (length(pattern) between 1 and 301)
  );
  create unique index approval_policies_pattern_unique
    on elevate.approval_policies (organisation_id, lower(pattern));
  create index approval_policies_literal_prefix
    on elevate.approval_policies (organisation_id, literal_prefix);

  create table elevate.approval_policy_versions (
    organisation_id uuid not null,
    policy_id uuid not null,
    version integer not null,
    approval text not null,
    approver_group_id uuid not null,
    approvals_needed integer not null,
    duration_default_s integer not null,
    duration_max_s integer not null,
    decide_within_s integer not null,
    reason_required boolean not null,
    reason_min_length integer not null,
    created_at timestamptz not null default elevate.now(),
    constraint approval_policy_versions_pk primary key (organisation_id, policy_id, version),
    constraint approval_policy_versions_policy_fk foreign key (organisation_id, policy_id)
      references elevate.approval_policies (organisation_id, id),
    constraint approval_policy_versions_group_fk foreign key (organisation_id, approver_group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint approval_policy_versions_approval_known check (approval in ('manual', 'auto', 'deny')),
    constraint approval_policy_versions_approvals_counts check (approvals_needed between 1 and 20),
    constraint approval_policy_versions_durations_fit
      check (duration_default_s between 60 and duration_max_s and duration_max_s <= 31622400),
    constraint approval_policy_versions_decide_within_fits
      check (decide_within_s between 60 and 31622400),
    constraint approval_policy_versions_reason_fits check (reason_min_length between 0 and 3000)
  );
  create trigger approval_policy_versions_unchanging
    before update or delete on elevate.approval_policy_versions
    for each row execute function elevate.refuse_change();

  alter table elevate.approval_policies add constraint approval_policies_current_version_fk
    foreign key (organisation_id, id, current_version)
    references elevate.approval_policy_versions (organisation_id, policy_id, version)
    deferrable initially deferred;
`;
