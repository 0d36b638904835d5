import { byElevate } from '../audit/events';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { duePending, moveRequest, type DueRequest } from '../store/requests';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';
import { type SetAside } from './set-aside';
import { tendDue, type Due } from './tend-due';

const overdue: Due<DueRequest> = {
  what: 'expire-request',
  batch: 100,
  find: duePending,
  idOf: ({ id }) => id,
  tend: expireOne,
};

/** Closes requests that nobody decided in time. @returns how many were closed */
export function expireRequests(context: Context, setAside: SetAside): Promise<number> {
  return tendDue(context, setAside, overdue);
}

async function expireOne(tx: Tx, { organisationId, id, decideBy }: DueRequest): Promise<void> {
  await moveRequest(tx, organisationId, id, 'expired', decideBy);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.expired',
    actor: byElevate,
    requestId: id,
    facts: { decideBy: decideBy.toISOString() },
  });
  await enqueuePublish(tx, organisationId, id);
}
