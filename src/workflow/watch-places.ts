import { lossBy, type PlaceKey, type PlaceNews } from '../elevation/places';
import { RemoteError } from '../errors';
import { type AccountKey, type ConversationKey, type Platform } from '../platforms/contract';
import { lostAmong } from '../store/lost-places';
import { type Context } from './context';
import { notePlace } from './note-place';

type SentTo = Omit<PlaceKey, 'scope'> & { readonly scope: 'channel' | 'person' };

/**
 * A platform whose messages tell which places can be reached: what one of them finds out is written down before its error goes on.
 * That it could not be written down is no fault of the message.
 */
export function watchPlaces(context: Context, platform: Platform): Platform {
  async function sending<T>(
    sentTo: SentTo,
    send: () => Promise<T>,
    proves: Pick<PlaceNews, 'isOwn'> = {},
  ): Promise<T> {
    let sent: T;
    try {
      sent = await send();
    } catch (error) {
      const news = error instanceof RemoteError ? lossBy(error, sentTo) : null;
      if (news !== null) await noting(context, () => notePlace(context, news, null));
      throw error;
    }
    await noting(context, () => noteReached(context, sentTo, proves));
    return sent;
  }
  return {
    ...platform,
    post: (conversation, view, options) =>
      sending(channel(conversation), () => platform.post(conversation, view, options), {
        isOwn: true,
      }),
    update: (message, view, options) =>
      sending(channel(message.conversation), () => platform.update(message, view, options)),
    postDirect: (account, view) =>
      sending(personal(account), () => platform.postDirect(account, view)),
    readAccount: (...asked) => platform.readAccount(...asked),
    isSharedOutside: (...asked) => platform.isSharedOutside(...asked),
  };
}

function channel({ platform, tenant, id }: ConversationKey): SentTo {
  return { platform, tenant, scope: 'channel', id };
}

function personal({ platform, tenant, user: id }: AccountKey): SentTo {
  return { platform, tenant, scope: 'person', id };
}

/** Most often it was not lost, and one look by the index tells so. */
async function noteReached(
  context: Context,
  place: SentTo,
  proves: Pick<PlaceNews, 'isOwn'>,
): Promise<void> {
  const { database, organisationId } = context;
  const lost = await database.read((tx) => lostAmong(tx, organisationId, [place]));
  if (lost.length === 0) return;
  const news: PlaceNews = { place, loss: null, code: 'message', ...proves };
  await notePlace(context, news, null);
}

async function noting(context: Context, note: () => Promise<void>): Promise<void> {
  try {
    await note();
  } catch (error) {
    context.log.error({ err: error }, 'what a message says of a place could not be written down');
  }
}
