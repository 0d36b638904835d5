import { isRefusal, type Refusal } from '../errors';
import { now as readClock } from '../store/clock';
import { listConnectors } from '../store/configured-lists';
import { loadConnectorState } from '../store/connector-state';
import { connectorsView } from '../views/configured';
import { connectorView } from '../views/connector';
import { type View } from '../views/view';
import { actsAtOnce } from './act-on-grant';
import { checkConnectors } from './check-connectors';
import { type Context } from './context';
import { connectorNamed } from './name-connector';
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

/** Query: one of them, with its settings, what is granted in it, and what it says when it is asked. */
export async function readConnector(context: Context, typed: string): Promise<View | Refusal> {
  const { database, organisationId } = context;
  const stored = await database.read(async (tx) => {
    const workload = await connectorNamed(tx, organisationId, typed);
    if (isRefusal(workload)) return workload;
    const state = await loadConnectorState(tx, organisationId, workload);
    return { ...state, readAt: await readClock(tx) };
  });
  if (isRefusal(stored)) return stored;
  const [health] = await checkConnectors(context, [stored.workload]);
  return connectorView({ ...stored, actsAtOnce, health: health! });
}
