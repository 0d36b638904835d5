import { now as readClock } from '../store/clock';
import { lastChecks } from '../store/connector-state';
import { type CheckedConnector } from '../views/connector-lines';
import { checkConnectors } from './check-connectors';
import { type Context } from './context';

/**
 * What is said of connected systems to somebody who looks at them. Who may have them asked hears what they say now; everybody else
 * what they said when they were last asked: looking is no reason to call a system.
 */
export async function connectorHealth(
  context: Context,
  workloads: readonly string[],
  mayAsk: boolean,
): Promise<readonly CheckedConnector[]> {
  if (mayAsk) return checkConnectors(context, workloads);
  const { database, organisationId, connectors } = context;
  const { checks, readAt } = await database.read(async (tx) => ({
    checks: await lastChecks(tx, organisationId, workloads),
    readAt: await readClock(tx),
  }));
  return workloads.map((workload): CheckedConnector => {
    const unknown = { workload, findings: 0, found: [], checkedAt: readAt };
    if (connectors.of(workload) === null) return { ...unknown, state: 'missing' };
    const last = checks.find((one) => one.workload === workload);
    return last === undefined
      ? { ...unknown, state: 'unasked' }
      : { ...last, found: [], isStored: true };
  });
}
