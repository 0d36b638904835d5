import { refuse, type Refusal, isRefusal } from '../errors';
import {
  formatDuration,
  parseDuration,
  refuseTooShort,
  typedDuration,
  type Clock,
  type Duration,
} from './duration';
import {
  type Availability,
  type Person,
  type Policy,
  type PolicyTerms,
  type Target,
} from './model';
import { availabilityText, isAvailable, opensAt } from './availability';
import { isForOther, opensAs } from './for-other';
import { matchesWhole } from './patterns';
import { judgeScope } from './scopes';
import { parseStart } from './start';
import { characterCount, excerpt, typedOrNull, visibleCount } from './typed-text';

/** The longest reason, in code points. */
const reasonLongest = 3000;

/** Everything that opening a request is judged by. */
export interface OpeningInput {
  /** Whether the organisation is switched off. */
  readonly switchedOff: boolean;
  readonly requester: Person;
  readonly subject: Person;
  readonly target: Target;
  /** What covers the target now, or null. */
  readonly policy: Policy | null;
  /** As typed, or as it was read when it was asked for; null when it was left out. */
  readonly typedDuration: string | Duration | null;
  /** When it is to start, as typed or as it was read; left out for what starts at once. */
  readonly typedStart?: string | Date | undefined;
  /** The requester's, for `until 18:00` and `--at 18:00`; null when it is not known. */
  readonly clock: Clock | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** The part of the target, or null. */
  readonly typedScope: string | null;
  /** Groups that the requester is in. */
  readonly requesterGroupIds: readonly string[];
  /** Groups that the subject is in, where that is somebody else. */
  readonly subjectGroupIds?: readonly string[] | undefined;
  /** What only the present moment can tell; null when it was not read. Whatever hangs on it is refused then. */
  readonly present: PresentFacts | null;
  /** Enabled members of the approver group who are neither requester nor subject. */
  readonly groupMembersAbleToDecide: number;
  /** Ids of those who could decide in each stage, the first first. Only a policy with stages needs them. */
  readonly ableByStage: readonly (readonly string[])[];
  /** The subject's account in the target system, or null. */
  readonly targetAccount: string | null;
  /** The shortest grant that the target can carry, in seconds. */
  readonly leastDurationS: number;
}

export interface PresentFacts {
  readonly now: Date;
  /** When the subject was last denied this target. */
  readonly lastDeniedAt: Date | null;
  /** How many requests this policy approved by itself within its window, for the requester or the subject: the larger. */
  readonly autoApproved: number;
}

/** A request that may be opened, with what was filled in. */
export interface Opening {
  readonly durationS: number;
  readonly durationWasDefault: boolean;
  readonly startAt: Date | null;
  readonly fixedEnd: Date | null;
  /** Trimmed; null when nothing in it can be seen. */
  readonly reason: string | null;
  readonly ticket: string | null;
  /** '' is all of the target. */
  readonly scope: string;
  readonly policy: Policy;
  readonly becomes: 'pending' | 'awaiting-acceptance';
  /** Time to accept and to decide together, from when it is asked; it never goes beyond a fixed end. In seconds. */
  readonly decideWithinS: number;
  /** Whether the policy approves it without a person, once it is accepted where it has to be. */
  readonly autoApproved: boolean;
}

/**
 * Whether this may be asked for, and as what. The first thing that is wrong is what the person is told, so the order goes
 * from who they are to what they typed to what others would have to do.
 */
export function judgeOpening(input: OpeningInput): Opening | Refusal {
  const { policy } = input;
  const disabled = [input.requester, input.subject].find((person) => person.disabled);
  if (disabled !== undefined) return refuse('disabled', { person: disabled.name });
  if (input.switchedOff) return refuse('switched-off');
  if (policy === null) return refuse('no-policy', { target: input.target.name });
  if (policy.rules.approval === 'deny')
    return refuse('target-denied', { target: input.target.name });
  const mayNot = judgeRequester(input, policy);
  if (mayNot !== null) return mayNot;
  const scope = judgeScope(input.typedScope, input.target, policy);
  if (isRefusal(scope)) return scope;
  const startAt = judgeStart(input, policy);
  if (isRefusal(startAt)) return startAt;
  const length = judgeLength(input, policy, startAt);
  if (isRefusal(length)) return length;
  const reason = typedOrNull(input.reason);
  const ticket = typedOrNull(input.ticket);
  const autoApproved = isWithinBudget(input, policy);
  const refusal =
    judgeReason(reason, input.target, policy) ??
    judgeTicket(ticket, input.target, policy) ??
    judgeFeasible(input, policy, autoApproved);
  if (refusal !== null) return refusal;
  const { decideWithinS } = policy.rules;
  const typed = { reason, ticket, startAt };
  const becomes = opensAs(input);
  return { ...length, ...scope, ...typed, policy, becomes, decideWithinS, autoApproved };
}

/** Who may ask, and when. */
function judgeRequester(input: OpeningInput, policy: Policy): Refusal | null {
  const { present } = input;
  const { availability, coolDownS } = policy.rules.terms;
  const target = input.target.name;
  const outsider = refuseOutsider(input, policy.rules.terms, present?.now ?? null);
  if (outsider !== null) return outsider;
  if (availability !== null && !(present && isAvailable(availability, present.now))) {
    return refuseOutsideHours(availability, target, present?.now ?? null);
  }
  if (coolDownS === 0) return null;
  if (present === null) return refuse('cool-down', { target });
  const { now, lastDeniedAt: at } = present;
  const until = coolsDownUntil(policy.rules.terms, at, now);
  return at === null || until === null ? null : refuse('cool-down', { target, at, until });
}

/** Until when nothing may be asked for, or approved without a person, after a denial; null when it may be now. */
export function coolsDownUntil(
  { coolDownS }: Pick<PolicyTerms, 'coolDownS'>,
  lastDeniedAt: Date | null,
  now: Date,
): Date | null {
  if (lastDeniedAt === null) return null;
  const until = new Date(lastDeniedAt.getTime() + coolDownS * 1000);
  return until > now ? until : null;
}

function refuseOutsider(input: OpeningInput, terms: PolicyTerms, at: Date | null): Refusal | null {
  const target = input.target.name;
  if (!isEligible(terms, input.requesterGroupIds, at)) return refuse('not-eligible', { target });
  const { subject, subjectGroupIds = [] } = input;
  if (!isForOther(input) || isEligible(terms, subjectGroupIds, at)) return null;
  return refuse('subject-not-eligible', { target, person: subject.name });
}

/** Whether people in these groups may ask at all. A group with an end counts only at a known time before it. */
export function isEligible(
  { requesters }: Pick<PolicyTerms, 'requesters'>,
  groupIds: readonly string[],
  now: Date | null,
): boolean {
  if (requesters.length === 0) return true;
  return requesters.some(
    ({ groupId, until }) =>
      groupIds.includes(groupId) && (until === null || (now !== null && now < new Date(until))),
  );
}

/** Refuses what is asked for or approved outside of its hours; `opens` is told when there is a next time. */
export function refuseOutsideHours(
  availability: Availability,
  target: string,
  now: Date | null,
): Refusal {
  const opens = now && opensAt(availability, now);
  const facts = { target, hours: availabilityText(availability) };
  return refuse('outside-hours', opens ? { ...facts, opens } : facts);
}

/** Whether the policy approves this by itself: not when the person has used up what it allows. */
function isWithinBudget({ present }: OpeningInput, { rules }: Policy): boolean {
  if (rules.approval !== 'auto') return false;
  const { autoBudget } = rules.terms;
  return autoBudget === null || (present !== null && present.autoApproved < autoBudget.count);
}

/** Whether such a request can be judged by the configuration alone, without a look at the clock and the past. */
export function needsPresent({ rules }: Policy): boolean {
  const { requesters, availability, coolDownS, autoBudget } = rules.terms;
  return (
    requesters.some(({ until }) => until !== null) ||
    availability !== null ||
    coolDownS > 0 ||
    autoBudget !== null
  );
}

/** A later start has to be within the hours as well as the moment of asking. */
function judgeStart(input: OpeningInput, { rules }: Policy): Date | null | Refusal {
  if (input.typedStart === undefined) return null;
  const start =
    typeof input.typedStart === 'string'
      ? parseStart(input.typedStart, input.clock)
      : input.typedStart;
  if (isRefusal(start)) return start;
  const { availability } = rules.terms;
  // Whoever may ask until noon is not given what begins in the afternoon.
  const outsider = refuseOutsider(input, rules.terms, start);
  if (outsider !== null) return outsider;
  if (availability === null || isAvailable(availability, start)) return start;
  return refuseOutsideHours(availability, input.target.name, start);
}

type Length = Pick<Opening, 'durationS' | 'durationWasDefault' | 'fixedEnd'>;

function readLength(
  { typedDuration: typed, clock }: OpeningInput,
  { rules }: Policy,
  startAt: Date | null,
): Duration | Refusal {
  if (typed === null) {
    return { seconds: Math.min(rules.durationDefaultS, rules.durationMaxS), fixedEnd: null };
  }
  if (typeof typed !== 'string') return typed;
  return parseDuration(typed, clock && startAt ? { ...clock, start: startAt } : clock);
}

function judgeLength(input: OpeningInput, policy: Policy, startAt: Date | null): Length | Refusal {
  const { durationMaxS } = policy.rules;
  const durationWasDefault = input.typedDuration === null;
  const duration = readLength(input, policy, startAt);
  if (isRefusal(duration)) return duration;
  if (duration.seconds > durationMaxS) {
    return refuse('duration-too-long', {
      // Up to the full minute, or "8 hours is more than 8 hours" could be read.
      asked: formatDuration(Math.ceil(duration.seconds / 60) * 60),
      maximum: formatDuration(durationMaxS),
      example: typedDuration(durationMaxS),
    });
  }
  const short = refuseUnderLeast(duration.seconds, input.leastDurationS);
  return short ?? { durationS: duration.seconds, durationWasDefault, fixedEnd: duration.fixedEnd };
}

/** Refuses what is shorter than the target can carry; lengths in seconds. */
export function refuseUnderLeast(seconds: number, leastS: number): Refusal | null {
  if (seconds >= leastS) return null;
  return refuseTooShort(seconds, leastS, typedDuration(Math.ceil(leastS / 60) * 60));
}

export function judgeReason(reason: string | null, target: Target, policy: Policy): Refusal | null {
  const { reasonRequired, reasonMinLength, durationDefaultS } = policy.rules;
  if (reason === null) {
    if (!reasonRequired) return null;
    const example = `${target.bareName} ${typedDuration(durationDefaultS)} phishing clean-up`;
    return refuse('reason-required', { target: target.name, minimum: reasonMinLength, example });
  }
  const length = visibleCount(reason);
  if (reasonRequired && length < reasonMinLength) {
    return refuse('reason-too-short', { length, minimum: reasonMinLength });
  }
  const { reasonForm } = policy.rules.terms;
  if (reasonForm !== null && !matchesWhole(reasonForm.pattern, reason)) {
    return refuse('reason-form', { example: reasonForm.example });
  }
  return judgeReasonLength(reason);
}

export function judgeReasonLength(reason: string): Refusal | null {
  return refuseLonger(reason, reasonLongest);
}

/** The longest ticket, in code points. */
const ticketLongest = 100;

export function judgeTicket(ticket: string | null, target: Target, policy: Policy): Refusal | null {
  const terms = policy.rules.terms.ticket;
  if (ticket === null) {
    if (!terms?.required) return null;
    return refuse('ticket-required', {
      target: target.name,
      example: `${target.bareName} 4h --ticket ${terms.form?.example ?? 'INC-4711'} phishing clean-up`,
    });
  }
  const tooLong = judgeTicketLength(ticket);
  if (tooLong !== null) return tooLong;
  const form = terms?.form ?? null;
  if (form === null || matchesWhole(form.pattern, ticket)) return null;
  return refuse('ticket-form', { ticket: excerpt(ticket), example: form.example });
}

export function judgeTicketLength(ticket: string): Refusal | null {
  const length = characterCount(ticket);
  return length > ticketLongest
    ? refuse('ticket-too-long', { length, maximum: ticketLongest })
    : null;
}

/** Null, or the refusal of a text that is longer than `maximum` code points. */
export function refuseLonger(text: string, maximum: number): Refusal | null {
  const length = characterCount(text);
  return length > maximum ? refuse('reason-too-long', { length, maximum }) : null;
}

/**
 * Stages for which there are too few people, each person counted in one of them only; null when there are enough. Enough
 * for every selection of stages is enough for all (Hall's theorem); a policy has five stages at most.
 */
export function shortStages(
  needed: readonly number[],
  able: readonly (readonly string[])[],
): { readonly able: number; readonly needed: number } | null {
  for (let selection = 1; selection < 2 ** needed.length; selection += 1) {
    const chosen = needed.map((_, stage) => Math.floor(selection / 2 ** stage) % 2 === 1);
    const people = new Set(able.flatMap((ids, stage) => (chosen[stage] ? ids : [])));
    const sum = needed.reduce((all, count, stage) => all + (chosen[stage] ? count : 0), 0);
    if (people.size < sum) return { able: people.size, needed: sum };
  }
  return null;
}

/** A budget counts when a request is approved: until it is accepted others may have used it up, and then people decide. */
function mayComeToPeople(input: OpeningInput, { rules }: Policy): boolean {
  return rules.terms.autoBudget !== null && isForOther(input);
}

/** A request that nobody could decide, or that could never be granted, is refused now and not by silence later. */
function judgeFeasible(input: OpeningInput, policy: Policy, autoApproved: boolean): Refusal | null {
  if (input.targetAccount === null) {
    const facts = { person: input.subject.name, workload: input.target.workload };
    return refuse('no-account-in-target', facts);
  }
  const needed = Math.max(1, policy.rules.approvalsNeeded);
  const able = input.groupMembersAbleToDecide;
  if (autoApproved && !mayComeToPeople(input, policy)) return null;
  const target = input.target.name;
  if (able < needed) return refuse('nobody-could-decide', { target, able, needed });
  const { stages } = policy.rules.terms;
  if (stages.length === 0) return null;
  const perStage = [needed, ...stages.map(({ approvalsNeeded }) => approvalsNeeded)];
  const short = shortStages(perStage, input.ableByStage);
  return short === null ? null : refuse('nobody-could-decide', { target, ...short });
}
