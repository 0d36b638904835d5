import { availabilityText, isAvailable, opensAt } from '../../src/elevation/availability';
import { type Availability } from '../../src/elevation/model';

const office: Availability = {
  days: [1, 2, 3, 4, 5],
  from: '08:00',
  to: '18:00',
  zone: 'Europe/Vienna',
};
const nights: Availability = { days: [5], from: '22:00', to: '06:00', zone: 'UTC' };

describe('a window', () => {
  test.each([
    // 13 November 2026 is a Friday; Vienna is an hour ahead of UTC.
    ['2026-11-13T06:59:59.999Z', false],
    ['2026-11-13T07:00:00Z', true],
    ['2026-11-13T16:59:59.999Z', true],
    ['2026-11-13T17:00:00Z', false],
    ['2026-11-14T10:00:00Z', false],
    ['2026-11-15T10:00:00Z', false],
    ['2026-11-16T07:00:00Z', true],
  ])('of office hours is open at %s: %s', (at, open) => {
    expect(isAvailable(office, new Date(at))).toBe(open);
  });

  test.each([
    ['2026-11-13T21:59:00Z', false],
    ['2026-11-13T22:00:00Z', true],
    ['2026-11-14T05:59:00Z', true],
    ['2026-11-14T06:00:00Z', false],
    ['2026-11-14T22:00:00Z', false],
    ['2026-11-13T05:00:00Z', false],
  ])('over midnight belongs to the day on which it begins: %s is %s', (at, open) => {
    expect(isAvailable(nights, new Date(at))).toBe(open);
  });

  test('follows the clocks of its zone when they change', () => {
    const sundays = { ...office, days: [7] };
    // Clocks go back on 25 October 2026: 08:00 is 07:00 UTC, and was 06:00 UTC a week before.
    expect(isAvailable(sundays, new Date('2026-10-18T06:00:00Z'))).toBe(true);
    expect(isAvailable(sundays, new Date('2026-10-25T06:59:00Z'))).toBe(false);
    expect(isAvailable(sundays, new Date('2026-10-25T07:00:00Z'))).toBe(true);
  });

  test('in a zone that nobody knows, or on no day, is never open', () => {
    for (const odd of [
      { ...office, zone: 'Mars/Olympus' },
      { ...office, days: [] },
    ]) {
      expect(isAvailable(odd, new Date('2026-11-13T10:00:00Z'))).toBe(false);
      expect(opensAt(odd, new Date('2026-11-13T10:00:00Z'))).toBeNull();
    }
  });
});

test.each([
  ['2026-11-13T06:00:00Z', '2026-11-13T07:00:00.000Z'],
  ['2026-11-13T17:00:00Z', '2026-11-16T07:00:00.000Z'],
  ['2026-11-16T07:00:00Z', '2026-11-17T07:00:00.000Z'],
])('after %s it opens at %s', (at, opens) => {
  expect(opensAt(office, new Date(at))?.toISOString()).toBe(opens);
});

test('it opens again a week later when it opens once a week', () => {
  expect(opensAt(nights, new Date('2026-11-13T22:00:00Z'))?.toISOString()).toBe(
    '2026-11-20T22:00:00.000Z',
  );
});

test.each([
  [[1, 2, 3, 4, 5], 'Mon to Fri, 08:00 to 18:00 (Europe/Vienna)'],
  [[7, 6], 'Sat, Sun, 08:00 to 18:00 (Europe/Vienna)'],
  [[1, 3, 5], 'Mon, Wed, Fri, 08:00 to 18:00 (Europe/Vienna)'],
])('is told as people say it: %j', (days, text) => {
  expect(availabilityText({ ...office, days })).toBe(text);
});
