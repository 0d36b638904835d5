import { useEffect, useState } from 'react';

const clock = new Intl.DateTimeFormat([], { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat([], { month: 'short', day: 'numeric', year: 'numeric' });
const longDay = new Intl.DateTimeFormat([], { dateStyle: 'full' });

export function timeOfDay(iso: string): string {
  return clock.format(new Date(iso));
}

/** `3 h 59 min`, `4 min 05 s`, `12 s`: what is left of a grant, for a glance. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const h = Math.floor(seconds / 3600);
  const min = Math.floor((seconds % 3600) / 60);
  const s = seconds % 60;
  if (h > 0) return `${h} h ${String(min).padStart(2, '0')} min`;
  if (min > 0) return `${min} min ${String(s).padStart(2, '0')} s`;
  return `${s} s`;
}

/** The present time of the playground's own clock, each second. */
export function useNow(serverNow: string): number {
  const [offset, setOffset] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => setOffset(Date.parse(serverNow) - Date.now()), [serverNow]);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + offset;
}

function prettyDay(at: Date): string | null {
  const midnight = (date: Date): number => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(new Date())) / 86_400_000);
  return ({ '-1': 'yesterday', '0': 'today', '1': 'tomorrow' } as const)[String(days)] ?? null;
}

/** Slack's date tokens (`<!date^TS^{date_short_pretty} at {time}|…>`), as its clients write them. */
export function slackDate(timestamp: string, format: string): string {
  const at = new Date(Number(timestamp) * 1000);
  const tokens: Readonly<Record<string, () => string>> = {
    time: () => clock.format(at),
    date: () => longDay.format(at),
    date_short: () => day.format(at),
    date_long: () => longDay.format(at),
    date_pretty: () => prettyDay(at) ?? longDay.format(at),
    date_short_pretty: () => prettyDay(at) ?? day.format(at),
    date_num: () => at.toISOString().slice(0, 10),
  };
  const written = format.replace(/\{(\w+)\}/gu, (token, name: string) => tokens[name]?.() ?? token);
  // As in Slack: a token at the start begins with a capital.
  return format.startsWith('{') ? written.charAt(0).toUpperCase() + written.slice(1) : written;
}
