/** System accounts as Microsoft's feature names them: by an address, and by nothing else. Pure. */
import { type Configuration } from './configuration';

/** Those of these names that no system account has, neither as its own nor in a system. Case does not count. */
export function unknownExempt(
  { systemAccounts }: Configuration,
  typed: readonly string[],
): readonly string[] {
  const known = systemAccounts.flatMap(({ name, accounts }) => [name, ...Object.values(accounts)]);
  const lower = new Set(known.map((one) => one.toLowerCase()));
  return typed.filter((one) => !lower.has(one.toLowerCase()));
}
