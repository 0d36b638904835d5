/**
 * What the button under a list of the configuration says: which list, and which page of it. It is about no request, so there is
 * neither a number nor a digest; whoever presses is judged like whoever types.
 */
import { type PagePress, type PagedList, pagedLists } from './command';

const pattern = new RegExp(`^(?<list>${pagedLists.join('|')}) PAGE-(?<page>[1-9][0-9]{0,4})$`, 'u');

/** `policy-list PAGE-2` */
export function formatPageValue(list: PagedList, page: number): string {
  return `${list} ${pageName(page)}`;
}

/** What stands where other buttons name a request. */
export function pageName(page: number): string {
  return `PAGE-${page}`;
}

/** Null for everything that `formatPageValue` did not write: values come from outside and may be forged. */
export function parsePageValue(value: unknown): PagePress | null {
  if (typeof value !== 'string') return null;
  const found = pattern.exec(value)?.groups;
  if (found === undefined) return null;
  return { verb: found.list as PagedList, page: Number(found.page) };
}
