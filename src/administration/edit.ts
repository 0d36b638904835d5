/**
 * A configuration with what somebody typed done to it: what is named changes and nothing else. Whether the result can be used
 * is judged over the whole, as it is for a file. Pure.
 */
import { nearestNames } from '../elevation/nearest';
import { choosePolicy } from '../elevation/policy';
import { refuse, type Refusal } from '../errors';
import { type Configuration, type ListName } from './configuration';
import { nameOfItem, naming, type Section } from './difference';
import { fieldNamed, type EditField } from './edit-fields';
import { readValue, type TypedValues, type ValueNames } from './edit-values';
import { namesOfTargets, type Excerpt } from './excerpt';
import { isObject, spelled, type Item } from './spelling';
import { withItems, type Data } from './with-items';

/** One field as it was typed. */
export interface FieldEdit extends TypedValues {
  readonly field: string;
}

/** What is to happen to one item; the organisation has no name. */
export interface Edit {
  readonly section: Section;
  readonly act: 'create' | 'set' | 'remove';
  readonly item: string;
  readonly fields: readonly FieldEdit[];
}

/** What typed names mean beyond the configuration. */
export interface EditNames {
  /** Keys of people by what was typed for them. */
  readonly people: ReadonlyMap<string, string>;
  readonly here: ValueNames['here'];
}

/** Texts typed where people are named, each once. */
export function peopleTyped({ section, fields }: Edit): readonly string[] {
  const named = fields.filter(({ field }) => {
    const found = fieldNamed(section, field);
    return 'kind' in found && (found.kind === 'people' || found.kind === 'person');
  });
  return [...new Set(named.flatMap(({ values }) => values))];
}

/** The configuration that an edit leads to, or why it leads nowhere. */
export function editConfiguration(
  configuration: Excerpt,
  edit: Edit,
  names: EditNames,
): Excerpt | Refusal {
  const place = placeOf(configuration, edit);
  if ('refused' in place) return place;
  const { name: item, data } = place;
  const refusal = setFields(configuration, data, edit, names);
  if (refusal !== null) return refusal;
  const { section, act } = edit;
  const isGone = act === 'remove' && section !== 'organisation';
  return withItems(configuration, [{ section, item, data: isGone ? null : data }]);
}

/** The item that an edit is about, as the file says it, before anything is done to it; for a new one its name alone. */
export function itemBefore(
  configuration: Excerpt,
  edit: Pick<Edit, 'section' | 'act' | 'item'>,
): { readonly name: string; readonly item: Readonly<Data> } | Refusal {
  const place = placeOf(configuration, edit);
  return 'refused' in place ? place : { name: place.name, item: place.data };
}

/** Which of all targets an edit is about: several where their names are the same but for upper and lower case. */
export function targetsOfEdit(
  { section, item }: Pick<Edit, 'section' | 'item'>,
  names: readonly string[],
): readonly string[] {
  if (section !== 'targets') return [];
  const name = nameMeant(names, section, item);
  return names.filter((one) => isSameName(one, name));
}

interface EditPlace {
  /** Empty for the organisation. */
  readonly name: string;
  /** As the file says it, to be written to; for what is removed nothing. */
  readonly data: Data;
}

function placeOf(
  configuration: Excerpt,
  { section, act, item: typed }: Pick<Edit, 'section' | 'act' | 'item'>,
): EditPlace | Refusal {
  if (section === 'organisation') {
    return { name: '', data: structuredClone({ ...configuration.organisation }) };
  }
  const name = nameMeant(namesOfTargets(configuration), section, typed);
  const list: readonly Item[] = configuration[section];
  const found = list.find((one) => isSameName(nameOfItem(section, one), name));
  if (act === 'create') {
    if (found !== undefined)
      return refuse('change-item-exists', { item: nameOfItem(section, found), section });
    const data: Data = { [naming[section]]: name };
    if (section === 'approverGroups') Object.assign(data, { members: [], channels: {} });
    return { name, data };
  }
  if (found === undefined) return unknownItem(configuration, section, typed);
  const data = act === 'set' ? structuredClone({ ...spelled(section, found) }) : {};
  return { name: nameOfItem(section, found), data };
}

function unknownItem(configuration: Excerpt, section: ListName, typed: string): Refusal {
  const list: readonly Item[] = configuration[section];
  const known =
    section === 'targets'
      ? namesOfTargets(configuration)
      : list.map((one) => nameOfItem(section, one));
  const governing = section === 'policies' ? governingOf(configuration, typed) : null;
  const nearest = governing === null ? nearestNames(typed, known, 3) : [governing];
  return refuse('change-item-unknown', { typed, section, nearest });
}

/** The pattern that decides about a target without a policy of its own. */
function governingOf(configuration: Excerpt, typed: string): string | null {
  const names = namesOfTargets(configuration);
  const name = nameMeant(names, 'policies', typed);
  if (!names.some((one) => isSameName(one, name))) return null;
  const policies = configuration.policies.map((rules) => {
    return { id: rules.target, pattern: rules.target, rules };
  });
  return choosePolicy(policies, name)?.pattern ?? null;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A target's bare name stands for it where no other has it: as it does where people ask for it. */
function nameMeant(targets: readonly string[], section: ListName, typed: string): string {
  if (section !== 'policies' && section !== 'targets') return typed.trim();
  if (typed.includes('\\')) return typed;
  const found = targets.filter((name) => isSameName(name.slice(name.indexOf('\\') + 1), typed));
  return found.length === 1 ? found[0]! : typed;
}

function setFields(
  configuration: Configuration,
  item: Data,
  { section, fields }: Edit,
  { people, here }: EditNames,
): Refusal | null {
  const names: ValueNames = {
    group: (typed) => groupMeant(configuration, typed),
    person: (typed) => people.get(typed) ?? typed,
    here,
  };
  for (const { field: typed, ...values } of fields) {
    const field = fieldNamed(section, typed);
    if ('nearest' in field) {
      const nearest = field.nearest === null ? [] : [field.nearest];
      return refuse('change-field-unknown', { typed, section, nearest });
    }
    const read = readValue(field.kind, values, at(item, field.path), names);
    if (read === null) return misread(field, values);
    put(item, field.path, read.value === null && field.isLeftOut ? undefined : read.value);
  }
  return null;
}

function misread({ path, example }: EditField, { how, values }: TypedValues): Refusal {
  const sign = { set: '', add: '+', remove: '-' }[how];
  return refuse('change-value', {
    field: path,
    typed: values.map((one) => `${sign}${one}`).join(', '),
    example: `${path} ${example}`,
  });
}

function groupMeant({ approverGroups }: Configuration, typed: string): string {
  return approverGroups.find(({ name }) => isSameName(name, typed.trim()))?.name ?? typed.trim();
}

/** What stands at a path of an item; undefined where nothing does. */
export function at(item: Readonly<Data>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (one, key) => (isObject(one) && Object.hasOwn(one, key) ? one[key] : undefined),
      item,
    );
}

/** Undefined leaves it out. Names of fields come from a table, or begin with `settings.`: never `__proto__`. */
function put(item: Data, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let place = item;
  for (const key of keys) {
    const next = Object.hasOwn(place, key) ? place[key] : undefined;
    const inner: Data = isObject(next) ? { ...next } : {};
    place[key] = inner;
    place = inner;
  }
  if (value === undefined) {
    delete place[last];
    return;
  }
  Object.defineProperty(place, last, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
