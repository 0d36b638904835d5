/** For whom a request waits. */
import { type RequestSnapshot } from './model';
import { approvedNow, rulesOf } from './stages';

/**
 * Whether somebody has something to do about it: to accept it, or to decide in the stage that it has come to, where they
 * have not approved what is asked now. An approval that a change of the policy has made void is to be given again.
 */
export function waitsFor(
  snapshot: RequestSnapshot,
  { personId, groupIds }: { readonly personId: string; readonly groupIds: readonly string[] },
): boolean {
  const { state, requester, subject } = snapshot;
  if (state === 'awaiting-acceptance') return subject.id === personId;
  if (state !== 'pending' || [requester.id, subject.id].includes(personId)) return false;
  if (approvedNow(snapshot).has(personId)) return false;
  return rulesOf(snapshot).oneOf.some((list) => list.some((id) => groupIds.includes(id)));
}
