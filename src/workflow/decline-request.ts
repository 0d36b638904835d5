import { judgeDeclining } from '../elevation/accepting';
import { isRefusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { moveRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { refusedAttempt } from './accept-request';
import { type Context } from './context';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { actorOf, refuseAndRecord } from './refuse-and-record';

interface Declining {
  readonly request: number;
  /** What was typed is answered; a press is answered by the screen that it was made on. */
  readonly typed: boolean;
}

/** Whoever was to receive the right does not want it; nobody is asked to decide. */
export function declineForSelf(
  context: Context,
  envelope: Envelope,
  wish: Declining,
): Promise<Reply> {
  return once(context, envelope, (tx) => declineLocked(context, tx, envelope, wish));
}

async function declineLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { request, typed }: Declining,
): Promise<Reply> {
  const { organisationId } = context;
  const verb = 'decline';
  const found = await lockForPerson(context, tx, envelope, { verb, request });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const { id, readAt: now } = snapshot;
  const judged = judgeDeclining({ request: snapshot, person, now });
  if (isRefusal(judged)) {
    const attempt = refusedAttempt(verb, person, snapshot);
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  await moveRequest(tx, organisationId, id, judged.becomes, now, person.id);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.declined',
    actor: actorOf(envelope, person),
    requestId: id,
    facts: {},
  });
  await enqueuePublish(tx, organisationId, id);
  const after = await loadSnapshot(tx, organisationId, { id });
  const view = acceptanceView(after ?? snapshot);
  return { privately: typed ? view : null, screen: view };
}
