import { type ExtendedGrant, type RequestSnapshot, requestId } from '../elevation/model';
import { isBreakGlass } from '../elevation/break-glass';
import { formatDuration } from '../elevation/duration';
import { type Refusal, type RefusalCode } from '../errors';
import { refuseGiving } from '../elevation/giving';
import { isEndedEarly } from '../elevation/extending';
import { apart, rulesOf } from '../elevation/stages';
import { isolated, say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import { ticketField } from './ticket';
import {
  approverFacts,
  commonFacts,
  countedApprovals,
  drawnAt,
  field,
  formatAgo,
  isSingle,
  lineOf,
  lines,
  nameOf,
  namesOf,
  notification,
  otherId,
  offeredS,
  stageApprovals,
  targetShort,
} from './facts';
import { merged } from './merged';
import { groupMost, middleCut, oneLine, personMost, targetMost } from './people';
import { approveButton, approveLessButton, denyButton } from './presses';
import { escalations, reminded } from './follow-ups';
import { noButtons, type PromptParts } from './prompt-parts';
import { commentQuotes, promptCut, reasonQuote } from './quotes';
import { type ViewFacts } from './view';

const dayMs = 86_400_000;

/** What an approver needs to decide, in the order in which they need it. */
export function pendingParts(snapshot: RequestSnapshot, leastDurationS: number): PromptParts {
  const facts = commonFacts(snapshot);
  const duration = formatDuration(offeredS(snapshot));
  const short = { ...facts, target: targetShort(snapshot), duration };
  const summary = lines(
    asksSentence(snapshot, 'asks.now'),
    allows(snapshot),
    endSentence(snapshot),
    awaitedSentence(snapshot),
    lessSentence(snapshot),
    ...earlierStages(snapshot),
    stageSentence(snapshot),
    snapshot.reason === null ? say('reason.none') : null,
    stillNeeded(snapshot),
    ...escalations(snapshot),
    reminded(snapshot),
  );
  return {
    notification: pendingNotification(snapshot),
    title: say(snapshot.extends === null ? 'title.length' : 'title.more', short),
    summary,
    timedSummary: summary,
    quotes: reasonQuote(snapshot, promptCut),
    comments: commentQuotes(snapshot, promptCut),
    fields: [
      ...ticketField(snapshot),
      field('field.last-30-days', heldSentence(snapshot)),
      field('field.decide-by', say('field.moment', { at: snapshot.decideBy })),
      field('field.approvals', approvalsSentence(snapshot)),
    ],
    timeFields: [],
    unusual: unusualSentences(snapshot),
    ...noButtons,
    ...(snapshot.state === 'pending' ? decisionButtons(snapshot, leastDurationS) : {}),
    small: say('small.pending', merged(facts, policyNowFacts(snapshot))),
    smallWithId: say('small.pending.id', merged(facts, policyNowFacts(snapshot))),
  };
}

/** What applies now, where that is not what it was asked under: both have to allow it. */
function policyNowFacts({ policy, policyNow }: RequestSnapshot): SentenceFacts {
  if (policyNow === null) return { now: 'none', newPattern: '', newVersion: 0 };
  const isSame = policyNow.id === policy.id;
  const other = policyNow.version === policy.version ? 'same' : 'version';
  return {
    now: isSame ? other : 'policy',
    newPattern: middleCut(policyNow.pattern, targetMost),
    newVersion: policyNow.version,
  };
}

function decisionButtons(
  snapshot: RequestSnapshot,
  leastDurationS: number,
): Pick<PromptParts, 'approve' | 'approveLess' | 'deny'> {
  return {
    // Nothing approves what no policy allows any more, nor anything while all is off; it can still be denied.
    approve: isAllowed(snapshot) ? approveButton(snapshot, leastDurationS) : null,
    approveLess: isAllowed(snapshot) ? approveLessButton(snapshot) : null,
    deny: denyButton(snapshot),
  };
}

function isAllowed(snapshot: RequestSnapshot): boolean {
  if (snapshot.switchedOff || !isCovered(snapshot) || apart(snapshot) !== null) return false;
  return ungivable(snapshot) === null;
}

function isCovered(snapshot: RequestSnapshot): boolean {
  const extended = snapshot.extends;
  return rulesOf(snapshot).allowed && !(extended && isEndedEarly(extended));
}

function ungivable(snapshot: RequestSnapshot): Refusal | null {
  const { policy: pinned, policyNow: present, readAt } = snapshot;
  return refuseGiving(snapshot, { pinned, present }, readAt);
}

function pendingNotification(snapshot: RequestSnapshot): string {
  const facts = { ...commonFacts(snapshot), target: targetShort(snapshot) };
  if (snapshot.state === 'awaiting-acceptance') return notification('note.awaiting', facts);
  const { approvals, needed } = approverFacts(snapshot);
  if (approvals > 0) return notification('note.some', merged(facts, { approvals, needed }));
  const { stage, stages } = rulesOf(snapshot);
  if (stage > 1) return notification('note.stage', merged(facts, { stage, stages }));
  const { requester, subject } = snapshot;
  const asked = { ...facts, person: nameOf(requester), subject: nameOf(subject) };
  if (snapshot.extends !== null) return notification('note.pending.more', asked);
  return notification(requester.id === subject.id ? 'note.pending' : 'note.pending.other', asked);
}

/** "Ana (…) asks for …", and for whom when that is somebody else. */
export function asksSentence(snapshot: RequestSnapshot, key: 'asks.now' | 'asks.before'): Sentence {
  const { requester, subject } = snapshot;
  const facts = merged(commonFacts(snapshot), {
    other: otherId(snapshot),
    duration: formatDuration(snapshot.durationS),
    person: nameOf(requester),
    line: lineOf(requester),
    subject: nameOf(subject),
    subjectLine: lineOf(subject),
  });
  if (isBreakGlass(snapshot)) return say('asks.glass', facts);
  if (snapshot.extends !== null) return say(`${key}.more`, facts);
  return say(requester.id === subject.id ? key : (`${key}.other` satisfies WordKey), facts);
}

/** The target's own sentence about what it allows; it was written by an admin, and stays on one line. */
export function allows(snapshot: RequestSnapshot): Sentence {
  const described = oneLine(snapshot.target.description ?? '', 120);
  if (described !== '') return { say: [{ text: described }] };
  return say('target.none', commonFacts(snapshot));
}

/** When it would end; the minute of drawing is named, so that the sentence stays true on a screen that stands still. */
function endSentence(snapshot: RequestSnapshot): Sentence {
  const { fixedEnd, durationS, startAt } = snapshot;
  const offered = offeredS(snapshot);
  if (startAt !== null) return laterSentence(snapshot, startAt);
  if (snapshot.extends !== null) return goingOn(snapshot, snapshot.extends);
  if (fixedEnd !== null && offered === durationS) return say('end.fixed', { end: fixedEnd });
  const drawn = drawnAt(snapshot);
  const endMs = Math.min(drawn.getTime() + offered * 1000, fixedEnd?.getTime() ?? Infinity);
  const end = new Date(endMs);
  const isToday = offered * 1000 < dayMs;
  return say(isToday ? 'end.if-approved' : 'end.if-approved.days', { drawn, end });
}

/** When it would start and end; true before the start and after it. */
export function laterSentence(snapshot: RequestSnapshot, start: Date): Sentence {
  const { fixedEnd, durationS } = snapshot;
  const offered = offeredS(snapshot);
  if (fixedEnd !== null && offered === durationS) {
    return say('end.start.fixed', { start, end: fixedEnd });
  }
  return say('end.start', { start, end: new Date(start.getTime() + offered * 1000) });
}

/** "2 hours (4 hours were asked)": an earlier approver lets it be no longer. */
function lessSentence(snapshot: RequestSnapshot): Sentence | null {
  if (countedApprovals(snapshot).every(({ durationS }) => durationS === null)) return null;
  const seconds = offeredS(snapshot);
  const asked = snapshot.durationS;
  const facts = { duration: formatDuration(seconds), asked: formatDuration(asked) };
  return say('approvals.less', { ...facts, single: isSingle(asked) });
}

/** From when until when more time would be, and how long it would be in all. */
function goingOn(snapshot: RequestSnapshot, { since, endsAt }: ExtendedGrant): Sentence {
  const offeredMs = offeredS(snapshot) * 1000;
  const end = new Date(
    Math.min(endsAt.getTime() + offeredMs, snapshot.fixedEnd?.getTime() ?? Infinity),
  );
  const total = formatDuration((end.getTime() - since.getTime()) / 1000);
  return say('end.more', { from: endsAt, end, total });
}

/** Whether whoever receives it has accepted, where somebody else asked. */
function awaitedSentence(snapshot: RequestSnapshot): Sentence | null {
  const person = nameOf(snapshot.subject);
  if (snapshot.state === 'awaiting-acceptance') return say('asks.awaited', { person });
  return snapshot.acceptedAt && say('asks.accepted', { person, at: snapshot.acceptedAt });
}

const disjunction = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** "Stage 2 of 2: Owners", where there is more than one. */
/** Who approved in each stage before this one. */
function earlierStages(snapshot: RequestSnapshot): readonly Sentence[] {
  const counted = countedApprovals(snapshot);
  const before = counted.length === 0 ? 0 : rulesOf(snapshot).stage - 1;
  return Array.from({ length: before }, (_, index) => {
    const people = namesOf(counted.filter(({ stage }) => stage === index + 1));
    return say('stage.done', { stage: index + 1, people });
  });
}

function stageSentence(snapshot: RequestSnapshot): Sentence | null {
  const { stage, stages } = rulesOf(snapshot);
  if (stages === 1) return null;
  return say('stage.now', merged(commonFacts(snapshot), { stage, stages }));
}

function stillNeeded(snapshot: RequestSnapshot): Sentence | null {
  const { approvals, needed } = approverFacts(snapshot);
  const counted = countedApprovals(snapshot);
  if (counted.length === 0) return null;
  const names = counted.map(({ person }) => isolated(nameOf(person)));
  const people = disjunction.format(names.slice(0, 3));
  return say('approvals.still', { count: needed - approvals, people });
}

function approvalsSentence(snapshot: RequestSnapshot): Sentence {
  const { approvals, needed } = approverFacts(snapshot);
  if (approvals === 0) return say('field.approvals.count', { approvals, needed });
  const people = namesOf(stageApprovals(snapshot), 20);
  return say('field.approvals.people', { approvals, needed, people });
}

/** How often it was held, and by whom when that is not who asks. */
function heldSentence({ requester, subject, heldLast30Days: count }: RequestSnapshot): Sentence {
  if (requester.id === subject.id) return say('field.held', { count });
  return say('field.held.other', { count, person: nameOf(subject, 20) });
}

/** How much of it is said; who reads ten warnings reads none. */
const unusualMost = 3;

type Unusual = (lead: 'yes' | 'no') => Sentence;

/** That it was asked for again after a denial, or stands beside what was denied since. */
function denialSentence(
  { askedAt }: RequestSnapshot,
  { at, number }: NonNullable<RequestSnapshot['deniedLately']>,
): Unusual {
  const id = requestId(number);
  const isSince = at > askedAt;
  const [from, to] = isSince ? [askedAt, at] : [at, askedAt];
  const ago = formatAgo(from.getTime(), to.getTime());
  const key = isSince ? 'unusual.before-denial' : 'unusual.after-denial';
  return (lead) => say(key, { lead, ago, id });
}

/** What stands in the way of an approval; whom or what it hangs on is what most can be mended by. */
const reasonWhy: Partial<Record<RefusalCode, string>> = {
  'account-changed': 'account',
  'ticket-now-required': 'ticket',
  'reason-now-required': 'reason',
};

function ungivableSentence(snapshot: RequestSnapshot): readonly Unusual[] {
  const refusal = isCovered(snapshot) ? ungivable(snapshot) : null;
  if (refusal === null) return [];
  const { subject, target } = snapshot;
  const why = reasonWhy[refusal.refused] ?? 'person';
  const person = middleCut(String(refusal.facts['person'] ?? subject.name), personMost);
  const workload = middleCut(target.workload, groupMost);
  return [(lead) => say('unusual.ungivable', { lead, why, person, workload })];
}

/** What an approver should look at twice, the gravest first. */
function unusualSentences(snapshot: RequestSnapshot): readonly ViewFacts[] {
  const found: Unusual[] = [];
  const { deniedLately, extends: extended, policy, policyNow } = snapshot;
  if (snapshot.switchedOff) found.push((lead) => say('unusual.switched-off', { lead }));
  if (extended !== null && isEndedEarly(extended)) {
    found.push((lead) => say('unusual.extended-over', { lead, other: otherId(snapshot) }));
  } else if (policyNow === null || !isCovered(snapshot)) {
    found.push((lead) => say('unusual.policy-gone', { lead }));
  } else if (apart(snapshot) !== null) {
    const facts = apart(snapshot)!.map(({ name }) => middleCut(name, groupMost));
    found.push((lead) => say('unusual.apart', { lead, group: facts[0]!, other: facts[1]! }));
  } else if (policyNow.id !== policy.id || policyNow.version !== policy.version) {
    const { needed } = approverFacts(snapshot);
    const { durationMaxS } = rulesOf(snapshot);
    const less = durationMaxS < snapshot.durationS ? 'yes' : 'no';
    const single = isSingle(durationMaxS);
    const facts = { count: needed, less, maximum: formatDuration(durationMaxS), single };
    found.push((lead) => say('unusual.policy-changed', { lead, ...facts }));
  }
  found.push(...ungivableSentence(snapshot));
  if (deniedLately !== null) found.push(denialSentence(snapshot, deniedLately));
  // That more time is asked for what is held goes without saying.
  if (snapshot.heldThrough !== null && extended === null) {
    const { number, until } = snapshot.heldThrough;
    found.push((lead) => say('unusual.held', { lead, other: requestId(number), until }));
  }
  if (snapshot.atUnusualHour) {
    found.push((lead) => say('unusual.hour', { lead, person: nameOf(snapshot.requester) }));
  }
  if (!snapshot.askedBefore) {
    found.push((lead) => say('unusual.first', { lead, person: nameOf(snapshot.subject) }));
  }
  const told = found.slice(0, unusualMost).map((tell, index) => tell(index === 0 ? 'yes' : 'no'));
  const count = found.length - told.length;
  return lines(...told, count === 0 ? null : say('unusual.more', { count }));
}
