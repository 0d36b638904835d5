import { v7 as uuidv7 } from 'uuid';
import { type NamedTarget } from '../elevation/catalogue';
import { type Person, type Policy, type RequestSnapshot, type Target } from '../elevation/model';
import { type Clock } from '../elevation/duration';
import { judgeExtension } from '../elevation/extending';
import { firstFollowUpS } from '../elevation/follow-ups';
import {
  coolsDownUntil,
  judgeOpening,
  needsPresent,
  type Opening,
  type OpeningInput,
  type PresentFacts,
} from '../elevation/opening';
import { choosePolicy } from '../elevation/policy';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import {
  readOpening,
  recallOpening,
  recordOpening,
  recordOpenings,
  type CoveringPolicy,
  type NewOpening,
  type OpeningFacts,
  type OpeningQuestion,
  type PresentOpening,
} from '../store/opening';
import { now as readClock } from '../store/clock';
import { lastDeniedAt } from '../store/opening-history';
import { type Tx } from '../store/database';
import { loadSnapshot } from '../store/snapshots';
import { receiptView } from '../views/receipt';
import { type Asked } from './asked';
import { lockedBudget, usedBudget } from './auto-budget';
import { type Context } from './context';
import { extensionOf, isStillExtendable, readExtended, type ExtendedRight } from './extended-grant';
import { grantApproved } from './grant-approved';
import { nameSubject, type Subject } from './name-subject';
import { nameForAsking, onlyTarget } from './name-target';
import { openedEvent } from './opened-event';
import { publishJob } from './publish-job';
import { refuseAsker } from './refuse-asker';
import { refuseAsking } from './refuse-asking';
import { requesterZone } from './requester-zone';

/** `/elevate Search-Mailbox 4h because …`: a request `pending`, or a refusal that says what to type instead. */
export async function openRequest(
  context: Context,
  envelope: Envelope,
  ask: Asked,
): Promise<Reply> {
  const { database, organisationId } = context;
  const { account } = envelope;
  const payloadKey = keyOf(envelope, ask);
  const question = { organisationId, payloadKey, account, typed: ask.target };
  const isPlain = ask.extended === undefined && ask.subject === undefined;
  if (!isPlain) return openAsOfNow(context, envelope, ask, question);
  // After a pause the database is asked something first: should it be away, then nothing was recorded for sure.
  if (!database.isAnswering()) return openAsOfNow(context, envelope, ask, question);
  const recalled = await recallOpening(database, question);
  const nothing = { clock: null, present: null, extended: null, subject: null };
  const judged = judge(context, envelope, ask, recalled, nothing);
  const isUsual = !isRefusal(judged) && !judged.autoApproved && !needsPresent(judged.policy);
  if (isUsual && (await refuseAsker(context, envelope, { isGiven: false })) === null) {
    const opened = await recordOpening(
      database,
      openingOf(context, envelope, ask, { ...nothing, facts: recalled, judged }),
    );
    if (opened !== null) return receiptOf(opened);
  }
  return openAsOfNow(context, envelope, ask, question);
}

/** A payload opens one request. What is offered with a button is opened once by all presses on it; each is refused by itself. */
function keyOf({ payloadKey }: Envelope, { onceAs }: Asked): string {
  return onceAs ?? payloadKey;
}

/** The usual request is written by what is remembered; for all others the present facts are read first. */
async function openAsOfNow(
  context: Context,
  envelope: Envelope,
  ask: Asked,
  question: OpeningQuestion,
): Promise<Reply> {
  const zone = await requesterZone(context, envelope, ask);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const facts = await readOpening(context.database, question);
    if (facts.repeat !== null) return replyAgain(context, facts.repeat.reply as Reply);
    const clock = zone === null ? null : { now: facts.now, zone };
    const extended = ask.extended === undefined ? null : await readExtended(context, ask.extended);
    const subject = await readSubject(context, envelope, ask, facts.person);
    const read = { clock, extended };
    const judged = isRefusal(subject)
      ? subject
      : await judgeWithAccount(context, envelope, ask, facts, { ...read, subject });
    if (isRefusal(judged)) {
      const named = await nameForAsking(context, envelope, judged);
      if (!('refusal' in named)) return openNamed(context, envelope, ask, { question, named });
      const about = extended && { verb: 'extend', requestId: extended.snapshot.id };
      const attempted = { verb: 'ask', person: facts.person, ...about };
      return refuseAsking(context, envelope, { ask, facts, attempt: attempted, ...named });
    }
    const about = { judged, extended, subject: isRefusal(subject) ? null : subject };
    const opening = openingOf(context, envelope, ask, { facts, ...about });
    const opened =
      grantsAtOnce(judged) || extended !== null
        ? await openLocked(context, opening, about)
        : await recordOpening(context.database, opening);
    if (opened !== null) return receiptOf(opened);
    // Its twin was first, or the configuration is another one by now; the next reading says which.
  }
  throw new Error('the configuration changes faster than a request can be opened');
}

/** The same for the one target that a name can mean to this person. */
function openNamed(
  context: Context,
  envelope: Envelope,
  ask: Asked,
  {
    question,
    named: { name },
  }: { readonly question: OpeningQuestion; readonly named: NamedTarget },
): Promise<Reply> {
  return openAsOfNow(context, envelope, { ...ask, target: name }, { ...question, typed: name });
}

/** What is judged beside the configuration. */
interface Read {
  readonly clock: Clock | null;
  readonly present: PresentFacts | null;
  readonly extended: ExtendedRight | null;
  /** Null for what people ask for themselves. */
  readonly subject: Subject | null;
}

/** Whoever has to accept first is not given anything by the policy alone. */
function grantsAtOnce({ autoApproved, becomes }: Opening): boolean {
  return autoApproved && becomes === 'pending';
}

async function readSubject(
  context: Context,
  envelope: Envelope,
  ask: Asked,
  requester: Person | null,
): Promise<Subject | null | Refusal> {
  if (ask.subject === undefined || requester === null) return null;
  return nameSubject(context, envelope, requester, { typed: ask.subject, id: ask.subjectId });
}

/** What became of earlier requests, where the policy asks for it. */
async function readHistory(
  context: Context,
  facts: PresentOpening,
  subject: Subject | null,
): Promise<PresentFacts> {
  const { organisationId } = context;
  const { person, targets, now } = facts;
  const [target] = targets;
  const policy = target ? policyOf(facts, target) : null;
  const none = { now, lastDeniedAt: null, autoApproved: 0 };
  if (person === null || !target || policy === null || !needsPresent(policy)) return none;
  const receiver = subject?.person ?? person;
  return context.database.read(async (tx) => ({
    now,
    lastDeniedAt: await lastDeniedAt(tx, organisationId, receiver.id, target.id),
    autoApproved: await usedBudget(tx, {
      ...{ organisationId, policy },
      ...{ requester: person, subject: receiver },
    }),
  }));
}

/** Whoever is no member is refused for what they are, whatever else stands in the way of their wish. */
async function judgeWithAccount(
  context: Context,
  envelope: Envelope,
  ask: Asked,
  facts: PresentOpening,
  known: Omit<Read, 'present'>,
): Promise<Opening | Refusal> {
  const present = await readHistory(context, facts, known.subject);
  const judged = judge(context, envelope, ask, facts, { ...known, present });
  const isGiven = !isRefusal(judged) && judged.autoApproved;
  return (await refuseAsker(context, envelope, { isGiven })) ?? judged;
}

function judge(
  context: Context,
  envelope: Envelope,
  ask: Asked,
  facts: OpeningFacts,
  read: Read,
): Opening | Refusal {
  const { person } = facts;
  if (person === null) return refuse('unlinked-account', { platform: envelope.account.platform });
  if (ask.target === '') return refuse('no-target');
  const target = onlyTarget(ask.target, facts.targets);
  if (isRefusal(target)) return target;
  const policy = policyOf(facts, target);
  const connector = context.connectors.of(target.workload);
  const { extended, subject: other, ...moment } = read;
  const subject = other?.person ?? person;
  const ableByStage = policy === null ? [] : othersIn(coveringOf(facts, policy), person, subject);
  const input: OpeningInput = {
    switchedOff: facts.switchedOff,
    requester: person,
    subject,
    subjectGroupIds: other?.groupIds,
    target,
    policy,
    typedDuration: ask.duration,
    typedStart: ask.at,
    ...moment,
    reason: ask.reason,
    ticket: ask.ticket,
    typedScope: ask.scope ?? null,
    requesterGroupIds: facts.groupIds,
    groupMembersAbleToDecide: ableByStage[0]?.length ?? 0,
    ableByStage,
    targetAccount: accountOf(facts, { target, extended, subject: other }),
    leastDurationS: connector?.describe().leastDurationS ?? 60,
  };
  return extended === null ? judgeOpening(input) : judgeExtension(input, extended.snapshot);
}

/** More time is for the same account; whoever has another one by now has to ask anew. */
function accountOf(
  { targetAccount }: OpeningFacts,
  about: Pick<Read, 'extended' | 'subject'> & { readonly target: Target },
): string | null {
  const { extended, subject, target } = about;
  if (subject !== null) return subject.accounts.get(target.workload) ?? null;
  return extended === null || extended.account === targetAccount ? targetAccount : null;
}

function policyOf(facts: OpeningFacts, target: Target): Policy | null {
  return choosePolicy(
    facts.covering.map((one) => one.policy),
    target.name,
  );
}

function coveringOf({ covering }: OpeningFacts, policy: Policy): CoveringPolicy {
  return covering.find((one) => one.policy.id === policy.id)!;
}

function othersIn(
  { memberIds, laterMemberIds }: CoveringPolicy,
  ...own: readonly Person[]
): readonly (readonly string[])[] {
  const ownIds = own.map(({ id }) => id);
  return [memberIds, ...laterMemberIds].map((ids) => ids.filter((id) => !ownIds.includes(id)));
}

interface Judged {
  readonly facts: OpeningFacts;
  readonly judged: Opening;
  readonly extended: ExtendedRight | null;
  readonly subject: Subject | null;
}

function openingOf(
  { organisationId }: Context,
  envelope: Envelope,
  ask: Asked,
  { facts, judged, extended, subject }: Judged,
): NewOpening {
  const usual = requestOf(organisationId, envelope, facts, judged, subject);
  const target = usual.target;
  const request = extended === null ? usual : { ...usual, ...extensionOf(extended) };
  return {
    request,
    decideWithinS: judged.decideWithinS,
    followUpS: firstFollowUpS(judged.policy.rules.terms),
    version: facts.version,
    targetAccount: accountOf(facts, { target, extended, subject })!,
    payloadKey: keyOf(envelope, ask),
    // Drawn again from what is stored, should the payload come again.
    reply: { privately: null, screen: null, receiptFor: request.id } satisfies Reply,
    audit: openedEvent(envelope, ask.again, request),
    job: publishJob({
      organisationId,
      id: request.id,
      groupId: request.approverGroup.id,
    }),
  };
}

/** The request as its requester sees it once it is written, so that it need not be read back. */
function requestOf(
  organisationId: string,
  envelope: Envelope,
  facts: OpeningFacts,
  opening: Opening,
  subject: Subject | null,
): NewOpening['request'] {
  const person = facts.person!;
  return {
    organisationId,
    id: uuidv7(),
    kind: 'access',
    state: opening.becomes,
    requester: person,
    subject: subject?.person ?? person,
    askedFrom: envelope.account,
    systemAccount: null,
    target: facts.targets[0]!,
    scope: opening.scope,
    durationS: opening.durationS,
    startAt: opening.startAt,
    fixedEnd: opening.fixedEnd,
    reason: opening.reason,
    ticket: opening.ticket,
    durationWasDefault: opening.durationWasDefault,
    policy: opening.policy,
    policyNow: opening.policy,
    approverGroup: coveringOf(facts, opening.policy).group,
    acceptedAt: null,
    withdrawnBy: null,
    alsoAsked: [],
    namedSince: [],
    reminders: [],
    decisions: [],
    closedAt: null,
    grant: null,
    extends: null,
    review: null,
    // For approvers, whose screens are drawn later by the job.
    heldLast30Days: 0,
    askedBefore: false,
    atUnusualHour: false,
    heldThrough: null,
    deniedLately: null,
    standing: {
      requesterGroupIds: facts.groupIds,
      subjectGroupIds: subject?.groupIds ?? facts.groupIds,
      isAccountTheirs: true,
    },
    switchedOff: false,
  };
}

/**
 * Opens what hangs on more than the configuration, which is locked and looked at again. A request and its grant are one
 * transaction: an approval without a stored end must not be seen by anybody.
 */
async function openLocked(
  context: Context,
  opening: NewOpening,
  { judged, extended }: Omit<Judged, 'facts'>,
): Promise<RequestSnapshot | null> {
  const { organisationId, id } = opening.request;
  const autoApproved = grantsAtOnce(judged);
  const opened = await context.database.transaction(async (tx) => {
    if (extended && !(await isStillExtendable(tx, organisationId, extended))) return null;
    if (autoApproved && !(await isStillAutomaticNow(tx, opening))) return null;
    const written = await recordOpenings(tx, [opening]);
    if (written.size === 0) return null;
    if (autoApproved) await grantApproved(context, tx, { requestId: id, automatically: true });
    return loadSnapshot(tx, organisationId, { id });
  });
  if (opened !== null && autoApproved) context.wakeSweep();
  return opened;
}

/** Two requests of one moment have both counted before either was written, and something may have been denied since. */
async function isStillAutomaticNow(tx: Tx, { request }: NewOpening): Promise<boolean> {
  const { organisationId, subject, target, policy } = request;
  const { terms } = policy.rules;
  const used = await lockedBudget(tx, request);
  const deniedAt = await lastDeniedAt(tx, organisationId, subject.id, target.id);
  if (coolsDownUntil(terms, deniedAt, await readClock(tx)) !== null) return false;
  return terms.autoBudget === null || used < terms.autoBudget.count;
}

function receiptOf(snapshot: RequestSnapshot): Reply {
  return { privately: receiptView(snapshot), screen: null, receiptFor: snapshot.id };
}

/** What was answered to this payload before. A receipt says what has become of its request in the meantime. */
async function replyAgain(context: Context, reply: Reply): Promise<Reply> {
  const { organisationId } = context;
  const id = reply.receiptFor;
  if (id === undefined) return reply;
  const snapshot = await context.database.read((tx) => loadSnapshot(tx, organisationId, { id }));
  if (snapshot === null) throw new Error(`the request ${id} of an earlier payload is gone`);
  return receiptOf(snapshot);
}
