/** What a system account of a configuration becomes in the database, and back. */
import { type Configuration } from './configuration';
import { compareText, nameOf } from './row-names';

type SystemAccount = Configuration['systemAccounts'][number];

/** It has a person of its own kind, under the same id. */
export interface SystemAccountRow {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly reason: string;
  readonly targets: readonly string[];
  readonly scopes: readonly string[];
  readonly durationMaxS: number;
  /** ISO 8601 */
  readonly until: string;
  readonly toldGroupId: string;
  readonly accounts: readonly { readonly system: string; readonly userKey: string }[];
}

export function systemAccountRow(
  one: SystemAccount,
  ids: Pick<SystemAccountRow, 'id' | 'ownerId' | 'toldGroupId'>,
): SystemAccountRow {
  const { name, reason, targets, scopes, durationMax: durationMaxS } = one;
  const until = new Date(one.until).toISOString();
  const accounts = Object.entries(one.accounts).map(([system, userKey]) => ({ system, userKey }));
  return { ...ids, name, reason, targets, scopes, durationMaxS, until, accounts };
}

/** The inverse; lists are sorted, for they have no order of their own. */
export function systemAccountOf(
  row: SystemAccountRow,
  people: ReadonlyMap<string, string>,
  groups: ReadonlyMap<string, string>,
): SystemAccount {
  const accounts = row.accounts.map(({ system, userKey }) => [system, userKey] as const);
  return {
    name: row.name,
    owner: nameOf(people, row.ownerId),
    reason: row.reason,
    targets: [...new Set(row.targets)].sort(compareText),
    scopes: [...row.scopes].sort(compareText),
    durationMax: row.durationMaxS,
    until: new Date(row.until).toISOString(),
    told: nameOf(groups, row.toldGroupId),
    accounts: Object.fromEntries([...accounts].sort(([a], [b]) => compareText(a, b))),
  };
}
