/** What stands between `<b>` and `</b>` and the like in the tables of words. */
import { type Segment } from './sentence';

/** A run of a sentence, or a text or time that no mark has made one yet. */
export type Part = string | Segment | Date;

type Mark = (parts: readonly Part[]) => readonly Segment[];

const marks: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ['b', (parts) => parts.map(boldSegment)],
  ['code', (parts) => parts.map((part) => ({ text: textOf(part), code: true }))],
  ['time', (parts) => [timeSegment('time', parts)]],
  ['moment', (parts) => [timeSegment('moment', parts)]],
]);

/** @throws Error when there is no such mark */
export function markOf(name: string): Mark {
  const mark = marks.get(name);
  if (mark === undefined) throw new Error(`<${name}> is no mark of our sentences`);
  return mark;
}

function boldSegment(part: Part): Segment {
  return typeof part === 'string' ? { text: part, bold: true } : { ...asSegment(part), bold: true };
}

function timeSegment(form: 'time' | 'moment', parts: readonly Part[]): Segment {
  const date = parts.find((part) => part instanceof Date);
  if (date === undefined) throw new Error(`<${form}> in words.ts needs a time`);
  const before = parts.slice(0, parts.indexOf(date)).map(textOf).join('');
  const time = date.toISOString();
  return before === '' ? { time, form } : { time, form, before };
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  return 'text' in part ? part.text : '';
}

/** @throws Error for a time that no mark says how to draw */
export function asSegment(part: Part): Segment {
  if (typeof part === 'string') return { text: part };
  if (part instanceof Date) throw new Error('a time needs <time> or <moment> around it');
  return part;
}
