import { isStillActive } from '../elevation/attempts';
import { openChanges } from '../store/changes';
import { now as readClock } from '../store/clock';
import { listGroups } from '../store/configured-lists';
import { presentWorkloads } from '../store/connectors';
import { type Tx } from '../store/database';
import { loadGroup } from '../store/groups';
import { lostPlaces } from '../store/lost-places';
import { loadOrganisation } from '../store/organisations';
import { overdueRequests, readCounts, readQueue } from '../store/overview';
import { roleHolders } from '../store/roles';
import { failingListings } from '../store/source-listings';
import { loadSnapshots } from '../store/snapshots';
import { undeliveredMessages } from '../store/undelivered';
import { decidersLeast } from '../views/configured';
import { statusView, type StatusFacts } from '../views/status';
import { type View } from '../views/view';
import { checkConnectors } from './check-connectors';
import { compareFile } from './compare-file';
import { type Context } from './context';

/** Query: whether Elevate is on, what needs attention, and what there is. */
export async function readStatus(context: Context): Promise<View> {
  const { workloads, ...stored } = await context.database.read((tx) => readStored(context, tx));
  return statusView({ ...stored, connectors: await checkConnectors(context, workloads) });
}

/** Of more groups those that could not decide are not looked for. */
const groupsMost = 1_000;

/** Places that messages cannot reach; how many more there are is told. */
const placesMost = 5;

/** A directory that is away has all its groups unread. */
const unlistedMost = 20;

/** As many could wait at once only by a mistake. */
const changesMost = 100;

type Stored = Omit<StatusFacts, 'connectors'> & { readonly workloads: readonly string[] };

async function readStored(
  { organisationId, soloAdmin, configFile }: Context,
  tx: Tx,
): Promise<Stored> {
  const organisation = (await loadOrganisation(tx))!;
  const { enabled, fallbackChannels, defaultApproverGroupId: groupId } = organisation.settings;
  const overdue = await loadSnapshots(
    tx,
    organisationId,
    await overdueRequests(tx, organisationId),
  );
  const { rows: groups } = await listGroups(tx, organisationId, { from: 0, most: groupsMost });
  const lost = await lostPlaces(tx, organisationId, placesMost);
  const counts = await readCounts(tx, organisationId);
  const readAt = await readClock(tx);
  return {
    organisation: organisation.name,
    enabled,
    defaultGroup: groupId === null ? null : await loadGroup(tx, organisationId, groupId),
    fallbackOn: fallbackChannels.map(({ platform }) => platform),
    counts,
    file: await compareFile(tx, configFile, counts),
    jobs: await readQueue(tx),
    undelivered: await undeliveredMessages(tx, organisationId),
    stillActive: overdue.filter(({ grant }) => grant !== null && isStillActive(grant, readAt)),
    lostPlaces: lost.places,
    lostMore: lost.more,
    unlisted: await failingListings(tx, organisationId, unlistedMost),
    fewDeciders: groups.filter(({ decides, size }) => decides && size < decidersLeast),
    holders: await roleHolders(tx, organisationId),
    openChanges: (await openChanges(tx, organisationId, changesMost)).map(({ number }) => number),
    soloAdmin,
    workloads: await presentWorkloads(tx, organisationId),
    readAt,
  };
}
