/** Requests for somebody else: who receives the right has to accept before anybody decides. */
import { type RequestSnapshot } from './model';

type Persons = Pick<RequestSnapshot, 'requester' | 'subject'>;

/** Whether it was asked for somebody else. Persons are compared: it may be one person by now. */
export function isForOther({ requester, subject }: Persons): boolean {
  return requester.id !== subject.id;
}

/** How a request opens: approvers are not asked before whoever receives has agreed to it. */
export function opensAs(persons: Persons): 'pending' | 'awaiting-acceptance' {
  return isForOther(persons) ? 'awaiting-acceptance' : 'pending';
}

/** Whether those who decide were ever asked: not while it waits to be accepted, and not when it ended so. */
export function wasPutToApprovers({
  state,
  acceptedAt,
  ...persons
}: Pick<RequestSnapshot, 'state' | 'acceptedAt' | 'requester' | 'subject'>): boolean {
  if (state === 'awaiting-acceptance') return false;
  const isUnasked = state === 'withdrawn' || state === 'expired';
  return !isUnasked || acceptedAt !== null || !isForOther(persons);
}

/** Since when it waits for those who decide: they are asked once whoever receives it has accepted. */
export function waitsSince({
  askedAt,
  acceptedAt,
}: Pick<RequestSnapshot, 'askedAt' | 'acceptedAt'>): Date {
  return acceptedAt ?? askedAt;
}
