import { waitsSince } from './for-other';
import { type PolicyTerms, type RequestSnapshot } from './model';
import { screenState } from './screen-state';

/** What is due on a request that nobody has decided. */
export interface FollowUp {
  readonly remind: boolean;
  readonly escalate: boolean;
  /** When to look again; null when nothing more comes before the deadline. */
  readonly next: Date | null;
}

type FollowUpTerms = Pick<PolicyTerms, 'reminders' | 'escalation'>;

/** How long after approvers were asked the first of it is due, in seconds; null when the policy wants none. */
export function firstFollowUpS({ reminders, escalation }: FollowUpTerms): number | null {
  const all = escalation === null ? reminders : [...reminders, escalation.afterS];
  return all.length === 0 ? null : Math.min(...all);
}

/**
 * What is due now of what has not been done, counted from when approvers were asked: `since` is when its first part was due. Whatever
 * fell due while nobody looked is made up for once: three reminders in a row would tell nothing that one does not.
 */
export function followUpDue(
  terms: FollowUpTerms,
  times: { askedAt: Date; decideBy: Date; since: Date; now: Date },
): FollowUp {
  const dueAt = (afterS: number) => new Date(times.askedAt.getTime() + afterS * 1000);
  const isDue = (at: Date) => times.since <= at && at <= times.now;
  const { escalation } = terms;
  const reminders = terms.reminders.map(dueAt);
  const escalateAt = escalation === null ? [] : [dueAt(escalation.afterS)];
  const ahead = [...reminders, ...escalateAt].filter((at) => at > times.now && at < times.decideBy);
  return {
    remind: reminders.some(isDue),
    escalate: escalateAt.some(isDue),
    next: ahead.length === 0 ? null : new Date(Math.min(...ahead.map(Number))),
  };
}

/** A review that its policy says nothing about, in seconds from taking it. */
const firstReviewReminderS = 4 * 3600;
const dayS = 24 * 3600;

/**
 * When approvers are reminded next of a review that nobody has closed: when the policy reminds of requests, or after four hours
 * where it does not, counted from when the right was taken; and then once a day, for as long as it is open. What fell due by
 * `after` is over: one reminder makes up for all of it.
 */
export function nextReviewReminder(
  { reminders }: Pick<PolicyTerms, 'reminders'>,
  { openedAt, after }: { readonly openedAt: Date; readonly after: Date },
): Date {
  const terms = reminders.length === 0 ? [firstReviewReminderS] : reminders;
  const passedS = (after.getTime() - openedAt.getTime()) / 1000;
  const ahead = terms.filter((afterS) => afterS > passedS);
  const lastS = Math.max(...terms);
  const days = Math.floor((passedS - lastS) / dayS) + 1;
  const nextS = ahead.length > 0 ? Math.min(...ahead) : lastS + days * dayS;
  return new Date(openedAt.getTime() + nextS * 1000);
}

/** For how long a prompt may be on its way, in milliseconds: a platform that is away is most often back in a moment. */
const onItsWayMostMs = 5 * 60_000;

/** Whether those who decide in this stage were asked so long ago that a prompt that never arrived counts as undeliverable. */
export function isLongOnItsWay(
  {
    askedAt,
    acceptedAt,
    alsoAsked,
    readAt,
  }: Pick<RequestSnapshot, 'askedAt' | 'acceptedAt' | 'alsoAsked' | 'readAt'>,
  stage: number,
): boolean {
  const begun = alsoAsked.find((one) => one.why === 'stage' && one.stage === stage);
  const since = begun?.at ?? waitsSince({ askedAt, acceptedAt });
  return readAt.getTime() - since.getTime() >= onItsWayMostMs;
}

/** Whether there is something to do for those who were asked: a decision, or a review of what was taken without them. */
export function waitsForApprovers({
  state,
  review,
}: Pick<RequestSnapshot, 'state' | 'review'>): boolean {
  return state === 'pending' || (review !== null && review.closed === null);
}

/** Whether nobody has anything to see to any more: it was refused or has ended, and no review is open. */
export function isSettled(
  snapshot: Pick<RequestSnapshot, 'state' | 'grant' | 'review' | 'readAt'>,
): boolean {
  const closed = ['denied', 'withdrawn', 'expired', 'ended'];
  return closed.includes(screenState(snapshot)) && !waitsForApprovers(snapshot);
}
