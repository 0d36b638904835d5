import { isUntouched } from './grant-life';
import { type Grant } from './model';

/** No two attempts at a grant are further apart, whatever the target asks for: a right must not outlive its end. */
const attemptsApartAtMostMs = 60_000;

/** How long after its end a right may still be there before the screen says so in capitals and an alarm is raised. */
const stillActiveAfterMs = 60_000;

/** When the holder is warned, in seconds before the end. */
const warnBeforeEndS: readonly number[] = [15 * 60, 5 * 60];

/**
 * When to try again after a failed attempt: 1 s, then doubling, up to a minute. Jitter takes away up to a quarter, so that grants
 * which failed together do not come back together, at the cap either. A longer wait that the target asked for counts up to the same minute.
 * @param attempts failed attempts of the present act so far, 1 or more
 * @param jitter in [0, 1)
 */
export function nextAttemptAfter(failure: {
  readonly attempts: number;
  readonly now: Date;
  readonly retryAfterMs: number | null;
  readonly jitter: number;
}): Date {
  const doubled = 1000 * 2 ** (Math.max(1, failure.attempts) - 1);
  const backoff = Math.min(attemptsApartAtMostMs, doubled) * (1 - failure.jitter / 4);
  const wait = Math.min(attemptsApartAtMostMs, Math.max(backoff, failure.retryAfterMs ?? 0));
  return new Date(failure.now.getTime() + Math.round(wait));
}

type EndingTimes = Pick<Grant, 'state' | 'endsAt' | 'endingAt' | 'heldBefore'>;

/**
 * For how long the right may have been there beyond its end, in milliseconds; 0 when it is gone, not yet due, or was never made:
 * what may be there then is not ours.
 */
export function overdueMs(grant: EndingTimes, now: Date): number {
  if (grant.state !== 'active' && grant.state !== 'ending') return 0;
  if (isUntouched(grant)) return 0;
  const endsAt = grant.endsAt.getTime();
  const due = Math.min(endsAt, grant.endingAt?.getTime() ?? endsAt);
  return Math.max(0, now.getTime() - due);
}

/**
 * Whether the right should have ended a minute ago and was not read back as absent. An `active` row counts as well:
 * it means that nobody has even begun to take it away.
 */
export function isStillActive(grant: EndingTimes, now: Date): boolean {
  return overdueMs(grant, now) >= stillActiveAfterMs;
}

/** The same of a right that is known to be there, by when it was due to end. */
export function isOverdue(due: Date, now: Date): boolean {
  return now.getTime() - due.getTime() >= stillActiveAfterMs;
}

/** When the holder is to be warned; warnings that would come before the start are left out. */
export function warningTimes(grant: Pick<Grant, 'startsAt' | 'endsAt'>): readonly Date[] {
  return warnBeforeEndS
    .map((seconds) => new Date(grant.endsAt.getTime() - seconds * 1000))
    .filter((at) => at > grant.startsAt);
}

/** With less left than this a warning would be read when it is all over. */
const worthWarningMs = 60_000;

/** Whether the holder is told of an end: not when they keep the right beyond it, nor when it is there. */
export function isWorthWarning(
  grant: Pick<Grant, 'endsAt' | 'heldBefore'> & { readonly goesOn: boolean },
  now: Date,
): boolean {
  const leftMs = grant.endsAt.getTime() - now.getTime();
  return grant.heldBefore !== true && !grant.goesOn && leftMs >= worthWarningMs;
}

/** When the holder is to be warned next; null when no warning is left. */
export function nextWarningAfter(
  grant: Pick<Grant, 'startsAt' | 'endsAt'>,
  now: Date,
): Date | null {
  return warningTimes(grant).find((at) => at > now) ?? null;
}
