/** Text from people, made fit for a screen: what cannot be seen is removed, what is too long is cut. The audit trail keeps the original. */

export interface Cleaned {
  readonly text: string;
  /** Whether characters were removed that a reader could not have seen. */
  readonly hidden: boolean;
}

export interface CutText extends Cleaned {
  /** Graphemes before and after the cut; the same when nothing was cut. */
  readonly whole: number;
  readonly shown: number;
}

/**
 * Bidi controls, zero-width, control and other characters that fonts draw as nothing. A joiner inside an emoji and the
 * selector of its colour stay: without them one sign becomes several.
 */
const unseen =
  /(?!\n)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800](?<!(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic}))(?<!(?:\p{Extended_Pictographic}|[0-9#*])\uFE0F)/gu;

/** Most names and many reasons: Latin letters and signs on one line. There is nothing to remove, and each character is a grapheme. */
const ordinary = /^[!-~\u00C0-\u024F]+(?: [!-~\u00C0-\u024F]+)*$/u;

/** Line ends become `\n`, tabs spaces, runs of blank lines one; characters that cannot be seen go. */
export function clean(text: string): Cleaned {
  if (ordinary.test(text)) return { text, hidden: false };
  const spaced = text
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replaceAll('\t', ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
  const seen = spaced.replace(unseen, '');
  const tidy = seen.replace(/\n[^\S\n]*\n(?:[^\S\n]*\n)+/gu, '\n\n').trim();
  return { text: tidy, hidden: seen.length !== spaced.length };
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Segmenting is slow; in plain ASCII without line ends of two characters every character is a grapheme. */
function split(text: string): readonly string[] {
  if (/^[\n -~]*$/u.test(text)) return text.split('');
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** One grapheme can hold any number of combining marks; a text of so many code units per grapheme is cut earlier. */
const codeUnitsPerGrapheme = 4;

/** Cleans and cuts at whole graphemes and lines. A cut always leaves something to say that it was made. */
export function cut(text: string, most: { graphemes: number; lines: number }): CutText {
  if (text.length <= most.graphemes && ordinary.test(text)) {
    return { text, hidden: false, whole: text.length, shown: text.length };
  }
  const cleaned = clean(text);
  const all = split(cleaned.text);
  const unitsMost = most.graphemes * codeUnitsPerGrapheme;
  let shown = 0;
  let units = 0;
  let lines = 1;
  for (const grapheme of all) {
    units += grapheme.length;
    if (grapheme === '\n') lines += 1;
    if (shown === most.graphemes || units > unitsMost || lines > most.lines) break;
    shown += 1;
  }
  const kept = all.slice(0, shown).join('').trimEnd();
  return { ...cleaned, text: kept, whole: all.length, shown };
}

/** All of a text, in pieces of at most so many UTF-16 code units that begin and end at whole graphemes. */
export function pieces(text: string, unitsMost: number): readonly string[] {
  const found: string[] = [];
  let piece = '';
  for (const grapheme of split(text)) {
    if (piece !== '' && piece.length + grapheme.length > unitsMost) {
      found.push(piece);
      piece = '';
    }
    piece += grapheme;
  }
  return piece === '' ? found : [...found, piece];
}

/** Code units that one line may have per grapheme it may have. */
const unitsPerGraphemeInLine = 2;

/** On one line, cleaned, with the end left out when it is longer than `most` graphemes. */
export function oneLine(text: string, most: number): string {
  const line = lineOf(text);
  const unitsMost = most * unitsPerGraphemeInLine;
  if (line.length <= most) return line;
  const start = split(line.slice(0, unitsMost + 1));
  if (startWithin(start, most, unitsMost).join('') === line) return line;
  return `${startWithin(start, most - 1, unitsMost - 1)
    .join('')
    .trimEnd()}…`;
}

/**
 * `New-Application…RuleCollection`: on one line, cleaned, with the middle left out when it is longer than `most` graphemes.
 * @param unitsMost bound in UTF-16 code units, for places that count them
 */
export function middleCut(
  text: string,
  most: number,
  unitsMost = most * unitsPerGraphemeInLine,
): string {
  const line = lineOf(text);
  if (line.length <= Math.min(most, unitsMost)) return line;
  // One more unit than may stay is enough to see that something has to go, however long the text is.
  const first = split(line.slice(0, unitsMost + 1));
  if (startWithin(first, most, unitsMost).join('') === line) return line;
  const start = startWithin(first, Math.ceil((most - 1) / 2), Math.ceil((unitsMost - 1) / 2));
  const rest = line.slice(start.join('').length);
  const last = split(rest.slice(-unitsMost - 1)).toReversed();
  const end = startWithin(last, Math.floor((most - 1) / 2), Math.floor((unitsMost - 1) / 2));
  return `${start.join('')}…${end.reverse().join('')}`;
}

function lineOf(text: string): string {
  if (ordinary.test(text)) return text;
  return clean(text).text.replace(/\s+/gu, ' ');
}

/** As many whole graphemes from the start as keep both bounds. */
function startWithin(all: readonly string[], most: number, unitsMost: number): string[] {
  let units = 0;
  const start: string[] = [];
  for (const grapheme of all) {
    units += grapheme.length;
    if (start.length === most || units > unitsMost) break;
    start.push(grapheme);
  }
  return start;
}

/** Names in sentences: long enough for every real one. */
export const personMost = 60;
export const groupMost = 60;
export const targetMost = 120;
/** As long as a configuration lets it be: which part is granted is never cut. */
export const scopeMost = 60;
export const headlineMost = 60;
/** A headline has 150 code units in all. */
export const headlineUnitsMost = 80;
