import { RemoteError } from '../errors';
import { now as readClock } from '../store/clock';
import { type ConnectorHealth } from '../views/connector-lines';
import { type Context } from './context';

/** How long a system may take to answer; whoever asked waits for at most 3 s in all. */
const checkMs = 1_200;

/** Asks each of these systems, all at the same time and outside of any transaction, whether it can do its work. */
export async function checkConnectors(
  context: Context,
  workloads: readonly string[],
): Promise<readonly ConnectorHealth[]> {
  const checkedAt = await context.database.read(readClock);
  return Promise.all(
    workloads.map(async (workload) => ({
      ...(await check(context, workload)),
      workload,
      checkedAt,
    })),
  );
}

async function check(
  context: Context,
  workload: string,
): Promise<Pick<ConnectorHealth, 'state' | 'findings'>> {
  const connector = context.connectors.of(workload);
  if (connector === null) return { state: 'missing', findings: 0 };
  try {
    const { ok, findings } = await connector.check(AbortSignal.timeout(checkMs));
    const failed = findings.filter((one) => !one.ok).length;
    return { state: ok ? 'working' : 'findings', findings: failed };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { system, kind, code } = error;
    context.log.warn({ system, kind, code }, 'a connected system did not pass its check');
    return { state: isSilent(error) ? 'silent' : 'refusing', findings: 0 };
  }
}

function isSilent({ kind }: RemoteError): boolean {
  return kind === 'unavailable' || kind === 'throttled';
}
