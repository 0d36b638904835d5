/** Where the messages of a request belong, who is to see them, and what was posted before. */
import {
  type ApproverGroup,
  type ConversationKey,
  type AccountKey,
  type Person,
  type RequestSnapshot,
} from '../elevation/model';
import { isBreakGlass } from '../elevation/break-glass';
import { isForOther, wasPutToApprovers } from '../elevation/for-other';
import { isSettled, waitsForApprovers } from '../elevation/follow-ups';
import { screenState } from '../elevation/screen-state';
import { approvedNow, lastVoid, rulesOf, stageAsked } from '../elevation/stages';
import { auditOf } from '../store/audit';
import { type Tx } from '../store/database';
import { groupMembers, loadGroup } from '../store/groups';
import { wasLostSince } from '../store/lost-places';
import { messagesOf, type MessageReference } from '../store/messages';
import { accountsOf } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { mentionedMost, type Mentioned } from '../views/follow-ups';
import { type Context } from './context';
import { runningIds, watchersOf, type Watcher } from './running-people';
import { standInsOf } from './stand-in';

/** What the message is there for that asks somebody to accept. */
export const acceptancePurpose = 'acceptance';

/** A channel where a prompt goes. */
export interface Place {
  readonly conversation: ConversationKey;
  /** When its group was asked; null for the group that the request was made for. */
  readonly since: Date | null;
  /** Stages that those who see it decide in. */
  readonly stages: readonly number[];
  /** The group whose channel cannot be reached, where this one stands in for it, by its name. */
  readonly standsInFor: string | null;
  /** What stood in for a channel that can be reached again, or what missed all of it: what is there is brought up to date, and nothing more comes. */
  readonly isOver: boolean;
}

/** What is read before the messages of one request are brought up to date. */
export interface Published {
  readonly snapshot: RequestSnapshot;
  /** That it has come to. */
  readonly stage: number;
  /** Channels of all groups that were asked, the first group's first. */
  readonly places: readonly Place[];
  /** Owners and admins, where a channel is lost and no other is left. */
  readonly watchers: readonly Watcher[];
  /** Ids of everybody who may decide, in whichever stage. */
  readonly deciderIds: ReadonlySet<string>;
  /** Of those, and of all owners and admins. */
  readonly readerIds: ReadonlySet<string>;
  /** Channels of groups that are only told, but for those above. */
  readonly told: readonly ConversationKey[];
  readonly deciders: readonly AccountKey[];
  readonly mentioned: readonly Mentioned[];
  /** Whose right it is, on each platform where they can be told; they are told on the first that takes it. */
  readonly holders: readonly AccountKey[];
  /** Whoever has to accept it could be told of it nowhere. */
  readonly isUnreached: boolean;
  readonly messages: readonly MessageReference[];
  /** Who asked, where that is not who receives it; they are told what comes of it as well. */
  readonly requesters: readonly AccountKey[];
  /** Where the receipt has to be sent, because the answer to the command does not stay. */
  readonly receiptTo: AccountKey | null;
}

/** Null when there is no such request. */
export async function readPublished(
  context: Context,
  payload: { organisationId: string; requestId: string },
): Promise<Published | null> {
  const { organisationId, requestId } = payload;
  return context.database.read(async (tx) => {
    const snapshot = await loadSnapshot(tx, organisationId, { id: requestId });
    if (snapshot === null) return null;
    const asked = askedOf(snapshot);
    const { stage } = rulesOf(snapshot);
    // All stages are told at once of what was taken without them.
    const turn = isBreakGlass(snapshot) ? asked : asked.filter((one) => one.stage === stage);
    const ids = (await decidersIn(tx, snapshot, asked)).map((one) => one.id);
    const messages = await messagesOf(tx, organisationId, requestId);
    const { places, isOutOfPlaces } = wasPutToApprovers(snapshot)
      ? await placesOf(context, tx, { snapshot, asked, turn, messages })
      : { places: [], isOutOfPlaces: false };
    const running = await runningIds(tx, organisationId);
    const watchers = isOutOfPlaces ? await watchersOf(context, tx, organisationId, running) : [];
    const holders = await holderAccounts(context, tx, snapshot);
    return {
      snapshot,
      stage,
      places,
      watchers,
      deciderIds: new Set(ids),
      readerIds: new Set([...ids, ...running]),
      told: await toldIn(tx, snapshot, places),
      deciders: await accountsOf(tx, organisationId, ids, 'teams'),
      mentioned: await mentionedIn(context, tx, snapshot, await decidersIn(tx, snapshot, turn)),
      holders,
      isUnreached: await isUnreached(tx, snapshot, { holders, messages }),
      messages,
      receiptTo: receiptTo(context, snapshot),
      requesters: await requesterAccounts(context, tx, snapshot),
    };
  });
}

interface Asked {
  readonly id: string;
  readonly since: Date | null;
  readonly stage: number;
}

/** All groups that were asked, the first first; those last that the policy names by now for the stage that it has come to. */
function askedOf(snapshot: RequestSnapshot): readonly Asked[] {
  const { approverGroup, alsoAsked, namedSince, state } = snapshot;
  const { oneOf, stage } = rulesOf(snapshot);
  const isTurn = ({ id }: ApproverGroup) => state === 'pending' && oneOf.flat().includes(id);
  return [
    { id: approverGroup.id, since: null, stage: 1 },
    ...alsoAsked.map(({ group, at, stage: asked }) => ({ id: group.id, since: at, stage: asked })),
    ...namedSince.filter(isTurn).map(({ id }) => ({ id, since: null, stage })),
  ];
}

/** Everybody in these groups who may decide, each once. */
async function decidersIn(
  tx: Tx,
  { organisationId, requester, subject }: RequestSnapshot,
  asked: readonly Asked[],
): Promise<readonly Person[]> {
  const people = new Map<string, Person>();
  for (const { id } of asked) {
    for (const one of await groupMembers(tx, organisationId, id)) {
      if (!one.disabled) people.set(one.id, one);
    }
  }
  people.delete(requester.id);
  people.delete(subject.id);
  return [...people.values()];
}

interface PlacesQuestion {
  readonly snapshot: RequestSnapshot;
  readonly asked: readonly Asked[];
  /** Those of them who have to do something about it now. */
  readonly turn: readonly Asked[];
  readonly messages: readonly MessageReference[];
}

/**
 * The channels of all groups, and what stands in for those that cannot be reached while people have to look at it. Groups may share
 * a channel; it is one place then.
 */
async function placesOf(
  context: Context,
  tx: Tx,
  { snapshot, asked, turn, messages }: PlacesQuestion,
): Promise<{ readonly places: readonly Place[]; readonly isOutOfPlaces: boolean }> {
  const { organisationId } = snapshot;
  const [own, standIns]: [Place[], Place[]] = [[], []];
  let isOutOfPlaces = false;
  for (const one of asked) {
    const { id, since, stage } = one;
    const { channels, name } = await loadGroup(tx, organisationId, id);
    const place = { since, stages: [stage], isOver: false, standsInFor: null };
    for (const conversation of channels) {
      const isOver = await hasMissed(tx, { snapshot, messages }, conversation);
      own.push({ ...place, conversation, isOver });
    }
    // Those of an earlier stage can only deny any more: what stands in for their channel has what was posted there.
    if (!needsPeople(snapshot) || (waitsForApprovers(snapshot) && !turn.includes(one))) continue;
    for (const { standIn } of await standInsOf(context, tx, organisationId, channels)) {
      if (standIn === 'admins') isOutOfPlaces = true;
      else if (standIn !== 'own') {
        standIns.push({ ...place, conversation: standIn, standsInFor: name });
      }
    }
  }
  // It was posted for those whose turn it was: after their stage had begun, and before the next one.
  const past = messages
    .filter(({ purpose, gone }) => purpose === 'prompt' && !gone)
    .map(({ conversation, postedAt }): Place => {
      const stages = [stageAsked(snapshot, new Date(postedAt.getTime() - 1))];
      return { conversation, since: null, stages, standsInFor: null, isOver: true };
    });
  return { places: eachOnce([...own, ...standIns, ...past]), isOutOfPlaces };
}

/** Whether a channel could not be reached while there was something to see to: once it is back it is not told of what it missed. */
async function hasMissed(
  tx: Tx,
  { snapshot, messages }: Pick<PlacesQuestion, 'snapshot' | 'messages'>,
  conversation: ConversationKey,
): Promise<boolean> {
  if (!isSettled(snapshot)) return false;
  const isThere = messages.some(
    ({ purpose, gone, conversation: there }) =>
      purpose === 'prompt' && !gone && isSameConversation(there, conversation),
  );
  const { organisationId, askedAt } = snapshot;
  const place = { ...conversation, scope: 'channel' } as const;
  return !isThere && wasLostSince(tx, organisationId, place, askedAt);
}

/**
 * Whether it must not be in a place that nobody reaches: somebody has to do something about it, or is only told, since a system
 * account took it.
 */
function needsPeople(snapshot: RequestSnapshot): boolean {
  const isUse = snapshot.systemAccount !== null && !isSettled(snapshot);
  return isUse || waitsForApprovers(snapshot) || screenState(snapshot) === 'still-active';
}

function eachOnce(all: readonly Place[]): readonly Place[] {
  const places: Place[] = [];
  for (const one of all) {
    const at = places.findIndex(({ conversation }) =>
      isSameConversation(conversation, one.conversation),
    );
    const known = places[at];
    if (known === undefined) places.push(one);
    else if (!one.isOver) places[at] = { ...known, stages: [...known.stages, ...one.stages] };
  }
  return places;
}

/** Whoever has the prompt sees all of it there. */
async function toldIn(
  tx: Tx,
  { organisationId, policy }: RequestSnapshot,
  places: readonly Place[],
): Promise<readonly ConversationKey[]> {
  const told: ConversationKey[] = [];
  for (const groupId of policy.rules.terms.notify) {
    const { channels } = await loadGroup(tx, organisationId, groupId);
    for (const channel of channels) {
      const known = [...told, ...places.map(({ conversation }) => conversation)];
      if (!known.some((one) => isSameConversation(one, channel))) told.push(channel);
    }
  }
  return told;
}

/** Whom a message calls: who may still decide, and who was passed over while nobody has looked at it; on each platform. */
async function mentionedIn(
  context: Context,
  tx: Tx,
  snapshot: RequestSnapshot,
  people: readonly Person[],
): Promise<readonly Mentioned[]> {
  const { organisationId, reminders, state, review } = snapshot;
  const isCalled = state === 'pending' && (reminders.length > 0 || lastVoid(snapshot) !== null);
  if (!isCalled && (review === null || review.closed !== null)) return [];
  const done = approvedNow(snapshot);
  const called = people.filter((one) => !done.has(one.id)).slice(0, mentionedMost);
  const ids = called.map((one) => one.id);
  const names = new Map(called.map((one) => [one.id, one.name]));
  const found: Mentioned[] = [];
  for (const platform of context.platforms.keys()) {
    for (const { personId, ...account } of await accountsOf(tx, organisationId, ids, platform)) {
      found.push({ account, name: names.get(personId) ?? '' });
    }
  }
  return found;
}

/** All accounts of whoever receives it; they are told on the first that takes it, and not the same thing on two platforms. */
async function holderAccounts(
  context: Context,
  tx: Tx,
  snapshot: RequestSnapshot,
): Promise<readonly AccountKey[]> {
  // A program reads for itself what has become of its request.
  if (snapshot.askedFrom === null) return [];
  const all = await accountsOn(context, tx, snapshot, snapshot.subject);
  return isForOther(snapshot) ? all : askedFromFirst(context, snapshot, all);
}

/** The same of whoever asked for somebody else. */
async function requesterAccounts(
  context: Context,
  tx: Tx,
  snapshot: RequestSnapshot,
): Promise<readonly AccountKey[]> {
  if (snapshot.askedFrom === null || !isForOther(snapshot)) return [];
  const all = await accountsOn(context, tx, snapshot, snapshot.requester);
  return askedFromFirst(context, snapshot, all);
}

/** Those on the platform where it was asked first. */
async function accountsOn(
  { platforms }: Context,
  tx: Tx,
  { organisationId, askedFrom }: RequestSnapshot,
  { id }: Person,
): Promise<readonly AccountKey[]> {
  const found: AccountKey[] = [];
  for (const one of platforms.keys()) {
    for (const { platform, tenant, user } of await accountsOf(tx, organisationId, [id], one)) {
      found.push({ platform, tenant, user });
    }
  }
  const isUsual = ({ platform }: AccountKey) => platform === askedFrom?.platform;
  return [...found.filter(isUsual), ...found.filter((one) => !isUsual(one))];
}

function askedFromFirst(
  { platforms }: Context,
  { askedFrom }: RequestSnapshot,
  all: readonly AccountKey[],
): readonly AccountKey[] {
  if (askedFrom === null || !platforms.has(askedFrom.platform)) return all;
  const isIt = ({ platform, user, tenant }: AccountKey) =>
    platform === askedFrom.platform && user === askedFrom.user && tenant === askedFrom.tenant;
  return [askedFrom, ...all.filter((one) => !isIt(one))];
}

/** Whether nobody could be asked to accept it so far, as far as is recorded. */
async function isUnreached(
  tx: Tx,
  { organisationId, id, state }: RequestSnapshot,
  { holders, messages }: Pick<Published, 'holders' | 'messages'>,
): Promise<boolean> {
  if (state !== 'awaiting-acceptance') return false;
  if (messages.some(({ purpose }) => purpose === acceptancePurpose)) return false;
  if (holders.length === 0) return true;
  const trail = await auditOf(tx, organisationId, id);
  return trail.some(
    ({ kind, facts }) => kind === 'message.undeliverable' && facts.purpose === acceptancePurpose,
  );
}

function receiptTo(context: Context, { askedFrom }: RequestSnapshot): AccountKey | null {
  if (askedFrom === null) return null;
  return context.platforms.get(askedFrom.platform)?.keepsAnswers === false ? askedFrom : null;
}

export function isSameConversation(one: ConversationKey, other: ConversationKey): boolean {
  return one.platform === other.platform && one.tenant === other.tenant && one.id === other.id;
}
