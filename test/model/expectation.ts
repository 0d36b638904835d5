/**
 * What is promised about requests, as simply as it can be said: no rows, no locks, no queue. It knows the promises and
 * nothing of the rules' code, so that both have to be wrong in the same way for a fault to stay unseen.
 */
import { type PersonKey } from '../support/seed';

export interface ExpectedRequest {
  readonly number: number;
  readonly requester: PersonKey;
  readonly durationMs: number;
  readonly decideBy: number;
  state: 'pending' | 'approved' | 'denied' | 'withdrawn' | 'expired';
  readonly approvers: Set<PersonKey>;
  /** Set when it was approved, and never moved. */
  endsAt: number | null;
  /** Somebody gave it back or took it away, or its time was up when the sweep looked. */
  over: boolean;
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

export function mayApprove(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): boolean {
  return mayDeny(expected, request, person) && !request.approvers.has(person);
}

export function mayDeny(
  expected: Expectation,
  request: ExpectedRequest,
  person: PersonKey,
): boolean {
  const decides = expected.approvers.has(person) && person !== request.requester;
  return decides && isOpen(expected, request);
}

export function isHeld(request: ExpectedRequest): boolean {
  return request.endsAt !== null && !request.over;
}

export function approve(expected: Expectation, request: ExpectedRequest, person: PersonKey): void {
  request.approvers.add(person);
  if (request.approvers.size < expected.needed) return;
  request.state = 'approved';
  request.endsAt = expected.now + request.durationMs;
}

/** What the sweep and the jobs do when they have time: everything that is due by the clock. */
export function settle(expected: Expectation): void {
  for (const request of expected.requests) {
    if (request.state === 'pending' && expected.now >= request.decideBy) request.state = 'expired';
    if (request.endsAt !== null && expected.now >= request.endsAt) request.over = true;
  }
}

/** Who holds the right once everything has settled. */
export function holders(expected: Expectation): ReadonlySet<PersonKey> {
  return new Set(expected.requests.filter(isHeld).map((request) => request.requester));
}
