/** What changes from one configuration to another, item by item and field by field. Pure. */
import { type Configuration, type ListName } from './configuration';
import { differing } from './differing';
import { pathTo } from './paths';
import { isObject, isSame, spelled, type Item, type Spelled } from './spelling';

export type Section = 'organisation' | ListName;

/** Which item: a person by key, a policy by its pattern, all others by name. The organisation is the one of its section. */
export interface Place {
  readonly section: Section;
  readonly item: string;
}

/** Values are as the file would say them. */
export type Change =
  | (Place & { readonly kind: 'added'; readonly after: Spelled })
  | (Place & { readonly kind: 'removed'; readonly before: Spelled })
  | (Place & {
      readonly kind: 'changed';
      /** `reason.minLength` */
      readonly field: string;
      /** Undefined where nothing was said, or is. */
      readonly before: unknown;
      readonly after: unknown;
    });

/** In the order of the file, and in each list by name. */
export const lists = [
  'people',
  'approverGroups',
  'connectors',
  'targets',
  'policies',
  'systemAccounts',
] as const satisfies readonly ListName[];

/** What an item of a list is called. */
export function nameOfItem(list: ListName, item: Item): string {
  const named = item as unknown as Record<string, string>;
  return named[naming[list]]!;
}

/** The field of each that has its name. */
export const naming: Readonly<Record<ListName, string>> = {
  people: 'key',
  approverGroups: 'name',
  connectors: 'workload',
  targets: 'name',
  policies: 'target',
  systemAccounts: 'name',
};

/** The same item in both; null where there is none of its name. */
export interface Pair<T> {
  readonly item: string;
  readonly before: T | null;
  readonly after: T | null;
}

/** The items of a list side by side, by name. */
export function pairs<List extends ListName>(
  list: List,
  before: Configuration,
  after: Configuration,
): readonly Pair<Configuration[List][number]>[] {
  type Found = ReadonlyMap<string, Configuration[List][number]>;
  const byName = ({ [list]: all }: Configuration): Found =>
    new Map([...all].map((one) => [nameOfItem(list, one), one]));
  const [old, present] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...present.keys()])].sort();
  return names.map((item) => ({
    item,
    before: old.get(item) ?? null,
    after: present.get(item) ?? null,
  }));
}

/**
 * Everything that `after` says differently. Order is without meaning in a file but where the rules give it one: two that
 * mean the same have no difference.
 */
export function difference(before: Configuration, after: Configuration): readonly Change[] {
  const [old, present] = differing(before, after);
  const organisation = { section: 'organisation', item: '' } as const;
  return [
    ...changedFields(organisation, old.organisation, present.organisation),
    ...lists.flatMap((list) =>
      pairs<ListName>(list, old, present).flatMap((pair) => changesOf(list, pair)),
    ),
  ];
}

function changesOf(section: ListName, { item, before, after }: Pair<Item>): readonly Change[] {
  const place = { section, item };
  if (before === null) return [{ ...place, kind: 'added', after: spelled(section, after!) }];
  if (after === null) return [{ ...place, kind: 'removed', before: spelled(section, before) }];
  return changedFields(place, spelled(section, before), spelled(section, after));
}

/** What of an item is said differently, field by field. */
export function changedFields(
  place: Place,
  before: Spelled,
  after: Spelled,
  path = '',
): readonly Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((name): readonly Change[] => {
    const old = said(place, own(before, name));
    const present = said(place, own(after, name));
    if (isSame(old, present)) return [];
    const field = pathTo(path, name);
    if (isObject(old) && isObject(present)) return changedFields(place, old, present, field);
    return [{ ...place, kind: 'changed', field, before: old, after: present }];
  });
}

/** What an object has of itself: `constructor` is the name of a setting like any other. */
function own(one: Spelled, name: string): unknown {
  return Object.hasOwn(one, name) ? one[name] : undefined;
}

/** Null says nothing, but in the settings of a system: what it means there is that system's. */
function said({ section }: Place, value: unknown): unknown {
  return section === 'connectors' || section === 'targets' ? value : (value ?? undefined);
}
