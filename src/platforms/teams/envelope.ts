/** Who did what where, from an authenticated activity. */
import { createHash } from 'node:crypto';

import { type AccountKey, type ConversationKey, type Envelope, type MessageKey } from '../contract';
import { conversationKind, rootConversationId, zoneOf, type Activity } from './activity';
import { normaliseId } from './config';

/** The sender's account, or null when Teams does not say who it is in the directory (anonymous guests of meetings). */
export function accountOf(activity: Activity, tenant: string): AccountKey | null {
  const objectId = activity.from?.aadObjectId;
  if (objectId === undefined || objectId === '') return null;
  return { platform: 'teams', tenant, user: normaliseId(objectId) };
}

/** @param raw the body as it came, for activities without an id */
export function envelopeOf(activity: Activity, account: AccountKey, raw: Buffer): Envelope {
  const conversation = {
    platform: 'teams',
    tenant: account.tenant,
    id: rootConversationId(activity.conversation.id),
  } as const;
  return {
    account,
    payloadKey: payloadKey(activity, raw),
    conversation,
    conversationKind: conversationKind(activity),
    zone: zoneOf(activity),
    pressed: pressedMessage(activity, conversation),
  };
}

/** Both kinds of press name the message with the card; what is typed in reply to a message names that one too. */
function pressedMessage(activity: Activity, conversation: ConversationKey): MessageKey | null {
  const { replyToId, type, value } = activity;
  const isPress = type === 'invoke' || (typeof value === 'object' && value !== null);
  if (!isPress || replyToId === undefined || replyToId === '') return null;
  return { conversation, id: replyToId };
}

/**
 * Teams gives every activity, an invoke too, an id that is unique in its conversation, and repeats it when it sends
 * the same activity again. The token signs the caller and the service URL, not the body: whoever replays a captured
 * request within the token's life sends the same body and therefore the same id, and gets the stored reply. To act
 * anew they would have to change the id in the body; that is no replay but a forgery with a stolen token, which
 * only Microsoft's channel service and this process ever hold and which TLS keeps between them.
 * Without an id the whole body is the key; it carries the sender's time stamp.
 */
function payloadKey(activity: Activity, raw: Buffer): string {
  const id = activity.id ?? createHash('sha256').update(raw).digest('hex');
  return `teams:${activity.type}:${activity.conversation.id}:${id}`;
}
