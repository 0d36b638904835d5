/** Longer names than this are compared by their beginning: what people type is not bounded, the time for it is. */
const comparedLength = 80;

/**
 * The number of single edits between two texts: insert, delete, replace, or swap of neighbours (optimal string
 * alignment). Case counts; both are compared by their first 80 code units.
 */
export function editDistance(a: string, b: string): number {
  const left = codeUnits(a);
  const right = codeUnits(b);
  let beforeLast = new Uint16Array(right.length + 1);
  let last = Uint16Array.from({ length: right.length + 1 }, (_, column) => column);
  let current = new Uint16Array(right.length + 1);
  for (let row = 1; row <= left.length; row += 1) {
    current[0] = row;
    for (let column = 1; column <= right.length; column += 1) {
      let least = last[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      if (last[column]! < least) least = last[column]! + 1;
      if (current[column - 1]! < least) least = current[column - 1]! + 1;
      if (isSwap(left, right, row, column) && beforeLast[column - 2]! < least) {
        least = beforeLast[column - 2]! + 1;
      }
      current[column] = least;
    }
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return last[right.length]!;
}

/** Numbers in typed arrays: a name is looked for among thousands while a transaction is open. */
function codeUnits(text: string): Uint16Array {
  const length = Math.min(text.length, comparedLength);
  return Uint16Array.from({ length }, (_, index) => text.charCodeAt(index));
}

function isSwap(left: Uint16Array, right: Uint16Array, row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    left[row - 1] === right[column - 2] &&
    left[row - 2] === right[column - 1]
  );
}

/**
 * The `count` names nearest to what was typed, nearest first, ties in alphabetical order. A name is as near as its nearer
 * form: the full one (`Exchange\Search-Mailbox`) or the bare one. Case does not count.
 */
export function nearestNames(
  typed: string,
  names: readonly string[],
  count: number,
): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceToName(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map((near) => near.name);
}

function distanceToName(wanted: string, name: string): number {
  const bareName = name.slice(name.indexOf('\\') + 1);
  return Math.min(editDistance(wanted, name), editDistance(wanted, bareName));
}
