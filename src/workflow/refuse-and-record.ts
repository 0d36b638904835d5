import { type Actor } from '../audit/events';
import { refuse, type Refusal, type RefusalCode } from '../errors';
import { type Person } from '../elevation/model';
import { actingIn, runsElevate } from '../elevation/roles';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { placeOfPrompt } from '../store/messages';
import { roleHolders, rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { refusalView } from '../views/refusal';
import { type View } from '../views/view';
import { type Context } from './context';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { readerNow } from './reader-now';

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
  /** In the place of the cause, which is nothing for this person to know. */
  readonly told?: Refusal;
}

/** Refusals of a press on a screen that says something else than what is stored. */
const outdated: ReadonlySet<RefusalCode> = new Set([
  'stale-screen',
  'request-closed',
  'already-decided',
  'nothing-to-end',
  'nothing-to-retry',
  'no-longer-eligible',
  'account-changed',
  'ticket-now-required',
  'reason-now-required',
  'switched-off',
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
  judged: Refusal,
): Promise<Reply> {
  const refusal = await withAdmins(context, tx, judged);
  const told = await toldOf(context, tx, envelope, attempt, refusal);
  const isKept = told.refused !== refusal.refused;
  await appendAudit(tx, {
    organisationId: context.organisationId,
    kind: 'request.refused',
    actor: actorOf(envelope, attempt.person),
    requestId: attempt.requestId,
    facts: {
      verb: attempt.verb,
      refused: refusal.refused,
      facts: { ...refusal.facts },
      ...(isKept && { told: told.refused }),
    },
  });
  if (attempt.requestId !== undefined && outdated.has(refusal.refused)) {
    await enqueuePublish(tx, context.organisationId, attempt.requestId);
  }
  return { privately: refusalView(told), screen: attempt.screen ?? null };
}

/** Who could help is no part of what the rules judge by; owners can name an admin where there is none. */
async function withAdmins({ organisationId }: Context, tx: Tx, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== 'switched-off') return refusal;
  const holders = await roleHolders(tx, organisationId);
  const admins = actingIn('admin', holders);
  const people = admins.length > 0 ? admins : actingIn('owner', holders);
  if (people.length === 0) return refusal;
  return refuse('switched-off', { ...refusal.facts, admins: people.map(({ name }) => name) });
}

/** What owners and admins may do with a right that they may not read about: they are told why it did not work. */
const ofRunning: ReadonlySet<string> = new Set(['revoke', 'retry']);

/**
 * What the person is told of it. Whoever may not see a request is told what they would be told of a number that nobody has, or
 * refusals would say which numbers there are and what became of them. The trail has the true cause.
 */
async function toldOf(
  { organisationId }: Context,
  tx: Tx,
  { pressed }: Envelope,
  { verb, person, requestId, screen = null, told }: Attempt,
  refusal: Refusal,
): Promise<Refusal> {
  if (told !== undefined) return told;
  const isOfNumber = requestId !== undefined || refusal.refused === 'unknown-request';
  // Whoever is shown the request anyway learns nothing by words about it.
  if (person === null || !isOfNumber || screen !== null) return refusal;
  if (person.disabled) return refuse('disabled', { person: person.name });
  const snapshot = requestId ? await loadSnapshot(tx, organisationId, { id: requestId }) : null;
  if (snapshot === null || (await readerNow(tx, snapshot, person)) !== null) return refusal;
  if (ofRunning.has(verb) && runsElevate(await rolesNow(tx, organisationId, person)))
    return refusal;
  const { number: request } = snapshot;
  // Who presses where its prompts are has them before their eyes.
  const place = pressed && (await placeOfPrompt(tx, organisationId, request, pressed));
  return place === null ? refuse('unknown-request', { request }) : refusal;
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
