import { formatDuration } from './duration';
import { type RequestSnapshot } from './model';
import { type Strictest } from './policy';
import { refuse, type Refusal } from '../errors';

/** A grant shorter than this is not worth making: the end would come while it is being made. In seconds. */
export const leastGrantS = 60;

/** How long an approver lets it be. */
export interface LengthWish {
  readonly request: Pick<RequestSnapshot, 'number' | 'durationS'>;
  /** What the approver chose, in seconds; null is as it was asked. */
  readonly durationS: number | null;
  /** The shortest grant that the target can carry, in seconds. */
  readonly leastDurationS: number;
}

/** Refuses a length that no form of ours offers: over what was asked or may be, or under what can be granted. */
export function refuseLength(wish: LengthWish, rules: Strictest): Refusal | null {
  const { request, durationS } = wish;
  if (durationS === null) return null;
  const least = Math.max(leastGrantS, wish.leastDurationS);
  const most = Math.min(request.durationS, rules.durationMaxS);
  if (Number.isInteger(durationS) && least <= durationS && durationS <= most) return null;
  return refuse('approval-length', {
    request: request.number,
    minimum: formatDuration(least),
    maximum: formatDuration(most),
  });
}

/** Parts of the longest that are offered beside it. */
const parts = [3 / 4, 1 / 2, 1 / 4, 1 / 8];

/** Shorter lengths to choose from, in seconds, the longest first; rounded down to what people would say. */
export function shorterLengths(mostS: number, leastDurationS: number): readonly number[] {
  const leastS = Math.max(leastGrantS, leastDurationS);
  const offered = parts.map((part) => sayable(mostS * part));
  return [...new Set(offered)].filter((seconds) => seconds >= leastS);
}

/** The one that is nearest to half, or null when nothing shorter can be granted. */
export function halfOf(mostS: number, shorter: readonly number[]): number | null {
  return shorter.find((seconds) => seconds <= mostS / 2) ?? shorter.at(-1) ?? null;
}

const minuteS = 60;
const hourS = 60 * minuteS;

/** Whole hours from a day on, quarters from an hour on, five minutes from ten on. */
function sayable(seconds: number): number {
  // Stryker disable next-line EqualityOperator: where a step begins it is a multiple of the finer one
  const step = steps.find(({ from }) => seconds >= from)?.step ?? minuteS;
  return Math.floor(seconds / step) * step;
}

const steps = [
  { from: 24 * hourS, step: hourS },
  { from: hourS, step: 15 * minuteS },
  { from: 10 * minuteS, step: 5 * minuteS },
];
