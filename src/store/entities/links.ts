import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A code that was given to one account, and what came of it. */
@Entity({ name: 'account_links', schema: 'elevate' })
export class AccountLinkRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  state!: string;

  @Column('text', { name: 'code_hash' })
  codeHash!: string;

  @Column('text', { name: 'asker_platform' })
  askerPlatform!: string;

  @Column('text', { name: 'asker_tenant' })
  askerTenant!: string;

  @Column('text', { name: 'asker_user_key' })
  askerUserKey!: string;

  @Column('text', { name: 'asker_name' })
  askerName!: string;

  @Column('timestamptz', { name: 'asker_confirmed_at', nullable: true })
  askerConfirmedAt!: Date | null;

  @Column('text', { name: 'typer_platform', nullable: true })
  typerPlatform!: string | null;

  @Column('text', { name: 'typer_tenant', nullable: true })
  typerTenant!: string | null;

  @Column('text', { name: 'typer_user_key', nullable: true })
  typerUserKey!: string | null;

  @Column('text', { name: 'typer_name', nullable: true })
  typerName!: string | null;

  @Column('timestamptz', { name: 'typer_confirmed_at', nullable: true })
  typerConfirmedAt!: Date | null;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @Column('timestamptz', { name: 'met_at', nullable: true })
  metAt!: Date | null;

  @Column('timestamptz', { name: 'valid_until' })
  validUntil!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

/** How many wrong codes an account typed lately. */
@Entity({ name: 'link_guesses', schema: 'elevate' })
export class LinkGuessesRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  platform!: string;

  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'user_key' })
  userKey!: string;

  @Column('integer')
  failures!: number;

  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz', { name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;
}
