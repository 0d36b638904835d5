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
import { inspectData } from './inspect-configuration';
import { isObject, spelled, type Item } from './spelling';

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

type Data = Record<string, unknown>;
type Lists = Record<ListName, Data[]> & { organisation: Data };

/** Everything that a configuration says, as plain data: read as a file it is the same configuration. */
export function dataOf(configuration: Configuration): Lists {
  const list = (name: ListName): Data[] =>
    configuration[name].map((item) => structuredClone({ ...spelled(name, item) }));
  return {
    organisation: structuredClone({ ...configuration.organisation }),
    people: list('people'),
    approverGroups: list('approverGroups'),
    connectors: list('connectors'),
    targets: list('targets'),
    policies: list('policies'),
    systemAccounts: list('systemAccounts'),
  };
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
  configuration: Configuration,
  edit: Edit,
  names: EditNames,
): Configuration | Refusal {
  const data = dataOf(configuration);
  const place = placeOf(configuration, data, edit);
  if ('refused' in place) return place;
  const refusal = setFields(configuration, place.item, edit, names);
  if (refusal !== null) return refusal;
  return checked(data);
}

/** The item that an edit is about, as the file says it, before anything is done to it; for a new one its name alone. */
export function itemBefore(
  configuration: Configuration,
  edit: Pick<Edit, 'section' | 'act' | 'item'>,
): { readonly name: string; readonly item: Readonly<Data> } | Refusal {
  const place = placeOf(configuration, dataOf(configuration), edit);
  if ('refused' in place) return place;
  const { item } = place;
  return { name: edit.section === 'organisation' ? '' : nameOf(edit.section, item), item };
}

/** Reads plain data as a file would be read. */
export function checked(data: unknown): Configuration | Refusal {
  const { configuration, problems } = inspectData(data);
  if (configuration === null || problems.length > 0) {
    return refuse('change-not-possible', { problems: problems.map((one) => named(one, data)) });
  }
  return configuration;
}

/** `policies.3.durationMax: …` with the name of the policy in the place of its position. */
function named(problem: string, data: unknown): string {
  return problem.replace(/^([A-Za-z]+)\.([0-9]+)/u, (whole, list: string, index: string) => {
    const items = isObject(data) ? data[list] : null;
    const item: unknown = Array.isArray(items) ? items[Number(index)] : null;
    return isObject(item)
      ? `${list} ${nameOfItem(list as ListName, item as unknown as Item)}`
      : whole;
  });
}

/** The item as plain data that can be written to; an edit that removes it has done so. */
function placeOf(
  configuration: Configuration,
  data: Lists,
  { section, act, item: typed }: Pick<Edit, 'section' | 'act' | 'item'>,
): { readonly item: Data } | Refusal {
  if (section === 'organisation') return { item: data.organisation };
  const list = data[section];
  const name = nameMeant(configuration, section, typed);
  const at = list.findIndex((one) => isSameName(nameOf(section, one), name));
  if (act === 'create') {
    if (at !== -1)
      return refuse('change-item-exists', { item: nameOf(section, list[at]!), section });
    const item: Data = { [naming[section]]: name };
    if (section === 'approverGroups') Object.assign(item, { members: [], channels: {} });
    list.push(item);
    return { item };
  }
  if (at === -1) return unknownItem(configuration, section, typed, list);
  if (act === 'set') return { item: list[at]! };
  list.splice(at, 1);
  return { item: {} };
}

function unknownItem(
  configuration: Configuration,
  section: ListName,
  typed: string,
  list: readonly Data[],
): Refusal {
  const known = list.map((one) => nameOf(section, one));
  const governing = section === 'policies' ? governingOf(configuration, typed) : null;
  const nearest = governing === null ? nearestNames(typed, known, 3) : [governing];
  return refuse('change-item-unknown', { typed, section, nearest });
}

/** The pattern that decides about a target without a policy of its own. */
function governingOf(configuration: Configuration, typed: string): string | null {
  const name = nameMeant(configuration, 'policies', typed);
  if (!configuration.targets.some((one) => isSameName(one.name, name))) return null;
  const policies = configuration.policies.map((rules) => {
    return { id: rules.target, pattern: rules.target, rules };
  });
  return choosePolicy(policies, name)?.pattern ?? null;
}

function nameOf(section: ListName, item: Data): string {
  return String(item[naming[section]]);
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A target's bare name stands for it where no other has it: as it does where people ask for it. */
function nameMeant({ targets }: Configuration, section: ListName, typed: string): string {
  if (section !== 'policies' && section !== 'targets') return typed.trim();
  if (typed.includes('\\')) return typed;
  const found = targets.filter(({ name }) => isSameName(name.slice(name.indexOf('\\') + 1), typed));
  return found.length === 1 ? found[0]!.name : typed;
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
