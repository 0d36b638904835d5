/** Which channels people of other organisations are in, or can be asked into. */
import { RemoteError } from '../../errors';
import { type ConversationKey } from '../contract';
import { type Places } from './places';
import { type Roster } from './roster';

export interface SharedChannels {
  /** Throws RemoteError; what Teams cannot say is not taken for a channel of ours alone. */
  isShared(conversation: ConversationKey): Promise<boolean>;
  /** Throws RemoteError `rejected` for a shared channel. */
  assertOwn(conversation: ConversationKey): Promise<void>;
}

/** As in elevation/places.ts. */
const sharedCode = 'SharedChannel';

export function createSharedChannels(places: Places, roster: Roster): SharedChannels {
  /**
   * Only a shared channel can have people of other organisations, and its owners let them in at any time. Where its kind is not known,
   * its members tell.
   */
  async function isShared(conversation: ConversationKey): Promise<boolean> {
    const place = await places.ofConversation(conversation);
    const { channelType } = place.conversation;
    if (channelType === 'standard' || channelType === 'private') return false;
    return channelType === 'shared' || roster.hasForeigners(place);
  }

  async function assertOwn(conversation: ConversationKey): Promise<void> {
    if (await isShared(conversation)) throw new RemoteError('Teams', 'rejected', sharedCode);
  }

  return { isShared, assertOwn };
}
