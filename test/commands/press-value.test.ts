import fc from 'fast-check';
import { pressVerbs } from '../../src/commands/command';
import { formatPressValue, parsePressValue } from '../../src/commands/press-value';

const digest = 'k7QmPz01_-aB';

test('holds verb, id and digest and nothing more', () => {
  expect(formatPressValue('approve', 142, digest)).toBe('approve ELV-142 k7QmPz01_-aB');
});

test.each(pressVerbs)('%s comes back as it was written', (verb) => {
  expect(parsePressValue(formatPressValue(verb, 142, digest))).toEqual({
    verb,
    request: 142,
    digest,
  });
});

test('every number of up to nine digits and every digest comes back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...pressVerbs),
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.stringMatching(/^[A-Za-z0-9_-]{12}$/u),
      (verb, request, anyDigest) => {
        expect(parsePressValue(formatPressValue(verb, request, anyDigest))).toEqual({
          verb,
          request,
          digest: anyDigest,
        });
      },
    ),
  );
});

test.each([
  undefined,
  null,
  42,
  {},
  ['approve ELV-142 k7QmPz01_-aB'],
  { toString: () => 'approve ELV-142 k7QmPz01_-aB' },
  '',
  'approve',
  'approve ELV-142',
  'approve ELV-142 ',
  'approve ELV-142 k7QmPz01_-a',
  'approve ELV-142 k7QmPz01_-aBc',
  'approve ELV-142 k7QmPz01_-a+',
  'approve ELV-142 k7QmPz01_-aB ',
  'approve ELV-142 k7QmPz01_-aB\n',
  ' approve ELV-142 k7QmPz01_-aB',
  'x\napprove ELV-142 k7QmPz01_-aB',
  'approve  ELV-142 k7QmPz01_-aB',
  'Approve ELV-142 k7QmPz01_-aB',
  'grant ELV-142 k7QmPz01_-aB',
  'approved ELV-142 k7QmPz01_-aB',
  'xapprove ELV-142 k7QmPz01_-aB',
  'constructor ELV-142 k7QmPz01_-aB',
  'approve elv-142 k7QmPz01_-aB',
  'approve 142 k7QmPz01_-aB',
  'approve ELV-0 k7QmPz01_-aB',
  'approve ELV-0142 k7QmPz01_-aB',
  'approve ELV--142 k7QmPz01_-aB',
  'approve ELV-1e3 k7QmPz01_-aB',
  'approve ELV-1234567890 k7QmPz01_-aB',
  'approve ELV-١ k7QmPz01_-aB',
  `approve ELV-142 ${digest}${' '.repeat(100)}`,
])('%j is no press', (value) => {
  expect(parsePressValue(value)).toBeNull();
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parsePressValue(value)).not.toThrow();
    }),
  );
});
