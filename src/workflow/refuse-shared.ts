import { refuse, RemoteError, type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { type Context } from './context';
import { outsideMs, reportUnread } from './read-clicker';

/** Whether it names the channel that it is typed in. */
export function saysHere(typed: string): boolean {
  return /^here$/iu.test(typed.trim());
}

/**
 * Null where nothing that was typed means this channel, or prompts may be set to go here: people of another organisation would read in
 * a shared channel who asks for what, and why. Fails closed where nobody can say.
 */
export async function refuseSharedHere(
  context: Context,
  { conversation, conversationKind }: Envelope,
  typed: readonly string[],
): Promise<Refusal | null> {
  if (conversationKind !== 'channel' || !typed.some(saysHere)) return null;
  const platform = context.platforms.get(conversation.platform);
  if (platform === undefined) throw new Error('a command came from a platform that is not set up');
  try {
    const signal = AbortSignal.timeout(outsideMs);
    const isShared = await platform.isSharedOutside(conversation, signal);
    return isShared ? refuse('channel-shared') : null;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    reportUnread(context, error);
    return refuse('channel-unread', { source: error.system });
  }
}
