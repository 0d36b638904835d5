import { type RemoteErrorKind } from '../errors';
import { type EndCause, type Grant, type GrantState, type RequestSnapshot } from './model';

/** How a grant begins: with the state it is written in, and when it is first acted on. */
export interface Beginning {
  readonly state: 'scheduled' | 'activating';
  readonly nextAttemptAt: Date;
}

/**
 * What is approved for later waits for its start. More time is made sure of at once: the right must not be gone for a
 * moment when the earlier grant ends.
 */
export function beginGrant(
  { extends: extended }: Pick<RequestSnapshot, 'extends'>,
  startsAt: Date,
  now: Date,
): Beginning {
  if (extended !== null) return { state: 'activating', nextAttemptAt: now };
  return { state: startsAt > now ? 'scheduled' : 'activating', nextAttemptAt: startsAt };
}

/** The state of a grant that is due, once somebody has it in hand. The statement that claims grants says the same. */
export function claimedState({ state, endsAt }: Pick<Grant, 'state' | 'endsAt'>, now: Date) {
  return state === 'scheduled' && now < endsAt ? 'activating' : state;
}

/** What is due to be done for a grant: making it, taking it away, or writing down that it never started. */
export type Act = 'activate' | 'take-away' | 'never-start';

/**
 * The act that a claimed grant is due for. One whose end came while it was still being made is not made any more: it is
 * taken away, because an earlier attempt may have reached the target unseen. One that only was scheduled never was.
 */
export function actDue(
  { state, endsAt }: { readonly state: GrantState; readonly endsAt: Date },
  now: Date,
): Act {
  if (state === 'scheduled') return 'never-start';
  return state === 'activating' && now < endsAt ? 'activate' : 'take-away';
}

/**
 * Whether no call of ours was made for this grant, for sure: what was there before is read and stored before the first one. There is
 * nothing to take away then, and what is in the target is somebody else's.
 */
export function isUntouched({ heldBefore }: Pick<Grant, 'heldBefore'>): boolean {
  return heldBefore === null;
}

/**
 * Why a grant has ended. Whose time was up before anything was done for it never started, where nothing keeps the right; a cause that
 * somebody gave stays.
 */
export function causeOfEnd(
  grant: Pick<Grant, 'heldBefore' | 'endCause'>,
  { isKept }: { readonly isKept: boolean },
): EndCause {
  const cause = grant.endCause ?? 'expired';
  return cause === 'expired' && isUntouched(grant) && !isKept ? 'never-started' : cause;
}

/**
 * Whether another live grant of the same right keeps it when one ends. One that is only scheduled, or has not yet read what was there
 * before, will make the right itself; but more time that was granted on the very grant that ends is to have no gap, so it keeps
 * the right as soon as its own time runs, even while its target cannot be reached.
 */
export function keepsRight(
  other: Pick<Grant, 'state' | 'heldBefore' | 'startsAt' | 'endsAt'>,
  { extendsIt, now }: { readonly extendsIt: boolean; readonly now: Date },
): boolean {
  if (other.state === 'active') return true;
  if (other.state !== 'activating') return false;
  if (!isUntouched(other)) return true;
  return extendsIt && other.startsAt <= now && now < other.endsAt;
}

/** Kinds that trying again cannot mend: an operator has to act, and the request ends as not granted. */
const permanent: ReadonlySet<RemoteErrorKind> = new Set(['rejected', 'not_found', 'unauthorized']);

export function isPermanent(failure: RemoteErrorKind): boolean {
  return permanent.has(failure);
}

/** What came of one attempt at the target. */
export interface Attempted {
  /** Null when the target did what was asked, and it was read back. */
  readonly failure: RemoteErrorKind | null;
  /** Whether the right was read as absent after it failed. */
  readonly readAbsent: boolean;
}

/** What a grant is after an attempt to make it. It failed only where the target itself says that nothing is there. */
export function afterGranting({ failure, readAbsent }: Attempted): GrantState {
  if (failure === null) return 'active';
  return isPermanent(failure) && readAbsent ? 'failed' : 'activating';
}

/** The same of an attempt to take it away, which goes on without limit. */
export function afterTakingAway({ failure }: Pick<Attempted, 'failure'>): GrantState {
  return failure === null ? 'ended' : 'ending';
}

/**
 * What a grant becomes when its end begins, by the clock or by somebody. What was only scheduled, or could not be granted, is over at once;
 * what may be in the target has to be taken away. Null when that has begun already, or there is nothing.
 */
export function whenItEnds(state: GrantState): 'ended' | 'ending' | null {
  if (state === 'scheduled' || state === 'failed') return 'ended';
  return state === 'activating' || state === 'active' ? 'ending' : null;
}
