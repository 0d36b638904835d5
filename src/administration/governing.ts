/** Which policy stands for which target, by what is configured. */
import { policyChooser } from '../elevation/policy';
import { type Configuration } from './configuration';
import { normalForm } from './rows';
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

/** Of every target that is added or changed, or that other rules decide about. */
export function governingAfter(before: Configuration, after: Configuration): readonly Governing[] {
  const [old, present] = [normalForm(before), normalForm(after)];
  const [chooseOld, chooseNow] = [governing(old.policies), governing(present.policies)];
  const known = new Map(old.targets.map((one) => [one.name, one]));
  return present.targets.flatMap((one) => {
    const [was, policy] = [chooseOld(one.name), chooseNow(one.name)];
    if (isSame(known.get(one.name), one) && isSame(was, policy)) return [];
    const isOther = !known.has(one.name) || was?.target !== policy?.target;
    return [{ target: one.name, policy, isOther }];
  });
}
