import { type ConversationKey } from '../elevation/model';
import { RemoteError } from '../errors';
import { type Tx } from '../store/database';
import { loadGroup } from '../store/groups';
import { recordTold, untoldRefusals, type Untold } from '../store/system-keys';
import { systemRefusedLine } from '../views/system-accounts';
import { type View } from '../views/view';
import { type Context } from './context';
import { isPassing, postToOne } from './deliver-message';
import { isSameConversation } from './read-published';
import { runningIds, watchersOf, type Watcher } from './running-people';
import { standInsOf } from './stand-in';

/** A channel is told of refusals of one account so often at most: a program that loops must not drown it. */
const quietMs = 5 * 60_000;

interface AboutAccount {
  readonly organisationId: string;
  readonly accountId: string;
}

interface Told {
  readonly untold: Untold;
  /** The channels of the group, and what stands in for those that cannot be reached. */
  readonly channels: readonly ConversationKey[];
  /** Owners and admins, where no channel is left. */
  readonly watchers: readonly Watcher[];
}

/**
 * Tells the channel of a system account what was refused to it, as one line however often that was; where the channel cannot be
 * reached what stands in for it, and owners and admins where nothing does. A crash after the posting tells it twice.
 * @throws RemoteError when the channel was told a moment ago, or what trying again can mend
 */
export async function tellSystemRefusals(context: Context, about: AboutAccount): Promise<void> {
  const { database } = context;
  let found = await database.read((tx) => read(context, tx, about));
  if (found === null) return;
  const { untold } = found;
  const quietUntil = (untold.toldAt?.getTime() ?? -Infinity) + quietMs;
  const waitMs = quietUntil - untold.now.getTime();
  // The queue runs it again then.
  if (waitMs > 0) {
    throw new RemoteError('Elevate', 'throttled', 'told_lately', { retryAfterMs: waitMs });
  }
  const view = systemRefusedLine(untold);
  const done: ConversationKey[] = [];
  for (;;) {
    const left = found.channels.filter((one) => !done.some((it) => isSameConversation(it, one)));
    if (left.length === 0) break;
    for (const conversation of left) await tellChannel(context, about, { conversation, view });
    done.push(...left);
    // A channel that was found lost just now has another one that stands in for it.
    found = (await database.read((tx) => read(context, tx, about))) ?? found;
  }
  for (const watcher of found.watchers) await tellWatcher(context, about, { watcher, view });
  const { organisationId, accountId } = about;
  await database.transaction((tx) => recordTold(tx, organisationId, accountId, untold.count));
}

async function read(
  context: Context,
  tx: Tx,
  { organisationId, accountId }: AboutAccount,
): Promise<Told | null> {
  const untold = await untoldRefusals(tx, organisationId, accountId);
  if (untold === null) return null;
  const { channels } = await loadGroup(tx, organisationId, untold.groupId);
  const standIns = (await standInsOf(context, tx, organisationId, channels)).map(
    ({ standIn }) => standIn,
  );
  const ids = standIns.includes('admins') ? await runningIds(tx, organisationId) : [];
  return {
    untold,
    channels: [...channels, ...standIns.filter((one) => typeof one !== 'string')],
    watchers: await watchersOf(context, tx, organisationId, ids),
  };
}

async function tellChannel(
  context: Context,
  about: AboutAccount,
  { conversation, view }: { readonly conversation: ConversationKey; readonly view: View },
): Promise<void> {
  const platform = context.platforms.get(conversation.platform);
  await unlessLost(context, about, async () => {
    await platform?.post(conversation, view, { deciders: [] });
  });
}

async function tellWatcher(
  context: Context,
  about: AboutAccount,
  { watcher, view }: { readonly watcher: Watcher; readonly view: View },
): Promise<void> {
  const [account, ...others] = watcher.accounts;
  if (account === undefined) return;
  await unlessLost(context, about, async () => {
    await postToOne(context, { account, others }, view);
  });
}

/** @throws RemoteError what trying again can mend */
async function unlessLost(
  context: Context,
  { accountId }: AboutAccount,
  post: () => Promise<void>,
): Promise<void> {
  try {
    await post();
  } catch (error) {
    if (!(error instanceof RemoteError) || isPassing(error)) throw error;
    const { system, code } = error;
    context.log.warn(
      { accountId, platform: system, code },
      'a channel cannot be told what was refused to a system account',
    );
    context.count('messages_undeliverable', { platform: system.toLowerCase() });
  }
}
