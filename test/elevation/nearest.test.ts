import fc from 'fast-check';
import { editDistance, nearestNames } from '../../src/elevation/nearest';

test.each([
  ['', '', 0],
  ['a', '', 1],
  ['', 'ab', 2],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ab', 1],
  ['ab', 'abc', 1],
  ['abc', 'acb', 1],
  ['ab', 'ba', 1],
  ['abcd', 'badc', 2],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['abc', 'xyz', 3],
  ['aab', 'bab', 1],
  ['Abc', 'abc', 1],
])('%j and %j are %i edits apart', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
  expect(editDistance(b, a)).toBe(edits);
});

test('the distance is bounded by the lengths and is 0 only for equal texts', () => {
  const text = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBe(editDistance(b, a));
    }),
  );
});

test('long texts are compared by their first 80 characters', () => {
  const start = 'x'.repeat(80);
  expect(editDistance(`${start}a`, `${start}b`)).toBe(0);
  expect(editDistance(`${start.slice(1)}a`, `${start.slice(1)}b`)).toBe(1);
});

const names = [
  'Exchange\\New-Mailbox',
  'Exchange\\Search-Admin',
  'Exchange\\Search-Mailbox',
  'Warehouse\\reader',
  'Warehouse\\writer',
];

test('a misspelt bare name finds its target', () => {
  expect(nearestNames('Serch-Mailbox', names, 3)).toEqual([
    'Exchange\\Search-Mailbox',
    'Exchange\\New-Mailbox',
    'Exchange\\Search-Admin',
  ]);
});

test('so does a misspelt full name, in any case and with spaces around', () => {
  expect(nearestNames(' warehose\\READER ', names, 1)).toEqual(['Warehouse\\reader']);
});

test('a workload typed in front counts against the bare name only', () => {
  const both = ['Exchange\\reader', 'Warehouse\\reader'];
  expect(nearestNames('Warehouse\\reder', both, 2)).toEqual([
    'Warehouse\\reader',
    'Exchange\\reader',
  ]);
});

test('equally near names come in alphabetical order, each once', () => {
  expect(nearestNames('x', ['c', 'a', 'b', 'a'], 5)).toEqual(['a', 'b', 'c']);
  expect(nearestNames('x', ['b', 'a', 'c'], 2)).toEqual(['a', 'b']);
});

test('a name without a workload is compared whole', () => {
  expect(nearestNames('mailbox', ['mailbox', 'ailbox'], 1)).toEqual(['mailbox']);
});

test('nothing to choose from gives nothing', () => {
  expect(nearestNames('x', [], 3)).toEqual([]);
  expect(nearestNames('x', names, 0)).toEqual([]);
});

test('2,000 long names against 40 KB are compared in time', () => {
  const many = Array.from({ length: 2000 }, (_, index) => `Exchange\\${'n'.repeat(200)}${index}`);
  expect(nearestNames('x'.repeat(40_960), many, 3)).toHaveLength(3);
});

test('what cannot be near is left out without a change of what is found', () => {
  const letters = fc.constantFrom('a', 'b', 'c', 'A', '\\', '-');
  const text = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 12 }), fc.nat(4), (typed, all, count) => {
      expect(nearestNames(typed, all, count)).toEqual(oneByOne(typed, all, count));
    }),
    { numRuns: 2000 },
  );
});

/** Compares all of them. */
function oneByOne(typed: string, all: readonly string[], count: number): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const distanceTo = (name: string) => {
    const lower = name.toLowerCase();
    const bare = lower.slice(lower.indexOf('\\') + 1);
    return Math.min(editDistance(wanted, lower), editDistance(wanted, bare));
  };
  return [...new Set(all)]
    .sort((a, b) => distanceTo(a) - distanceTo(b) || (a < b ? -1 : 1))
    .slice(0, count);
}

test('a slip of the fingers is found among 100,000 names', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `Exchange\\Task-${index}-Mailbox`);
  expect(nearestNames('Tsak-4711-Mailbox', many, 1)).toEqual(['Exchange\\Task-4711-Mailbox']);
  expect(nearestNames('nothing of the kind', many, 3)).toHaveLength(3);
});
