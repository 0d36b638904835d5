/**
 * Templates: JSON with exactly three ways to put facts in.
 * - `"${path}"`, alone in a string, is the value at that path, and `"@key"` the sentence of that key in words.ts.
 * - `"$when": "path"` keeps its object only when there is something at that path.
 * - `"$repeat": "path"` makes one copy of its object per item; paths inside start at the item.
 * Values are set as values. What text becomes in its place is the encoder's business, never the template's.
 * A template is read once, into functions that ask only what differs from drawing to drawing.
 */
import { isWordKey, say, type Sentence } from '../words';
import { type ViewFacts, type ViewValue } from './view';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** Where a text stands: under which name, in an object of which type. */
export interface Slot {
  readonly type: string;
  readonly name: string;
}

export interface Encoder {
  /** Text as this slot takes it, escaped. Several sentences stand under each other. */
  text(sentences: readonly Sentence[], slot: Slot): Json;
  /** Whether several sentences may stand in this slot. */
  isText(slot: Slot): boolean;
  /** Last word on an object that is complete. */
  finish(node: JsonObject): Json;
}

/** A template that was read: what it says with these facts. */
export type Template = (facts: ViewFacts) => Json;

/** What a part of a template becomes; undefined is left out of its array or object. */
type Draw = (facts: ViewFacts) => Json | undefined;

const none: Slot = { type: '', name: '' };

/**
 * Reads a template; drawing it throws on a path that the facts do not have.
 * @throws Error on a label that words.ts does not have, and on what is no path: mistakes in the template
 */
export function readTemplate(template: Json, encoder: Encoder): Template {
  const draw = readValue(template, none, encoder);
  return (facts) => draw(facts) ?? null;
}

function readValue(template: Json, slot: Slot, encoder: Encoder): Draw {
  if (typeof template === 'string') return readString(template, slot, encoder);
  if (isList(template)) return readList(template, slot, encoder);
  if (!isObject(template)) return () => template;
  const draw = readObject(template, encoder);
  if (!('$when' in template)) return draw;
  const look = lookerAt(template.$when);
  return (facts) => (isThere(look(facts)) ? draw(facts) : undefined);
}

function readList(template: readonly Json[], slot: Slot, encoder: Encoder): Draw {
  if (encoder.isText(slot)) {
    const readers = template.map(readSentences);
    return (facts) =>
      encoder.text(
        readers.flatMap((read) => read(facts)),
        slot,
      );
  }
  const items = template.map((one) => readItem(one, slot, encoder));
  return (facts) => {
    const drawn: Json[] = [];
    for (const drawInto of items) drawInto(drawn, facts);
    return drawn;
  };
}

/** An item of a list: adds nothing, itself, or as many as there are to repeat. */
function readItem(
  template: Json,
  slot: Slot,
  encoder: Encoder,
): (drawn: Json[], facts: ViewFacts) => void {
  const draw = readValue(template, slot, encoder);
  const drawInto = (drawn: Json[], facts: ViewFacts) => {
    const one = draw(facts) ?? [];
    if (isList(one)) drawn.push(...one);
    else drawn.push(one);
  };
  if (!isObject(template) || !('$repeat' in template)) return drawInto;
  const look = itemsAt(template.$repeat);
  return (drawn, facts) => look(facts).forEach((scope) => drawInto(drawn, scope));
}

function readObject(template: JsonObject, encoder: Encoder): Draw {
  const type = typeof template.type === 'string' ? template.type : '';
  const properties = Object.entries(template)
    .filter(([name]) => name !== '$when' && name !== '$repeat')
    .map(([name, value]) => ({ name, draw: readValue(value, { type, name }, encoder) }));
  return (facts) => {
    const node: Record<string, Json> = {};
    for (const { name, draw } of properties) {
      const drawn = draw(facts);
      if (drawn !== undefined) node[name] = drawn;
    }
    return encoder.finish(node);
  };
}

const pathPattern = /^\$\{([\w.]+)\}$/u;

function readString(template: string, slot: Slot, encoder: Encoder): Draw {
  const path = pathPattern.exec(template)?.[1];
  if (path === undefined && !template.startsWith('@')) return () => template;
  const read = readSentences(template);
  if (path === undefined) return (facts) => encoder.text(read(facts), slot);
  const look = lookerAt(path);
  return (facts) => {
    const value = look(facts);
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    return value === null ? undefined : encoder.text(sentencesIn(value, path), slot);
  };
}

/** The sentences behind a path or label. */
function readSentences(template: Json): (facts: ViewFacts) => readonly Sentence[] {
  const text = pathText(template);
  if (text.startsWith('@')) {
    const sentences = [labelled(text)];
    return () => sentences;
  }
  const path = pathPattern.exec(text)?.[1];
  if (path === undefined) throw new Error(`a template has ${text} where a sentence belongs`);
  const look = lookerAt(path);
  return (facts) => sentencesIn(look(facts), path);
}

function labelled(label: string): Sentence {
  const key = label.slice(1);
  if (isWordKey(key)) return say(key);
  throw new Error(`a template names ${label}, which words.ts does not have`);
}

/** Text without a sentence around it is a sentence of its own. */
function sentencesIn(value: ViewValue, path: string): readonly Sentence[] {
  if (value === null) return [];
  if (typeof value === 'string') return [{ say: [{ text: value }] }];
  if (isSentence(value)) return [value];
  return listed(value, path).map((item) => {
    if (isSentence(item.say)) return item.say;
    throw new Error(`a template has ${path}, which is no sentence`);
  });
}

/** What stands at a path; the names in it are split once. */
function lookerAt(template: Json | undefined): (facts: ViewFacts) => ViewValue {
  const path = pathText(template);
  const names = path.split('.');
  return (facts) => {
    let value: ViewValue | undefined = facts;
    for (const name of names) {
      const isKnown: boolean = isObject(value) && !isSentence(value) && Object.hasOwn(value, name);
      value = isKnown ? (value as ViewFacts)[name] : undefined;
    }
    if (value !== undefined) return value;
    throw new Error(`a template names ${path}, which the view does not have`);
  };
}

function itemsAt(template: Json | undefined): (facts: ViewFacts) => readonly ViewFacts[] {
  const path = pathText(template);
  const look = lookerAt(path);
  return (facts) => listed(look(facts), path);
}

function listed(value: ViewValue, path: string): readonly ViewFacts[] {
  if (isList(value)) return value;
  throw new Error(`a template repeats ${path}, which is no list`);
}

/** An empty list and an empty text are nothing. */
function isThere(value: ViewValue): boolean {
  return isList(value) ? value.length > 0 : value !== null && value !== false && value !== '';
}

/** Where a template has to have a path. */
function pathText(template: Json | undefined): string {
  if (typeof template === 'string') return template;
  throw new Error(`a template has ${JSON.stringify(template)} where a path belongs`);
}

function isSentence(value: unknown): value is Sentence {
  return isObject(value) && Array.isArray(value.say);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList<T>(value: T | readonly T[] | object | null): value is readonly T[] {
  return Array.isArray(value);
}
