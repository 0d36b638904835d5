/** What changes the configuration, as it is typed: an item, then fields with what is to stand in them. */
import { storable, typedOrNull } from '../elevation/typed-text';
import { type ChangeVerb } from '../elevation/permissions';
import {
  formVerbs,
  type ChangeCommand,
  type Command,
  type FormVerb,
  type TypedField,
} from './command';
import { nextWord, type Word } from './words';

/** Nobody types more in one line; a form or a file says it better. */
const fieldsMost = 30;

/** Longer values stand in a file. */
const valueLongest = 500;

/** What takes no item: there is only one of it. */
const withoutItem: ReadonlySet<ChangeVerb> = new Set<ChangeVerb>([
  'settings-set',
  'enable',
  'disable',
]);

interface Typed {
  readonly verb: ChangeVerb;
  /** Where the command begins, and where what follows the verb does. */
  readonly start: number;
  readonly end: number;
}

/**
 *     policy set Search-Mailbox approvals 2 max 4h because of the audit
 *     policy create "Exchange\New-*" approvers "Exchange approvers" default 1h, max 4h
 *     group set "Exchange approvers" members +@dan,-@cara
 *     group set "Exchange approvers" sources add "Security"
 *     group set "Exchange approvers" channel here
 *     settings set default-group "Security"
 *     enable · disable because of the migration
 *
 * A field is a word and what follows is its value; `field=value` and `--field value` say the same. A comma joins values to a list.
 *
 * Without any field the form is wanted: `policy set Search-Mailbox`, `policy create`, `settings set`.
 *
 * @returns what was understood, or what an example of it looks like
 */
export function parseChange(text: string, { verb, start, end }: Typed): Command {
  const noun = nounOf(verb);
  let at = end;
  let item = '';
  if (!withoutItem.has(verb)) {
    const word = nextWord(text, at);
    if (word === null) return makesForm(verb) ? formOf(verb) : { verb: 'help', topic: noun };
    if (word.text.length > valueLongest) return unknown(text.slice(start), examples[verb]);
    item = storable(word.text);
    at = word.end;
  }
  const said = readFields(text, at);
  if (said === null) return unknown(text.slice(start), examples[verb]);
  const { fields, reason } = said;
  if (fields.length === 0 && hasForm(verb)) return formOf(verb, item || null, reason);
  if (fields.length > 0 && takesNone.has(verb)) return unknown(text.slice(start), examples[verb]);
  return { verb, item, fields, reason } satisfies ChangeCommand;
}

function hasForm(verb: ChangeVerb): verb is FormVerb {
  return (formVerbs as readonly ChangeVerb[]).includes(verb);
}

/** Whether it is something new, whose name can be filled in with the rest. */
function makesForm(verb: ChangeVerb): verb is FormVerb {
  return hasForm(verb) && /-(?:create|add)$/u.test(verb);
}

function formOf(verb: FormVerb, item: string | null = null, reason: string | null = null): Command {
  return { verb, form: true, item, reason };
}

const takesNone: ReadonlySet<ChangeVerb> = new Set<ChangeVerb>([
  'disable',
  'policy-remove',
  'group-remove',
  'target-remove',
  'system-account-remove',
]);
const examples: Readonly<Record<ChangeVerb, string>> = {
  enable: 'enable',
  disable: 'disable because of the migration',
  'settings-set': 'settings set default-group "Security"',
  'policy-create': 'policy create Exchange\\New-* approvals 2',
  'policy-set': 'policy set Search-Mailbox approvals 2',
  'policy-remove': 'policy remove Exchange\\New-*',
  'group-create': 'group create "Security" members @ana,@ben channel here',
  'group-set': 'group set "Security" members +@dan',
  'group-remove': 'group remove "Security"',
  'target-add': 'target add Exchange\\New-TransportRule type task',
  'target-set': 'target set Exchange\\New-TransportRule description "New mail rules"',
  'target-remove': 'target remove Exchange\\New-TransportRule',
  'system-account-add':
    'system-account add backup owner @ben reason "Nightly copy" targets Warehouse\\backup until 2027-06-30',
  'system-account-set': 'system-account set backup until 2027-06-30',
  'system-account-remove': 'system-account remove backup',
};

/** How it could be typed. */
export function changeExample(verb: ChangeVerb): string {
  return examples[verb];
}

/** `system-account` of `system-account-add`. */
function nounOf(verb: ChangeVerb): string {
  const at = verb.lastIndexOf('-');
  return at === -1 ? verb : verb.slice(0, at);
}

interface Said {
  readonly fields: readonly TypedField[];
  readonly reason: string | null;
}

/** Null where a field has no value or too long a one, or there are more than anybody types. */
function readFields(text: string, from: number): Said | null {
  const fields: TypedField[] = [];
  let at = from;
  for (;;) {
    const name = nextWord(text, at);
    if (name === null) return { fields, reason: null };
    if (isBecause(name)) return { fields, reason: readReason(text.slice(name.end)) };
    const read = readField(text, name);
    if (read === null || fields.length >= fieldsMost) return null;
    fields.push(...read.fields);
    at = read.end;
  }
}

function isBecause({ text, quoted }: Word): boolean {
  return !quoted && /^because:?$/iu.test(text);
}

function readReason(rest: string): string | null {
  return typedOrNull(rest.replace(/^\s*of(?=\s)/iu, ''));
}

interface ReadField {
  readonly fields: readonly TypedField[];
  readonly end: number;
}

/** `approvals 2`, `approvals=2`, `--approvals 2`. */
function readField(text: string, name: Word): ReadField | null {
  const [, typed, given] = /^-{0,2}([A-Za-z][\w.-]*)(?:[=:](.*))?$/su.exec(name.text) ?? [];
  if (typed === undefined) return null;
  // What is quoted behind the sign is a word of its own; what is not is the rest of this one.
  const hasValue = given !== undefined && given !== '';
  const first = hasValue ? { ...name, text: given } : nextWord(text, name.end);
  if (first === null || isBecause(first)) return null;
  const act = hasValue ? null : actNamed(typed, first);
  const start = act === null ? first : nextWord(text, first.end);
  if (start === null) return null;
  const { values, end } = readValues(text, start);
  // Half of a value is another value.
  if (values.some((one) => one.text.length > valueLongest)) return null;
  if (values.length === 0) return null;
  const own = values.map((one) => one.text);
  return {
    fields:
      act === null
        ? fieldsOf(typed, values)
        : [{ field: typed, how: act, values: own.map(storable) }],
    end,
  };
}

/** `sources add "Night watch"`: a name in quotes has no sign. What is called so itself stands in quotes. */
function actNamed(field: string, { text, quoted }: Word): 'add' | 'remove' | null {
  if (quoted || !/^(?:members?|people|sources?)$/iu.test(field)) return null;
  const act = text.toLowerCase();
  return act === 'add' || act === 'remove' ? act : null;
}

interface Value {
  readonly text: string;
  readonly quoted: boolean;
}

/** One value, or several with commas between them, wherever spaces stand. */
function readValues(text: string, first: Word): { values: readonly Value[]; end: number } {
  const values: Value[] = [];
  let word: Word | null = first;
  let end = first.end;
  while (word !== null && values.length < 100) {
    values.push(...split(word));
    ({ end } = word);
    const continues = endsInComma(word) || /^\s*,/u.test(text.slice(end));
    if (!continues) break;
    word = nextWord(text, skipComma(text, end));
  }
  return { values, end };
}

/** A comma inside of quotes is part of what is named. */
function split({ text, quoted }: Word): readonly Value[] {
  if (quoted) return [{ text, quoted }];
  const parts = text.split(',').filter((part) => part !== '');
  return parts.map((part) => ({ text: part, quoted }));
}

function endsInComma({ text, quoted }: Word): boolean {
  return !quoted && text.endsWith(',');
}

function skipComma(text: string, at: number): number {
  const comma = /^\s*,/u.exec(text.slice(at));
  return at + (comma?.[0].length ?? 0);
}

/** Those that add, remove and set, each together. */
function fieldsOf(field: string, values: readonly Value[]): readonly TypedField[] {
  const read = values.map(({ text, quoted }) => {
    const [, sign, rest] = quoted ? [] : (/^([+-])(.+)$/su.exec(text) ?? []);
    const how = sign === '+' ? 'add' : sign === '-' ? 'remove' : 'set';
    return { how, value: storable(rest ?? text) } as const;
  });
  return (['set', 'add', 'remove'] as const).flatMap((how) => {
    const own = read.filter((one) => one.how === how).map(({ value }) => value);
    return own.length === 0 ? [] : [{ field, how, values: own }];
  });
}

function unknown(typed: string, nearest: string): Command {
  return { verb: 'unknown', typed: cut(typed), nearest };
}

/** Cutting may halve a character of two units. */
function cut(typed: string): string {
  return storable(typed.slice(0, valueLongest));
}
