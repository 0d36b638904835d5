import { approvesItself, judgeAcceptance, type AutomaticFacts } from '../elevation/accepting';
import { factsDigest } from '../elevation/digest';
import { followUpDue } from '../elevation/follow-ups';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { groupsOf } from '../store/groups';
import { lastDeniedAt } from '../store/opening-history';
import { acceptRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { lockedBudget } from './auto-budget';
import { type Context } from './context';
import { grantApproved } from './grant-approved';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { enqueuePublish } from './publish-job';
import { refuseAccount } from './read-clicker';
import { refuseRequester } from './refuse-requester';
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
  const outside = await readOutside(context, envelope, pressed);
  const reply = await once(context, envelope, (tx) =>
    acceptLocked(context, tx, envelope, pressed, outside),
  );
  context.wakeSweep();
  return reply;
}

/** What the platforms say of the two: who accepts, and who asked. */
interface Outside {
  readonly refused: Refusal | null;
  /** Why nothing can be given without a person to the account that it was asked from. */
  readonly requester: Refusal | null;
}

async function readOutside(
  context: Context,
  envelope: Envelope,
  { request }: Acceptance,
): Promise<Outside> {
  const [refused, requester] = await Promise.all([
    // A guest may be named, and must not let anything happen.
    refuseAccount(context, envelope, request),
    // Where people decide, it is asked when they do.
    refuseRequester(context, request, ({ policy }) => policy.rules.approval === 'auto'),
  ]);
  return { refused, requester };
}

async function acceptLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { request, digest }: Acceptance,
  { refused, requester }: Outside,
): Promise<Reply> {
  const { organisationId } = context;
  const verb = 'accept';
  const found = await lockForPerson(context, tx, envelope, { verb, request });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const { readAt: now } = snapshot;
  const stored = { request: snapshot, person, now, digest: factsDigest(snapshot) };
  const judged = refused ?? judgeAcceptance({ ...stored, pressedDigest: digest });
  if (isRefusal(judged)) {
    const attempt = refusedAttempt(verb, person, snapshot);
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  await record(context, tx, envelope, { person, snapshot, requester });
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
  readonly requester: Refusal | null;
}

async function record(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, snapshot, requester }: Accepted,
): Promise<void> {
  const { organisationId, id, decideBy, readAt: at } = snapshot;
  // Those who decide are asked now.
  const times = { askedAt: at, decideBy, since: at, now: at };
  const { next } = followUpDue(snapshot.policy.rules.terms, times);
  await acceptRequest(tx, organisationId, id, { at, followUpAt: next });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.accepted',
    actor: actorOf(envelope, person),
    requestId: id,
    facts: { digest: factsDigest(snapshot) },
  });
  const facts = { now: at, isRequesterMember: requester === null };
  if (approvesItself(snapshot, { ...facts, ...(await readAutomatic(tx, snapshot)) })) {
    await grantApproved(context, tx, { requestId: id, automatically: true });
  }
  await enqueuePublish(tx, organisationId, id);
}

/** As the two stand now, and not when it was asked. */
async function readAutomatic(
  tx: Tx,
  snapshot: RequestSnapshot,
): Promise<Omit<AutomaticFacts, 'now' | 'isRequesterMember'>> {
  const { organisationId, requester, subject, target } = snapshot;
  return {
    autoApproved: await lockedBudget(tx, snapshot),
    lastDeniedAt: await lastDeniedAt(tx, organisationId, subject.id, target.id),
    requesterGroupIds: await groupsOf(tx, organisationId, requester.id),
    subjectGroupIds: await groupsOf(tx, organisationId, subject.id),
  };
}
