import { byElevate } from '../audit/events';
import { isStillActive, nextAttemptAfter } from '../elevation/attempts';
import { appendAudit, auditOf } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { rescheduleGrant, type GrantClaim } from '../store/grants';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** Why an attempt came to nothing. */
export interface Failure {
  /** `kind` of a RemoteError, or what else there is to say. */
  readonly lastError: string;
  /** How long the target wants to be left alone. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Says when a grant is tried again after an attempt that came to nothing, for whatever reason, and lets the screens say so. A right
 * that should have been gone a minute ago is in the trail from then on.
 * @returns false when somebody else has the grant by now
 */
export async function putOffGrant(
  context: Context,
  tx: Tx,
  claim: GrantClaim,
  { lastError, retryAfterMs = 0 }: Failure,
): Promise<boolean> {
  const { attempts, organisationId, requestId } = claim;
  const now = await readClock(tx);
  const jitter = context.jitter();
  const nextAttemptAt = nextAttemptAfter({ attempts, now, retryAfterMs, jitter });
  if (!(await rescheduleGrant(tx, claim, { nextAttemptAt, lastError }))) return false;
  if (isStillActive({ ...claim, state: 'ending' }, now)) await auditOverdue(tx, claim, lastError);
  await enqueuePublish(tx, organisationId, requestId);
  return true;
}

/** Once per grant: what fails every minute for a weekend must not bury everything else in the trail. */
async function auditOverdue(tx: Tx, claim: GrantClaim, kind: string): Promise<void> {
  const { organisationId, requestId, grantId, attempts } = claim;
  const trail = await auditOf(tx, organisationId, requestId);
  if (trail.some((event) => event.kind === 'grant.overdue')) return;
  const endsAt = claim.endsAt.toISOString();
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.overdue',
    actor: byElevate,
    requestId,
    grantId,
    facts: { endsAt, attempts, kind },
  });
}
