/** What stands in a field of the configuration, as it is written in a form. Pure. */
import { type FieldForm } from './form-fields';
import { isObject } from './spelling';

/** @returns null where a form cannot say it */
export function textOf(as: FieldForm['as'], value: unknown): string | null {
  switch (as) {
    case 'lines':
      return listText(value);
    case 'settings':
      return settingsText(value);
    case 'slack':
    case 'teams':
      return isObject(value) ? plainText(value[as]) : '';
    case 'choice':
      // Whether something may be, with more about it that is typed.
      return isObject(value) ? plainText(value.allowed) : plainText(value);
    case 'group':
    case 'line':
    case 'number':
      return plainText(value);
  }
}

function plainText(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !unwritable.test(value) ? value : null;
}

/** What would not come back from an input as it was: it takes one line, and what we put between two braces is taken out again. */
const unwritable = /[\r\n\u2060]/u;

function listText(value: unknown): string | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const texts = list.map((one) => plainText(isObject(one) ? one.group : one));
  return texts.includes(null) ? null : texts.map((text) => quoted(text!)).join('\n');
}

/** A comma would divide it, and a quote at its beginning would be lost; a quote between quotes is doubled. */
function quoted(text: string): string {
  return /^"|,/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function settingsText(value: unknown): string | null {
  const settings = Object.entries(isObject(value) ? value : {});
  const texts = settings.every(([, one]) => typeof one === 'string' && !unwritable.test(one));
  return texts ? settings.map(([name, one]) => `${name} ${String(one)}`).join('\n') : null;
}

/** What is listed: one on each line, or with commas between them; quotes keep a comma. */
export function linesOf(text: string): readonly string[] {
  const found = text.matchAll(/[^\S\n]*"((?:[^"\n]|"")+)"[^\S\n]*(?=,|\n|$)|([^,\n]+)/gu);
  const lines = [...found].map(([, inside, bare]) =>
    (inside?.replaceAll('""', '"') ?? bare!).trim(),
  );
  return lines.filter((line) => line !== '');
}
