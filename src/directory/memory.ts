/**
 * What sources have said of late. Only a yes is kept, and never for longer than it counts anyway: who was read as a member a moment ago
 * need not be looked up again for the next press, and a source that goes away takes nobody's yes back before its time.
 */
import { type SourceReading } from './contract';

/** For so long a yes does without asking; beyond it, until it does not count any more, only where the source does not answer. */
const withoutAskingMs = 20_000;
const countsMs = 30_000;
/** People who are remembered; beyond it the oldest go. */
const mostPeople = 5_000;

export interface Memory {
  /** By key how long ago a source said yes, in milliseconds. */
  yes(
    whose: string,
    now: number,
    how: 'without-asking' | 'source-away',
  ): ReadonlyMap<string, number>;
  /** @param askedAt from before the source was asked */
  note(whose: string, keys: readonly string[], reading: SourceReading, askedAt: number): void;
}

export function createMemory(): Memory {
  const people = new Map<string, Map<string, number>>();
  return {
    yes(whose, now, how) {
      const least = now - (how === 'without-asking' ? withoutAskingMs : countsMs);
      const known = [...(people.get(whose) ?? [])].filter(([, askedAt]) => askedAt >= least);
      return new Map(known.map(([key, askedAt]) => [key, Math.max(0, now - askedAt)]));
    },
    note(whose, keys, { memberOf }, askedAt) {
      const known = new Map(people.get(whose));
      people.delete(whose);
      // A no takes back every yes from before.
      for (const key of keys) known.delete(key);
      for (const key of memberOf) known.set(key, askedAt);
      if (known.size === 0) return;
      if (people.size >= mostPeople) people.delete(people.keys().next().value!);
      people.set(whose, known);
    },
  };
}
