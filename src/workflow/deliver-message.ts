/**
 * One message of a request on its way out: posted where there is none, redrawn where what it shows has changed, and remembered. What
 * can be delivered to nobody is written down once.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { byElevate } from '../audit/events';
import { lossBy } from '../elevation/places';
import { RemoteError } from '../errors';
import { type AccountKey, type ConversationKey, type MessageKey } from '../platforms/contract';
import { appendAudit, auditOf } from '../store/audit';
import {
  messagesOf,
  recordGone,
  recordMessage,
  recordRedraw,
  type MessageReference,
} from '../store/messages';
import { type View } from '../views/view';
import { type Context } from './context';
import { type Intended, type Recipient } from './intended-news';
import { enqueuePublish } from './publish-job';
import { acceptancePurpose, isSameConversation } from './read-published';

/** Whose messages they are, and what was posted before. */
export interface Delivery {
  readonly organisationId: string;
  readonly requestId: string;
  readonly messages: readonly MessageReference[];
  /** Accounts whose view may carry buttons. */
  readonly deciders: readonly AccountKey[];
  /** Whether a message that somebody deleted has to be posted anew. */
  readonly isNeeded: (purpose: string) => boolean;
  /** Whether it is still worth delivering once an operator has made that possible. */
  readonly isStillNews: boolean;
}

/** Redraws every message that is there for it, and posts one where there is none. */
export async function bringUpToDate(
  context: Context,
  known: Delivery,
  intended: Intended,
): Promise<void> {
  const drawn = drawnDigest(intended.view);
  if (!context.platforms.has(targetOf(intended).platform)) return;
  const stored = known.messages.filter((message) => isFor(message, intended));
  if (intended.stays && known.messages.some((message) => isOf(message, intended))) return;
  let isThere = false;
  for (const one of stored) {
    const isShown = one.drawn === drawn;
    if (isShown || (await redraw(context, known, one, intended, drawn))) isThere = true;
  }
  const isNeeded = known.isNeeded(intended.purpose);
  if (isThere || intended.isOver === true || (stored.length > 0 && !isNeeded)) return;
  const message = await post(context, known, intended);
  if (message === null) return;
  context.failpoint('after-post');
  await context.database.transaction((tx) =>
    recordMessage(tx, {
      organisationId: known.organisationId,
      requestId: known.requestId,
      purpose: intended.purpose,
      message,
      drawn,
    }),
  );
}

function targetOf({ to }: Intended): AccountKey | ConversationKey {
  return 'account' in to ? to.account : to.conversation;
}

/** @returns false when the message is gone */
async function redraw(
  context: Context,
  known: Delivery,
  stored: MessageReference,
  intended: Intended,
  drawn: string,
): Promise<boolean> {
  // Not always where it would be posted now: somebody may have been reached on another platform.
  const platform = context.platforms.get(stored.conversation.platform);
  if (platform === undefined) return true;
  try {
    const options = { deciders: known.deciders };
    await platform.update(
      { conversation: stored.conversation, id: stored.messageId },
      intended.view,
      options,
    );
  } catch (error) {
    if (!(error instanceof RemoteError) || isPassing(error)) throw error;
    if (error.kind !== 'not_found' && intended.isOver !== true) throw error;
    // The message is still there when its place can be reached again, which a place that nobody is asked in may never be.
    const isLost = lossBy(error, { ...stored.conversation, scope: 'channel' }) !== null;
    if (isLost && intended.isOver !== true) throw error;
    await context.database.transaction((tx) => recordGone(tx, stored.id));
    return false;
  }
  await context.database.transaction((tx) => recordRedraw(tx, stored.id, drawn));
  return true;
}

/** @returns null for a line without a prompt to put it under: whoever could not see that misses nothing else */
async function post(
  context: Context,
  known: Delivery,
  { to, view, stays }: Intended,
): Promise<MessageKey | null> {
  if ('account' in to) return postToOne(context, to, view);
  const platform = context.platforms.get(to.conversation.platform)!;
  if (stays !== 'in-thread')
    return platform.post(to.conversation, view, { deciders: known.deciders });
  const thread = await promptIn(context, known, to.conversation);
  return thread && platform.post(to.conversation, view, { deciders: [], thread });
}

/** On one account only; on the next where the one before cannot be reached for good. */
export async function postToOne(
  { platforms }: Context,
  { account, others = [] }: Recipient,
  view: View,
): Promise<MessageKey> {
  let [next, ...left] = [account, ...others];
  for (;;) {
    try {
      return await platforms.get(next.platform)!.postDirect(next, view);
    } catch (error) {
      const [after, ...rest] = left;
      if (!(error instanceof RemoteError) || isPassing(error) || after === undefined) throw error;
      [next, left] = [after, rest];
    }
  }
}

/** Whether trying again can mend it, without anybody's doing. */
export function isPassing({ kind }: RemoteError): boolean {
  return kind === 'unavailable' || kind === 'throttled';
}

/** The prompt may have been posted a moment ago, after the messages were read. */
async function promptIn(
  { database }: Context,
  { organisationId, requestId }: Delivery,
  conversation: ConversationKey,
): Promise<MessageKey | null> {
  const messages = await database.read((tx) => messagesOf(tx, organisationId, requestId));
  const prompt = messages.find(
    (message) =>
      message.purpose === 'prompt' &&
      !message.gone &&
      isSameConversation(message.conversation, conversation),
  );
  return prompt === undefined ? null : { conversation, id: prompt.messageId };
}

/** How often a message is tried that an operator has to make possible (invite the bot, renew the token). */
const operatorRetryMs = 120_000;
/**
 * Writes down, once per message and cause, that it cannot be delivered.
 * @returns the error with which the queue tries it again later, or null when nobody needs the message any more
 */
export async function recordUndeliverable(
  context: Context,
  { organisationId, requestId, isStillNews }: Delivery,
  intended: Intended,
  error: RemoteError,
): Promise<RemoteError | null> {
  const facts = { purpose: intended.purpose, platform: error.system, code: error.code };
  context.log.warn(
    { requestId, to: intended.to, ...facts },
    'a message cannot be delivered until an operator acts; it is tried every two minutes',
  );
  const isNew = await context.database.transaction(async (tx) => {
    const trail = await auditOf(tx, organisationId, requestId);
    const isTold = trail.some(
      (event) =>
        event.kind === 'message.undeliverable' &&
        isDeepStrictEqual({ ...event.facts }, { ...facts }),
    );
    if (isTold) return false;
    const kind = 'message.undeliverable';
    await appendAudit(tx, { organisationId, kind, actor: byElevate, requestId, facts });
    // Whoever asked is told at once, and not when it is tried again.
    if (intended.purpose === acceptancePurpose) await enqueuePublish(tx, organisationId, requestId);
    return true;
  });
  if (isNew) context.count('messages_undeliverable', { platform: targetOf(intended).platform });
  if (!isStillNews) return null;
  const retryAfterMs = operatorRetryMs;
  return new RemoteError(error.system, 'unavailable', error.code, { cause: error, retryAfterMs });
}

/** What is on the screen, so that an unchanged screen is not sent again. */
export function drawnDigest(view: View): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url');
}

export function isFor(message: MessageReference, intended: Intended): boolean {
  return !message.gone && isOf(message, intended);
}

function isOf(message: MessageReference, intended: Intended): boolean {
  if (message.purpose !== intended.purpose) return false;
  return (
    'account' in intended.to || isSameConversation(message.conversation, intended.to.conversation)
  );
}
