import { DateTime, IANAZone } from 'luxon';
import { type Availability } from './model';

/** A window is looked for in so many days: each weekday comes at least once, also when clocks change. */
const daysAhead = 8;

interface Window {
  readonly from: DateTime;
  readonly to: DateTime;
}

/** Whether the moment lies in one of the windows; `from` is in it, `to` is not. */
export function isAvailable(availability: Availability, now: Date): boolean {
  const at = now.getTime();
  // Only what opened yesterday or today can be open: looking further takes five times as long.
  return windowsAround(availability, now, 0).some(
    ({ from, to }) => from.toMillis() <= at && at < to.toMillis(),
  );
}

/** When the next window opens; null when none ever does (no day, or a zone that nobody knows). */
export function opensAt(availability: Availability, now: Date): Date | null {
  const next = windowsAround(availability, now, daysAhead).find(
    ({ from }) => from.toMillis() > now.getTime(),
  );
  return next ? next.from.toJSDate() : null;
}

/** `Mon to Fri, 08:00 to 18:00 (Europe/Vienna)` */
export function availabilityText({ days, from, to, zone }: Availability): string {
  return `${daysText(days)}, ${from} to ${to} (${zone})`;
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function daysText(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const names = sorted.map((day) => dayNames[day - 1]!);
  const isRun = sorted.length > 2 && sorted.at(-1)! - sorted[0]! === sorted.length - 1;
  return isRun ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

/** From yesterday's, which may still be open, to that of so many days ahead, in order. One that ends before it begins ends the day after. */
function windowsAround(availability: Availability, now: Date, ahead: number): readonly Window[] {
  if (!IANAZone.isValidZone(availability.zone)) return [];
  const today = DateTime.fromJSDate(now, { zone: availability.zone }).startOf('day');
  const windows: Window[] = [];
  for (let day = -1; day <= ahead; day += 1) {
    const date = today.plus({ days: day });
    if (!availability.days.includes(date.weekday)) continue;
    const isOvernight = availability.to <= availability.from;
    windows.push({
      from: date.set(timeOf(availability.from)),
      to: date.plus({ days: isOvernight ? 1 : 0 }).set(timeOf(availability.to)),
    });
  }
  return windows;
}

/** Of `08:00`; `24:00` is the midnight after. */
function timeOf(clock: string): { hour: number; minute: number } {
  const [hour, minute] = clock.split(':').map(Number);
  return { hour: hour!, minute: minute! };
}
