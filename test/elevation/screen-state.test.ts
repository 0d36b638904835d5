import { goesOn, isEndingSoon, screenState } from '../../src/elevation/screen-state';
import { after, grant, now, snapshot } from './samples';

test.each([
  ['awaiting-acceptance', 'awaiting'],
  ['pending', 'pending'],
  ['denied', 'denied'],
  ['withdrawn', 'withdrawn'],
  ['expired', 'expired'],
  ['approved', 'activating'],
] as const)('%s without a grant is shown as %s', (state, shown) => {
  expect(screenState(snapshot({ state }))).toBe(shown);
});

test.each(['scheduled', 'activating', 'active', 'ending', 'ended', 'failed'] as const)(
  'an approved request shows its grant: %s',
  (state) => {
    expect(screenState(snapshot({ state: 'approved', grant: grant({ state }) }))).toBe(state);
  },
);

test('a right a minute beyond its end is shown as still active, from the time of reading', () => {
  const ending = grant({ state: 'ending', endsAt: after(-60_000) });
  expect(screenState(snapshot({ state: 'approved', grant: ending }))).toBe('still-active');
  const earlier = snapshot({ state: 'approved', grant: ending, readAt: after(-1, now) });
  expect(screenState(earlier)).toBe('ending');
  const untouched = grant({ state: 'active', endsAt: after(-60_000) });
  expect(screenState(snapshot({ state: 'approved', grant: untouched }))).toBe('still-active');
});

test('what is read back as absent is ended, however late', () => {
  const late = grant({ state: 'ended', endsAt: after(-3600_000), endedAt: now });
  expect(screenState(snapshot({ state: 'approved', grant: late }))).toBe('ended');
});

test('a request that is not approved never shows a grant', () => {
  expect(screenState(snapshot({ state: 'denied', grant: grant() }))).toBe('denied');
});

describe('what ends soon', () => {
  const warned = grant({ endsAt: after(900_000), warnedAt: now });
  const soon = (changes: Parameters<typeof grant>[0] = {}) =>
    isEndingSoon(snapshot({ state: 'approved', grant: { ...warned, ...changes } }));

  test('is what its holder was warned of and still holds', () => {
    expect(soon()).toBe(true);
    expect(soon({ warnedAt: null })).toBe(false);
    expect(isEndingSoon(snapshot({ state: 'approved' }))).toBe(false);
  });

  test.each(['scheduled', 'activating', 'ending', 'ended', 'failed'] as const)(
    'is not what is %s',
    (state) => {
      expect(soon({ state })).toBe(false);
    },
  );

  test('is not what another grant keeps beyond its end', () => {
    const until = (ms: number) => ({ alsoHeldThrough: { number: 150, until: after(ms) } });
    expect(soon(until(900_001))).toBe(false);
    expect(soon(until(900_000))).toBe(true);
    expect(goesOn({ ...warned, ...until(900_000) })).toBe(false);
    expect(goesOn({ ...warned, ...until(899_999) })).toBe(false);
    expect(goesOn({ ...warned, ...until(900_001) })).toBe(true);
    expect(goesOn(warned)).toBe(false);
  });
});
