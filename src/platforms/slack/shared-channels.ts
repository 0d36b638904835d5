/** Which channels people of other organisations are in (Slack Connect), or are invited to. */
import { RemoteError } from '../../errors';
import { beforeDeadline } from './accounts';
import { paced } from './outgoing';
import { createPacing } from './pacing';
import { type Web } from './web';

export interface SharedChannels {
  /** Asks Slack now. Throws RemoteError; what Slack cannot say is not taken for a channel of ours alone. */
  isShared(channel: string, signal: AbortSignal): Promise<boolean>;
  /** Throws RemoteError `rejected` with this code for a shared channel. What was read a moment ago will do. */
  assertOwn(channel: string): Promise<void>;
}

/** As in elevation/places.ts. */
const sharedCode = 'channel_is_shared';
/** How long a channel that was not shared is taken for one, in milliseconds: each prompt would ask otherwise. */
const ownMs = 10_000;
const keptMost = 1_000;

interface Conversation {
  readonly is_ext_shared?: boolean;
  readonly is_pending_ext_shared?: boolean;
  readonly is_shared?: boolean;
  readonly is_org_shared?: boolean;
}

/** conversations.info: 50 per minute in all. */
const pace = { waitMaxMs: 5_000, intervalMs: 1_200, burst: 20 } as const;

export function createSharedChannels(web: Web, now: () => number): SharedChannels {
  const pacing = createPacing({ now, ...pace });
  const own = new Map<string, number>();

  async function read(channel: string): Promise<boolean> {
    const { channel: found } = await paced(pacing, 'conversations.info', () =>
      web((client) => client.conversations.info({ channel })),
    );
    if (found === undefined) throw new RemoteError('Slack', 'unavailable', 'empty_answer');
    return isOutside(found);
  }

  async function assertOwn(channel: string): Promise<void> {
    const at = own.get(channel);
    if (at !== undefined && now() - at < ownMs) return;
    own.delete(channel);
    const asked = now();
    if (await read(channel)) throw new RemoteError('Slack', 'rejected', sharedCode);
    if (own.size >= keptMost) own.clear();
    own.set(channel, asked);
  }

  return {
    assertOwn,
    isShared: (channel, signal) => beforeDeadline(read(channel), signal),
  };
}

/** Workspaces of one enterprise may share a channel among themselves. Whatever else is shared goes outside. */
function isOutside(channel: Conversation): boolean {
  if (channel.is_ext_shared === true || channel.is_pending_ext_shared === true) return true;
  return channel.is_shared === true && channel.is_org_shared !== true;
}
