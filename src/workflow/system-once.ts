import { hash } from 'node:crypto';
import { isRefusal, refuse, type Refusal } from '../errors';
import { isDatabaseUnavailable, isRecordingUncertain, type Tx } from '../store/database';
import { claimPayload, recordReply } from '../store/payloads';
import { answerMs } from './inbound';
import { type Context } from './context';
import { refuseSystem } from './refuse-system';
import { problem, type Answer } from './system-answer';
import { isFirstTooMany, isTooMany, readCaller, tooManyRetryS, type Caller } from './system-caller';

/** One call of a program. */
export interface SystemCall {
  /** As it came behind `Bearer`, or null. */
  readonly key: string | null;
  readonly verb: string;
}

/** Answers a call of a system account: who calls, whether not too often, and what becomes of it. */
export async function answerSystem(
  context: Context,
  { key, verb }: SystemCall,
  run: (awaited: Context, caller: Caller) => Promise<Answer>,
): Promise<Answer> {
  const awaited = { ...context, database: context.database.within(answerMs) };
  try {
    const caller = await readCaller(awaited, key);
    if (isRefusal(caller)) return problem(caller);
    if (isTooMany(caller)) return await turnAway(awaited, caller, verb);
    return await run(awaited, caller);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    const uncertain = isRecordingUncertain(error);
    context.log.error({ err: error, uncertain }, 'the database cannot be reached');
    const code = uncertain ? 'recording-uncertain' : 'database-unavailable';
    return problem(refuse(code), { retryAfterS: 5 });
  }
}

/** A flood must fill neither the trail nor the channel: the first of a window stands for all. */
async function turnAway(context: Context, caller: Caller, verb: string): Promise<Answer> {
  const refusal = refuse('api-too-many');
  if (isFirstTooMany(caller)) {
    await context.database.transaction((tx) =>
      refuseSystem(context, tx, caller, { verb }, refusal),
    );
  }
  return problem(refusal, { retryAfterS: tooManyRetryS });
}

interface Recorded {
  readonly fingerprint: string;
  /** As text: the database would give its fields back in another order. */
  readonly answer: string;
}

/**
 * Runs a verb once for each idempotency key of an account: whoever asks again with the same gets the same answer, and whoever asks
 * for something else with it is refused.
 */
export async function systemOnce(
  context: Context,
  caller: Caller,
  asked: { readonly idempotencyKey: string; readonly wish: unknown; readonly verb: string },
  run: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  const { organisationId } = context;
  const payloadKey = `api:${caller.accountId}:${hash('sha256', asked.idempotencyKey)}`;
  const fingerprint = hash('sha256', JSON.stringify([asked.verb, asked.wish]));
  return context.database.transaction(async (tx) => {
    const claim = await claimPayload(tx, organisationId, payloadKey);
    if (claim.repeat) {
      const recorded = claim.reply as Recorded;
      if (recorded.fingerprint === fingerprint) return JSON.parse(recorded.answer) as Answer;
      const reused: Refusal = refuse('api-key-reused');
      return refuseSystem(context, tx, caller, { verb: asked.verb }, reused);
    }
    const answer = await run(tx);
    const recorded: Recorded = { fingerprint, answer: JSON.stringify(answer) };
    await recordReply(tx, organisationId, payloadKey, recorded);
    return answer;
  });
}
