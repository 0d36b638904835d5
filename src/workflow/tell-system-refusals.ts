import { RemoteError } from '../errors';
import { loadGroup } from '../store/groups';
import { recordTold, untoldRefusals } from '../store/system-keys';
import { systemRefusedLine } from '../views/system-accounts';
import { type Context } from './context';

/** A channel is told of refusals of one account so often at most: a program that loops must not drown it. */
const quietMs = 5 * 60_000;

/**
 * Tells the channel of a system account what was refused to it, as one line however often that was. A crash after the posting tells
 * it twice.
 * @throws RemoteError when the channel was told a moment ago, or what trying again can mend
 */
export async function tellSystemRefusals(
  context: Context,
  { organisationId, accountId }: { readonly organisationId: string; readonly accountId: string },
): Promise<void> {
  const { database, platforms } = context;
  const found = await database.read(async (tx) => {
    const untold = await untoldRefusals(tx, organisationId, accountId);
    if (untold === null) return null;
    const { channels } = await loadGroup(tx, organisationId, untold.groupId);
    return { untold, channels };
  });
  if (found === null) return;
  const { untold, channels } = found;
  const quietUntil = (untold.toldAt?.getTime() ?? -Infinity) + quietMs;
  const waitMs = quietUntil - untold.now.getTime();
  // The queue runs it again then.
  if (waitMs > 0) {
    throw new RemoteError('Elevate', 'throttled', 'told_lately', { retryAfterMs: waitMs });
  }
  const view = systemRefusedLine(untold);
  for (const conversation of channels) {
    try {
      await platforms.get(conversation.platform)?.post(conversation, view, { deciders: [] });
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (error.kind === 'unavailable' || error.kind === 'throttled') throw error;
      context.log.warn(
        { accountId, platform: error.system, code: error.code },
        'a channel cannot be told what was refused to a system account',
      );
      context.count('messages_undeliverable', { platform: conversation.platform });
    }
  }
  await database.transaction((tx) => recordTold(tx, organisationId, accountId, untold.count));
}
