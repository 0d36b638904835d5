import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What somebody is about to change, before they have sent it. */
@Entity({ name: 'change_drafts', schema: 'elevate' })
export class ChangeDraftRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'proposer_id' })
  proposerId!: string;

  @Column('uuid')
  id!: string;

  @Column('bigint')
  number!: string;

  @Column('jsonb')
  changes!: unknown;

  @Column('jsonb')
  roles!: unknown;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'drafted_platform' })
  draftedPlatform!: string;

  @Column('text', { name: 'drafted_tenant' })
  draftedTenant!: string;

  @Column('text', { name: 'drafted_user_key' })
  draftedUserKey!: string;

  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date;

  @Column('timestamptz', { name: 'ready_until' })
  readyUntil!: Date;
}

/** What a request of kind change is to change. */
@Entity({ name: 'configuration_changes', schema: 'elevate' })
export class ConfigurationChangeRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('jsonb')
  changes!: unknown;

  @Column('jsonb')
  roles!: unknown;

  @Column('jsonb')
  weakens!: unknown;

  @Column('text')
  needs!: string;
}
