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
