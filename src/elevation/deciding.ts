import { isRefusal, refuse, type Refusal } from '../errors';
import { leastGrantS, refuseLength } from './approval-length';
import { grantStart, judgeSpan } from './extending';
import { refuseGiving } from './giving';
import {
  membershipOf,
  membershipOfEach,
  type Membership,
  type MembershipVerdict,
} from './membership';
import { type Decision, type Person, type Policy, type RequestSnapshot } from './model';
import { isAvailable } from './availability';
import { refuseScope } from './scopes';
import { refuseLonger, refuseOutsideHours } from './opening';
import { isOutOfTime } from './request-states';
import { stageOf, stricter, type Strictest } from './policy';
import { approversIn, groupOfStage, presentApprovals, stageReached } from './stages';
import { typedOrNull } from './typed-text';

/** The longest comment on a decision or an end, in code points. */
export const commentLongest = 500;

const leastGrantMs = leastGrantS * 1000;

export type DecidedRequest = Pick<
  RequestSnapshot,
  | 'number'
  | 'state'
  | 'requester'
  | 'subject'
  | 'target'
  | 'approverGroup'
  | 'alsoAsked'
  | 'namedSince'
  | 'scope'
  | 'durationS'
  | 'startAt'
  | 'fixedEnd'
  | 'decideBy'
  | 'extends'
  | 'standing'
  | 'reason'
  | 'ticket'
  | 'switchedOff'
>;

/** Everything that one approver's press is judged by; all rows as they are with the request's lock held. */
export interface DecisionInput {
  readonly request: DecidedRequest;
  readonly decisions: readonly Decision[];
  /** The policy version the request was made under. */
  readonly pinned: Policy;
  /** What covers the target now, or null. */
  readonly present: Policy | null;
  readonly decider: Person;
  /** Readings about the decider, for every group of `stricter(pinned, present)`. */
  readonly memberships: readonly Membership[];
  readonly verdict: 'approve' | 'deny';
  readonly comment: string | null;
  /** Less time than was asked, in seconds; null approves as it was asked, and goes with every denial. */
  readonly durationS: number | null;
  /** The shortest grant that the target can carry, in seconds. */
  readonly leastDurationS: number;
  /** What the pressed screen showed, and what is stored now. */
  readonly pressedDigest: string;
  readonly digest: string;
  readonly now: Date;
}

export interface DecisionOutcome {
  readonly becomes: 'pending' | 'approved' | 'denied';
  /** Set exactly when it becomes `approved`. */
  readonly grant: { readonly startsAt: Date; readonly endsAt: Date } | null;
  /** Distinct persons who approved in this stage, the decider included when they did. */
  readonly approvals: number;
  readonly approvalsNeeded: number;
  /** That the decision was made in, of how many. */
  readonly stage: number;
  readonly stages: number;
  /** Groups whose turn comes with this decision. */
  readonly asksNext: readonly string[];
}

/**
 * Whether this press counts, and what it makes of the request. Who presses is judged before anything about the
 * request is told: somebody who may not decide learns nothing of its state from the refusal.
 */
export function judgeDecision(input: DecisionInput): DecisionOutcome | Refusal {
  const { pinned, present, request } = input;
  const stage = stageReached(pinned, present, approvalsOf(input));
  const rules = stricter(pinned, present, { stage, alsoAsked: request.alsoAsked });
  const refusal =
    refuseDecider(input, rules) ??
    refuseClosed(input) ??
    refuseRepeated(input) ??
    refuseComment(input);
  if (refusal !== null) return refusal;
  return input.verdict === 'deny' ? denied(input, rules) : judgeApproval(input, rules);
}

function refuseDecider(input: DecisionInput, rules: Strictest): Refusal | null {
  const { decider, request } = input;
  if (decider.disabled) return refuse('disabled', { person: decider.name });
  if (isOwn(request, decider)) {
    return refuse('own-request', ownFacts(input, rules));
  }
  const verdict = membershipFor(input, rules);
  const facts = {
    request: request.number,
    ...lackedGroup(input, rules),
    target: request.target.name,
  };
  if (verdict === 'disabled') return refuse('disabled', { person: decider.name });
  if (verdict === 'not-member') return refuse('not-an-approver', facts);
  return verdict === 'unknown' ? refuse('membership-too-old', facts) : null;
}

/** The group that the decider is not in; where they are in another one that has to allow it as well, that one, too. */
function lackedGroup(input: DecisionInput, rules: Strictest): { group: string; also?: string } {
  const { request, memberships, now } = input;
  const known = [...request.namedSince, request.approverGroup];
  const nameOf = ([first]: readonly string[]) =>
    (known.find(({ id }) => id === first) ?? groupOfStage(request, rules.stage)).name;
  const isIn = (ids: readonly string[]) => membershipOfEach([ids], memberships, now) === 'member';
  const lacked = rules.oneOf.find((ids) => !isIn(ids)) ?? [];
  const other = rules.oneOf.find(isIn);
  const group = nameOf(lacked);
  return other === undefined ? { group } : { group, also: nameOf(other) };
}

/**
 * An approval needs somebody whom both versions of the policy name. A denial is the safe direction: whoever is named by one of
 * them may deny, also who could approve in an earlier stage and may have pressed the wrong button.
 */
function membershipFor(input: DecisionInput, rules: Strictest): MembershipVerdict {
  const lists = input.verdict === 'deny' ? rules.denying : [rules.oneOf];
  const verdicts = lists.map((oneOf) => membershipOfEach(oneOf, input.memberships, input.now));
  return bestFirst.find((verdict) => verdicts.includes(verdict)) ?? 'not-member';
}

const bestFirst = ['disabled', 'member', 'unknown'] as const;

/** How many others can decide is told where it is known: one person asks for themselves, and one group decides. */
function ownFacts(input: DecisionInput, rules: Strictest): Record<string, string | number> {
  const { request, memberships, now } = input;
  const facts = { request: request.number, group: request.approverGroup.name };
  const isForSelf = request.requester.id === request.subject.id;
  const verdict = membershipOf(request.approverGroup.id, memberships, now);
  if (!isForSelf || rules.groupIds.length > 1 || verdict === 'unknown') return facts;
  const count = request.approverGroup.size - Number(verdict === 'member');
  return count > 0 ? { ...facts, count } : facts;
}

/** Whether a request is asked by or for this person. Persons are compared, never accounts, and by id: names repeat. */
export function isOwn(
  request: Pick<RequestSnapshot, 'requester' | 'subject'>,
  person: Person,
): boolean {
  return person.id === request.requester.id || person.id === request.subject.id;
}

function refuseClosed(input: DecisionInput): Refusal | null {
  const { request, decisions, now } = input;
  const denial = decisions.find((decision) => decision.verdict === 'deny');
  if (request.state === 'approved' || request.state === 'denied' || denial !== undefined) {
    return refuse('already-decided', alreadyDecidedFacts(request, decisions));
  }
  if (request.state !== 'pending') {
    return refuse('request-closed', { request: request.number, state: request.state });
  }
  // The deadline counts by the clock, also while the job that writes `expired` has not run.
  if (isOutOfTime(request, now)) {
    return refuse('request-closed', { request: request.number, state: 'expired' });
  }
  return null;
}

/** Who decided and when: the one who denied, else the last who approved, else nobody (the policy did). */
function alreadyDecidedFacts(
  request: DecidedRequest,
  decisions: readonly Decision[],
): Record<string, string | number | Date> {
  const denial = decisions.find((decision) => decision.verdict === 'deny');
  const deciding = denial ?? decisions[decisions.length - 1];
  const facts = { request: request.number, state: denial ? 'denied' : request.state };
  return deciding ? { ...facts, person: deciding.person.name, at: deciding.decidedAt } : facts;
}

function refuseRepeated(input: DecisionInput): Refusal | null {
  const { request, decisions, decider, verdict } = input;
  if (input.pressedDigest !== input.digest) {
    return refuse('stale-screen', { request: request.number });
  }
  // Whoever approved by mistake can still deny: until there are enough approvals nothing was given.
  const isSame = (one: Decision) => one.person.id === decider.id && one.digest === input.digest;
  if (verdict === 'approve' && decisions.some(isSame)) {
    return refuse('already-approved-by-you', { request: request.number });
  }
  return null;
}

function refuseComment(input: DecisionInput): Refusal | null {
  const comment = typedOrNull(input.comment);
  if (comment !== null) return refuseLonger(comment, commentLongest);
  if (input.verdict === 'approve') return null;
  return refuse('deny-reason-required', { request: input.request.number });
}

function judgeApproval(input: DecisionInput, rules: Strictest): DecisionOutcome | Refusal {
  const { request, now } = input;
  if (request.switchedOff) return refuse('switched-off', { request: request.number });
  if (input.present === null) return refuse('no-policy', { target: request.target.name });
  if (!rules.allowed) return refuse('target-denied', { target: request.target.name });
  // Somebody who has left since they asked gets nothing; a denial still closes their request.
  const left = [request.requester, request.subject].find((person) => person.disabled);
  if (left !== undefined) return refuse('disabled', { person: left.name });
  const ungivable = refuseGiving(request, input, now);
  if (ungivable !== null) return ungivable;
  const time = refuseTime(input, rules);
  if (time !== null) return time;
  const length = refuseLength(input, rules);
  if (length !== null) return length;
  const scope = refuseScope(request, [input.pinned, input.present]);
  if (scope !== null) return scope;
  const span = judgeSpan(request, [input.pinned, input.present], now);
  if (isRefusal(span)) return span;
  const approvals = countedApprovals(input, rules) + 1;
  const counts = countsOf(rules, approvals);
  const isEnough = approvals >= rules.approvalsNeeded;
  if (!isEnough) return { becomes: 'pending', grant: null, ...counts };
  if (rules.stage < rules.stages) {
    const asksNext = groupsIn(input, rules.stage + 1);
    return { becomes: 'pending', grant: null, ...counts, asksNext };
  }
  const approved = [...ofPresentFacts(input), input];
  const longestS = grantableS(request.durationS, rules, approved);
  const { startsAt, latestMs } = span;
  const fixedEndMs = request.fixedEnd?.getTime() ?? Infinity;
  const endsAtMs = Math.min(fixedEndMs, latestMs, startsAt.getTime() + longestS * 1000);
  return { becomes: 'approved', grant: { startsAt, endsAt: new Date(endsAtMs) }, ...counts };
}

/** The hours have to be open now, and when it starts; and something has to be left of it. */
function refuseTime({ request, now }: DecisionInput, rules: Strictest): Refusal | null {
  const startsAt = grantStart(request, now);
  const { fixedEnd } = request;
  if (fixedEnd !== null && fixedEnd.getTime() - startsAt.getTime() < leastGrantMs) {
    return refuse('fixed-end-passed', { request: request.number, end: fixedEnd });
  }
  // More time is on what is held already: only the moment of its approval counts.
  const moments = request.extends === null ? [now, startsAt] : [now];
  for (const moment of moments) {
    const closed = rules.availabilities.find((one) => !isAvailable(one, moment));
    if (closed !== undefined) return refuseOutsideHours(closed, request.target.name, moment);
  }
  return null;
}

/** One no is enough; nothing about the policy or the time left can stand in its way. */
function denied(input: DecisionInput, rules: Strictest): DecisionOutcome {
  const counts = countsOf(rules, countedApprovals(input, rules));
  return { becomes: 'denied', grant: null, ...counts };
}

type Counts = Omit<DecisionOutcome, 'becomes' | 'grant'>;

function countsOf({ approvalsNeeded, stage, stages }: Strictest, approvals: number): Counts {
  return { approvals, approvalsNeeded, stage, stages, asksNext: [] };
}

/** Groups that one of the versions names for a stage. */
function groupsIn({ pinned, present }: DecisionInput, stage: number): readonly string[] {
  const found = [pinned, present].flatMap((one) => (one && stageOf(one.rules, stage)) ?? []);
  return [...new Set(found.map(({ groupId }) => groupId))];
}

/** How many people's stored approvals count in the present stage. */
function countedApprovals(input: DecisionInput, { stage }: Strictest): number {
  return approversIn(stage, approvalsOf(input)).size;
}

function approvalsOf({ request, decisions, digest }: DecisionInput): readonly Decision[] {
  return presentApprovals(request, decisions, digest);
}

function ofPresentFacts(input: DecisionInput): readonly Decision[] {
  return input.decisions.filter((decision) => decision.digest === input.digest);
}

/**
 * For how long an approval grants, in seconds: as was asked, or less where a policy or an earlier approver allows less.
 * @param approvals those of the present facts
 */
export function grantableS(
  askedS: number,
  rules: Pick<Strictest, 'durationMaxS'>,
  approvals: readonly Pick<Decision, 'durationS'>[],
): number {
  const allowedLess = approvals.flatMap((decision) => decision.durationS ?? []);
  return Math.min(askedS, rules.durationMaxS, ...allowedLess);
}
