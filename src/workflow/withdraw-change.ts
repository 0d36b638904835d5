import { refuseChangeWithdrawal } from '../administration/change-request';
import { refuse } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { loadChange } from '../store/changes';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { lockRequest, moveRequest } from '../store/requests';
import { roleHolders } from '../store/roles';
import { changeGoneView, changeView } from '../views/change';
import { standingOf } from './change-standing';
import { type Context } from './context';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { readerOf, toldOfChange } from './read-change';
import { actorOf, refuseAndRecord } from './refuse-and-record';

/** Whoever proposed a change takes it back while nobody has decided. */
export function withdrawChange(
  context: Context,
  envelope: Envelope,
  request: number,
): Promise<Reply> {
  return once(context, envelope, (tx) => withdrawChangeLocked(context, tx, envelope, request));
}

/** The same in a transaction that has begun. */
export async function withdrawChangeLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  request: number,
): Promise<Reply> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  const attempt = { verb: 'withdraw', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return refuseAndRecord(context, tx, envelope, attempt, refusal);
  }
  const locked = await lockRequest(tx, organisationId, request);
  const change = locked && (await loadChange(tx, organisationId, { id: locked.id }));
  if (change === null) {
    return refuseAndRecord(context, tx, envelope, attempt, refuse('unknown-request', { request }));
  }
  const about = { ...attempt, requestId: change.id };
  const refusal = refuseChangeWithdrawal(change, person, change.readAt);
  const holders = await roleHolders(tx, organisationId);
  if (refusal !== null) {
    const told = toldOfChange(change, person, holders);
    return refuseAndRecord(context, tx, envelope, { ...about, told }, refusal);
  }
  await moveRequest(tx, organisationId, change.id, 'withdrawn', change.readAt, person.id);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.withdrawn',
    actor: actorOf(envelope, person),
    requestId: change.id,
    facts: {},
  });
  await enqueuePublish(tx, organisationId, change.id);
  const after = await loadChange(tx, organisationId, { id: change.id });
  // Whoever has no role any more reads no more of it, not even of their own.
  const isReader = readerOf(after!, person, holders) !== null;
  const screen = isReader
    ? changeView(after!, await standingOf(context, tx, after!), 'proposer')
    : changeGoneView(after!);
  return { privately: null, screen };
}
