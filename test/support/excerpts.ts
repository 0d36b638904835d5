/** Excerpts of configurations by chance. */
import { type Configuration } from '../../src/administration/configuration';
import { type Excerpt } from '../../src/administration/excerpt';
import { normalForm } from '../../src/administration/rows';
import { configurations } from './configurations';

/** Each as it is read from the database. */
export const stored = configurations.map(normalForm);

/** With no target in it that is not needed. */
export function cut(
  whole: Configuration,
  needed: (names: readonly string[]) => readonly string[],
): Excerpt {
  const targetNames = whole.targets.map(({ name }) => name);
  const kept = new Set(needed(targetNames));
  return { ...whole, targets: whole.targets.filter(({ name }) => kept.has(name)), targetNames };
}
