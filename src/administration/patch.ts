/** Doing a change that was written down to what is configured by now. Pure. */
import { type Configuration } from './configuration';
import { changedFields, difference, nameOfItem, type Change } from './difference';
import { checked, dataOf } from './edit';
import { namesIn, pathTo } from './paths';
import { normalForm } from './rows';
import { isObject, isSame } from './spelling';
import { isRefusal, refuse, type Refusal } from '../errors';

type Data = Record<string, unknown>;

/**
 * The changes that do not fit any more: what they start from has changed in the meantime. Each comes as what stands there now,
 * against what stood there when it was written down.
 */
export function conflictsOf(
  configuration: Configuration,
  changes: readonly Change[],
): readonly Change[] {
  const data = dataOf(normalForm(configuration));
  return changes.flatMap((change): readonly Change[] => {
    const item = itemOf(data, change);
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
export function patched(
  configuration: Configuration,
  changes: readonly Change[],
): Configuration | Refusal {
  const data = dataOf(normalForm(configuration));
  for (const change of changes) apply(data, change);
  const wanted = checked(data);
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

type Lists = ReturnType<typeof dataOf>;

function apply(data: Lists, change: Change): void {
  const { section } = change;
  if (change.kind === 'changed') {
    const item = itemOf(data, change);
    if (item === null) throw new Error(`there is no ${section} ${change.item} to change`);
    put(item, change.field, change.after);
    return;
  }
  if (section === 'organisation') throw new Error('the organisation is neither added nor removed');
  if (change.kind === 'added') {
    data[section].push(structuredClone({ ...change.after }));
    return;
  }
  data[section] = data[section].filter((one) => keyOf(section, one) !== change.item);
}

function itemOf(data: Lists, { section, item }: Change): Data | null {
  if (section === 'organisation') return data.organisation;
  return data[section].find((one) => keyOf(section, one) === item) ?? null;
}

function keyOf(section: Exclude<Change['section'], 'organisation'>, item: Data): string {
  return nameOfItem(section, item as never);
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
