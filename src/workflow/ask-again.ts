import { judgeAgain } from '../elevation/asking-again';
import { type RequestSnapshot } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { type Asked } from './asked';
import { type Context } from './context';
import { once } from './once';
import { openRequest } from './open-request';
import { refuseAndRecord, type Attempt } from './refuse-and-record';

type Judged =
  | { readonly asked: Asked }
  | { readonly asked: null; readonly refusal: Refusal; readonly attempt: Attempt };

/**
 * One press that asks for the same once more. What it asks for is what the old request stored; nothing comes from the
 * button. It is opened like anything that is typed: under the policy of now, with its hours and its cool-down.
 */
export async function askAgain(
  context: Context,
  envelope: Envelope,
  request: number,
): Promise<Reply> {
  const judged = await context.database.read((tx) => judge(context, tx, envelope, request));
  if (judged.asked !== null) return openRequest(context, envelope, judged.asked);
  const { attempt, refusal } = judged;
  return once(context, envelope, (tx) => refuseAndRecord(context, tx, envelope, attempt, refusal));
}

/** Without a lock: what is over stays as it is. */
async function judge(
  { organisationId }: Context,
  tx: Tx,
  envelope: Envelope,
  request: number,
): Promise<Judged> {
  const person = await personOfAccount(tx, organisationId, envelope.account);
  const attempt = { verb: 'again', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return { asked: null, refusal, attempt };
  }
  const snapshot = await loadSnapshot(tx, organisationId, { number: request });
  if (snapshot === null) {
    return { asked: null, refusal: refuse('unknown-request', { request }), attempt };
  }
  const asked = judgeAgain(snapshot, person);
  if (!isRefusal(asked)) {
    const { subject, ...same } = asked;
    const whom = subject && { subject: subject.line || subject.name, subjectId: subject.id };
    return { asked: { ...same, ...whom, again: request, ...stillExtended(snapshot) } };
  }
  return { asked: null, refusal: asked, attempt: { ...attempt, requestId: snapshot.id } };
}

/** More time on what is still held is asked for as more time; on what is over, as something new. */
function stillExtended({ extends: extended }: RequestSnapshot): Pick<Asked, 'extended'> {
  return extended?.state === 'active' ? { extended: extended.number } : {};
}
