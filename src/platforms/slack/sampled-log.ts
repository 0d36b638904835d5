import { type Log } from '../../log';

const quietMs = 10_000;

export type SampledWarning = (facts: Readonly<Record<string, string>>, message: string) => void;

/**
 * At most one line per message and ten seconds, saying how many were left out. For what anybody on the internet can
 * cause: it must not fill a disk.
 */
export function createSampledWarning(log: Log, now: () => number): SampledWarning {
  const lines = new Map<string, { quietUntil: number; leftOut: number }>();
  return (facts, message) => {
    const line = lines.get(message) ?? { quietUntil: -Infinity, leftOut: 0 };
    lines.set(message, line);
    if (now() < line.quietUntil) {
      line.leftOut += 1;
      return;
    }
    log.warn({ ...facts, leftOut: line.leftOut }, message);
    line.quietUntil = now() + quietMs;
    line.leftOut = 0;
  };
}
