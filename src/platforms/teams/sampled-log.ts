import { type Log } from '../../log';

const everyMs = 10_000;

export type SampledLog = (facts: { readonly cause: string }, message: string) => void;

/** One line per cause in ten seconds, with how many came since: what strangers send must not fill the log. */
export function createSampledLog(log: Log, now: () => number): SampledLog {
  const seen = new Map<string, { at: number; since: number }>();
  return (facts, message) => {
    const before = seen.get(facts.cause);
    if (before !== undefined && now() - before.at < everyMs) {
      before.since += 1;
      return;
    }
    log.warn({ ...facts, unlogged: before?.since ?? 0 }, message);
    seen.set(facts.cause, { at: now(), since: 0 });
  };
}
