/** Whether what was asked may still be given to those who asked for it: they, their account and the policy may be others by now. */
import { refuse, type Refusal } from '../errors';
import { grantStart } from './extending';
import { isForOther } from './for-other';
import { type Person, type Policy, type RequestSnapshot } from './model';
import { isEligible, judgeReason, judgeTicket } from './opening';

/** What is asked, for whom, and what those are now. */
export type GivenRequest = Pick<
  RequestSnapshot,
  | 'number'
  | 'requester'
  | 'subject'
  | 'standing'
  | 'target'
  | 'reason'
  | 'ticket'
  | 'startAt'
  | 'extends'
>;

/** What the right was asked for under, and what covers its target now. */
export interface Versions {
  readonly pinned: Policy;
  readonly present: Policy | null;
}

/**
 * Null when an approval could give it. Both versions have to let requester and subject have it, now and at its start; the present
 * one has to be content with its ticket and its reason; and the account that it goes to has to be the subject's still.
 */
export function refuseGiving(
  request: GivenRequest,
  { pinned, present }: Versions,
  now: Date,
): Refusal | null {
  const versions = present === null ? [pinned] : [pinned, present];
  const moments = [now, grantStart(request, now)];
  const outsider = receivers(request).find((one) => !mayHave(one, versions, moments));
  const facts = { request: request.number, target: request.target.name };
  if (outsider !== undefined) {
    return refuse('no-longer-eligible', { ...facts, person: outsider.person.name });
  }
  return refuseAccountOf(request) ?? (present && refuseWords(request, present));
}

/** The right is the subject's: an account that somebody else has by now, or nobody, gets nothing. */
export function refuseAccountOf({
  number,
  subject,
  standing,
  target,
}: Pick<GivenRequest, 'number' | 'subject' | 'standing' | 'target'>): Refusal | null {
  if (standing.isAccountTheirs) return null;
  const facts = { request: number, person: subject.name, workload: target.workload };
  return refuse('account-changed', facts);
}

interface Receiver {
  readonly person: Person;
  readonly groupIds: readonly string[];
}

function receivers({ requester, subject, standing }: GivenRequest): readonly Receiver[] {
  const asking = { person: requester, groupIds: standing.requesterGroupIds };
  if (!isForOther({ requester, subject })) return [asking];
  return [asking, { person: subject, groupIds: standing.subjectGroupIds }];
}

function mayHave(
  { groupIds }: Receiver,
  versions: readonly Policy[],
  moments: readonly Date[],
): boolean {
  return versions.every(({ rules }) =>
    moments.every((moment) => isEligible(rules.terms, groupIds, moment)),
  );
}

/** The version that it was asked under was content with both. */
function refuseWords(request: GivenRequest, present: Policy): Refusal | null {
  const { target, reason, ticket } = request;
  const facts = { request: request.number, target: target.name };
  if (judgeTicket(ticket, target, present) !== null) return refuse('ticket-now-required', facts);
  return judgeReason(reason, target, present) && refuse('reason-now-required', facts);
}
