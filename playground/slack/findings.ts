/** What is wrong with a payload, in the form in which Slack says it: sentence and JSON pointer. */
import { isRecord, type Json } from '../shared/json';

export interface Findings {
  readonly messages: readonly string[];
  add(pointer: string, sentence: string): void;
}

export function createFindings(): Findings {
  const messages: string[] = [];
  return {
    messages,
    add(pointer, sentence) {
      messages.push(`[ERROR] ${sentence} [json-pointer:${pointer}]`);
    },
  };
}

export interface Checked {
  readonly value: Json;
  readonly at: string;
  readonly findings: Findings;
}

/** The value with its place, or null (and a finding) when it is no object. */
export function object(value: unknown, at: string, findings: Findings): Checked | null {
  if (isRecord(value)) return { value, at, findings };
  findings.add(at, 'must be an object');
  return null;
}

export function allowKeys(checked: Checked, keys: readonly string[]): void {
  for (const key of Object.keys(checked.value)) {
    if (keys.includes(key)) continue;
    checked.findings.add(checked.at, `invalid additional property: ${key}`);
  }
}

export interface StringRule {
  readonly max: number;
  readonly min?: number;
  readonly required?: boolean;
}

export function string(checked: Checked, key: string, rule: StringRule): void {
  const { value, at, findings } = checked;
  const found = value[key];
  const place = `${at}/${key}`;
  if (found === undefined) {
    if (rule.required) findings.add(at, `missing required field: ${key}`);
    return;
  }
  if (typeof found !== 'string') return findings.add(place, 'must provide a string');
  const min = rule.min ?? 0;
  if (found.length < min) findings.add(place, `must be more than ${min - 1} characters`);
  if (found.length > rule.max) {
    findings.add(place, `must be less than ${rule.max + 1} characters`);
  }
}

export function oneOf(checked: Checked, key: string, allowed: readonly string[]): void {
  const found = checked.value[key];
  if (found === undefined || allowed.includes(found as string)) return;
  checked.findings.add(`${checked.at}/${key}`, `must be one of: ${allowed.join(', ')}`);
}

export function boolean(checked: Checked, key: string): void {
  const found = checked.value[key];
  if (found === undefined || typeof found === 'boolean') return;
  checked.findings.add(`${checked.at}/${key}`, 'must be a boolean');
}

/** The items of a list whose length is within bounds; [] (and a finding) when it is none. */
export function items(
  checked: Checked,
  key: string,
  bounds: { readonly min: number; readonly max: number },
): readonly unknown[] {
  const found = checked.value[key];
  const place = `${checked.at}/${key}`;
  if (!Array.isArray(found)) {
    checked.findings.add(checked.at, `missing required field: ${key}`);
    return [];
  }
  if (found.length < bounds.min) {
    checked.findings.add(place, `no fewer than ${bounds.min} items required`);
  }
  if (found.length > bounds.max) {
    checked.findings.add(place, `no more than ${bounds.max} items allowed`);
  }
  return found;
}
