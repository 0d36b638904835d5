import { byElevate } from '../audit/events';
import { appendAudit } from '../store/audit';
import { duePending, moveRequest } from '../store/requests';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** How many are closed in one transaction: small enough to never hold locks for long. */
const batch = 100;

/** Closes requests that nobody decided in time. @returns how many were closed */
export async function expireRequests(context: Context): Promise<number> {
  return context.database.transaction(async (tx) => {
    const due = await duePending(tx, batch);
    for (const request of due) {
      await moveRequest(tx, request.organisationId, request.id, 'expired', request.decideBy);
      await appendAudit(tx, {
        organisationId: request.organisationId,
        kind: 'request.expired',
        actor: byElevate,
        requestId: request.id,
        facts: { decideBy: request.decideBy.toISOString() },
      });
      await enqueuePublish(tx, request.organisationId, request.id);
    }
    return due.length;
  });
}
