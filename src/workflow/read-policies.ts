import { choosePolicy } from '../elevation/policy';
import { type Policy } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { now as readClock } from '../store/clock';
import {
  countCovered,
  findPolicy,
  listPolicies,
  loadPolicy,
  type DatedPolicy,
} from '../store/configured-lists';
import { type Tx } from '../store/database';
import { loadGroup } from '../store/groups';
import { policiesCovering } from '../store/policies';
import { findTargets } from '../store/targets';
import { policiesView, policyView, type PolicyFacts } from '../views/configured';
import { type GroupBook } from '../views/policy-lines';
import { type View } from '../views/view';
import { type Context } from './context';
import { named, onlyTarget } from './name-target';
import { sliceOf } from './page-slice';

/** Query: all policies, by pattern. */
export function readPolicies({ database, organisationId }: Context, page: number): Promise<View> {
  return database.read(async (tx) => {
    const found = await listPolicies(tx, organisationId, sliceOf(page));
    const policies = found.rows.map(({ policy }) => policy);
    const groups = await groupsOfPolicies(tx, organisationId, policies);
    return policiesView({ ...found, page, readAt: await readClock(tx) }, groups);
  });
}

/** Query: what one policy says, found by its pattern or by a target that it decides about. */
export async function readPolicy(
  context: Context,
  typed: string,
  mayChange: boolean,
): Promise<View | Refusal> {
  const found = await context.database.read((tx) => findFacts(context, tx, typed));
  return isRefusal(found) ? named(context, found) : policyView(found, mayChange);
}

/** What one policy says; a refusal where what was typed is neither a pattern nor a target with one. */
export async function findFacts(
  { organisationId }: Context,
  tx: Tx,
  typed: string,
): Promise<PolicyFacts | Refusal> {
  const ofPattern = await findPolicy(tx, organisationId, typed);
  if (ofPattern !== null) {
    return factsOf(tx, organisationId, ofPattern, { decidesAbout: null, others: [] });
  }
  if (typed.includes('*')) return refuse('unknown-policy', { typed });
  const target = onlyTarget(typed, await findTargets(tx, organisationId, typed));
  if (isRefusal(target)) return target;
  const covering = await policiesCovering(tx, organisationId, target.name);
  const chosen = choosePolicy(covering, target.name);
  if (chosen === null) return refuse('no-policy', { target: target.name });
  const others = covering.filter(({ id }) => id !== chosen.id).map(({ pattern }) => pattern);
  const policy = await loadPolicy(tx, organisationId, chosen.id);
  return factsOf(tx, organisationId, policy, { decidesAbout: target, others });
}

async function factsOf(
  tx: Tx,
  organisationId: string,
  found: DatedPolicy,
  about: Pick<PolicyFacts, 'decidesAbout' | 'others'>,
): Promise<PolicyFacts> {
  return {
    ...found,
    ...about,
    covers: await countCovered(tx, organisationId, found.policy.pattern),
    groups: await groupsOfPolicies(tx, organisationId, [found.policy]),
    readAt: await readClock(tx),
  };
}

/** Every group that these policies name. */
export async function groupsOfPolicies(
  tx: Tx,
  organisationId: string,
  policies: readonly Policy[],
): Promise<GroupBook> {
  const ids = policies.flatMap(({ rules: { approverGroupId, terms } }) => [
    approverGroupId,
    ...terms.stages.map(({ groupId }) => groupId),
    ...terms.requesters.map(({ groupId }) => groupId),
    ...(terms.escalation === null ? [] : [terms.escalation.groupId]),
    ...(terms.breakGlass?.groupIds ?? []),
    ...terms.notify,
  ]);
  const groups = new Map<string, Awaited<ReturnType<typeof loadGroup>>>();
  for (const id of new Set(ids)) groups.set(id, await loadGroup(tx, organisationId, id));
  return groups;
}
