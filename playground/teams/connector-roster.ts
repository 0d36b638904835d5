/** Who is where: members of a conversation, the team and its channels. */
import { type Json } from '../shared/json';
import { assertInstalled, ConnectorRefusal, type Reply } from './connector-reply';
import { limits } from './limits';
import { type TeamsUser } from './model';
import { findUser, placeOf, type TeamsState } from './state';

function memberJson(state: TeamsState, user: TeamsUser): Json {
  const [givenName = user.name, ...rest] = user.name.split(' ');
  const guest = user.role === 'guest';
  const upn = guest ? `${user.email.replace('@', '_')}#EXT#@simulated.example` : user.email;
  return {
    id: user.id,
    name: user.name,
    givenName,
    surname: rest.join(' '),
    email: user.email,
    userPrincipalName: upn,
    tenantId: user.tenantId ?? state.options.tenantId,
    userRole: user.role,
    // Teams says objectId; botbuilder copies it to aadObjectId in some calls and not in others.
    objectId: user.aadObjectId,
    aadObjectId: user.aadObjectId,
  };
}

/** The roster of a conversation, or of the team by its id. */
function roster(state: TeamsState, conversationId: string): readonly TeamsUser[] {
  const { team } = state.options;
  const place = placeOf(state, conversationId);
  if (!place && conversationId !== team.id) {
    throw new ConnectorRefusal(404, 'ConversationNotFound', 'Conversation not found');
  }
  if (place) assertInstalled(state, place.conversation);
  const ids = place?.members ?? team.channels.flatMap((channel) => channel.members);
  return [...new Set(ids)].flatMap((id) => state.users.get(id) ?? []);
}

export function listMembers(state: TeamsState, conversationId: string): Reply {
  const members = roster(state, conversationId);
  return { status: 200, body: members.map((user) => memberJson(state, user)) };
}

export function pageOfMembers(
  state: TeamsState,
  conversationId: string,
  query: URLSearchParams,
): Reply {
  const members = roster(state, conversationId);
  const asked = Number(query.get('pageSize') ?? limits.membersPage);
  const size = Math.min(Math.max(1, asked), limits.membersPage);
  const start = Number(query.get('continuationToken') ?? 0);
  const page = members.slice(start, start + size).map((user) => memberJson(state, user));
  const more = start + size < members.length;
  return {
    status: 200,
    body: { members: page, ...(more ? { continuationToken: String(start + size) } : {}) },
  };
}

/** By `29:…` id or directory id, as Teams takes both. */
export function oneMember(state: TeamsState, conversationId: string, id: string): Reply {
  const user = findUser(state, id);
  if (!user || !roster(state, conversationId).includes(user)) {
    throw new ConnectorRefusal(404, 'MemberNotFoundInConversation', 'Member not found');
  }
  return { status: 200, body: memberJson(state, user) };
}

export function teamDetails(state: TeamsState, id: string): Reply {
  const team = sameTeam(state, id);
  const memberCount = roster(state, team.id).length;
  const { channels, name = 'Simulated team' } = team;
  return { status: 200, body: { id, name, channelCount: channels.length, memberCount } };
}

export function teamChannels(state: TeamsState, id: string): Reply {
  const conversations = sameTeam(state, id).channels.map((channel) => ({
    id: channel.id,
    name: channel.name,
  }));
  return { status: 200, body: { conversations } };
}

function sameTeam(state: TeamsState, id: string) {
  if (id === state.options.team.id) return state.options.team;
  throw new ConnectorRefusal(404, 'TeamNotFound', 'Team not found');
}
