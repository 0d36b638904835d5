/** What a change of the configuration does to what is asked for already. Pure. */
import { type Policy } from '../elevation/model';
import { policyChooser } from '../elevation/policy';
import { isOpenGroup, peopleByGroup } from './group-people';
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

/** A request that waits to be decided. */
export interface PendingRequest {
  readonly number: number;
  readonly target: { readonly id: string; readonly name: string };
  /** The policy version that it was made under. */
  readonly policy: Policy;
  /** Whether somebody has approved it and others have to. */
  readonly isApprovedInPart: boolean;
}

/** What is configured, with ids. */
export interface Configured {
  readonly rows: ConfigurationRows;
  /** Of all targets, of those that the rows leave out, too. */
  readonly targetIds: ReadonlySet<string>;
}

export function changeEffects(
  pending: readonly PendingRequest[],
  before: Configured,
  after: Configured,
): ChangeEffects {
  const [chooseOld, chooseNow] = [chooserOf(before), chooserOf(after)];
  const ableIn = ableByGroup(after.rows);
  const judged = pending.map((request) => {
    const { number, target } = request;
    const next = chooseNow(target);
    const isEnough = next !== null && couldBeApproved(next, ableIn);
    return { number, becomes: becomes(request, chooseOld(target), isEnough ? next : null) };
  });
  const of = (what: keyof ChangeEffects): readonly number[] =>
    judged.filter((one) => one.becomes === what).map(({ number }) => number);
  return { lost: of('lost'), more: of('more'), anew: of('anew') };
}

/** The policy that decides about a target; null where none does, and where the target is gone. */
function chooserOf({
  rows,
  targetIds,
}: Configured): (target: PendingRequest['target']) => Policy | null {
  const choose = policyChooser(rows.policies.map((one): Policy => ({ ...one, version: 0 })));
  return ({ id, name }) => (targetIds.has(id) ? choose(name) : null);
}

/** By id of a group how many people of it may act; of an outside directory there may be any. */
function ableByGroup({ groups, persons }: ConfigurationRows): ReadonlyMap<string, number> {
  const enabled = new Set(
    persons
      .filter((one) => !one.disabled && (one.mergedIntoId ?? null) === null)
      .map(({ id }) => id),
  );
  const survivors = new Map(persons.map(({ id, mergedIntoId }) => [id, mergedIntoId ?? id]));
  const parts = new Map(groups.map((one) => [one.id, { ...one, isOpen: isOpen(one) }]));
  return new Map(
    [...peopleByGroup(groups)].map(([groupId, memberIds]) => {
      if (isOpenGroup(groupId, parts)) return [groupId, Infinity] as const;
      const members = [...memberIds].map((id) => survivors.get(id) ?? id);
      return [groupId, new Set(members.filter((id) => enabled.has(id))).size] as const;
    }),
  );
}

/** Whether each group that decides has as many people who may act as have to approve. */
function couldBeApproved({ rules }: Policy, ableIn: ReadonlyMap<string, number>): boolean {
  if (rules.approval !== 'manual') return true;
  const { approverGroupId: groupId, approvalsNeeded, terms } = rules;
  return [{ groupId, approvalsNeeded }, ...terms.stages].every(
    (stage) => stage.approvalsNeeded <= (ableIn.get(stage.groupId) ?? 0),
  );
}

function isOpen({ outside = [] }: ConfigurationRows['groups'][number]): boolean {
  return outside.length > 0;
}

function becomes(
  { policy, isApprovedInPart }: PendingRequest,
  policyNow: Policy | null,
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
  return isApprovedInPart ? 'anew' : null;
}
