import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What happened; append-only. */
@Entity({ name: 'audit_events', schema: 'elevate' })
export class AuditEventRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('bigint')
  seq!: string;

  @Column('uuid')
  id!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  kind!: string;

  @Column('jsonb')
  actor!: unknown;

  @Column('uuid', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  @Column('jsonb')
  facts!: unknown;
}

/** A payload that was handled, and what it was answered. */
@Entity({ name: 'inbound_payloads', schema: 'elevate' })
export class InboundPayloadRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text', { name: 'payload_key' })
  payloadKey!: string;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('jsonb', { nullable: true })
  reply!: unknown;
}

/** A process of the queue, and the lock that it holds while it lives. */
@Entity({ name: 'worker_leases', schema: 'elevate' })
export class WorkerLeaseRow {
  @PrimaryColumn('text', { name: 'pool_id' })
  poolId!: string;

  @Column('bigint', { name: 'lock_key' })
  lockKey!: string;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt!: Date;
}
