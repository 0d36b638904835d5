/** A difference as people read it, a line for each change. */
import { plain, say } from '../words';
import { type Change, type Place } from './difference';
import { isObject } from './spelling';
import { type Weakening } from './weakening';

/** A line for each change, those that weaken control with a mark, and below them why they do. */
export function differenceLines(
  changes: readonly Change[],
  weakenings: readonly Weakening[],
): readonly string[] {
  const lines = changes.map((change) => {
    const isMarked = weakenings.some((one) => isAbout(one, change));
    return `${isMarked ? '!' : ' '} ${changeLine(change)}`;
  });
  if (weakenings.length === 0) return lines;
  return [...lines, '', plain(say('weakens.head')), ...weakeningLines(weakenings)];
}

/** `  policies Exchange\*: durationMax: a right or a request can last longer` */
function weakeningLines(weakenings: readonly Weakening[]): readonly string[] {
  const lines = weakenings.map(({ field, why, ...place }) => {
    const where = field === null ? placeText(place) : `${placeText(place)}: ${field}`;
    return `  ${plain(say('weakens.line', { where, why: plain(say(`weakens.${why}`)) }))}`;
  });
  return [...new Set(lines)];
}

/** Whether a change is what, or part of what, weakens. */
export function isAbout({ section, item, field }: Weakening, change: Change): boolean {
  if (section !== change.section || item !== change.item) return false;
  if (field === null || change.kind !== 'changed') return true;
  return `${change.field}.`.startsWith(`${field}.`) || `${field}.`.startsWith(`${change.field}.`);
}

function placeText({ section, item }: Place): string {
  return item === '' ? section : `${section} ${shown(item)}`;
}

/** `~ policies Exchange\Search-Mailbox: approvalsNeeded 1 → 2` */
export function changeLine(change: Change): string {
  const item = placeText(change);
  const { kind } = change;
  if (kind !== 'changed') return plain(say(`change.${kind}`, { item }));
  const { field, before, after } = change;
  const members = membersChanged(change);
  if (members !== '') return plain(say('change.members', { item, field, members }));
  return plain(say('change.changed', { item, field, before: shown(before), after: shown(after) }));
}

/** `+ ben, - cara` for lists of names; empty for everything else, and where their order says something. */
export function membersChanged({ before, after }: Extract<Change, { kind: 'changed' }>): string {
  if (!isTexts(before) || !isTexts(after)) return '';
  if (!isSet(before) || !isSet(after)) return '';
  return joined([
    ...after.filter((one) => !before.includes(one)).map((one) => `+ ${shown(one)}`),
    ...before.filter((one) => !after.includes(one)).map((one) => `- ${shown(one)}`),
  ]);
}

/** Each once, in the order of the alphabet: the order says nothing. */
function isSet(texts: readonly string[]): boolean {
  return texts.every((one, at) => at === 0 || texts[at - 1]! < one);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * As it would be written on one line; nothing in it can begin another one, and what is not the same never looks the same.
 * @param saysNull where null says something: in the settings of a system
 */
export function shown(value: unknown, saysNull = false): string {
  if (value === undefined) return nothing();
  if (Array.isArray(value)) return `[${joined(value.map((one) => shown(one, saysNull)))}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).filter(([, one]) => saysNull || one !== null);
    // The database keeps keys by their length: in the order of the alphabet each stands where it is looked for.
    const sorted = fields.sort(([one], [other]) => (one < other ? -1 : 1));
    const said = sorted.map(([field, one]) => `${shown(field)}: ${shown(one, saysNull)}`);
    return `{ ${joined(said)} }`;
  }
  if (typeof value === 'string' && isPlainText(value)) return value;
  return seen(JSON.stringify(value));
}

function nothing(): string {
  return plain(say('change.nothing'));
}

/** What could be taken for a number, for nothing, or for more than one value, stands in quotes. */
function isPlainText(text: string): boolean {
  return isPlain.test(text) && !isValue.test(text) && text !== nothing() && seen(text) === text;
}

const isValue = /^(?:true|false|null|-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)$/iu;

/** What would not be seen, what would begin another line, and letters that pass for those of another script. */
function seen(text: string): string {
  const visible = text.replace(unseen, escaped);
  const composed = visible.normalize('NFC') === visible;
  const whole = composed
    ? visible
    : visible.replace(/[^]/gu, (one) => (isAmbiguous(one) ? escaped(one) : one));
  return whole.replace(/\p{L}+/gu, (word) =>
    /\p{Script=Latin}/u.test(word) ? word.replace(foreign, escaped) : word,
  );
}

const unseen =
  /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u115F\u1160\u3164\uFFA0]|(?<= ) /gu;

/** Letters beside Latin ones in the same word. */
const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/gu;

/** A mark of its own, or a character that is written in another way, too. */
function isAmbiguous(character: string): boolean {
  return /\p{M}/u.test(character) || character.normalize('NFC') !== character;
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Letters, digits and what stands in names; not with spaces at its ends, nor with what stands between values. */
const isPlain =
  /^[^\p{C}\p{Z},"'[\]{}→]*[^\p{C}\p{Z},"'[\]{}→:](?: [^\p{C}\p{Z},"'[\]{}→]*[^\p{C}\p{Z},"'[\]{}→:])*$/u;

function joined(parts: readonly string[]): string {
  return parts.join(', ');
}
