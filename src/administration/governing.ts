/** Which policy stands for which target, by what is configured. */
import { policyChooser } from '../elevation/policy';
import { type Configuration } from './configuration';

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
