/** Names, numbers and lengths as sentences need them. */
import { groupInCharge, isBreakGlass } from '../elevation/break-glass';
import { grantableS } from '../elevation/deciding';
import { factsDigest } from '../elevation/digest';
import { formatDuration } from '../elevation/duration';
import {
  type ApproverGroup,
  type Decision,
  type Person,
  type RequestSnapshot,
  requestId,
} from '../elevation/model';
import { approversIn, groupOfStage, rulesOf } from '../elevation/stages';
import {
  isolated,
  plain,
  say,
  type Sentence,
  type SentenceFact,
  type SentenceFacts,
  type WordKey,
} from '../words';
import { merged } from './merged';
import {
  groupMost,
  headlineMost,
  headlineUnitsMost,
  middleCut,
  oneLine,
  personMost,
  scopeMost,
  targetMost,
} from './people';
import { type ViewFacts } from './view';

export const notificationMost = 120;

export function nameOf(person: Person, most = personMost): string {
  return middleCut(person.name, most) || lineOf(person);
}

export function lineOf(person: Person): string {
  if (person.system === true) return plain(say('person.system'));
  return middleCut(person.line, personMost) || '-';
}

/** `Exchange\Search-Mailbox`, or `Exchange\Search-Mailbox (Finance)` for a part of it. */
export function targetName({ target, scope }: RequestSnapshot): string {
  return withScope(middleCut(target.name, targetMost), middleCut(scope, scopeMost));
}

function withScope(name: string, scope: string): string {
  return scope === '' ? name : `${name} (${scope})`;
}

/** `Search-Mailbox`, short enough for a headline. */
export function targetShort({ target, scope }: RequestSnapshot): string {
  const name = withScope(target.bareName, middleCut(scope, scopeMost));
  return middleCut(name, headlineMost, headlineUnitsMost);
}

/** Facts that nearly every sentence about a request uses. */
export function commonFacts(snapshot: RequestSnapshot): SentenceFacts {
  const group = decidingGroup(snapshot);
  return {
    id: requestId(snapshot.number),
    person: nameOf(snapshot.subject),
    line: lineOf(snapshot.subject),
    target: targetName(snapshot),
    workload: middleCut(snapshot.target.workload, groupMost),
    group: middleCut(group.name, groupMost),
    people: group.size,
    pattern: middleCut(snapshot.policy.pattern, targetMost),
    version: snapshot.policy.version,
    asked: snapshot.askedAt,
    duration: formatDuration(lengthS(snapshot)),
    granted: formatDuration(grantedS(snapshot)),
  };
}

/** Whose turn it is to decide; once it is closed, who was asked first; who reviews what nobody decided. */
function decidingGroup(snapshot: RequestSnapshot): ApproverGroup {
  const isDecided = snapshot.state !== 'pending' || isBreakGlass(snapshot);
  return isDecided ? groupInCharge(snapshot) : groupOfStage(snapshot, rulesOf(snapshot).stage);
}

/** Seconds that an approval would grant now. */
export function offeredS(snapshot: RequestSnapshot): number {
  const { decisions, durationS } = snapshot;
  const digest = decisions.length === 0 ? null : factsDigest(snapshot);
  const present = decisions.filter((decision) => decision.digest === digest);
  return grantableS(durationS, rulesOf(snapshot), present);
}

/** The request that this one lets go on, `ELV-142`; empty for others. */
export function otherId({ extends: extended }: RequestSnapshot): string {
  return extended === null ? '' : requestId(extended.number);
}

/** Seconds that were granted, or that are asked for while nothing is. */
export function grantedS({ grant, durationS }: RequestSnapshot): number {
  return grant === null ? durationS : secondsBetween(grant.startsAt, grant.endsAt);
}

/** Seconds that are held in all: fewer than were granted where it was made late, for its end does not move. */
export function lengthS(snapshot: RequestSnapshot): number {
  return grantedS(snapshot) - lateS(snapshot);
}

/** By how many seconds a right was made later than it was to begin; 0 for what nobody would notice. */
export function lateS({ grant }: RequestSnapshot): number {
  if (grant === null || grant.activeAt === null || grant.heldBefore === true) return 0;
  const { startsAt, activeAt, endsAt } = grant;
  const late = secondsBetween(startsAt, activeAt);
  return late >= 60 && activeAt < endsAt ? late : 0;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 1000);
}

/** Whether less than was asked is granted. An end that was asked for comes nearer by itself. */
export function isShortened(snapshot: RequestSnapshot): boolean {
  return grantedS(snapshot) <= askedS(snapshot) - 60;
}

/** Seconds that would have been granted as it was asked. */
export function askedS({ durationS, fixedEnd, grant }: RequestSnapshot): number {
  if (fixedEnd === null || grant === null) return durationS;
  return Math.round((fixedEnd.getTime() - grant.startsAt.getTime()) / 1000);
}

const minuteMs = 60_000;

/** The minute of drawing: what is said about it stays true, and the same, on a screen that stands still. */
export function drawnAt({ readAt }: RequestSnapshot): Date {
  return new Date(Math.floor(readAt.getTime() / minuteMs) * minuteMs);
}

/** `yes` for lengths that are read as one thing: 1 hour, 1 day. */
export function isSingle(seconds: number): 'yes' | 'no' {
  return [60, 3600, 86_400].includes(seconds) ? 'yes' : 'no';
}

/** `15 minutes`: what was left when the holder was last warned of the end. */
export function leftAtWarning({ grant }: RequestSnapshot): string {
  const left = grant?.warnedAt ? grant.endsAt.getTime() - grant.warnedAt.getTime() : 0;
  return formatDuration(left / 1000);
}

/** How long ago, at least a minute, for sentences of the form "20 minutes ago". */
export function formatAgo(fromMs: number, toMs: number): string {
  return formatDuration(Math.max(60, (toMs - fromMs) / 1000));
}

/**
 * Approvals that count: one per person, never the requester's or the subject's own. While it is pending only those of the
 * present facts do, as in the rules; afterwards it was decided by those of its time.
 */
export function countedApprovals(snapshot: RequestSnapshot): readonly Decision[] {
  const approvals = snapshot.decisions.filter(({ verdict }) => verdict === 'approve');
  if (approvals.length === 0) return [];
  const seen = new Set([snapshot.requester.id, snapshot.subject.id]);
  const digest = snapshot.state === 'pending' ? factsDigest(snapshot) : null;
  return approvals.filter(({ person, digest: shown }) => {
    if (seen.has(person.id)) return false;
    if (digest !== null && shown !== digest) return false;
    seen.add(person.id);
    return true;
  });
}

/** Those of the stage that it has come to; once it is decided, all. */
export function stageApprovals(snapshot: RequestSnapshot): readonly Decision[] {
  const counted = countedApprovals(snapshot);
  if (snapshot.state !== 'pending' || counted.length === 0) return counted;
  const { stage } = rulesOf(snapshot);
  const people = approversIn(stage, counted);
  return counted.filter((one) => one.stage === stage && people.has(one.person.id));
}

export function approvalsNeeded(snapshot: RequestSnapshot): number {
  return rulesOf(snapshot).approvalsNeeded;
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `Ben`, `Ben and Cem`, `Ben, Cem and Dia`; at most three names. */
export function namesOf(decisions: readonly Decision[], most = personMost): string {
  const names = decisions.slice(0, 3).map(({ person }) => isolated(nameOf(person, most)));
  return conjunction.format(names);
}

/**
 * Names for a sentence that says who is meant; `policy` when nobody decided, `account` for a system account, which needs nobody, and
 * `nobody` when nobody was asked.
 */
export function approverFacts(snapshot: RequestSnapshot, most = personMost) {
  const approvals = stageApprovals(snapshot);
  return {
    by: approvedBy(snapshot, approvals),
    approver: namesOf(approvals, most),
    approvals: approvals.length,
    needed: Math.max(approvals.length, approvalsNeeded(snapshot)),
  };
}

function approvedBy(
  snapshot: RequestSnapshot,
  approvals: readonly Decision[],
): 'people' | 'policy' | 'account' | 'nobody' {
  if (isBreakGlass(snapshot)) return 'nobody';
  if (snapshot.systemAccount !== null) return 'account';
  return approvals.length === 0 ? 'policy' : 'people';
}

/** Lengths to which names are cut until a line fits. */
const fits = [60, 40, 28, 20, 14, 10, 6];

/** A line in plain text that keeps its limit: names in it are cut in the middle, as little as is needed. */
export function fitted(key: WordKey, facts: SentenceFacts, most: number): string {
  for (const limit of fits) {
    const line = plain(say(key, shortened(facts, limit)));
    if (line.length <= most) return line;
  }
  return oneLine(plain(say(key, facts)), Math.floor(most / 4));
}

/** The facts, which come cleaned, with names of at most so many characters. */
function shortened(facts: SentenceFacts, most: number): SentenceFacts {
  const shorter: Record<string, SentenceFact> = { ...facts };
  for (const name of Object.keys(facts)) {
    const fact = facts[name];
    const isLong = typeof fact === 'string' && fact.length > most;
    if (isLong && !unshortened.has(name)) shorter[name] = middleCut(fact, most);
  }
  return shorter;
}

/** Facts that must stay whole: ids, lengths of time, and what chooses between words. */
const unshortened: ReadonlySet<string> = new Set([
  'id',
  'request',
  'other',
  'duration',
  'granted',
  'asked',
  'ago',
  'left',
  'by',
  'kind',
]);

/** The notification of a screen: one line, never with a reason in it. */
export function notification(key: WordKey, facts: SentenceFacts): string {
  return fitted(key, facts, notificationMost);
}

/** Sentences one under the other. */
export function lines(...sentences: readonly (Sentence | null)[]): readonly ViewFacts[] {
  return sentences.filter((sentence) => sentence !== null).map((sentence) => ({ say: sentence }));
}

/** A label with its value. `heading` is the label in bold, for platforms that set them under each other. */
export function field(label: WordKey, value: Sentence): ViewFacts {
  const words = say(label);
  const heading: Sentence = { say: words.say.map((part) => merged(part, { bold: true } as const)) };
  return { label: words, heading, value };
}
