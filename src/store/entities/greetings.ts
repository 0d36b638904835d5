import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That somebody was greeted. */
@Entity({ name: 'greetings', schema: 'elevate' })
export class GreetingRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'greeted_at' })
  greetedAt!: Date;
}
