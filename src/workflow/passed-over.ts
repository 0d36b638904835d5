import { type Person, type RequestSnapshot } from '../elevation/model';
import { type Tx } from '../store/database';
import { groupMembers } from '../store/groups';
import { defaultApproverGroupId } from '../store/organisations';

/** What is known of something that is taken without approval, also before it is written down. */
export type PassingOver = Pick<
  RequestSnapshot,
  'organisationId' | 'policy' | 'requester' | 'alsoAsked'
> & { readonly approverGroup: { readonly id: string } };

/**
 * Ids of the groups that would have decided, stage by stage, and can close the review. Where nobody is in them but whoever takes it,
 * the organisation's default group can, too: a review that nobody could close would stay open for ever.
 */
export async function groupsPassedOver(tx: Tx, taken: PassingOver): Promise<readonly string[]> {
  const { stages } = taken.policy.rules.terms;
  const asked = taken.alsoAsked.filter(({ why }) => why === 'stage').map(({ group }) => group.id);
  const named = [taken.approverGroup.id, ...stages.map(({ groupId }) => groupId), ...asked];
  const groupIds = [...new Set(named)];
  if ((await othersIn(tx, taken, groupIds)).length > 0) return groupIds;
  const fallback = await defaultApproverGroupId(tx);
  return fallback === null ? groupIds : [...new Set([...groupIds, fallback])];
}

/** Everybody who would have decided on it and is told instead, each once; whoever takes it is not. */
export async function passedOver(tx: Tx, taken: PassingOver): Promise<readonly Person[]> {
  return othersIn(tx, taken, await groupsPassedOver(tx, taken));
}

async function othersIn(
  tx: Tx,
  { organisationId, requester }: PassingOver,
  groupIds: readonly string[],
): Promise<readonly Person[]> {
  const people = new Map<string, Person>();
  for (const groupId of groupIds) {
    for (const one of await groupMembers(tx, organisationId, groupId)) {
      if (!one.disabled) people.set(one.id, one);
    }
  }
  people.delete(requester.id);
  return [...people.values()];
}
