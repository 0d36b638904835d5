import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A legal step of a request. */
@Entity({ name: 'request_transitions', schema: 'elevate' })
export class RequestTransitionRow {
  @PrimaryColumn('text', { name: 'prior_state' })
  priorState!: string;

  @PrimaryColumn('text')
  state!: string;
}

/** A person asking for a target. */
@Entity({ name: 'requests', schema: 'elevate' })
export class RequestRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('bigint')
  number!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'prior_state' })
  priorState!: string;

  @Column('text')
  state!: string;

  @Column('uuid', { name: 'requester_id' })
  requesterId!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('uuid', { name: 'target_id', nullable: true })
  targetId!: string | null;

  @Column('text')
  scope!: string;

  @Column('text', { name: 'target_account', nullable: true })
  targetAccount!: string | null;

  @Column('integer', { name: 'duration_s', nullable: true })
  durationS!: number | null;

  @Column('boolean', { name: 'duration_was_default', nullable: true })
  durationWasDefault!: boolean | null;

  @Column('timestamptz', { name: 'start_at', nullable: true })
  startAt!: Date | null;

  @Column('timestamptz', { name: 'fixed_end', nullable: true })
  fixedEnd!: Date | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { nullable: true })
  ticket!: string | null;

  @Column('uuid', { name: 'policy_id', nullable: true })
  policyId!: string | null;

  @Column('integer', { name: 'policy_version', nullable: true })
  policyVersion!: number | null;

  @Column('uuid', { name: 'approver_group_id', nullable: true })
  approverGroupId!: string | null;

  @Column('text', { name: 'asked_platform', nullable: true })
  askedPlatform!: string | null;

  @Column('text', { name: 'asked_tenant', nullable: true })
  askedTenant!: string | null;

  @Column('text', { name: 'asked_user_key', nullable: true })
  askedUserKey!: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @Column('timestamptz', { name: 'decide_by' })
  decideBy!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;

  @Column('uuid', { name: 'withdrawn_by', nullable: true })
  withdrawnBy!: string | null;

  @Column('timestamptz', { name: 'follow_up_at', nullable: true })
  followUpAt!: Date | null;

  @Column('uuid', { name: 'extends_grant_id', nullable: true })
  extendsGrantId!: string | null;

  @Column('timestamptz', { name: 'extends_since', nullable: true })
  extendsSince!: Date | null;

  @Column('uuid', { name: 'system_account_id', nullable: true })
  systemAccountId!: string | null;
}

/** One approver's word on one request, for ever. */
@Entity({ name: 'decisions', schema: 'elevate' })
export class DecisionRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('text')
  verdict!: string;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('integer', { name: 'duration_s', nullable: true })
  durationS!: number | null;

  @Column('integer')
  stage!: number;

  @Column('text')
  digest!: string;

  @Column('text')
  platform!: string;

  @Column('text')
  tenant!: string;

  @Column('text', { name: 'user_key' })
  userKey!: string;

  @Column('timestamptz', { name: 'decided_at' })
  decidedAt!: Date;
}

/** Approvers were reminded of one request. */
@Entity({ name: 'reminders', schema: 'elevate' })
export class ReminderRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId!: string;

  @PrimaryColumn('integer')
  number!: number;

  @Column('timestamptz', { name: 'reminded_at' })
  remindedAt!: Date;
}

/** A group that was asked after the first one. */
@Entity({ name: 'asked_groups', schema: 'elevate' })
export class AskedGroupRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('integer')
  stage!: number;

  @Column('text')
  why!: string;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;
}
