import { byElevate } from '../audit/events';
import { isWorthWarning, nextWarningAfter } from '../elevation/attempts';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { dueWarnings, recordWarning, type DueWarning } from '../store/warnings';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';
import { type SetAside } from './set-aside';
import { tendDue, type Due } from './tend-due';

const ending: Due<DueWarning> = {
  what: 'warning',
  batch: 100,
  find: dueWarnings,
  idOf: ({ grantId }) => grantId,
  tend: warnOne,
};

/**
 * Has the holders of grants that end soon told so, once per warning however often and wherever this runs. What was due
 * while nothing ran is told late as one warning, with the time that is left by then. @returns how many were looked at
 */
export function warnHolders(context: Context, setAside: SetAside): Promise<number> {
  return tendDue(context, setAside, ending);
}

async function warnOne(tx: Tx, one: DueWarning): Promise<void> {
  const isTold = isWorthWarning(one, one.now);
  const warnAt = nextWarningAfter(one, one.now);
  await recordWarning(tx, one, { warnAt, warnedAt: isTold ? one.now : null });
  if (isTold) await tell(tx, one);
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
