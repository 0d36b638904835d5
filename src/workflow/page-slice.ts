import { type Slice } from '../store/configured-lists';
import { pageRows } from '../views/sheet';

/** The rows of a page; the first is 1. */
export function sliceOf(page: number): Slice {
  return { from: (page - 1) * pageRows, most: pageRows };
}
