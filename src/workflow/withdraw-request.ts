import { judgeWithdrawal } from '../elevation/ending';
import { isRefusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { loadChange } from '../store/changes';
import { type Tx } from '../store/database';
import { moveRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { receiptView } from '../views/receipt';
import { type Context } from './context';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { actorOf, refuseAndRecord } from './refuse-and-record';
import { withdrawChangeLocked } from './withdraw-change';

export interface Withdrawal {
  readonly request: number;
  /** What was typed is answered; a press is answered by the screen that it was made on. */
  readonly typed: boolean;
}

/** The requester, or whoever would receive it, takes the request back while nobody has decided. */
export async function withdrawRequest(
  context: Context,
  envelope: Envelope,
  wish: Withdrawal,
): Promise<Reply> {
  return once(context, envelope, (tx) => withdrawLocked(context, tx, envelope, wish));
}

async function withdrawLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { request: number, typed }: Withdrawal,
): Promise<Reply> {
  const organisationId = context.organisationId;
  const change = await loadChange(tx, organisationId, { number });
  if (change !== null) return withdrawChangeLocked(context, tx, envelope, number);
  const found = await lockForPerson(context, tx, envelope, { verb: 'withdraw', request: number });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const judged = judgeWithdrawal({ request: snapshot, person, now: snapshot.readAt });
  if (isRefusal(judged)) {
    const attempt = { verb: 'withdraw', person, requestId: snapshot.id };
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  await moveRequest(tx, organisationId, snapshot.id, judged.becomes, snapshot.readAt, person.id);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.withdrawn',
    actor: actorOf(envelope, person),
    requestId: snapshot.id,
    facts: {},
  });
  await enqueuePublish(tx, organisationId, snapshot.id);
  const after = await loadSnapshot(tx, organisationId, { id: snapshot.id });
  const isRequester = person.id === snapshot.requester.id;
  const view = isRequester ? receiptView(after ?? snapshot) : acceptanceView(after ?? snapshot);
  return { privately: typed ? view : null, screen: view };
}
