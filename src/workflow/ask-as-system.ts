import { v7 as uuidv7 } from 'uuid';
import { factsDigest } from '../elevation/digest';
import { type Policy, type RequestSnapshot, type Target } from '../elevation/model';
import { choosePolicy } from '../elevation/policy';
import { judgeSystemUse, type SystemUse, type SystemWish } from '../elevation/system-use';
import { isRefusal, refuse, type Refusal } from '../errors';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { isSwitchedOff } from '../store/organisations';
import { targetAccountsOf } from '../store/people';
import { policiesCovering } from '../store/policies';
import { loadSnapshot } from '../store/snapshots';
import {
  insertSystemRequest,
  lockSystemAccount,
  type LockedSystemAccount,
} from '../store/system-requests';
import { findTargets } from '../store/targets';
import { type Context } from './context';
import { writeGrant } from './grant-approved';
import { enqueuePublish } from './publish-job';
import { refuseSystem } from './refuse-system';
import { requestBody, requestPath, type Answer } from './system-answer';
import { type Caller } from './system-caller';
import { answerSystem, systemOnce } from './system-once';

export interface SystemAsk {
  readonly key: string | null;
  /** The same for all tries of one wish. */
  readonly idempotencyKey: string;
  readonly wish: SystemWish;
  /** Name of the account that the key is thought to be of, or null. */
  readonly as: string | null;
}

/** `POST /api/requests`: granted at once and without approval, or refused. Each is recorded and told in the channel. */
export async function askAsSystem(context: Context, ask: SystemAsk): Promise<Answer> {
  const verb = 'ask';
  const { key, idempotencyKey, wish, as } = ask;
  const answer = await answerSystem(context, { key, verb }, (awaited, caller) =>
    systemOnce(awaited, caller, { verb, idempotencyKey, wish: [wish, as] }, async (tx) => {
      const outcome = await askLocked(awaited, tx, caller, ask);
      return isRefusal(outcome) ? refuseSystem(awaited, tx, caller, { verb }, outcome) : outcome;
    }),
  );
  context.wakeSweep();
  return answer;
}

async function askLocked(
  context: Context,
  tx: Tx,
  caller: Caller,
  { wish, as }: SystemAsk,
): Promise<Answer | Refusal> {
  if (as !== null && as !== caller.name) return refuse('api-key-of-another', { person: as });
  const account = await lockSystemAccount(tx, context.organisationId, caller.accountId);
  if (account === null) return refuse('api-key-unknown');
  const now = await readClock(tx);
  const judged = judgeSystemUse(await readInput(context, tx, { account, wish, now }));
  return isRefusal(judged) ? judged : grant(context, tx, caller, { account, use: judged, at: now });
}

interface Asked {
  readonly account: LockedSystemAccount;
  readonly wish: SystemWish;
  readonly now: Date;
}

async function readInput(
  { organisationId, connectors }: Context,
  tx: Tx,
  { account, wish, now }: Asked,
): Promise<Parameters<typeof judgeSystemUse>[0]> {
  const candidates = await findTargets(tx, organisationId, wish.target);
  const policies = new Map<string, Policy | null>();
  for (const { id, name } of candidates) {
    policies.set(id, choosePolicy(await policiesCovering(tx, organisationId, name), name));
  }
  return {
    account,
    switchedOff: await isSwitchedOff(tx, organisationId),
    candidates,
    policyOf: ({ id }) => policies.get(id) ?? null,
    leastDurationS: ({ workload }: Target) =>
      connectors.of(workload)?.describe().leastDurationS ?? 60,
    accounts: await targetAccountsOf(tx, organisationId, account.id),
    typed: wish,
    now,
  };
}

interface Granted {
  readonly account: LockedSystemAccount;
  readonly use: SystemUse;
  readonly at: Date;
}

/** Request and grant are one transaction: an approval without a stored end must not be seen by anybody. */
async function grant(
  { organisationId }: Context,
  tx: Tx,
  caller: Caller,
  granted: Granted,
): Promise<Answer> {
  const { use, at } = granted;
  const id = uuidv7();
  await insertSystemRequest(tx, organisationId, id, granted);
  const opened = (await loadSnapshot(tx, organisationId, { id }))!;
  await recordOpened(tx, caller, opened);
  const times = { startsAt: at, endsAt: use.endsAt };
  await writeGrant(tx, opened, { ...times, at });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.approved',
    actor: caller.actor,
    requestId: id,
    facts: {
      automatically: true,
      startsAt: times.startsAt.toISOString(),
      endsAt: times.endsAt.toISOString(),
    },
  });
  await enqueuePublish(tx, organisationId, id);
  const approved = (await loadSnapshot(tx, organisationId, { id }))!;
  return { status: 201, body: requestBody(approved), location: requestPath(approved.number) };
}

async function recordOpened(tx: Tx, { actor }: Caller, snapshot: RequestSnapshot): Promise<void> {
  await appendAudit(tx, {
    organisationId: snapshot.organisationId,
    kind: 'request.opened',
    actor,
    requestId: snapshot.id,
    facts: {
      target: snapshot.target.name,
      ...(snapshot.scope === '' ? {} : { scope: snapshot.scope }),
      subjectId: snapshot.subject.id,
      durationS: snapshot.durationS,
      durationWasDefault: false,
      startAt: null,
      fixedEnd: null,
      reason: snapshot.reason,
      ticket: snapshot.ticket,
      policyId: snapshot.policy.id,
      policyVersion: snapshot.policy.version,
      digest: factsDigest(snapshot),
    },
  });
}
