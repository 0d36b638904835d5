/** Taking a right at once, without approval, and the review that has to be closed before the next time. */
import { isRefusal, refuse, type Refusal } from '../errors';
import { leastGrantS } from './approval-length';
import { commentLongest, isOwn } from './deciding';
import { formatDuration, parseDuration, typedDuration, type Clock } from './duration';
import { membershipOf, membershipOfEach, type Membership } from './membership';
import {
  type ApproverGroup,
  type Person,
  type Policy,
  type RequestSnapshot,
  type Target,
} from './model';
import { judgeReasonLength, judgeTicketLength, refuseLonger, refuseUnderLeast } from './opening';
import { askedGroupIds, type OneOf } from './policy';
import { judgeScope, refuseScope } from './scopes';
import { typedOrNull } from './typed-text';

/** How long a person has between saying what they take and pressing, in seconds. */
export const readyForS = 10 * 60;

/** Whether a right is, or is about to be, taken without approval. */
export function isBreakGlass({ kind }: Pick<RequestSnapshot, 'kind'>): boolean {
  return kind === 'review';
}

/** What both versions of a policy allow somebody who breaks glass. */
export interface BreakGlassRules {
  /** Somebody has to be in one group of each of these. */
  readonly oneOf: OneOf;
  readonly maxS: number;
}

/** Null when one of the versions does not have it, or denies: then nobody may. */
export function breakGlassRules(policies: readonly Policy[]): BreakGlassRules | null {
  const terms = policies.flatMap(({ rules }) =>
    rules.approval === 'deny' ? [] : (rules.terms.breakGlass ?? []),
  );
  if (terms.length === 0 || terms.length < policies.length) return null;
  return {
    oneOf: terms.map(({ groupIds }) => groupIds),
    maxS: Math.min(...terms.map((one) => one.maxS)),
  };
}

/** The review of a person's earlier break-glass that nobody has closed. */
export interface OpenReview {
  /** 142 in ELV-142. */
  readonly number: number;
  /** Name of the group that can close it. */
  readonly group: string;
}

/** Who wants to take what; all as it is now. */
export interface GlassInput {
  /** Whether the organisation is switched off. */
  readonly switchedOff: boolean;
  readonly person: Person;
  readonly target: Target;
  /** Versions that have to allow it: what covers the target now, and the one that was shown. Empty when none covers it. */
  readonly policies: readonly Policy[];
  /** Readings about the person, for every group of the rules above. */
  readonly memberships: readonly Membership[];
  readonly openReview: OpenReview | null;
  /** The person's account in the target system, or null. */
  readonly targetAccount: string | null;
  /** The shortest grant that the target can carry, in seconds. */
  readonly leastDurationS: number;
  /** How many other people are told, and could close the review. */
  readonly reviewers: number;
  readonly now: Date;
}

/**
 * Null when this person may take the target at once. What holds up others does not count in an emergency: not the hours of the
 * policy, not its cool-down after a denial, not who may ask (the break-glass groups stand in its place), not a budget, and not
 * whether enough approvers are there. What does: a policy that denies, a person who is disabled or has no account there, an earlier
 * break-glass that nobody has looked at, and that nobody could look at this one.
 */
export function refuseGlass(input: GlassInput): Refusal | null {
  const { person, policies, memberships, now } = input;
  const target = input.target.name;
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (input.switchedOff) return refuse('switched-off');
  if (policies.length === 0) return refuse('no-policy', { target });
  if (policies.some(({ rules }) => rules.approval === 'deny')) {
    return refuse('target-denied', { target });
  }
  const rules = breakGlassRules(policies);
  if (rules === null) return refuse('break-glass-not-allowed', { target });
  const verdict = membershipOfEach(rules.oneOf, memberships, now);
  if (verdict === 'disabled') return refuse('disabled', { person: person.name });
  if (verdict === 'unknown') return refuse('break-glass-unknown', { target });
  if (verdict === 'not-member') return refuse('break-glass-not-for-you', { target });
  const { openReview, targetAccount } = input;
  if (openReview !== null) {
    return refuse('review-open', { request: openReview.number, group: openReview.group });
  }
  if (targetAccount === null) {
    const { workload } = input.target;
    return refuse('no-account-in-target', { person: person.name, workload });
  }
  return input.reviewers > 0 ? null : refuse('break-glass-no-reviewer', { target });
}

/** What was typed of it. */
export interface GlassTyped {
  readonly duration: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** The part of the target, or null. */
  readonly scope: string | null;
  /** The person's, for `until 18:00`; null when it is not known. */
  readonly clock: Clock | null;
}

/** What would be taken, with what was filled in. */
export type GlassWish = Pick<
  RequestSnapshot,
  'scope' | 'durationS' | 'durationWasDefault' | 'fixedEnd'
> & {
  readonly reason: string;
  readonly ticket: string | null;
};

/**
 * What somebody who may take it would take. A reason is needed whatever the policy says; its form and the policy's ticket are not
 * asked for, since the system of tickets may be what is down.
 */
export function judgeGlassWish(input: GlassInput, typed: GlassTyped): GlassWish | Refusal {
  const refusal = refuseGlass(input);
  if (refusal !== null) return refusal;
  const scope = judgeScope(typed.scope, input.target, input.policies[0]!);
  if (isRefusal(scope)) return scope;
  const length = judgeGlassLength(input, typed);
  if (isRefusal(length)) return length;
  const reason = typedOrNull(typed.reason);
  const ticket = typedOrNull(typed.ticket);
  if (reason === null) {
    const example = `${input.target.bareName} ${typedDuration(length.durationS)} --break-glass production is down`;
    return refuse('break-glass-reason-required', { target: input.target.name, example });
  }
  const tooLong = judgeReasonLength(reason) ?? (ticket === null ? null : judgeTicketLength(ticket));
  return tooLong ?? { ...length, ...scope, reason, ticket };
}

type Length = Pick<GlassWish, 'durationS' | 'durationWasDefault' | 'fixedEnd'>;

function judgeGlassLength(input: GlassInput, typed: GlassTyped): Length | Refusal {
  const { maxS } = breakGlassRules(input.policies)!;
  const usualS = Math.min(maxS, ...input.policies.map(({ rules }) => rules.durationDefaultS));
  const durationWasDefault = typed.duration === null;
  const duration =
    typed.duration === null
      ? { seconds: usualS, fixedEnd: null }
      : parseDuration(typed.duration, typed.clock);
  if (isRefusal(duration)) return duration;
  if (duration.seconds > maxS) return refuseTooLong(duration.seconds, maxS);
  const short = refuseUnderLeast(duration.seconds, input.leastDurationS);
  return short ?? { durationS: duration.seconds, durationWasDefault, fixedEnd: duration.fixedEnd };
}

function refuseTooLong(seconds: number, maxS: number): Refusal {
  return refuse('break-glass-too-long', {
    asked: formatDuration(Math.ceil(seconds / 60) * 60),
    maximum: formatDuration(maxS),
    example: typedDuration(maxS),
  });
}

/** The press: who may, judged anew, and what was shown to them. */
export interface BreakingInput extends GlassInput {
  readonly wish: Pick<
    RequestSnapshot,
    'number' | 'requester' | 'target' | 'scope' | 'durationS' | 'fixedEnd'
  >;
  /** Until when it may be pressed. */
  readonly readyUntil: Date;
  /** What the pressed screen showed, and what is stored now. */
  readonly pressedDigest: string;
  readonly digest: string;
}

/** From when until when the right is taken, or why it is not. Who they are is judged before anything of it is told. */
export function judgeBreaking(
  input: BreakingInput,
): { readonly startsAt: Date; readonly endsAt: Date } | Refusal {
  const { wish, now } = input;
  const request = wish.number;
  if (input.person.id !== wish.requester.id) return refuse('not-yours', { request });
  const refusal = refuseGlass(input);
  if (refusal !== null) return refusal;
  if (now >= input.readyUntil) return refuse('break-glass-lapsed', { request });
  if (input.pressedDigest !== input.digest) return refuse('stale-screen', { request });
  const noPart = refuseScope(wish, input.policies);
  if (noPart !== null) return noPart;
  const { maxS } = breakGlassRules(input.policies)!;
  const longestMs = now.getTime() + Math.min(wish.durationS, maxS) * 1000;
  const endsAt = new Date(Math.min(longestMs, wish.fixedEnd?.getTime() ?? Infinity));
  const leastMs = Math.max(leastGrantS, input.leastDurationS) * 1000;
  if (endsAt.getTime() - now.getTime() < leastMs) {
    return refuse('fixed-end-passed', { request, end: wish.fixedEnd ?? endsAt });
  }
  return { startsAt: now, endsAt };
}

export type ReviewedRequest = Pick<
  RequestSnapshot,
  | 'kind'
  | 'number'
  | 'requester'
  | 'subject'
  | 'approverGroup'
  | 'alsoAsked'
  | 'policy'
  | 'policyNow'
  | 'review'
>;

/** Everything that closing a review is judged by; all rows as they are with the request's lock held. */
export interface ReviewInput {
  readonly request: ReviewedRequest;
  readonly person: Person;
  /** Readings about the person, for every group that was passed over. */
  readonly memberships: readonly Membership[];
  /** Null when it was not said. */
  readonly wasRight: boolean | null;
  readonly comment: string | null;
  readonly pressedDigest: string;
  readonly digest: string;
  readonly now: Date;
}

export interface ReviewOutcome {
  readonly wasRight: boolean;
  readonly comment: string | null;
}

/**
 * Whether this person closes the review. It is for those who were passed over, of the policy it was taken under or of the present
 * one, and never for whoever took it or for whom it was taken.
 */
export function judgeReview(input: ReviewInput): ReviewOutcome | Refusal {
  const { request, person } = input;
  const number = { request: request.number };
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (isOwn(request, person)) return refuse('own-review', { ...number, ...groupOf(request) });
  const outsider = refuseOutsider(input);
  if (outsider !== null) return outsider;
  const { review } = request;
  if (review === null) return refuse('no-review', number);
  if (review.closed !== null) {
    const { by, at } = review.closed;
    return refuse('review-closed', { ...number, person: by.name, at });
  }
  if (input.pressedDigest !== input.digest) return refuse('stale-screen', number);
  const { wasRight } = input;
  if (wasRight === null) return refuse('review-answer-required', number);
  const comment = typedOrNull(input.comment);
  if (comment !== null) return refuseLonger(comment, commentLongest) ?? { wasRight, comment };
  return wasRight ? { wasRight, comment } : refuse('review-comment-required', number);
}

function refuseOutsider({ request, person, memberships, now }: ReviewInput): Refusal | null {
  const verdicts = askedGroupIds(request).map((id) => membershipOf(id, memberships, now));
  if (verdicts.includes('disabled')) return refuse('disabled', { person: person.name });
  if (verdicts.includes('member')) return null;
  const facts = { request: request.number, ...groupOf(request) };
  return refuse(verdicts.includes('unknown') ? 'membership-too-old' : 'may-not-review', facts);
}

function groupOf(request: ReviewedRequest): { readonly group: string } {
  return { group: groupInCharge(request).name };
}

/** The group to name as the one that this is up to. */
export function groupInCharge(
  request: Pick<RequestSnapshot, 'kind' | 'approverGroup' | 'alsoAsked' | 'policy'>,
): ApproverGroup {
  return isBreakGlass(request) ? reviewingGroup(request) : request.approverGroup;
}

/**
 * The one that reviews: who would have decided first; or, where nobody but whoever took it would have, the one that
 * was called in their place, which no stage of the policy names.
 */
function reviewingGroup({
  approverGroup,
  alsoAsked,
  policy,
}: Pick<RequestSnapshot, 'approverGroup' | 'alsoAsked' | 'policy'>): ApproverGroup {
  const inPolicy = policy.rules.terms.stages.map(({ groupId }) => groupId);
  const called = alsoAsked.find(
    ({ why, group }) => why === 'stage' && !inPolicy.includes(group.id),
  );
  return called?.group ?? approverGroup;
}
