/**
 * ICU messages as functions. The library reads a message once; what it would do again for every sentence, looking at each
 * element and building a formatter for each number, is left to small functions. A screen says some twenty sentences.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { isolated } from './isolate';
import { asSegment, markOf, type Part } from './marks';
import { type Segment } from './sentence';

/** A value put into a sentence. Strings are set as they are and never read as marks. */
export type SentenceFact = string | number | Date;

export type SentenceFacts = Readonly<Record<string, SentenceFact>>;

/** A message with its facts set as values. Throws when a fact is missing, or is a time where only text can stand. */
export type Message = (facts: SentenceFacts) => readonly Segment[];

/** Adds what an element says to what was said before it. `counted` is the number that `#` stands for. */
type Writer = (parts: Part[], facts: SentenceFacts, counted: number) => void;

/** An element of a message as the library reads it, which does not export the names of these numbers. */
interface Element {
  readonly type: number;
  readonly value: string;
  readonly style?: unknown;
  readonly offset?: number;
  readonly pluralType?: string;
  readonly options: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly children: readonly Element[];
}

const kinds = { text: 0, fact: 1, number: 2, select: 5, plural: 6, counted: 7, mark: 8 } as const;

const locale = 'en';
const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);

/** @throws Error when it is no ICU message, or when something is in it that no sentence needed so far, such as a date */
export function readMessage(message: string): Message {
  const elements = new IntlMessageFormat(message, locale).getAst() as unknown;
  const write = writerOf(elements as readonly Element[]);
  return (facts) => {
    const parts: Part[] = [];
    write(parts, facts, 0);
    return parts.map(asSegment);
  };
}

function writerOf(elements: readonly Element[]): Writer {
  const writers = elements.map(elementWriter);
  return (parts, facts, counted) => {
    for (const write of writers) write(parts, facts, counted);
  };
}

function elementWriter(element: Element): Writer {
  const { type, value } = element;
  switch (type) {
    case kinds.text:
      return (parts) => addText(parts, value);
    case kinds.fact:
      return (parts, facts) => addFact(parts, factOf(facts, value));
    case kinds.number:
      if (element.style) throw new Error(`{${value}} has a style, which no number had so far`);
      return (parts, facts) => addText(parts, numbers.format(Number(factOf(facts, value))));
    case kinds.counted:
      return (parts, _facts, counted) => addText(parts, numbers.format(counted));
    case kinds.select:
      return selectWriter(element);
    case kinds.plural:
      return pluralWriter(element);
    case kinds.mark:
      return markWriter(element);
    default:
      throw new Error(`{${value}} is of a kind that no sentence had so far`);
  }
}

function optionsOf({ value, options }: Element) {
  const writers = new Map(
    Object.entries(options).map(([name, option]) => [name, writerOf(option.value)] as const),
  );
  const other = writers.get('other');
  if (other === undefined) throw new Error(`{${value}} has nothing for "other"`);
  return { writers, other };
}

function selectWriter(element: Element): Writer {
  const { writers, other } = optionsOf(element);
  return (parts, facts, counted) => {
    const write = writers.get(String(factOf(facts, element.value))) ?? other;
    write(parts, facts, counted);
  };
}

/** `=0` comes before what the language says about 0. */
function pluralWriter(element: Element): Writer {
  if (element.offset !== 0 || element.pluralType !== 'cardinal')
    throw new Error(`{${element.value}} counts as no sentence did so far`);
  const { writers, other } = optionsOf(element);
  return (parts, facts) => {
    const count = Number(factOf(facts, element.value));
    const write = writers.get(`=${count}`) ?? writers.get(plurals.select(count)) ?? other;
    write(parts, facts, count);
  };
}

function markWriter({ value, children }: Element): Writer {
  const mark = markOf(value);
  const write = writerOf(children);
  return (parts, facts, counted) => {
    const inside: Part[] = [];
    write(inside, facts, counted);
    parts.push(...mark(inside));
  };
}

function factOf(facts: SentenceFacts, name: string): SentenceFact {
  const fact = facts[name];
  if (fact === undefined) throw new Error(`a sentence misses its fact ${name}`);
  return fact;
}

function addFact(parts: Part[], fact: SentenceFact): void {
  if (fact instanceof Date) parts.push(fact);
  else addText(parts, typeof fact === 'string' ? isolated(fact) : String(fact));
}

/** Neighbouring texts are one run. */
function addText(parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}
