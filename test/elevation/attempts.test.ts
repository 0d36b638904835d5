import fc from 'fast-check';
import {
  isOverdue,
  isStillActive,
  nextAttemptAfter,
  overdueMs,
  isWorthWarning,
  nextWarningAfter,
  warningTimes,
} from '../../src/elevation/attempts';
import { type GrantState } from '../../src/elevation/model';
import { after, grant, now } from './samples';

function waitMs(attempts: number, retryAfterMs: number | null = null, jitter = 0): number {
  return nextAttemptAfter({ attempts, now, retryAfterMs, jitter }).getTime() - now.getTime();
}

describe('when a failed attempt is repeated', () => {
  test.each([
    [0, 1000],
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [6, 32_000],
    [7, 60_000],
    [8, 60_000],
    [2000, 60_000],
    [Number.MAX_SAFE_INTEGER, 60_000],
  ])('after %i failures in %i ms', (attempts, wait) => {
    expect(waitMs(attempts)).toBe(wait);
  });

  test('jitter takes away up to a quarter, at the cap either', () => {
    expect(waitMs(1, null, 0.5)).toBe(875);
    expect(waitMs(3, null, 0.999999)).toBe(3000);
    expect(waitMs(100, null, 0.5)).toBe(52_500);
  });

  test('is whole milliseconds', () => {
    expect(waitMs(1, null, 1 / 3)).toBe(917);
  });

  test('a longer wait that the target asked for counts, up to a minute', () => {
    expect(waitMs(1, 5000)).toBe(5000);
    expect(waitMs(1, 60_000)).toBe(60_000);
    expect(waitMs(1, 60_001)).toBe(60_000);
    expect(waitMs(1, 86_400_000)).toBe(60_000);
  });

  test('a shorter, absent or negative wait changes nothing', () => {
    expect(waitMs(3, 1000)).toBe(4000);
    expect(waitMs(3, 0)).toBe(4000);
    expect(waitMs(3, -5000)).toBe(4000);
  });

  test('is always ahead, and never more than a minute', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.option(fc.integer()),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, retryAfterMs, jitter) => {
          const wait = waitMs(attempts, retryAfterMs, jitter);
          expect(wait).toBeGreaterThanOrEqual(750);
          expect(wait).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });
});

describe('how long a right has outlived its end', () => {
  const overdue = (changes: Parameters<typeof grant>[0]) => overdueMs(grant(changes), now);

  test('counts from the end while the right may be there', () => {
    expect(overdue({ state: 'ending', endsAt: after(-5000) })).toBe(5000);
    expect(overdue({ state: 'active', endsAt: after(-5000) })).toBe(5000);
    expect(overdue({ state: 'active', endsAt: after(5000) })).toBe(0);
    expect(overdue({ state: 'active', endsAt: now })).toBe(0);
  });

  test('counts from the press when somebody ended it early', () => {
    const early = { endsAt: after(3600_000), endingAt: after(-7000) };
    expect(overdue({ state: 'ending', ...early })).toBe(7000);
    expect(overdue({ state: 'ending', endsAt: after(3600_000), endingAt: null })).toBe(0);
  });

  test('counts from the end when taking away began later', () => {
    expect(overdue({ state: 'ending', endsAt: after(-5000), endingAt: after(-1000) })).toBe(5000);
  });

  test.each(['scheduled', 'activating', 'ended', 'failed'] as const)(
    'is nothing while %s',
    (state: GrantState) => {
      expect(overdue({ state, endsAt: after(-5000) })).toBe(0);
    },
  );

  test('is nothing for what was never made, however long its target is away', () => {
    const untouched = { state: 'ending', endsAt: after(-3600_000), heldBefore: null } as const;
    expect(overdue(untouched)).toBe(0);
    expect(isStillActive(grant(untouched), now)).toBe(false);
    expect(overdue({ ...untouched, heldBefore: true })).toBe(3600_000);
  });

  test('exactly a minute is STILL ACTIVE, a millisecond less is not', () => {
    for (const state of ['ending', 'active'] as const) {
      expect(isStillActive(grant({ state, endsAt: after(-60_000) }), now)).toBe(true);
      expect(isStillActive(grant({ state, endsAt: after(-59_999) }), now)).toBe(false);
    }
    const ended = grant({ state: 'ended', endsAt: after(-90_000) });
    expect(isStillActive(ended, now)).toBe(false);
  });
});

test.each([
  [-1, false],
  [59_999, false],
  [60_000, true],
  [3_600_000, true],
])('a right that was to be gone %i ms ago is called overdue: %s', (ms, overdue) => {
  expect(isOverdue(after(-ms), now)).toBe(overdue);
});

describe('when the holder is warned', () => {
  test('15 and 5 minutes before the end', () => {
    expect(warningTimes({ startsAt: now, endsAt: after(3600_000) })).toEqual([
      after(45 * 60_000),
      after(55 * 60_000),
    ]);
  });

  test('not before the right began, nor at once', () => {
    expect(warningTimes({ startsAt: now, endsAt: after(15 * 60_000 + 1) })).toHaveLength(2);
    expect(warningTimes({ startsAt: now, endsAt: after(15 * 60_000) })).toEqual([
      after(10 * 60_000),
    ]);
    expect(warningTimes({ startsAt: now, endsAt: after(5 * 60_000) })).toEqual([]);
  });

  test('next is the one after that moment, until none is left', () => {
    const times = { startsAt: now, endsAt: after(3600_000) };
    expect(nextWarningAfter(times, now)).toEqual(after(45 * 60_000));
    expect(nextWarningAfter(times, after(45 * 60_000 - 1))).toEqual(after(45 * 60_000));
    expect(nextWarningAfter(times, after(45 * 60_000))).toEqual(after(55 * 60_000));
    expect(nextWarningAfter(times, after(55 * 60_000))).toBeNull();
  });

  test('of what is lost at the end, while a minute is left to read it', () => {
    const lost = { endsAt: after(60_000), heldBefore: false, goesOn: false };
    expect(isWorthWarning(lost, now)).toBe(true);
    expect(isWorthWarning(lost, after(1))).toBe(false);
    expect(isWorthWarning({ ...lost, heldBefore: true }, now)).toBe(false);
    expect(isWorthWarning({ ...lost, goesOn: true }, now)).toBe(false);
  });
});
