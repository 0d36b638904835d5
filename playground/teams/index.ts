/**
 * A simulated Microsoft Teams: OpenID provider, token endpoint and Bot Connector on one loopback port, and persons
 * who write and press.
 *
 * It is a judge of its own and imports nothing of the bot. It signs a token for each activity, verifies the bot's,
 * parses every card with the published Adaptive Cards parser, keeps the throttles, and writes down every breach.
 * How a bot is pointed at it: settings.ts. Not simulated: dialogs, group chats, files, sign-in, what a client draws.
 */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { assertLoopback, sendText, startLoopbackServer } from '../shared/http';
import { type Journal } from '../shared/journal';
import { type Json } from '../shared/json';
import { serveConnector, type ConnectorVerb } from './connector';
import { redeliver, replay, sendRaw, type RawActivity } from './delivery';
import { serveIdentity } from './identity';
import {
  type ConnectorCall,
  type Notice,
  type SimulatedTeamsOptions,
  type TeamsBreach,
  type TeamsDelivery,
  type TeamsEvent,
  type TeamsMessage,
  type TeamsUser,
} from './model';
import { cardFor, personOf, type TeamsPerson } from './persons';
import { botFrameworkSettings } from './settings';
import {
  createState,
  findMessage,
  personalChatOf,
  serviceUrlOf,
  type TeamsFault,
  type TeamsState,
} from './state';

export {
  type SimulatedTeamsOptions,
  type TeamsBreach,
  type TeamsDelivery,
  type TeamsEvent,
  type TeamsMessage,
  type TeamsUser,
} from './model';
export { type TeamsPerson } from './persons';
export { type RawActivity } from './delivery';

export interface SimulatedTeams {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What activities name as serviceUrl; the bot must be allowed to send its token there. */
  readonly serviceUrl: string;
  readonly breaches: readonly TeamsBreach[];
  readonly deliveries: readonly TeamsDelivery[];
  readonly notices: readonly Notice[];
  /** Everything that happened, in order; the page subscribes to it. */
  readonly journal: Journal<TeamsEvent>;
  /** Keys of botbuilder's configuration, all that have to be set; without app id and password. */
  botFrameworkSettings(): Record<string, string>;
  setBotUrl(url: string): void;
  as(userId: string): TeamsPerson;
  users(): readonly TeamsUser[];
  /** Messages of a channel with all its threads, of one thread, or of a personal chat; oldest first. */
  messages(conversationId: string): readonly TeamsMessage[];
  /** The personal chat between the bot and a person, both sides. */
  direct(userId: string): readonly TeamsMessage[];
  /** The card as this person sees it now, without looking (which may refresh it). */
  cardFor(userId: string, messageId: string): Json | null;
  calls(): readonly ConnectorCall[];
  personalChat(userId: string): string;
  /** Changes a person from now on: blocks the bot, makes them a guest. */
  changeUser(userId: string, change: Partial<Omit<TeamsUser, 'id'>>): void;
  /** Takes a person out of the tenant: no roster knows them any more. */
  removeUser(userId: string): void;
  /** Somebody revokes the secret of the bot, or makes it count again. */
  revokeSecret(isRevoked: boolean): void;
  /** Makes the next calls of that kind fail. */
  failNext(verb: ConnectorVerb, fault: TeamsFault): void;
  /** Sends an earlier activity again with a new token. */
  redeliver(no: number): Promise<TeamsDelivery>;
  /** Sends the very bytes and token of an earlier delivery again. */
  replay(no: number): Promise<TeamsDelivery>;
  /** Sends anything, with a token that is right or wrong. */
  sendRaw(raw: RawActivity): Promise<TeamsDelivery>;
  stop(): Promise<void>;
}

/** Starts on loopback. Throws when the port is taken or `botUrl` is not a loopback address. */
export async function startSimulatedTeams(options: SimulatedTeamsOptions): Promise<SimulatedTeams> {
  if (options.botUrl) assertLoopback(options.botUrl);
  const state = createState(options);
  const http = await startLoopbackServer((req, res) => serve(state, req, res), options.port);
  state.origin = http.origin;
  return {
    origin: http.origin,
    serviceUrl: serviceUrlOf(state),
    breaches: state.breaches,
    deliveries: state.deliveries,
    notices: state.notices,
    journal: state.journal,
    ...readings(state),
    botFrameworkSettings: () => botFrameworkSettings({ origin: http.origin }),
    setBotUrl(url) {
      assertLoopback(url);
      state.botUrl = url;
    },
    as: (userId) => personOf(state, userId),
    changeUser(userId, change) {
      state.users.set(userId, { ...known(state, userId), ...change });
    },
    removeUser: (userId) => void state.users.delete(userId),
    revokeSecret: (isRevoked) => void (state.isSecretRevoked = isRevoked),
    failNext: (verb, fault) => void state.faults.set(verb, { ...fault }),
    redeliver: (no) => redeliver(state, no),
    replay: (no) => replay(state, no),
    sendRaw: (raw) => sendRaw(state, raw),
    stop: () => http.close(),
  };
}

type Readings = Pick<
  SimulatedTeams,
  'users' | 'messages' | 'direct' | 'cardFor' | 'calls' | 'personalChat'
>;

function readings(state: TeamsState): Readings {
  const messages = (conversationId: string): TeamsMessage[] => {
    const [conversation, thread] = conversationId.split(';messageid=');
    return state.messages.filter(
      (message) =>
        message.conversation === conversation &&
        (thread === undefined || message.thread === thread) &&
        !message.deleted,
    );
  };
  return {
    users: () => [...state.users.values()],
    messages,
    direct: (userId) => messages(personalChatOf(known(state, userId))),
    cardFor(userId, messageId) {
      const message = findMessage(state, messageId);
      return message ? cardFor(state, known(state, userId), message) : null;
    },
    calls: () =>
      state.journal.entries.flatMap((event) => (event.kind === 'call' ? [event.call] : [])),
    personalChat: (userId) => personalChatOf(known(state, userId)),
  };
}

function known(state: TeamsState, userId: string): TeamsUser {
  const user = state.users.get(userId);
  if (!user) throw new Error(`Nobody in the simulated Teams has the id ${userId}`);
  return user;
}

async function serve(state: TeamsState, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', state.origin);
  if (url.pathname.startsWith('/teams/v3/')) {
    return serveConnector(state, url, url.pathname.slice('/teams'.length), req, res);
  }
  if (await serveIdentity(state, url.pathname, req, res)) return;
  const status = url.pathname === '/' ? 200 : 404;
  sendText(res, status, 'This is a simulated Microsoft Teams. Nothing here is real.\n');
}
