/** The Events API: what happened in the workspace, told to the bot if its scopes allow. */
import { text, type Json } from '../shared/json';
import { appFields, deliver, teamOf } from './delivery';
import { type Delivery, type SlackChannel, type SlackUser } from './model';
import { nextNumber, type SlackState } from './state';

const scopesOfEvents: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  message: 'im:history',
};

/** Sends one event and waits for its acknowledgement; nothing is sent without the scope for it. */
export async function sendEvent(
  state: SlackState,
  user: SlackUser,
  channel: SlackChannel,
  event: Json,
): Promise<{ delivery: Delivery | null }> {
  const scope = scopesOfEvents[text(event.type)];
  const given = state.options.scopes;
  if (scope && given && !given.includes(scope)) return { delivery: null };
  const { teamId, enterpriseId, botUser } = state.options;
  const delivery = await deliver(state, 'event', {
    ...appFields(state),
    team_id: teamId,
    ...(enterpriseId ? { enterprise_id: enterpriseId } : {}),
    type: 'event_callback',
    event: { ...event, team: teamId, user_team: teamOf(state, user) },
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
    is_ext_shared_channel: channel.shared === true,
  });
  return { delivery };
}
