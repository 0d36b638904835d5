/** The form of a key that a system account asks with: `elevate_<id>_<secret>`. */

/** Random bytes of a secret: nobody guesses 256 bits. */
export const secretBytes = 32;

/** What a key says: which one it is, and what proves it. */
export interface ReadKey {
  /** UUID */
  readonly id: string;
  readonly secret: string;
}

const form = /^elevate_(?<id>[0-9a-f]{32})_(?<secret>[A-Za-z0-9_-]{43})$/u;

/** @param id UUID */
export function keyText(id: string, secret: string): string {
  return `elevate_${id.replaceAll('-', '')}_${secret}`;
}

/** Null for what is no key of ours. */
export function readKey(text: string): ReadKey | null {
  const { id, secret } = form.exec(text)?.groups ?? {};
  if (id === undefined || secret === undefined) return null;
  const parts = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)];
  return { id: parts.join('-'), secret };
}

/** So many calls in so many seconds are answered, of one account and of all its keys together. */
export const callsMost = 60;
export const callsWindowS = 60;
