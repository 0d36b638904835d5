import { byElevate } from '../audit/events';
import { causeOfEnd, isUntouched, keepsRight, whenItEnds } from '../elevation/grant-life';
import { type Connector } from '../connectors/contract';
import { RemoteError } from '../errors';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { liveExtensions } from '../store/extensions';
import { handOverRight, moveGrant, otherLiveGrants, type GrantClaim } from '../store/grants';
import { entitlementOf, readHeld, recordHeld, stepSignal } from './activate-grant';
import { type Context } from './context';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { putOffGrant } from './put-off-grant';

/** Whether the right stays and why, and which grants keep it. */
interface Kept {
  readonly why: 'no' | 'held-before' | 'also-held';
  readonly by: readonly string[];
}

/**
 * Takes a right away: when its end has come, or when somebody ended it early. "Ended" is only written after the target
 * was read and the right was not there. Failed attempts are rescheduled without limit. Of a grant for which nothing was ever done,
 * nothing is taken away, and its end waits for no target: what is there is the person's own, or of another grant that takes it
 * away itself.
 */
export async function endGrant(
  context: Context,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<void> {
  const isNew = whenItEnds(claim.state) === 'ending';
  if (isNew && !(await beginEnding(context, claim))) return;
  try {
    const heldBefore = claim.heldBefore ?? (await readUntouched(context, claim, signal));
    if (heldBefore === 'not-ours') return;
    const kept = await context.database.read((tx) => whyKept(tx, { ...claim, heldBefore }));
    const isKept = kept.why !== 'no';
    if (!isKept && !isUntouched(claim)) await takeAway(context, claim, signal);
    const endCause = causeOfEnd(claim, { isKept });
    await recordEnded(context, { ...claim, endCause }, kept);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    await recordFailedAttempt(context, claim, error);
  }
}

/**
 * What is in the target of a grant for which nothing was done. Nothing hangs on it but what is told: where the target does not say,
 * null, and the grant ends all the same.
 */
async function readUntouched(
  context: Context,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<boolean | 'not-ours' | null> {
  try {
    const isHeld = await readHeld(connectorOf(context, claim), claim, signal);
    return await context.database.transaction((tx) => recordHeld(tx, claim, isHeld));
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const about = { grantId: claim.grantId, code: error.code, kind: error.kind };
    context.log.warn(about, 'what was never begun ends without a word of its target');
    return null;
  }
}

/** The time is up: the row says so before the target is touched, and the screens follow the row. */
async function beginEnding(context: Context, claim: GrantClaim): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const at = await readClock(tx);
    const moved = await moveGrant(tx, claim, 'ending', { at, endCause: 'expired' });
    if (!moved) return false;
    await appendAudit(tx, {
      organisationId: claim.organisationId,
      kind: 'grant.ending',
      actor: byElevate,
      requestId: claim.requestId,
      grantId: claim.grantId,
      facts: { cause: 'expired' },
    });
    await enqueuePublish(tx, claim.organisationId, claim.requestId);
    await enqueuePublishOfOthers(tx, claim.organisationId, claim.grantId);
    return true;
  });
}

/** A right the person held before is never taken away, nor one that another live grant still needs. */
async function whyKept(tx: Tx, claim: GrantClaim): Promise<Kept> {
  const { organisationId, grantId, heldBefore } = claim;
  if (heldBefore === true) return { why: 'held-before', by: [] };
  const others = await otherLiveGrants(tx, organisationId, grantId);
  const extensions = await liveExtensions(tx, organisationId, grantId);
  const now = await readClock(tx);
  const keeping = others.filter((other) => {
    const extendsIt = extensions.some((one) => one.grantId === other.grantId);
    return keepsRight(other, { extendsIt, now });
  });
  const by = keeping.map((other) => other.grantId);
  return by.length > 0 ? { why: 'also-held', by } : { why: 'no', by };
}

function connectorOf(context: Context, claim: GrantClaim): Connector {
  const connector = context.connectors.of(claim.workload);
  if (connector === null) throw new RemoteError(claim.workload, 'rejected', 'no_connector');
  return connector;
}

async function takeAway(context: Context, claim: GrantClaim, signal: AbortSignal): Promise<void> {
  const connector = connectorOf(context, claim);
  const entitlement = entitlementOf(claim);
  await connector.revoke(entitlement, stepSignal(signal));
  context.failpoint('after-connector-revoke');
  const inspection = await connector.inspect(entitlement, stepSignal(signal));
  if (inspection.state !== 'absent') {
    throw new RemoteError(claim.workload, 'unavailable', `read_back_${inspection.state}`);
  }
}

/** Its whole time passed before anybody could start it; nothing was ever done at the target. */
export function recordNeverStarted(context: Context, claim: GrantClaim): Promise<void> {
  return recordEnded(context, { ...claim, endCause: 'never-started' }, { why: 'no', by: [] });
}

async function recordEnded(context: Context, claim: GrantClaim, kept: Kept): Promise<void> {
  const endCause = claim.endCause ?? 'expired';
  await context.database.transaction(async (tx) => {
    const at = await readClock(tx);
    if (!(await moveGrant(tx, claim, 'ended', { at, endCause }))) return;
    await appendAudit(tx, {
      organisationId: claim.organisationId,
      kind: 'grant.ended',
      actor: byElevate,
      requestId: claim.requestId,
      grantId: claim.grantId,
      facts: { cause: endCause, kept: kept.why, attempts: claim.attempts },
    });
    if (claim.heldBefore === false) await handOver(tx, claim, kept);
    await enqueuePublish(tx, claim.organisationId, claim.requestId);
  });
}

/**
 * Who keeps a right of ours has to take it away, also when it was ended meanwhile or never reaches the target before: read
 * then, the right would seem to have been held before.
 */
async function handOver(tx: Tx, claim: GrantClaim, { by }: Kept): Promise<void> {
  for (const { requestId, grantId } of await handOverRight(tx, claim, by)) {
    const about = { organisationId: claim.organisationId, requestId, grantId };
    const facts = { heldBefore: false };
    await appendAudit(tx, { ...about, kind: 'grant.held-before', actor: byElevate, facts });
  }
}

async function recordFailedAttempt(
  context: Context,
  claim: GrantClaim,
  { code, kind, retryAfterMs }: RemoteError,
): Promise<void> {
  const about = { grantId: claim.grantId, code, kind };
  context.log.warn(about, 'taking a right away failed');
  const failure = { lastError: kind, retryAfterMs };
  await context.database.transaction((tx) => putOffGrant(context, tx, claim, failure));
}
