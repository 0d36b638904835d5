import { now as readClock } from '../store/clock';
import { listConnectors } from '../store/configured-lists';
import { connectorsView } from '../views/configured';
import { type View } from '../views/view';
import { checkConnectors } from './check-connectors';
import { type Context } from './context';
import { sliceOf } from './page-slice';

/** Query: the connected systems by name, each asked whether it can do its work. */
export async function readConnectors(context: Context, page: number): Promise<View> {
  const { database, organisationId } = context;
  const { count, rows, readAt } = await database.read(async (tx) => ({
    ...(await listConnectors(tx, organisationId, sliceOf(page))),
    readAt: await readClock(tx),
  }));
  const checked = await checkConnectors(
    context,
    rows.map(({ workload }) => workload),
  );
  const listed = rows.map((row, at) => ({ ...row, health: checked[at]! }));
  return connectorsView({ rows: listed, count, page, readAt });
}
