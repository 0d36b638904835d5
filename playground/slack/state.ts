/** What the simulated workspace knows, and the few ways in which it changes. */
import { type Json, snapshot } from '../shared/json';
import { createJournal, type Journal } from '../shared/journal';
import { createBuckets, type TakeToken } from '../shared/windows';
import { linksIn, pingsIn } from './notices';
import {
  type Breach,
  type BreachRule,
  type Content,
  type Delivery,
  type ResponseUrl,
  type SimulatedSlackOptions,
  type SlackChannel,
  type SlackEvent,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  type SocketLink,
  type Trigger,
} from './model';

type Fresh<T> = T extends unknown ? Omit<T, 'no' | 'atMs'> : never;

export interface Fault {
  /** HTTP status to answer with; left out: 200. */
  readonly status?: number;
  /** Slack's error word; left out with no status: the call is done, its answer never arrives. */
  readonly error?: string;
  /** How many calls; left out: one. */
  times?: number;
}

export interface SlackState {
  readonly options: SimulatedSlackOptions;
  readonly now: () => number;
  readonly appId: string;
  readonly botId: string;
  readonly users: Map<string, SlackUser>;
  readonly channels: Map<string, SlackChannel>;
  /** Direct conversation with the bot, by user id. */
  readonly directs: Map<string, string>;
  readonly messages: SlackMessage[];
  readonly views: Map<string, SlackView>;
  readonly homes: Map<string, string>;
  readonly triggers: Map<string, Trigger>;
  /** Options that a field found by typing, by view and action. */
  readonly offered: Map<string, Json[]>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly deliveries: Delivery[];
  readonly breaches: Breach[];
  readonly journal: Journal<SlackEvent>;
  readonly takeToken: TakeToken;
  readonly retryAfter: Map<string, number>;
  readonly faults: Map<string, Fault>;
  /** Unused Socket Mode connection tickets. */
  readonly tickets: Set<string>;
  /** Set while the bot is connected by Socket Mode; then nothing goes to eventsUrl. */
  link: SocketLink | null;
  eventsUrl: string | null;
  /** Of the app in the workspace: its token opens nothing any more once it is removed or revoked. */
  app: 'installed' | 'removed' | 'revoked';
  origin: string;
  counter: number;
  lastTs: number;
}

export function createState(options: SimulatedSlackOptions): SlackState {
  return {
    options,
    now: options.now ?? Date.now,
    appId: options.appId ?? 'A0SIMULATED',
    botId: 'B0SIMULATED',
    users: new Map(options.users.map((user) => [user.id, user])),
    channels: new Map(options.channels.map((channel) => [channel.id, channel])),
    directs: new Map(),
    messages: [],
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    offered: new Map(),
    responseUrls: new Map(),
    deliveries: [],
    breaches: [],
    journal: createJournal<SlackEvent>(),
    takeToken: createBuckets(),
    retryAfter: new Map(),
    faults: new Map(),
    tickets: new Set(),
    link: null,
    eventsUrl: options.eventsUrl ?? null,
    app: 'installed',
    origin: '',
    counter: 0,
    lastTs: 0,
  };
}

export function nextNumber(state: SlackState): number {
  state.counter += 1;
  return state.counter;
}

export function tell(state: SlackState, event: Fresh<SlackEvent>): void {
  const stamped = { ...event, no: nextNumber(state), atMs: state.now() };
  state.journal.add(snapshot(stamped as SlackEvent));
}

export function breach(state: SlackState, rule: BreachRule, where: string, detail: string): void {
  const found: Breach = { rule, where, detail };
  state.breaches.push(found);
  tell(state, { kind: 'breach', breach: found });
}

/** Slack's message id: seconds with six decimals, always larger than the last one. */
export function nextTs(state: SlackState): string {
  state.lastTs = Math.max(state.lastTs + 1, Math.floor(state.now() * 1000));
  const seconds = Math.floor(state.lastTs / 1_000_000);
  return `${seconds}.${String(state.lastTs % 1_000_000).padStart(6, '0')}`;
}

/** The direct conversation between the bot and a person; made on first use. */
export function directChannel(state: SlackState, user: string): string {
  const known = state.directs.get(user);
  if (known) return known;
  const id = `D0${user.replace(/[^A-Z0-9]/gi, '').toUpperCase()}`;
  state.directs.set(user, id);
  state.channels.set(id, {
    id,
    name: 'directmessage',
    private: true,
    members: [user, state.options.botUser.id],
  });
  return id;
}

export function isDirect(state: SlackState, channel: string): boolean {
  return [...state.directs.values()].includes(channel);
}

export interface NewMessage extends Content {
  readonly channel: string;
  readonly user: string;
  readonly threadTs: string | null;
  readonly onlyFor: string | null;
}

export function addMessage(state: SlackState, fresh: NewMessage): SlackMessage {
  const message: SlackMessage = {
    ...fresh,
    blocks: snapshot(fresh.blocks),
    ts: nextTs(state),
    byBot: fresh.user === state.options.botUser.id,
    pings: pingsIn(fresh),
    links: linksIn(fresh),
    edited: false,
    deleted: false,
    revisions: [],
  };
  state.messages.push(message);
  tell(state, { kind: 'message', message });
  return message;
}

export function findMessage(state: SlackState, channel: string, ts: string): SlackMessage | null {
  const found = state.messages.find(
    (message) => message.channel === channel && message.ts === ts && !message.deleted,
  );
  return found ?? null;
}

export function replaceMessage(state: SlackState, old: SlackMessage, content: Content): void {
  putMessage(state, old, {
    ...old,
    text: content.text,
    blocks: snapshot(content.blocks),
    pings: pingsIn(content),
    links: linksIn(content),
    edited: true,
    revisions: [...old.revisions, { text: old.text, blocks: old.blocks }],
  });
}

export function deleteMessage(state: SlackState, old: SlackMessage): void {
  putMessage(state, old, { ...old, deleted: true });
}

function putMessage(state: SlackState, old: SlackMessage, message: SlackMessage): void {
  state.messages[state.messages.indexOf(old)] = message;
  tell(state, { kind: 'message', message });
}

export function putView(state: SlackState, view: SlackView): SlackView {
  state.views.set(view.id, view);
  if (view.type === 'home') state.homes.set(view.user, view.id);
  tell(state, { kind: 'view', view });
  return view;
}

export function newView(
  state: SlackState,
  user: string,
  view: Json,
  previousId: string | null,
): SlackView {
  const type = view.type === 'home' ? 'home' : 'modal';
  return putView(state, {
    id: `V0${nextNumber(state)}`,
    user,
    type,
    view: snapshot(view),
    hash: nextTs(state),
    open: true,
    previousId,
    values: {},
    errors: {},
  });
}

export function changeView(state: SlackState, old: SlackView, view: Json): SlackView {
  return putView(state, { ...old, view: snapshot(view), hash: nextTs(state), errors: {} });
}

/** The modal on top of the person's stack. */
export function openModal(state: SlackState, user: string): SlackView | null {
  const open = [...state.views.values()].filter(
    (view) => view.user === user && view.type === 'modal' && view.open,
  );
  return open.at(-1) ?? null;
}
