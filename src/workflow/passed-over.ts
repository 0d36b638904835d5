import { type Person, type RequestSnapshot } from '../elevation/model';
import { type Tx } from '../store/database';
import { groupMembers } from '../store/groups';

/** Ids of the groups that would have decided on a request, stage by stage. */
export function groupsPassedOver({
  approverGroup,
  policy,
}: Pick<RequestSnapshot, 'approverGroup' | 'policy'>): readonly string[] {
  const { stages } = policy.rules.terms;
  return [...new Set([approverGroup.id, ...stages.map(({ groupId }) => groupId)])];
}

/** Everybody who would have decided on it and is told instead, each once; whoever takes it is not. */
export async function passedOver(
  tx: Tx,
  snapshot: Pick<RequestSnapshot, 'organisationId' | 'approverGroup' | 'policy' | 'requester'>,
): Promise<readonly Person[]> {
  const people = new Map<string, Person>();
  for (const groupId of groupsPassedOver(snapshot)) {
    for (const one of await groupMembers(tx, snapshot.organisationId, groupId)) {
      if (!one.disabled) people.set(one.id, one);
    }
  }
  people.delete(snapshot.requester.id);
  return [...people.values()];
}
