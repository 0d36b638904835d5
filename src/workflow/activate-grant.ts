import { afterGranting, isPermanent } from '../elevation/grant-life';
import { byElevate } from '../audit/events';
import { type Connector, type Entitlement } from '../connectors/contract';
import { RemoteError } from '../errors';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { extendedRequest } from '../store/extensions';
import {
  forgetRightHeldBefore,
  moveGrant,
  otherLiveGrants,
  recordHeldBefore,
  type GrantClaim,
} from '../store/grants';
import { type Context } from './context';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { putOffGrant } from './put-off-grant';
import { readReceiver, withholdGrant, type Receiver } from './withhold-grant';

/** How long one step at a target may take. A few of them are shorter than the lease, so no act outlives its claim. */
const targetStepMs = 20_000;

/** Ends one step at a target by its deadline, or at once when this process is cut off from its lease. */
export function stepSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(targetStepMs)]);
}

export function entitlementOf(claim: GrantClaim): Entitlement {
  return {
    grantId: claim.grantId,
    account: claim.account,
    target: claim.target.settings,
    scope: claim.scope,
    endsAt: claim.endsAt,
  };
}

/**
 * Makes an approved right real: looks once more whether it may be, reads once whether the person held it before (both committed
 * before our first call, so a crash cannot turn our own grant into "held before"), grants, and says active only after reading it back.
 */
export async function activateGrant(
  context: Context,
  claim: GrantClaim,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<void> {
  const receiver = await readReceiver(context, claim, { now, signal });
  if (receiver === 'unread') return waitForReceiver(context, claim);
  const connector = context.connectors.of(claim.workload);
  try {
    if (connector === null) throw new RemoteError(claim.workload, 'rejected', 'no_connector');
    const heldBefore = await beforeGranting(context, connector, { claim, receiver, signal });
    if (heldBefore === 'not-ours') return;
    if (!heldBefore) {
      await connector.grant(entitlementOf(claim), stepSignal(signal));
      context.failpoint('after-connector-grant');
    }
    const inspection = await connector.inspect(entitlementOf(claim), stepSignal(signal));
    if (inspection.state !== 'present') {
      throw new RemoteError(claim.workload, 'unavailable', `read_back_${inspection.state}`);
    }
    await recordActive(context, claim, inspection.drift);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    await recordFailedAttempt(context, { connector, claim, signal }, error);
  }
}

/**
 * What has to be so before the target is asked to do anything: the right may still be given, and it is stored whether it was there
 * without us. `not-ours` where it is not given, or somebody else has the grant by now. Throws RemoteError when the target cannot tell.
 */
async function beforeGranting(
  context: Context,
  connector: Connector,
  { claim, receiver, signal }: Pick<Act, 'claim' | 'signal'> & { readonly receiver: Receiver },
): Promise<boolean | 'not-ours'> {
  const { heldBefore } = claim;
  const isHeld = heldBefore === null && (await readHeld(connector, claim, signal));
  return context.database.transaction(async (tx) => {
    if (await withholdGrant(context, tx, claim, receiver)) return 'not-ours';
    return heldBefore ?? recordHeld(tx, claim, isHeld);
  });
}

/** Whether the right is in the target now. Throws RemoteError when the target cannot tell. */
export async function readHeld(
  connector: Connector,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<boolean> {
  const { state } = await connector.inspect(entitlementOf(claim), stepSignal(signal));
  if (state !== 'unknown') return state === 'present';
  throw new RemoteError(claim.workload, 'unavailable', 'held_before_unknown');
}

/**
 * Stores whether the right was there without us, as it was just read: before our first call of a grant, or when it ends before
 * there was one.
 * @returns whether it was, or that somebody else has the grant by now
 */
export async function recordHeld(
  tx: Tx,
  claim: GrantClaim,
  isHeld: boolean,
): Promise<boolean | 'not-ours'> {
  const heldBefore = isHeld && (await wasHeldWithoutUs(tx, claim));
  if (!(await recordHeldBefore(tx, claim, heldBefore))) return 'not-ours';
  await auditHeldBefore(tx, claim, claim, heldBefore);
  if (!isHeld) await correctOthers(tx, claim);
  // From here on it keeps the right for as long as it lasts.
  await enqueuePublishOfOthers(tx, claim.organisationId, claim.grantId);
  return heldBefore;
}

/** A grant that had found the right would leave it behind at its end, although it is ours by then. */
async function correctOthers(tx: Tx, claim: GrantClaim): Promise<void> {
  for (const other of await forgetRightHeldBefore(tx, claim)) {
    await auditHeldBefore(tx, claim, other, false);
  }
}

async function auditHeldBefore(
  tx: Tx,
  { organisationId }: GrantClaim,
  { requestId, grantId }: { readonly requestId: string; readonly grantId: string },
  heldBefore: boolean,
): Promise<void> {
  const about = { organisationId, requestId, grantId };
  const facts = { heldBefore };
  await appendAudit(tx, { ...about, kind: 'grant.held-before', actor: byElevate, facts });
}

/**
 * A right that is present may be there because another live grant of ours made it; then it was not held before,
 * unless that grant itself found it. Without this, the second of two overlapping grants would never be taken away.
 */
async function wasHeldWithoutUs(tx: Tx, claim: GrantClaim): Promise<boolean> {
  const siblings = (await otherLiveGrants(tx, claim.organisationId, claim.grantId)).filter(
    (one) => one.heldBefore !== null,
  );
  return siblings.length === 0 || siblings.some((one) => one.heldBefore === true);
}

async function recordActive(
  context: Context,
  claim: GrantClaim,
  drift: readonly string[],
): Promise<void> {
  await context.database.transaction(async (tx) => {
    const moved = await moveGrant(tx, claim, 'active', { at: await readClock(tx) });
    if (!moved) return;
    await appendAudit(tx, {
      organisationId: claim.organisationId,
      kind: 'grant.active',
      actor: byElevate,
      requestId: claim.requestId,
      grantId: claim.grantId,
      facts: { attempts: claim.attempts, drift: [...drift] },
    });
    await enqueuePublish(tx, claim.organisationId, claim.requestId);
    // What it lets go on is shown to go on from now.
    const extended = await extendedRequest(tx, claim.organisationId, claim.requestId);
    if (extended !== null) await enqueuePublish(tx, claim.organisationId, extended);
  });
}

interface Act {
  readonly connector: Connector | null;
  readonly claim: GrantClaim;
  readonly signal: AbortSignal;
}

async function recordFailedAttempt(context: Context, act: Act, error: RemoteError): Promise<void> {
  const { claim } = act;
  context.log.warn(
    { grantId: claim.grantId, code: error.code, kind: error.kind },
    'grant attempt failed',
  );
  const readAbsent = isPermanent(error.kind) && (await readsAbsent(act));
  const isOver = afterGranting({ failure: error.kind, readAbsent }) === 'failed';
  const { kind: lastError, retryAfterMs } = error;
  const hasFailed = await context.database.transaction(async (tx) => {
    if (!isOver) {
      await putOffGrant(context, tx, claim, { lastError, retryAfterMs });
      return false;
    }
    const at = await readClock(tx);
    if (!(await moveGrant(tx, claim, 'failed', { at, lastError }))) return false;
    await auditFailure(tx, claim, error);
    await enqueuePublishOfOthers(tx, claim.organisationId, claim.grantId);
    await enqueuePublish(tx, claim.organisationId, claim.requestId);
    return true;
  });
  // Nobody but an operator can mend it, and no message goes to them.
  if (hasFailed) context.count('grants_failed', { workload: claim.workload });
}

/** Nobody could say whether whoever receives it is a member still, and until somebody does nothing is done. */
async function waitForReceiver(context: Context, claim: GrantClaim): Promise<void> {
  const failure = { lastError: 'account-unread' };
  await context.database.transaction((tx) => putOffGrant(context, tx, claim, failure));
}

async function auditFailure(tx: Tx, claim: GrantClaim, error: RemoteError): Promise<void> {
  await appendAudit(tx, {
    organisationId: claim.organisationId,
    kind: 'grant.failed',
    actor: byElevate,
    requestId: claim.requestId,
    grantId: claim.grantId,
    facts: { kind: error.kind, code: error.code },
  });
}

/** "Not granted" is only ever said after the target itself was read and the right was not there. */
async function readsAbsent({ connector, claim, signal }: Act): Promise<boolean> {
  if (connector === null) return false;
  try {
    const inspection = await connector.inspect(entitlementOf(claim), stepSignal(signal));
    return inspection.state === 'absent';
  } catch (error) {
    if (error instanceof RemoteError) return false;
    throw error;
  }
}
