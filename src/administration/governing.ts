/** Which policy stands for which target, by what is configured. */
import { coveredBy, policyChooser } from '../elevation/policy';
import { type Configuration } from './configuration';
import { pairs } from './difference';
import { differing, normalPolicies } from './differing';
import { namesOfTargets, type Excerpt } from './excerpt';
import { isSame } from './spelling';

type Policy = Configuration['policies'][number];

/** The policy that stands for a target, by its name. */
export function governing(policies: readonly Policy[]): (target: string) => Policy | null {
  const choose = policyChooser(
    policies.map((policy) => {
      return { id: policy.target, pattern: policy.target, rules: policy, policy };
    }),
  );
  return (target) => choose(target)?.policy ?? null;
}

/** What decides about a target after a change that touches it. */
export interface Governing {
  readonly target: string;
  /** As it will stand; null where none covers the target. */
  readonly policy: Policy | null;
  /** Whether the target is new, or another policy stands for it than before. */
  readonly isOther: boolean;
}

/**
 * Of every target that is added or changed, or that other rules decide about: those are looked for only where a policy that changes
 * covers them.
 */
export function governingAfter(before: Excerpt, after: Excerpt): readonly Governing[] {
  const [old, present] = differing(before, after);
  const targets = changedIn('targets', old, present);
  const policies = changedIn('policies', old, present);
  if (targets.size === 0 && policies.size === 0) return [];
  const covers = [...policies].map(coveredBy);
  const [chooseOld, chooseNow] = [governing(before.policies), governing(after.policies)];
  const known = new Set(old.targets.map(({ name }) => name));
  const judged = namesOfTargets(after).flatMap((target) => {
    const isChanged = targets.has(target);
    const lower = target.toLowerCase();
    if (!isChanged && !covers.some((isCovered) => isCovered(lower))) return [];
    const [was, policy] = [chooseOld(target), chooseNow(target)];
    const isGoverned = policies.has(was?.target ?? '') || policies.has(policy?.target ?? '');
    if (!isChanged && !isGoverned) return [];
    const isNew = isChanged && !known.has(target);
    return [{ target, policy, isOther: isNew || was?.target !== policy?.target }];
  });
  const normal = normalPolicies(
    after,
    judged.map(({ policy }) => policy),
  );
  return judged.map((one) => ({ ...one, policy: normal(one.policy) }));
}

/** What of a list is there in one only, or says something else in the other, by its name. */
function changedIn(
  list: 'targets' | 'policies',
  before: Configuration,
  after: Configuration,
): ReadonlySet<string> {
  const all = pairs<'targets' | 'policies'>(list, before, after);
  const changed = all.filter((one) => !isSame(one.before, one.after));
  return new Set(changed.map(({ item }) => item));
}
