/** What a policy that is added weakens: now, and later, when there are other targets or what denies is gone. */
import { coveredBy, patternCovers } from '../elevation/policy';
import { type Configuration } from './configuration';
import { normalPolicies } from './differing';
import { namesOfTargets, type Excerpt } from './excerpt';
import { governing } from './governing';
import { lazily } from './lazily';
import { judgePolicy, startsAnew } from './policy-weakening';
import { found, type Found } from './weakening-judges';

type Policy = Configuration['policies'][number];

/**
 * A policy of its own for some targets weakens nothing where it is as strict as what has stood for them. Targets that are not there
 * yet count as well, and what stands there only while something else denies: whoever approves the target, or that the denial goes,
 * sees nothing of a policy that lay there already.
 */
export function newPolicyJudge(
  before: Excerpt,
  after: Excerpt,
): (added: Policy) => readonly Found[] {
  const seen = lazily(() => seenBy(before, after));
  return (added) => {
    if (!allows(added)) return [];
    const { names, now, undenied } = seen();
    const covers = coveredBy(added.target);
    const own = names.filter((name) => covers(name.toLowerCase()));
    const possible = possibleNames(added, [...before.policies, ...after.policies]);
    const replaced = new Set([
      ...own.flatMap((name) => now(added, name)),
      ...[...own, ...possible].flatMap((name) => undenied(added, name)),
    ]);
    const normal = normalPolicies(before, [...replaced]);
    return distinct([...replaced].flatMap((old) => judgeReplacing(normal(old), added)));
  };
}

function judgeReplacing(old: Policy | null, added: Policy): readonly Found[] {
  if (old === null) return found('more-targets');
  return [...judgePolicy(old, added), ...startsAnew(old, added)];
}

/** What every policy that is added is held against. */
function seenBy(before: Excerpt, after: Excerpt) {
  const known = new Set(namesOfTargets(before));
  return {
    names: namesOfTargets(after).filter((name) => known.has(name)),
    now: replacing(before.policies, after.policies),
    undenied: replacing(before.policies.filter(allows), after.policies.filter(allows)),
  };
}

function allows({ approval }: Policy): boolean {
  return approval !== 'deny';
}

/** What stood for a name that is the added policy's now; nothing where it is not. */
function replacing(
  before: readonly Policy[],
  after: readonly Policy[],
): (added: Policy, name: string) => readonly (Policy | null)[] {
  const [old, present] = [governing(before), governing(after)];
  return (added, name) => (present(name)?.target === added.target ? [old(name)] : []);
}

/** What is in no name that people give: stands for anything. */
const anything = '\u{FFFC}';

/** Names that targets could have: of the pattern itself, and wherever it meets another. */
function possibleNames({ target }: Policy, policies: readonly Policy[]): readonly string[] {
  const names = policies.flatMap((one) => meeting(target, one.target));
  return [...new Set([target.replaceAll('*', anything), ...names])];
}

function meeting(one: string, other: string): readonly string[] {
  const [parts, others] = [one.split('*'), other.split('*')];
  const start = longer(parts[0]!, others[0]!);
  const end = longer(parts.at(-1)!, others.at(-1)!);
  const inner = [...parts.slice(1, -1), ...others.slice(1, -1)];
  const name = [start, ...inner, end].join(anything);
  return [name, other.replaceAll('*', anything)].filter(
    (all) => patternCovers(one, all) && patternCovers(other, all),
  );
}

function longer(one: string, other: string): string {
  return other.length > one.length ? other : one;
}

function distinct(all: readonly Found[]): readonly Found[] {
  return all.filter(
    ({ field, why }, at) => all.findIndex((one) => one.field === field && one.why === why) === at,
  );
}
