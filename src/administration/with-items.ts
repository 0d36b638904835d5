/** A configuration with some of its items said anew: only those are read, and the whole is judged as a file's is. Pure. */
import { refuse, type Refusal } from '../errors';
import { items, type Configuration, type ListName } from './configuration';
import { lists, nameOfItem, naming, type Section } from './difference';
import { namesOfTargets, type Excerpt } from './excerpt';
import {
  findProblems,
  organisationOf,
  readForm,
  type Names,
  type ReadParts,
} from './inspect-configuration';
import { isObject, spelled, type Item } from './spelling';

export type Data = Record<string, unknown>;

/** An item as it is to be. */
export interface ItemSaid {
  readonly section: Section;
  /** What it is called; the organisation has no name. */
  readonly item: string;
  /** As a file would say it; null where it goes. */
  readonly data: Data | null;
}

/**
 * The configuration with these items in the place of those of their names, new ones at the end of their lists; everything else stays the
 * same objects. A refusal says all that is wrong with it, as for a file.
 */
export function withItems(configuration: Excerpt, said: readonly ItemSaid[]): Excerpt | Refusal {
  const organisation = said.find(({ section }) => section === 'organisation')?.data;
  const raw = rawOf(configuration, said, organisation ?? { ...configuration.organisation });
  const form = readForm(raw);
  const parts = {
    people: partOf('people', configuration, said),
    approverGroups: partOf('approverGroups', configuration, said),
    connectors: partOf('connectors', configuration, said),
    targets: partOf('targets', configuration, said),
    policies: partOf('policies', configuration, said),
    systemAccounts: partOf('systemAccounts', configuration, said),
  };
  const targetNames = namesAfter(configuration, said);
  const problems = [
    ...form.problems.map((one) => withName(one, raw)),
    ...findProblems(readOf(parts), organisationOf(raw), {
      ...namesOf(parts),
      targets: targetNames.map((one) => one.trim()),
    }),
  ];
  if (form.configuration === null || problems.length > 0) {
    return refuse('change-not-possible', { problems });
  }
  return {
    ...readOf(parts),
    organisation:
      organisation === undefined ? configuration.organisation : form.configuration.organisation,
    ...(configuration.targetNames === undefined ? {} : { targetNames }),
  };
}

/** `policies.3.durationMax: …` with the name of the policy in the place of its position. */
export function withName(problem: string, raw: unknown): string {
  return problem.replace(/^([A-Za-z]+)\.([0-9]+)/u, (whole, list: string, index: string) => {
    const all = isObject(raw) ? raw[list] : null;
    const item: unknown = Array.isArray(all) ? all[Number(index)] : null;
    return isObject(item)
      ? `${list} ${nameOfItem(list as ListName, item as unknown as Item)}`
      : whole;
  });
}

/** A file with what is said and nothing else, but one of those of which there has to be one. */
function rawOf(
  configuration: Configuration,
  said: readonly ItemSaid[],
  organisation: Data,
): Record<'organisation' | ListName, unknown> {
  const own = (list: ListName): Data[] =>
    said.flatMap(({ section, data }) => (section === list && data !== null ? [data] : []));
  const withOneMore = (list: 'people' | 'approverGroups'): Data[] => {
    const names = new Set(said.flatMap(({ section, item }) => (section === list ? [item] : [])));
    const another = configuration[list].find((one) => !names.has(nameOfItem(list, one)));
    return [...own(list), ...(another === undefined ? [] : [{ ...spelled(list, another) }])];
  };
  return {
    organisation,
    people: withOneMore('people'),
    approverGroups: withOneMore('approverGroups'),
    connectors: own('connectors'),
    targets: own('targets'),
    policies: own('policies'),
    systemAccounts: own('systemAccounts'),
  };
}

/** Every item of a list by the name that it has now; null where its form is wrong. */
interface Part<List extends ListName> {
  readonly names: readonly string[];
  readonly read: Configuration[List];
}

function partOf<List extends ListName>(
  list: List,
  configuration: Configuration,
  said: readonly ItemSaid[],
): Part<List> {
  type One = Configuration[List][number];
  const present: readonly One[] = configuration[list];
  const own = new Map(
    said.flatMap((one) => (one.section === list ? [[one.item, one.data] as const] : [])),
  );
  const names: string[] = [];
  const read: One[] = [];
  const add = (data: Data | null): void => {
    if (data === null) return;
    const name = data[naming[list]];
    if (typeof name === 'string') names.push(name.trim());
    const parsed = items[list].safeParse(data);
    if (parsed.success) read.push(parsed.data);
  };
  for (const one of present) {
    const name = nameOfItem(list, one);
    const data = own.get(name);
    if (data === undefined) {
      names.push(name.trim());
      read.push(one);
    } else {
      add(data);
      own.delete(name);
    }
  }
  for (const data of own.values()) add(data);
  return { names, read: read as Configuration[List] };
}

type Parts = { readonly [List in ListName]: Part<List> };

function readOf(parts: Parts): Omit<Configuration, 'organisation'> & ReadParts {
  const { people, approverGroups, connectors, targets, policies, systemAccounts } = parts;
  return {
    people: people.read,
    approverGroups: approverGroups.read,
    connectors: connectors.read,
    targets: targets.read,
    policies: policies.read,
    systemAccounts: systemAccounts.read,
  };
}

function namesOf(parts: Parts): Names {
  const [people, approverGroups, connectors, targets, policies, systemAccounts] = lists.map(
    (list) => parts[list].names,
  ) as [string[], string[], string[], string[], string[], string[]];
  return { people, approverGroups, connectors, targets, policies, systemAccounts };
}

/** Of those that are left out nothing changes. */
function namesAfter(configuration: Excerpt, said: readonly ItemSaid[]): readonly string[] {
  const own = new Map(
    said.flatMap(({ section, item, data }) => (section === 'targets' ? [[item, data]] : [])),
  );
  const names = namesOfTargets(configuration);
  if (own.size === 0) return names;
  const kept = names.filter((one) => own.get(one) !== null);
  const known = new Set(own.size === 0 ? [] : names);
  const added = [...own].filter(([name, data]) => data !== null && !known.has(name));
  return [...kept, ...added.map(([name]) => name)];
}
