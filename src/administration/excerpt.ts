/**
 * A configuration without the targets that a change does not touch: of a hundred thousand a change names one. Every rule about
 * changes takes it in the place of the whole and comes to the same. Pure.
 */
import { type Configuration } from './configuration';
import { type Change } from './difference';

/** Only targets are left out, and only such as a change leaves as they are. */
export interface Excerpt extends Configuration {
  /** The names of all targets, in their order, of those that are left out, too. Left out itself: `targets` are all. */
  readonly targetNames?: readonly string[];
}

/** What lacks nothing: an excerpt does not fit here. */
export type Whole = Configuration & { readonly targetNames?: never };

export function namesOfTargets({ targets, targetNames }: Excerpt): readonly string[] {
  return targetNames ?? targets.map(({ name }) => name);
}

/** The whole again. @throws Error when these are not all that were left out */
export function completed(
  { targetNames, targets, ...excerpt }: Excerpt,
  others: Configuration['targets'],
): Whole {
  const whole = { ...excerpt, targets: [...targets, ...others] };
  if (whole.targets.length === (targetNames ?? targets).length) return whole;
  throw new Error('targets were left out that are still missing');
}

/** Which of all targets changes are about: those that they name, and all in systems that become others. */
export function targetsOfChanges(
  changes: readonly Change[],
  names: readonly string[],
): readonly string[] {
  const of = (section: Change['section']): ReadonlySet<string> =>
    new Set(changes.filter((one) => one.section === section).map(({ item }) => item));
  const [targets, workloads] = [of('targets'), of('connectors')];
  if (targets.size === 0 && workloads.size === 0) return [];
  return names.filter((name) => targets.has(name) || workloads.has(workloadOf(name)));
}

function workloadOf(target: string): string {
  return target.slice(0, target.indexOf('\\'));
}
