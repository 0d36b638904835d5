/**
 * A simulated Slack: the Web API, response_url and Socket Mode on one loopback port, and persons who type and press.
 *
 * It is a judge of its own and imports nothing of the bot. It refuses what Slack refuses, by the published limits
 * (limits.ts), and writes down every breach; it signs what it sends, expires triggers after 3 s and response URLs
 * after 5 uses or 30 minutes, and gives up on a late answer. Not simulated: files, reminders, workflows, search,
 * Slack's undocumented limits, and what a real client draws.
 */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { appLifeOf, type AppLife } from './app-life';
import { assertLoopback, sendText, startLoopbackServer } from '../shared/http';
import { type Journal } from '../shared/journal';
import { redeliver, replay, sendRaw, type RawSending } from './delivery';
import {
  type ApiCall,
  type Breach,
  type Delivery,
  type SimulatedSlackOptions,
  type SlackChannel,
  type SlackEvent,
  type SlackMessage,
  type SlackUser,
  type SlackView,
} from './model';
import { personOf, type SlackPerson } from './persons';
import { serveResponseUrl } from './response-urls';
import { startSocketMode } from './socket-mode';
import { createState, openModal, type Fault, type SlackState } from './state';
import { serveWebApi } from './web-api';

export {
  type Breach,
  type Delivery,
  type SimulatedSlackOptions,
  type SlackChannel,
  type SlackEvent,
  type SlackMessage,
  type SlackUser,
  type SlackView,
} from './model';
export { type SlackPerson } from './persons';
export { type RawSending } from './delivery';

export interface SimulatedSlack {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** For SLACK_API_URL: the Web API with a slash at its end. */
  readonly apiUrl: string;
  users(): readonly SlackUser[];
  readonly breaches: readonly Breach[];
  readonly deliveries: readonly Delivery[];
  /** Everything that happened, in order; the page subscribes to it. */
  readonly journal: Journal<SlackEvent>;
  /** Calls of the Web API, all or of one method, refused ones too. */
  calls(method?: string): readonly ApiCall[];
  setEventsUrl(url: string): void;
  as(userId: string): SlackPerson;
  /** What somebody does with the app itself: removes it, invites it, revokes its token. */
  readonly app: AppLife;
  /** Public messages of a channel, oldest first. */
  messages(channelId: string): readonly SlackMessage[];
  /** The direct conversation between the bot and a person, both sides, without private answers. */
  direct(userId: string): readonly SlackMessage[];
  /** What was shown to this person alone, anywhere. */
  ephemerals(userId: string): readonly SlackMessage[];
  home(userId: string): SlackView | null;
  modal(userId: string): SlackView | null;
  channels(): readonly SlackChannel[];
  /** Changes a person from now on: disables them, makes them a guest. */
  changeUser(userId: string, change: Partial<Omit<SlackUser, 'id'>>): void;
  /** Changes a channel from now on: who is in it, the bot too; archived or not. */
  changeChannel(channelId: string, change: Partial<Omit<SlackChannel, 'id'>>): void;
  /** Makes the next calls of a Web API method fail. */
  failNext(method: string, fault: Fault): void;
  /** Sends an earlier payload again as Slack retries: new time, new signature, retry headers. */
  redeliver(no: number, reason?: string): Promise<Delivery>;
  /** Sends the very bytes of an earlier payload again. */
  replay(no: number): Promise<Delivery>;
  /** Sends anything, signed well or badly. */
  sendRaw(raw: RawSending): Promise<Delivery>;
  /** Whether the bot is connected by Socket Mode. */
  connected(): boolean;
  disconnectSockets(reason?: 'warning' | 'refresh_requested'): void;
  stop(): Promise<void>;
}

/** Starts on loopback. Throws when the port is taken or `eventsUrl` is not a loopback address. */
export async function startSimulatedSlack(options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  if (options.eventsUrl) assertLoopback(options.eventsUrl);
  const state = createState(options);
  const http = await startLoopbackServer((req, res) => route(state, req, res), options.port);
  state.origin = http.origin;
  const sockets = startSocketMode(state, http.server);
  return {
    origin: http.origin,
    apiUrl: `${http.origin}/api/`,
    ...readings(state),
    setEventsUrl(url) {
      assertLoopback(url);
      state.eventsUrl = url;
    },
    as: (userId) => personOf(state, userId),
    app: appLifeOf(state),
    changeUser(userId, change) {
      const user = state.users.get(userId);
      if (!user) throw new Error(`Nobody in the simulated Slack has the id ${userId}`);
      state.users.set(userId, { ...user, ...change });
    },
    changeChannel(channelId, change) {
      const channel = state.channels.get(channelId);
      if (!channel) throw new Error(`There is no channel ${channelId} in the simulated Slack`);
      state.channels.set(channelId, { ...channel, ...change });
    },
    failNext: (method, fault) => void state.faults.set(method, { ...fault }),
    redeliver: (no, reason = 'http_timeout') => redeliver(state, no, reason),
    replay: (no) => replay(state, no),
    sendRaw: (raw) => sendRaw(state, raw),
    connected: () => state.link !== null,
    disconnectSockets: (reason = 'refresh_requested') => sockets.disconnect(reason),
    async stop() {
      sockets.close();
      await http.close();
    },
  };
}

type Readings = Pick<
  SimulatedSlack,
  | ('users' | 'breaches' | 'deliveries' | 'journal' | 'calls')
  | ('messages' | 'direct' | 'ephemerals' | 'home' | 'modal' | 'channels')
>;

function readings(state: SlackState): Readings {
  const shown = (channel: string): SlackMessage[] =>
    state.messages.filter(
      (message) => message.channel === channel && message.onlyFor === null && !message.deleted,
    );
  return {
    users: () => [...state.users.values()],
    breaches: state.breaches,
    deliveries: state.deliveries,
    journal: state.journal,
    calls: (method) =>
      state.journal.entries
        .flatMap((event) => (event.kind === 'call' ? [event.call] : []))
        .filter((call) => method === undefined || call.method === method),
    messages: shown,
    direct: (userId) => shown(state.directs.get(userId) ?? ''),
    ephemerals: (userId) =>
      state.messages.filter((message) => message.onlyFor === userId && !message.deleted),
    home: (userId) => state.views.get(state.homes.get(userId) ?? '') ?? null,
    modal: (userId) => openModal(state, userId),
    channels: () => [...state.channels.values()],
  };
}

async function route(state: SlackState, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = new URL(req.url ?? '/', state.origin).pathname;
  const [, room, name = ''] = path.split('/');
  if (room === 'api') return serveWebApi(state, name, req, res);
  if (room === 'response') return serveResponseUrl(state, name, req, res);
  sendText(res, path === '/' ? 200 : 404, 'This is a simulated Slack. Nothing here is real.\n');
}
