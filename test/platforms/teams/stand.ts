/** A Teams platform on a real restify server, with a Microsoft half on loopback and an Inbound that writes down. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { createServer, type Server } from 'restify';

import {
  type AskForm,
  type Command,
  type AnyPress,
  type FormPress,
  type Meant,
} from '../../../src/commands/command';
import { RemoteError, type Refusal } from '../../../src/errors';
import {
  type AccountKey,
  type ConversationKey,
  type ConversationSighting,
  type MessageKey,
  type Envelope,
  type Inbound,
  type PlaceNews,
  type Platform,
  type Reply,
  type Suggestion,
} from '../../../src/platforms/contract';
import {
  assembleTeamsPlatform,
  type TeamsPlatformParts,
} from '../../../src/platforms/teams/platform';
import { type View } from '../../../src/views/view';
import { appId, appPassword, startBotFramework, type BotFramework } from './bot-framework';

export const tenant = '11111111-1111-1111-1111-111111111111';
export const anaId = 'aaaaaaaa-0000-0000-0000-000000000001';
export const benId = 'aaaaaaaa-0000-0000-0000-000000000002';
export const channelId = '19:approvals@thread.tacv2';

export const ana: AccountKey = { platform: 'teams', tenant, user: anaId };
export const ben: AccountKey = { platform: 'teams', tenant, user: benId };
export const channel: ConversationKey = { platform: 'teams', tenant, id: channelId };

export type Received =
  | { readonly what: 'command'; readonly envelope: Envelope; readonly command: Command }
  | { readonly what: 'press'; readonly envelope: Envelope; readonly press: AnyPress }
  | { readonly what: 'ask-form'; readonly envelope: Envelope; readonly draft: string | null }
  | { readonly what: 'ask'; readonly envelope: Envelope; readonly filled: AskForm }
  | { readonly what: 'ask-as'; readonly envelope: Envelope; readonly meant: Meant }
  | { readonly what: 'change-form'; readonly envelope: Envelope; readonly form: FormPress }
  | { readonly what: 'suggest'; readonly envelope: Envelope; readonly typed: string }
  | { readonly what: 'refresh'; readonly envelope: Envelope; readonly request: number };

export interface Stand {
  readonly microsoft: BotFramework;
  readonly platform: Platform;
  readonly url: string;
  readonly received: Received[];
  readonly sightings: ConversationSighting[];
  /** Receipts that were said to be shown: request id and message. */
  readonly receipts: [string, MessageKey][];
  readonly counted: string[];
  readonly logged: string[];
  /** What commands and presses are answered with. */
  reply: Reply;
  screen: View | null;
  /** What is found by typing. */
  suggestions: readonly Suggestion[];
  /** Instead of answering. */
  fault: Error | null;
  /** Commands and presses wait for it before they are answered. */
  hold: Promise<void>;
  /** Stored references, by conversation id or account user. */
  readonly book: Map<string, Record<string, unknown>>;
  readonly clock: { at: number; readonly slept: number[] };
  /** Sends an activity with a good token. */
  send(activity: Record<string, unknown>, token?: string | null): Promise<Response>;
  reset(): void;
  close(): Promise<void>;
}

export function view(screen: View['screen'], notification: string): View {
  return { screen, notification, facts: {} };
}

export async function startStand(
  overrides: Partial<TeamsPlatformParts['config']> = {},
): Promise<Stand> {
  const microsoft = await startBotFramework();
  const server = createServer();
  const logged: string[] = [];
  const counted: string[] = [];
  const clock = { at: Date.parse('2026-11-13T14:02:00Z'), slept: [] as number[] };
  const book = new Map<string, Record<string, unknown>>();
  const state = emptyState();
  const platform = assembleTeamsPlatform({
    config: {
      appId,
      appPassword,
      appType: 'SingleTenant',
      appTenantId: tenant,
      allowedTenants: [],
      botFramework: microsoft.settings,
      allowedServiceUrls: [microsoft.serviceUrl],
      ...overrides,
    },
    inbound: recordingInbound(state),
    book: {
      ofConversation: async (key) => book.get(key.id) ?? null,
      ofAccount: async (key) => book.get(key.user) ?? null,
    },
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    server,
    count: (name, labels = {}) => void counted.push([name, labels.cause].filter(Boolean).join(':')),
    render: (drawn, options) => ({
      card: { type: 'AdaptiveCard', drawn: drawn.notification, ...options },
      summary: drawn.notification,
    }),
    notices: {
      refusal: ({ refused, facts: { request } }: Refusal) =>
        view(
          'refusal',
          `refused: ${refused}${request === undefined ? '' : ` of ${String(request)}`}`,
        ),
      answeredPrivately: 'I answered you in a direct message.',
      notAnswered: 'I could not send you a direct message.',
    },
    clock: {
      now: () => clock.at,
      sleep: async (ms) => {
        clock.slept.push(ms);
        clock.at += ms;
      },
    },
  });
  const url = await listen(server);
  return Object.assign(state, {
    microsoft,
    platform,
    url,
    counted,
    logged,
    book,
    clock,
    async send(activity: Record<string, unknown>, token: string | null = microsoft.token()) {
      return post(url, JSON.stringify(activity), token);
    },
    reset() {
      microsoft.reset();
      book.clear();
      // As an activity from there told of it.
      const standard = { id: channelId, tenantId: tenant, channelType: 'standard' };
      const { serviceUrl } = microsoft;
      book.set(channelId, { serviceUrl, bot: { id: `28:${appId}` }, conversation: standard });
      counted.length = logged.length = clock.slept.length = 0;
      clock.at += 3_600_000;
      Object.assign(state, answers());
      state.received.length = state.sightings.length = state.receipts.length = 0;
    },
    async close() {
      await platform.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await microsoft.close();
    },
  });
}

export async function post(url: string, body: string, token: string | null): Promise<Response> {
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      connection: 'close',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
  });
}

/** Calls that put something in front of somebody: path and what is shown. */
export function shownIn(
  stand: Pick<Stand, 'microsoft'>,
): { path: string; text?: unknown; card?: unknown; summary?: unknown }[] {
  return stand.microsoft.calls
    .filter((call) => call.method !== 'GET')
    .map(({ path, body }) => {
      const attachments = body.attachments as { content: unknown }[] | undefined;
      const { text, summary } = body;
      return {
        path,
        ...(text === undefined ? {} : { text }),
        ...(summary === undefined ? {} : { summary }),
        ...(attachments === undefined ? {} : { card: attachments[0]?.content }),
      };
    });
}

export interface State {
  reply: Reply;
  screen: View | null;
  suggestions: readonly Suggestion[];
  fault: Error | null;
  hold: Promise<void>;
  readonly received: Received[];
  readonly sightings: ConversationSighting[];
  readonly receipts: [string, MessageKey][];
  readonly places: PlaceNews[];
  /** User ids. */
  readonly arrived: string[];
}

export function emptyState(): State {
  return { ...answers(), received: [], sightings: [], receipts: [], places: [], arrived: [] };
}

function answers() {
  const reply: Reply = { privately: null, screen: null };
  return { reply, screen: null, suggestions: [], fault: null, hold: Promise.resolve() };
}

export function recordingInbound(state: State): Inbound {
  async function answer(received: Received): Promise<Reply> {
    state.received.push(received);
    await state.hold;
    if (state.fault !== null) throw state.fault;
    return state.reply;
  }
  return {
    command: async (envelope, command) => answer({ what: 'command', envelope, command }),
    press: async (envelope, press) => answer({ what: 'press', envelope, press }),
    form: async () => ({ privately: null, screen: null, form: null }),
    askForm: async (envelope, draft) => answer({ what: 'ask-form', envelope, draft }),
    askFormFor: async () => null,
    ask: async (envelope, filled) => answer({ what: 'ask', envelope, filled }),
    askAs: async (envelope, meant) => answer({ what: 'ask-as', envelope, meant }),
    changeForm: async (envelope, press) => answer({ what: 'change-form', envelope, form: press }),
    suggest: async (envelope, typed) => {
      await answer({ what: 'suggest', envelope, typed });
      return state.suggestions;
    },
    home: async () => view('home', 'Home'),
    refresh: async (envelope, request) => {
      await answer({ what: 'refresh', envelope, request });
      return state.screen;
    },
    receiptShown: async (receiptFor, message) => {
      if (state.fault !== null) throw state.fault;
      state.receipts.push([receiptFor, message]);
    },
    conversationSeen: async (sighting) => {
      if (state.fault !== null) throw state.fault;
      state.sightings.push(sighting);
    },
    arrived: async (account) => void state.arrived.push(account.user),
    placeSeen: async (news) => {
      if (state.fault !== null) throw state.fault;
      state.places.push(news);
    },
  };
}

/** The RemoteError that the work must end with. */
export async function failing(work: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RemoteError)) throw new Error(`no RemoteError but ${String(error)}`);
  return error;
}

/** A recorded activity of test/platforms/teams/fixtures, sent to this stand's connector. */
export function fixture(
  name: string,
  stand: Pick<Stand, 'microsoft'>,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const text = readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8');
  const recorded = JSON.parse(text) as Record<string, unknown>;
  return { ...recorded, serviceUrl: stand.microsoft.serviceUrl, ...changes };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${server.address().port}`;
}
