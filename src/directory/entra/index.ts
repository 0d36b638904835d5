import { type GroupSource, type SourceAccount } from '../contract';
import { entraTokens, type EntraIdentity } from './credential';
import { createGraph, type Graph } from './graph';
import { listMembers } from './members';
import { system } from './name';
import { readAccounts } from './read-accounts';

export interface EntraOptions {
  /** Whose groups are read, and as whom. */
  readonly identity: EntraIdentity;
  /** Where Graph is. */
  readonly url?: string;
  /** How tokens are had; Entra ID is asked where nothing is given. */
  readonly tokens?: Parameters<typeof createGraph>[0]['tokens'];
}

/**
 * Groups of Entra ID through Microsoft Graph. A key is `TENANT-ID/GROUP-ID`; an account is one on Teams, whose user is the object id
 * that Graph knows it by. Needs the application permissions GroupMember.Read.All and User.Read.All, which accountEnabled is read by.
 */
export function createEntraSource({ identity, url, tokens }: EntraOptions): GroupSource {
  const graph = createGraph({
    tokens: tokens ?? entraTokens(identity),
    ...(url === undefined ? {} : { url }),
  });
  const { tenant } = identity;
  return {
    kind: 'entra',
    name: system,
    read: ({ accounts, keys }, signal) => read(graph, { tenant, accounts, keys }, signal),
    async *list(key, signal) {
      for await (const users of listMembers(graph, groupIdOf(key, tenant), signal)) {
        yield users.map((user) => ({ system: 'teams', tenant, user }));
      }
    },
  };
}

interface Asked {
  readonly tenant: string;
  readonly accounts: readonly SourceAccount[];
  readonly keys: readonly string[];
}

/** Whoever has no account here is in none of its groups, and nobody is asked. */
async function read(graph: Graph, { tenant, accounts, keys }: Asked, signal: AbortSignal) {
  const users = accounts
    .filter((one) => one.system === 'teams' && one.tenant.toLowerCase() === tenant)
    .map(({ user }) => user);
  const groupIds = keys.map((key) => groupIdOf(key, tenant));
  if (users.length === 0) return { memberOf: [], disabled: false };
  const { memberOf, disabled } = await readAccounts(graph, { users, groupIds }, signal);
  return { memberOf: memberOf.map((id) => `${tenant}/${id}`), disabled };
}

/** A key of another tenant cannot be asked about here: the configuration refuses it. */
function groupIdOf(key: string, tenant: string): string {
  if (!key.startsWith(`${tenant}/`)) throw new Error(`${key} is no group of ${tenant}`);
  return key.slice(tenant.length + 1);
}
