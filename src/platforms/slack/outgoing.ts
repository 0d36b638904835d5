/** Views out: posted, updated in place, or sent to one person. Every call is paced and its errors are RemoteErrors. */
import { isRemoteErrorOf } from './remote-errors';
import { type View } from '../../views/view';
import {
  type AccountKey,
  type ConversationKey,
  type MessageKey,
  type PostOptions,
} from '../contract';
import { RemoteError } from '../../errors';
import { createPacing, type Pacing } from './pacing';
import { type SlackMessage, type SlackRender } from './options';
import { type Web } from './web';

export interface Outgoing {
  post(conversation: ConversationKey, view: View, options?: SlackPost): Promise<MessageKey>;
  update(message: MessageKey, view: View): Promise<void>;
  postDirect(account: AccountKey, view: View): Promise<MessageKey>;
}

/** Everybody in a channel sees the same here, so nobody needs to know who decides. */
export type SlackPost = Pick<PostOptions, 'thread'>;

export interface OutgoingOptions {
  readonly web: Web;
  readonly render: SlackRender;
  readonly now: () => number;
  /** Told once that Slack does not let the app post under another name. */
  readonly onUnbranded?: () => void;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** A job that would wait longer for its turn is given back to the queue, in milliseconds. */
const waitMaxMs = 5_000;
const directChannelsMax = 10_000;
const quiet = { unfurl_links: false, unfurl_media: false } as const;

export function createOutgoing(options: OutgoingOptions): Outgoing {
  const { web, render } = options;
  // chat.postMessage: about 1 per second and channel. chat.update and conversations.open: 50 per minute in all.
  const perChannel = createPacing({ ...options, waitMaxMs, intervalMs: 1_000, burst: 3 });
  const perMethod = createPacing({ ...options, waitMaxMs, intervalMs: 1_200, burst: 20 });
  const directChannels = new Map<string, string>();
  let isUnbranded = false;

  /** Without chat:write.customize the message goes out all the same, under the app's own name. */
  async function send(message: { channel: string } & SlackMessage) {
    const sender = isUnbranded ? {} : (render.sender?.() ?? {});
    try {
      return await web((client) => client.chat.postMessage({ ...message, ...sender }));
    } catch (error) {
      const isRefused = error instanceof RemoteError && error.code === 'missing_scope';
      if (!isRefused || Object.keys(sender).length === 0) throw error;
      isUnbranded = true;
      options.onUnbranded?.();
      return web((client) => client.chat.postMessage({ ...message }));
    }
  }

  async function post(
    conversation: ConversationKey,
    view: View,
    { thread }: SlackPost = {},
  ): Promise<MessageKey> {
    const content = render.message(view);
    const channel = conversation.id;
    const place = thread === undefined ? { channel } : { channel, thread_ts: thread.id };
    const posted = await paced(perChannel, channel, () => send({ ...place, ...content, ...quiet }));
    const id = needed(posted.ts);
    return { conversation: { ...conversation, id: posted.channel ?? channel }, id };
  }

  async function update(message: MessageKey, view: View): Promise<void> {
    const content = render.message(view);
    const channel = message.conversation.id;
    await paced(perMethod, 'chat.update', () =>
      web((client) => client.chat.update({ channel, ts: message.id, ...content })),
    );
  }

  async function postDirect(account: AccountKey, view: View): Promise<MessageKey> {
    const { platform, tenant, user } = account;
    const id = await directChannel(user);
    try {
      return await post({ platform, tenant, id }, view);
    } catch (error) {
      // Opened again at the next try: a person may have come back under a new conversation.
      if (isRemoteErrorOf(error, 'not_found')) directChannels.delete(user);
      throw error;
    }
  }

  async function directChannel(user: string): Promise<string> {
    const known = directChannels.get(user);
    if (known !== undefined) return known;
    const opened = await paced(perMethod, 'conversations.open', () =>
      web((client) => client.conversations.open({ users: user })),
    );
    if (directChannels.size >= directChannelsMax) directChannels.clear();
    const id = needed(opened.channel?.id);
    directChannels.set(user, id);
    return id;
  }

  return { post, update, postDirect };
}

/** Waits for a turn, and lets the lane know when Slack still says to wait. */
export async function paced<T>(pacing: Pacing, lane: string, call: () => Promise<T>): Promise<T> {
  await pacing.turn(lane);
  try {
    return await call();
  } catch (error) {
    if (isRemoteErrorOf(error, 'throttled')) pacing.hold(lane, error.retryAfterMs ?? 1_000);
    throw error;
  }
}

function needed(id: string | undefined): string {
  if (id === undefined) throw new RemoteError('Slack', 'unavailable', 'empty_answer');
  return id;
}
