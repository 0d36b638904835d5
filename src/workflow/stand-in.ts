/** What stands in for the channels of approver groups that cannot be reached. */
import { isLostWith, standInFor, type StandIn } from '../elevation/places';
import { type ConversationKey } from '../elevation/model';
import { type Tx } from '../store/database';
import { loadGroup } from '../store/groups';
import { lostPlaces } from '../store/lost-places';
import { loadOrganisation } from '../store/organisations';
import { type Context } from './context';

/** The channel of a group that cannot be reached, and what its prompts go to meanwhile. */
export interface StoodIn {
  readonly lost: ConversationKey;
  readonly standIn: StandIn;
}

/** For each channel of the group that is lost now. */
export async function standInsOf(
  { platforms }: Context,
  tx: Tx,
  organisationId: string,
  own: readonly ConversationKey[],
): Promise<readonly StoodIn[]> {
  const places = await lostPlaces(tx, organisationId);
  const isLost = (one: ConversationKey) => places.some(({ place }) => isLostWith(one, place));
  const lost = own.filter(isLost);
  if (lost.length === 0) return [];
  const { settings } = (await loadOrganisation(tx))!;
  const { defaultApproverGroupId: id, fallbackChannels: fallback } = settings;
  const ofDefault = id === null ? [] : (await loadGroup(tx, organisationId, id)).channels;
  const isReachable = (one: ConversationKey) => platforms.has(one.platform) && !isLost(one);
  return lost.map((one) => {
    const standIn = standInFor({ lost: one, own, fallback, ofDefault, isReachable });
    return { lost: one, standIn };
  });
}
