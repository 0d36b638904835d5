import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A place that messages cannot reach, or could not for a while. */
@Entity({ name: 'lost_places', schema: 'elevate' })
export class LostPlaceRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  platform!: string;

  @Column('text')
  tenant!: string;

  @Column('text')
  scope!: string;

  @Column('text', { name: 'place_id' })
  placeId!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  code!: string;

  @Column('timestamptz', { name: 'lost_at' })
  lostAt!: Date;

  @Column('timestamptz', { name: 'back_at', nullable: true })
  backAt!: Date | null;
}
