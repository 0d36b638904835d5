import fc from 'fast-check';
import { parseDuration } from '../../src/elevation/duration';
import { parseStart } from '../../src/elevation/start';
import { isRefusal, type Refusal } from '../../src/errors';
import { now } from './samples';

const berlin = 'Europe/Berlin';

function start(typed: string, zone = 'UTC', at: Date = now): string {
  const read = parseStart(typed, { now: at, zone });
  return isRefusal(read) ? read.refused : read.toISOString();
}

describe('a later start', () => {
  // 14:02 UTC on 13 November is 15:02 in Berlin.
  test.each([
    ['18:00', 'UTC', '2026-11-13T18:00:00.000Z'],
    ['18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['today 18:00', berlin, '2026-11-13T17:00:00.000Z'],
    ['18:00 today', berlin, '2026-11-13T17:00:00.000Z'],
    ['6pm', 'UTC', '2026-11-13T18:00:00.000Z'],
    ['6:30 PM', 'UTC', '2026-11-13T18:30:00.000Z'],
    ['tomorrow 09:00', berlin, '2026-11-14T08:00:00.000Z'],
    ['Tomorrow at 9am', berlin, '2026-11-14T08:00:00.000Z'],
    ['tomorrow\u00A009:00', berlin, '2026-11-14T08:00:00.000Z'],
    ['９:00 tomorrow', berlin, '2026-11-14T08:00:00.000Z'],
    ['2026-11-23 09:00', berlin, '2026-11-23T08:00:00.000Z'],
    ['2026-11-23T09:00', berlin, '2026-11-23T08:00:00.000Z'],
    ['2026-11-23 at 9am', berlin, '2026-11-23T08:00:00.000Z'],
    ['2026-12-1 09:00', 'UTC', '2026-12-01T09:00:00.000Z'],
    ['2026-11-13 14:03', 'UTC', '2026-11-13T14:03:00.000Z'],
  ])('%j in %s is %s', (typed, zone, at) => {
    expect(start(typed, zone)).toBe(at);
  });

  test.each([
    '',
    'tomorrow',
    '18',
    '9',
    '4h',
    'noon',
    '24:00',
    '12:60',
    '13pm',
    'tomorrow 09:00 today',
    '2026-02-30 09:00',
    '2026-13-01 09:00',
    '23.11.2026 09:00',
    '2026-11-2309:00',
    '18:00 UTC',
    `18:00${' '.repeat(200)}`,
  ])('%j is none, and is refused with an example that is one', (typed) => {
    const read = parseStart(typed, { now, zone: 'UTC' });
    expect(read).toMatchObject({ refused: 'bad-start' });
    const example = (read as Refusal).facts.example as string;
    expect(start(example.replace('--at ', ''))).toBe('2026-11-14T09:00:00.000Z');
  });

  test.each(['14:02', '14:01', '2pm', 'today 9:05', '2026-11-13 09:05', '2025-11-14 09:05'])(
    '%j is over, and never silently another day',
    (typed) => {
      const read = parseStart(typed, { now, zone: 'UTC' });
      expect(read).toMatchObject({ refused: 'start-in-the-past', facts: { typed } });
      const example = (read as Refusal).facts.example as string;
      expect(start(example.replace('--at ', ''))).toMatch(/^2026-11-14T/u);
    },
  );

  test('is thirty days ahead at most', () => {
    expect(start('2026-12-13 14:02')).toBe('2026-12-13T14:02:00.000Z');
    expect(parseStart('2026-12-13 14:03', { now, zone: 'UTC' })).toEqual({
      refused: 'start-too-far',
      facts: {
        typed: '2026-12-13 14:03',
        maximum: '30\u00A0days',
        example: '--at tomorrow 14:03',
      },
    });
  });

  test('without a known zone it is refused; what is no time at all is told so first', () => {
    expect(parseStart('18:00', null)).toEqual({
      refused: 'start-zone-unknown',
      facts: { typed: '18:00' },
    });
    expect(parseStart('noon', null)).toMatchObject({ refused: 'bad-start' });
    expect(start('18:00', 'Mars/Olympus')).toBe('bad-start');
  });

  test('a time that clocks skip is counted from the offset before, one that comes twice is its first', () => {
    // In Berlin clocks go from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October 2027.
    const spring = new Date('2027-03-27T12:00:00Z');
    expect(start('tomorrow 02:30', berlin, spring)).toBe('2027-03-28T01:30:00.000Z');
    const autumn = new Date('2027-10-30T12:00:00Z');
    expect(start('tomorrow 02:30', berlin, autumn)).toBe('2027-10-31T00:30:00.000Z');
    const between = new Date('2027-10-31T00:45:00Z');
    expect(start('02:30', berlin, between)).toBe('2027-10-31T01:30:00.000Z');
  });

  test('whatever is typed: it is refused, or is after now and within thirty days', () => {
    const pieces = fc.constantFrom(
      ...['today', 'tomorrow', ' ', 'at', '18:00', '6pm', '2026-11-23', 'T', '9', ':', '00', 'x'],
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 6 }),
        fc.string({ maxLength: 12 }),
        (some, more) => {
          for (const typed of [some.join(''), some.join(' '), more]) {
            const read = parseStart(typed, { now, zone: berlin });
            if (isRefusal(read)) continue;
            expect(read.getTime()).toBeGreaterThan(now.getTime());
            expect(read.getTime()).toBeLessThanOrEqual(now.getTime() + 30 * 86_400_000);
          }
        },
      ),
    );
  });
});

describe('an end that is typed beside a later start', () => {
  const at = (iso: string) => ({ now, zone: 'UTC', start: new Date(iso) });

  test.each([
    ['until 18:00', '2026-11-13T16:00:00.000Z', '2026-11-13T18:00:00.000Z', 2],
    ['until 18:00', '2026-11-14T09:00:00.000Z', '2026-11-14T18:00:00.000Z', 9],
    ['until tomorrow 18:00', '2026-11-14T09:00:00.000Z', '2026-11-14T18:00:00.000Z', 9],
    ['until today 18:00', '2026-11-13T16:00:00.000Z', '2026-11-13T18:00:00.000Z', 2],
    ['until tomorrow 02:00', '2026-11-13T22:00:00.000Z', '2026-11-14T02:00:00.000Z', 4],
  ])('%s, from %s, is %s', (typed, start, end, hours) => {
    expect(parseDuration(typed, at(start))).toEqual({
      seconds: hours * 3600,
      fixedEnd: new Date(end),
    });
  });

  test.each([
    ['until 18:00', '2026-11-13T18:00:00.000Z'],
    ['until 18:00', '2026-11-13T20:00:00.000Z'],
    ['until 02:00', '2026-11-13T22:00:00.000Z'],
    ['until today 18:00', '2026-11-14T09:00:00.000Z'],
    ['until tomorrow 08:00', '2026-11-14T09:00:00.000Z'],
  ])('%s is refused when it is not after the start at %s', (typed, start) => {
    expect(parseDuration(typed, at(start))).toEqual({
      refused: 'end-before-start',
      facts: { typed, start: new Date(start), example: '4h' },
    });
  });

  test('a minute after the start is enough, and a second less is not', () => {
    const late = (second: string) => at(`2026-11-13T17:59:${second}.000Z`);
    expect(parseDuration('until 18:00', late('00'))).toMatchObject({ seconds: 60 });
    expect(parseDuration('until 18:00', late('01'))).toMatchObject({ refused: 'end-before-start' });
  });

  test('a length is the same from whenever it starts', () => {
    expect(parseDuration('4h', at('2026-11-14T09:00:00.000Z'))).toEqual({
      seconds: 4 * 3600,
      fixedEnd: null,
    });
  });
});
