import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One posted message. */
@Entity({ name: 'message_references', schema: 'elevate' })
export class MessageReferenceRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  purpose!: string;

  @Column('text')
  platform!: string;

  @Column('text')
  tenant!: string;

  @Column('text', { name: 'conversation_id' })
  conversationId!: string;

  @Column('text', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  drawn!: string;

  @Column('timestamptz', { name: 'posted_at' })
  postedAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;
}

/** How to reach a conversation or person. */
@Entity({ name: 'conversation_references', schema: 'elevate' })
export class ConversationReferenceRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('text')
  platform!: string;

  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'conversation_id' })
  conversationId!: string;

  @Column('text', { name: 'user_key', nullable: true })
  userKey!: string | null;

  @Column('jsonb')
  reference!: unknown;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}
