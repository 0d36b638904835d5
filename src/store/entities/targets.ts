import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One target system; secrets are references. */
@Entity({ name: 'connectors', schema: 'elevate' })
export class ConnectorEntity {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  workload!: string;

  @Column('text')
  kind!: string;

  @Column('jsonb')
  settings!: unknown;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** What can be asked for. */
@Entity({ name: 'targets', schema: 'elevate' })
export class TargetRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  workload!: string;

  @Column('text', { name: 'bare_name' })
  bareName!: string;

  @Column('text')
  type!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('jsonb')
  settings!: unknown;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** Rules for the targets that a pattern covers. */
@Entity({ name: 'approval_policies', schema: 'elevate' })
export class ApprovalPolicyRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  pattern!: string;

  @Column({ type: 'text', name: 'literal_prefix', insert: false, update: false })
  literalPrefix!: string;

  @Column('integer', { name: 'current_version' })
  currentVersion!: number;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** What one version of a policy says, for ever. */
@Entity({ name: 'approval_policy_versions', schema: 'elevate' })
export class ApprovalPolicyVersionRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'policy_id' })
  policyId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @Column('text')
  approval!: string;

  @Column('uuid', { name: 'approver_group_id' })
  approverGroupId!: string;

  @Column('integer', { name: 'approvals_needed' })
  approvalsNeeded!: number;

  @Column('integer', { name: 'duration_default_s' })
  durationDefaultS!: number;

  @Column('integer', { name: 'duration_max_s' })
  durationMaxS!: number;

  @Column('integer', { name: 'decide_within_s' })
  decideWithinS!: number;

  @Column('boolean', { name: 'reason_required' })
  reasonRequired!: boolean;

  @Column('integer', { name: 'reason_min_length' })
  reasonMinLength!: number;

  @Column('jsonb')
  terms!: unknown;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
