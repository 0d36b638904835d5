import { RemoteError, type RemoteErrorKind } from '../errors';
import { now as readClock } from '../store/clock';
import { silentSince } from '../store/connector-state';
import { type AskedConnector } from '../views/connector-lines';
import { type Context } from './context';

/** How long a system may take to answer; whoever asked waits for at most 3 s in all. */
const checkMs = 1_200;

/** Asks each of these systems, all at the same time and outside of any transaction, whether it can do its work. */
export async function checkConnectors(
  context: Context,
  workloads: readonly string[],
): Promise<readonly AskedConnector[]> {
  const { database, organisationId } = context;
  const checkedAt = await database.read(readClock);
  const asked = await Promise.all(
    workloads.map(async (workload) => ({
      ...(await check(context, workload)),
      workload,
      checkedAt,
    })),
  );
  const silent = asked.filter(({ state }) => state === 'silent').map(({ workload }) => workload);
  if (silent.length === 0) return asked;
  const since = await database.read((tx) => silentSince(tx, organisationId, silent));
  return asked.map((one) => {
    return one.state === 'silent' ? { ...one, since: since.get(one.workload) ?? checkedAt } : one;
  });
}

type Checked = Pick<AskedConnector, 'state' | 'findings' | 'found'>;

async function check(context: Context, workload: string): Promise<Checked> {
  const connector = context.connectors.of(workload);
  if (connector === null) return { state: 'missing', findings: 0, found: [] };
  try {
    const { ok, findings: found, failed } = await connector.check(AbortSignal.timeout(checkMs));
    const findings = found.filter((one) => !one.ok).length;
    if (failed !== undefined) return { state: stateAfter(failed), findings, found };
    return { state: ok ? 'working' : 'findings', findings, found };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { system, kind, code } = error;
    context.log.warn({ system, kind, code }, 'a connected system did not pass its check');
    return { state: stateAfter(kind), findings: 0, found: [] };
  }
}

function stateAfter(kind: RemoteErrorKind): 'silent' | 'refusing' {
  return kind === 'unavailable' || kind === 'throttled' ? 'silent' : 'refusing';
}
