import fc from 'fast-check';
import {
  formatDuration,
  parseDuration,
  refuseTooShort,
  secondsInUnit,
  typedDuration,
} from '../../src/elevation/duration';
import { isRefusal } from '../../src/errors';
import { now } from './samples';

const berlin = 'Europe/Berlin';
const minute = 60;
const hour = 3600;
const day = 86_400;

function parse(typed: string, zone = 'UTC', at: Date = now) {
  return parseDuration(typed, { now: at, zone });
}

describe('lengths', () => {
  test.each([
    ['30m', 30 * minute],
    ['4h', 4 * hour],
    ['4H', 4 * hour],
    ['1h30m', 90 * minute],
    ['1h 30m', 90 * minute],
    ['1 h 30 m', 90 * minute],
    ['2d', 2 * day],
    ['1d2h3m', day + 2 * hour + 3 * minute],
    ['4 hours', 4 * hour],
    ['4\u00A0hours', 4 * hour],
    ['4\u202Fhours', 4 * hour],
    ['  4   hours  ', 4 * hour],
    ['４ｈ', 4 * hour],
    ['1 Hour', hour],
    ['2 hrs', 2 * hour],
    ['2 hr', 2 * hour],
    ['90 minutes', 90 * minute],
    ['1 minute', minute],
    ['5 min', 5 * minute],
    ['5 mins', 5 * minute],
    ['1 day', day],
    ['3 days', 3 * day],
    ['1 day and 2 hours', day + 2 * hour],
    ['1 hour and 30 minutes', 90 * minute],
    ['for 4h', 4 * hour],
    ['For 4 Hours', 4 * hour],
    ['36h', 36 * hour],
    ['1h0m', hour],
    ['0h90m', 90 * minute],
    ['1m', minute],
    ['366d', 366 * day],
    ['8784h', 366 * day],
    ['527040m', 366 * day],
  ])('%j is %i seconds', (typed, seconds) => {
    expect(parse(typed)).toEqual({ seconds, fixedEnd: null });
  });

  test.each([
    '',
    ' ',
    '-2h',
    '0h',
    '0m',
    '0',
    '00',
    '1e9h',
    '2h; drop',
    '2h;',
    '2h 30',
    '1h30',
    '30m 1h',
    '1h 1h',
    '1h2h',
    '4 h h',
    'h',
    'hours',
    '4 fortnights',
    '4s',
    '4.5h',
    '1,5h',
    '½h',
    '+4h',
    '٤h',
    '4hx',
    'x4h',
    '4h and',
    'and 4h',
    '1h and and 30m',
    '1h  and30m',
    'for',
    'for for 4h',
    'four hours',
    '367d',
    '366d1m',
    '366d 1m',
    '8785h',
    '1234567',
    '1234567m',
    '\u0000',
    '4h\u0000',
    '4\u200Bh',
    '9'.repeat(400),
    `${'9'.repeat(400)}h`,
    'constructor',
    '4 constructor',
    '4__proto__',
  ])('%j is refused with an example', (typed) => {
    expect(parse(typed)).toMatchObject({ refused: 'bad-duration', facts: { example: '4h' } });
  });

  test('a text of 100 characters is still read, a longer one is refused unread', () => {
    expect(parse(`4h${' '.repeat(98)}`)).toEqual({ seconds: 4 * hour, fixedEnd: null });
    expect(parse(`4h${' '.repeat(99)}`)).toMatchObject({ refused: 'bad-duration' });
  });

  test('the refusal repeats what was typed, cut when it is long', () => {
    expect(parse('2h; drop')).toEqual({
      refused: 'bad-duration',
      facts: { typed: '2h; drop', example: '4h' },
    });
    expect(parse('9'.repeat(400))).toMatchObject({ facts: { typed: `${'9'.repeat(59)}…` } });
  });

  test.each([
    ['4', '4h', '30m'],
    ['1', '1h', '30m'],
    ['12', '12h', '30m'],
    ['13', '13m', '4h'],
    ['30', '30m', '4h'],
    ['999999', '999999m', '4h'],
  ])('%j has no unit: try %s or %s', (typed, example, other) => {
    expect(parse(typed)).toEqual({
      refused: 'duration-without-unit',
      facts: { typed, example, other },
    });
    expect(parse(`for ${typed}`)).toMatchObject({ refused: 'duration-without-unit' });
  });

  test('units are known by their words only', () => {
    expect([secondsInUnit('h'), secondsInUnit('days'), secondsInUnit('m')]).toEqual([
      hour,
      day,
      minute,
    ]);
    expect([secondsInUnit(''), secondsInUnit('H'), secondsInUnit('s')]).toEqual([null, null, null]);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...['1', '9', '0', '30', 'h', 'm', 'd', 'hours', ' and ', ' ', 'for ', 'until ', ':', '-'],
    ...['18:00', 'am', 'pm', 'tomorrow', '\u00A0', '.', 'e', ';', '½', '４'],
  );
  const nearlyDurations = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
  const moments = fc.date({
    min: new Date('2020-01-01'),
    max: new Date('2040-01-01'),
    noInvalidDate: true,
  });

  test('is a whole, positive and bounded length that ends where it says, or a refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(nearlyDurations, fc.string({ unit: 'binary' })),
        fc.constantFrom('UTC', berlin, 'America/St_Johns', 'Australia/Lord_Howe'),
        moments,
        (typed, zone, at) => {
          const parsed = parse(typed, zone, at);
          if (isRefusal(parsed)) return;
          expect(Number.isSafeInteger(parsed.seconds)).toBe(true);
          expect(parsed.seconds).toBeGreaterThanOrEqual(60);
          expect(parsed.seconds).toBeLessThanOrEqual(366 * day);
          if (parsed.fixedEnd === null) return;
          const leftMs = parsed.fixedEnd.getTime() - at.getTime();
          expect(parsed.seconds).toBe(Math.floor(leftMs / 1000));
          expect(leftMs).toBeLessThanOrEqual(50 * hour * 1000);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('how lengths are written', () => {
  test.each([
    [4 * hour, '4\u00A0hours'],
    [hour, '1\u00A0hour'],
    [90 * minute, '1\u00A0hour 30\u00A0minutes'],
    [2 * day, '2\u00A0days'],
    [day, '1\u00A0day'],
    [day + hour + minute, '1\u00A0day 1\u00A0hour 1\u00A0minute'],
    [day + minute, '1\u00A0day 1\u00A0minute'],
    [minute, '1\u00A0minute'],
    [59, '59\u00A0seconds'],
    [59.4, '59\u00A0seconds'],
    [59.5, '1\u00A0minute'],
    [1, '1\u00A0second'],
    [0, '0\u00A0seconds'],
    [-5, '0\u00A0seconds'],
    [89, '1\u00A0minute'],
    [90, '2\u00A0minutes'],
    [hour - 30, '1\u00A0hour'],
    [hour - 31, '59\u00A0minutes'],
    [day - 1, '1\u00A0day'],
  ])('%d seconds is %j', (seconds, written) => {
    expect(formatDuration(seconds)).toBe(written);
  });

  test.each([
    [8 * hour, '8h'],
    [90 * minute, '1h30m'],
    [2 * day, '2d'],
    [day + 30 * minute, '1d30m'],
    [119, '1m'],
    [60, '1m'],
    [59, '1m'],
    [0, '1m'],
  ])('%d seconds is typed %j', (seconds, typed) => {
    expect(typedDuration(seconds)).toBe(typed);
  });

  test('every whole minute comes back the same from both forms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 366 * 1440 }), (minutes) => {
        const wanted = { seconds: minutes * 60, fixedEnd: null };
        expect(parse(formatDuration(minutes * 60))).toEqual(wanted);
        expect(parse(typedDuration(minutes * 60))).toEqual(wanted);
      }),
    );
  });

  test('the refusal of a length that is too short says both and an example', () => {
    expect(refuseTooShort(120, 300, '5m')).toEqual({
      refused: 'duration-too-short',
      facts: { asked: '2\u00A0minutes', minimum: '5\u00A0minutes', example: '5m' },
    });
  });
});
