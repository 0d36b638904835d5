/** One cmdlet with its arguments, and the few pipes that only choose what of its answer is shown. */
import { isRefusal, refuse, type Refusal } from '../../errors';
import { beyond } from './beyond';
import { isDash, isDoubleQuote, isSingleQuote, plainName } from './characters';
import { readTokens, type Token } from './tokens';

export type Value = string | boolean | null;

/** What stands behind the name of a cmdlet, in order. */
export type Argument =
  | { readonly kind: 'parameter'; readonly name: string; readonly colon: boolean }
  | { readonly kind: 'values'; readonly values: readonly Value[] };

/** What of an answer is to be shown. */
export interface Chosen {
  /** Names of properties as typed; null is all. */
  readonly properties: readonly string[] | null;
  /** The one property whose own properties are wanted in its place. */
  readonly expanded: string | null;
  /** Only objects whose property has this value. */
  readonly where: { readonly property: string; readonly value: string } | null;
}

export interface Statement {
  readonly args: readonly Argument[];
  readonly chosen: Chosen;
}

/** @param text what stands behind the name of the cmdlet */
export function readStatement(text: string): Statement | Refusal {
  const tokens = readTokens(text);
  if (isRefusal(tokens)) return tokens;
  const joined = joinLines(tokens);
  if (isRefusal(joined)) return joined;
  const [own = [], ...pipes] = splitAtPipes(joined);
  const args = readArguments(own);
  if (isRefusal(args)) return args;
  const chosen = readPipes(pipes);
  return isRefusal(chosen) ? chosen : { args, chosen };
}

/**
 * A line goes on behind a comma, a pipe and an open bracket. Phones break lines where they like: one that begins with a parameter, a
 * pipe, a comma or a closing bracket goes on, too. Any other is a second statement.
 */
function joinLines(tokens: readonly Token[]): readonly Token[] | Refusal {
  const kept: Token[] = [];
  let isBroken = false;
  for (const token of tokens) {
    if (isSign(token, 'line-break')) {
      isBroken = true;
      continue;
    }
    const last = kept.at(-1);
    const isBegun = last !== undefined && isSign(last, ',', '|', '@(');
    const goesOn = token.kind === 'parameter' || isSign(token, ',', '|', ')');
    if (isBroken && !isBegun && !goesOn) return beyond('statement', textOf(token));
    isBroken = false;
    kept.push(token);
  }
  return kept;
}

function isSign(token: Token, ...signs: readonly string[]): boolean {
  return token.kind === 'sign' && signs.includes(token.sign);
}

/** As it was typed, or nearly. */
function textOf(token: Token): string {
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'parameter':
      return `-${token.name}`;
    case 'constant':
      return `$${String(token.value)}`;
    case 'block':
      return `{${token.inside}}`;
    case 'sign':
      return token.sign;
  }
}

function splitAtPipes(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isSign(token, '|')) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** Values with commas between them are one argument, as are those between `@(` and `)`. */
function readArguments(tokens: readonly Token[]): readonly Argument[] | Refusal {
  const args: Argument[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (token.kind === 'parameter') {
      args.push(token);
      at += 1;
      continue;
    }
    const list = isSign(token, '@(') ? readArray(tokens, at + 1) : readList(tokens, at);
    if (isRefusal(list)) return list;
    args.push({ kind: 'values', values: list.values });
    at = list.end;
  }
  return args;
}

interface List {
  readonly values: readonly Value[];
  readonly end: number;
}

function readArray(tokens: readonly Token[], from: number): List | Refusal {
  const first = tokens[from];
  if (first !== undefined && isSign(first, ')')) return { values: [], end: from + 1 };
  const list = readList(tokens, from);
  if (isRefusal(list)) return list;
  const closing = tokens[list.end];
  if (closing !== undefined && isSign(closing, ')')) return { ...list, end: list.end + 1 };
  return beyond('sign', closing === undefined ? '@(' : textOf(closing));
}

function readList(tokens: readonly Token[], from: number): List | Refusal {
  const values: Value[] = [];
  let at = from;
  for (;;) {
    const token = tokens[at];
    if (token?.kind === 'block') return beyond('block', textOf(token));
    if (token?.kind !== 'text' && token?.kind !== 'constant') {
      return beyond('sign', token === undefined ? ',' : textOf(token));
    }
    values.push(token.kind === 'text' ? token.text : token.value);
    const next = tokens[at + 1];
    if (next === undefined || !isSign(next, ',')) return { values, end: at + 1 };
    at += 2;
  }
}

const formats: ReadonlySet<string> = new Set(['fl', 'format-list', 'ft', 'format-table']);
const selects: ReadonlySet<string> = new Set(['select', 'select-object']);
const filters: ReadonlySet<string> = new Set(['?', 'where', 'where-object']);

const everything: Chosen = { properties: null, expanded: null, where: null };

function readPipes(pipes: readonly (readonly Token[])[]): Chosen | Refusal {
  let chosen = everything;
  for (const [first, ...rest] of pipes) {
    const name = first?.kind === 'text' && !first.quoted ? plainName(first.text).toLowerCase() : '';
    const read = filters.has(name)
      ? readFilter(rest)
      : formats.has(name) || selects.has(name)
        ? readChoice(rest, selects.has(name))
        : beyond('pipe', `| ${first === undefined ? '' : textOf(first)}`);
    if (isRefusal(read)) return read;
    chosen = { ...chosen, ...read };
  }
  return chosen;
}

/** `fl`, `fl *`, `fl A, B`, `select -Property A`, `select -ExpandProperty A`. */
function readChoice(tokens: readonly Token[], isSelect: boolean): Partial<Chosen> | Refusal {
  const args = readArguments(tokens);
  if (isRefusal(args)) return args;
  let isExpanded = false;
  let names: readonly string[] = [];
  for (const arg of args) {
    if (arg.kind === 'parameter') {
      const name = arg.name.toLowerCase();
      isExpanded = isSelect && isBeginningOf('expandproperty', name);
      // How wide a table is drawn is for a console.
      const isKnown = isBeginningOf('property', name) || /^(?:auto|wrap|autosize)$/u.test(name);
      if (!isExpanded && !isKnown) return beyond('pipe', `-${arg.name}`);
    } else {
      const typed = arg.values.flatMap((one) => (typeof one === 'string' ? [plainName(one)] : []));
      if (typed.length < arg.values.length || names.length > 0)
        return beyond('pipe', arg.values.map(String).join(', '));
      names = typed;
    }
  }
  const [only, ...others] = names;
  if (isExpanded) {
    if (only === undefined || others.length > 0) return beyond('pipe', '-ExpandProperty');
    return { properties: null, expanded: only };
  }
  return only === undefined || names.includes('*') ? {} : { properties: names };
}

function isBeginningOf(whole: string, typed: string): boolean {
  return typed !== '' && whole.startsWith(typed);
}

/** `?{$_.RequestStatus -eq 'Pending'}`, `where RequestStatus -eq Pending` */
function readFilter(tokens: readonly Token[]): Partial<Chosen> | Refusal {
  const [first, operator, wanted, ...others] = tokens;
  if (first?.kind === 'block') {
    const where = operator === undefined ? readCondition(first.inside) : null;
    return where === null ? beyond('block', textOf(first)) : { where };
  }
  const isEqual = operator?.kind === 'parameter' && isEquals(operator.name);
  if (first?.kind !== 'text' || !isEqual || wanted?.kind !== 'text' || others.length > 0) {
    return beyond('pipe', `| where ${first === undefined ? '' : textOf(first)}`);
  }
  return { where: { property: plainName(first.text), value: plainName(wanted.text) } };
}

function isEquals(name: string): boolean {
  return /^[ic]?eq$/iu.test(name);
}

const condition = /^\$(?:_|PSItem)\.(\w{1,40}) ?-[ic]?eq ?(?:'([^']*)'|"([^"]*)"|(\w+))$/iu;

/** `$_.RequestStatus -eq 'Pending'`: the one condition that the documentation of these cmdlets has. */
function readCondition(inside: string): Chosen['where'] {
  const found = condition.exec(withPlainSigns(inside));
  if (found === null) return null;
  const [, property, single, double, bare] = found;
  return { property: property!, value: single ?? double ?? bare ?? '' };
}

function withPlainSigns(typed: string): string {
  const signs = [...typed].map((one) => {
    if (isSingleQuote(one)) return "'";
    if (isDoubleQuote(one)) return '"';
    return isDash(one) ? '-' : one;
  });
  return signs.join('').replace(/\s+/gu, ' ').trim();
}

/** @returns the names as they are written, or the first that there is not */
export function knownNames(
  typed: readonly string[],
  known: readonly string[],
): readonly string[] | Refusal {
  const names: string[] = [];
  for (const one of typed) {
    const name = known.find((each) => each.toLowerCase() === one.toLowerCase());
    if (name === undefined) return refuse('cmdlet-property-unknown', { typed: one, known });
    names.push(name);
  }
  return names;
}
