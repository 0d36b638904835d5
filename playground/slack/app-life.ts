/** The app comes and goes: in channels, in the workspace, and with its token. What it is told of that, and when. */
import { sendAppEvent } from './events';
import { type Delivery, type SlackChannel } from './model';
import { nextTs, type SlackState } from './state';

/** What somebody does with the app itself. Each sends the events that Slack sends, and gives the last delivery. */
export interface AppLife {
  /** Somebody removes the app's user from a channel. */
  removeFrom(channelId: string): Promise<Delivery | null>;
  /** `/invite @app` */
  invite(channelId: string): Promise<Delivery | null>;
  archive(channelId: string): Promise<Delivery | null>;
  unarchive(channelId: string): Promise<Delivery | null>;
  /** From the workspace: its token is dead from then on, and after these events it is told nothing. */
  uninstall(): Promise<Delivery | null>;
  revokeToken(): Promise<Delivery | null>;
  /** With the same token again, so that a simulation can go on. */
  reinstall(): void;
}

export function appLifeOf(state: SlackState): AppLife {
  const app = state.options.botUser.id;
  async function change(
    channelId: string,
    changed: Partial<SlackChannel>,
    event: (channel: SlackChannel) => Record<string, unknown>,
  ): Promise<Delivery | null> {
    const channel = state.channels.get(channelId);
    if (!channel) throw new Error(`There is no channel ${channelId} in the simulated Slack`);
    state.channels.set(channelId, { ...channel, ...changed });
    return sendAppEvent(state, { ...event(channel), event_ts: nextTs(state) });
  }
  const named = (what: string) => (channel: SlackChannel) => ({
    type: `${channel.private ? 'group' : 'channel'}_${what}`,
    channel: channel.id,
  });
  const membersOf = (channelId: string) =>
    (state.channels.get(channelId)?.members ?? []).filter((id) => id !== app);
  return {
    removeFrom: (id) => change(id, { members: membersOf(id) }, named('left')),
    invite: (id) =>
      change(id, { members: [...membersOf(id), app] }, (channel) => ({
        type: 'member_joined_channel',
        user: app,
        channel: channel.id,
        channel_type: channel.private ? 'G' : 'C',
        team: state.options.teamId,
      })),
    archive: (id) => change(id, { archived: true }, named('archive')),
    unarchive: (id) => change(id, { archived: false }, named('unarchive')),
    async uninstall() {
      state.app = 'removed';
      await sendAppEvent(state, { type: 'tokens_revoked', tokens: { oauth: [], bot: [app] } });
      return sendAppEvent(state, { type: 'app_uninstalled' });
    },
    revokeToken() {
      state.app = 'revoked';
      return sendAppEvent(state, { type: 'tokens_revoked', tokens: { oauth: [], bot: [app] } });
    },
    reinstall: () => void (state.app = 'installed'),
  };
}
