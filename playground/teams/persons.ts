/** The person's half: what somebody does in a Teams client, and what they see after it. */
import { isRecord, parseJson, record, text, type Json } from '../shared/json';
import {
  executeInvoke,
  installActivities,
  submitMessage,
  typedMessage,
  uninstallActivities,
} from './activities';
import { findAction, gatherData, submitOf, type CardAction, type Filled } from './card-actions';
import { cardType, recordCard } from './connector-send';
import { deliver } from './delivery';
import { limits } from './limits';
import { offeredIn, search, type Searched } from './searches';
import { type TeamsDelivery, type TeamsMessage, type TeamsUser } from './model';
import {
  addMessage,
  addNotice,
  breach,
  findMessage,
  ownViewOf,
  personalChatOf,
  placeOf,
  putOwnView,
  type Place,
  type TeamsState,
} from './state';

/** What a person sees once the bot has answered. Later messages are read from the state. */
export interface TeamsSeen {
  /** The client's own words when something went wrong, null otherwise. */
  readonly error: string | null;
  /** The line that the bot showed to this person alone, null without one. */
  readonly notice: string | null;
  /** The pressed card as this person sees it now. */
  readonly card: Json | null;
  /** New messages of the bot where this person acted and in their personal chat. */
  readonly messages: readonly TeamsMessage[];
  /** Errors at inputs, by id; then nothing was sent. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  readonly delivery: TeamsDelivery | null;
}

export interface TeamsPerson {
  /** Writes into a channel, a thread of one, or `personal`. Without a mention, channels keep it from the bot. */
  say(conversation: string, words: string, options?: { mention?: boolean }): Promise<TeamsSeen>;
  /** Looks at a message: the client refreshes the card by itself where it is due. */
  see(messageId: string): Promise<TeamsSeen>;
  /** Presses an Action.Execute by verb or title, after looking. */
  execute(messageId: string, action: string, inputs?: Filled): Promise<TeamsSeen>;
  /** Presses as a client does that knows only Action.Submit. */
  submitFallback(messageId: string, action: string, inputs?: Filled): Promise<TeamsSeen>;
  /** Types into an input that finds its choices by typing. */
  search(messageId: string, input: string, typed: string): Promise<Searched>;
  /** Asks for a fresh card, due or not. */
  refresh(messageId: string): Promise<TeamsSeen>;
  /** Adds the bot: to the own apps, or to the team of a channel. */
  install(channelId?: string): Promise<TeamsSeen>;
  /** Removes it from there again. */
  uninstall(channelId?: string): Promise<TeamsSeen>;
}

export function personOf(state: TeamsState, userId: string): TeamsPerson {
  const user = state.users.get(userId);
  if (!user) throw new Error(`Nobody in the simulated Teams has the id ${userId}`);
  const run = (where: string, act: () => Promise<Outcome>): Promise<TeamsSeen> =>
    watch(state, user, where, act);
  const on = async (
    messageId: string,
    act: (message: TeamsMessage) => Promise<Outcome>,
  ): Promise<TeamsSeen> => {
    const message = visibleMessage(state, user, messageId);
    return run(message.conversation, () => act(message));
  };
  return {
    async say(conversation, words, options) {
      const place = ownPlace(state, user, conversation);
      const mention = options?.mention ?? !place.personal;
      return run(place.conversation, () => say(state, user, place, words, mention));
    },
    see: (id) => on(id, (message) => look(state, user, message)),
    execute: (id, action, inputs) =>
      on(id, (message) => execute(state, user, message, action, inputs ?? {})),
    submitFallback: (id, action, inputs) =>
      on(id, (message) => submit(state, user, message, action, inputs ?? {})),
    async search(id, input, typed) {
      const message = visibleMessage(state, user, id);
      const card = cardFor(state, user, message) ?? {};
      return search(state, user, message, { card, input, typed });
    },
    refresh: (id) => on(id, (message) => refresh(state, user, message, 'manual')),
    install: (channelId) =>
      run(channelId ?? personalChatOf(user), () => install(state, user, channelId)),
    uninstall: (channelId) =>
      run(channelId ?? personalChatOf(user), () => uninstall(state, user, channelId)),
  };
}

type Outcome = Partial<Omit<TeamsSeen, 'messages'>>;

/** Runs what the person does and gathers what the bot wrote meanwhile where they look. */
async function watch(
  state: TeamsState,
  user: TeamsUser,
  where: string,
  act: () => Promise<Outcome>,
): Promise<TeamsSeen> {
  const places = [where, personalChatOf(user)];
  const seen = new Map<string, TeamsMessage>();
  const end = state.journal.subscribe((event) => {
    if (event.kind !== 'message' || !event.message.byBot) return;
    if (places.includes(event.message.conversation)) seen.set(event.message.id, event.message);
  });
  try {
    const outcome = await act();
    const messages = [...seen.values()].filter((message) => !message.deleted);
    const nothing = { error: null, notice: null, card: null, fieldErrors: {}, delivery: null };
    return { ...nothing, ...outcome, messages };
  } finally {
    end();
  }
}

function ownPlace(state: TeamsState, user: TeamsUser, conversation: string): Place {
  const id = conversation === 'personal' ? personalChatOf(user) : conversation;
  const place = placeOf(state, id);
  if (!place?.members.includes(user.id)) {
    throw new Error(`${user.id} is not in ${conversation} and cannot write there`);
  }
  return place;
}

function visibleMessage(state: TeamsState, user: TeamsUser, id: string): TeamsMessage {
  const message = findMessage(state, id);
  if (!message) throw new Error(`There is no message ${id}`);
  ownPlace(state, user, message.conversation);
  return message;
}

async function say(
  state: TeamsState,
  user: TeamsUser,
  place: Place,
  words: string,
  mention: boolean,
): Promise<Outcome> {
  const mentions = mention ? [state.options.bot.id] : [];
  const content = { text: words, summary: '', card: null, from: user.id, mentions };
  const message = addMessage(state, { ...content, place });
  // A bot hears only what mentions it, except in its personal chats.
  if (!place.personal && !mention) return {};
  const thread = { ...place, thread: message.thread };
  const typed = { id: message.id, text: words, mention };
  const delivery = await deliver(state, typedMessage(state, user, thread, typed));
  return { delivery, error: messageFailure(delivery) };
}

/** Teams shows nothing under a message that the bot did not take; the simulation says it. */
function messageFailure(delivery: TeamsDelivery): string | null {
  if (delivery.outcome !== 'answered') return 'The bot did not answer.';
  return delivery.status < 300 ? null : `The bot answered ${delivery.status}.`;
}

async function install(
  state: TeamsState,
  user: TeamsUser,
  channelId: string | undefined,
): Promise<Outcome> {
  state.removedFrom.delete(channelId ?? personalChatOf(user));
  return deliverAll(state, installActivities(state, user, channelId));
}

async function uninstall(
  state: TeamsState,
  user: TeamsUser,
  channelId: string | undefined,
): Promise<Outcome> {
  state.removedFrom.add(channelId ?? personalChatOf(user));
  return deliverAll(state, uninstallActivities(state, user, channelId));
}

async function deliverAll(state: TeamsState, activities: readonly Json[]): Promise<Outcome> {
  let delivery: TeamsDelivery | null = null;
  for (const activity of activities) delivery = await deliver(state, activity);
  return { delivery, error: delivery ? messageFailure(delivery) : null };
}

/** The card as this person sees it now; null when the message has none. */
export function cardFor(state: TeamsState, user: TeamsUser, message: TeamsMessage): Json | null {
  return ownViewOf(state, user.id, message)?.card ?? message.card;
}

async function look(state: TeamsState, user: TeamsUser, message: TeamsMessage): Promise<Outcome> {
  if (isDue(state, user, message)) return refresh(state, user, message, 'automatic');
  return { card: cardFor(state, user, message) };
}

/** A client refreshes once per state of the message, for the listed people or in small conversations for all. */
function isDue(state: TeamsState, user: TeamsUser, message: TeamsMessage): boolean {
  const definition = message.card?.refresh;
  if (!isRecord(definition) || ownViewOf(state, user.id, message)) return false;
  const { userIds } = definition;
  if (Array.isArray(userIds)) {
    return userIds.slice(0, limits.refreshUsers).includes(user.id);
  }
  const members = placeOf(state, message.conversation)?.members.length ?? 0;
  return members <= limits.refreshMembers;
}

async function refresh(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  trigger: 'manual' | 'automatic',
): Promise<Outcome> {
  const action = record(record(message.card?.refresh).action);
  if (action.type !== 'Action.Execute') throw new Error(`Message ${message.id} has no refresh`);
  const invoke = executeInvoke(state, user, message, invoked(action, action.data ?? {}), trigger);
  const outcome = applied(state, user, message, await deliver(state, invoke));
  // A failed automatic refresh leaves the common card, without a word.
  return trigger === 'automatic' ? { ...outcome, error: null } : outcome;
}

/** What of an action travels to the bot; style, fallback and the like stay in the client. */
function invoked(action: Json, data: unknown): Json {
  const kept = ['type', 'id', 'title', 'verb'].filter((key) => key in action);
  return { ...Object.fromEntries(kept.map((key) => [key, action[key]])), data };
}

async function pressed(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  wanted: string,
): Promise<CardAction> {
  const seen = await look(state, user, message);
  if (!seen.card) throw new Error(`Message ${message.id} has no card`);
  return findAction(seen.card, wanted);
}

async function execute(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  wanted: string,
  inputs: Filled,
): Promise<Outcome> {
  const found = await pressed(state, user, message, wanted);
  if (found.action.type !== 'Action.Execute') {
    throw new Error(`"${wanted}" is an ${text(found.action.type)}, no Action.Execute`);
  }
  const { data, errors } = gatherData(found, inputs, offeredIn(state, user, message));
  if (Object.keys(errors).length > 0) {
    return { fieldErrors: errors, card: cardFor(state, user, message) };
  }
  const invoke = executeInvoke(state, user, message, invoked(found.action, data), 'manual');
  return applied(state, user, message, await deliver(state, invoke));
}

async function submit(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  wanted: string,
  inputs: Filled,
): Promise<Outcome> {
  // Such a client knows no refresh either: it shows the common card.
  const found = findAction(message.card ?? {}, wanted);
  const pressed = { ...found, action: submitOf(found.action) };
  const { data, errors } = gatherData(pressed, inputs, offeredIn(state, user, message));
  if (Object.keys(errors).length > 0) return { fieldErrors: errors, card: message.card };
  const delivery = await deliver(state, submitMessage(state, user, message, data));
  const now = findMessage(state, message.id);
  return { delivery, error: messageFailure(delivery), card: now?.card ?? null };
}

const noteType = 'application/vnd.microsoft.activity.message';
const errorType = 'application/vnd.microsoft.error';

/** Shows what an invoke was answered with, as Teams does: to the person who pressed, and to nobody else. */
function applied(
  state: TeamsState,
  user: TeamsUser,
  old: TeamsMessage,
  delivery: TeamsDelivery,
): Outcome {
  // The bot may have changed the message for everybody before it answered.
  const message = findMessage(state, old.id) ?? old;
  const shown = cardFor(state, user, message);
  if (delivery.outcome !== 'answered' || delivery.status !== 200) {
    return { delivery, card: shown, error: 'Unable to reach app. Please try again.' };
  }
  const answer = parseJson(delivery.answer);
  const { statusCode, type, value } = record(answer);
  if (statusCode === 200 && type === cardType && isRecord(value)) {
    recordCard(state, 'invoke', value);
    const revision = message.revisions.length;
    putOwnView(state, { user: user.id, message: message.id, card: value, revision });
    return { delivery, card: value };
  }
  if (statusCode === 200 && type === noteType && typeof value === 'string') {
    addNotice(state, { user: user.id, message: message.id, text: value });
    return { delivery, card: shown, notice: value };
  }
  if (type === errorType && isRecord(value)) {
    return { delivery, card: shown, error: text(value.message) || 'Something went wrong.' };
  }
  breach(state, 'bad-answer', 'invoke', delivery.answer.slice(0, 200));
  return { delivery, card: shown, error: 'Something went wrong. Please try again.' };
}
