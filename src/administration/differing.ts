/** Two configurations without what stands unchanged in both: rules about a change look at what is left. Pure. */
import { type Configuration } from './configuration';
import { normalForm } from './rows';

/**
 * Both in their normal form, without the items that are the same objects in both: what is the same says the same. People and groups stay,
 * for others are known by their names.
 */
export function differing(
  before: Configuration,
  after: Configuration,
): readonly [Configuration, Configuration] {
  return [normalForm(without(before, after)), normalForm(without(after, before))];
}

/** What `differing` leaves out of both. */
export function unchanged(before: Configuration, after: Configuration): Configuration {
  return normalForm({ ...before, ...split(before, after).kept });
}

function without(configuration: Configuration, other: Configuration): Configuration {
  return { ...configuration, ...split(configuration, other).left };
}

type Split = Pick<Configuration, 'connectors' | 'targets' | 'policies' | 'systemAccounts'>;

function split(
  configuration: Configuration,
  other: Configuration,
): { readonly left: Split; readonly kept: Split } {
  // What names no group has the default one, which may be another.
  const isOther =
    configuration.organisation.defaultApproverGroup !== other.organisation.defaultApproverGroup;
  const connectors = parted(configuration.connectors, other.connectors);
  const targets = parted(configuration.targets, other.targets);
  const policies = parted(
    configuration.policies,
    other.policies,
    ({ approverGroup }) => isOther && approverGroup === undefined,
  );
  const systemAccounts = parted(
    configuration.systemAccounts,
    other.systemAccounts,
    ({ told }) => isOther && told === undefined,
  );
  const all = { connectors, targets, policies, systemAccounts };
  const of = (part: 'left' | 'kept'): Split => ({
    connectors: all.connectors[part],
    targets: all.targets[part],
    policies: all.policies[part],
    systemAccounts: all.systemAccounts[part],
  });
  return { left: of('left'), kept: of('kept') };
}

function parted<T>(
  list: readonly T[],
  other: readonly T[],
  isOtherByItself: (one: T) => boolean = () => false,
): { readonly left: T[]; readonly kept: T[] } {
  const same = new Set(other);
  const isKept = (one: T): boolean => same.has(one) && !isOtherByItself(one);
  return { left: list.filter((one) => !isKept(one)), kept: list.filter(isKept) };
}

type Policy = Configuration['policies'][number];

/** The normal form of each of these policies of a configuration; of nothing it is nothing. */
export function normalPolicies(
  configuration: Configuration,
  some: readonly (Policy | null)[],
): (one: Policy | null) => Policy | null {
  const policies = [...new Set(some)].filter((one) => one !== null);
  const none = { connectors: [], targets: [], systemAccounts: [] };
  const normal = normalForm({ ...configuration, ...none, policies }).policies;
  const forms = new Map(policies.map((one, at) => [one, normal[at]!]));
  return (one) => one && forms.get(one)!;
}
