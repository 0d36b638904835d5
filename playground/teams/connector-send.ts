/** Sending, changing and deleting activities, and opening conversations. */
import { isRecord, list, record, text, type Json } from '../shared/json';
import { checkCard } from './card-check';
import { assertInstalled, ConnectorRefusal, type Reply } from './connector-reply';
import { limits } from './limits';
import { type TeamsContent, type TeamsMessage } from './model';
import {
  addMessage,
  breach,
  changeMessage,
  findMessage,
  findUser,
  personalChatOf,
  placeOf,
  serviceUrlOf,
  type Place,
  type TeamsState,
} from './state';

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** Posts into a place; a channel without a thread begins one, `replyTo` stays in the thread of that message. */
export function sendActivity(
  state: TeamsState,
  conversationId: string,
  activity: Json,
  replyTo?: string,
): Reply {
  const place = existingPlace(state, conversationId);
  if (activity.type === 'typing') return { status: 202, body: { id: '' } };
  if (activity.type !== 'message') {
    throw new ConnectorRefusal(400, 'BadSyntax', `Unknown activity type ${text(activity.type)}`);
  }
  const message = post(state, threadOf(state, place, replyTo), activity);
  return { status: 201, body: { id: message.id } };
}

function existingPlace(state: TeamsState, conversationId: string): Place {
  const place = placeOf(state, conversationId);
  if (!place) throw new ConnectorRefusal(404, 'ConversationNotFound', 'Conversation not found');
  assertInstalled(state, place.conversation);
  return place;
}

function threadOf(state: TeamsState, place: Place, replyTo: string | undefined): Place {
  if (place.personal || place.thread !== null || replyTo === undefined) return place;
  const answered = findMessage(state, replyTo);
  if (!answered) throw new ConnectorRefusal(404, 'ActivityNotFound', 'Activity not found');
  return { ...place, thread: answered.thread };
}

function post(state: TeamsState, place: Place, activity: Json): TeamsMessage {
  const reader = place.personal ? state.users.get(place.members[0] ?? '') : null;
  if (reader?.blocked) {
    throw new ConnectorRefusal(403, 'MessageWritesBlocked', 'Message writes are blocked');
  }
  const content = checkedContent(state, activity);
  const from = state.options.bot.id;
  return addMessage(state, { ...content, place, from, mentions: mentionsIn(activity) });
}

/** What is shown of an activity. Records what Teams would not show, or only on some clients. */
function checkedContent(state: TeamsState, activity: Json): TeamsContent {
  const attachments = list(activity.attachments).map(record);
  const cards = attachments.filter((attachment) => attachment.contentType === cardType);
  for (const attachment of cards) recordCard(state, 'message', attachment.content);
  const card = record(cards[0]).content;
  const summary = text(activity.summary);
  if (cards.length === 0 && text(activity.text) === '') {
    throw new ConnectorRefusal(400, 'BadSyntax', 'Activity has no text and no attachment');
  }
  if (cards.length > 0 && summary === '' && text(activity.text) === '') {
    breach(
      state,
      'missing-text',
      'message',
      'a card without summary: notifications say "sent a card"',
    );
  }
  return { text: text(activity.text), summary, card: isRecord(card) ? card : null };
}

/** Also used for cards in answers to invokes. */
export function recordCard(state: TeamsState, where: string, card: unknown): void {
  for (const finding of checkCard(card)) breach(state, 'card', where, finding);
  const bytes = Buffer.byteLength(JSON.stringify(card) ?? '');
  if (bytes > limits.messageAdvisedBytes) {
    breach(state, 'size', where, `${bytes} bytes, designed for ${limits.messageAdvisedBytes}`);
  }
}

/** Teams notifies only for a mention entity whose text is in the message or whose words are in the card. */
function mentionsIn(activity: Json): string[] {
  const card = list(activity.attachments).map((attachment) => record(record(attachment).content));
  const entities = [
    ...list(activity.entities),
    ...card.flatMap((content) => list(record(content.msteams).entities)),
  ].map(record);
  const words = JSON.stringify([activity.text, activity.attachments]);
  return entities
    .filter((entity) => entity.type === 'mention' && words.includes(text(entity.text)))
    .map((entity) => text(record(entity.mentioned).id));
}

/** A personal chat with one member, or a new thread in a channel. */
export function createConversation(state: TeamsState, body: Json): Reply {
  const channelId = text(record(record(body.channelData).channel).id);
  if (channelId !== '') return createThread(state, channelId, record(body.activity));
  const members = list(body.members).map((member) => text(record(member).id));
  if (body.isGroup === true || members.length !== 1) {
    throw new ConnectorRefusal(400, 'BadSyntax', 'Incorrect conversation creation parameters');
  }
  const tenant = text(body.tenantId) || text(record(record(body.channelData).tenant).id);
  if (tenant !== state.options.tenantId) {
    throw new ConnectorRefusal(403, 'BotNotInConversationRoster', 'The bot is not part of it');
  }
  const user = findUser(state, members[0] ?? '');
  if (!user) throw new ConnectorRefusal(404, 'ConversationNotFound', 'Member not found');
  assertInstalled(state, personalChatOf(user));
  if (user.blocked) {
    throw new ConnectorRefusal(403, 'MessageWritesBlocked', 'Message writes are blocked');
  }
  return { status: 201, body: { id: personalChatOf(user), serviceUrl: serviceUrlOf(state) } };
}

function createThread(state: TeamsState, channelId: string, activity: Json): Reply {
  const place = existingPlace(state, channelId);
  const message = post(state, { ...place, thread: null }, activity);
  const id = `${channelId};messageid=${message.id}`;
  return { status: 201, body: { id, activityId: message.id, serviceUrl: serviceUrlOf(state) } };
}

function ownMessage(state: TeamsState, conversationId: string, id: string): TeamsMessage {
  const place = existingPlace(state, conversationId);
  const message = findMessage(state, id);
  if (!message || message.conversation !== place.conversation) {
    throw new ConnectorRefusal(404, 'ActivityNotFoundInConversation', 'Activity not found');
  }
  if (!message.byBot) throw new ConnectorRefusal(403, 'Forbidden', 'Not a message of this bot');
  return message;
}

/** Replaces a message for everybody; views of single persons are thrown away. */
export function changeActivity(
  state: TeamsState,
  conversationId: string,
  id: string,
  activity: Json,
): Reply {
  const old = ownMessage(state, conversationId, id);
  const content = checkedContent(state, activity);
  const { text: words, summary, card } = old;
  changeMessage(state, old, {
    ...content,
    mentions: mentionsIn(activity),
    edited: true,
    revisions: [...old.revisions, { text: words, summary, card }],
  });
  return { status: 200, body: { id } };
}

export function deleteActivity(state: TeamsState, conversationId: string, id: string): Reply {
  changeMessage(state, ownMessage(state, conversationId, id), { deleted: true });
  return { status: 200, body: {} };
}
