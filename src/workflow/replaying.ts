/** What past requests are judged by once more: policies before and after, who is in which group, and time for others between. */
import { setImmediate } from 'node:timers/promises';
import { peopleByGroup } from '../administration/group-people';
import { type ConfigurationRows } from '../administration/rows';
import { type Policy } from '../elevation/model';
import { type ReplayWorld } from '../elevation/past-fate';
import { coveredBy, policyChooser } from '../elevation/policy';
import { type NamedTarget } from '../store/configuration-reading';
import { type Context } from './context';

/** So many steps are done before others have their turn. */
const stepsInTurn = 5;

/** What becomes of the steps in the end; whatever else waits is done between them. */
export async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    const step = steps.next();
    if (step.done) return step.value;
    if (count % stepsInTurn === 0) await setImmediate();
  }
}

/** Their versions tell nothing: each is compared with itself. */
export function policiesIn({ policies }: ConfigurationRows): readonly Policy[] {
  return policies.map((one) => ({ ...one, version: 0 }));
}

/**
 * Ids of the targets that one of these policies decides about, before or after.
 * @param most when there are more than so many, one more is enough
 */
export function governedBy(
  patterns: ReadonlySet<string>,
  targets: readonly NamedTarget[],
  { before, after }: { readonly before: readonly Policy[]; readonly after: readonly Policy[] },
  most = Infinity,
): readonly string[] {
  const covers = [...patterns].map(coveredBy);
  const choosers = [policyChooser(before), policyChooser(after)];
  const governed: string[] = [];
  for (const { id, name } of targets) {
    const lower = name.toLowerCase();
    if (!covers.some((isCovered) => isCovered(lower))) continue;
    if (choosers.some((choose) => patterns.has(choose(name)?.pattern ?? ''))) governed.push(id);
    if (governed.length > most) break;
  }
  return governed;
}

/** Who is in which group, as survivors of merges. */
export function peopleIn({
  persons,
  groups,
}: ConfigurationRows): Omit<ReplayWorld, 'leastDurationS'> {
  const survivors = new Map(persons.map(({ id, mergedIntoId }) => [id, mergedIntoId ?? id]));
  return {
    members: new Map(
      [...peopleByGroup(groups)].map(([id, people]) => [
        id,
        new Set([...people].map((one) => survivors.get(one)!)),
      ]),
    ),
    disabled: new Set(persons.filter(({ disabled }) => disabled).map(({ id }) => id)),
  };
}

/** The shortest grant that a target of this workload can carry, in seconds. */
export function leastDurationIn(connectors: Context['connectors']): ReplayWorld['leastDurationS'] {
  return (workload) => connectors.of(workload)?.describe().leastDurationS ?? 60;
}
