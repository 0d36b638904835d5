/** One word of a command and where it stands, so that what follows it can be taken over exactly as it was typed. */
export interface Word {
  /** Without quotes; with the hyphens, widths and spaces that keyboards replace put back. */
  readonly text: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** Closing partner of each quote that phones and editors put in the place of `"`. */
const closingQuotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
]);

/** No name of a target is longer; a quote without a partner must not be looked for through the whole text, again and again. */
const longestQuoted = 300;

/** Format characters that clients leave around mentions count as spaces between words. */
const space = /[\s\u200B\u200E\u200F\u2060]/u;
/** Phones write an em dash for two hyphens; between words it separates like a space. */
const longDash = /[\u2014\u2015]/u;

/** The word that begins at or after `from`, or null at the end. What cannot be seen, or is a long dash alone, is no word. */
export function nextWord(text: string, from: number): Word | null {
  let at = skipSeparators(text, from);
  while (at < text.length) {
    const word = readQuoted(text, at, at) ?? readBare(text, at);
    if (word.text !== '') return word;
    at = skipSeparators(text, word.end);
  }
  return null;
}

/** All words, at most `most` of them: heads of commands are short, reasons are not split. */
export function firstWords(text: string, from: number, most: number): readonly Word[] {
  const words: Word[] = [];
  let word = nextWord(text, from);
  while (word !== null && words.length < most) {
    words.push(word);
    word = nextWord(text, word.end);
  }
  return words;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  while (at < text.length && (space.test(text[at]!) || isSeparatingDash(text, at))) at += 1;
  return at;
}

/** `—2h` is a try at a negative length and stays a word; any other long dash separates. */
function isSeparatingDash(text: string, at: number): boolean {
  return longDash.test(text[at]!) && !/[0-9]/u.test(text[at + 1] ?? '');
}

/** `"Transport Rules"`, also behind a workload: `Exchange\"Transport Rules"`. Null without a closing quote. */
function readQuoted(text: string, quoteAt: number, start: number): Word | null {
  const closing = closingQuotes.get(text[quoteAt]!);
  if (closing === undefined) return null;
  const ahead = text.slice(quoteAt + 1, quoteAt + 1 + longestQuoted);
  const length = ahead.indexOf(closing);
  if (length === -1) return null;
  const inside = plainText(ahead.slice(0, length)).trim();
  if (inside === '') return null;
  const before = plainText(text.slice(start, quoteAt));
  return { text: before + inside, quoted: true, start, end: quoteAt + length + 2 };
}

function readBare(text: string, start: number): Word {
  let end = start + 1;
  while (end < text.length && !space.test(text[end]!) && !longDash.test(text[end]!)) {
    const quoted = text[end - 1] === '\\' ? readQuoted(text, end, start) : null;
    if (quoted !== null) return quoted;
    end += 1;
  }
  return { text: plainText(text.slice(start, end)), quoted: false, start, end };
}

/** What a keyboard would have sent: compatibility forms and dashes undone, invisible characters dropped. */
function plainText(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ');
}
