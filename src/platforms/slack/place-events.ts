/** Events that tell where the app can be reached: it, or its user in a channel, came or went. */
import { z } from 'zod';
import { type LossKind } from '../../elevation/places';
import { isStorable } from '../../elevation/typed-text';

const id = z.string().min(1).max(255).refine(isStorable);
const InChannel = z.object({ channel: id });
const OfMember = InChannel.extend({ user: id });
const Revoked = z.object({ tokens: z.object({ bot: z.array(id).min(1) }) });

export interface PlaceSaid {
  /** Of the app itself. */
  readonly user: string;
  /** Null for the whole workspace. */
  readonly channel: string | null;
  /** Null where it can be reached again. */
  readonly loss: LossKind | null;
  readonly event: string;
  /** A channel that is unarchived says nothing of whether the app is in it. */
  readonly undoes?: LossKind;
  /** Whose bot tokens were revoked: another app's say nothing of ours. */
  readonly bots?: readonly string[];
}

/**
 * What an event says about that; null for all others, and for what is about other members.
 * @param appUser user id of the app as the event's authorisation names it
 */
export function readPlaceEvent(
  event: { readonly type: string },
  appUser: string | null,
): PlaceSaid | null {
  const user = appUser ?? 'app';
  const all = (loss: LossKind): PlaceSaid => ({ user, channel: null, loss, event: event.type });
  if (event.type === 'app_uninstalled') return all('app-removed');
  // Tokens of people are revoked as well; nothing is sent with them.
  if (event.type === 'tokens_revoked') {
    const { data } = Revoked.safeParse(event);
    return data === undefined ? null : { ...all('token-revoked'), bots: data.tokens.bot };
  }
  const loss = lossInChannel(event, appUser);
  const { data } = InChannel.safeParse(event);
  if (loss === undefined || data === undefined) return null;
  const said = { user, channel: data.channel, loss, event: event.type };
  if (event.type.endsWith('_unarchive')) return { ...said, undoes: 'channel-gone' };
  return event.type === 'channel_unshared' ? { ...said, undoes: 'shared-outside' } : said;
}

/** Undefined where it says nothing. Slack names the same events differently in private channels. */
function lossInChannel(
  event: { readonly type: string },
  appUser: string | null,
): LossKind | null | undefined {
  if (event.type === 'channel_left' || event.type === 'group_left') return 'not-in-channel';
  if (event.type === 'channel_archive' || event.type === 'group_archive') return 'channel-gone';
  if (event.type === 'channel_deleted' || event.type === 'group_deleted') return 'channel-gone';
  if (event.type === 'channel_shared') return 'shared-outside';
  // One of several organisations may have left.
  if (event.type === 'channel_unshared') return isStillShared(event) ? undefined : null;
  if (event.type === 'channel_unarchive' || event.type === 'group_unarchive') return null;
  if (event.type !== 'member_joined_channel') return undefined;
  const { data } = OfMember.safeParse(event);
  return data !== undefined && data.user === appUser ? null : undefined;
}

/** Slack says so with the event; where it does not, the next message there finds it out. */
function isStillShared(event: object): boolean {
  return !('is_ext_shared' in event) || event.is_ext_shared !== false;
}
