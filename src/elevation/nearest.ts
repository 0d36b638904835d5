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

/** So many names are compared edit by edit; beyond it only those that are nearer by their letters. */
const comparedMost = 5_000;

/**
 * The `count` names nearest to what was typed, nearest first, ties in alphabetical order. A name is as near as its nearer
 * form: the full one (`Exchange\\Search-Mailbox`) or the bare one. Case does not count.
 * Names that cannot be near enough, by the letters that they lack, are not compared: a hundred thousand take some 50 ms.
 */
export function nearestNames(
  typed: string,
  names: readonly string[],
  count: number,
): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const nearest: { readonly name: string; readonly distance: number }[] = [];
  let compared = 0;
  for (const [atLeast, candidates] of byLeastDistance(wanted, [...new Set(names)]).entries()) {
    for (const name of candidates ?? []) {
      const worst = nearest.length < count ? Infinity : (nearest.at(-1)?.distance ?? -1);
      if (atLeast > worst || compared === comparedMost) break;
      compared += 1;
      nearest.push({ name, distance: distanceToName(wanted, name.toLowerCase()) });
      nearest.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
      nearest.splice(count);
    }
  }
  return nearest.map((near) => near.name);
}

/** The names by the distance that they have at least. */
function byLeastDistance(
  wanted: string,
  names: readonly string[],
): readonly (string[] | undefined)[] {
  const sought = lettersOf(wanted, 0);
  const found: (string[] | undefined)[] = [];
  for (const name of names) {
    const lower = name.toLowerCase();
    const bareAt = lower.indexOf('\\') + 1;
    const least = Math.min(
      leastDistance(sought, lettersOf(lower, 0)),
      leastDistance(sought, lettersOf(lower, bareAt)),
    );
    (found[least] ??= []).push(name);
  }
  return found;
}

interface Letters {
  readonly length: number;
  /** One bit per letter, some sharing one. */
  readonly bits: number;
}

function lettersOf(text: string, from: number): Letters {
  const length = Math.min(text.length - from, comparedLength);
  let bits = 0;
  for (let at = from; at < from + length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return { length, bits };
}

/** An edit brings at most one letter and takes at most one away. */
function leastDistance(a: Letters, b: Letters): number {
  const lacking = Math.max(bitCount(a.bits & ~b.bits), bitCount(b.bits & ~a.bits));
  return Math.max(lacking, Math.abs(a.length - b.length));
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

function distanceToName(wanted: string, name: string): number {
  const bareName = name.slice(name.indexOf('\\') + 1);
  return Math.min(editDistance(wanted, name), editDistance(wanted, bareName));
}
