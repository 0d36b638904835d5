/** chat.*: messages of the bot. */
import { record, text, type Json } from '../shared/json';
import { ApiRefusal, writableChannel, type Method } from './api-method';
import { limits } from './limits';
import { type Content, type SlackMessage } from './model';
import {
  addMessage,
  breach,
  deleteMessage,
  directChannel,
  findMessage,
  replaceMessage,
  type SlackState,
} from './state';
import { checkMessageBlocks } from './surfaces';

const write = { callers: ['bot'], scopes: ['chat:write'] } as const;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { ...write, perMinute: 60, run: postMessage },
  'chat.postEphemeral': { ...write, perMinute: 100, run: postEphemeral },
  'chat.update': { ...write, perMinute: 50, run: update },
  'chat.delete': { ...write, perMinute: 50, run: remove },
};

function postMessage(state: SlackState, args: Json): Json {
  const channel = writableChannel(state, addressee(state, text(args.channel)));
  const content = checkedContent(state, 'chat.postMessage', args);
  const threadTs = thread(state, channel.id, args);
  const message = addMessage(state, {
    ...content,
    channel: channel.id,
    user: state.options.botUser.id,
    threadTs,
    onlyFor: null,
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: messageJson(state, message),
    ...warnings(content),
  };
}

/** A user id as channel means the direct conversation with that person. */
function addressee(state: SlackState, id: string): string {
  const user = state.users.get(id);
  if (!user) return id;
  if (user.kind === 'disabled' || user.kind === 'bot') throw new ApiRefusal('channel_not_found');
  return directChannel(state, id);
}

function thread(state: SlackState, channel: string, args: Json): string | null {
  const ts = text(args.thread_ts);
  if (ts === '') return null;
  if (!findMessage(state, channel, ts)) throw new ApiRefusal('thread_not_found');
  return ts;
}

function postEphemeral(state: SlackState, args: Json): Json {
  const channel = writableChannel(state, text(args.channel));
  const user = text(args.user);
  if (!state.users.has(user)) throw new ApiRefusal('user_not_found');
  if (!channel.members.includes(user)) throw new ApiRefusal('user_not_in_channel');
  const content = checkedContent(state, 'chat.postEphemeral', args);
  const message = addMessage(state, {
    ...content,
    channel: channel.id,
    user: state.options.botUser.id,
    threadTs: text(args.thread_ts) || null,
    onlyFor: user,
  });
  return { message_ts: message.ts, ...warnings(content) };
}

function update(state: SlackState, args: Json): Json {
  const message = ownMessage(state, args, 'cant_update_message');
  if (text(args.text).length > limits.messageTextAdvised) {
    breach(state, 'long-text', 'chat.update', `${text(args.text).length} characters`);
    throw new ApiRefusal('msg_too_long');
  }
  const content = checkedContent(state, 'chat.update', args);
  // Without blocks the old ones stay in Slack only when text is absent too; a text alone replaces everything.
  replaceMessage(state, message, content);
  return { channel: message.channel, ts: message.ts, text: content.text, ...warnings(content) };
}

function remove(state: SlackState, args: Json): Json {
  const message = ownMessage(state, args, 'cant_delete_message');
  deleteMessage(state, message);
  return { channel: message.channel, ts: message.ts };
}

/** Ephemeral messages cannot be found again: they exist in one client only. */
function ownMessage(state: SlackState, args: Json, otherwise: string): SlackMessage {
  const channel = writableChannel(state, text(args.channel));
  const message = findMessage(state, channel.id, text(args.ts));
  if (!message || message.onlyFor) throw new ApiRefusal('message_not_found');
  if (!message.byBot) throw new ApiRefusal(otherwise);
  return message;
}

/**
 * Text and blocks of a payload, when Slack would take them.
 * Throws ApiRefusal `invalid_blocks`, `no_text`, `msg_too_long`; each is recorded as a breach under `where`.
 */
export function checkedContent(state: SlackState, where: string, args: Json): Content {
  const messages = args.blocks === undefined ? [] : checkMessageBlocks(args.blocks);
  for (const message of messages) breach(state, 'content', where, message);
  if (messages.length > 0) {
    throw new ApiRefusal('invalid_blocks', { response_metadata: { messages } });
  }
  const blocks = (args.blocks ?? []) as Json[];
  const words = text(args.text);
  if (words.length > limits.messageTextAdvised) {
    breach(state, 'long-text', where, `${words.length} characters`);
  }
  if (words.length > limits.messageText) throw new ApiRefusal('msg_too_long');
  if (words === '') {
    breach(state, 'missing-text', where, 'no top-level text: screen readers and notifications');
    if (blocks.length === 0) throw new ApiRefusal('no_text');
  }
  return { text: words, blocks: blocks.map((block, index) => withBlockId(block, index)) };
}

/** Slack names what was left unnamed; presses carry the name back. */
function withBlockId(block: Json, index: number): Json {
  return text(block.block_id) ? block : { ...block, block_id: `b${index}` };
}

function warnings(content: Content): Json {
  if (content.text !== '') return {};
  const words = ['missing_text_in_message'];
  return { warning: words[0], response_metadata: { warnings: words } };
}

export function messageJson(state: SlackState, message: SlackMessage): Json {
  return {
    type: 'message',
    user: message.user,
    ...(message.byBot ? { bot_id: state.botId, app_id: state.appId } : {}),
    team: state.options.teamId,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...record(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}
