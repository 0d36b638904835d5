/** What activities tell of where the app can be reached: it was added or removed, or a channel is gone. */
import { type LossKind } from '../../elevation/places';
import { type AccountKey, type PlaceNews } from '../contract';
import { conversationKind, rootConversationId, type Activity } from './activity';

/**
 * Null for an activity that says nothing about that. Of a team Teams names its first channel only; that the others are lost with it is
 * found out by the next message there.
 */
export function placeNewsOf(
  activity: Activity,
  tenant: string,
  account: AccountKey | null,
): PlaceNews | null {
  const said = saidOf(activity);
  if (said === null) return null;
  const platform = 'teams';
  if (conversationKind(activity) !== 'personal') {
    const id = said.channel ?? rootConversationId(activity.conversation.id);
    return { place: { platform, tenant, scope: 'channel', id }, loss: said.loss, code: said.code };
  }
  if (account === null) return null;
  const place = { platform, tenant, scope: 'person', id: account.user } as const;
  return { place, loss: said.loss, code: said.code };
}

interface Said {
  readonly loss: LossKind | null;
  readonly code: string;
  /** Where it is about another channel than the one that it was sent from. */
  readonly channel?: string;
}

function saidOf(activity: Activity): Said | null {
  const { type, action = '', channelData, recipient } = activity;
  if (type === 'installationUpdate') {
    if (action.startsWith('remove')) return { loss: 'app-removed', code: `${type} ${action}` };
    return action.startsWith('add') ? { loss: null, code: `${type} ${action}` } : null;
  }
  if (type !== 'conversationUpdate') return null;
  const isApp = ({ id }: { readonly id: string }) => id === recipient?.id;
  if (activity.membersRemoved?.some(isApp) === true) {
    return { loss: 'not-in-channel', code: `${type} membersRemoved` };
  }
  if (activity.membersAdded?.some(isApp) === true) {
    return { loss: null, code: `${type} membersAdded` };
  }
  const { eventType, channel } = channelData ?? {};
  if (channel === undefined) return null;
  if (eventType === 'channelDeleted')
    return { loss: 'channel-gone', code: eventType, channel: channel.id };
  if (eventType === 'channelRestored') return { loss: null, code: eventType, channel: channel.id };
  return null;
}
