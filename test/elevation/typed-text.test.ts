import fc from 'fast-check';
import {
  characterCount,
  excerpt,
  isStorable,
  storable,
  typedOrNull,
  visibleCount,
} from '../../src/elevation/typed-text';

test('what no database can hold is taken out, everything else stays', () => {
  expect(storable('a\u0000b\u0000c')).toBe('abc');
  expect(storable('a\uD800b\uDC00c')).toBe('a\uFFFDb\uFFFDc');
  expect(storable('🙂 \u202E\u200B <!channel> {{DATE()}}\n')).toBe(
    '🙂 \u202E\u200B <!channel> {{DATE()}}\n',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(storable(text)).toBe(text.replaceAll('\u0000', ''));
    }),
  );
});

test('an id is storable exactly when nothing would have to be changed in it', () => {
  for (const odd of ['a\u0000', '\u0000', '\uD800b', 'b\uDC00'])
    expect(isStorable(odd)).toBe(false);
  for (const id of ['', 'U0ANA', '19:x@thread.tacv2', '🙂']) expect(isStorable(id)).toBe(true);
});

test('a text in which nothing can be seen is none', () => {
  expect(typedOrNull(null)).toBeNull();
  expect(typedOrNull(' \u200B\u3164\n')).toBeNull();
  expect(typedOrNull(' \u0000 a \u0000 ')).toBe('a');
  expect(typedOrNull('\u200Ba ')).toBe('\u200Ba');
});

test('characters are code points', () => {
  expect(characterCount('')).toBe(0);
  expect(characterCount('a🙂é')).toBe(3);
  expect(visibleCount('a\u200B 🙂\u00AD\u2800\tb')).toBe(3);
});

test('an excerpt has at most so many characters and never half an emoji', () => {
  expect(excerpt('x'.repeat(60))).toBe('x'.repeat(60));
  expect(excerpt('x'.repeat(61))).toBe(`${'x'.repeat(59)}…`);
  expect(excerpt('🙂'.repeat(60))).toBe('🙂'.repeat(60));
  expect(excerpt('🙂'.repeat(61))).toBe(`${'🙂'.repeat(59)}…`);
  expect(excerpt('abcdef', 5)).toBe('abcd…');
  expect(excerpt('abcde', 5)).toBe('abcde');
  expect(excerpt('x'.repeat(1_000_000), 5)).toBe('xxxx…');
});
