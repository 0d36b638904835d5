/** What a Web API method is, and how it refuses. */
import { type Json } from '../shared/json';
import { type SlackChannel } from './model';
import { type SlackState } from './state';

export interface Method {
  readonly callers: readonly ('bot' | 'app')[];
  /** One of them is needed; empty: none. */
  readonly scopes: readonly string[];
  /** Calls per minute of the method's tier: 1, 20, 50 or 100. */
  readonly perMinute: number;
  run(state: SlackState, args: Json): Json;
}

/** Slack's own error word, with what it adds to the answer. */
export class ApiRefusal extends Error {
  constructor(
    readonly error: string,
    readonly extra: Json = {},
  ) {
    super(error);
  }
}

/** The channel as the bot sees it: a private one that it is not in does not exist for it. */
export function visibleChannel(state: SlackState, id: string): SlackChannel {
  const channel = state.channels.get(id);
  if (!channel) throw new ApiRefusal('channel_not_found');
  const inside = channel.members.includes(state.options.botUser.id);
  if (channel.private && !inside) throw new ApiRefusal('channel_not_found');
  return channel;
}

/** The channel, when the bot may write there. */
export function writableChannel(state: SlackState, id: string): SlackChannel {
  const channel = visibleChannel(state, id);
  if (channel.archived) throw new ApiRefusal('is_archived');
  if (channel.members.includes(state.options.botUser.id)) return channel;
  if (state.options.scopes?.includes('chat:write.public')) return channel;
  throw new ApiRefusal('not_in_channel');
}
