import { domainOf } from '../../administration/distinguished-names';
import { type GroupSource, type SourceAccount } from '../contract';
import { type Place } from './connection';
import { createConnections } from './connections';
import { system } from './errors';
import { listMembers } from './members';
import { readAccounts } from './read-accounts';

export interface ActiveDirectoryOptions extends Place {
  /** The name below which groups and people are; nothing else counts. */
  readonly base: string;
}

/**
 * Groups of Active Directory over LDAPS. A key is `DOMAIN/objectGUID`; an account is that of the system `ad`, whose user is its objectGUID.
 * Needs an account that reads memberships, userAccountControl and accountExpires, which everybody in a domain may.
 */
export function createActiveDirectorySource({
  base,
  ...place
}: ActiveDirectoryOptions): GroupSource {
  const connections = createConnections(place);
  const domain = domainOf(base);
  return {
    kind: 'ad',
    name: system,
    async read({ accounts, keys }, signal) {
      const users = usersIn(accounts);
      const groups = keys.map((key) => guidIn(key, domain));
      if (users.length === 0) return { memberOf: [], disabled: false };
      const read = await connections.shared(signal, (client) =>
        readAccounts(client, { users, groups, base }),
      );
      return { ...read, memberOf: read.memberOf.map((guid) => `${domain}/${guid}`) };
    },
    async *list(key, signal) {
      const group = guidIn(key, domain);
      const pages = connections.own(signal, (client) => listMembers(client, group, base));
      for await (const users of pages) yield users.map(accountOf);
    },
  };
}

function usersIn(accounts: readonly SourceAccount[]): readonly string[] {
  return accounts.filter(({ system: one }) => one === 'ad').map(({ user }) => user.toLowerCase());
}

function accountOf(user: string): SourceAccount {
  return { system: 'ad', tenant: '', user };
}

/** A key of another domain cannot be asked about here: the configuration refuses it. */
function guidIn(key: string, domain: string): string {
  if (!key.startsWith(`${domain}/`)) throw new Error(`${key} is no group of ${domain}`);
  return key.slice(domain.length + 1).toLowerCase();
}
