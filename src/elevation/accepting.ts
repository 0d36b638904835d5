import { refuse, type Refusal } from '../errors';
import { leastGrantS } from './approval-length';
import { isAvailable } from './availability';
import { isOwn } from './deciding';
import { grantStart } from './extending';
import { type Person, type PolicyTerms, type RequestSnapshot } from './model';
import { coolsDownUntil, isEligible } from './opening';
import { isOpen, isOutOfTime } from './request-states';

type AnsweredRequest = Pick<
  RequestSnapshot,
  'number' | 'state' | 'requester' | 'subject' | 'decideBy'
>;

/** What accepting and declining are judged by; all rows as they are with the request's lock held. */
export interface AcceptanceInput {
  readonly request: AnsweredRequest & Pick<RequestSnapshot, 'switchedOff'>;
  readonly person: Person;
  /** What the pressed screen showed, and what is stored now. */
  readonly pressedDigest: string;
  readonly digest: string;
  readonly now: Date;
}

/** Either answer; a refusal can be given at any time. */
type Answer = Pick<AcceptanceInput, 'person' | 'now'> & { readonly request: AnsweredRequest };

/** Whether this press lets the request be decided. Who presses is judged before anything about the request is told. */
export function judgeAcceptance(input: AcceptanceInput): { becomes: 'pending' } | Refusal {
  const refusal = refuseAnswer(input);
  if (refusal !== null) return refusal;
  if (input.request.switchedOff) return refuse('switched-off', { request: input.request.number });
  if (input.pressedDigest !== input.digest) {
    return refuse('stale-screen', { request: input.request.number });
  }
  return { becomes: 'pending' };
}

/** Whether it waits for this person to accept or decline it, who can still do so. */
export function mayAnswer(
  request: AnsweredRequest & Pick<RequestSnapshot, 'readAt'>,
  person: Person,
): boolean {
  return refuseAnswer({ request, person, now: request.readAt }) === null;
}

/** Whether this press closes it before anybody decides. It takes nothing from anybody, so an old screen will do. */
export function judgeDeclining(input: Answer): { becomes: 'withdrawn' } | Refusal {
  return refuseAnswer(input) ?? { becomes: 'withdrawn' };
}

/** Only whoever receives it answers, once, and in time. */
function refuseAnswer({ request, person, now }: Answer): Refusal | null {
  const number = { request: request.number };
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (!isOwn(request, person)) return refuse('not-yours', number);
  if (person.id !== request.subject.id) {
    return refuse('not-yours-to-accept', { ...number, person: request.subject.name });
  }
  const { state } = request;
  if (state === 'pending') return refuse('already-accepted', number);
  if (state === 'approved' || state === 'denied') {
    return refuse('already-decided', { ...number, state });
  }
  if (!isOpen(state)) return refuse('request-closed', { ...number, state });
  // The deadline counts by the clock, also while the job that writes `expired` has not run.
  if (!isOutOfTime(request, now)) return null;
  return refuse('request-closed', { ...number, state: 'expired' });
}

/** What approving without a person hangs on beside the request itself; read when it is accepted. */
export interface AutomaticFacts {
  readonly now: Date;
  /** How many this policy approved by itself within its window, for the requester or the subject: the larger. */
  readonly autoApproved: number;
  /** When the subject was last denied this target. */
  readonly lastDeniedAt: Date | null;
  readonly requesterGroupIds: readonly string[];
  readonly subjectGroupIds: readonly string[];
  /** Whether the account that it was asked from was just read as a member's. */
  readonly isRequesterMember: boolean;
}

/**
 * Whether the policy approves by itself what was just accepted: it would if both asked for it now. It is still the same policy,
 * open now and at the start, both may still ask, nothing was denied lately, something is left of it, and neither has used up
 * what it allows. Otherwise people decide.
 */
export function approvesItself(
  request: Pick<
    RequestSnapshot,
    | 'requester'
    | 'subject'
    | 'policy'
    | 'policyNow'
    | 'startAt'
    | 'fixedEnd'
    | 'extends'
    | 'switchedOff'
  >,
  facts: AutomaticFacts,
): boolean {
  const { now } = facts;
  const { fixedEnd, policy } = request;
  const { terms } = policy.rules;
  const start = grantStart(request, now);
  const isOver = fixedEnd !== null && fixedEnd.getTime() - start.getTime() < leastGrantS * 1000;
  const { availability, autoBudget } = terms;
  const isClosed =
    availability !== null && [now, start].some((moment) => !isAvailable(availability, moment));
  const isUsedUp = autoBudget !== null && facts.autoApproved >= autoBudget.count;
  const isRight = isStillAutomatic(request) && couldBothAsk(terms, facts);
  return isRight && !isOver && !isClosed && !isUsedUp;
}

/** Whether both could ask for it themselves at this moment. */
function couldBothAsk(terms: PolicyTerms, facts: AutomaticFacts): boolean {
  const { now, requesterGroupIds, subjectGroupIds, lastDeniedAt, isRequesterMember } = facts;
  const areEligible = [requesterGroupIds, subjectGroupIds].every((ids) =>
    isEligible(terms, ids, now),
  );
  return isRequesterMember && areEligible && coolsDownUntil(terms, lastDeniedAt, now) === null;
}

/** What was read before may have changed since; the request then stays pending, for people to decide. */
export function isStillAutomatic({
  policy,
  policyNow,
  requester,
  subject,
  switchedOff,
}: Pick<
  RequestSnapshot,
  'policy' | 'policyNow' | 'requester' | 'subject' | 'switchedOff'
>): boolean {
  const isSame = policyNow?.id === policy.id && policyNow.version === policy.version;
  const isHere = !requester.disabled && !subject.disabled;
  return isSame && policy.rules.approval === 'auto' && isHere && !switchedOff;
}
