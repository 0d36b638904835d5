/** Queries of Microsoft's cmdlets about the configuration: what the verbs show, as objects with Microsoft's names. */
import { type InKind } from '../commands/command';
import { isRefusal, type Refusal } from '../errors';
import { now as readClock } from '../store/clock';
import { listPolicies } from '../store/configured-lists';
import { loadGroup } from '../store/groups';
import { loadOrganisation } from '../store/organisations';
import { readCounts } from '../store/overview';
import { listSystemAccounts } from '../store/system-accounts';
import { objectsMost, organizationInKind, policiesInKind } from '../views/in-kind';
import { type View } from '../views/view';
import { type Context } from './context';
import { named } from './name-target';
import { findFacts, groupsOfPolicies } from './read-policies';

/** Query: the policies, by pattern. */
export function listPoliciesInKind(
  { database, organisationId }: Context,
  inKind: InKind,
): Promise<View> {
  return database.read(async (tx) => {
    const found = await listPolicies(tx, organisationId, { from: 0, most: objectsMost });
    const policies = found.rows.map(({ policy }) => policy);
    const groups = await groupsOfPolicies(tx, organisationId, policies);
    const counted = { count: found.count, isMore: false, groups, readAt: await readClock(tx) };
    return policiesInKind(found.rows, counted, inKind);
  });
}

/** Query: one policy, found by its pattern or by a target that it decides about. */
export async function showPolicyInKind(
  context: Context,
  typed: string,
  inKind: InKind,
): Promise<View | Refusal> {
  const found = await context.database.read((tx) => findFacts(context, tx, typed));
  if (isRefusal(found)) return named(context, found);
  const { groups, readAt } = found;
  return policiesInKind([found], { count: 1, isMore: false, groups, readAt }, inKind);
}

/** So many are named. */
const accountsMost = 10;

/** Query: what the organisation has set. */
export function showOrganizationInKind(
  { database, organisationId }: Context,
  inKind: InKind,
): Promise<View> {
  return database.read(async (tx) => {
    const { name, settings } = (await loadOrganisation(tx))!;
    const { enabled, defaultApproverGroupId: id } = settings;
    const adminGroup = id === null ? null : (await loadGroup(tx, organisationId, id)).name;
    const { policies } = await readCounts(tx, organisationId);
    const found = await listSystemAccounts(tx, organisationId, { from: 0, most: accountsMost });
    const systemAccounts = { names: found.rows.map((one) => one.name), count: found.count };
    const facts = { organisation: name, enabled, adminGroup, policies, systemAccounts };
    return organizationInKind({ ...facts, readAt: await readClock(tx) }, inKind);
  });
}
