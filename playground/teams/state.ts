/** What the simulated tenant knows, and the few ways in which it changes. */
import { createJournal, type Journal } from '../shared/journal';
import { snapshot } from '../shared/json';
import { createWindows, type CountCall } from '../shared/windows';
import { createKeys, type Keys } from './tokens';
import {
  type Notice,
  type OwnView,
  type SimulatedTeamsOptions,
  type TeamsBreach,
  type TeamsBreachRule,
  type TeamsContent,
  type TeamsDelivery,
  type TeamsEvent,
  type TeamsMessage,
  type TeamsUser,
} from './model';

type Fresh<T> = T extends unknown ? Omit<T, 'no' | 'atMs'> : never;

export interface TeamsFault {
  readonly status: number;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  /** The call is done all the same; only its answer says otherwise. */
  readonly afterTheDeed?: boolean;
  /** How many calls; left out: one. */
  readonly times?: number;
}

export interface TeamsState {
  readonly options: SimulatedTeamsOptions;
  readonly now: () => number;
  readonly keys: Keys;
  /** The bot's own tokens and when they end, in real milliseconds. */
  readonly botTokens: Map<string, number>;
  readonly users: Map<string, TeamsUser>;
  readonly messages: TeamsMessage[];
  readonly ownViews: Map<string, OwnView>;
  readonly notices: Notice[];
  /** Values that an input found by typing, by person, message and input. */
  readonly offered: Map<string, readonly string[]>;
  readonly deliveries: TeamsDelivery[];
  readonly breaches: TeamsBreach[];
  readonly journal: Journal<TeamsEvent>;
  readonly countCall: CountCall;
  readonly retryAfter: Map<string, number>;
  readonly faults: Map<string, TeamsFault>;
  /** Conversations that the app was removed from. */
  readonly removedFrom: Set<string>;
  /** The secret of the bot has run out or was revoked: no token is given, and those that were count no more. */
  isSecretRevoked: boolean;
  botUrl: string | null;
  origin: string;
  counter: number;
  lastId: number;
}

export function createState(options: SimulatedTeamsOptions): TeamsState {
  return {
    options,
    now: options.now ?? Date.now,
    keys: createKeys(),
    botTokens: new Map(),
    users: new Map(options.users.map((user) => [user.id, user])),
    messages: [],
    ownViews: new Map(),
    notices: [],
    offered: new Map(),
    deliveries: [],
    breaches: [],
    journal: createJournal<TeamsEvent>(),
    countCall: createWindows(),
    retryAfter: new Map(),
    faults: new Map(),
    removedFrom: new Set(),
    isSecretRevoked: false,
    botUrl: options.botUrl ?? null,
    origin: '',
    counter: 0,
    lastId: 0,
  };
}

export function serviceUrlOf(state: TeamsState): string {
  return `${state.origin}/teams/`;
}

export function tell(state: TeamsState, event: Fresh<TeamsEvent>): void {
  state.counter += 1;
  const stamped = { ...event, no: state.counter, atMs: state.now() };
  state.journal.add(snapshot(stamped as TeamsEvent));
}

export function breach(
  state: TeamsState,
  rule: TeamsBreachRule,
  where: string,
  detail: string,
): void {
  const found: TeamsBreach = { rule, where, detail };
  state.breaches.push(found);
  tell(state, { kind: 'breach', breach: found });
}

/** Ids of messages are milliseconds, always larger than the last one. */
function nextId(state: TeamsState): string {
  state.lastId = Math.max(state.lastId + 1, Math.floor(state.now()));
  return String(state.lastId);
}

export interface Place {
  /** Personal chat, or the channel without its thread. */
  readonly conversation: string;
  readonly thread: string | null;
  readonly personal: boolean;
  /** User ids. */
  readonly members: readonly string[];
}

export function personalChatOf(user: TeamsUser): string {
  return `a:simulated-${user.aadObjectId}`;
}

/** Where a conversation id leads, with `;messageid=…` to a thread; null when there is no such place. */
export function placeOf(state: TeamsState, conversationId: string): Place | null {
  const [id = '', suffix] = conversationId.split(';messageid=');
  const channel = state.options.team.channels.find((each) => each.id === id);
  if (channel) {
    return { conversation: id, thread: suffix ?? null, personal: false, members: channel.members };
  }
  const user = [...state.users.values()].find((each) => personalChatOf(each) === id);
  if (!user) return null;
  return { conversation: id, thread: null, personal: true, members: [user.id] };
}

/** By `29:…` id or directory id. */
export function findUser(state: TeamsState, id: string): TeamsUser | null {
  const byId = state.users.get(id);
  return byId ?? [...state.users.values()].find((user) => user.aadObjectId === id) ?? null;
}

export interface NewMessage extends TeamsContent {
  readonly place: Place;
  readonly from: string;
  readonly mentions: readonly string[];
}

export function addMessage(state: TeamsState, fresh: NewMessage): TeamsMessage {
  const { place, ...content } = fresh;
  const id = nextId(state);
  const message: TeamsMessage = {
    ...snapshot(content),
    id,
    conversation: place.conversation,
    thread: place.personal ? null : (place.thread ?? id),
    byBot: fresh.from === state.options.bot.id,
    edited: false,
    deleted: false,
    revisions: [],
  };
  state.messages.push(message);
  tell(state, { kind: 'message', message });
  return message;
}

export function findMessage(state: TeamsState, id: string): TeamsMessage | null {
  return state.messages.find((message) => message.id === id && !message.deleted) ?? null;
}

export function changeMessage(
  state: TeamsState,
  old: TeamsMessage,
  change: Partial<TeamsMessage>,
): void {
  const message = { ...old, ...snapshot(change) };
  state.messages[state.messages.indexOf(old)] = message;
  tell(state, { kind: 'message', message });
}

export function ownViewOf(state: TeamsState, user: string, message: TeamsMessage): OwnView | null {
  const view = state.ownViews.get(`${user} ${message.id}`);
  return view?.revision === message.revisions.length ? view : null;
}

export function putOwnView(state: TeamsState, view: OwnView): void {
  state.ownViews.set(`${view.user} ${view.message}`, snapshot(view));
  tell(state, { kind: 'own-view', view });
}

export function addNotice(state: TeamsState, notice: Notice): void {
  state.notices.push(notice);
  tell(state, { kind: 'notice', notice });
}
