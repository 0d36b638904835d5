import { type Press } from '../commands/command';
import { judgeRetry } from '../elevation/ending';
import { type Grant, type Person, type RequestSnapshot } from '../elevation/model';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { hastenGrant } from '../store/grants';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { promptFor } from './prompt-for';
import { enqueuePublish } from './publish-job';
import { readPresser, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';

type Readings = readonly FreshMembership[] | Refusal;

/**
 * Try again now: somebody has mended what was in the way, and the right that outlives its end is taken away at once instead of within
 * the minute.
 */
export async function retryEnd(context: Context, envelope: Envelope, press: Press): Promise<Reply> {
  const readings = await readPresser(context, envelope, press.request);
  const reply = await once(context, envelope, (tx) =>
    retryLocked(context, tx, envelope, press, readings),
  );
  context.wakeSweep();
  return reply;
}

async function retryLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { verb, request }: Press,
  readings: Readings,
): Promise<Reply> {
  const found = await lockForPerson(context, tx, envelope, { verb, request });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const refusal = judge(person, snapshot, readings);
  if (refusal !== null) {
    const screen = promptFor(context, person, snapshot, readings);
    const attempt = { verb, person, requestId: snapshot.id, screen };
    return refuseAndRecord(context, tx, envelope, attempt, refusal);
  }
  await record(tx, envelope, { person, snapshot, grant: snapshot.grant! });
  const after = await loadSnapshot(tx, context.organisationId, { id: snapshot.id });
  return { privately: null, screen: after && promptFor(context, person, after, readings) };
}

function judge(person: Person, snapshot: RequestSnapshot, readings: Readings): Refusal | null {
  if (isRefusal(readings)) return readings;
  const { grant, readAt: now } = snapshot;
  return judgeRetry({ grant, request: snapshot, person, memberships: readings, now });
}

interface Retried {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly grant: Grant;
}

async function record(
  tx: Tx,
  envelope: Envelope,
  { person, snapshot, grant }: Retried,
): Promise<void> {
  const { organisationId, id: requestId, readAt: at } = snapshot;
  await hastenGrant(tx, organisationId, { grantId: grant.id, at });
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.retry-asked',
    actor: actorOf(envelope, person),
    requestId,
    grantId: grant.id,
    facts: { attempts: grant.attempts },
  });
  await enqueuePublish(tx, organisationId, requestId);
}
