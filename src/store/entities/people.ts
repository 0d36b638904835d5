import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One customer; everything else belongs to one. */
@Entity({ name: 'organisations', schema: 'elevate' })
export class OrganisationRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** A version of what the organisation has set; the highest counts. */
@Entity({ name: 'settings', schema: 'elevate' })
export class SettingsRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @Column('jsonb')
  value!: unknown;

  @Column('timestamptz', { name: 'set_at' })
  setAt!: Date;
}

/** A human, of whom a merged one points at its survivor; or what a system account asks and receives as. */
@Entity({ name: 'persons', schema: 'elevate' })
export class PersonRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  key!: string;

  @Column('text')
  name!: string;

  @Column('text')
  line!: string;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  @Column('text')
  kind!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** The same human on Slack, on Teams or in a workload. */
@Entity({ name: 'accounts', schema: 'elevate' })
export class AccountRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  system!: string;

  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'user_key' })
  userKey!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'linked_at' })
  linkedAt!: Date;
}

/** Rises with every change of what requests are judged by. */
@Entity({ name: 'configuration_versions', schema: 'elevate' })
export class ConfigurationVersionRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('bigint')
  version!: string;

  /** Rises with changes of targets and policies only. */
  @Column('bigint', { name: 'catalogue_version' })
  catalogueVersion!: string;
}
