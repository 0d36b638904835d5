/**
 * Whether those who decide are enough people: a group of one could decide for nobody of its own, and a policy that wants more approvals
 * than its people could give is a refusal that nobody sees. Pure.
 */
import { type Configuration } from './configuration';
import { isOpenGroup, peopleByGroup } from './group-people';
import { nestedIn, partsNamed } from './group-sources';

type Policy = Configuration['policies'][number];

/** What too few people are there for, and how many are missing. */
interface Shortage {
  readonly what: string;
  readonly missing: number;
  readonly problem: string;
}

/** Fewer than this, and nobody could decide on the request of the only one. */
const groupLeast = 2;

/**
 * What too few could decide about after a change, and more could before. It is judged by the people as they are after it: who leaves has to be
 * able to leave at once, whatever that does to a group; `status` tells of it.
 * @param before null where there was nothing
 */
export function tooFewDeciders(before: Configuration | null, after: Configuration): string[] {
  const old = before === null ? [] : shortages({ ...before, people: after.people });
  const missed = new Map(old.map(({ what, missing }) => [what, missing]));
  return shortages(after)
    .filter(({ what, missing }) => missing > (missed.get(what) ?? 0))
    .map(({ problem }) => problem);
}

function shortages(configuration: Configuration): readonly Shortage[] {
  const able = ableByGroup(configuration);
  const group = configuration.organisation.defaultApproverGroup;
  return [
    ...configuration.approverGroups.flatMap(({ name }) => groupShortage(name, able, configuration)),
    ...configuration.policies.flatMap((one) => policyShortage(one, able, group)),
  ];
}

/** By name of a group; null where more people may be in it than stand here. */
type Able = ReadonlyMap<string, ReadonlySet<string> | null>;

/** The keys of those in each group who can act: of merged people the one who stays counts, and nobody who is disabled. */
function ableByGroup({ people, approverGroups }: Configuration): Able {
  const survivors = new Map(people.map(({ key, mergedInto }) => [key, mergedInto ?? key]));
  const enabled = new Set(people.filter(({ disabled }) => !disabled).map(({ key }) => key));
  const parts = new Map(approverGroups.map((one) => [one.name, partsNamed(one)]));
  return new Map(
    [...peopleByGroup([...parts.values()])].map(([name, members]) => {
      if (isOpenGroup(name, parts)) return [name, null] as const;
      const all = [...members].map((key) => survivors.get(key) ?? key);
      return [name, new Set(all.filter((key) => enabled.has(key)))] as const;
    }),
  );
}

function groupShortage(
  name: string,
  able: Able,
  configuration: Configuration,
): readonly Shortage[] {
  const known = able.get(name) ?? null;
  if (known === null) return [];
  const people = known.size;
  const missing = groupLeast - people;
  if (missing <= 0 || isForOthersOnly(name, configuration)) return [];
  const who = people === 0 ? 'nobody' : 'only one person';
  const problem = `approverGroups: ${name} has ${who} who can act: two or more have to decide for each other`;
  return [{ what: `group ${name}`, missing, problem }];
}

/**
 * Whether policies or groups name a group, and no policy lets it decide: who may ask, who is told and what is part of another group may be
 * one person.
 */
function isForOthersOnly(
  name: string,
  { organisation, approverGroups, policies }: Configuration,
): boolean {
  if (organisation.defaultApproverGroup === name) return false;
  const decides = policies.some(({ approverGroup, stages, escalation }) => {
    const groups = [approverGroup, escalation?.approverGroup, ...stages.map(groupOf)];
    return groups.includes(name);
  });
  const isPart = approverGroups.some(({ sources }) => nestedIn(sources).includes(name));
  const isNamed = policies.some(({ requesters, breakGlass, notify }) => {
    return [
      ...requesters.map(({ group }) => group),
      ...(breakGlass?.groups ?? []),
      ...notify,
    ].includes(name);
  });
  return (isNamed || isPart) && !decides;
}

function groupOf({ approverGroup }: { readonly approverGroup: string }): string {
  return approverGroup;
}

interface Stage {
  readonly approverGroup: string;
  readonly approvalsNeeded: number;
}

/** People decide about a policy that approves by itself, too, once its budget is used up. */
function policyShortage(policy: Policy, able: Able, defaultGroup: string): readonly Shortage[] {
  const { target, approval, autoBudget, approverGroup = defaultGroup, approvalsNeeded } = policy;
  if (approval === 'deny' || (approval === 'auto' && autoBudget === null)) return [];
  const stages = [{ approverGroup, approvalsNeeded }, ...policy.stages];
  const worst = worstOf(stages, able);
  if (worst.missing <= 0) return [];
  const { needed, people, groups } = worst;
  const approvals = needed === 1 ? '1 approval' : `${needed} approvals`;
  const problem = `policies: ${target} needs ${approvals}, and ${people} of ${groups.join(' and ')} could give them`;
  return [{ what: `policy ${target}`, missing: worst.missing, problem }];
}

interface Wanting {
  readonly missing: number;
  readonly needed: number;
  readonly people: number;
  readonly groups: readonly string[];
}

/**
 * Each person counts in one stage only. All stages can be filled exactly when every choice of them has as many people between its groups as it
 * needs approvals (Hall); there are five at most.
 */
function worstOf(stages: readonly Stage[], able: Able): Wanting {
  let worst: Wanting = { missing: 0, needed: 0, people: 0, groups: [] };
  for (let chosen = 1; chosen < 2 ** stages.length; chosen += 1) {
    const some = stages.filter((_stage, at) => Math.floor(chosen / 2 ** at) % 2 === 1);
    const needed = some.reduce((sum, one) => sum + one.approvalsNeeded, 0);
    const groups = [...new Set(some.map(groupOf))];
    if (groups.some((one) => able.get(one) === null)) continue;
    const people = new Set(groups.flatMap((one) => [...(able.get(one) ?? [])])).size;
    if (needed - people > worst.missing)
      worst = { missing: needed - people, needed, people, groups };
  }
  return worst;
}
