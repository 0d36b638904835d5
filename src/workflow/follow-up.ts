import { byElevate } from '../audit/events';
import { followUpDue } from '../elevation/follow-ups';
import { waitsSince } from '../elevation/for-other';
import { type RequestSnapshot } from '../elevation/model';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { dueFollowUps, insertReminder, setFollowUp, type DueFollowUp } from '../store/follow-ups';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { askAlso } from './escalate';
import { enqueuePublish } from './publish-job';
import { type SetAside } from './set-aside';
import { tendDue, type Due } from './tend-due';

const unanswered: Due<DueFollowUp> = {
  what: 'follow-up',
  batch: 50,
  find: dueFollowUps,
  idOf: ({ id }) => id,
  tend: followUpOne,
};

/**
 * Reminds approvers and asks further groups where nobody has decided for long. What was due moves on in the transaction
 * that writes what was done, so that nobody is reminded twice of one moment. @returns how many requests
 */
export function followUp(context: Context, setAside: SetAside): Promise<number> {
  return tendDue(context, setAside, unanswered);
}

async function followUpOne(tx: Tx, { organisationId, id, since }: DueFollowUp): Promise<void> {
  const snapshot = await loadSnapshot(tx, organisationId, { id });
  if (snapshot === null) throw new Error('a request that is due cannot be read');
  const { decideBy, readAt, policy } = snapshot;
  const askedAt = waitsSince(snapshot);
  const { terms } = policy.rules;
  const found = followUpDue(terms, { askedAt, decideBy, since, now: readAt });
  if (found.remind) await remind(tx, snapshot);
  if (found.escalate && terms.escalation !== null) {
    await askAlso(tx, snapshot, terms.escalation.groupId, 'unanswered');
  }
  await setFollowUp(tx, organisationId, id, found.next);
}

async function remind(tx: Tx, snapshot: RequestSnapshot): Promise<void> {
  const { organisationId, id: requestId, reminders, readAt: at } = snapshot;
  const number = reminders.length + 1;
  await insertReminder(tx, { organisationId, requestId, number, at });
  await appendAudit(tx, {
    organisationId,
    kind: 'request.reminded',
    actor: byElevate,
    requestId,
    facts: { number, waitedS: Math.round((at.getTime() - waitsSince(snapshot).getTime()) / 1000) },
  });
  await enqueuePublish(tx, organisationId, requestId);
}
