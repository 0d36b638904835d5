import { byElevate } from '../audit/events';
import { nextReviewReminder } from '../elevation/follow-ups';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { insertReminder } from '../store/follow-ups';
import { dueReviews, setReviewReminder, type DueReview } from '../store/reviews';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** How many are done in one transaction: small enough to never hold locks for long. */
const batch = 50;

/**
 * Reminds those who were passed over of reviews that nobody has closed. What was due moves on in the transaction that writes the
 * reminder, so that nobody is reminded twice of one moment. @returns how many reviews
 */
export async function remindReviewers(context: Context): Promise<number> {
  return context.database.transaction(async (tx) => {
    const due = await dueReviews(tx, batch);
    for (const one of due) await remindOfOne(tx, one);
    return due.length;
  });
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
