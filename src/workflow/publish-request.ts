import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { byElevate } from '../audit/events';
import { isBreakGlass } from '../elevation/break-glass';
import { type RequestSnapshot } from '../elevation/model';
import { isLongOnItsWay, waitsForApprovers } from '../elevation/follow-ups';
import { isLive } from '../elevation/grant-states';
import { screenState } from '../elevation/screen-state';
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
import { escalationLine, reminderLine, reviewReminderLine } from '../views/follow-ups';
import { toldLine, toldSoFar } from '../views/notify';
import { stillActiveView, type PromptOptions } from '../views/prompt';
import { type View } from '../views/view';
import { type Context } from './context';
import { drawPrompt } from './draw-prompt';
import { escalateUndeliverable } from './escalate';
import { newsOf, type Intended, type Recipient } from './intended-news';
import { enqueuePublish } from './publish-job';
import {
  acceptancePurpose,
  isSameConversation,
  readPublished,
  type Place,
  type Published,
} from './read-published';

/**
 * Posts or updates every message of one request so that each shows stored state, and remembers where they are.
 * One message that cannot be delivered does not keep the others back. Throws the last RemoteError that trying again
 * can mend, so that the queue runs it again.
 */
export async function publishRequest(
  context: Context,
  payload: { organisationId: string; requestId: string },
): Promise<void> {
  const known = await readPublished(context, payload);
  if (known === null) return;
  let again: RemoteError | null = null;
  const lost: ConversationKey[] = [];
  const away: ConversationKey[] = [];
  for (const intended of intendedMessages(context, known)) {
    try {
      await bringUpToDate(context, known, intended);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (isPassing(error)) {
        away.push(...lostWith(known, intended));
        again = error;
      } else {
        lost.push(...lostWith(known, intended));
        again = (await recordUndeliverable(context, known, intended, error)) ?? again;
      }
    }
  }
  const unseen = isLongOnItsWay(known.snapshot, known.stage) ? [...lost, ...away] : lost;
  if (isOutOfReach(context, known, unseen)) {
    await escalateUndeliverable(context, known.snapshot.number);
  }
  if (again !== null) throw again;
}

/** The channel that a prompt could not be posted to; one that is there and cannot be redrawn can still be pressed. */
function lostWith({ messages }: Published, intended: Intended): readonly ConversationKey[] {
  const { purpose, to } = intended;
  if (purpose !== 'prompt' || !('conversation' in to)) return [];
  return messages.some((message) => isFor(message, intended)) ? [] : [to.conversation];
}

/** Whether nobody of those who were asked can see the prompt, until an operator acts or for too long. */
function isOutOfReach(
  { platforms }: Context,
  { snapshot, places, stage }: Published,
  unseen: readonly ConversationKey[],
): boolean {
  if (!waitsForApprovers(snapshot)) return false;
  const turn = isBreakGlass(snapshot)
    ? places
    : places.filter(({ stages }) => stages.includes(stage));
  return turn.every(
    ({ conversation }) => !platforms.has(conversation.platform) || unseen.includes(conversation),
  );
}

function intendedMessages(context: Context, known: Published): readonly Intended[] {
  const { snapshot, places } = known;
  const state = screenState(snapshot);
  const intended: Intended[] = [];
  for (const place of places) {
    const { conversation } = place;
    const buttons = decidersSeeTheirOwn(known, conversation) ? false : buttonsIn(known, place);
    const mentioned = calledIn(known, conversation);
    const view = drawPrompt(context, snapshot, { buttons, mentioned });
    intended.push({ purpose: 'prompt', view, to: { conversation } });
    const alarmed = known.messages.some(
      (message) =>
        message.purpose === 'alarm' && isSameConversation(message.conversation, conversation),
    );
    if (state === 'still-active' || alarmed) {
      const alarm = state === 'still-active' ? stillActiveView(snapshot) : view;
      intended.push({ purpose: 'alarm', view: alarm, to: { conversation } });
    }
  }
  const lines = [...linesOf(known), ...reviewLinesOf(known)];
  return [...intended, ...lines, ...toldOf(known), ...newsOf(known)];
}

/** Nobody is called to look at what is asked; at what was taken without asking everybody is. */
function calledIn({ snapshot, mentioned }: Published, { platform }: ConversationKey) {
  if (!isBreakGlass(snapshot)) return [];
  return mentioned.filter(({ account }) => account.platform === platform);
}

/**
 * What is to stand in the threads of a pending prompt: the last reminder, and who was asked later. Earlier reminders stay where they
 * were posted; those that could not be would call everybody again for nothing.
 */
function linesOf({ snapshot, places, mentioned }: Published): readonly Intended[] {
  if (snapshot.state !== 'pending') return [];
  const stays = 'in-thread';
  return places.flatMap(({ conversation, since, stages }): Intended[] => {
    const here = mentioned.filter(({ account }) => account.platform === conversation.platform);
    const to = { conversation };
    const ofStage = (at: Date) => stages.includes(stageAt(snapshot, at));
    const reminders = snapshot.reminders.map((at, index) => {
      const view = reminderLine(snapshot, at, here);
      return { at, intended: { purpose: `reminder:${index + 1}`, view, to, stays } as const };
    });
    const reminded = reminders.filter(({ at }) => ofStage(at)).slice(-1);
    const escalations = snapshot.alsoAsked.map((asked) => {
      const purpose = `asked:${asked.stage}:${asked.group.id}`;
      const view = escalationLine(snapshot, asked);
      return { at: asked.at, intended: { purpose, view, to, stays } as const };
    });
    return [...reminded, ...escalations]
      .filter(({ at }) => since === null || at > since)
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ intended }) => intended);
  });
}

/** What stands in the threads of a prompt while nobody has closed its review: all who were passed over can. */
function reviewLinesOf({ snapshot, places, mentioned }: Published): readonly Intended[] {
  const { review, reminders } = snapshot;
  if (review === null || review.closed !== null) return [];
  return places.flatMap(({ conversation }) => {
    const here = mentioned.filter(({ account }) => account.platform === conversation.platform);
    return reminders.slice(-1).map((at): Intended => {
      const view = reviewReminderLine(snapshot, at, here);
      const purpose = `reminder:${reminders.length}`;
      return { purpose, view, to: { conversation }, stays: 'in-thread' };
    });
  });
}

/** What groups are told that decide nothing. */
function toldOf({ snapshot, told }: Published): readonly Intended[] {
  return told.flatMap((conversation) =>
    toldSoFar(snapshot).map((what): Intended => {
      const view = toldLine(snapshot, what);
      return { purpose: `notify:${what}`, view, to: { conversation }, stays: 'alone' };
    }),
  );
}

/** The stage that a request had come to then. */
function stageAt({ alsoAsked }: RequestSnapshot, at: Date): number {
  const begun = alsoAsked.filter((one) => one.why === 'stage' && one.at <= at);
  return Math.max(1, ...begun.map(({ stage }) => stage));
}

/** Those of an earlier stage can only deny any more, and those of a later one have nothing to decide yet. */
function buttonsIn({ snapshot, stage }: Published, { stages }: Place): PromptOptions['buttons'] {
  if (snapshot.state !== 'pending' || stages.includes(stage)) return true;
  return stages.some((one) => one < stage) ? 'deny' : false;
}

/** On Teams each decider's client asks for their own card, with buttons; everybody else's has none. */
function decidersSeeTheirOwn(known: Published, conversation: ConversationKey): boolean {
  return conversation.platform === 'teams' && known.deciders.length <= 60;
}

/** Redraws every message that is there for it, and posts one where there is none. */
async function bringUpToDate(
  context: Context,
  known: Published,
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
  if (isThere || (stored.length > 0 && !isNeeded(known, intended))) return;
  const message = await post(context, known, intended);
  if (message === null) return;
  context.failpoint('after-post');
  await context.database.transaction((tx) =>
    recordMessage(tx, {
      organisationId: known.snapshot.organisationId,
      requestId: known.snapshot.id,
      purpose: intended.purpose,
      message,
      drawn,
    }),
  );
}

function targetOf({ to }: Intended): AccountKey | ConversationKey {
  return 'account' in to ? to.account : to.conversation;
}

/** Without a prompt nobody could decide; everything else that was deleted can wait for the next news. */
function isNeeded({ snapshot }: Published, { purpose }: Intended): boolean {
  return purpose === 'prompt' && snapshot.state === 'pending';
}

/** @returns false when the message is gone */
async function redraw(
  context: Context,
  known: Published,
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
    if (!(error instanceof RemoteError) || error.kind !== 'not_found') throw error;
    await context.database.transaction((tx) => recordGone(tx, stored.id));
    return false;
  }
  await context.database.transaction((tx) => recordRedraw(tx, stored.id, drawn));
  return true;
}

/** @returns null for a line without a prompt to put it under: whoever could not see that misses nothing else */
async function post(
  context: Context,
  known: Published,
  { to, view, stays }: Intended,
): Promise<MessageKey | null> {
  if ('account' in to) return postToOne(context, to, view);
  const platform = context.platforms.get(to.conversation.platform)!;
  if (stays !== 'in-thread')
    return platform.post(to.conversation, view, { deciders: known.deciders });
  const thread = await promptIn(context, known.snapshot, to.conversation);
  return thread && platform.post(to.conversation, view, { deciders: [], thread });
}

/** On one account only; on the next where the one before cannot be reached for good. */
async function postToOne(
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
function isPassing({ kind }: RemoteError): boolean {
  return kind === 'unavailable' || kind === 'throttled';
}

/** The prompt may have been posted a moment ago, after the messages were read. */
async function promptIn(
  { database }: Context,
  { organisationId, id }: RequestSnapshot,
  conversation: ConversationKey,
): Promise<MessageKey | null> {
  const messages = await database.read((tx) => messagesOf(tx, organisationId, id));
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
/** For how long after everything is over news are still worth delivering. */
const newsWorthMs = 24 * 3_600_000;

/**
 * Writes down, once per message and cause, that it cannot be delivered.
 * @returns the error with which the queue tries it again later, or null when nobody needs the message any more
 */
async function recordUndeliverable(
  context: Context,
  { snapshot }: Published,
  intended: Intended,
  error: RemoteError,
): Promise<RemoteError | null> {
  const facts = { purpose: intended.purpose, platform: error.system, code: error.code };
  context.log.warn(
    { requestId: snapshot.id, to: intended.to, ...facts },
    'a message cannot be delivered until an operator acts; it is tried every two minutes',
  );
  const { organisationId, id: requestId } = snapshot;
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
  if (!isStillNews(snapshot)) return null;
  const retryAfterMs = operatorRetryMs;
  return new RemoteError(error.system, 'unavailable', error.code, { cause: error, retryAfterMs });
}

function isStillNews({ closedAt, grant, readAt }: RequestSnapshot): boolean {
  if (closedAt === null || (grant !== null && isLive(grant.state))) return true;
  const over = grant?.endedAt ?? closedAt;
  return readAt.getTime() - over.getTime() < newsWorthMs;
}

/** What is on the screen, so that an unchanged screen is not sent again. */
export function drawnDigest(view: View): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url');
}

function isFor(message: MessageReference, intended: Intended): boolean {
  return !message.gone && isOf(message, intended);
}

function isOf(message: MessageReference, intended: Intended): boolean {
  if (message.purpose !== intended.purpose) return false;
  return (
    'account' in intended.to || isSameConversation(message.conversation, intended.to.conversation)
  );
}
