/**
 * Reading a configuration file and saying everything that is wrong with it at once: whoever mends one thing should not
 * learn of the next only then. Pure.
 */
import { parseDocument } from 'yaml';
import { type z } from 'zod';
import { formatDuration } from '../elevation/duration';
import { nearestNames } from '../elevation/nearest';
import { ConfigError } from '../errors';
import { Configuration, items } from './configuration';
import { directories, tenantsOf } from './directories';
import { keysAt } from './file-schema';
import { groupProblems, type GroupsNamed } from './inspect-groups';
import { placeholder, placeholdersIn } from './placeholder';

type Items = typeof items;

/** The items whose form is right, also where others are not. */
export type ReadParts = { readonly [List in keyof Items]: readonly z.infer<Items[List]>[] };

export interface Inspection {
  /** Null when the form of anything in it is wrong. */
  readonly configuration: Configuration | null;
  readonly parts: ReadParts;
  /** The place in the file, what is wrong there and what to write instead; one line each. */
  readonly problems: readonly string[];
}

/**
 * Reads a configuration file and gathers what is wrong in it.
 * @throws ConfigError when it is no YAML: nothing more is known of it then
 */
export function inspectConfiguration(text: string, file: string): Inspection {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    const lines = document.errors.map(({ message }) => message);
    throw new ConfigError(`${file} is not YAML: ${lines.join('\n')}`);
  }
  return inspectData(document.toJS());
}

/** The same of what a file says, once it is read. */
export function inspectData(raw: unknown): Inspection {
  const { configuration, problems } = readForm(raw);
  const parts = readParts(raw);
  const together = findProblems(parts, organisationOf(raw), namesIn(raw));
  return { configuration, parts, problems: [...problems, ...together] };
}

/** The same of its form alone, whatever it names. */
export function readForm(raw: unknown): Omit<Inspection, 'parts'> {
  const parsed = Configuration.safeParse(raw);
  const unfilled = new Set(placeholdersIn(raw));
  const all = parsed.success ? [] : parsed.error.issues;
  const issues = all.filter(({ path }) => !unfilled.has(path.join('.')));
  return {
    configuration: parsed.success && unfilled.size === 0 ? parsed.data : null,
    problems: [
      ...[...unfilled].map((where) => `${where}: ${placeholder} has to be replaced.`),
      ...issues.flatMap(problemsOf),
    ],
  };
}

function problemsOf(issue: z.core.$ZodIssue): readonly string[] {
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${where}: ${issue.message}`];
  return issue.keys.map((key) => {
    const [nearest] = nearestNames(key, keysAt(issue.path), 1);
    const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    return `${where === '' ? 'the file' : where}: there is no "${key}".${meant}`;
  });
}

/** One error that says all of it. */
export function unusable(file: string, problems: readonly string[]): ConfigError {
  return new ConfigError(
    `${file} cannot be used:\n${problems.map((one) => `  ${one}`).join('\n')}`,
  );
}

function readParts(raw: unknown): ReadParts {
  const read = <List extends keyof Items>(list: List): z.infer<Items[List]>[] =>
    (listIn(raw, list) ?? []).flatMap((one) => {
      const item = items[list].safeParse(one);
      return item.success ? [item.data as z.infer<Items[List]>] : [];
    });
  return {
    people: read('people'),
    approverGroups: read('approverGroups'),
    connectors: read('connectors'),
    targets: read('targets'),
    policies: read('policies'),
    systemAccounts: read('systemAccounts'),
  };
}

/** Every name that stands in a list, also of items whose form is wrong; null where there is no list. */
export interface Names {
  readonly people: readonly string[] | null;
  readonly approverGroups: readonly string[] | null;
  readonly connectors: readonly string[];
  readonly targets: readonly string[];
  readonly policies: readonly string[];
  readonly systemAccounts: readonly string[];
}

function namesIn(raw: unknown): Names {
  const names = (list: keyof Items, key: string): readonly string[] | null =>
    listIn(raw, list)?.flatMap((one) => {
      const named = propertyOf(one, key);
      return typeof named === 'string' ? [named.trim()] : [];
    }) ?? null;
  return {
    people: names('people', 'key'),
    approverGroups: names('approverGroups', 'name'),
    connectors: names('connectors', 'workload') ?? [],
    targets: names('targets', 'name') ?? [],
    policies: names('policies', 'target') ?? [],
    systemAccounts: names('systemAccounts', 'name') ?? [],
  };
}

/** As much of the organisation as lists are seen beside. */
interface ReadOrganisation {
  readonly defaultGroup: string | null;
  readonly tenants: GroupsNamed['tenants'];
}

export function organisationOf(raw: unknown): ReadOrganisation {
  const organisation = propertyOf(raw, 'organisation');
  const group = propertyOf(organisation, 'defaultApproverGroup');
  const read = directories.nullable().safeParse(propertyOf(organisation, 'directories') ?? null);
  return {
    defaultGroup: typeof group === 'string' ? group.trim() : null,
    tenants: read.success ? tenantsOf(read.data) : undefined,
  };
}

function listIn(raw: unknown, list: keyof Items): readonly unknown[] | null {
  const found = propertyOf(raw, list);
  return Array.isArray(found) ? found : null;
}

function propertyOf(raw: unknown, key: string): unknown {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[key] : null;
}

/** What only shows when the parts are seen together: names that lead nowhere, twins, groups that could never decide. */
export function findProblems(
  parts: ReadParts,
  { defaultGroup, tenants }: ReadOrganisation,
  names: Names,
): readonly string[] {
  const people = names.people && new Set(names.people);
  const groups = names.approverGroups && new Set(names.approverGroups);
  const workloads = new Set(names.connectors);
  const survivors = new Map(parts.people.map(({ key, mergedInto }) => [key, mergedInto ?? key]));
  const targets = lower(names.targets);
  const known = { targets: new Set(targets), people, groups };
  const used = usedGroups(parts, defaultGroup);
  return [
    ...twins('people', names.people ?? []),
    ...twins('approverGroups', lower(names.approverGroups ?? [])),
    ...twins('connectors', lower(names.connectors)),
    ...twins('targets', targets),
    ...twins('policies', lower(names.policies)),
    ...twins('systemAccounts', names.systemAccounts),
    ...twins('accounts', [...parts.people, ...parts.systemAccounts].flatMap(accountNames)),
    ...parts.people.flatMap((one) => mergeProblems(one, parts.people, people)),
    ...groupProblems({ read: parts.approverGroups, people, groups, survivors, used, tenants }),
    ...parts.targets
      .filter((one) => !workloads.has(one.name.split('\\')[0]!))
      .map((one) => `targets: ${one.name} is in a workload that connectors does not name.`),
    ...(defaultGroup === null ? [] : unknownGroup(defaultGroup, groups, 'organisation')),
    ...parts.policies.flatMap((one) => policyProblems(one, groups)),
    ...parts.systemAccounts.flatMap((one) => systemAccountProblems(one, known)),
  ];
}

function lower(names: readonly string[]): readonly string[] {
  return names.map((one) => one.toLowerCase());
}

/** An account is one person's: whoever presses with it, or receives a right by it, has to be told apart. */
function accountNames({ accounts }: Pick<Configuration['people'][number], 'accounts'>): string[] {
  return Object.entries(accounts).flatMap(([system, account]) => {
    if (account === undefined) return [];
    return [system === 'slack' || system === 'teams' ? account : `${system}: ${account}`];
  });
}

function mergeProblems(
  { key, mergedInto }: Configuration['people'][number],
  read: ReadParts['people'],
  people: ReadonlySet<string> | null,
): readonly string[] {
  if (mergedInto === null || people === null) return [];
  const where = `people: ${key} is merged into ${mergedInto}`;
  if (!people.has(mergedInto)) return [`${where}, who is not in people.`];
  const survivor = read.find((one) => one.key === mergedInto);
  const isMerged = mergedInto === key || (survivor?.mergedInto ?? null) !== null;
  return isMerged ? [`${where}, who is merged as well. Name the one who stays.`] : [];
}

function twins(where: string, keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  // Not by looking through the list for each: there may be 100,000 targets, and somebody waits.
  const again = keys.filter((one) => seen.size === seen.add(one).size);
  return again.map((one) => `${where}: ${one} stands there twice.`);
}

function policyProblems(
  one: Configuration['policies'][number],
  groups: ReadonlySet<string> | null,
): readonly string[] {
  const problems = namedGroups(one).flatMap(([group, where]) =>
    unknownGroup(group, groups, `policies: ${one.target}${where}`),
  );
  const after = one.escalation?.after ?? 0;
  if (after >= one.decideWithin) problems.push(tooLate(one, 'an escalation', after));
  const late = one.reminders.find((after) => after >= one.decideWithin);
  if (late !== undefined) problems.push(tooLate(one, 'a reminder', late));
  if (one.breakGlass !== null && one.approval === 'deny') {
    problems.push(`policies: ${one.target} denies, so its breakGlass could never be used.`);
  }
  if (one.autoBudget !== null && one.approval !== 'auto') {
    problems.push(`policies: ${one.target} has an autoBudget, but its approval is not auto.`);
  }
  if (one.approval === 'auto' && one.extension?.allowed && one.extension.maxTotal === null) {
    problems.push(
      `policies: ${one.target} approves by itself, so its extension needs a maxTotal, or it could go on for ever.`,
    );
  }
  if (one.durationDefault > one.durationMax) {
    const is = formatDuration(one.durationDefault);
    const max = formatDuration(one.durationMax);
    problems.push(
      `policies: ${one.target} has a durationDefault of ${is}, over its durationMax of ${max}.`,
    );
  }
  return problems;
}

/** Names of the groups that something else than a group names. */
function usedGroups(parts: ReadParts, defaultGroup: string | null): ReadonlySet<string> {
  return new Set([
    ...(defaultGroup === null ? [] : [defaultGroup]),
    ...parts.policies.flatMap((one) => namedGroups(one).map(([group]) => group)),
    ...parts.systemAccounts.flatMap(({ told }) => told ?? []),
  ]);
}

/** Every group that a policy names, and where in it. */
function namedGroups(
  one: Configuration['policies'][number],
): readonly (readonly [string, string])[] {
  const { approverGroup, escalation, breakGlass } = one;
  return [
    ...(approverGroup === undefined ? [] : [[approverGroup, ''] as const]),
    ...one.requesters.map(({ group }) => [group, ': requesters'] as const),
    ...one.stages.map((stage) => [stage.approverGroup, ': stages'] as const),
    ...(escalation === null ? [] : [[escalation.approverGroup, ': escalation'] as const]),
    ...(breakGlass?.groups ?? []).map((group) => [group, ': breakGlass'] as const),
    ...one.notify.map((group) => [group, ': notify'] as const),
  ];
}

/** What of a system account names nothing, or what it must not have. */
function systemAccountProblems(
  { name, owner, told, targets, accounts }: Configuration['systemAccounts'][number],
  { targets: known, people, groups }: Named,
): readonly string[] {
  const where = `systemAccounts: ${name}`;
  const exact = targets.filter((one) => !one.includes('*') && !known.has(one.toLowerCase()));
  const chats = Object.keys(accounts).filter((one) => one === 'slack' || one === 'teams');
  return [
    ...(people === null || people.has(owner)
      ? []
      : [`${where} names ${owner} as its owner, who is not in people.`]),
    ...(told === undefined ? [] : unknownGroup(told, groups, `${where}: told`)),
    ...exact.map((one) => `${where}: there is no target "${one}".`),
    ...chats.map(
      (one) => `${where} has an account on ${one}. Only people have: it asks by its key.`,
    ),
  ];
}

interface Named {
  /** In lower case. */
  readonly targets: ReadonlySet<string>;
  readonly people: ReadonlySet<string> | null;
  readonly groups: ReadonlySet<string> | null;
}

function tooLate(one: Configuration['policies'][number], what: string, afterS: number): string {
  const after = formatDuration(afterS);
  const within = formatDuration(one.decideWithin);
  return `policies: ${one.target} has ${what} after ${after}, but its decideWithin is ${within}.`;
}

function unknownGroup(
  group: string,
  groups: ReadonlySet<string> | null,
  where: string,
): readonly string[] {
  return groups === null || groups.has(group)
    ? []
    : [`${where}: there is no approver group "${group}".`];
}
