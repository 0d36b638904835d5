/** The Teams platform put together from its parts. */
import { CloudAdapter } from 'botbuilder';
import { type Server } from 'restify';

import { type Log } from '../../log';
import {
  type AccountKey,
  type ConversationBook,
  type ConversationSighting,
  type Inbound,
  type PlaceNews,
  type Platform,
} from '../contract';
import { readAccount, readingFrom, readObjectId, withSignal } from './accounts';
import { rootConversationId } from './activity';
import { answerInvoke } from './answer-invoke';
import { answerMessage } from './answer-message';
import { createAuthentication } from './authentication';
import { checkTeamsConfig, type TeamsConfig } from './config';
import { botId, createConnector } from './connector';
import { type RenderTeamsCard } from './messages';
import { createOutgoing, createPace, insistently } from './outgoing';
import { conversationWindows, createPacing, tenantWindows, type PacingClock } from './pacing';
import { placeNewsOf } from './place-events';
import { createPlaces } from './places';
import { receive } from './receive';
import { createRoster } from './roster';
import { createSharedChannels } from './shared-channels';
import { createSightings, type Sightings } from './sightings';
import { type Count, type InvokeAnswer, type Notices, type Room, type Turn } from './turn';

export interface TeamsPlatformParts {
  readonly config: TeamsConfig;
  readonly inbound: Inbound;
  readonly book: ConversationBook;
  readonly log: Log;
  /** The route is mounted here at once, so that it is there when the server begins to listen. */
  readonly server: Server;
  readonly count?: Count;
  readonly render: RenderTeamsCard;
  readonly notices: Notices;
  /** Time for pacing and caches; what is decided is never decided by it. */
  readonly clock?: PacingClock;
}

/** How long Teams may take to say who is mentioned: the answer to the command has to wait for it. */
const mentionMs = 1_200;

const wallClock: PacingClock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Builds the Teams platform and mounts POST /api/messages.
 * @throws ConfigError without an app id or what its type needs: an adapter without app id lets anybody in
 */
export function assembleTeamsPlatform(options: TeamsPlatformParts): Platform {
  const config = checkTeamsConfig(options.config);
  const { book, inbound, log, server, render, notices } = options;
  const { clock = wallClock, count = () => undefined } = options;
  const authentication = createAuthentication(config, clock.now);
  const adapter = new CloudAdapter(authentication.framework);
  const connector = createConnector(adapter, config);
  const sightings = createSightings(botId(config.appId), clock.now);
  const roster = createRoster(connector, clock.now);
  const places = createPlaces(config, book, sightings, roster);
  const pace = createPace(
    createPacing(conversationWindows, clock),
    createPacing(tenantWindows, clock),
  );
  const store = (sighting: ConversationSighting) =>
    storeSighting(inbound, sightings, log, sighting);
  const ways = { connector, places, roster, render, opened: store };
  const outgoing = createOutgoing({ ...ways, pace });
  const shared = createSharedChannels(places, roster);
  // Jobs come back to what Teams throttles; an answer does not.
  const insistent = insistently(pace);
  const { postDirect } = createOutgoing({ ...ways, pace: insistent });
  const objectIdOf = ({ activity, tenant }: Turn, memberId: string) => {
    const { conversation, serviceUrl } = activity;
    const id = rootConversationId(conversation.id);
    const place = { serviceUrl, bot: places.bot, conversation: { id, tenantId: tenant } };
    return readObjectId(connector, { place, memberId }, AbortSignal.timeout(mentionMs));
  };
  const room: Room = { inbound, notices, render, postDirect, objectIdOf, log, count };
  const receiver = receive(server, {
    config,
    adapter,
    authentication,
    pace: insistent,
    log,
    count,
    now: clock.now,
    answer: (turn) => answer(turn, room, sightings, store),
  });
  return {
    name: 'teams',
    keepsAnswers: true,
    ...outgoing,
    // What is for a group is for nobody of another organisation.
    async post(conversation, view, posting) {
      await shared.assertOwn(conversation);
      return outgoing.post(conversation, view, posting);
    },
    isSharedOutside: (conversation, signal) =>
      withSignal(signal, () => shared.isShared(conversation)),
    readAccount: (account, signal, { lately = false } = {}) => {
      const known = lately ? readingFrom(roster, account) : null;
      if (known !== null) return Promise.resolve(known);
      return readAccount({ connector, places, sleep: clock.sleep }, account, signal);
    },
    start: () => Promise.resolve(),
    stop: () => receiver.stop(),
  };
}

/** Never throws. Storing goes on beside the answer, so that a slow database is waited for once and not twice. */
async function answer(
  turn: Turn,
  room: Room,
  sightings: Sightings,
  store: (sighting: ConversationSighting) => Promise<void>,
): Promise<InvokeAnswer> {
  const { activity, envelope, tenant } = turn;
  const account = envelope?.account ?? null;
  const sighting = sightings.note(activity, tenant, account);
  const stored = sighting === null ? Promise.resolve() : store(sighting);
  const news = placeNewsOf(activity, tenant, account);
  const noted = news === null ? Promise.resolve() : storePlaceNews(room, news, turn);
  const arrived = isInstalled(activity) && account !== null ? tellArrival(room, account) : null;
  const [answered] = await Promise.all([answerByType(turn, room), stored, noted, arrived]);
  return answered;
}

/** Whoever adds it, to their own apps or to a team, is the one who may be led on. */
function isInstalled({ type, action = '' }: Turn['activity']): boolean {
  return type === 'installationUpdate' && action === 'add';
}

async function tellArrival({ inbound, log }: Room, account: AccountKey): Promise<void> {
  try {
    await inbound.arrived(account);
  } catch (error) {
    log.warn({ err: error }, 'whoever installed it could not be greeted');
  }
}

/** What could not be written down is found out by the next message there. */
async function storePlaceNews(
  { inbound, log }: Room,
  news: PlaceNews,
  { activity, envelope }: Turn,
): Promise<void> {
  const { id, conversation } = activity;
  const key = envelope?.payloadKey ?? `teams:place:${conversation.id}:${id ?? news.code}`;
  try {
    await inbound.placeSeen(news, `${key}:place`);
  } catch (error) {
    log.warn({ err: error }, 'that the app came or went could not be stored');
  }
}

/** Whatever goes wrong behind an authentic activity is ours: its sender is not told to send it again. */
async function answerByType(turn: Turn, room: Room): Promise<InvokeAnswer> {
  const { activity } = turn;
  try {
    if (activity.type === 'invoke') return await answerInvoke(turn, room);
    if (activity.type === 'message') await answerMessage(turn, room);
  } catch (error) {
    // It was done and recorded; only saying so failed. An error status would make the person do it again.
    room.log.error({ err: error }, 'an answer could not be delivered');
    room.count('answer_failed', { platform: 'teams' });
  }
  return { status: 200 };
}

/** Failing to remember a conversation must not fail the command in it; it is offered again with the next activity. */
async function storeSighting(
  inbound: Inbound,
  sightings: Sightings,
  log: Log,
  sighting: ConversationSighting,
): Promise<void> {
  try {
    await inbound.conversationSeen(sighting);
  } catch (error) {
    sightings.forget(sighting);
    log.warn({ err: error }, 'a conversation reference could not be stored');
  }
}
