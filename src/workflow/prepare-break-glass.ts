import { v7 as uuidv7 } from 'uuid';
import { type Command } from '../commands/command';
import {
  judgeGlassWish,
  readyForS,
  type GlassInput,
  type GlassWish,
} from '../elevation/break-glass';
import { type Person, type Policy } from '../elevation/model';
import { choosePolicy } from '../elevation/policy';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { writeDraft } from '../store/break-glass';
import { type Tx } from '../store/database';
import { readOpening, type PresentOpening } from '../store/opening';
import { openReviewOf } from '../store/reviews';
import { loadDraft } from '../store/snapshots';
import { breakGlassView } from '../views/break-glass';
import { type Context } from './context';
import { nameForAsking, onlyTarget } from './name-target';
import { offerTargets } from './offer-targets';
import { once } from './once';
import { requesterZone } from './requester-zone';
import { passedOver } from './passed-over';
import { refuseAndRecord } from './refuse-and-record';

type Ask = Extract<Command, { verb: 'ask' }>;

/**
 * `/elevate Search-Mailbox 1h --break-glass …`: nothing is taken yet. What would be taken is written down and shown to the person
 * alone, with the button that takes it; a slip on a keyboard gives nobody a right. Who may press is judged again at the press.
 */
export async function prepareBreakGlass(
  context: Context,
  envelope: Envelope,
  ask: Ask,
): Promise<Reply> {
  const { database, organisationId } = context;
  const { account, payloadKey } = envelope;
  const zone = await requesterZone(context, envelope, ask);
  const question = { organisationId, payloadKey, account, typed: ask.target };
  const facts = await readOpening(database, question);
  if (facts.repeat !== null) return facts.repeat.reply as Reply;
  const judged = await judge(context, { envelope, ask, facts, zone });
  if (!isRefusal(judged)) {
    return once(context, envelope, (tx) => write(context, tx, envelope, facts, judged));
  }
  const named = await nameForAsking(context, envelope, judged);
  if (!('refusal' in named))
    return prepareBreakGlass(context, envelope, { ...ask, target: named.name });
  const attempt = { verb: 'break-glass', person: facts.person };
  return once(context, envelope, async (tx) => {
    const reply = await refuseAndRecord(context, tx, envelope, attempt, named.refusal);
    return offerTargets(envelope, reply, { ask, ...named, ...attempt });
  });
}

interface Typed {
  readonly envelope: Envelope;
  readonly ask: Ask;
  readonly facts: PresentOpening;
  readonly zone: string | null;
}

interface Judged {
  readonly wish: GlassWish;
  readonly policy: Policy;
}

/** By the membership that is stored: the directory itself is asked at the press. */
async function judge(
  context: Context,
  { envelope, ask, facts, zone }: Typed,
): Promise<Judged | Refusal> {
  const { database, organisationId } = context;
  const { person, now, groupIds } = facts;
  if (person === null) return refuse('unlinked-account', { platform: envelope.account.platform });
  if (ask.at !== undefined) return refuse('break-glass-not-later');
  if (ask.subject !== undefined) return refuse('break-glass-for-oneself');
  const target = onlyTarget(ask.target, facts.targets);
  if (isRefusal(target)) return target;
  const policies = facts.covering.map((one) => one.policy);
  const policy = choosePolicy(policies, target.name);
  if (policy === null) return refuse('no-policy', { target: target.name });
  const asked = policy.rules.terms.breakGlass?.groupIds ?? [];
  const input: GlassInput = {
    switchedOff: facts.switchedOff,
    person,
    target,
    policies: [policy],
    memberships: asked.map((groupId) => ({
      groupId,
      member: groupIds.includes(groupId),
      disabled: person.disabled,
      readAt: now,
    })),
    openReview: await database.read((tx) => openReviewOf(tx, organisationId, person.id)),
    targetAccount: facts.targetAccount,
    leastDurationS: context.connectors.of(target.workload)?.describe().leastDurationS ?? 60,
    reviewers: await reviewersOf(context, person, policy),
    now,
  };
  const { duration, reason, ticket, scope = null } = ask;
  const clock = zone === null ? null : { now, zone };
  const wish = judgeGlassWish(input, { duration, reason, ticket, scope, clock });
  return isRefusal(wish) ? wish : { wish, policy };
}

async function reviewersOf(
  { database, organisationId }: Context,
  requester: Person,
  policy: Policy,
): Promise<number> {
  const approverGroup = { id: policy.rules.approverGroupId };
  const taken = { organisationId, requester, policy, approverGroup, alsoAsked: [] };
  return (await database.read((tx) => passedOver(tx, taken))).length;
}

async function write(
  { organisationId }: Context,
  tx: Tx,
  { account }: Envelope,
  { person, targets, targetAccount }: PresentOpening,
  { wish, policy }: Judged,
): Promise<Reply> {
  const number = await writeDraft(tx, {
    ...wish,
    organisationId,
    id: uuidv7(),
    requesterId: person!.id,
    targetId: targets[0]!.id,
    targetAccount: targetAccount!,
    policyId: policy.id,
    policyVersion: policy.version,
    approverGroupId: policy.rules.approverGroupId,
    askedFrom: account,
    readyForS,
  });
  const draft = await loadDraft(tx, organisationId, number);
  const people = await passedOver(tx, draft!);
  return { privately: breakGlassView(draft!, people.length), screen: null };
}
