import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role that somebody has, or had. */
@Entity({ name: 'role_holdings', schema: 'elevate' })
export class RoleHoldingRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('text')
  role!: string;

  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date;

  @Column('uuid', { name: 'given_by', nullable: true })
  givenBy!: string | null;

  @Column('timestamptz', { name: 'taken_at', nullable: true })
  takenAt!: Date | null;

  @Column('uuid', { name: 'taken_by', nullable: true })
  takenBy!: string | null;
}
