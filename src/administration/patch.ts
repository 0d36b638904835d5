/** Doing a change that was written down to what is configured by now. Pure. */
import { type Configuration, type ListName } from './configuration';
import { changedFields, difference, lists, nameOfItem, type Change } from './difference';
import { type Excerpt } from './excerpt';
import { namesIn, pathTo } from './paths';
import { normalForm } from './rows';
import { isObject, isSame, spelled, type Item } from './spelling';
import { withItems, type Data, type ItemSaid } from './with-items';
import { isRefusal, refuse, type Refusal } from '../errors';

/**
 * The changes that do not fit any more: what they start from has changed in the meantime. Each comes as what stands there now,
 * against what stood there when it was written down.
 */
export function conflictsOf(
  configuration: Configuration,
  changes: readonly Change[],
): readonly Change[] {
  const found = itemsOf(configuration, changes);
  return changes.flatMap((change): readonly Change[] => {
    const item = found.get(keyOf(change)) ?? null;
    const { section, item: name } = change;
    const place = { section, item: name };
    if (change.kind === 'added') {
      return item === null ? [] : [{ ...place, kind: 'added', after: item }];
    }
    if (change.kind === 'removed') {
      if (item === null) return [{ ...place, kind: 'removed', before: change.before }];
      return changedFields(place, change.before, item);
    }
    if (item === null) return [{ ...place, kind: 'removed', before: {} }];
    const { field, before } = change;
    // What a field is part of may be gone, though nothing stood in the field itself.
    const lost = lostParent(item, field);
    if (lost !== null) {
      return [{ ...place, kind: 'changed', field: lost, before: '…', after: undefined }];
    }
    const present = saidAt(item, field, section);
    return isSame(present, before)
      ? []
      : [{ ...place, kind: 'changed', field, before, after: present }];
  });
}

/**
 * The configuration with these changes done; they have to fit it. A refusal says what could not be used about it, or that
 * something else would change than what was written down.
 */
export function patched(configuration: Excerpt, changes: readonly Change[]): Excerpt | Refusal {
  const items = itemsOf(configuration, changes);
  for (const change of changes) apply(items, change);
  const places = new Map(changes.map((change) => [keyOf(change), change]));
  const said = [...places].map(([key, { section, item }]): ItemSaid => {
    return { section, item, data: items.get(key) ?? null };
  });
  const wanted = withItems(configuration, said);
  if (isRefusal(wanted)) return wanted;
  const done = difference(configuration, wanted);
  const isAsWritten =
    done.length === changes.length &&
    changes.every((change) => done.some((one) => isSameChange(one, change)));
  if (isAsWritten) return wanted;
  const problem = 'it would change something else by now than what was written down';
  return refuse('change-not-possible', { problems: [problem] });
}

/** Whether two changes lead to the same; what stood there before does not count. */
export function isSameChange(one: Change, other: Change): boolean {
  if (one.kind !== other.kind || one.section !== other.section || one.item !== other.item)
    return false;
  if (one.kind === 'added') return isSame(one.after, (other as typeof one).after);
  if (one.kind === 'removed') return isSame(one.before, (other as typeof one).before);
  const changed = other as typeof one;
  return one.field === changed.field && isSame(one.after, changed.after);
}

/** The path of the nearest thing that a field stands in and that is not there; null when all are. */
function lostParent(item: Data, field: string): string | null {
  let path = '';
  for (const name of namesIn(field).slice(0, -1)) {
    path = pathTo(path, name);
    if (!isObject(valueAt(item, path))) return path;
  }
  return null;
}

/** Items by section and name, each as the file says it; null where there is none of its name. */
type Items = Map<string, Data | null>;

function keyOf({ section, item }: Pick<Change, 'section' | 'item'>): string {
  return `${section} ${item}`;
}

/** What changes name, as it is read back once it is stored. */
function itemsOf(configuration: Configuration, changes: readonly Change[]): Items {
  const named = new Set(changes.map(keyOf));
  const own = <List extends ListName>(list: List): Configuration[List] => {
    const all: readonly Item[] = configuration[list];
    const some = all.filter((one) =>
      named.has(keyOf({ section: list, item: nameOfItem(list, one) })),
    );
    return some as Configuration[List];
  };
  const some = {
    connectors: own('connectors'),
    targets: own('targets'),
    policies: own('policies'),
    systemAccounts: own('systemAccounts'),
  };
  // All people and groups stay: what is left names some of them.
  const normal = normalForm({ ...configuration, ...some });
  const found: Items = new Map(changes.map((change) => [keyOf(change), null]));
  const organisation = { section: 'organisation', item: '' } as const;
  found.set(keyOf(organisation), structuredClone({ ...normal.organisation }));
  for (const list of lists) {
    for (const one of normal[list]) {
      const key = keyOf({ section: list, item: nameOfItem(list, one) });
      if (found.has(key)) found.set(key, structuredClone({ ...spelled(list, one) }));
    }
  }
  return found;
}

function apply(items: Items, change: Change): void {
  const { section } = change;
  if (change.kind === 'changed') {
    const item = items.get(keyOf(change)) ?? null;
    if (item === null) throw new Error(`there is no ${section} ${change.item} to change`);
    put(item, change.field, change.after);
    return;
  }
  if (section === 'organisation') throw new Error('the organisation is neither added nor removed');
  items.set(keyOf(change), change.kind === 'added' ? structuredClone({ ...change.after }) : null);
}

/** Null says nothing, but in the settings of a system: the same as where differences are found. */
function saidAt(item: Data, field: string, section: Change['section']): unknown {
  const found = valueAt(item, field);
  return section === 'connectors' || section === 'targets' ? found : (found ?? undefined);
}

function valueAt(item: Data, field: string): unknown {
  return namesIn(field).reduce<unknown>(
    (one, key) => (isObject(one) && Object.hasOwn(one, key) ? one[key] : undefined),
    item,
  );
}

function put(item: Data, field: string, value: unknown): void {
  const keys = [...namesIn(field)];
  const last = keys.pop()!;
  let place = item;
  for (const key of keys) {
    const next = isObject(place[key]) ? { ...place[key] } : {};
    place[key] = next;
    place = next;
  }
  if (value === undefined) delete place[last];
  else
    Object.defineProperty(place, last, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
}
