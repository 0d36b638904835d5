import { nearestNames } from '../elevation/nearest';
import { refuse, type Refusal } from '../errors';
import { now as readClock } from '../store/clock';
import { findGroup, listGroups, usesOf } from '../store/configured-lists';
import { groupMembers, loadGroup, nestingOf } from '../store/groups';
import { listingsOf } from '../store/source-listings';
import { groupsView, groupView } from '../views/configured';
import { type View } from '../views/view';
import { type Context } from './context';
import { sliceOf } from './page-slice';

/** Query: all approver groups, by name. */
export function readGroups({ database, organisationId }: Context, page: number): Promise<View> {
  return database.read(async (tx) => {
    const found = await listGroups(tx, organisationId, sliceOf(page));
    return groupsView({ ...found, page, readAt: await readClock(tx) });
  });
}

/** Names that a mistyped one is compared with. */
const comparedMost = 1_000;

/** Query: who is in a group, where its prompts go, and what names it. */
export function readGroup(
  { database, organisationId }: Context,
  typed: string,
  mayChange: boolean,
): Promise<View | Refusal> {
  return database.read(async (tx) => {
    const groupId = await findGroup(tx, organisationId, typed);
    if (groupId === null) {
      const all = await listGroups(tx, organisationId, { from: 0, most: comparedMost });
      const names = all.rows.map(({ name }) => name);
      return refuse('unknown-group', { typed, nearest: nearestNames(typed, names, 3) });
    }
    const facts = {
      group: await loadGroup(tx, organisationId, groupId),
      members: await groupMembers(tx, organisationId, groupId),
      ...(await nestingOf(tx, organisationId, groupId)),
      outside: await listingsOf(tx, organisationId, groupId),
      uses: await usesOf(tx, organisationId, groupId),
      readAt: await readClock(tx),
    };
    return groupView(facts, mayChange);
  });
}
