/** What a policy that is added weakens: now, and later, when there are other targets or what denies is gone. */
import { patternCovers } from '../elevation/policy';
import { type Configuration } from './configuration';
import { governing } from './governing';
import { judgePolicy, startsAnew } from './policy-weakening';
import { found, type Found } from './weakening-judges';

type Policy = Configuration['policies'][number];

/**
 * A policy of its own for some targets weakens nothing where it is as strict as what has stood for them. Targets that are not there
 * yet count as well, and what stands there only while something else denies: whoever approves the target, or that the denial goes,
 * sees nothing of a policy that lay there already.
 */
export function newPolicyJudge(
  before: Configuration,
  after: Configuration,
): (added: Policy) => readonly Found[] {
  const known = new Set(before.targets.map(({ name }) => name));
  const names = after.targets.flatMap(({ name }) => (known.has(name) ? [name] : []));
  const now = replacing(before.policies, after.policies);
  const undenied = replacing(before.policies.filter(allows), after.policies.filter(allows));
  return (added) => {
    if (!allows(added)) return [];
    const own = names.filter((name) => patternCovers(added.target, name));
    const possible = possibleNames(added, [...before.policies, ...after.policies]);
    const replaced = new Set([
      ...own.flatMap((name) => now(added, name)),
      ...[...own, ...possible].flatMap((name) => undenied(added, name)),
    ]);
    return distinct(
      [...replaced].flatMap((old) =>
        old === null
          ? found('more-targets')
          : [...judgePolicy(old, added), ...startsAnew(old, added)],
      ),
    );
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
