/** Those who run Elevate, where they are told of what no channel can be told. */
import { type AccountKey } from '../elevation/model';
import { actingIn } from '../elevation/roles';
import { type Tx } from '../store/database';
import { accountsOf } from '../store/people';
import { roleHolders } from '../store/roles';
import { type Context } from './context';

/** Somebody who is shown something by themselves, because no channel is left for it. */
export interface Watcher {
  readonly personId: string;
  /** On each platform that is set up. */
  readonly accounts: readonly AccountKey[];
}

/** Ids of every owner and admin who can act. */
export async function runningIds(tx: Tx, organisationId: string): Promise<readonly string[]> {
  const holders = await roleHolders(tx, organisationId);
  const people = [...actingIn('owner', holders), ...actingIn('admin', holders)];
  return [...new Set(people.map(({ id }) => id))];
}

export async function watchersOf(
  { platforms }: Context,
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly Watcher[]> {
  const found: (AccountKey & { readonly personId: string })[] = [];
  for (const platform of platforms.keys()) {
    found.push(...(await accountsOf(tx, organisationId, ids, platform)));
  }
  return ids.map((personId) => ({
    personId,
    accounts: found
      .filter((one) => one.personId === personId)
      .map(({ platform, tenant, user }) => ({ platform, tenant, user })),
  }));
}
