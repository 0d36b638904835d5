/**
 * Forms for changes of the configuration: what one has, filled with what is so now, and what was changed in it as it would have
 * been typed. Nothing is judged here but what cannot be read. Pure.
 */
import { excerpt } from '../elevation/typed-text';
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../errors';
import { type Configuration } from './configuration';
import { type Change, type Section } from './difference';
import { at, itemBefore, type Edit, type FieldEdit } from './edit';
import { fieldNamed } from './edit-fields';
import { type Excerpt } from './excerpt';
import { formFields, type FieldForm } from './form-fields';
import { linesOf, textOf } from './form-text';
import { usualOf } from './spelling';

/** Which change a form is for. */
export type FormPlace = Pick<Edit, 'section' | 'item'> & { readonly act: 'create' | 'set' };

/** A form as it was filled when it was made: what is sent in is compared with this, whatever is configured by then. */
export interface ChangeForm extends FormPlace {
  readonly fields: readonly FormField[];
  /** What has a field most often and none here, because it does not fit: it stays as it is. Forms of earlier versions do not say. */
  readonly left?: readonly LeftField[];
}

export interface LeftField {
  /** Of the input that it would have. */
  readonly name: string;
  /** How it could be changed all the same. */
  readonly typed: string;
}

export interface FormField {
  /** Of its input, on both platforms. */
  readonly name: string;
  /** Where it stands in its item. */
  readonly path: string;
  readonly as: FieldForm['as'];
  /** A value that could stand there, as it would be written in the form. */
  readonly example: string;
  readonly shown: string;
  /** Whether nothing may stand there. */
  readonly optional: boolean;
  /** What can be chosen; none where it is written. */
  readonly options: readonly FormOption[];
}

export interface FormOption {
  /** What the input sends. */
  readonly value: string;
  /** What it means, as it would be typed; empty for nothing. */
  readonly typed: string;
}

/** The name that a new item gets, and why something is changed: fields of every form that has them. */
export const itemField = 'item';
export const becauseField = 'because';

/** What a field takes, in characters. What is longer already is typed, or nobody could leave it as it is. */
export const most = { line: 300, lines: 1500, because: 1000 } as const;

/** More groups than this are written and not chosen: the card would be too large for Teams. */
const optionsMost = 25;
/** What Slack takes of an option. */
const optionLongest = 75;

/** The form for a change, filled with what is so now; a refusal where there is nothing to change, or something to make is there. */
export function changeForm(configuration: Excerpt, place: FormPlace): ChangeForm | Refusal {
  const { section, act } = place;
  const isNameless = act === 'create' && place.item === '';
  const found = isNameless ? { name: '', item: {} } : itemBefore(configuration, place);
  if (isRefusal(found)) return found;
  const { defaultApproverGroup } = configuration.organisation;
  const isNew = act === 'create' && section !== 'organisation';
  const usual = isNew ? usualOf(section, defaultApproverGroup) : {};
  const item = { ...usual, ...found.item };
  const all = formFields(section).map((field) => {
    return { field, made: fieldOf(configuration, place, item, field) };
  });
  return {
    section,
    act,
    item: found.name,
    fields: all.flatMap(({ made }) => made ?? []),
    left: all
      .filter(({ made }) => made === null)
      .map(({ field }) => ({ name: field.name, typed: typedFor(section, field) })),
  };
}

/** `members +@ben`, `settings.role prod_rw` */
function typedFor(section: Section, { path, as, example }: FieldForm): string {
  return as === 'settings' ? `${path}.${example ?? ''}` : `${path} ${exampleTyped(section, path)}`;
}

/** Null where what stands there does not fit into a form. */
function fieldOf(
  { approverGroups }: Configuration,
  { section, act }: FormPlace,
  item: Readonly<Record<string, unknown>>,
  { name, path, as, ...form }: FieldForm,
): FormField | null {
  const shown = textOf(as, at(item, path));
  const longest = as === 'lines' || as === 'settings' ? most.lines : most.line;
  if (shown === null || shown.length > longest) return null;
  const example = form.example ?? exampleOf(section, path);
  const optional = form.canUnset === true || (act === 'set' && shown === '');
  const field = { name, path, as, example, shown, optional };
  if (as !== 'choice' && as !== 'group') return { ...field, options: [] };
  const options =
    as === 'group'
      ? approverGroups.map((group, index) => ({ value: `group-${index + 1}`, typed: group.name }))
      : form.options!.map((typed) => ({ value: typed === '' ? 'unset' : typed, typed }));
  // What is so now can be left so.
  const kept = options.filter(
    ({ typed }) => typed !== '' || shown === '' || form.canUnset === true,
  );
  const isChosen =
    kept.length <= optionsMost && kept.every(({ typed }) => typed.length <= optionLongest);
  return isChosen ? { ...field, options: kept } : { ...field, as: 'line', options: [] };
}

/** Without the quotes that a command would need. */
function exampleOf(section: Section, path: string): string {
  return exampleTyped(section, path).replace(/^"(.*)"$/u, '$1');
}

function exampleTyped(section: Section, path: string): string {
  const field = fieldNamed(section, path);
  return 'example' in field ? field.example : '';
}

/** What was sent in, by the names of its fields; what is not there was left as it was. */
export type Filled = Readonly<Record<string, string>>;

/** The name of what is made or changed. */
export function itemSent({ act, item }: FormPlace, filled: Filled): string {
  return act === 'create' ? (textIn(filled, itemField) ?? item) : item;
}

export function reasonSent(filled: Filled): string | null {
  return textIn(filled, becauseField) || null;
}

/** What was changed in the form, as it would have been typed. A refusal where it is more than could be. */
export function fieldsSent(form: ChangeForm, filled: Filled): readonly FieldEdit[] | Refusal {
  const sent: FieldEdit[] = [];
  for (const field of form.fields) {
    const text = sentIn(field, filled);
    if (text === null || isSameText(field, text, field.shown)) continue;
    const edits = editsOf(field, text);
    if (
      edits === null ||
      edits.some(({ values }) => values.some((one) => one.length > valueLongest))
    ) {
      const { path, example } = field;
      return refuse('change-value', {
        field: path,
        typed: excerpt(text),
        example: `${path} ${example}`,
      });
    }
    sent.push(...edits);
  }
  return sent;
}

/** As for what is typed. */
const valueLongest = 500;

/**
 * What was changed in the form and is not any more as the form showed it: somebody else was faster. What both changed to the same
 * is none of it.
 */
export function changedSince(
  configuration: Excerpt,
  form: ChangeForm,
  filled: Filled,
): readonly Change[] {
  if (form.act === 'create') return [];
  const now = changeForm(configuration, form);
  // That it is gone is refused like anything else that is not there.
  if (isRefusal(now)) return [];
  const { section, item } = form;
  return form.fields.flatMap((field): readonly Change[] => {
    const text = sentIn(field, filled);
    const present = now.fields.find(({ name }) => name === field.name)?.shown ?? '…';
    const isTouched = text !== null && !isSameText(field, text, field.shown);
    if (!isTouched || isSameText(field, present, field.shown) || isSameText(field, present, text))
      return [];
    const [before, after] = [field.shown, present].map((one) => (one === '' ? undefined : one));
    return [{ section, item, kind: 'changed', field: field.path, before, after }];
  });
}

/** The field that a refusal is about; null where it is about none, or about several. */
export function fieldRefused(
  form: ChangeForm,
  filled: Filled,
  { refused, facts }: Refusal,
): string | null {
  const touched = form.fields.filter((field) => {
    const text = sentIn(field, filled);
    return text !== null && !isSameText(field, text, field.shown);
  });
  const paths = pathsRefused[refused] ?? [];
  if (refused === 'change-item-exists') return itemField;
  if (refused === 'reason-too-long') return becauseField;
  if (refused === 'change-value') return nameAt(touched, (path) => path === facts.field);
  if (refused !== 'change-not-possible') return nameAt(touched, (path) => paths.includes(path));
  return problemField(form, [...touched, ...form.fields], facts.problems as readonly string[]);
}

/** Where a value stands that a refusal is about without naming it. */
const pathsRefused: Readonly<Partial<Record<RefusalCode, readonly string[]>>> = {
  'change-here': ['channels'],
  'person-unknown': ['members', 'owner'],
  'person-ambiguous': ['members', 'owner'],
};

function nameAt(fields: readonly FormField[], isIt: (path: string) => boolean): string | null {
  return fields.find(({ path }) => isIt(path))?.name ?? null;
}

/** `policies Exchange\*.durationMax: …`; what is wrong with the name stands behind the name of its own field. */
function problemField(
  { act }: ChangeForm,
  fields: readonly FormField[],
  problems: readonly string[],
): string | null {
  for (const problem of problems) {
    const found = fields.find((field) =>
      [': ', '.'].some((end) => problem.includes(`.${placeOfField(field)}${end}`)),
    );
    if (found !== undefined) return found.name;
    if (act === 'create' && /\.(?:target|name): /u.test(problem)) return itemField;
  }
  return null;
}

/** Both channels stand in one place, each under its platform. */
function placeOfField({ path, as }: FormField): string {
  return as === 'slack' || as === 'teams' ? `${path}.${as}` : path;
}

/** As it would be typed; null where the field was not sent, or was chosen from what was never offered. */
function sentIn({ name, options }: FormField, filled: Filled): string | null {
  const text = textIn(filled, name);
  if (text === null || options.length === 0) return text;
  return options.find(({ value }) => value === text)?.typed ?? null;
}

/** Without what platforms put between two braces, and with one kind of line end. */
function textIn(filled: Filled, name: string): string | null {
  if (!Object.hasOwn(filled, name)) return null;
  return filled[name]!.replaceAll('\u2060', '').replace(/\r\n?/gu, '\n').trim();
}

function isSameText({ as }: FormField, one: string, other: string): boolean {
  if (as !== 'lines') return one === plainly(other);
  const [left, right] = [linesOf(one), linesOf(other)].map((lines) => lines.map(lower).sort());
  return left!.length === right!.length && left!.every((line, index) => line === right![index]);
}

/** As it would come back when nobody touched it. */
function plainly(shown: string): string {
  return textIn({ shown }, 'shown')!;
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** Null where a line of it says nothing. */
function editsOf(field: FormField, text: string): readonly FieldEdit[] | null {
  const { path, as } = field;
  const set = (value: string): FieldEdit => ({ field: path, how: 'set', values: [value] });
  switch (as) {
    case 'lines':
      return listEdits(field, text);
    case 'settings':
      return settingEdits(field, text);
    case 'slack':
    case 'teams':
      return [set(/^(?:slack|teams):/iu.test(text) ? text : here(as, text || 'none'))];
    case 'number':
      return [set(text)];
    case 'choice':
    case 'group':
    case 'line':
      return [set(text === '' ? 'none' : text)];
  }
}

function here(platform: string, text: string): string {
  return /^here$/iu.test(text) ? text : `${platform}:${text}`;
}

/**
 * What was taken out and what was put in, each by itself: whatever else is in the list stays as it is, with what the form does not
 * show of it. What comes in under another name goes out first.
 */
function listEdits({ path, shown }: FormField, text: string): readonly FieldEdit[] {
  const [before, after] = [linesOf(shown), linesOf(text)];
  const [was, is] = [before, after].map((lines) => new Set(lines.map(lower)));
  const removed = before.filter((line) => !is!.has(lower(line)));
  const added = after.filter((line) => !was!.has(lower(line)));
  return [
    ...(removed.length === 0 ? [] : [{ field: path, how: 'remove', values: removed } as const]),
    ...(added.length === 0 ? [] : [{ field: path, how: 'add', values: added } as const]),
  ];
}

/** `role prod_rw`, a setting on each line; one that is left out is left out. */
function settingEdits({ path, shown }: FormField, text: string): readonly FieldEdit[] | null {
  const [before, after] = [shown, text].map(settingsIn);
  // What has no name that could be typed can only be left as it is.
  if (before!.unread !== after!.unread) return null;
  const [was, is] = [before!.read, after!.read];
  const values = [
    ...[...is].filter(([name, value]) => was.get(name) !== value),
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => [name, 'none'] as const),
  ];
  return values.map(([name, value]) => ({ field: `${path}.${name}`, how: 'set', values: [value] }));
}

interface SettingsRead {
  readonly read: ReadonlyMap<string, string>;
  /** The lines that are no settings. */
  readonly unread: string;
}

/** A comma belongs to the value. */
function settingsIn(text: string): SettingsRead {
  const written = text.split('\n').map((line) => line.trim());
  const unread = written.filter((line) => line !== '' && settingOf(line) === null);
  const read = written.map(settingOf).filter((one) => one !== null);
  return { read: new Map(read), unread: unread.sort().join('\n') };
}

type Setting = readonly [name: string, value: string];

function settingOf(line: string): Setting | null {
  const [, name, value] = /^([\w-]+)\s*[=:\s]\s*(\S.*)$/u.exec(line) ?? [];
  return name === undefined ? null : [name, value!];
}
