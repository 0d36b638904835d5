import { type Refusal } from '../errors';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';
import { noteRefusal } from '../store/system-keys';
import { type Context } from './context';
import { problem, type Answer } from './system-answer';
import { type Caller } from './system-caller';

export const tellRefusalsTask = 'tell-system-refusals';

export interface SystemAttempt {
  readonly verb: string;
  readonly requestId?: string;
}

/** Writes a refusal to the trail, has the channel told of it, and makes the answer; part of the verb's transaction. */
export async function refuseSystem(
  { organisationId }: Context,
  tx: Tx,
  caller: Caller,
  { verb, requestId }: SystemAttempt,
  refusal: Refusal,
): Promise<Answer> {
  await appendAudit(tx, {
    organisationId,
    kind: 'request.refused',
    actor: caller.actor,
    ...(requestId === undefined ? {} : { requestId }),
    facts: { verb, refused: refusal.refused, facts: { ...refusal.facts } },
  });
  await noteRefusal(tx, organisationId, caller.accountId, refusal);
  await enqueueTellingRefusals(tx, organisationId, caller.accountId);
  return problem(refusal);
}

/** One job for all that the channel was not told of yet. */
async function enqueueTellingRefusals(
  tx: Tx,
  organisationId: string,
  accountId: string,
): Promise<void> {
  const options = { jobKey: `tell-refusals:${accountId}`, queueName: 'tell' };
  await enqueue(tx, tellRefusalsTask, { organisationId, accountId }, options);
}
