import { hash } from 'node:crypto';
import { type Configuration } from './configuration';
import { type ChangeRequest } from './change-request';
import { normalForm } from './rows';
import { isObject } from './spelling';
import { type Governing } from './governing';
import { type Weakening } from './weakening';

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

/** What a change leads to, by what is configured now. */
interface JudgedFacts {
  readonly weakens: readonly Weakening[];
  readonly governs: readonly Governing[];
}

/** Raised when the facts below change their meaning. */
const changeFactsVersion = 2;

/**
 * 12 base64url characters over everything that is agreed to: what changes, what of it weakens control, and what decides then. A button carries it; with
 * another one it was pressed on a screen that says something else.
 */
export function changeDigest(
  { id, changes, roles }: Pick<ChangeRequest, 'id' | 'changes' | 'roles'>,
  { weakens, governs }: JudgedFacts,
): string {
  const edits = roles.map(({ act, person, role }) => [act, person.id, role]);
  const facts = [changeFactsVersion, id, changes, edits, weakens, governs];
  return hash('sha256', JSON.stringify(facts, inOrder), 'base64url').slice(0, 12);
}

/** Settings of systems, and what comes back from the database, have their keys in any order. */
function inOrder(_key: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(sortedBy(Object.entries(value), ([key]) => key))
    : value;
}

function sortedBy<T>(list: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
