/** What a series of measurements comes down to. */

/** The middle value; of an even number of values the mean of the two in the middle. Not for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

/** The smallest value that at least `share` (0 to 1) of the values do not exceed. Not for an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

export interface Bound {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** One of the two. */
  readonly atLeast?: number;
  readonly below?: number;
}

export function isMet({ value, atLeast, below }: Bound): boolean {
  return value >= (atLeast ?? -Infinity) && value < (below ?? Infinity);
}

/** One line for people: the value, its bound, and whether it is met. */
export function describe(bound: Bound): string {
  const { name, value, unit, atLeast, below } = bound;
  const limit = atLeast === undefined ? `under ${below}` : `at least ${atLeast}`;
  const verdict = isMet(bound) ? 'met' : 'MISSED';
  const shown = `${value.toFixed(2)} ${unit}`.trimEnd();
  return `${name.padEnd(34)} ${shown.padEnd(12)} ${`${limit} ${unit}`.trimEnd()}: ${verdict}`;
}
