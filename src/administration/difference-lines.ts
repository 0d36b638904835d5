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

/** `+ ben, - cara` for lists of names; empty for everything else, and where only their order differs. */
export function membersChanged({ before, after }: Extract<Change, { kind: 'changed' }>): string {
  if (!isTexts(before) || !isTexts(after)) return '';
  return joined([
    ...after.filter((one) => !before.includes(one)).map((one) => `+ ${shown(one)}`),
    ...before.filter((one) => !after.includes(one)).map((one) => `- ${shown(one)}`),
  ]);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** As it would be written on one line; nothing in it can begin another one. */
export function shown(value: unknown): string {
  if (value === undefined) return plain(say('change.nothing'));
  if (Array.isArray(value)) return `[${joined(value.map(shown))}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).filter(([, one]) => one !== null);
    return `{ ${joined(fields.map(([field, one]) => `${field}: ${shown(one)}`))} }`;
  }
  if (typeof value === 'string' && isPlain.test(value)) return value;
  return JSON.stringify(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** What would not be seen, or would begin another line. */
function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Letters, digits and what stands in names; not with spaces at its ends. */
const isPlain = /^[^\p{C}\p{Z},"'[\]{}]+(?: [^\p{C}\p{Z},"'[\]{}]+)*$/u;

function joined(parts: readonly string[]): string {
  return parts.join(', ');
}
