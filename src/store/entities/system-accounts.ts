import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An identity that is exempt from approval; its id is that of its person. */
@Entity({ name: 'system_accounts', schema: 'elevate' })
export class SystemAccountRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  reason!: string;

  @Column('jsonb')
  targets!: unknown;

  @Column('jsonb')
  scopes!: unknown;

  @Column('integer', { name: 'duration_max_s' })
  durationMaxS!: number;

  @Column('timestamptz')
  until!: Date;

  @Column('uuid', { name: 'told_group_id' })
  toldGroupId!: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** What a system account asks with; of the key itself only its hash. */
@Entity({ name: 'system_account_keys', schema: 'elevate' })
export class SystemAccountKeyRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('bytea')
  sha256!: Buffer;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil!: Date | null;
}

/** How much a system account has called, and what of it the channel was not told. */
@Entity({ name: 'system_account_uses', schema: 'elevate' })
export class SystemAccountUsesRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('timestamptz', { name: 'counted_since' })
  countedSince!: Date;

  @Column('integer')
  calls!: number;

  @Column('integer')
  untold!: number;

  @Column('jsonb', { name: 'last_refusal', nullable: true })
  lastRefusal!: unknown;

  @Column('timestamptz', { name: 'told_at', nullable: true })
  toldAt!: Date | null;
}
