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
