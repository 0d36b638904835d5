import fc from 'fast-check';
import { parseDuration } from '../../src/elevation/duration';
import { isRefusal } from '../../src/errors';
import { now } from './samples';

const berlin = 'Europe/Berlin';
const hour = 3600;

function parse(typed: string, zone = 'UTC', at: Date = now) {
  return parseDuration(typed, { now: at, zone });
}

function fixedEnd(typed: string, zone: string, at: string): string | undefined {
  const parsed = parse(typed, zone, new Date(at));
  return isRefusal(parsed) ? parsed.refused : parsed.fixedEnd?.toISOString();
}

describe('times of day', () => {
  // 14:02 UTC is 15:02 in Berlin in November.
  test.each([
    ['until 18:00', 'UTC', '2026-11-13T18:00:00.000Z'],
    ['until 18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['UNTIL 18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['until\u00A018:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['until today 18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['until today at 18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['until 18:00 today', berlin, '2026-11-13T17:00:00.000Z'],
    ['until 6pm', 'UTC', '2026-11-13T18:00:00.000Z'],
    ['until 6 PM', 'UTC', '2026-11-13T18:00:00.000Z'],
    ['until 6:30pm', 'UTC', '2026-11-13T18:30:00.000Z'],
    ['until 11:59pm', 'UTC', '2026-11-13T23:59:00.000Z'],
    ['until 23:59', 'UTC', '2026-11-13T23:59:00.000Z'],
    ['until 15:59', 'UTC', '2026-11-13T15:59:00.000Z'],
    ['until tomorrow 09:00', berlin, '2026-11-14T08:00:00.000Z'],
    ['until tomorrow at 9am', berlin, '2026-11-14T08:00:00.000Z'],
    ['until 9:00 tomorrow', berlin, '2026-11-14T08:00:00.000Z'],
    ['until tomorrow 12am', 'UTC', '2026-11-14T00:00:00.000Z'],
    ['until tomorrow 12pm', 'UTC', '2026-11-14T12:00:00.000Z'],
    ['until tomorrow 1am', 'UTC', '2026-11-14T01:00:00.000Z'],
    ['until tomorrow 00:00', 'UTC', '2026-11-14T00:00:00.000Z'],
    ['until tomorrow 18:00', 'Asia/Kathmandu', '2026-11-14T12:15:00.000Z'],
  ])('%j in %s ends at %s', (typed, zone, end) => {
    expect(parse(typed, zone)).toEqual({
      seconds: (Date.parse(end) - now.getTime()) / 1000,
      fixedEnd: new Date(end),
    });
  });

  test('the day is the day in the zone, not in UTC', () => {
    // 23:30 UTC on the 13th is 08:30 on the 14th in Tokyo.
    expect(fixedEnd('until 18:00', 'Asia/Tokyo', '2026-11-13T23:30:00Z')).toBe(
      '2026-11-14T09:00:00.000Z',
    );
    expect(fixedEnd('until tomorrow 18:00', 'Asia/Tokyo', '2026-11-13T23:30:00Z')).toBe(
      '2026-11-15T09:00:00.000Z',
    );
  });

  test('tomorrow is the next calendar day, also at the end of a year', () => {
    expect(fixedEnd('until tomorrow 09:00', 'UTC', '2026-12-31T22:00:00Z')).toBe(
      '2027-01-01T09:00:00.000Z',
    );
  });

  test.each([
    ['until 14:02', 'until tomorrow 14:02'],
    ['until 14:01', 'until tomorrow 14:01'],
    ['until 2pm', 'until tomorrow 14:00'],
    ['until 00:00', 'until tomorrow 00:00'],
    ['until 9:05', 'until tomorrow 09:05'],
    ['until today 9:05', 'until tomorrow 09:05'],
  ])('%j is over and never silently means tomorrow', (typed, example) => {
    expect(parse(typed)).toEqual({ refused: 'duration-in-the-past', facts: { typed, example } });
  });

  test.each([
    'until',
    'until ',
    'until18:00',
    'until the end',
    'until 18',
    'until 24:00',
    'until 18:60',
    'until 18:5',
    'until 18:00:00',
    'until 13pm',
    'until 0am',
    'until 0:30pm',
    'until 100:00',
    'until tomorrow',
    'until tomorrow 18:00 tomorrow',
    'until today 18:00 tomorrow',
    'until 18:00 please',
    'until until 18:00',
    'until yesterday 18:00',
    'until -1:00',
    'for until 18:00',
  ])('%j is refused', (typed) => {
    const example = typed.startsWith('until') ? 'until 18:00' : '4h';
    expect(parse(typed)).toEqual({
      refused: 'bad-duration',
      facts: { typed, example },
    });
  });

  test('exactly a minute ahead is long enough, a millisecond less is not', () => {
    const exactly = new Date('2026-11-13T14:01:00.000Z');
    expect(parse('until 14:02', 'UTC', exactly)).toEqual({
      seconds: 60,
      fixedEnd: new Date('2026-11-13T14:02:00.000Z'),
    });
    expect(parse('until 14:02', 'UTC', new Date('2026-11-13T14:01:00.001Z'))).toEqual({
      refused: 'duration-too-short',
      facts: {
        asked: '59\u00A0seconds',
        minimum: '1\u00A0minute',
        example: 'until tomorrow 14:02',
      },
    });
  });

  test('what is left is rounded down to whole seconds', () => {
    expect(parse('until 14:03', 'UTC', new Date('2026-11-13T14:01:00.400Z'))).toMatchObject({
      seconds: 119,
    });
  });

  test.each(['Mars/Olympus', '', 'not a zone', 'UTC+99', 'local', 'system'])(
    'zone %j is unknown: a time of day is refused rather than read in another zone',
    (zone) => {
      expect(parse('until 18:00', zone)).toEqual({
        refused: 'bad-duration',
        facts: { typed: 'until 18:00', example: '4h' },
      });
      expect(parse('4h', zone)).toEqual({ seconds: 4 * hour, fixedEnd: null });
    },
  );
});

describe('days on which clocks change', () => {
  test('a time that is skipped counts from the offset before: 02:30 is 03:30 in Berlin', () => {
    expect(fixedEnd('until tomorrow 02:30', berlin, '2026-03-28T12:00:00Z')).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  test('a time that comes twice is its first coming, the shorter grant', () => {
    expect(fixedEnd('until tomorrow 02:30', berlin, '2026-10-24T12:00:00Z')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  test('a time that comes twice is its second coming once the first is over', () => {
    expect(fixedEnd('until 02:30', berlin, '2026-10-25T00:29:00Z')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(fixedEnd('until 02:30', berlin, '2026-10-25T00:30:00Z')).toBe(
      '2026-10-25T01:30:00.000Z',
    );
    expect(fixedEnd('until 02:30', berlin, '2026-10-25T01:30:00Z')).toBe('duration-in-the-past');
  });

  test('the length over such a night is real time: 23 and 25 hours', () => {
    expect(parse('until tomorrow 18:00', berlin, new Date('2026-03-28T17:00:00Z'))).toMatchObject({
      seconds: 23 * hour,
    });
    expect(parse('until tomorrow 18:00', berlin, new Date('2026-10-24T16:00:00Z'))).toMatchObject({
      seconds: 25 * hour,
    });
  });

  test('"2d" is 48 hours, also over such a night', () => {
    expect(parse('2d', berlin, new Date('2026-03-28T17:00:00Z'))).toEqual({
      seconds: 48 * hour,
      fixedEnd: null,
    });
  });
});

test('a time of day tomorrow ends when clocks in that zone show it', () => {
  const moments = fc.date({
    min: new Date('2020-01-01'),
    max: new Date('2040-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.nat(23), fc.nat(59), moments, (hours, minutes, at) => {
      const clock = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      const parsed = parse(`until tomorrow ${clock}`, 'Asia/Kolkata', at);
      if (isRefusal(parsed)) return expect(parsed.refused).toBe('duration-too-short');
      const shown = parsed.fixedEnd?.toLocaleTimeString('en-GB', {
        timeZone: 'Asia/Kolkata',
        hour: '2-digit',
        minute: '2-digit',
      });
      expect(shown).toBe(clock);
    }),
  );
});
