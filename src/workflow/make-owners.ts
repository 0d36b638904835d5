import { byElevate } from '../audit/events';
import { type AccountKey, type Person } from '../elevation/model';
import { actingIn } from '../elevation/roles';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Database, type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { giveRole, lockRoles, roleHolders } from '../store/roles';

/** Who runs an organisation, and what of the operator's setting stands in the way. */
export interface Owners {
  /** Those who can act as owners now. */
  readonly acting: readonly Person[];
  /** Named accounts that are tied to nobody. */
  readonly unknown: readonly AccountKey[];
  /** People behind named accounts who are disabled. */
  readonly disabled: readonly Person[];
}

/** Who would become owners by the operator's setting, and who is one; changes nothing. */
export function readOwners(
  database: Database,
  organisationId: string,
  accounts: readonly AccountKey[],
): Promise<Owners & { readonly named: readonly Person[] }> {
  return database.read((tx) => read(tx, organisationId, accounts));
}

async function read(tx: Tx, organisationId: string, accounts: readonly AccountKey[]) {
  const people = new Map<string, Person>();
  const unknown: AccountKey[] = [];
  for (const account of accounts) {
    const person = await personOfAccount(tx, organisationId, account);
    if (person === null) unknown.push(account);
    else people.set(person.id, person);
  }
  const all = [...people.values()];
  return {
    acting: actingIn('owner', await roleHolders(tx, organisationId)),
    unknown,
    disabled: all.filter((person) => person.disabled),
    named: all.filter((person) => !person.disabled),
  };
}

/** The variable that names them, as operators and the trail know it. */
export const ownersVariable = 'ELEVATE_OWNERS';

/**
 * Makes the named people owners while nobody can act as one: at the first start, or when all owners have left. From then on roles
 * are given and taken by people, and the setting is not looked at.
 */
export function makeOwners(
  database: Database,
  organisationId: string,
  accounts: readonly AccountKey[],
): Promise<Owners> {
  return database.transaction(async (tx) => {
    await lockRoles(tx, organisationId);
    const { named, ...owners } = await read(tx, organisationId, accounts);
    if (owners.acting.length > 0) return owners;
    const at = await readClock(tx);
    for (const person of named) {
      await giveRole(tx, organisationId, { person, role: 'owner', at, by: null });
      await appendAudit(tx, {
        organisationId,
        kind: 'role.given',
        actor: byElevate,
        facts: { role: 'owner', personId: person.id, source: ownersVariable },
      });
    }
    return { ...owners, acting: named };
  });
}

/** `slack:T0123ABCD/U0456EFGH`, as the setting has it. */
export function accountText({ platform, tenant, user }: AccountKey): string {
  return `${platform}:${tenant}/${user}`;
}
