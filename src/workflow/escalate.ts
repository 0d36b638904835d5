import { byElevate } from '../audit/events';
import { isBreakGlass } from '../elevation/break-glass';
import { waitsForApprovers } from '../elevation/follow-ups';
import { type Membership } from '../elevation/membership';
import { type RequestSnapshot } from '../elevation/model';
import { askedGroupIds } from '../elevation/policy';
import { groupOfStage, rulesOf } from '../elevation/stages';
import { isRefusal, type Refusal } from '../errors';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { insertAskedGroup } from '../store/follow-ups';
import { loadGroup } from '../store/groups';
import { defaultApproverGroupId } from '../store/organisations';
import { lockRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** Asks another group as well, once; part of the caller's transaction, which has locked the request. */
export async function askAlso(
  tx: Tx,
  snapshot: RequestSnapshot,
  groupId: string,
  why: 'unanswered' | 'undeliverable' | 'unreadable',
): Promise<void> {
  const { organisationId, id: requestId, readAt: at } = snapshot;
  const { stage } = rulesOf(snapshot);
  // Whoever decides in this stage already is not asked again.
  if (groupOfStage(snapshot, stage).id === groupId) return;
  // Of what was taken without approval all stages know at once.
  if (isBreakGlass(snapshot) && askedGroupIds(snapshot).includes(groupId)) return;
  const question = { organisationId, requestId, groupId, why, stage, at };
  if (!(await insertAskedGroup(tx, question))) return;
  const { name } = await loadGroup(tx, organisationId, groupId);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.escalated',
    actor: byElevate,
    requestId,
    facts: { why, stage, groupId, group: name },
  });
  await enqueuePublish(tx, organisationId, requestId);
}

/** The next stage has come: its groups are asked, in the transaction of the approval that brought it. */
export async function askStage(
  tx: Tx,
  snapshot: RequestSnapshot,
  stage: number,
  groupIds: readonly string[],
): Promise<void> {
  const { organisationId, id: requestId, readAt: at } = snapshot;
  const why = 'stage';
  for (const groupId of groupIds) {
    const question = { organisationId, requestId, groupId, why, stage, at } as const;
    // After a change of policy a stage may come a second time: when it first came stays as it is written.
    await insertAskedGroup(tx, question);
    const { name } = await loadGroup(tx, organisationId, groupId);
    await appendAudit(tx, {
      organisationId,
      kind: 'request.stage-reached',
      actor: byElevate,
      requestId,
      facts: { stage, groupId, group: name },
    });
  }
}

/**
 * Who is in a group that decides cannot be read, so nobody of it can decide: the policy's group for escalation is asked as well, or the
 * organisation's default group where the policy names none. Part of the transaction of the press that found out.
 */
export async function escalateUnread(
  tx: Tx,
  snapshot: RequestSnapshot,
  readings: readonly Membership[] | Refusal,
): Promise<void> {
  // When nothing could be read at all, nobody of any group can decide.
  if (isRefusal(readings) || !waitsForApprovers(snapshot)) return;
  const named = snapshot.policy.rules.terms.escalation?.groupId;
  const groupId = named ?? (await defaultApproverGroupId(tx));
  if (groupId !== null) await askAlso(tx, snapshot, groupId, 'unreadable');
}

/**
 * No prompt can be delivered to those who have to decide, or to review what was taken without them: at once the policy's group for
 * escalation is asked as well, or the organisation's default group where the policy names none.
 */
export async function escalateUndeliverable(context: Context, number: number): Promise<void> {
  const { database, organisationId } = context;
  await database.transaction(async (tx) => {
    const locked = await lockRequest(tx, organisationId, number);
    const snapshot = locked && (await loadSnapshot(tx, organisationId, { id: locked.id }));
    if (snapshot === null || !waitsForApprovers(snapshot)) return;
    const named = snapshot.policy.rules.terms.escalation?.groupId;
    const groupId = named ?? (await defaultApproverGroupId(tx));
    if (groupId !== null) await askAlso(tx, snapshot, groupId, 'undeliverable');
  });
}
