import { secondsInUnit } from '../elevation/duration';
import { type Word } from './words';

/** Days, hours and minutes, the number and the unit apart, with `and` between: no duration has more words. */
export const mostDurationWords = 9;

/** What of a command's words is its duration: `parseDuration` judges it, here it is only found. */
export interface DurationFound {
  /** As typed, without `for`, one space between words. */
  readonly typed: string;
  /** Where the reason begins. */
  readonly end: number;
}

/**
 * The duration at the beginning of the words, or null. Whatever looks like a try at one (`4`, `-2h`, `1e9h`, `2h;`) is taken as one,
 * so that it is refused with an example instead of becoming part of a reason.
 */
export function findDuration(words: readonly Word[]): DurationFound | null {
  const first = words[0];
  if (first === undefined || first.quoted) return null;
  const keyword = first.text.toLowerCase();
  if (keyword === 'until') return findUntil(words);
  const from = keyword === 'for' ? 1 : 0;
  const begins = words[from];
  if (begins === undefined || begins.quoted || !looksLikeTry(begins.text)) return null;
  const length = words.slice(from);
  return joined(length.slice(0, countLengthWords(length)));
}

function looksLikeTry(word: string): boolean {
  return /^[-+.]*[0-9]/u.test(word);
}

/** How many words make the length: `4h`, `4 hours`, `1h 30m`, `1 day and 2 hours`; at least the first one. */
function countLengthWords(words: readonly Word[]): number {
  let taken = 0;
  let previousUnit = Infinity;
  while (taken < words.length) {
    const and = taken > 0 && isWord(words[taken], 'and') ? 1 : 0;
    const component = readComponent(words, taken + and);
    if (component === null || component.firstUnit >= previousUnit) break;
    taken += and + component.words;
    previousUnit = component.lastUnit;
    if (component.ends) break;
  }
  return Math.max(1, taken);
}

interface Component {
  readonly words: number;
  readonly firstUnit: number;
  readonly lastUnit: number;
  /** A comma, colon or full stop behind it says that the reason comes next. */
  readonly ends: boolean;
}

/** `4h`, `1h30m` in one word, or `4` `hours` in two. */
function readComponent(words: readonly Word[], at: number): Component | null {
  const first = bare(words[at]);
  if (/^[0-9]+$/u.test(first.text) && !first.ends) {
    const second = bare(words[at + 1]);
    const unit = secondsInUnit(second.text);
    if (unit === null) return null;
    return { words: 2, firstUnit: unit, lastUnit: unit, ends: second.ends };
  }
  if (!/^(?:[0-9]+[a-z]+)+$/u.test(first.text)) return null;
  const units = [...first.text.matchAll(/[a-z]+/gu)].map((found) => secondsInUnit(found[0]));
  const [firstUnit, lastUnit] = [units[0], units[units.length - 1]];
  return firstUnit && lastUnit ? { words: 1, firstUnit, lastUnit, ends: first.ends } : null;
}

/** `until 18:00`, `until 6 pm`, `until tomorrow at 09:00`, `until 9am tomorrow`; else `until` and the word behind it. */
function findUntil(words: readonly Word[]): DurationFound {
  let last = 0;
  if (isDay(words[last + 1])) last += 1;
  if (last > 0 && isWord(words[last + 1], 'at')) last += 1;
  if (words[last + 1] !== undefined) last += 1;
  if (isWord(words[last + 1], 'am') || isWord(words[last + 1], 'pm')) last += 1;
  if (!isDay(words[1]) && isDay(words[last + 1])) last += 1;
  return joined(words.slice(0, last + 1));
}

function isDay(word: Word | undefined): boolean {
  return isWord(word, 'today') || isWord(word, 'tomorrow');
}

function isWord(word: Word | undefined, wanted: string): boolean {
  return bare(word).text === wanted;
}

/** In lower case and without one mark that ends a clause; a quoted word is never part of a duration. */
function bare(word: Word | undefined): { readonly text: string; readonly ends: boolean } {
  if (word === undefined || word.quoted) return { text: '', ends: false };
  const text = word.text.toLowerCase();
  const ends = /[^,:.][,:.]$/u.test(text);
  return { text: ends ? text.slice(0, -1) : text, ends };
}

function joined(words: readonly Word[]): DurationFound {
  const typed = words.map((word) => word.text).join(' ');
  const last = words[words.length - 1]!;
  return { typed: bare(last).ends ? typed.slice(0, -1) : typed, end: last.end };
}
