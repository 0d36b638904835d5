import { hash } from 'node:crypto';
import { type Configuration } from './configuration';
import { normalForm } from './rows';
import { isObject } from './spelling';

/**
 * What a configuration is known by: 12 hexadecimal digits over all of it. The same whenever it says the same, whatever the
 * order in which it is written and whenever it came about.
 */
export function configurationVersion(configuration: Configuration): string {
  const { organisation, people, approverGroups, connectors, targets, policies, systemAccounts } =
    normalForm(configuration);
  const facts = [
    organisation,
    sortedBy(people, ({ key }) => key),
    sortedBy(approverGroups, ({ name }) => name),
    sortedBy(connectors, ({ workload }) => workload),
    sortedBy(targets, ({ name }) => name),
    sortedBy(policies, ({ target }) => target),
    sortedBy(systemAccounts, ({ name }) => name),
  ];
  return hash('sha256', JSON.stringify(facts, inOrder), 'hex').slice(0, 12);
}

/** Settings of systems come with their keys in any order. */
function inOrder(_key: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(sortedBy(Object.entries(value), ([key]) => key))
    : value;
}

function sortedBy<T>(list: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
