import { isRefusal, type Refusal } from '../errors';
import { now as readClock } from '../store/clock';
import { listConnectors } from '../store/configured-lists';
import { loadConnectorState } from '../store/connector-state';
import { connectorsView } from '../views/configured';
import { connectorView } from '../views/connector';
import { type View } from '../views/view';
import { actsAtOnce } from './act-on-grant';
import { connectorHealth } from './connector-health';
import { type Context } from './context';
import { connectorNamed } from './name-connector';
import { sliceOf } from './page-slice';

/**
 * Query: the connected systems by name, and whether each can do its work.
 * @param mayAsk whether the reader may have them asked
 */
export async function readConnectors(
  context: Context,
  page: number,
  mayAsk: boolean,
): Promise<View> {
  const { database, organisationId } = context;
  const { count, rows, readAt } = await database.read(async (tx) => ({
    ...(await listConnectors(tx, organisationId, sliceOf(page))),
    readAt: await readClock(tx),
  }));
  const workloads = rows.map(({ workload }) => workload);
  const checked = await connectorHealth(context, workloads, mayAsk);
  const listed = rows.map((row, at) => ({ ...row, health: checked[at]! }));
  return connectorsView({ rows: listed, count, page, readAt });
}

/** Query: one of them, with its settings, what is granted in it, and whether it can do its work. */
export async function readConnector(
  context: Context,
  typed: string,
  mayAsk: boolean,
): Promise<View | Refusal> {
  const { database, organisationId } = context;
  const stored = await database.read(async (tx) => {
    const workload = await connectorNamed(tx, organisationId, typed);
    if (isRefusal(workload)) return workload;
    const state = await loadConnectorState(tx, organisationId, workload);
    return { ...state, readAt: await readClock(tx) };
  });
  if (isRefusal(stored)) return stored;
  const [health] = await connectorHealth(context, [stored.workload], mayAsk);
  return connectorView({ ...stored, actsAtOnce, health: health! });
}
