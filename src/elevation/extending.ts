import { isRefusal, refuse, type Refusal } from '../errors';
import { formatDuration, typedDuration } from './duration';
import { type ExtendedGrant, type Person, type Policy, type RequestSnapshot } from './model';
import { judgeOpening, type Opening, type OpeningInput } from './opening';
import { goesOn, screenState } from './screen-state';
import { typedOrNull } from './typed-text';

type Extended = Pick<
  RequestSnapshot,
  | 'number'
  | 'state'
  | 'subject'
  | 'target'
  | 'scope'
  | 'reason'
  | 'ticket'
  | 'extends'
  | 'grant'
  | 'readAt'
>;

/** Whether a policy lets a grant go on at all. Where nobody would decide on it, it has to say so. */
export function mayExtend({ rules }: Policy): boolean {
  return rules.terms.extension?.allowed ?? rules.approval === 'manual';
}

/**
 * Null when this person may ask for more time on a grant of theirs, by the policy of now. Whose it is comes first: nobody else
 * learns anything about it.
 */
export function refuseExtending(
  extended: Extended,
  person: Person,
  policy: Policy | null,
): Refusal | null {
  const { grant, target, number: request } = extended;
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (person.id !== extended.subject.id) return refuse('not-yours', { request });
  const isActive = grant !== null && screenState(extended) === 'active';
  if (!isActive || grant.endsAt <= extended.readAt) {
    return refuse('nothing-to-extend', { request, target: target.name });
  }
  if (grant.extendedThrough !== null) {
    return refuse('already-extended', { request, other: grant.extendedThrough });
  }
  if (policy === null) return refuse('no-policy', { target: target.name });
  if (policy.rules.approval === 'deny') return refuse('target-denied', { target: target.name });
  return mayExtend(policy) ? null : refuse('extension-not-allowed', { target: target.name });
}

/** Whether its holder is offered more time; who has asked for it already is told so when they ask again. */
export function isExtendable(snapshot: RequestSnapshot): boolean {
  const { grant, subject, policyNow } = snapshot;
  if (grant === null || goesOn(grant)) return false;
  const unasked = { ...snapshot, grant: { ...grant, extendedThrough: null } };
  return refuseExtending(unasked, subject, policyNow) === null;
}

/**
 * Whether more time may be asked for, and until when. It is judged as anything that is asked for, with lengths and times of day
 * counted from the end of the grant that goes on; its reason and ticket stand where no other is given.
 */
export function judgeExtension(opening: OpeningInput, extended: Extended): Opening | Refusal {
  const refusal = refuseExtending(extended, opening.requester, opening.policy);
  if (refusal !== null) return refusal;
  const { endsAt, startsAt } = extended.grant!;
  const said = {
    ...opening,
    typedScope: extended.scope,
    reason: typedOrNull(opening.reason) ?? extended.reason,
    ticket: typedOrNull(opening.ticket) ?? extended.ticket,
  };
  return judgeMoreTime(said, { since: extended.extends?.since ?? startsAt, endsAt });
}

/** The same for a grant that may go on as far as its holder is concerned. */
export function judgeMoreTime(
  opening: OpeningInput,
  { since, endsAt }: Pick<Total, 'since' | 'endsAt'>,
): Opening | Refusal {
  const judged = judgeOpening({
    ...opening,
    clock: opening.clock && { ...opening.clock, now: endsAt },
  });
  if (isRefusal(judged)) return judged;
  const fixedEnd = judged.fixedEnd ?? new Date(endsAt.getTime() + judged.durationS * 1000);
  const tooLong = refuseTotal({ since, endsAt, fixedEnd, opening, policy: judged.policy });
  return tooLong ?? { ...judged, fixedEnd };
}

interface Total {
  /** When the first grant of the chain began, when the present one ends, and when all would. */
  readonly since: Date;
  readonly endsAt: Date;
  readonly fixedEnd: Date;
  readonly opening: Pick<OpeningInput, 'leastDurationS'>;
  readonly policy: Policy;
}

function refuseTotal({ since, endsAt, fixedEnd, opening, policy }: Total): Refusal | null {
  const mostS = policy.rules.terms.extension?.maxTotalS ?? Infinity;
  const totalS = secondsBetween(since, fixedEnd);
  if (totalS <= mostS) return null;
  const maximum = formatDuration(mostS);
  const leftS = mostS - secondsBetween(since, endsAt);
  if (leftS < Math.max(60, opening.leastDurationS)) return refuse('extension-used-up', { maximum });
  return refuse('extension-too-long', {
    asked: formatDuration(Math.ceil(totalS / 60) * 60),
    maximum,
    example: typedDuration(leftS),
  });
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}

/** From when a grant would count that is approved now, and until when it may last at most. */
export interface Span {
  readonly startsAt: Date;
  readonly latestMs: number;
}

/**
 * The span that an approval can give. What was asked for later begins then, or now once that is over. More time begins where the grant that goes on ends, or now once that is over;
 * both policy versions must let it go on, and for so long in all. What somebody has ended before its time does not come back.
 */
export function judgeSpan(
  request: Pick<RequestSnapshot, 'number' | 'target' | 'extends' | 'startAt'>,
  policies: readonly Policy[],
  now: Date,
): Span | Refusal {
  const extended = request.extends;
  if (extended === null) return { startsAt: grantStart(request, now), latestMs: Infinity };
  if (isEndedEarly(extended)) {
    return refuse('extended-is-over', { request: request.number, other: extended.number });
  }
  if (!policies.every(mayExtend)) {
    return refuse('extension-not-allowed', { target: request.target.name });
  }
  const mostS = Math.min(
    ...policies.map(({ rules }) => rules.terms.extension?.maxTotalS ?? Infinity),
  );
  const startsAt = grantStart(request, now);
  const latestMs = extended.since.getTime() + mostS * 1000;
  if (latestMs - startsAt.getTime() >= 60_000) return { startsAt, latestMs };
  return refuse('extension-used-up', { maximum: formatDuration(mostS) });
}

/** From when a grant counts that is approved now: the start that was asked for, the end of what it extends, or now. */
export function grantStart(request: Pick<RequestSnapshot, 'extends' | 'startAt'>, now: Date): Date {
  const wanted = request.extends?.endsAt ?? request.startAt ?? now;
  return wanted > now ? wanted : now;
}

/** Whether somebody ended the grant before its time that this wants to go on. */
export function isEndedEarly({ state, endCause }: ExtendedGrant): boolean {
  if (state === 'failed') return true;
  return endCause !== null && endCause !== 'expired';
}
