import { isBreakGlass } from '../elevation/break-glass';
import { type RequestSnapshot } from '../elevation/model';
import { isLongOnItsWay, waitsForApprovers } from '../elevation/follow-ups';
import { isLive } from '../elevation/grant-states';
import { screenState } from '../elevation/screen-state';
import { factsDigest } from '../elevation/digest';
import { lastVoid, stageAt } from '../elevation/stages';
import { RemoteError } from '../errors';
import { type ConversationKey } from '../platforms/contract';
import { anewLine, escalationLine, reminderLine, reviewReminderLine } from '../views/follow-ups';
import { toldLine, toldSoFar } from '../views/notify';
import { standInLine } from '../views/place';
import { stillActiveView, type PromptOptions } from '../views/prompt';
import { type Context } from './context';
import {
  bringUpToDate,
  isFor,
  isPassing,
  recordUndeliverable,
  type Delivery,
} from './deliver-message';
import { drawPrompt } from './draw-prompt';
import { escalateUndeliverable } from './escalate';
import { newsOf, type Intended } from './intended-news';
import { publishChange } from './publish-change';
import { isSameConversation, readPublished, type Place, type Published } from './read-published';

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
  if (known === null) return publishChange(context, payload);
  let now = known;
  let messages = intendedMessages(context, known);
  const lost: ConversationKey[] = [];
  const away: ConversationKey[] = [];
  let again: RemoteError | null = null;
  for (;;) {
    const done = await deliver(context, now, messages);
    again = done.again ?? again;
    lost.push(...done.lost);
    away.push(...done.away);
    // A channel that was found lost just now has another one that stands in for it, which may be found lost in its turn.
    const next = done.lost.length === 0 ? null : await readPublished(context, payload);
    if (next === null) break;
    messages = standInMessages(context, now, next);
    now = next;
  }
  const unseen = isLongOnItsWay(now.snapshot, now.stage) ? [...lost, ...away] : lost;
  // What stands in has the prompt, so that nobody decides but those who were to.
  if (isOutOfReach(context, now, unseen)) {
    await escalateUndeliverable(context, now.snapshot.number);
  }
  if (again !== null) throw again;
}

interface Delivered {
  /** What trying again can mend. */
  readonly again: RemoteError | null;
  /** Channels that did not take the prompt until an operator acts, and those that were away. */
  readonly lost: readonly ConversationKey[];
  readonly away: readonly ConversationKey[];
}

async function deliver(
  context: Context,
  known: Published,
  messages: readonly Intended[],
): Promise<Delivered> {
  let again: RemoteError | null = null;
  const lost: ConversationKey[] = [];
  const away: ConversationKey[] = [];
  const delivery = deliveryOf(known);
  for (const intended of messages) {
    try {
      await bringUpToDate(context, delivery, intended);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (isPassing(error)) {
        away.push(...lostWith(known, intended));
        again = error;
      } else {
        lost.push(...lostWith(known, intended));
        again = (await recordUndeliverable(context, delivery, intended, error)) ?? again;
      }
    }
  }
  return { again, lost, away };
}

/** Of what is to be posted now, all that is in a channel or before a person that was not there before. */
function standInMessages(context: Context, before: Published, now: Published): readonly Intended[] {
  const isNew = ({ conversation }: Place) =>
    !before.places.some((one) => isSameConversation(one.conversation, conversation));
  const added = { ...now, places: now.places.filter(isNew) };
  const watched = before.watchers.length > 0 ? [] : watchedBy(context, now);
  return [...promptsOf(context, added), ...linesOf(added), ...watched];
}

function deliveryOf(known: Published): Delivery {
  const { snapshot, messages, deciders } = known;
  return {
    organisationId: snapshot.organisationId,
    requestId: snapshot.id,
    messages,
    deciders,
    isNeeded: (purpose) => isNeeded(known, purpose),
    isStillNews: isStillNews(snapshot),
  };
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
    ({ conversation }) =>
      !platforms.has(conversation.platform) ||
      unseen.some((one) => isSameConversation(one, conversation)),
  );
}

function intendedMessages(context: Context, known: Published): readonly Intended[] {
  const lines = [...linesOf(known), ...reviewLinesOf(known)];
  const prompts = [...promptsOf(context, known), ...watchedBy(context, known)];
  return [...prompts, ...lines, ...toldOf(known), ...newsOf(known)];
}

function promptsOf(context: Context, known: Published): readonly Intended[] {
  const { snapshot, places } = known;
  const state = screenState(snapshot);
  const intended: Intended[] = [];
  for (const place of places) {
    const { conversation } = place;
    const buttons = decidersSeeTheirOwn(known, conversation) ? false : buttonsIn(known, place);
    const mentioned = calledIn(known, conversation);
    const view = drawPrompt(context, snapshot, { buttons, mentioned });
    const over = place.isOver ? ({ isOver: true } as const) : {};
    intended.push({ purpose: 'prompt', view, to: { conversation }, ...over });
    const alarmed = known.messages.some(
      (message) =>
        message.purpose === 'alarm' && isSameConversation(message.conversation, conversation),
    );
    if ((state === 'still-active' && !place.isOver) || alarmed) {
      const alarm = state === 'still-active' ? stillActiveView(snapshot) : view;
      intended.push({ purpose: 'alarm', view: alarm, to: { conversation }, ...over });
    }
  }
  return intended;
}

const watchedPrefix = 'prompt-to:';

/** Where no channel is left, owners and admins are shown it one by one; what they were shown is brought up to date ever after. */
function watchedBy(
  context: Context,
  { snapshot, watchers, messages, deciderIds, readerIds }: Published,
): readonly Intended[] {
  const view = (personId: string) =>
    drawPrompt(context, snapshot, { buttons: deciderIds.has(personId) });
  const posted = messages.filter(({ purpose, gone }) => purpose.startsWith(watchedPrefix) && !gone);
  // Whoever neither runs Elevate nor decides any more is shown nothing new.
  const redrawn = posted.flatMap(({ purpose, conversation }): readonly Intended[] => {
    const personId = purpose.slice(watchedPrefix.length);
    if (!readerIds.has(personId)) return [];
    return [{ purpose, view: view(personId), to: { conversation } }];
  });
  const fresh = watchers.flatMap(({ personId, accounts }): readonly Intended[] => {
    const purpose = watchedPrefix + personId;
    const [account, ...others] = accounts;
    if (account === undefined || posted.some((one) => one.purpose === purpose)) return [];
    return [{ purpose, view: view(personId), to: { account, others } }];
  });
  return [...redrawn, ...fresh];
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
function linesOf(known: Published): readonly Intended[] {
  const { snapshot, places, mentioned } = known;
  if (snapshot.state !== 'pending') return [];
  const stays = 'in-thread';
  return places.flatMap((place): Intended[] => {
    const { conversation, since, standsInFor, isOver } = place;
    if (isOver) return [];
    const here = mentioned.filter(({ account }) => account.platform === conversation.platform);
    const to = { conversation };
    const reminders = snapshot.reminders.map((at, index) => {
      const view = reminderLine(snapshot, at, here);
      return { at, intended: { purpose: `reminder:${index + 1}`, view, to, stays } as const };
    });
    const reminded = reminders
      .filter(({ at, intended }) => isOfStage(known, place, { at, purpose: intended.purpose }))
      .slice(-1);
    const escalations = snapshot.alsoAsked.map((asked) => {
      const purpose = `asked:${asked.stage}:${asked.group.id}`;
      const view = escalationLine(snapshot, asked);
      return { at: asked.at, intended: { purpose, view, to, stays } as const };
    });
    const lines = [...reminded, ...escalations]
      .filter(({ at }) => since === null || at > since)
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ intended }) => intended);
    if (beginsAnew(known, place)) {
      const purpose = `anew:${factsDigest(snapshot)}:${known.stage}`;
      lines.push({ purpose, view: anewLine(snapshot, here), to, stays });
    }
    if (standsInFor === null) return lines;
    const why = { purpose: 'stand-in', view: standInLine(standsInFor), to, stays } as const;
    return [why, ...lines];
  });
}

/** Whether a reminder was for those who see this place. What called another stage before the policy changed calls nobody else. */
function isOfStage(
  { snapshot, places, messages }: Published,
  { stages }: Place,
  { at, purpose }: { readonly at: Date; readonly purpose: string },
): boolean {
  const stage = stageAt(snapshot, at);
  if (!stages.includes(stage)) return false;
  return !messages.some(
    (message) =>
      message.purpose === purpose &&
      places.some(
        (one) =>
          isSameConversation(one.conversation, message.conversation) && !one.stages.includes(stage),
      ),
  );
}

/** Whether those whose turn it is were asked before, and what was approved since counts no more. */
function beginsAnew({ snapshot, stage }: Published, { since, stages }: Place): boolean {
  const voidedAt = lastVoid(snapshot);
  if (voidedAt === null || !stages.includes(stage)) return false;
  return since === null || since <= voidedAt;
}

/** What stands in the threads of a prompt while nobody has closed its review: all who were passed over can. */
function reviewLinesOf({ snapshot, places, mentioned }: Published): readonly Intended[] {
  const { review, reminders } = snapshot;
  if (review === null || review.closed !== null) return [];
  return places.flatMap(({ conversation, isOver }) => {
    if (isOver) return [];
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

/** Those of an earlier stage can only deny any more, and those of a later one have nothing to decide yet. */
function buttonsIn({ snapshot, stage }: Published, { stages }: Place): PromptOptions['buttons'] {
  if (snapshot.state !== 'pending' || stages.includes(stage)) return true;
  return stages.some((one) => one < stage) ? 'deny' : false;
}

/** On Teams each decider's client asks for their own card, with buttons; everybody else's has none. */
function decidersSeeTheirOwn(known: Published, conversation: ConversationKey): boolean {
  return conversation.platform === 'teams' && known.deciders.length <= 60;
}

/** Without a prompt nobody could decide; everything else that was deleted can wait for the next news. */
function isNeeded({ snapshot }: Published, purpose: string): boolean {
  return purpose === 'prompt' && snapshot.state === 'pending';
}

/** For how long after everything is over news are still worth delivering. */
const newsWorthMs = 24 * 3_600_000;

function isStillNews({ closedAt, grant, readAt }: RequestSnapshot): boolean {
  if (closedAt === null || (grant !== null && isLive(grant.state))) return true;
  const over = grant?.endedAt ?? closedAt;
  return readAt.getTime() - over.getTime() < newsWorthMs;
}
