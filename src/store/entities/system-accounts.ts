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
