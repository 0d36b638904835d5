import { createHash } from 'node:crypto';
import { type Configuration, type ListName } from './configuration';
import { type ChangeRequest } from './change-request';
import { lists, nameOfItem } from './difference';
import { differing, unchanged } from './differing';
import { type Whole } from './excerpt';
import { isObject, type Item } from './spelling';
import { type Governing } from './governing';
import { type Weakening } from './weakening';

/**
 * What a configuration is known by: 12 hexadecimal digits over all of it. The same whenever it says the same, whatever the
 * order in which it is written and whenever it came about.
 */
export function configurationVersion(configuration: Whole): string {
  return configurationVersions(configuration, configuration)[0];
}

/** Those of what was and of what is to be; what stands unchanged in both is read once. */
export function configurationVersions(before: Whole, after: Whole): readonly [string, string] {
  const kept = unchanged(before, after);
  const texts = new Map(sharing.map((list) => [list, sortedTexts(list, kept[list])]));
  const [old, present] = differing(before, after);
  return [versionOf(old, texts), versionOf(present, texts)];
}

type Text = readonly [name: string, text: string];

/** Lists of which only what differs is said anew. */
const sharing = ['connectors', 'targets', 'policies', 'systemAccounts'] as const;

function versionOf(differs: Configuration, kept: ReadonlyMap<ListName, readonly Text[]>): string {
  const whole = createHash('sha256').update(`[${canonical(differs.organisation)}`);
  for (const list of lists) {
    const own = sortedTexts(list, differs[list]);
    const all = sortedBy([...(kept.get(list) ?? []), ...own], ([name]) => name);
    whole.update(`,[${all.map(([, text]) => text).join(',')}]`);
  }
  return whole.update(']').digest('hex').slice(0, 12);
}

function sortedTexts(list: ListName, all: readonly Item[]): readonly Text[] {
  const texts = all.map((one): Text => [nameOfItem(list, one), canonical(one)]);
  return sortedBy(texts, ([name]) => name);
}

/** The same text as of `JSON.stringify` with keys in order, in a fraction of the time. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  // Objects put what looks like a number first, whatever is asked of them.
  if (keys.some((key) => /^[0-9]+$/u.test(key))) return JSON.stringify(value, inOrder);
  const said = keys.filter((key) => value[key] !== undefined);
  return `{${said.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** What a change leads to, by what is configured now. */
interface JudgedFacts {
  readonly weakens: readonly Weakening[];
  readonly governs: readonly Governing[];
}

/** Raised when the facts below change their meaning. */
const changeFactsVersion = 2;

/**
 * 12 base64url characters over everything that is agreed to: what changes, what of it weakens control, and what decides then. A button carries it; with
 * another one it was pressed on a screen that says something else.
 */
export function changeDigest(
  { id, changes, roles }: Pick<ChangeRequest, 'id' | 'changes' | 'roles'>,
  { weakens, governs }: JudgedFacts,
): string {
  const edits = roles.map(({ act, person, role }) => [act, person.id, role]);
  const facts = JSON.stringify([changeFactsVersion, id, changes, edits, weakens], inOrder);
  const whole = createHash('sha256').update(`${facts.slice(0, -1)},[`);
  // One policy may stand for a hundred thousand targets: its text is made once.
  const texts = new Map<Governing['policy'], string>();
  governs.forEach(({ target, policy, isOther }, at) => {
    const text = texts.get(policy) ?? JSON.stringify(policy, inOrder);
    texts.set(policy, text);
    const one = `{"isOther":${isOther},"policy":${text},"target":${JSON.stringify(target)}}`;
    whole.update(at === 0 ? one : `,${one}`);
  });
  return whole.update(']]').digest('base64url').slice(0, 12);
}

/** Settings of systems, and what comes back from the database, have their keys in any order. */
function inOrder(_key: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(sortedBy(Object.entries(value), ([key]) => key))
    : value;
}

function sortedBy<T>(list: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
