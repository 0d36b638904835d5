import { byElevate } from '../audit/events';
import { nextReviewReminder } from '../elevation/follow-ups';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { insertReminder } from '../store/follow-ups';
import { dueReviews, setReviewReminder, type DueReview } from '../store/reviews';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';
import { type SetAside } from './set-aside';
import { tendDue, type Due } from './tend-due';

const unclosed: Due<DueReview> = {
  what: 'review-reminder',
  batch: 50,
  find: dueReviews,
  idOf: ({ requestId }) => requestId,
  tend: remindOfOne,
};

/**
 * Reminds those who were passed over of reviews that nobody has closed. What was due moves on in the transaction that writes the
 * reminder, so that nobody is reminded twice of one moment. @returns how many reviews
 */
export function remindReviewers(context: Context, setAside: SetAside): Promise<number> {
  return tendDue(context, setAside, unclosed);
}

async function remindOfOne(tx: Tx, due: DueReview): Promise<void> {
  const { organisationId, requestId } = due;
  const snapshot = await loadSnapshot(tx, organisationId, { id: requestId });
  if (snapshot?.review == null) throw new Error('a review that is due cannot be read');
  const { policy, readAt: at, reminders } = snapshot;
  const { openedAt } = snapshot.review;
  const number = reminders.length + 1;
  await insertReminder(tx, { organisationId, requestId, number, at });
  await setReviewReminder(tx, due, nextReviewReminder(policy.rules.terms, { openedAt, after: at }));
  await appendAudit(tx, {
    organisationId,
    kind: 'review.reminded',
    actor: byElevate,
    requestId,
    facts: { number, openS: Math.round((at.getTime() - openedAt.getTime()) / 1000) },
  });
  await enqueuePublish(tx, organisationId, requestId);
}
