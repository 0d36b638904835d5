import { v7 as uuidv7 } from 'uuid';
import { type Press } from '../commands/command';
import { judgeDecision, type DecisionOutcome } from '../elevation/deciding';
import { factsDigest } from '../elevation/digest';
import { namingSource } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { typedOrNull } from '../elevation/typed-text';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { lockWithExtended } from '../store/extensions';
import { insertDecision, moveRequest, pendingSiblings } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { leastDurationS } from './draw-prompt';
import { askStage, escalateUnread } from './escalate';
import { grantApproved } from './grant-approved';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { promptFor } from './prompt-for';
import { enqueuePublish } from './publish-job';
import { auditedMemberships, readPresser, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';
import { refuseRequester } from './refuse-requester';

/** An approver's press on Approve or Deny. One outcome per request, whoever presses what at the same time. */
export async function decideRequest(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<Reply> {
  const outside = await readOutside(context, envelope, press);
  const reply = await once(context, envelope, (tx) =>
    decideLocked(context, tx, envelope, press, outside),
  );
  context.failpoint('after-approval-commit');
  context.wakeSweep();
  return reply;
}

/** What others than the database say: of who presses, and of who gets something by it. */
interface Outside {
  readonly readings: readonly FreshMembership[] | Refusal;
  /** Why nothing can be given to the requester; whoever denies need not know. */
  readonly requester: Refusal | null;
}

/** Membership and accounts are read before the transaction: nothing outside is waited for with a row locked. */
async function readOutside(context: Context, envelope: Envelope, press: Press): Promise<Outside> {
  const [readings, requester] = await Promise.all([
    readPresser(context, envelope, press.request),
    verdictOf(press) === 'approve' ? refuseRequester(context, press.request) : null,
  ]);
  return { readings, requester };
}

async function decideLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  press: Press,
  outside: Outside,
): Promise<Reply> {
  const organisationId = context.organisationId;
  const { verb, request } = press;
  const wish = { verb, request };
  const found = await lockForPerson(context, tx, envelope, wish, lockWithExtended);
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const { readings } = outside;
  const outcome = judge(context, { press, person, snapshot, outside });
  if (isRefusal(outcome)) {
    if (outcome.refused === 'directory-unavailable') await escalateUnread(tx, snapshot, readings);
    // The true state again, but only to people who may see this request at all.
    const screen = promptFor(context, person, snapshot, readings);
    const attempt = { verb: press.verb, person, requestId: snapshot.id, screen };
    return refuseAndRecord(context, tx, envelope, attempt, outcome);
  }
  await record(context, tx, { envelope, press, person, snapshot, outcome, outside });
  const after = await loadSnapshot(tx, organisationId, { id: snapshot.id });
  const screen = after && promptFor(context, person, after, readings);
  return { privately: null, screen };
}

interface Attempted {
  readonly press: Press;
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly outside: Outside;
}

function judge(context: Context, attempted: Attempted): DecisionOutcome | Refusal {
  const { press, person, snapshot, outside } = attempted;
  const { readings, requester } = outside;
  if (isRefusal(readings)) return readings;
  const judged = judgeDecision({
    request: snapshot,
    decisions: snapshot.decisions,
    pinned: snapshot.policy,
    present: snapshot.policyNow,
    decider: person,
    memberships: readings,
    verdict: verdictOf(press),
    comment: commentOf(press),
    durationS: lengthOf(press),
    leastDurationS: leastDurationS(context, snapshot),
    pressedDigest: press.digest,
    digest: factsDigest(snapshot),
    now: snapshot.readAt,
  });
  return isRefusal(judged) ? namingSource(judged, readings) : (requester ?? judged);
}

/** Whatever is not an approval is a denial: it is the safe one of the two. */
function verdictOf({ verb }: Press): 'approve' | 'deny' {
  return verb === 'approve' || verb === 'approve-less' ? 'approve' : 'deny';
}

/** Less time than was asked; a denial has no length. */
function lengthOf(press: Press): number | null {
  return verdictOf(press) === 'approve' ? (press.durationS ?? null) : null;
}

/** As it may be stored: what people paste can hold characters that PostgreSQL refuses. */
function commentOf(press: Press): string | null {
  return typedOrNull(press.reason ?? press.comment);
}

interface Decided extends Attempted {
  readonly envelope: Envelope;
  readonly outcome: DecisionOutcome;
}

async function record(context: Context, tx: Tx, decided: Decided): Promise<void> {
  const { envelope, press, person, snapshot, outcome } = decided;
  const organisationId = context.organisationId;
  const verdict = verdictOf(press);
  const comment = commentOf(press);
  const durationS = lengthOf(press);
  await insertDecision(tx, {
    id: uuidv7(),
    organisationId,
    requestId: snapshot.id,
    personId: person.id,
    account: envelope.account,
    verdict,
    comment,
    durationS,
    stage: outcome.stage,
    digest: press.digest,
    decidedAt: snapshot.readAt,
  });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.decided',
    actor: actorOf(envelope, person),
    requestId: snapshot.id,
    facts: {
      verdict,
      comment,
      askedDurationS: snapshot.durationS,
      durationS,
      digest: press.digest,
      stage: outcome.stage,
      stages: outcome.stages,
      approvals: outcome.approvals,
      approvalsNeeded: outcome.approvalsNeeded,
      memberships: auditedMemberships(decided.outside.readings),
    },
  });
  await askStage(tx, snapshot, outcome.stage + 1, outcome.asksNext);
  await close(context, tx, snapshot, outcome);
  const others =
    outcome.becomes === 'denied' ? await pendingSiblings(tx, organisationId, snapshot.id) : [];
  // Their prompts say so now. In one order for all, or two denials would wait for each other.
  for (const id of [snapshot.id, ...others].sort()) await enqueuePublish(tx, organisationId, id);
}

async function close(
  context: Context,
  tx: Tx,
  snapshot: RequestSnapshot,
  outcome: DecisionOutcome,
): Promise<void> {
  const times = outcome.grant;
  if (times !== null) {
    await grantApproved(context, tx, { requestId: snapshot.id, automatically: false, times });
  }
  if (outcome.becomes === 'denied') {
    await moveRequest(tx, context.organisationId, snapshot.id, 'denied', snapshot.readAt);
    await appendAudit(tx, {
      organisationId: context.organisationId,
      kind: 'request.denied',
      actor: { type: 'elevate' },
      requestId: snapshot.id,
      facts: {},
    });
  }
}
