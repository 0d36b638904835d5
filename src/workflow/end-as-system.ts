import { judgeEnding } from '../elevation/ending';
import { isRefusal, refuse } from '../errors';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { lockWithExtended } from '../store/extensions';
import { askToEnd } from '../store/grants';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { ownRequest } from './read-as-system';
import { refuseSystem } from './refuse-system';
import { requestBody, type Answer } from './system-answer';
import { type Caller } from './system-caller';
import { answerSystem } from './system-once';

interface SystemEnd {
  readonly key: string | null;
  readonly request: number;
}

/**
 * `POST /api/requests/ELV-142/end`: a right of its own is given back; the sweep takes it away at the target. What has begun to end
 * goes on ending: asking again is answered with what is so.
 */
export async function endAsSystem(context: Context, { key, request }: SystemEnd): Promise<Answer> {
  const answer = await answerSystem(context, { key, verb: 'end' }, (awaited, caller) =>
    awaited.database.transaction((tx) => endLocked(awaited, tx, caller, request)),
  );
  context.wakeSweep();
  return answer;
}

async function endLocked(
  context: Context,
  tx: Tx,
  caller: Caller,
  request: number,
): Promise<Answer> {
  const { organisationId } = context;
  const verb = 'end';
  await lockWithExtended(tx, organisationId, request);
  const snapshot = await ownRequest(context, tx, caller, request);
  if (snapshot === null) {
    return refuseSystem(context, tx, caller, { verb }, refuse('unknown-request', { request }));
  }
  const { grant, subject: person, readAt: now, id } = snapshot;
  if (grant?.state === 'ending' || grant?.state === 'ended') {
    return { status: 200, body: requestBody(snapshot) };
  }
  const judged = judgeEnding({
    ...{ grant, request: snapshot, person, now },
    ...{ memberships: [], roles: [], reason: null, how: 'end' },
  });
  if (isRefusal(judged)) {
    return refuseSystem(context, tx, caller, { verb, requestId: id }, judged);
  }
  const { cause } = judged;
  const grantId = grant!.id;
  await askToEnd(tx, organisationId, grantId, {
    ...{ cause, byPersonId: person.id, reason: null, at: now },
  });
  await appendAudit(tx, {
    organisationId,
    kind: 'grant.end-asked',
    actor: caller.actor,
    requestId: id,
    grantId,
    facts: { cause, reason: null },
  });
  await enqueuePublishOfOthers(tx, organisationId, grantId);
  await enqueuePublish(tx, organisationId, id);
  const ended = (await loadSnapshot(tx, organisationId, { id }))!;
  return { status: 200, body: requestBody(ended) };
}
