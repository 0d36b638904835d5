import { Column, Entity, PrimaryColumn } from 'typeorm';

/** People who decide. */
@Entity({ name: 'approver_groups', schema: 'elevate' })
export class ApproverGroupRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

/** One person in one group. */
@Entity({ name: 'approver_group_members', schema: 'elevate' })
export class ApproverGroupMemberRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;
}

/** One group in another: everybody in it is in the other, too. */
@Entity({ name: 'approver_group_nested', schema: 'elevate' })
export class ApproverGroupNestedRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('uuid', { name: 'nested_id' })
  nestedId!: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;
}

/** A group with each group that is in it, however deep, and with itself. The database writes it by itself. */
@Entity({ name: 'approver_group_parts', schema: 'elevate' })
export class ApproverGroupPartRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('uuid', { name: 'part_id' })
  partId!: string;
}

/** A group of an outside directory that is in a group. */
@Entity({ name: 'approver_group_sources', schema: 'elevate' })
export class ApproverGroupSourceRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('text')
  kind!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;
}

/** When a group of an outside directory was listed, and when it is next. */
@Entity({ name: 'source_listings', schema: 'elevate' })
export class SourceListingRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  kind!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('timestamptz', { name: 'next_at' })
  nextAt!: Date;

  @Column('timestamptz', { name: 'listed_at', nullable: true })
  listedAt!: Date | null;

  @Column('text', { nullable: true })
  failed!: string | null;
}

/** Who was in a group of an outside directory when it was listed. It never decides. */
@Entity({ name: 'source_members', schema: 'elevate' })
export class SourceMemberRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  kind!: string;

  @PrimaryColumn('text')
  key!: string;

  @PrimaryColumn('text')
  system!: string;

  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'user_key' })
  userKey!: string;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}

/** Where the prompts of a group go. */
@Entity({ name: 'approver_group_channels', schema: 'elevate' })
export class ApproverGroupChannelRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('text')
  platform!: string;

  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'conversation_id' })
  conversationId!: string;
}
