/** Times of day as people type them, in their own zone. */
import { type DateTime } from 'luxon';

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** What a pattern found: `18:00`, `9:30pm`, `6pm`. A lone `18` is none: it could be a number of hours. */
export function readTimeOfDay(
  found: Readonly<Record<string, string | undefined>>,
): TimeOfDay | null {
  const hour = Number(found.hour);
  const minute = Number(found.minute ?? 0);
  if (minute > 59) return null;
  if (found.half === undefined) {
    return found.minute === undefined || hour > 23 ? null : { hour, minute };
  }
  if (hour < 1 || hour > 12) return null;
  return { hour: (hour % 12) + (found.half === 'pm' ? 12 : 0), minute };
}

/**
 * The first moment after `now` at which clocks show that time on that day, or null when it is over. A time that comes
 * twice (clocks go back) is its first coming still ahead; one that is skipped (clocks go forward) is counted from the offset before.
 */
export function firstAfter(now: Date, day: DateTime, time: TimeOfDay): Date | null {
  const moment = day.set({ ...time, second: 0, millisecond: 0 });
  const moments = moment.getPossibleOffsets().map((possible) => possible.toMillis());
  const ahead = moments.filter((at) => at > now.getTime());
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

/** `09:05` */
export function clockText(time: TimeOfDay): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(time.hour)}:${twoDigits(time.minute)}`;
}
