import { DateTime, IANAZone } from 'luxon';
import { refuse, type Refusal } from '../errors';
import { formatDuration, type Clock } from './duration';
import { clockText, firstAfter, readTimeOfDay } from './time-of-day';
import { excerpt } from './typed-text';

/** So far ahead a start may be: who approves has to be able to judge what will be needed then. In days. */
const daysAheadMost = 30;

/** Longer text is no time; it is refused before anything is done with it. */
const longestTyped = 100;

const startPattern =
  /^(?:(?<before>today|tomorrow|(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<date>[0-9]{1,2}))(?: at |t| ))?(?<hour>[0-9]{1,2})(?::(?<minute>[0-9]{2}))? ?(?<half>am|pm)?(?: (?<after>today|tomorrow))?$/u;

type Found = Readonly<Record<string, string | undefined>>;

/**
 * When a right is wanted from: `18:00`, `6pm`, `tomorrow 09:00`, `2026-11-23 09:00`, in the zone of whoever typed it.
 * What is over, too far ahead or no time is refused with an example that would do.
 * @param clock null when the zone is not known: 18:00 somewhere else would be another start
 */
export function parseStart(typed: string, clock: Clock | null): Date | Refusal {
  if (typed.length > longestTyped) return refuseTyped(typed);
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  const found = startPattern.exec(text)?.groups;
  const time = found === undefined ? null : readTimeOfDay(found);
  if (found === undefined || time === null || (found.before && found.after)) {
    return refuseTyped(typed);
  }
  if (clock === null) return refuse('start-zone-unknown', { typed: excerpt(typed) });
  if (!IANAZone.isValidZone(clock.zone)) return refuseTyped(typed);
  const local = DateTime.fromJSDate(clock.now, { zone: clock.zone });
  const day = dayOf(found, local);
  if (!day.isValid) return refuseTyped(typed);
  const start = firstAfter(clock.now, day, time);
  const example = `--at tomorrow ${clockText(time)}`;
  if (start === null) return refuse('start-in-the-past', { typed: excerpt(typed), example });
  if (start > local.plus({ days: daysAheadMost }).toJSDate()) {
    const maximum = formatDuration(daysAheadMost * 86_400);
    return refuse('start-too-far', { typed: excerpt(typed), maximum, example });
  }
  return start;
}

function dayOf(found: Found, today: DateTime): DateTime {
  if (found.year !== undefined) {
    const { year, month, date } = found;
    return DateTime.fromObject(
      { year: Number(year), month: Number(month), day: Number(date) },
      { zone: today.zone },
    );
  }
  return (found.before ?? found.after) === 'tomorrow' ? today.plus({ days: 1 }) : today;
}

function refuseTyped(typed: string): Refusal {
  return refuse('bad-start', { typed: excerpt(typed), example: '--at tomorrow 09:00' });
}
