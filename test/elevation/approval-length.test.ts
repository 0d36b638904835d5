import fc from 'fast-check';
import { halfOf, shorterLengths } from '../../src/elevation/approval-length';
import { judge } from './judge-decision';
import { after, cleo, decision, now, rules } from './samples';

const hourS = 3600;
const hourMs = 3_600_000;
const two = rules({ approvalsNeeded: 2 });
const both = { pinned: two, present: two };

describe('an approval for less time than was asked', () => {
  test('grants exactly that time, from now', () => {
    expect(judge({ durationS: 2 * hourS })).toMatchObject({
      becomes: 'approved',
      grant: { startsAt: now, endsAt: after(2 * hourMs) },
    });
  });

  test.each([
    ['the earlier is shorter', hourS, 2 * hourS],
    ['the later is shorter', 2 * hourS, hourS],
  ])('of several approvals the shortest wins: %s', (_which, earlier, later) => {
    const decisions = [decision(cleo, { durationS: earlier })];
    expect(judge({ ...both, decisions, durationS: later })).toMatchObject({
      becomes: 'approved',
      grant: { endsAt: after(hourMs) },
    });
  });

  test('binds the grant when the last approver approves as it was asked', () => {
    const decisions = [decision(cleo, { durationS: hourS })];
    expect(judge({ ...both, decisions })).toMatchObject({ grant: { endsAt: after(hourMs) } });
  });

  test('ends at the fixed end when that comes first', () => {
    const request = { fixedEnd: after(hourMs) };
    expect(judge({ request, durationS: 2 * hourS })).toMatchObject({
      grant: { endsAt: after(hourMs) },
    });
  });

  test('is never longer than was asked; the whole of it is', () => {
    const facts = { request: 142, minimum: '1\u00A0minute', maximum: '4\u00A0hours' };
    expect(judge({ durationS: 4 * hourS + 1 })).toEqual({ refused: 'approval-length', facts });
    expect(judge({ durationS: 4 * hourS })).toMatchObject({ grant: { endsAt: after(4 * hourMs) } });
  });

  test.each(['pinned', 'present'] as const)(
    'is never longer than the %s policy allows',
    (version) => {
      const short = { [version]: rules({ durationMaxS: hourS }) };
      expect(judge({ ...short, durationS: hourS + 1 })).toMatchObject({
        refused: 'approval-length',
        facts: { maximum: '1\u00A0hour' },
      });
      expect(judge({ ...short, durationS: hourS })).toMatchObject({ becomes: 'approved' });
    },
  );

  test('is never shorter than the target can carry, nor than a minute', () => {
    expect(judge({ durationS: 299, leastDurationS: 300 })).toMatchObject({
      refused: 'approval-length',
      facts: { minimum: '5\u00A0minutes' },
    });
    expect(judge({ durationS: 300, leastDurationS: 300 })).toMatchObject({ becomes: 'approved' });
    expect(judge({ durationS: 59, leastDurationS: 1 })).toMatchObject({
      refused: 'approval-length',
    });
    expect(judge({ durationS: 60, leastDurationS: 1 })).toMatchObject({ becomes: 'approved' });
  });

  test.each([0, -3600, 90.5, NaN, Infinity])('of %s seconds is refused', (durationS) => {
    expect(judge({ durationS })).toMatchObject({ refused: 'approval-length' });
  });

  test('is refused for its length also when more approvals are to come', () => {
    expect(judge({ ...both, durationS: 5 * hourS })).toMatchObject({ refused: 'approval-length' });
  });
});

describe('the lengths that are offered', () => {
  test.each([
    [4 * hourS, [3 * hourS, 2 * hourS, hourS, 1800]],
    [8 * hourS, [6 * hourS, 4 * hourS, 2 * hourS, hourS]],
    [hourS, [2700, 1800, 900, 420]],
    [48 * hourS, [36 * hourS, 24 * hourS, 12 * hourS, 6 * hourS]],
    // Rounded down to what people would say: whole hours, quarters, five minutes.
    [50 * hourS, [37 * hourS, 25 * hourS, 12.5 * hourS, 6.25 * hourS]],
    [5 * hourS + 120, [3.75 * hourS, 2.5 * hourS, 1.25 * hourS, 2100]],
    [1000, [600, 480, 240, 120]],
    [120, [60]],
    [60, []],
  ])('beside %i seconds are %j', (mostS, expected) => {
    expect(shorterLengths(mostS, 60)).toEqual(expected);
  });

  test('are at least what the target can carry', () => {
    expect(shorterLengths(hourS, 1800)).toEqual([2700, 1800]);
  });

  test('are all possible, each once, the longest first, four at most, and half is one of them', () => {
    const length = fc.integer({ min: 60, max: 31_622_400 });
    fc.assert(
      fc.property(length, fc.integer({ min: 1, max: 7200 }), (mostS, leastS) => {
        const lengths = shorterLengths(mostS, leastS);
        expect([...new Set(lengths)].sort((a, b) => b - a)).toEqual(lengths);
        expect(lengths.length).toBeLessThanOrEqual(4);
        for (const durationS of lengths) {
          expect(durationS).toBeLessThan(mostS);
          const pinned = rules({ durationMaxS: mostS });
          const wish = { durationS, leastDurationS: leastS, request: { durationS: mostS } };
          expect(judge({ ...wish, pinned, present: pinned })).toMatchObject({
            becomes: 'approved',
          });
        }
        const half = halfOf(mostS, lengths);
        if (half === null) expect(lengths).toEqual([]);
        else expect(lengths).toContain(half);
      }),
    );
  });

  test('preset to half of what was asked, or to the shortest where half is too short', () => {
    expect(halfOf(4 * hourS, shorterLengths(4 * hourS, 60))).toBe(2 * hourS);
    expect(halfOf(hourS, shorterLengths(hourS, 2400))).toBe(2700);
    expect(halfOf(60, [])).toBeNull();
  });
});
