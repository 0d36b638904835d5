import { choosePolicy } from '../elevation/policy';
import { now as readClock } from '../store/clock';
import { listTargets } from '../store/configured-lists';
import { policiesCovering } from '../store/policies';
import { targetsView, type ListedTarget } from '../views/configured';
import { type View } from '../views/view';
import { type Context } from './context';
import { sliceOf } from './page-slice';

/** Query: all targets by name, each with the policy that decides about it. */
export function readTargets({ database, organisationId }: Context, page: number): Promise<View> {
  return database.read(async (tx) => {
    const { count, rows: targets } = await listTargets(tx, organisationId, sliceOf(page));
    const rows: ListedTarget[] = [];
    for (const target of targets) {
      const covering = await policiesCovering(tx, organisationId, target.name);
      rows.push({ target, policy: choosePolicy(covering, target.name) });
    }
    return targetsView({ rows, count, page, readAt: await readClock(tx) });
  });
}
