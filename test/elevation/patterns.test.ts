import { faultOf, matchesWhole } from '../../src/elevation/patterns';

test.each([
  ['INC-[0-9]+', 'INC-4711', true],
  ['INC-[0-9]+', 'see INC-4711', false],
  ['INC-[0-9]+', 'INC-4711 and more', false],
  ['INC-[0-9]+|CHG-[0-9]+', 'CHG-1', true],
  ['INC-[0-9]+|CHG-[0-9]+', 'CHG-1x', false],
  ['(?i)inc-[0-9]+', 'Inc-1', true],
])('%s covers the whole of %j: %s', (pattern, text, matches) => {
  expect(matchesWhole(pattern, text)).toBe(matches);
});

test('an expression that cannot be read lets nothing through', () => {
  expect(matchesWhole('(', '(')).toBe(false);
  expect(faultOf('(')).toMatch(/missing|paren/iu);
  expect(faultOf('INC-[0-9]+')).toBeNull();
});

test('an expression that would take other engines for ever is answered', () => {
  const begun = performance.now();
  expect(matchesWhole('(a+)+b', 'a'.repeat(3000))).toBe(false);
  // Backtracking would try 2^3000 ways; any time at all says that it does not.
  expect(performance.now() - begun).toBeLessThan(20_000);
});
