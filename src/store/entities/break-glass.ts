import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What somebody said they would take without approval. */
@Entity({ name: 'break_glass_drafts', schema: 'elevate' })
export class BreakGlassDraftRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'requester_id' })
  requesterId!: string;

  @Column('uuid')
  id!: string;

  @Column('bigint')
  number!: string;

  @Column('uuid', { name: 'target_id' })
  targetId!: string;

  @Column('text')
  scope!: string;

  @Column('text', { name: 'target_account' })
  targetAccount!: string;

  @Column('integer', { name: 'duration_s' })
  durationS!: number;

  @Column('boolean', { name: 'duration_was_default' })
  durationWasDefault!: boolean;

  @Column('timestamptz', { name: 'fixed_end', nullable: true })
  fixedEnd!: Date | null;

  @Column('text')
  reason!: string;

  @Column('text', { nullable: true })
  ticket!: string | null;

  @Column('uuid', { name: 'policy_id' })
  policyId!: string;

  @Column('integer', { name: 'policy_version' })
  policyVersion!: number;

  @Column('uuid', { name: 'approver_group_id' })
  approverGroupId!: string;

  @Column('text', { name: 'asked_platform' })
  askedPlatform!: string;

  @Column('text', { name: 'asked_tenant' })
  askedTenant!: string;

  @Column('text', { name: 'asked_user_key' })
  askedUserKey!: string;

  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date;

  @Column('timestamptz', { name: 'ready_until' })
  readyUntil!: Date;
}

/** The look at a right that was taken without approval. */
@Entity({ name: 'reviews', schema: 'elevate' })
export class ReviewRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('uuid', { name: 'closed_by', nullable: true })
  closedBy!: string | null;

  @Column('boolean', { name: 'was_right', nullable: true })
  wasRight!: boolean | null;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('text', { nullable: true })
  platform!: string | null;

  @Column('text', { nullable: true })
  tenant!: string | null;

  @Column('text', { name: 'user_key', nullable: true })
  userKey!: string | null;

  @Column('timestamptz', { name: 'remind_at', nullable: true })
  remindAt!: Date | null;
}
