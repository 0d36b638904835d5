/** What people type for a field of the configuration, as the value that the file would have there. Pure. */
import { nestedSource } from './group-sources';
import { isObject } from './spelling';

/** What can stand in a field. */
export type FieldKind =
  | 'text'
  | 'count'
  | 'yes-or-no'
  | 'list'
  | 'groups'
  | 'group'
  | 'sources'
  | 'people'
  | 'person'
  | 'moment'
  | 'requesters'
  | 'stages'
  | 'hours'
  | 'budget'
  | 'escalation'
  | 'allowed'
  | 'channel';

export interface TypedValues {
  readonly how: 'set' | 'add' | 'remove';
  readonly values: readonly string[];
}

/** What names mean: each as it is configured, or as it was typed where nothing is called so. */
export interface ValueNames {
  readonly group: (typed: string) => string;
  readonly person: (typed: string) => string;
  /** Platform and `TENANT/CHANNEL` of where it is typed; null where that is no channel. */
  readonly here: { readonly platform: string; readonly channel: string } | null;
}

type Read = { readonly value: unknown } | null;

/**
 * @param present what stands there now, as the file would say it
 * @returns null when it cannot stand there; what is wrong inside a text or a number shows when the whole is read
 */
export function readValue(
  kind: FieldKind,
  { how, values }: TypedValues,
  present: unknown,
  names: ValueNames,
): Read {
  const list = listKinds[kind];
  if (list !== undefined) {
    return readList({ how, values }, present, list(names));
  }
  const [typed] = values;
  if (how !== 'set' || typed === undefined || values.length > 1) return null;
  if (isNothing(typed)) return kind === 'count' ? null : { value: null };
  return singleReaders[kind as SingleKind](typed, present, names);
}

/** Words for leaving a field out. */
function isNothing(typed: string): boolean {
  return /^(?:none|nothing|null|\$null)$/iu.test(typed);
}

type ListKind = 'list' | 'groups' | 'people' | 'sources' | 'requesters' | 'stages';
type SingleKind = Exclude<FieldKind, ListKind>;

/** How one of a list is written, and what it is known by. */
interface ListForm {
  readonly item: (typed: string) => unknown;
  readonly keyOf: (item: unknown) => string;
}

const plainKey = (item: unknown): string => String(item).toLowerCase();
const groupKey =
  (field: string) =>
  (item: unknown): string =>
    isObject(item) ? plainKey(item[field]) : plainKey(item);

const listKinds: Partial<Record<FieldKind, (names: ValueNames) => ListForm>> = {
  list: () => ({ item: (typed) => typed, keyOf: plainKey }),
  groups: ({ group }) => ({ item: group, keyOf: plainKey }),
  people: ({ person }) => ({ item: person, keyOf: plainKey }),
  sources: ({ group }) => ({ item: (typed) => sourceOf(typed, group), keyOf: plainKey }),
  requesters: ({ group }) => ({
    item: (typed) => ({ group: group(typed), until: null }),
    keyOf: groupKey('group'),
  }),
  stages: ({ group }) => ({
    item: (typed) => stageOf(typed, group),
    keyOf: groupKey('approverGroup'),
  }),
};

/** `group:Security`, `entra:TENANT-ID/GROUP-ID`, `ad:DOMAIN/OBJECT-GUID`; the name of a group alone means it, too. */
function sourceOf(typed: string, group: ValueNames['group']): string {
  if (/^[a-z]+:[^\s/]+\/\S+$/iu.test(typed)) return typed.toLowerCase();
  const [, name = typed] = /^group:\s*(.+)$/isu.exec(typed) ?? [];
  return nestedSource(group(name));
}

/** `Security`, or `Security*2` for two approvals. */
function stageOf(typed: string, group: ValueNames['group']): unknown {
  const [, name, count] = /^(.*?)\s*[*×]\s*([0-9]{1,2})$/su.exec(typed) ?? [];
  return name === undefined
    ? { approverGroup: group(typed), approvalsNeeded: 1 }
    : { approverGroup: group(name), approvalsNeeded: Number(count) };
}

function readList({ how, values }: TypedValues, present: unknown, form: ListForm): Read {
  const own = values.map(form.item);
  const isEmptied = values.length === 1 && /^(?:none|nobody|everybody)$/iu.test(values[0]!);
  if (how === 'set') return { value: isEmptied ? [] : own };
  const old: readonly unknown[] = Array.isArray(present) ? present : [];
  const known = new Set(old.map(form.keyOf));
  const named = new Set(own.map(form.keyOf));
  if (how === 'add')
    return { value: [...old, ...own.filter((one) => !known.has(form.keyOf(one)))] };
  // Whoever removes what is not there has mistaken one for another.
  if (![...named].every((key) => known.has(key))) return null;
  return { value: old.filter((one) => !named.has(form.keyOf(one))) };
}

type Reader = (typed: string, present: unknown, names: ValueNames) => Read;

const singleReaders: Readonly<Record<SingleKind, Reader>> = {
  text: (typed) => ({ value: typed }),
  group: (typed, _present, { group }) => ({ value: group(typed) }),
  person: (typed, _present, { person }) => ({ value: person(typed) }),
  // A day is over when it ends.
  moment: (typed) => ({
    value: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(typed) ? `${typed}T23:59:59.000Z` : typed,
  }),
  count: (typed) => (/^[0-9]{1,6}$/u.test(typed) ? { value: Number(typed) } : null),
  'yes-or-no': (typed) => yesOrNo(typed),
  allowed: (typed, present) => {
    const read = yesOrNo(typed);
    return read && { value: { ...(isObject(present) ? present : {}), allowed: read.value } };
  },
  hours: (typed) => hoursOf(typed),
  budget: (typed) => {
    const [, count, per] = /^([0-9]{1,4})\s*(?:per|in|\/)\s*(.+)$/iu.exec(typed) ?? [];
    return per === undefined ? null : { value: { count: Number(count), per } };
  },
  escalation: (typed, _present, { group }) => {
    const [, after, to] = /^(.+?)\s+to\s+(.+)$/iu.exec(typed) ?? [];
    return to === undefined ? null : { value: { after, approverGroup: group(to) } };
  },
  channel: (typed, present, { here }) => {
    if (here === null || !/^here$/iu.test(typed)) return channelNamed(typed, present);
    return { value: { ...(isObject(present) ? present : {}), [here.platform]: here.channel } };
  },
};

function yesOrNo(typed: string): { readonly value: boolean } | null {
  if (/^(?:yes|true|on|\$true|allowed|required)$/iu.test(typed)) return { value: true };
  if (/^(?:no|false|off|\$false|optional)$/iu.test(typed)) return { value: false };
  return null;
}

/** `mon-fri 08:00-18:00 Europe/Vienna` */
function hoursOf(typed: string): Read {
  const found =
    /^(?:([a-z,\s-]+?)\s+)?([0-9]{2}:[0-9]{2})\s*-\s*([0-9]{2}:[0-9]{2})\s+([A-Za-z_+\-/0-9]+)$/iu.exec(
      typed,
    );
  if (found === null) return null;
  const [, days, from, to, zone] = found;
  const named = days === undefined ? undefined : daysOf(days);
  return named === null ? null : { value: { ...(named && { days: named }), from, to, zone } };
}

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `mon-fri` or `mon,wed`; null when it is neither. */
function daysOf(typed: string): readonly string[] | null {
  const days: string[] = [];
  for (const part of typed.toLowerCase().split(/[\s,]+/u)) {
    const [from, to = from, ...more] = part.split('-').map((day) => week.indexOf(day.slice(0, 3)));
    if (from === undefined || to === undefined || more.length > 0) return null;
    if (from < 0 || to < from) return null;
    days.push(...week.slice(from, to + 1));
  }
  return [...new Set(days)];
}

/** `slack:T0123ABCD/C0456EFGH`; `slack:none` takes away the channel there. */
function channelNamed(typed: string, present: unknown): Read {
  const [, platform, channel] = /^(slack|teams):(.+)$/iu.exec(typed) ?? [];
  if (platform === undefined) return null;
  const others = Object.entries(isObject(present) ? present : {}).filter(
    ([name]) => name !== platform.toLowerCase(),
  );
  const named = isNothing(channel!) ? [] : [[platform.toLowerCase(), channel] as const];
  return { value: Object.fromEntries([...others, ...named]) };
}
