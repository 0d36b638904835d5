import { RemoteError } from '../../src/errors';
import { type PlatformName } from '../../src/elevation/model';
import {
  type AccountKey,
  type AccountReading,
  type ConversationKey,
  type MessageKey,
  type Platform,
} from '../../src/platforms/contract';
import { type View } from '../../src/views/view';

export interface PostedMessage {
  readonly key: MessageKey;
  /** Set for direct messages. */
  readonly account: AccountKey | null;
  /** The message whose thread it is in. */
  readonly thread: MessageKey | null;
  /** Every view it has shown, oldest first. */
  readonly views: View[];
}

/** A platform that keeps what it is told, and fails as told. */
export interface RecordingPlatform extends Platform {
  readonly messages: PostedMessage[];
  /** What readAccount says about a user id; `member` when nothing is set. */
  readonly kinds: Map<string, AccountReading['kind']>;
  /** Ids of channels that are shared with another organisation. */
  readonly shared: Set<string>;
  /** Thrown by the next calls of that name. */
  readonly failures: {
    call: 'post' | 'update' | 'postDirect' | 'readAccount' | 'isSharedOutside';
    error: RemoteError;
    /** Only when it is about this user's account, or this conversation. */
    user?: string;
  }[];
  remove(message: PostedMessage): void;
}

export function recordingPlatform(name: PlatformName, zone = 'Europe/Madrid'): RecordingPlatform {
  const messages: PostedMessage[] = [];
  const kinds = new Map<string, AccountReading['kind']>();
  const shared = new Set<string>();
  const failures: RecordingPlatform['failures'] = [];
  let last = 0;

  function failIfTold(call: RecordingPlatform['failures'][number]['call'], about?: string): void {
    const index = failures.findIndex(
      ({ call: failing, user = about }) => failing === call && user === about,
    );
    if (index !== -1) throw failures.splice(index, 1)[0]!.error;
  }
  function keep(
    conversation: ConversationKey,
    account: AccountKey | null,
    view: View,
    thread: MessageKey | null = null,
  ): MessageKey {
    last += 1;
    const key = { conversation, id: `${name}-${last}` };
    messages.push({ key, account, thread, views: [view] });
    return key;
  }

  return {
    name,
    keepsAnswers: name === 'teams',
    messages,
    kinds,
    shared,
    failures,
    remove: (message) => void messages.splice(messages.indexOf(message), 1),
    async post(conversation, view, { thread }) {
      failIfTold('post', conversation.id);
      if (shared.has(conversation.id)) {
        const code = name === 'slack' ? 'channel_is_shared' : 'SharedChannel';
        throw new RemoteError(name, 'rejected', code);
      }
      return keep(conversation, null, view, thread ?? null);
    },
    async update(message, view) {
      failIfTold('update', message.conversation.id);
      const found = messages.find((one) => one.key.id === message.id);
      if (found === undefined) throw new RemoteError(name, 'not_found', 'message_not_found');
      found.views.push(view);
    },
    async postDirect(account, view) {
      failIfTold('postDirect', account.user);
      const conversation = { platform: name, tenant: account.tenant, id: `dm:${account.user}` };
      return keep(conversation, account, view);
    },
    async readAccount(account) {
      failIfTold('readAccount', account.user);
      return { kind: kinds.get(account.user) ?? 'member', name: account.user, zone };
    },
    async isSharedOutside({ id }) {
      failIfTold('isSharedOutside', id);
      return shared.has(id);
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
}

/** What a message shows now. */
export function shownBy(message: PostedMessage): View {
  return message.views.at(-1)!;
}
