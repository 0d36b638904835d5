/** Activities as the channel service makes them of what people do. */
import { randomUUID } from 'node:crypto';
import { type Json } from '../shared/json';
import { limits } from './limits';
import { type TeamsMessage, type TeamsUser } from './model';
import { personalChatOf, serviceUrlOf, type Place, type TeamsState } from './state';

/** What every activity carries: who, where, when, to whom. */
function activityHead(state: TeamsState, user: TeamsUser, place: Place): Json {
  const { tenantId, bot, team } = state.options;
  const tenant = user.tenantId ?? tenantId;
  const at = new Date(state.now()).toISOString();
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: serviceUrlOf(state),
    timestamp: at,
    localTimestamp: at,
    localTimezone: user.timeZone,
    locale: 'en-GB',
    from: { id: user.id, name: user.name, aadObjectId: user.aadObjectId },
    recipient: { id: bot.id, name: bot.name },
    conversation: {
      id: conversationId(place),
      conversationType: place.personal ? 'personal' : 'channel',
      tenantId: tenant,
      ...(place.personal ? {} : { isGroup: true, name: channelName(state, place) }),
    },
    channelData: {
      tenant: { id: tenant },
      ...(place.personal ? {} : { team: { id: team.id }, channel: { id: place.conversation } }),
    },
    entities: [clientInfo(user)],
  };
}

function clientInfo(user: TeamsUser): Json {
  const locale = { locale: 'en-GB', country: 'GB', platform: 'Web' };
  return { type: 'clientInfo', ...locale, timezone: user.timeZone };
}

/** A thread is named by its first message. */
function conversationId(place: Place): string {
  return place.thread === null ? place.conversation : threadId(place.conversation, place.thread);
}

function threadId(channelId: string, rootId: string): string {
  return `${channelId};messageid=${rootId}`;
}

function channelName(state: TeamsState, place: Place): string {
  const { channels } = state.options.team;
  return channels.find((channel) => channel.id === place.conversation)?.name ?? '';
}

/** A message typed by a person; a mention of the bot is markup in the text and an entity beside it. */
export function typedMessage(
  state: TeamsState,
  user: TeamsUser,
  place: Place,
  typed: { readonly id: string; readonly text: string; readonly mention: boolean },
): Json {
  const head = activityHead(state, user, place);
  const { bot } = state.options;
  const markup = `<at>${bot.name}</at>`;
  const mentioned = { type: 'mention', mentioned: { id: bot.id, name: bot.name }, text: markup };
  return {
    ...head,
    type: 'message',
    id: typed.id,
    textFormat: 'plain',
    text: typed.mention ? `${markup} ${typed.text}` : typed.text,
    attachments: [],
    entities: typed.mention ? [mentioned, clientInfo(user)] : [clientInfo(user)],
  };
}

/** A press of an Action.Execute, or the refresh that a client makes by itself. */
export function executeInvoke(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  action: Json,
  trigger: 'manual' | 'automatic',
): Json {
  return {
    ...activityHead(state, user, placeOfMessage(state, message)),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: message.id,
    value: { action, trigger },
  };
}

/** What somebody types into an input whose choices are found by the bot. */
export function searchInvoke(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  { queryText, dataset }: { readonly queryText: string; readonly dataset: string },
): Json {
  const queryOptions = { skip: 0, top: limits.searchResults };
  return {
    ...activityHead(state, user, placeOfMessage(state, message)),
    type: 'invoke',
    name: 'application/search',
    replyToId: message.id,
    value: { queryText, queryOptions, dataset },
  };
}

/** What clients send that do not know Action.Execute. */
export function submitMessage(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  value: Json,
): Json {
  return {
    ...activityHead(state, user, placeOfMessage(state, message)),
    type: 'message',
    replyToId: message.id,
    value,
  };
}

function placeOfMessage(state: TeamsState, message: TeamsMessage): Place {
  const personal = message.thread === null;
  const { channels } = state.options.team;
  const channel = channels.find((each) => each.id === message.conversation);
  const { conversation, thread } = message;
  return { conversation, thread, personal, members: channel?.members ?? [] };
}

/** The bot was added to a person's apps (`installationUpdate`) and joined their chat (`conversationUpdate`). */
export function installActivities(state: TeamsState, user: TeamsUser, channelId?: string): Json[] {
  return comeOrGo(state, user, channelId, { members: 'membersAdded', action: 'add' });
}

/** It was removed from there. */
export function uninstallActivities(
  state: TeamsState,
  user: TeamsUser,
  channelId?: string,
): Json[] {
  return comeOrGo(state, user, channelId, { members: 'membersRemoved', action: 'remove' });
}

function comeOrGo(
  state: TeamsState,
  user: TeamsUser,
  channelId: string | undefined,
  { members, action }: { readonly members: string; readonly action: string },
): Json[] {
  const conversation = channelId ?? personalChatOf(user);
  const personal = channelId === undefined;
  const head = (): Json =>
    activityHead(state, user, { conversation, thread: null, personal, members: [] });
  const { id, name } = state.options.bot;
  return [
    { ...head(), type: 'conversationUpdate', [members]: [{ id, name }] },
    { ...head(), type: 'installationUpdate', action },
  ];
}
