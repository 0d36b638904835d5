/** What a change of the configuration does to what is asked for already. Pure. */
import { type Policy, type RequestSnapshot } from '../elevation/model';
import { choosePolicy } from '../elevation/policy';
import { isSame } from './spelling';
import { type ConfigurationRows } from './rows';

/** Numbers of pending requests, by what becomes of them. */
export interface ChangeEffects {
  /** Nobody could approve them any more. */
  readonly lost: readonly number[];
  /** More people have to approve them. */
  readonly more: readonly number[];
  /** Approved in part under other rules: those approvals count no more. */
  readonly anew: readonly number[];
}

export type PendingRequest = Pick<
  RequestSnapshot,
  'number' | 'target' | 'policy' | 'policyNow' | 'decisions'
>;

/** @param after what would be configured, with ids */
export function changeEffects(
  pending: readonly PendingRequest[],
  after: ConfigurationRows,
): ChangeEffects {
  const policies = after.policies.map((one): Policy => ({ ...one, version: 0 }));
  const targets = new Set(after.targets.map(({ id }) => id));
  const judged = pending.map((request) => {
    const { number, target } = request;
    const next = targets.has(target.id) ? choosePolicy(policies, target.name) : null;
    return { number, becomes: becomes(request, next) };
  });
  const of = (what: keyof ChangeEffects): readonly number[] =>
    judged.filter((one) => one.becomes === what).map(({ number }) => number);
  return { lost: of('lost'), more: of('more'), anew: of('anew') };
}

function becomes(
  { policy, policyNow, decisions }: PendingRequest,
  next: Policy | null,
): keyof ChangeEffects | null {
  const couldBe = policyNow !== null && policyNow.rules.approval !== 'deny';
  if (next === null || next.rules.approval === 'deny') return couldBe ? 'lost' : null;
  if (policyNow !== null && policyNow.id === next.id && isSame(policyNow.rules, next.rules)) {
    return null;
  }
  const needed = ({ rules }: Policy) =>
    Math.max(policy.rules.approvalsNeeded, rules.approvalsNeeded);
  if (needed(next) > needed(policyNow ?? policy)) return 'more';
  return decisions.some(({ verdict }) => verdict === 'approve') ? 'anew' : null;
}
