/** Who runs Elevate in tests: Ana is owner, Ben admin, Cara auditor, Dan nothing; Eve, who is disabled, is owner. */
import { type Role } from '../../src/elevation/roles';
import { giveRole } from '../../src/store/roles';
import { testStart, type Seed, type TestDatabase } from './database';
import { type PersonKey } from './seed';

const runners: readonly (readonly [PersonKey, Role])[] = [
  ['ana', 'owner'],
  ['eve', 'owner'],
  ['ben', 'admin'],
  ['cara', 'auditor'],
];

/** Gives these roles, the first owner’s by Elevate and all others by that owner. */
export async function giveRoles(
  { database }: Pick<TestDatabase, 'database'>,
  { organisationId, persons }: Seed,
  roles: readonly (readonly [PersonKey, Role])[] = runners,
): Promise<void> {
  const [first] = roles[0]!;
  await database.transaction(async (tx) => {
    for (const [index, [key, role]] of roles.entries()) {
      const by = index === 0 ? null : persons[first];
      await giveRole(tx, organisationId, { person: persons[key], role, at: testStart, by });
    }
  });
}
