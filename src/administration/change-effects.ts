/** What a change of the configuration does to what is asked for already. Pure. */
import { type Policy, type RequestSnapshot } from '../elevation/model';
import { choosePolicy } from '../elevation/policy';
import { peopleByGroup } from './group-people';
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
    const isEnough = next !== null && couldBeApproved(next, after);
    return { number, becomes: becomes(request, isEnough ? next : null) };
  });
  const of = (what: keyof ChangeEffects): readonly number[] =>
    judged.filter((one) => one.becomes === what).map(({ number }) => number);
  return { lost: of('lost'), more: of('more'), anew: of('anew') };
}

/** Whether each group that decides has as many people who may act as have to approve. */
function couldBeApproved({ rules }: Policy, { groups, persons }: ConfigurationRows): boolean {
  if (rules.approval !== 'manual') return true;
  const enabled = new Set(
    persons
      .filter((one) => !one.disabled && (one.mergedIntoId ?? null) === null)
      .map(({ id }) => id),
  );
  const survivors = new Map(persons.map(({ id, mergedIntoId }) => [id, mergedIntoId ?? id]));
  const people = peopleByGroup(groups);
  const ableIn = (groupId: string): number => {
    const ids = [...(people.get(groupId) ?? [])].map((id) => survivors.get(id) ?? id);
    return new Set(ids.filter((id) => enabled.has(id))).size;
  };
  const { approverGroupId: groupId, approvalsNeeded, terms } = rules;
  return [{ groupId, approvalsNeeded }, ...terms.stages].every(
    (stage) => stage.approvalsNeeded <= ableIn(stage.groupId),
  );
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
