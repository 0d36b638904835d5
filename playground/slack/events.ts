/** The Events API: what happened in the workspace, told to the bot if its scopes allow. */
import { text, type Json } from '../shared/json';
import { appFields, deliver, teamOf } from './delivery';
import { type Delivery, type SlackChannel, type SlackUser } from './model';
import { nextNumber, type SlackState } from './state';

const scopesOfEvents: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  message: 'im:history',
  channel_archive: 'channels:read',
  channel_left: 'channels:read',
  channel_unarchive: 'channels:read',
  group_archive: 'groups:read',
  group_left: 'groups:read',
  group_unarchive: 'groups:read',
};

/** Told for public channels with one scope, for private ones with the other. */
const scopesByChannel: Readonly<Record<string, string>> = { C: 'channels:read', G: 'groups:read' };

/** Sends one event and waits for its acknowledgement; nothing is sent without the scope for it. */
export async function sendEvent(
  state: SlackState,
  user: SlackUser,
  channel: SlackChannel,
  event: Json,
): Promise<{ delivery: Delivery | null }> {
  const { teamId } = state.options;
  const said = { ...event, team: teamId, user_team: teamOf(state, user) };
  return { delivery: await send(state, said, channel.shared === true) };
}

/** The same of what concerns the app itself, which nobody signs with their name. */
export function sendAppEvent(state: SlackState, event: Json): Promise<Delivery | null> {
  return send(state, event, false);
}

async function send(state: SlackState, event: Json, shared: boolean): Promise<Delivery | null> {
  const scope = scopesOfEvents[text(event.type)] ?? scopesByChannel[text(event.channel_type)];
  const given = state.options.scopes;
  if (scope && given && !given.includes(scope)) return null;
  const { teamId, enterpriseId, botUser } = state.options;
  return deliver(state, 'event', {
    ...appFields(state),
    team_id: teamId,
    ...(enterpriseId ? { enterprise_id: enterpriseId } : {}),
    type: 'event_callback',
    event,
    event_id: `Ev0${nextNumber(state)}`,
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterpriseId ?? null,
        team_id: teamId,
        user_id: botUser.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: shared,
  });
}
