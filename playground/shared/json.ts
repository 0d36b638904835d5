/** Reading JSON of unknown shape without trusting it. */

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, or an empty one for anything that is no object. */
export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

/** The string itself, or '' for anything that is no string. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The array itself, or an empty one for anything that is no array. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The parsed value, or undefined when the text is not JSON. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** A copy that later changes of the original do not reach. */
export function snapshot<T>(value: T): T {
  return structuredClone(value);
}
