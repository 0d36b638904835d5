/** auth.*, users.*, usergroups.*, conversations.*, apps.*: who and where. */
import { randomUUID } from 'node:crypto';
import { text, type Json } from '../shared/json';
import { ApiRefusal, visibleChannel, type Method } from './api-method';
import { type SlackChannel, type SlackUser } from './model';
import { breach, directChannel, isDirect, type SlackState } from './state';

const readChannels = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const bot = { callers: ['bot'] } as const;

export const directoryMethods: Readonly<Record<string, Method>> = {
  'auth.test': { callers: ['bot', 'app'], scopes: [], perMinute: 100, run: authTest },
  'users.info': { ...bot, scopes: ['users:read'], perMinute: 100, run: usersInfo },
  'usergroups.users.list': { ...bot, scopes: ['usergroups:read'], perMinute: 20, run: groupUsers },
  'conversations.open': { ...bot, scopes: ['im:write'], perMinute: 50, run: conversationsOpen },
  'conversations.info': { ...bot, scopes: readChannels, perMinute: 50, run: conversationsInfo },
  'conversations.members': { ...bot, scopes: readChannels, perMinute: 100, run: members },
  'apps.connections.open': { callers: ['app'], scopes: [], perMinute: 1, run: connectionsOpen },
};

function authTest(state: SlackState): Json {
  const { teamId, botUser, enterpriseId } = state.options;
  return {
    url: `${state.origin}/`,
    team: 'Simulated Slack',
    user: botUser.name,
    team_id: teamId,
    user_id: botUser.id,
    bot_id: state.botId,
    is_enterprise_install: false,
    ...(enterpriseId ? { enterprise_id: enterpriseId } : {}),
  };
}

function usersInfo(state: SlackState, args: Json): Json {
  const user = state.users.get(text(args.user));
  if (!user) throw new ApiRefusal('user_not_found');
  return { user: userJson(state, user) };
}

function userJson(state: SlackState, user: SlackUser): Json {
  const scopes = state.options.scopes;
  const emailVisible = !scopes || scopes.includes('users:read.email');
  return {
    id: user.id,
    team_id: user.teamId ?? state.options.teamId,
    name: user.name.toLowerCase().replace(/\s+/g, '.'),
    real_name: user.name,
    deleted: user.kind === 'disabled',
    tz: user.tz,
    is_bot: user.kind === 'bot',
    // Slack calls a guest of one channel restricted, too.
    is_restricted: user.kind === 'guest' || user.kind === 'single-channel-guest',
    is_ultra_restricted: user.kind === 'single-channel-guest',
    is_stranger: user.kind === 'external',
    is_email_confirmed: true,
    profile: {
      real_name: user.name,
      display_name: user.name,
      ...(emailVisible ? { email: user.email } : {}),
    },
  };
}

function groupUsers(state: SlackState, args: Json): Json {
  const group = state.options.userGroups?.find((each) => each.id === args.usergroup);
  if (!group) throw new ApiRefusal('no_such_subteam');
  return { users: group.users };
}

function conversationsOpen(state: SlackState, args: Json): Json {
  const ids = text(args.users).split(',').filter(Boolean);
  const id = ids[0];
  if (!id || ids.length > 1) throw new ApiRefusal('not_enough_users');
  const user = state.users.get(id);
  if (!user) throw new ApiRefusal('user_not_found');
  if (user.kind === 'disabled') throw new ApiRefusal('user_disabled');
  if (user.kind === 'bot') throw new ApiRefusal('cannot_dm_bot');
  const known = state.directs.has(id);
  return { channel: { id: directChannel(state, id) }, no_op: known, already_open: known };
}

function conversationsInfo(state: SlackState, args: Json): Json {
  const channel = readableChannel(state, text(args.channel));
  return { channel: channelJson(state, channel) };
}

function channelJson(state: SlackState, channel: SlackChannel): Json {
  const direct = isDirect(state, channel.id);
  return {
    id: channel.id,
    ...(direct ? { user: channel.members[0] } : { name: channel.name }),
    is_channel: !direct && !channel.private,
    is_group: !direct && channel.private,
    is_im: direct,
    is_private: channel.private,
    is_archived: channel.archived === true,
    is_member: channel.members.includes(state.options.botUser.id),
    is_ext_shared: channel.shared === true,
    is_shared: channel.shared === true,
    num_members: channel.members.length,
  };
}

/** The conversation, when the bot may read that kind of conversation. */
function readableChannel(state: SlackState, id: string): SlackChannel {
  const channel = visibleChannel(state, id);
  const kind = isDirect(state, id) ? 'im:read' : channel.private ? 'groups:read' : 'channels:read';
  const given = state.options.scopes;
  if (given && !given.includes(kind)) {
    breach(state, 'scope', 'conversations', kind);
    throw new ApiRefusal('missing_scope', { needed: kind, provided: given.join(',') });
  }
  return channel;
}

const pageMost = 200;

function members(state: SlackState, args: Json): Json {
  const channel = readableChannel(state, text(args.channel));
  const start = Number(text(args.cursor).replace('at:', '') || 0);
  const size = Math.min(Number(args.limit ?? 100), pageMost);
  const end = start + size;
  const next = end < channel.members.length ? `at:${end}` : '';
  return {
    members: channel.members.slice(start, end),
    response_metadata: { next_cursor: next },
  };
}

function connectionsOpen(state: SlackState): Json {
  const ticket = randomUUID();
  state.tickets.add(ticket);
  return { url: `${state.origin.replace('http:', 'ws:')}/link/?ticket=${ticket}` };
}
