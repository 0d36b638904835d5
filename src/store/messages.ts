import { v7 as uuidv7 } from 'uuid';
import { type ConversationKey, type MessageKey } from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** One message that was posted for a request. */
export interface MessageReference {
  readonly id: string;
  /** What it is there for: `prompt`, `receipt`, `notice:granted`, … */
  readonly purpose: string;
  readonly conversation: ConversationKey;
  readonly messageId: string;
  /** Digest of what it shows. */
  readonly drawn: string;
  /** The platform says that it is no longer there. */
  readonly gone: boolean;
  readonly postedAt: Date;
}

const ofRequest = statement(
  'messages-of-request',
  `select id, purpose, message_id as "messageId", drawn, gone_at is not null as gone,
     posted_at as "postedAt",
     jsonb_build_object('platform', platform, 'tenant', tenant, 'id', conversation_id)
       as conversation
   from elevate.message_references
   where organisation_id = $1 and request_id = $2 order by posted_at, id`,
);

/** Every message of a request, oldest first, those that are gone too. */
export function messagesOf(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<MessageReference[]> {
  return rows(tx, ofRequest, [organisationId, requestId]);
}

export interface NewMessage {
  readonly organisationId: string;
  readonly requestId: string;
  readonly purpose: string;
  readonly message: MessageKey;
  readonly drawn: string;
}

const insertion = `insert into elevate.message_references (organisation_id, id, request_id, purpose,
     platform, tenant, conversation_id, message_id, drawn)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const insert = statement(
  'insert-message',
  `${insertion}
   on conflict on constraint message_references_once do update
     set purpose = excluded.purpose, drawn = excluded.drawn, updated_at = elevate.now(), gone_at = null
     where message_references.request_id = excluded.request_id
   returning id`,
);

/**
 * Remembers a message that was posted; a press may have told of it a moment earlier.
 * @returns its id here
 * @throws Error when it is known as a message of another request
 */
export async function recordMessage(tx: Tx, posted: NewMessage): Promise<string> {
  const kept = await row<{ id: string }>(tx, insert, columnsOf(posted));
  if (kept === null) throw new Error('a message shows one request and not two');
  return kept.id;
}

const insertPressed = statement(
  'insert-pressed-message',
  `${insertion} on conflict on constraint message_references_once do nothing returning id`,
);

/**
 * Remembers a message that a press told of. What it shows is not known, so it counts as out of date.
 * @returns false when it is remembered already: whoever posted it knows better what it is
 */
export async function recordPressed(tx: Tx, pressed: Omit<NewMessage, 'drawn'>): Promise<boolean> {
  return (await row(tx, insertPressed, columnsOf({ ...pressed, drawn: '' }))) !== null;
}

function columnsOf({ organisationId, requestId, purpose, message, drawn }: NewMessage): unknown[] {
  const { platform, tenant, id } = message.conversation;
  return [organisationId, uuidv7(), requestId, purpose, platform, tenant, id, message.id, drawn];
}

const place = statement(
  'place-of-prompt',
  `select r.id as "requestId", c.tenant,
     exists (
       select from elevate.message_references m
       where m.organisation_id = $1 and m.platform = $3 and m.tenant = c.tenant
         and m.conversation_id = $4 and m.message_id = $5) as known,
     (select count(*)::int from elevate.message_references m
       where m.organisation_id = $1 and m.request_id = r.id) as messages
   from elevate.requests r
   join elevate.approver_group_channels c
     on c.organisation_id = r.organisation_id
       and (c.group_id = r.approver_group_id
         or exists (select from elevate.asked_groups a where a.organisation_id = $1
           and a.request_id = r.id and a.group_id = c.group_id))
       and c.platform = $3 and c.conversation_id = $4
   where r.organisation_id = $1 and r.number = $2`,
);

export interface PromptPlace {
  readonly requestId: string;
  /** As the approver group's channel is configured. */
  readonly conversation: ConversationKey;
  /** Whether this message is remembered, for whichever request. */
  readonly known: boolean;
  /** How many messages of the request are remembered. */
  readonly messages: number;
}

/** What is known about a message in a channel where prompts of this request go; null for every other place. */
export async function placeOfPrompt(
  tx: Tx,
  organisationId: string,
  request: number,
  { conversation: { platform, id }, id: messageId }: MessageKey,
): Promise<PromptPlace | null> {
  const values = [organisationId, request, platform, id, messageId];
  const found = await row<Omit<PromptPlace, 'conversation'> & { tenant: string }>(
    tx,
    place,
    values,
  );
  if (found === null) return null;
  const { tenant, ...rest } = found;
  return { ...rest, conversation: { platform, tenant, id } };
}

// Ids are UUIDs, unique across organisations, so these two need no organisation to find their row.
const redraw = statement(
  'redraw-message',
  `update elevate.message_references set drawn = $2, updated_at = elevate.now() where id = $1`,
);

/** Remembers what a message shows after it was updated. */
export async function recordRedraw(tx: Tx, id: string, drawn: string): Promise<void> {
  await rows(tx, redraw, [id, drawn]);
}

const lose = statement(
  'lose-message',
  `update elevate.message_references set gone_at = coalesce(gone_at, elevate.now()) where id = $1`,
);

/** Remembers that a message is no longer there. */
export async function recordGone(tx: Tx, id: string): Promise<void> {
  await rows(tx, lose, [id]);
}
