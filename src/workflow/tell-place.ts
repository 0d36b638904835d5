import { byElevate } from '../audit/events';
import { isLostWith, type StandIn } from '../elevation/places';
import { type AccountKey, type ConversationKey } from '../elevation/model';
import { actingIn } from '../elevation/roles';
import { RemoteError } from '../errors';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { groupsIn, loadGroup } from '../store/groups';
import { isUsed, lostAmong, lostPlaceOf, tellAtOf, type LostPlace } from '../store/lost-places';
import { accountsOf } from '../store/people';
import { roleHolders } from '../store/roles';
import { placeBackView, placeLostView, type StandInFacts } from '../views/place';
import { type View } from '../views/view';
import { type Context } from './context';
import { isPassing } from './deliver-message';
import { standInsOf } from './stand-in';
import { type PlaceNewsJob } from './tell-place-job';

interface News {
  readonly view: View;
  /** Where platforms that can be reached come first. */
  readonly accounts: readonly AccountKey[];
}

/**
 * Tells one owner or admin of a place, on the first of their accounts that can be reached. A crash after the posting tells them twice.
 * @throws RemoteError what trying again can mend
 */
export async function tellPlace(context: Context, job: PlaceNewsJob): Promise<void> {
  const found = await context.database.read((tx) => read(context, tx, job));
  if (found === null) return;
  let why = { platform: 'none', code: 'no_account' };
  for (const account of found.accounts) {
    try {
      await context.platforms.get(account.platform)!.postDirect(account, found.view);
      return;
    } catch (error) {
      if (!(error instanceof RemoteError) || isPassing(error)) throw error;
      why = { platform: error.system, code: error.code };
    }
  }
  const { organisationId, placeId, personId } = job;
  context.log.warn({ placeId, personId, ...why }, 'an owner or admin cannot be told of a place');
  context.count('messages_undeliverable', { platform: why.platform.toLowerCase() });
  const facts = { purpose: `place:${placeId}:${personId}`, ...why };
  await context.database.transaction((tx) =>
    appendAudit(tx, { organisationId, kind: 'message.undeliverable', actor: byElevate, facts }),
  );
}

/** Null where there is nothing to tell any more, or nobody who has to know. */
async function read(
  context: Context,
  tx: Tx,
  { organisationId, placeId, personId, news }: PlaceNewsJob,
): Promise<News | null> {
  const lost = await lostPlaceOf(tx, organisationId, placeId);
  if (lost === null || (news === 'lost' && lost.backAt !== null)) return null;
  const holders = await roleHolders(tx, organisationId);
  const people = [...actingIn('owner', holders), ...actingIn('admin', holders)];
  if (!people.some(({ id }) => id === personId)) return null;
  if (!(await isUsed(tx, organisationId, lost.place))) return null;
  const readAt = await readClock(tx);
  if (readAt < (await tellAtOf(tx, organisationId, placeId))) return null;
  const view =
    news === 'back'
      ? placeBackView(lost, readAt)
      : placeLostView(lost, await standInFacts(context, tx, organisationId, lost), readAt);
  return { view, accounts: await accountsInReach(context, tx, organisationId, personId) };
}

/** What is lost is tried last: it may work again. */
async function accountsInReach(
  { platforms }: Context,
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<readonly AccountKey[]> {
  const accounts: AccountKey[] = [];
  for (const platform of platforms.keys()) {
    for (const { tenant, user } of await accountsOf(tx, organisationId, [personId], platform)) {
      accounts.push({ platform, tenant, user });
    }
  }
  const asked = accounts.map(({ user: id, ...one }) => ({ ...one, scope: 'person', id }) as const);
  const places = (await lostAmong(tx, organisationId, asked)).map(({ place }) => place);
  const isLost = ({ platform, tenant, user }: AccountKey) =>
    places.some(
      (one) =>
        isLostWith({ platform, tenant, id: '' }, one) ||
        (one.scope === 'person' && one.platform === platform && one.id === user),
    );
  return [...accounts.filter((one) => !isLost(one)), ...accounts.filter(isLost)];
}

async function standInFacts(
  context: Context,
  tx: Tx,
  organisationId: string,
  { place }: LostPlace,
): Promise<StandInFacts | null> {
  if (place.scope !== 'channel') return null;
  const [groupId] = await groupsIn(tx, organisationId, place);
  if (groupId === undefined) return null;
  const { channels } = await loadGroup(tx, organisationId, groupId);
  const all = await standInsOf(context, tx, organisationId, channels);
  const found = all.find(({ lost }) => isLostWith(lost, place));
  return found === undefined ? null : describe(tx, organisationId, found.standIn);
}

async function describe(tx: Tx, organisationId: string, standIn: StandIn): Promise<StandInFacts> {
  if (typeof standIn === 'string') return standIn;
  return { name: await nameOf(tx, organisationId, standIn), platform: standIn.platform };
}

/** The group whose channel it is; null where it is nobody's own. */
async function nameOf(
  tx: Tx,
  organisationId: string,
  channel: ConversationKey,
): Promise<string | null> {
  const [groupId] = await groupsIn(tx, organisationId, channel);
  return groupId === undefined ? null : (await loadGroup(tx, organisationId, groupId)).name;
}
