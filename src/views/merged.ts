/**
 * One object of two; what stands in the second wins. The same as spreading both, but V8 takes a microsecond for each name that
 * is added to a spread object, and a screen adds dozens. Where names only get other values, spreading is as quick.
 */
export function merged<A extends object, B extends object>(first: A, second: B): A & B {
  return Object.assign({}, first, second);
}
