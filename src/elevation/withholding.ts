/** Whether what was approved is still made when its time has come: those it is for, and the policy, may be others by then. */
import { isBreakGlass } from './break-glass';
import { type RequestSnapshot, type Withheld } from './model';
import { isEligible } from './opening';
import { isScopeAllowed } from './scopes';

/** An approved request, as it is when its grant is about to be made. */
export type StartedRequest = Pick<
  RequestSnapshot,
  'kind' | 'subject' | 'standing' | 'scope' | 'policy' | 'policyNow' | 'systemAccount'
>;

/**
 * Why a right that was approved is not made after all; null when it is. What nobody could approve any more is not given either. It is
 * about whoever receives it; hours, reason and ticket were settled by the approval. Who breaks glass was read by the policy's
 * own groups for that.
 * @param startsAt of the grant: a group whose end comes later counts, however late the target lets it begin
 */
export function withheldFrom(request: StartedRequest, startsAt: Date): Withheld | null {
  const { subject, standing, scope, policy, policyNow, systemAccount } = request;
  if (subject.disabled || systemAccount?.owner.disabled) return 'disabled';
  if (policyNow === null) return 'uncovered';
  if (policyNow.rules.approval === 'deny') return 'denied';
  // Which parts a program may have is its own to say, not the policy's.
  if (systemAccount === null && !isScopeAllowed(policyNow.rules.terms, scope)) return 'uncovered';
  if (!standing.isAccountTheirs) return 'moved';
  const mayHave = [policy, policyNow].every(({ rules }) =>
    isEligible(rules.terms, standing.subjectGroupIds, startsAt),
  );
  // Whom the policy lets ask are people.
  const isExempt = isBreakGlass(request) || systemAccount !== null;
  return mayHave || isExempt ? null : 'ineligible';
}

/** For so long what the platforms said of an account at the approval counts, in milliseconds. */
const readingCountsMs = 60_000;

/** Whether the approval was so long ago that the platforms are asked again who receives it. */
export function isReadAgain(approvedAt: Date, now: Date): boolean {
  return now.getTime() - approvedAt.getTime() >= readingCountsMs;
}
