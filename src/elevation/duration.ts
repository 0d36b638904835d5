import { DateTime, IANAZone } from 'luxon';
import { refuse, type Refusal } from '../errors';
import { clockText, firstAfter, readTimeOfDay } from './time-of-day';
import { excerpt } from './typed-text';

/** How long a right is asked for. */
export interface Duration {
  /** Whole seconds, from 60 to 366 days; with `fixedEnd`, what is left until then, from the start where that is later. */
  readonly seconds: number;
  /** Set when a time of day was typed (`until 18:00`): the right ends then, whenever it is approved. */
  readonly fixedEnd: Date | null;
}

/** What a time of day is read by. */
export interface Clock {
  readonly now: Date;
  /** IANA zone of whoever typed it. */
  readonly zone: string;
  /** When the right starts, where that is later: an end is counted from then. */
  readonly start?: Date;
}

const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;
const leastS = minuteS;
const mostS = 366 * dayS;
/** Longer text is no duration; it is refused before anything is done with it. */
const longestTyped = 100;

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ...['d', 'day', 'days'].map((word) => [word, dayS] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((word) => [word, hourS] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((word) => [word, minuteS] as const),
]);

/** Seconds in a unit as people write it, in lower case (`h`, `hours`), or null when it is none. */
export function secondsInUnit(word: string): number | null {
  return unitSeconds.get(word) ?? null;
}

/**
 * Reads `30m`, `1h30m`, `4 hours`, `for 2d`, `until 18:00`, `until tomorrow 9am`.
 * Units come from large to small, each once. Anything else is refused with an example that would do.
 * @param clock only `until` needs it, and is refused without
 */
export function parseDuration(typed: string, clock: Clock | null): Duration | Refusal {
  if (typed.length > longestTyped) return refuseTyped(typed);
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  if (text.startsWith('until')) return parseUntil(typed, text, clock);
  const length = text.startsWith('for ') ? text.slice('for '.length) : text;
  if (/^[0-9]{1,6}$/u.test(length)) return refuseLoneNumber(typed, Number(length));
  const seconds = sumComponents(length);
  if (seconds === null || seconds < leastS || seconds > mostS) return refuseTyped(typed);
  return { seconds, fixedEnd: null };
}

/** Null unless the whole text is components such as `1h30m` or `1 day and 2 hours`. */
function sumComponents(text: string): number | null {
  const component = /([0-9]{1,6}) ?([a-z]+)(?: and | |$|(?=[0-9]))/uy;
  let total = 0;
  let previousUnit = Infinity;
  while (component.lastIndex < text.length) {
    const found = component.exec(text);
    const unit = found && secondsInUnit(found[2]!);
    if (!unit || unit >= previousUnit) return null;
    total += Number(found[1]) * unit;
    previousUnit = unit;
  }
  return total;
}

function refuseTyped(typed: string, example = '4h'): Refusal {
  return refuse('bad-duration', { typed: excerpt(typed), example });
}

/** `4` may have meant hours or minutes; guessing would grant what was not asked for. */
function refuseLoneNumber(typed: string, number: number): Refusal {
  if (number === 0) return refuseTyped(typed);
  const likelyHours = number <= 12;
  return refuse('duration-without-unit', {
    typed: excerpt(typed),
    example: likelyHours ? `${number}h` : `${number}m`,
    other: likelyHours ? '30m' : '4h',
  });
}

const untilPattern =
  /^until (?:(?<before>today|tomorrow) (?:at )?)?(?<hour>[0-9]{1,2})(?::(?<minute>[0-9]{2}))? ?(?<half>am|pm)?(?: (?<after>today|tomorrow))?$/u;

function parseUntil(typed: string, text: string, clock: Clock | null): Duration | Refusal {
  const found = untilPattern.exec(text)?.groups;
  const time = found === undefined ? null : readTimeOfDay(found);
  if (found === undefined || time === null || (found.before && found.after)) {
    return refuseTyped(typed, 'until 18:00');
  }
  // 18:00 somewhere else would be another end than the one that was asked for.
  if (clock === null) return refuse('zone-unknown', { typed: excerpt(typed) });
  // A zone that nobody knows must not silently become another one (luxon's `local`), and with it another end.
  if (!IANAZone.isValidZone(clock.zone)) return refuseTyped(typed);
  const day = found.before ?? found.after;
  const from = clock.start ?? clock.now;
  // "Today" and "tomorrow" are those of whoever types; a time alone is on the day on which the right starts.
  const counted = day === undefined ? from : clock.now;
  const local = DateTime.fromJSDate(counted, { zone: clock.zone });
  const fixedEnd = firstAfter(from, local.plus({ days: day === 'tomorrow' ? 1 : 0 }), time);
  if (clock.start !== undefined) return untilAfter(typed, clock.start, fixedEnd);
  const sameTimeTomorrow = `until tomorrow ${clockText(time)}`;
  if (fixedEnd === null) {
    return refuse('duration-in-the-past', { typed: excerpt(typed), example: sameTimeTomorrow });
  }
  const seconds = Math.floor((fixedEnd.getTime() - from.getTime()) / 1000);
  if (seconds < leastS) return refuseTooShort(seconds, leastS, sameTimeTomorrow);
  return { seconds, fixedEnd };
}

/** The end of a right that starts later; one that is not after its start, by a minute at least, is refused. */
function untilAfter(typed: string, start: Date, fixedEnd: Date | null): Duration | Refusal {
  const seconds = fixedEnd === null ? 0 : Math.floor((fixedEnd.getTime() - start.getTime()) / 1000);
  if (seconds >= leastS) return { seconds, fixedEnd };
  return refuse('end-before-start', { typed: excerpt(typed), start, example: '4h' });
}

/** Refuses a length below the least that can be granted; both are in seconds. */
export function refuseTooShort(seconds: number, leastS: number, example: string): Refusal {
  return refuse('duration-too-short', {
    asked: formatDuration(seconds),
    minimum: formatDuration(leastS),
    example,
  });
}

/**
 * `4 hours`, `1 hour 30 minutes`, `2 days`, with a no-break space between number and unit. To the nearest minute, because
 * no screen needs more; only below a minute in seconds.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < minuteS) return withUnit(whole, 'second');
  return splitMinutes(Math.round(whole / minuteS))
    .map((part) => withUnit(part.count, part.unit))
    .join(' ');
}

/** `4h`, `1h30m`, `2d`, as it would be typed: whole minutes, rounded down, so that a maximum stays one; at least `1m`. */
export function typedDuration(seconds: number): string {
  return splitMinutes(Math.max(1, Math.floor(seconds / minuteS)))
    .map((part) => `${part.count}${part.unit[0]}`)
    .join('');
}

function splitMinutes(
  minutes: number,
): readonly { readonly count: number; readonly unit: string }[] {
  return [
    { count: Math.floor(minutes / 1440), unit: 'day' },
    { count: Math.floor((minutes % 1440) / 60), unit: 'hour' },
    { count: minutes % 60, unit: 'minute' },
  ].filter((part) => part.count > 0);
}

function withUnit(count: number, unit: string): string {
  return `${count}\u00A0${unit}${count === 1 ? '' : 's'}`;
}
