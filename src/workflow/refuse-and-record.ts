import { type Actor } from '../audit/events';
import { type Refusal, type RefusalCode } from '../errors';
import { type Person } from '../elevation/model';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { refusalView } from '../views/refusal';
import { type View } from '../views/view';
import { type Context } from './context';
import { once } from './once';
import { enqueuePublish } from './publish-job';

/** The actor of an audit event: the person when the account is tied to one, else the bare account. */
export function actorOf(envelope: Envelope, person: Person | null): Actor {
  const account = { ...envelope.account };
  if (person === null) return { type: 'account', account };
  return { type: 'person', personId: person.id, name: person.name, account };
}

export interface Attempt {
  readonly verb: string;
  readonly person: Person | null;
  readonly requestId?: string;
  /** The pressed screen redrawn from stored state, where the person may see it. */
  readonly screen?: View | null;
}

/** Refusals of a press on a screen that says something else than what is stored. */
const outdated: ReadonlySet<RefusalCode> = new Set([
  'stale-screen',
  'request-closed',
  'already-decided',
  'nothing-to-end',
]);

/**
 * Writes a refusal to the audit trail and makes the private reply. It is part of the verb's transaction:
 * a refusal is an outcome like any other and commits with its payload key. Messages that are out of date are redrawn:
 * nothing else may come that brings them up to date, and what they offer would be refused for ever.
 */
export async function refuseAndRecord(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  attempt: Attempt,
  refusal: Refusal,
): Promise<Reply> {
  await appendAudit(tx, {
    organisationId: context.organisationId,
    kind: 'request.refused',
    actor: actorOf(envelope, attempt.person),
    requestId: attempt.requestId,
    facts: { verb: attempt.verb, refused: refusal.refused, facts: { ...refusal.facts } },
  });
  if (attempt.requestId !== undefined && outdated.has(refusal.refused)) {
    await enqueuePublish(tx, context.organisationId, attempt.requestId);
  }
  return { privately: refusalView(refusal), screen: attempt.screen ?? null };
}

/** The same for a query: nothing was open yet, and the refusal is all that is written. */
export function refuseQuery(
  context: Context,
  envelope: Envelope,
  attempt: Attempt,
  refusal: Refusal,
): Promise<Reply> {
  return once(context, envelope, (tx) => refuseAndRecord(context, tx, envelope, attempt, refusal));
}
