/**
 * What is promised about requests, as simply as it can be said: no rows, no locks, no queue. It knows the promises and
 * nothing of the rules' code, so that both have to be wrong in the same way for a fault to stay unseen.
 */
import { type PersonKey } from '../support/seed';

export interface ExpectedRequest {
  readonly number: number;
  readonly requester: PersonKey;
  /** Who receives it, and has to accept it where somebody else asked. */
  readonly subject: PersonKey;
  /** When it shall start at the earliest; null is at once. */
  readonly startAt: number | null;
  readonly durationMs: number;
  readonly decideBy: number;
  state: 'awaiting-acceptance' | 'pending' | 'approved' | 'denied' | 'withdrawn' | 'expired';
  readonly approvers: Set<PersonKey>;
  /** The shortest that somebody who approved it allowed; `durationMs` when nobody allowed less. */
  allowedMs: number;
  /** The request whose grant it lets go on, and until when at most. */
  readonly extends: { readonly base: ExpectedRequest; readonly fixedEnd: number } | null;
  /** Set for what was taken without approval: whether somebody has looked at it since. */
  readonly glass: { reviewed: boolean } | null;
  /** Set when it was approved, and never moved. */
  endsAt: number | null;
  /** It has settled since it was approved, and no target ever failed: it is active for sure. */
  active: boolean;
  /** Somebody gave it back or took it away, or its time was up when the sweep looked. */
  over: boolean;
  /** Over before its time. */
  endedEarly: boolean;
  /** It has settled since it was over, and no target ever failed: it is ended for sure. */
  ended: boolean;
}

export interface Expectation {
  now: number;
  readonly needed: number;
  readonly approvers: ReadonlySet<PersonKey>;
  readonly requests: ExpectedRequest[];
}

export const decideWithinMs = 24 * 3_600_000;

/** A request is open until somebody closes it or its time to decide is up, whether anybody has written that down or not. */
export function isOpen(expected: Expectation, request: ExpectedRequest): boolean {
  return request.state === 'pending' && expected.now < request.decideBy;
}

/** The same of one that waits for whoever receives it. */
export function isAwaited(expected: Expectation, request: ExpectedRequest): boolean {
  return request.state === 'awaiting-acceptance' && expected.now < request.decideBy;
}

export function isOwn({ requester, subject }: ExpectedRequest, person: PersonKey): boolean {
  return person === requester || person === subject;
}

export function mayApprove(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): boolean {
  if (!mayDeny(expected, request, person) || request.approvers.has(person)) return false;
  const { extends: extended } = request;
  if (extended === null) return true;
  return !extended.base.endedEarly && extended.fixedEnd - expected.now >= leastMs;
}

const leastMs = 60_000;

export function mayDeny(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): boolean {
  const decides = expected.approvers.has(person) && !isOwn(request, person);
  return decides && isOpen(expected, request);
}

/** Whether somebody may take a right without approval: the approvers may, each once until another one has looked at it. */
export function mayBreakGlass({ approvers, requests }: Expectation, person: PersonKey): boolean {
  const isOwing = requests.some((one) => one.requester === person && isUnreviewed(one));
  return approvers.has(person) && !isOwing;
}

export function isUnreviewed({ glass }: ExpectedRequest): boolean {
  return glass !== null && !glass.reviewed;
}

export function mayReview(
  { approvers }: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): boolean {
  return isUnreviewed(request) && approvers.has(person) && person !== request.requester;
}

export function isHeld(request: ExpectedRequest): boolean {
  return request.endsAt !== null && !request.over;
}

export function approve(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
  allowedMs = request.durationMs,
): void {
  request.approvers.add(person);
  request.allowedMs = Math.min(request.allowedMs, allowedMs);
  if (request.approvers.size < expected.needed) return;
  request.state = 'approved';
  const { extends: extended } = request;
  const wanted = extended?.base.endsAt ?? request.startAt ?? 0;
  const startsAt = Math.max(expected.now, wanted);
  request.endsAt = Math.min(startsAt + request.allowedMs, extended?.fixedEnd ?? Infinity);
}

/** Somebody ends a grant; before its time that ends everything that was to come after it, too. */
export function endNow(expected: Expectation, request: ExpectedRequest): void {
  request.over = true;
  if (expected.now >= request.endsAt!) return;
  request.endedEarly = true;
  const isAfter = (one: ExpectedRequest): boolean =>
    one.extends !== null && (one.extends.base === request || isAfter(one.extends.base));
  for (const later of expected.requests) {
    if (!isAfter(later) || !isHeld(later)) continue;
    later.over = true;
    later.endedEarly = true;
  }
}

/** Whether somebody may let its end be tried again at once: it should have been gone for a minute, by all that is known. */
export function mayRetry(
  { approvers, now }: Expectation,
  { endsAt, over, ended }: ExpectedRequest,
  person: PersonKey,
): Known {
  const isLate = endsAt !== null && !ended && (over || now - endsAt >= 60_000);
  return approvers.has(person) && isLate ? 'either' : 'refused';
}

/** What is known to be done, to be refused, or known by the product alone: how far it has come with a target. */
export type Known = 'done' | 'refused' | 'either';

/** Whether somebody may ask for more time on this one. */
export function mayExtend(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): Known {
  if (person !== request.subject || !isHeld(request)) return 'refused';
  if (expected.now >= request.endsAt! || !canBeDecided(expected, person)) return 'refused';
  const after = expected.requests.filter((one) => one.extends?.base === request);
  if (after.some((one) => one.state === 'pending' || isHeld(one))) return 'refused';
  const isSure = request.active && after.every((one) => one.endsAt === null || one.ended);
  return isSure ? 'done' : 'either';
}

/** Whether somebody may ask for the same once more: not as long as anything can come of it. */
export function mayAskAgain(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): Known {
  if (person !== request.requester) return 'refused';
  if (request.state === 'pending' || request.state === 'awaiting-acceptance') return 'refused';
  if (request.state === 'approved' && !request.over) return 'refused';
  const base = goesOnWith(request);
  const able =
    base === null
      ? canBeDecided(expected, person, request.subject)
      : mayExtend(expected, base, person);
  if (able === false || able === 'refused') return 'refused';
  const isSure = request.state !== 'approved' || request.ended;
  return isSure && able !== 'either' ? 'done' : 'either';
}

/** What is asked for again lets this go on, as long as that is held; then it is something new. */
export function goesOnWith({ extends: extended }: ExpectedRequest): ExpectedRequest | null {
  return extended !== null && isHeld(extended.base) ? extended.base : null;
}

/** Whether there are enough others to decide on what this person asks for. */
export function canBeDecided(
  { approvers, needed }: Expectation,
  ...own: readonly PersonKey[]
): boolean {
  return [...approvers].filter((one) => !own.includes(one)).length >= needed;
}

/** Whether it waits for anybody's answer. */
export function isUnanswered({ state }: ExpectedRequest): boolean {
  return state === 'pending' || state === 'awaiting-acceptance';
}

/** What starts later is nobody's until then; more time is made sure of at once. */
function hasBegun(expected: Expectation, { startAt }: ExpectedRequest): boolean {
  return startAt === null || expected.now >= startAt;
}

/** What the sweep and the jobs do when they have time: everything that is due by the clock. */
export function settle(expected: Expectation, isUndisturbed: boolean): void {
  for (const request of expected.requests) {
    if (isUnanswered(request) && expected.now >= request.decideBy) request.state = 'expired';
    if (request.endsAt !== null && expected.now >= request.endsAt) request.over = true;
    if (!isUndisturbed || request.endsAt === null) continue;
    request.active = !request.over && hasBegun(expected, request);
    request.ended = request.over;
  }
}

/** Who holds the right once everything has settled. */
export function holders(expected: Expectation): ReadonlySet<PersonKey> {
  const held = expected.requests.filter((one) => isHeld(one) && hasBegun(expected, one));
  return new Set(held.map((request) => request.subject));
}
