import { approvesItself, judgeAcceptance } from '../elevation/accepting';
import { factsDigest } from '../elevation/digest';
import { followUpDue } from '../elevation/follow-ups';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { acceptRequest, lockRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { lockedBudget } from './auto-budget';
import { type Context } from './context';
import { grantApproved } from './grant-approved';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { refuseAccount } from './read-clicker';
import { actorOf, refuseAndRecord, type Attempt } from './refuse-and-record';

export interface Acceptance {
  readonly request: number;
  readonly digest: string;
}

/** Whoever receives the right accepts what somebody else has asked for them; only then is anybody asked to decide. */
export async function acceptForSelf(
  context: Context,
  envelope: Envelope,
  pressed: Acceptance,
): Promise<Reply> {
  // A guest may be named, and must not let anything happen.
  const refused = await refuseAccount(context, envelope, pressed.request);
  const reply = await once(context, envelope, (tx) =>
    acceptLocked(context, tx, envelope, pressed, refused),
  );
  context.wakeSweep();
  return reply;
}

async function acceptLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { request, digest }: Acceptance,
  refused: Refusal | null,
): Promise<Reply> {
  const { organisationId } = context;
  const verb = 'accept';
  const person = await personOfAccount(tx, organisationId, envelope.account);
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return refuseAndRecord(context, tx, envelope, { verb, person }, refusal);
  }
  const locked = await lockRequest(tx, organisationId, request);
  const snapshot = locked && (await loadSnapshot(tx, organisationId, { id: locked.id }));
  if (snapshot === null) {
    const refusal = refuse('unknown-request', { request });
    return refuseAndRecord(context, tx, envelope, { verb, person }, refusal);
  }
  const { readAt: now } = snapshot;
  const stored = { request: snapshot, person, now, digest: factsDigest(snapshot) };
  const judged = refused ?? judgeAcceptance({ ...stored, pressedDigest: digest });
  if (isRefusal(judged)) {
    const attempt = refusedAttempt(verb, person, snapshot);
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  await record(context, tx, envelope, { person, snapshot });
  const after = await loadSnapshot(tx, organisationId, { id: snapshot.id });
  return { privately: null, screen: acceptanceView(after ?? snapshot) };
}

/** The screen as it is now, for nobody but whoever has to answer it. */
export function refusedAttempt(verb: string, person: Person, snapshot: RequestSnapshot): Attempt {
  const screen = person.id === snapshot.subject.id ? acceptanceView(snapshot) : null;
  return { verb, person, requestId: snapshot.id, screen };
}

interface Accepted {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
}

async function record(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, snapshot }: Accepted,
): Promise<void> {
  const { organisationId, id, askedAt, decideBy, readAt: at } = snapshot;
  // What fell due before anybody was asked to decide is no reason to remind them.
  const times = { askedAt, decideBy, since: at, now: at };
  const { next } = followUpDue(snapshot.policy.rules.terms, times);
  await acceptRequest(tx, organisationId, id, { at, followUpAt: next });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.accepted',
    actor: actorOf(envelope, person),
    requestId: id,
    facts: { digest: factsDigest(snapshot) },
  });
  if (approvesItself(snapshot, { now: at, autoApproved: await lockedBudget(tx, snapshot) })) {
    await grantApproved(context, tx, { requestId: id, automatically: true });
  }
  await enqueuePublish(tx, organisationId, id);
}
