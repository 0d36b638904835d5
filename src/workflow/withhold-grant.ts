import { byElevate } from '../audit/events';
import { type AccountKey, type Withheld } from '../elevation/model';
import { isReadAgain, withheldFrom } from '../elevation/withholding';
import { RemoteError } from '../errors';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { extendedRequest } from '../store/extensions';
import { moveGrant, type GrantClaim } from '../store/grants';
import { accountsOf } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { putOffGrant } from './put-off-grant';
import { outsideMs, reportUnread } from './read-clicker';

/** What the platforms say of whoever receives a right; `unread` when none of them could say. */
export type Receiver = 'member' | 'stranger' | 'unread';

/**
 * Whether whoever receives a right is a member of the organisation still. Where it was just approved, they were just read, and nobody
 * outside is asked again.
 */
export async function readReceiver(
  context: Context,
  claim: GrantClaim,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Receiver> {
  if (!isReadAgain(claim.approvedAt, now)) return 'member';
  const accounts = await context.database.read((tx) => receivingAccounts(context, tx, claim));
  if (accounts === null) return 'member';
  const kinds = new Set<Receiver>();
  for (const account of accounts) kinds.add(await readKind(context, account, signal));
  if (kinds.has('member')) return 'member';
  return kinds.size === 0 || kinds.has('unread') ? 'unread' : 'stranger';
}

/** The account that it was asked from, as long as it is theirs; else every account of theirs. Null for programs: no platform knows one. */
async function receivingAccounts(
  { platforms }: Context,
  tx: Tx,
  { organisationId, requestId }: GrantClaim,
): Promise<readonly AccountKey[] | null> {
  const snapshot = await loadSnapshot(tx, organisationId, { id: requestId });
  if (snapshot === null) throw new Error('the request of a grant cannot be read');
  const { askedFrom, subject } = snapshot;
  if (askedFrom === null) return null;
  const accounts: AccountKey[] = [];
  for (const platform of platforms.keys()) {
    accounts.push(...(await accountsOf(tx, organisationId, [subject.id], platform)));
  }
  const asking = accounts.filter(
    ({ platform, tenant, user }) =>
      platform === askedFrom.platform && tenant === askedFrom.tenant && user === askedFrom.user,
  );
  return asking.length > 0 ? asking : accounts;
}

async function readKind(
  context: Context,
  account: AccountKey,
  signal: AbortSignal,
): Promise<Receiver> {
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(outsideMs)]);
    const { kind } = await context.platforms.get(account.platform)!.readAccount(account, deadline);
    return kind === 'member' ? 'member' : 'stranger';
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    reportUnread(context, error);
    return 'unread';
  }
}

/**
 * Ends a grant that may not be made any more, and puts off what may not be made now, in the transaction without which nothing is
 * done in the target. While Elevate is switched off nothing is given; what was approved before waits for as long as there is time.
 * @returns false when it may be made
 */
export async function withholdGrant(
  context: Context,
  tx: Tx,
  claim: GrantClaim,
  receiver: Receiver,
): Promise<boolean> {
  const { organisationId, requestId, startsAt } = claim;
  const snapshot = await loadSnapshot(tx, organisationId, { id: requestId });
  if (snapshot === null) throw new Error('the request of a grant cannot be read');
  const why = withheldFrom(snapshot, startsAt) ?? (receiver === 'member' ? null : 'stranger');
  if (why !== null) await recordWithheld(tx, claim, { why, at: snapshot.readAt });
  else if (!snapshot.switchedOff) return false;
  else await putOffGrant(context, tx, claim, { lastError: 'switched-off' });
  return true;
}

async function recordWithheld(
  tx: Tx,
  claim: GrantClaim,
  { why, at }: { readonly why: Withheld; readonly at: Date },
): Promise<void> {
  const { organisationId, requestId, grantId } = claim;
  const end = { at, endCause: 'never-started', withheld: why } as const;
  if (!(await moveGrant(tx, claim, 'ending', end))) return;
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.withheld',
    actor: byElevate,
    requestId,
    grantId,
    facts: { why },
  });
  await enqueuePublish(tx, organisationId, requestId);
  await enqueuePublishOfOthers(tx, organisationId, grantId);
  // What was to go on through it ends when it was to end at first.
  const extended = await extendedRequest(tx, organisationId, requestId);
  if (extended !== null) await enqueuePublish(tx, organisationId, extended);
}
