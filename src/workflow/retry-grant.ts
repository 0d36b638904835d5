import { judgeRetry, type Retried } from '../elevation/ending';
import { namingSource } from '../elevation/membership';
import { type Grant, type Person, type RequestSnapshot } from '../elevation/model';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Role } from '../elevation/roles';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { lastDeniedAt } from '../store/opening-history';
import { giveGrantAgain, hastenGrant } from '../store/grants';
import { rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { promptFor } from './prompt-for';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { readingsFor, readPresser, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';

type Readings = readonly FreshMembership[] | Refusal;

export interface RetryGrant {
  readonly request: number;
  /** What was typed is answered; a press is answered by the screen that it was made on. */
  readonly typed: boolean;
}

/**
 * Try again: somebody has mended what was in the way. The right that outlives its end is taken away at once instead of within the minute, and
 * what was approved and could not be granted is granted, until the end that it always had.
 */
export async function retryGrant(
  context: Context,
  envelope: Envelope,
  wish: RetryGrant,
): Promise<Reply> {
  const readings = await readPresser(context, envelope, wish.request);
  const reply = await once(context, envelope, (tx) =>
    retryLocked(context, tx, envelope, wish, readings),
  );
  context.wakeSweep();
  return reply;
}

async function retryLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { request, typed }: RetryGrant,
  readings: Readings,
): Promise<Reply> {
  const verb = 'retry';
  const found = await lockForPerson(context, tx, envelope, { verb, request });
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  const roles = await rolesNow(tx, context.organisationId, person);
  const known = readingsFor(roles, readings);
  const judged = await judge(tx, { person, snapshot, roles }, known);
  if (isRefusal(judged)) {
    const screen = promptFor(context, person, snapshot, known, { roles });
    const attempt = { verb, person, requestId: snapshot.id, screen };
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  await record(tx, envelope, { person, snapshot, grant: snapshot.grant!, act: judged });
  const after = (await loadSnapshot(tx, context.organisationId, { id: snapshot.id })) ?? snapshot;
  const view = promptFor(context, person, after, known, { roles });
  return { privately: typed ? view : null, screen: view };
}

interface Retrier {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly roles: readonly Role[];
}

async function judge(
  tx: Tx,
  { person, snapshot, roles }: Retrier,
  memberships: Readings,
): Promise<Retried | Refusal> {
  if (isRefusal(memberships)) return memberships;
  const { organisationId, subject, target, readAt: now } = snapshot;
  const deniedAt = await lastDeniedAt(tx, organisationId, subject.id, target.id);
  const judged = judgeRetry({
    ...{ request: snapshot, person, memberships, roles, now },
    lastDeniedAt: deniedAt,
  });
  return namingSource(judged, memberships);
}

interface Retrying {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly grant: Grant;
  readonly act: Retried;
}

async function record(
  tx: Tx,
  envelope: Envelope,
  { person, snapshot, grant, act }: Retrying,
): Promise<void> {
  const { organisationId, id: requestId, readAt: at } = snapshot;
  const { id: grantId, attempts } = grant;
  if (act === 'take-away') await hastenGrant(tx, organisationId, { grantId, at });
  else await giveAgain(tx, organisationId, { grantId, at });
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.retry-asked',
    actor: actorOf(envelope, person),
    requestId,
    grantId,
    facts: { act, attempts },
  });
  await enqueuePublish(tx, organisationId, requestId);
}

/** The lock is held, and the time that it was judged by is the time that is stored. */
async function giveAgain(
  tx: Tx,
  organisationId: string,
  grant: Parameters<typeof giveGrantAgain>[2],
): Promise<void> {
  const isMoved = await giveGrantAgain(tx, organisationId, grant);
  if (!isMoved) throw new Error(`the grant ${grant.grantId} has not failed`);
  await enqueuePublishOfOthers(tx, organisationId, grant.grantId);
}
