/** The connector to the simulated Exchange organisation: one role assignment per grant, named `jit:<grantId>`. */
import { z } from 'zod';
import {
  type CheckResult,
  type Connector,
  type ConnectorKind,
  type Entitlement,
  type Inspection,
} from '../../src/connectors/contract';
import { withDeadline } from '../../src/connectors/deadline';
import { secretReference } from '../../src/connectors/secrets';
import { RemoteError } from '../../src/errors';
import { text } from '../shared/json';
import { createExchangeClient, type ExchangeClient } from './client';

const settings = z.strictObject({
  endpoint: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/, 'must be http://127.0.0.1:PORT'),
  tenantId: z.uuid(),
  token: secretReference,
});

/** One cmdlet with all pages of its answer, in milliseconds. */
const callMs = 10_000;

/** `role`: a management role that has exactly one cmdlet. */
const targetSettings = z.strictObject({ role: z.string().min(1).max(64) });

/** The name of a management scope, which an administrator of Exchange makes. */
const scope = z.string().trim().min(1).max(64);

/** For the playground and the tests only; the real Exchange is another kind. */
export const simulatedExchange: ConnectorKind<
  z.infer<typeof settings>,
  z.infer<typeof targetSettings>
> = {
  kind: 'simulated-exchange',
  settings,
  targetSettings,
  scope,
  connect(workload, { endpoint, tenantId, token }, secret) {
    // Once now, so that a missing secret is told at start.
    secret(token);
    const wire = createExchangeClient({ workload, endpoint, tenantId, token: () => secret(token) });
    return connector(workload, {
      invoke: (cmdlet, parameters, signal) =>
        withDeadline(workload, { ms: callMs, signal }, (aborted) =>
          wire.invoke(cmdlet, parameters, aborted),
        ),
    });
  },
};

interface Assignment {
  readonly name: string;
  readonly role: string;
  readonly assignee: string;
  /** '' is the whole organisation. */
  readonly scope: string;
}

function connector(workload: string, client: ExchangeClient): Connector {
  return {
    describe: () => ({
      nativeExpiry: 'none',
      leastDurationS: 1,
      earliestRevokeS: 0,
      endsSessions: false,
    }),
    check: (signal) => check(client, signal),
    findAccount: (account, signal) => findAccount(client, account, signal),
    grant: (entitlement, signal) => grant(workload, client, entitlement, signal),
    revoke: (entitlement, signal) => revoke(workload, client, entitlement, signal),
    inspect: (entitlement, signal) => inspect(client, entitlement, signal),
    async list(target, signal) {
      const held = await assignmentsOf(client, roleOf(target), signal);
      return held.map(({ name, assignee, scope: limitedTo }) => ({
        account: assignee,
        target,
        scope: limitedTo,
        grantId: name.startsWith('jit:') ? name.slice('jit:'.length) : null,
        until: null,
      }));
    },
    close: async () => undefined,
  };
}

function roleOf(target: unknown): string {
  return targetSettings.parse(target).role;
}

/** The mark on the target, and the idempotency key: the second one of the same name is refused there. */
function markOf(entitlement: Entitlement): string {
  return `jit:${entitlement.grantId}`;
}

/** All assignments, or those of one role. */
async function assignmentsOf(
  client: ExchangeClient,
  role: string | null,
  signal: AbortSignal,
): Promise<Assignment[]> {
  const parameters = role === null ? {} : { Role: role };
  const found = await client.invoke('Get-ManagementRoleAssignment', parameters, signal);
  return found.map((row) => ({
    name: text(row['Name']),
    role: text(row['Role']),
    assignee: text(row['RoleAssignee']),
    scope: text(row['CustomRecipientWriteScope']),
  }));
}

/** By filter, because an identity that nobody has is answered with words only. */
async function findAccount(
  client: ExchangeClient,
  account: string,
  signal: AbortSignal,
): Promise<string | null> {
  const Filter = `Name -eq '${account.replaceAll("'", "''")}'`;
  const [found] = await client.invoke('Get-User', { Filter }, signal);
  return found === undefined ? null : text(found['Name']);
}

/** Reads first, so that a repeat changes nothing; then the read-back decides, whatever was answered. */
async function grant(
  workload: string,
  client: ExchangeClient,
  entitlement: Entitlement,
  signal: AbortSignal,
): Promise<void> {
  const role = roleOf(entitlement.target);
  const account = await findAccount(client, entitlement.account, signal);
  if (account === null) throw new RemoteError(workload, 'not_found', 'no_account');
  const wanted = { name: markOf(entitlement), role, assignee: account, scope: entitlement.scope };
  if (await isThere(workload, client, wanted, signal)) return;
  const limit = wanted.scope === '' ? {} : { CustomRecipientWriteScope: wanted.scope };
  const parameters = { Name: wanted.name, Role: role, User: account, ...limit };
  try {
    await client.invoke('New-ManagementRoleAssignment', parameters, signal);
  } catch (error) {
    if (!isExcusable(error)) throw error;
    if (!(await isThere(workload, client, wanted, signal))) throw error;
  }
  if (!(await isThere(workload, client, wanted, signal))) {
    throw new RemoteError(workload, 'unavailable', 'not_read_back');
  }
}

/** Throws `rejected` when the name of our grant stands for something else than what we would make. */
async function isThere(
  workload: string,
  client: ExchangeClient,
  wanted: Assignment,
  signal: AbortSignal,
): Promise<boolean> {
  const all = await assignmentsOf(client, null, signal);
  const found = all.find(({ name }) => name === wanted.name);
  if (found === undefined) return false;
  const isSame = found.role === wanted.role && found.assignee === wanted.assignee;
  if (isSame && isSameScope(found, wanted)) return true;
  throw new RemoteError(workload, 'rejected', 'name_taken');
}

/** Names of scopes, like all names in Exchange, are the same in upper and lower case. */
function isSameScope(one: { readonly scope: string }, other: { readonly scope: string }): boolean {
  return one.scope.toLowerCase() === other.scope.toLowerCase();
}

/**
 * Removes the assignment of this grant, and what else carries Elevate's mark for the same right: a right is
 * only taken away when no other live grant needs it, so such an assignment belongs to an overlapping grant
 * that ended while this one still kept the right. What carries no mark is never touched.
 */
async function revoke(
  workload: string,
  client: ExchangeClient,
  entitlement: Entitlement,
  signal: AbortSignal,
): Promise<void> {
  for (const Identity of await marked(client, entitlement, signal)) {
    try {
      await client.invoke('Remove-ManagementRoleAssignment', { Identity, Confirm: false }, signal);
    } catch (error) {
      if (!isExcusable(error)) throw error;
      if ((await marked(client, entitlement, signal)).includes(Identity)) throw error;
    }
  }
  if ((await marked(client, entitlement, signal)).length > 0) {
    throw new RemoteError(workload, 'unavailable', 'not_read_back');
  }
}

/** Names of the assignments that stand for this right by our doing. */
async function marked(
  client: ExchangeClient,
  entitlement: Entitlement,
  signal: AbortSignal,
): Promise<string[]> {
  const role = roleOf(entitlement.target).toLowerCase();
  const account = entitlement.account.toLowerCase();
  const all = await assignmentsOf(client, null, signal);
  return all
    .filter(
      (one) =>
        one.name === markOf(entitlement) ||
        (one.name.startsWith('jit:') &&
          one.role.toLowerCase() === role &&
          isSameScope(one, entitlement) &&
          one.assignee.toLowerCase() === account),
    )
    .map(({ name }) => name);
}

/** "Already exists" and "could not be found" are only words of a 400. 401 and 403 are never excused. */
function isExcusable(error: unknown): boolean {
  return error instanceof RemoteError && error.kind === 'rejected';
}

/** Our own assignment counts under its name even when the account has been renamed since. */
async function inspect(
  client: ExchangeClient,
  entitlement: Entitlement,
  signal: AbortSignal,
): Promise<Inspection> {
  const held = await assignmentsOf(client, roleOf(entitlement.target), signal);
  const account = entitlement.account.toLowerCase();
  const ours = held.some(({ name }) => name === markOf(entitlement));
  const others = held.filter(
    (one) =>
      one.name !== markOf(entitlement) &&
      one.assignee.toLowerCase() === account &&
      isSameScope(one, entitlement),
  );
  return {
    state: ours || others.length > 0 ? 'present' : 'absent',
    until: null,
    drift: others.some(({ name }) => !name.startsWith('jit:')) ? ['other-assignment'] : [],
  };
}

/** Each role made for Elevate has to have exactly one cmdlet: a second one would be granted with it. */
async function check(client: ExchangeClient, signal: AbortSignal): Promise<CheckResult> {
  try {
    await assignmentsOf(client, null, signal);
    const entries = await client.invoke(
      'Get-ManagementRoleEntry',
      { Identity: 'JIT *\\*' },
      signal,
    );
    const counts = new Map<string, number>();
    for (const entry of entries) {
      const role = text(entry['Role']);
      counts.set(role, (counts.get(role) ?? 0) + 1);
    }
    const roles = [...counts].map(([role, count]) => ({
      ok: count === 1,
      what: `${role} has ${count === 1 ? 'exactly one cmdlet' : `${count} cmdlets, not one`}`,
    }));
    const findings = [{ ok: true, what: 'reads role assignments (simulated Exchange)' }, ...roles];
    return { ok: findings.every(({ ok }) => ok), findings };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const what = `reads role assignments: ${error.kind} (${error.code})`;
    return { ok: false, findings: [{ ok: false, what }], failed: error.kind };
  }
}
