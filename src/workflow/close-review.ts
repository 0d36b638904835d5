import { type Press } from '../commands/command';
import { judgeReview, type ReviewOutcome } from '../elevation/break-glass';
import { factsDigest } from '../elevation/digest';
import { namingSource } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { closeReview as writeEnd } from '../store/reviews';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { promptFor } from './prompt-for';
import { enqueuePublish } from './publish-job';
import { auditedMemberships, readPresser, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';

type Readings = readonly FreshMembership[] | Refusal;

/** Somebody who was passed over says whether it was right. Once, whoever presses what at the same time. */
export async function closeReview(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<Reply> {
  const readings = await readPresser(context, envelope, press.request);
  return once(context, envelope, (tx) => closeLocked(context, tx, envelope, press, readings));
}

async function closeLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  press: Press,
  readings: Readings,
): Promise<Reply> {
  const { organisationId } = context;
  const verb = 'review';
  const { request } = press;
  const found = await lockForPerson(context, tx, envelope, { verb, request });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const judged = judge({ press, person, snapshot, readings });
  if (isRefusal(judged)) {
    const screen = promptFor(context, person, snapshot, readings);
    const about = { verb, person, requestId: snapshot.id, screen };
    return refuseAndRecord(context, tx, envelope, about, judged);
  }
  await record(context, tx, envelope, { press, person, snapshot, readings, ...judged });
  const after = await loadSnapshot(tx, organisationId, { id: snapshot.id });
  return { privately: null, screen: after && promptFor(context, person, after, readings) };
}

interface Reviewed {
  readonly press: Press;
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly readings: Readings;
}

function judge({ press, person, snapshot, readings }: Reviewed): ReturnType<typeof judgeReview> {
  if (isRefusal(readings)) return readings;
  const judged = judgeReview({
    request: snapshot,
    person,
    memberships: readings,
    wasRight: press.wasRight ?? null,
    comment: press.comment,
    pressedDigest: press.digest,
    digest: factsDigest(snapshot),
    now: snapshot.readAt,
  });
  return namingSource(judged, readings);
}

async function record(
  { organisationId }: Context,
  tx: Tx,
  envelope: Envelope,
  closed: Reviewed & ReviewOutcome,
): Promise<void> {
  const { press, person, snapshot, readings, wasRight, comment } = closed;
  const { id: requestId, readAt: at } = snapshot;
  const { account } = envelope;
  await writeEnd(tx, organisationId, requestId, {
    personId: person.id,
    account,
    wasRight,
    comment,
    at,
  });
  await appendAudit(tx, {
    organisationId,
    kind: 'review.closed',
    actor: actorOf(envelope, person),
    requestId,
    facts: { wasRight, comment, digest: press.digest, memberships: auditedMemberships(readings) },
  });
  await enqueuePublish(tx, organisationId, requestId);
}
