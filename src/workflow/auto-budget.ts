import { type RequestSnapshot } from '../elevation/model';
import { type Tx } from '../store/database';
import { countAutoApproved, lockAutoBudget } from '../store/opening-history';

type Judged = Pick<RequestSnapshot, 'organisationId' | 'policy' | 'requester' | 'subject'>;

/**
 * How much of its budget a policy has used up, for whoever asks or whoever receives, whichever is more: with `--for`, nobody
 * gets more through the other. 0 where it has no budget.
 */
export async function usedBudget(
  tx: Tx,
  { organisationId, policy, requester, subject }: Judged,
): Promise<number> {
  const { autoBudget } = policy.rules.terms;
  if (autoBudget === null) return 0;
  const personIds = [requester.id, subject.id];
  const question = { personIds, policyId: policy.id, windowS: autoBudget.windowS };
  return countAutoApproved(tx, organisationId, question);
}

/** The same, and nobody else counts or uses it up before this transaction ends. */
export async function lockedBudget(tx: Tx, request: Judged): Promise<number> {
  const { policy, requester, subject } = request;
  if (policy.rules.terms.autoBudget === null) return 0;
  await lockAutoBudget(tx, { policyId: policy.id, personIds: [requester.id, subject.id] });
  return usedBudget(tx, request);
}
