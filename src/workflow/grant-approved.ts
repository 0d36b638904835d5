import { v7 as uuidv7 } from 'uuid';
import { byElevate } from '../audit/events';
import { nextWarningAfter } from '../elevation/attempts';
import { isStillAutomatic } from '../elevation/accepting';
import { refuseGiving } from '../elevation/giving';
import { type RequestSnapshot } from '../elevation/model';
import { grantStart } from '../elevation/extending';
import { beginGrant } from '../elevation/grant-life';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { extendedRequest } from '../store/extensions';
import { insertGrant } from '../store/grants';
import { moveRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

export interface Approval {
  readonly requestId: string;
  readonly automatically: boolean;
  /** Left out for an automatic approval: it starts and lasts as asked. */
  readonly times?: { readonly startsAt: Date; readonly endsAt: Date };
}

/**
 * Closes a request as approved and writes its grant, in the caller's transaction. The end is stored here, before
 * anything is granted, and nothing later moves it: a process that dies after this cannot make a grant without an end.
 */
export async function grantApproved(context: Context, tx: Tx, approval: Approval): Promise<void> {
  const organisationId = context.organisationId;
  const snapshot = await loadSnapshot(tx, organisationId, { id: approval.requestId });
  if (snapshot === null) throw new Error('an approved request cannot be read');
  const now = await readClock(tx);
  if (approval.automatically && !mayApproveItself(snapshot, now)) return;
  const startsAt = approval.times?.startsAt ?? grantStart(snapshot, now);
  const endsAt =
    approval.times?.endsAt ??
    snapshot.fixedEnd ??
    new Date(startsAt.getTime() + snapshot.durationS * 1000);
  await writeGrant(tx, snapshot, { startsAt, endsAt, at: now });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.approved',
    actor: byElevate,
    requestId: snapshot.id,
    facts: {
      automatically: approval.automatically,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    },
  });
  // From now on it goes on, whether or not the target can be told of it yet.
  const extended = await extendedRequest(tx, organisationId, snapshot.id);
  if (extended !== null) await enqueuePublish(tx, organisationId, extended);
}

/** What may have changed since it was judged; the request then stays pending, for people to decide. */
function mayApproveItself(snapshot: RequestSnapshot, now: Date): boolean {
  const { policy: pinned, policyNow: present } = snapshot;
  return isStillAutomatic(snapshot) && refuseGiving(snapshot, { pinned, present }, now) === null;
}

/** The two rows of an approval: from here on the right has an end, and somebody who comes back to it. */
export async function writeGrant(
  tx: Tx,
  snapshot: RequestSnapshot,
  times: { readonly startsAt: Date; readonly endsAt: Date; readonly at: Date },
): Promise<void> {
  const { organisationId, id } = snapshot;
  const { startsAt, endsAt, at } = times;
  await moveRequest(tx, organisationId, id, 'approved', at);
  await insertGrant(tx, {
    id: uuidv7(),
    organisationId,
    requestId: id,
    ...beginGrant(snapshot, startsAt, at),
    startsAt,
    endsAt,
    // A program asked until when, and nobody is there to be warned.
    warnAt: snapshot.systemAccount ? null : nextWarningAfter({ startsAt, endsAt }, startsAt),
  });
}
