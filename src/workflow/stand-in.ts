/** What stands in for the channels of approver groups that cannot be reached. */
import { isLostWith, standInFor, type PlaceKey, type StandIn } from '../elevation/places';
import { type ConversationKey } from '../elevation/model';
import { type Tx } from '../store/database';
import { loadGroup } from '../store/groups';
import { lostAmong } from '../store/lost-places';
import { loadOrganisation } from '../store/organisations';
import { type Context } from './context';

/** The channel of a group that cannot be reached, and what its prompts go to meanwhile. */
export interface StoodIn {
  readonly lost: ConversationKey;
  readonly standIn: StandIn;
}

/** Channels that can stand in for others: those that are set to, and those of the default group. */
async function substitutes(tx: Tx, organisationId: string) {
  const { settings } = (await loadOrganisation(tx))!;
  const { defaultApproverGroupId: id, fallbackChannels: fallback } = settings;
  const ofDefault = id === null ? [] : (await loadGroup(tx, organisationId, id)).channels;
  return { fallback, ofDefault };
}

/** For each channel of the group that is lost now. */
export async function standInsOf(
  { platforms }: Context,
  tx: Tx,
  organisationId: string,
  own: readonly ConversationKey[],
): Promise<readonly StoodIn[]> {
  const lost = own.filter(await losses(tx, organisationId, own));
  if (lost.length === 0) return [];
  const { fallback, ofDefault } = await substitutes(tx, organisationId);
  const isLost = await losses(tx, organisationId, [...own, ...fallback, ...ofDefault]);
  const isReachable = (one: ConversationKey) => platforms.has(one.platform) && !isLost(one);
  return lost.map((one) => {
    const standIn = standInFor({ lost: one, own, fallback, ofDefault, isReachable });
    return { lost: one, standIn };
  });
}

/** A channel for what reaches nobody otherwise: the one that is set to stand in, or that of the default group; null where none can be reached. */
export async function lastResort(
  { platforms }: Context,
  tx: Tx,
  organisationId: string,
): Promise<ConversationKey | null> {
  const { fallback, ofDefault } = await substitutes(tx, organisationId);
  const channels = [...fallback, ...ofDefault];
  const isLost = await losses(tx, organisationId, channels);
  return channels.find((one) => platforms.has(one.platform) && !isLost(one)) ?? null;
}

/** Tells of each of these channels whether it is lost. */
async function losses(
  tx: Tx,
  organisationId: string,
  channels: readonly ConversationKey[],
): Promise<(one: ConversationKey) => boolean> {
  const asked = channels.map((one): PlaceKey => ({ ...one, scope: 'channel' }));
  const lost = await lostAmong(tx, organisationId, asked);
  return (one) => lost.some(({ place }) => isLostWith(one, place));
}
