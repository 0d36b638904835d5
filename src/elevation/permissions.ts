/** Which role lets people type what. What everybody may type (asking, deciding, giving back) is not here: no role counts for that. */
import { refuse, type Refusal } from '../errors';
import { actingIn, type Role, type RoleHolder } from './roles';

/** What changes the configuration: a noun, and what is done to it. */
export const changeVerbs = [
  'enable',
  'disable',
  'settings-set',
  'policy-create',
  'policy-set',
  'policy-remove',
  'group-create',
  'group-set',
  'group-remove',
  'target-add',
  'target-set',
  'target-remove',
  'system-account-add',
  'system-account-set',
  'system-account-remove',
] as const;

export type ChangeVerb = (typeof changeVerbs)[number];

/** What owners, admins and auditors type, by noun and verb. */
export const adminVerbs = [
  'status',
  'setup',
  'role-list',
  'role-add',
  'role-remove',
  'policy-list',
  'policy-show',
  'policy-test',
  'policy-replay',
  'group-list',
  'group-show',
  'target-list',
  'connector-list',
  'connector-show',
  'connector-check',
  'target-import',
  'system-account-list',
  'settings-show',
  'change-show',
  ...changeVerbs,
] as const;

export type AdminVerb = (typeof adminVerbs)[number];

const readers: readonly Role[] = ['owner', 'admin', 'auditor'];
const changers: readonly Role[] = ['owner', 'admin'];

/** Whoever has a role may give up their own, so all of them may type `role remove`; whose role it is, is judged with it. */
const permitted: Readonly<Record<AdminVerb, readonly Role[]>> = {
  status: readers,
  setup: changers,
  'role-list': readers,
  'role-add': ['owner'],
  'role-remove': readers,
  'policy-list': readers,
  'policy-show': readers,
  'policy-test': readers,
  'policy-replay': readers,
  'group-list': readers,
  'group-show': readers,
  'target-list': readers,
  'connector-list': readers,
  'connector-show': readers,
  'connector-check': changers,
  'system-account-list': readers,
  'settings-show': readers,
  'change-show': changers,
  enable: changers,
  disable: changers,
  'settings-set': changers,
  'policy-create': changers,
  'policy-set': changers,
  'policy-remove': changers,
  'group-create': changers,
  'group-set': changers,
  'group-remove': changers,
  'target-add': changers,
  'target-set': changers,
  'target-remove': changers,
  'target-import': changers,
  'system-account-add': changers,
  'system-account-set': changers,
  'system-account-remove': changers,
};

/**
 * Null when one of these roles lets somebody do it. What the table does not know is for nobody.
 * @param roles those that count for the person
 * @param holders everybody's, for telling who could help
 */
export function refuseVerb(
  verb: string,
  roles: readonly Role[],
  holders: readonly RoleHolder[],
): Refusal | null {
  const table: Readonly<Record<string, readonly Role[]>> = permitted;
  const allowed = Object.hasOwn(table, verb) ? table[verb] : undefined;
  if (allowed === undefined) return refuse('for-nobody', { typed: typedVerb(verb) });
  if (roles.some((role) => allowed.includes(role))) return null;
  return refuse('needs-role', {
    typed: typedVerb(verb),
    role: allowed.includes('auditor') ? 'any' : allowed.includes('admin') ? 'admin' : 'owner',
    owners: ownerNames(holders),
  });
}

/** `policy-show` as it is typed; the noun may have a hyphen of its own. */
export function typedVerb(verb: string): string {
  return verb.replace(/-(?=[^-]*$)/u, ' ');
}

/** Those who could help, by name. */
function ownerNames(holders: readonly RoleHolder[]): readonly string[] {
  return actingIn('owner', holders).map(({ name }) => name);
}
