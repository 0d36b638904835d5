import { refuse, type Refusal } from '../errors';
import { isStillActive } from './attempts';
import { groupInCharge } from './break-glass';
import { factsDigest, type DecidedFacts } from './digest';
import { commentLongest, isOwn } from './deciding';
import { whenItEnds } from './grant-life';
import { membershipOf, type Membership } from './membership';
import { type EndCause, type Grant, type Person, type RequestSnapshot } from './model';
import { refuseLonger } from './opening';
import { askedGroupIds } from './policy';
import { isOpen, isOutOfTime } from './request-states';
import { runsElevate, type Role } from './roles';
import { typedOrNull } from './typed-text';

/** What a withdrawal is judged by. */
export interface WithdrawalInput {
  readonly request: Pick<
    RequestSnapshot,
    'number' | 'state' | 'requester' | 'subject' | 'decideBy'
  >;
  readonly person: Person;
  readonly now: Date;
}

/** Whether a person may take a request back: whoever asked, or whoever would have received it, while it is open. */
export function judgeWithdrawal(input: WithdrawalInput): { becomes: 'withdrawn' } | Refusal {
  const { request, person, now } = input;
  const number = { request: request.number };
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (!isOwn(request, person)) return refuse('not-yours', number);
  if (request.state === 'approved' || request.state === 'denied') {
    return refuse('already-decided', { ...number, state: request.state });
  }
  if (!isOpen(request.state)) return refuse('request-closed', { ...number, state: request.state });
  if (isOutOfTime(request, now)) return refuse('request-closed', { ...number, state: 'expired' });
  return { becomes: 'withdrawn' };
}

/** What ending a grant before its time is judged by. */
export interface EndingInput {
  readonly grant: Pick<Grant, 'state' | 'endsAt'> | null;
  readonly request: Pick<
    RequestSnapshot,
    | 'number'
    | 'kind'
    | 'requester'
    | 'subject'
    | 'target'
    | 'approverGroup'
    | 'alsoAsked'
    | 'policy'
    | 'policyNow'
  >;
  readonly person: Person;
  /** Readings about the person; only `revoke` needs them. */
  readonly memberships: readonly Membership[];
  /** Of the person; only `revoke` needs them. */
  readonly roles: readonly Role[];
  readonly reason: string | null;
  /** `end`: given back by holder or requester. `revoke`: taken away by somebody who may decide. */
  readonly how: 'end' | 'revoke';
  readonly now: Date;
}

/** Whether a person may end a grant now, and as what it then counts. Who they are is judged before the grant's state is told. */
export function judgeEnding(input: EndingInput): { cause: EndCause } | Refusal {
  const { grant, person, request } = input;
  if (person.disabled) return refuse('disabled', { person: person.name });
  const refusal = input.how === 'end' ? refuseEnding(input) : refuseRevoking(input);
  if (refusal !== null) return refusal;
  // What is `ending` is already being taken away, and asking again changes nothing.
  if (grant === null || whenItEnds(grant.state) === null || isOutOfReach(grant, input.now))
    return refuse('nothing-to-end', endFacts(request));
  return refuseReason(input) ?? { cause: causeOf(input, grant) };
}

function refuseEnding(input: EndingInput): Refusal | null {
  if (isOwn(input.request, input.person)) return null;
  return refuse('not-yours', endFacts(input.request));
}

/**
 * Membership in one of the groups, of the pinned or of the present policy, is enough, and so is running Elevate: taking away is the safe
 * direction. It may be one's own grant, too. Without a fresh reading it is still refused, for an outsider must not end other people's work.
 */
function refuseRevoking(
  input: Pick<EndingInput, 'request' | 'person' | 'memberships' | 'roles' | 'now'>,
  refused: 'may-not-revoke' | 'may-not-retry' = 'may-not-revoke',
): Refusal | null {
  const { request, memberships, roles, now } = input;
  const groupIds = askedGroupIds(request);
  const verdicts = groupIds.map((groupId) => membershipOf(groupId, memberships, now));
  if (verdicts.includes('disabled')) return refuse('disabled', { person: input.person.name });
  if (verdicts.includes('member') || runsElevate(roles)) return null;
  const facts = { ...endFacts(request), group: groupInCharge(request).name };
  return refuse(verdicts.includes('unknown') ? 'membership-too-old' : refused, facts);
}

function refuseReason(input: EndingInput): Refusal | null {
  const reason = typedOrNull(input.reason);
  if (reason !== null) return refuseLonger(reason, commentLongest);
  return input.how === 'revoke' ? refuse('revoke-reason-required', endFacts(input.request)) : null;
}

/** What trying again at once is judged by. */
export type RetryInput = Omit<EndingInput, 'grant' | 'request' | 'reason' | 'how'> & {
  readonly request: RequestSnapshot;
  /** When whoever would receive it was last denied the same target; null when never. */
  readonly lastDeniedAt: Date | null;
};

/** What is tried again: taking a right away that outlives its end, or giving one that was approved and could not be granted. */
export type Retried = 'take-away' | 'give';

/**
 * Whether a person may let it be tried again at once. Taking away gives nobody anything, so whoever could revoke it may. Giving is for those who
 * run Elevate, as whoever mended the target tells them, and for nobody's own; its approval counts until the end that was stored with it. An
 * old screen will do for both.
 */
export function judgeRetry(input: RetryInput): Retried | Refusal {
  const { person, request, roles, now } = input;
  const { grant } = request;
  const facts = endFacts(request);
  if (person.disabled) return refuse('disabled', { person: person.name });
  const refusal = refuseRevoking(input, 'may-not-retry');
  if (refusal !== null) return refusal;
  if (grant !== null && isStillActive(grant, now)) return 'take-away';
  if (!mayBeGivenYet(request, now)) return refuse('nothing-to-retry', facts);
  if (!runsElevate(roles)) return refuse('retry-needs-role', facts);
  if (isOwn(request, person)) return refuse('own-retry', facts);
  return wasDeniedSince(input) ? refuse('denied-since', facts) : 'give';
}

/** A later no is not passed by with an earlier yes. */
function wasDeniedSince({ request: { closedAt }, lastDeniedAt }: RetryInput): boolean {
  return lastDeniedAt !== null && (closedAt === null || lastDeniedAt >= closedAt);
}

/**
 * Whether what was approved and could not be granted may still be, without another approval: all that was agreed to is as it was, and nobody has
 * closed the review of what was taken without asking. More time was for a right that was to go on.
 */
export function mayBeGivenYet(
  request: DecidedFacts & Pick<RequestSnapshot, 'grant' | 'review' | 'decisions' | 'extends'>,
  now: Date,
): boolean {
  const { grant, review } = request;
  if (grant?.state !== 'failed' || now >= grant.endsAt || request.extends !== null) return false;
  return (review === null || review.closed === null) && isAsAgreed(request);
}

/** What approved itself, or was taken, did so under the version that it was asked under. */
function isAsAgreed(request: DecidedFacts & Pick<RequestSnapshot, 'decisions'>): boolean {
  const approvals = request.decisions.filter(({ verdict }) => verdict === 'approve');
  const digest = factsDigest(request);
  if (approvals.length > 0) return approvals.some((one) => one.digest === digest);
  const { policy, policyNow } = request;
  return policyNow?.id === policy.id && policyNow.version === policy.version;
}

/** What could not be granted, and cannot be tried again any more. */
function isOutOfReach({ state, endsAt }: Pick<Grant, 'state' | 'endsAt'>, now: Date): boolean {
  return state === 'failed' && now >= endsAt;
}

function causeOf(input: EndingInput, grant: Pick<Grant, 'state' | 'endsAt'>): EndCause {
  if (grant.state === 'scheduled' || grant.state === 'failed') return 'never-started';
  // Its time was up before the press; the record must not say that somebody cut it short.
  if (input.now >= grant.endsAt) return 'expired';
  const byHolder = input.person.id === input.request.subject.id;
  return input.how === 'end' || byHolder ? 'relinquished' : 'revoked';
}

function endFacts(
  request: Pick<RequestSnapshot, 'number' | 'target'>,
): Record<string, string | number> {
  return { request: request.number, target: request.target.name };
}
