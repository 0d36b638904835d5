/** A line of PowerShell as its parts. Takes time in proportion to the text. */
import { isRefusal, type Refusal } from '../../errors';
import { beyond, openQuote } from './beyond';
import {
  isDash,
  isDoubleQuote,
  isLineBreak,
  isNameCharacter,
  isSingleQuote,
  isSpace,
} from './characters';

export type Token =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `-Name`, or `-Name:` with its value directly behind it. */
  | { readonly kind: 'parameter'; readonly name: string; readonly colon: boolean }
  /** `$true`, `$false`, `$null` */
  | { readonly kind: 'constant'; readonly value: boolean | null }
  /** `{ … }`, with what stands in it. */
  | { readonly kind: 'block'; readonly inside: string }
  | { readonly kind: 'sign'; readonly sign: Sign };

export type Sign = ',' | '@(' | ')' | '|' | 'line-break';

interface Found {
  readonly token: Token | null;
  readonly end: number;
}

/** The parts of a text, or what in it is beyond a cmdlet with its parameters. */
export function readTokens(text: string): readonly Token[] | Refusal {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = readToken(text, at);
    if (isRefusal(found)) return found;
    if (found.token !== null) tokens.push(found.token);
    at = found.end;
  }
  return tokens;
}

function readToken(text: string, at: number): Found | Refusal {
  const first = text[at]!;
  if (isSpace(first)) return { token: null, end: at + 1 };
  if (isLineBreak(first)) return sign('line-break', at + 1);
  switch (first) {
    case ',':
      return sign(',', at + 1);
    case ')':
      return sign(')', at + 1);
    case ';':
      return text.slice(at + 1).trim() === ''
        ? { token: null, end: text.length }
        : beyond('statement', text.slice(at));
    case '|':
      return text[at + 1] === '|' ? beyond('statement', text.slice(at)) : sign('|', at + 1);
    case '&':
      return beyond(text[at + 1] === '&' ? 'statement' : 'call', text.slice(at));
    case '(':
      return beyond('subexpression', text.slice(at));
    case '{':
      return readBlock(text, at);
    case '@':
      return readAt(text, at);
    case '$':
      return readDollar(text, at);
  }
  if (isSingleQuote(first)) return readSingleQuoted(text, at);
  if (isDoubleQuote(first)) return readDoubleQuoted(text, at);
  return readParameter(text, at) ?? readBare(text, at);
}

function sign(one: Sign, end: number): Found {
  return { token: { kind: 'sign', sign: one }, end };
}

/** Only what comes from the documentation stands in braces, and that is short. */
const blockMost = 200;

function readBlock(text: string, at: number): Found | Refusal {
  const length = text.slice(at + 1, at + 1 + blockMost).indexOf('}');
  if (length === -1) return beyond('block', text.slice(at));
  const inside = text.slice(at + 1, at + 1 + length);
  return { token: { kind: 'block', inside }, end: at + length + 2 };
}

function readAt(text: string, at: number): Found | Refusal {
  const next = text[at + 1] ?? '';
  if (next === '(') return sign('@(', at + 2);
  if (next === '{') return beyond('hashtable', text.slice(at));
  return beyond(isNameCharacter(next) ? 'variable' : 'sign', text.slice(at));
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['$true', true],
  ['$false', false],
  ['$null', null],
]);

function readDollar(text: string, at: number): Found | Refusal {
  if (text[at + 1] === '(') return beyond('subexpression', text.slice(at));
  const end = endOfName(text, at + 1);
  const value = constants.get(text.slice(at, end).toLowerCase());
  if (value !== undefined && isBetween(text, end))
    return { token: { kind: 'constant', value }, end };
  if (isVariable(text, at)) return beyond('variable', variableAt(text, at));
  return readBare(text, at);
}

/** `$name` and `${a name}`; a dollar before anything else is only a dollar. */
function isVariable(text: string, at: number): boolean {
  const next = text[at + 1] ?? '';
  return next === '{' || next === '(' || next === '?' || isNameCharacter(next);
}

/** `$name`; all that follows where the name is in brackets. */
function variableAt(text: string, at: number): string {
  const end = endOfName(text, at + 1);
  return end === at + 1 ? text.slice(at) : text.slice(at, end);
}

function endOfName(text: string, from: number): number {
  let end = from;
  while (end < text.length && isNameCharacter(text[end]!)) end += 1;
  return end;
}

/** Whether a word ends here: at the end of the text, a space, or a sign. */
function isBetween(text: string, at: number): boolean {
  const next = text[at] ?? ' ';
  return isSpace(next) || isLineBreak(next) || ',;|)'.includes(next);
}

/** A dash before a letter begins a parameter; before anything else it is part of a value. Phones write one dash for two. */
function readParameter(text: string, at: number): Found | Refusal | null {
  let from = at;
  while (from < at + 2 && isDash(text[from] ?? '')) from += 1;
  if (from === at || !/[\p{L}_]/u.test(text[from] ?? '')) return null;
  const end = endOfName(text, from);
  const name = text.slice(from, end);
  if (text[end] === ':') return { token: { kind: 'parameter', name, colon: true }, end: end + 1 };
  if (isBetween(text, end)) return { token: { kind: 'parameter', name, colon: false }, end };
  return null;
}

/** Two quotes in a row are one; every quote of its kind closes, as it does in PowerShell. */
function readSingleQuoted(text: string, at: number): Found | Refusal {
  let inside = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const one = text[end]!;
    if (!isSingleQuote(one)) inside += one;
    else if (isSingleQuote(text[end + 1] ?? '')) {
      inside += one;
      end += 1;
    } else return { token: { kind: 'text', text: inside, quoted: true }, end: end + 1 };
  }
  return openQuote(text.slice(at));
}

/** What a backtick and a letter stand for; signs that cannot be seen stand for nothing here. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\n'],
  ['t', '\t'],
  ...[...'0abefv'].map((one) => [one, ''] as const),
]);

function readDoubleQuoted(text: string, at: number): Found | Refusal {
  let inside = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const one = text[end]!;
    if (one === '`') {
      end += 1;
      inside += unescaped(text[end] ?? '');
    } else if (one === '$' && isVariable(text, end)) {
      if (text[end + 1] === '(') return beyond('subexpression', text.slice(end));
      return beyond('variable', variableAt(text, end));
    } else if (!isDoubleQuote(one)) inside += one;
    else if (isDoubleQuote(text[end + 1] ?? '')) {
      inside += one;
      end += 1;
    } else return { token: { kind: 'text', text: inside, quoted: true }, end: end + 1 };
  }
  return openQuote(text.slice(at));
}

function unescaped(character: string): string {
  return escapes.get(character) ?? character;
}

/** A word without quotes around it; quotes may stand in it: `Exchange\'Transport Rules'`. */
function readBare(text: string, at: number): Found | Refusal {
  let word = '';
  let end = at;
  while (end < text.length && !isEndOfBare(text, end)) {
    const one = text[end]!;
    if (one === '<' || one === '>') {
      return beyond(one === '<' ? 'placeholder' : 'redirection', text.slice(end));
    }
    if (one === '$' && isVariable(text, end)) return beyond('variable', variableAt(text, end));
    if (one === '`') {
      const next = text[end + 1] ?? '';
      // A line goes on behind it.
      if (isLineBreak(next)) break;
      word += next;
      end += 2;
    } else if (isSingleQuote(one) || isDoubleQuote(one)) {
      const found = isSingleQuote(one) ? readSingleQuoted(text, end) : readDoubleQuoted(text, end);
      if (isRefusal(found)) return found;
      if (found.token?.kind === 'text') word += found.token.text;
      end = found.end;
    } else {
      word += one;
      end += 1;
    }
  }
  if (text[end] === '`') return { token: textOf(word), end: afterLineBreak(text, end + 1) };
  if (text[end] === '}') return beyond('block', text.slice(end));
  return { token: textOf(word), end };
}

function textOf(word: string): Token | null {
  return word === '' ? null : { kind: 'text', text: word, quoted: false };
}

function afterLineBreak(text: string, at: number): number {
  let end = at;
  while (end < text.length && isLineBreak(text[end]!)) end += 1;
  return end;
}

function isEndOfBare(text: string, at: number): boolean {
  const one = text[at]!;
  return isSpace(one) || isLineBreak(one) || ',;|&(){}'.includes(one);
}
