import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A legal step of a grant. */
@Entity({ name: 'grant_transitions', schema: 'elevate' })
export class GrantTransitionRow {
  @PrimaryColumn('text', { name: 'prior_state' })
  priorState!: string;

  @PrimaryColumn('text')
  state!: string;
}

/** The right in the target system, with start and end. */
@Entity({ name: 'grants', schema: 'elevate' })
export class GrantRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('uuid', { name: 'target_id' })
  targetId!: string;

  @Column('text')
  scope!: string;

  @Column('text')
  account!: string;

  @Column('text', { name: 'prior_state' })
  priorState!: string;

  @Column('text')
  state!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('timestamptz', { name: 'active_at', nullable: true })
  activeAt!: Date | null;

  @Column('timestamptz', { name: 'ending_at', nullable: true })
  endingAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('text', { name: 'end_cause', nullable: true })
  endCause!: string | null;

  @Column('text', { nullable: true })
  withheld!: string | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null;

  @Column('boolean', { name: 'held_before', nullable: true })
  heldBefore!: boolean | null;

  @Column('integer')
  attempts!: number;

  @Column('bigint')
  attempt!: string;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { name: 'warn_at', nullable: true })
  warnAt!: Date | null;

  @Column('timestamptz', { name: 'warned_at', nullable: true })
  warnedAt!: Date | null;
}

/** Who acts on a right at this moment. */
@Entity({ name: 'right_leases', schema: 'elevate' })
export class RightLeaseRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'target_id' })
  targetId!: string;

  @PrimaryColumn('text')
  scope!: string;

  @PrimaryColumn('text')
  account!: string;

  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  @Column('bigint')
  attempt!: string;

  @Column('text')
  holder!: string;

  @Column('timestamptz')
  until!: Date;
}
