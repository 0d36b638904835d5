import { byElevate } from '../audit/events';
import { isWorthWarning, nextWarningAfter } from '../elevation/attempts';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { dueWarnings, recordWarning, type DueWarning } from '../store/warnings';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** How many are handled in one transaction: small enough to never hold locks for long. */
const batch = 100;

/**
 * Has the holders of grants that end soon told so, once per warning however often and wherever this runs. What was due
 * while nothing ran is told late as one warning, with the time that is left by then. @returns how many were looked at
 */
export async function warnHolders(context: Context): Promise<number> {
  return context.database.transaction(async (tx) => {
    const due = await dueWarnings(tx, batch);
    for (const one of due) {
      const isTold = isWorthWarning(one, one.now);
      const warnAt = nextWarningAfter(one, one.now);
      await recordWarning(tx, one, { warnAt, warnedAt: isTold ? one.now : null });
      if (isTold) await tell(tx, one);
    }
    return due.length;
  });
}

async function tell(
  tx: Tx,
  { organisationId, requestId, grantId, ...one }: DueWarning,
): Promise<void> {
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.warned',
    actor: byElevate,
    requestId,
    grantId,
    facts: {
      endsAt: one.endsAt.toISOString(),
      leftS: Math.round((one.endsAt.getTime() - one.now.getTime()) / 1000),
    },
  });
  await enqueuePublish(tx, organisationId, requestId);
}
