import fc from 'fast-check';
import { clean, cut, middleCut, oneLine, pieces } from '../../src/views/people';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const count = (text: string) => [...segmenter.segment(text)].length;
const anyText = fc.string({ unit: 'binary', maxLength: 400 });

describe('clean', () => {
  it.each([
    ['a right-to-left override', 'Safe\u202Eetadpu\u202C', 'Safeetadpu'],
    ['isolates', 'a\u2066b\u2069c', 'abc'],
    ['direction marks', 'a\u200Eb\u200Fc\u061Cd', 'abcd'],
    ['zero-width characters', 'a\u200Bb\u200Cc\u2060d\uFEFFe\u00ADf', 'abcdef'],
    ['a joiner between letters', 'a\u200Db', 'ab'],
    ['control characters', 'a\u0000b\u0007c\u001B[31md\u007Fe', 'abc[31mde'],
    ['invisible tags', 'a\u{E0041}\u{E007F}b', 'ab'],
    ['fillers that look empty', 'a\u3164b\u2800c\u115Fd', 'abcd'],
    ['a soft hyphen in an ordinary name', 'Zo\u00ADë Ruiz', 'Zoë Ruiz'],
    ['a selector without an emoji', 'a\uFE0Fb', 'ab'],
  ])('removes %s and says so', (_what, typed, shown) => {
    expect(clean(typed)).toEqual({ text: shown, hidden: true });
  });

  it.each(['👩‍👩‍👧 family', '❤️ 1️⃣', '🏳️‍🌈', '👍🏽', 'é e\u0301', 'العربية', '한국어', 'naïve – “quoted”'])(
    'keeps %s as it was typed',
    (typed) => {
      expect(clean(typed)).toEqual({ text: typed, hidden: false });
    },
  );

  it('makes runs of blank lines one, and other line ends the same', () => {
    expect(clean('a\r\nb\rc\u2028d\u0085e\n \n\t\n\nf').text).toBe('a\nb\nc\nd\ne\n\nf');
    expect(clean('a\r\nb').hidden).toBe(false);
  });

  it('puts a sign in the place of half a surrogate pair', () => {
    expect(clean('a\uD800b')).toEqual({ text: 'a\uFFFDb', hidden: false });
  });

  it('leaves nothing that steers direction or cannot be seen, whatever was typed', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const { text } = clean(typed);
        expect(text).not.toMatch(
          /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u061C\uFEFF\u2060]/u,
        );
        expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
        expect(text).not.toMatch(/\n{3}/);
        expect(clean(text)).toEqual({ text, hidden: false });
      }),
    );
  });
});

describe('cut', () => {
  it('keeps a text that fits, to the last grapheme and line', () => {
    expect(cut('abc', { graphemes: 3, lines: 1 })).toMatchObject({
      text: 'abc',
      shown: 3,
      whole: 3,
    });
    expect(cut('a\nb', { graphemes: 9, lines: 2 })).toMatchObject({
      text: 'a\nb',
      shown: 3,
      whole: 3,
    });
  });

  it('cuts between graphemes, never inside one', () => {
    expect(cut('👩‍👩‍👧👍🏽é', { graphemes: 2, lines: 1 })).toMatchObject({
      text: '👩‍👩‍👧',
      shown: 1,
      whole: 3,
    });
    expect(cut('abcd', { graphemes: 3, lines: 1 })).toMatchObject({
      text: 'abc',
      shown: 3,
      whole: 4,
    });
  });

  it('cuts before the line that is one too many', () => {
    expect(cut('a\nb\nc', { graphemes: 9, lines: 2 })).toMatchObject({
      text: 'a\nb',
      shown: 3,
      whole: 5,
    });
  });

  it('cuts letters that carry hundreds of marks, so that no limit in characters is passed', () => {
    const shown = cut(`a${'\u0301'.repeat(3_000)}bc`, { graphemes: 600, lines: 10 });
    expect(shown).toMatchObject({ text: '', shown: 0, whole: 3 });
    const many = cut(`a${'\u0301'.repeat(9)}`.repeat(600), { graphemes: 600, lines: 10 });
    expect(many).toMatchObject({ shown: 240, whole: 600 });
  });

  it('keeps its bounds, whatever was typed', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const { text, shown, whole } = cut(typed, { graphemes: 20, lines: 3 });
        expect(count(text)).toBeLessThanOrEqual(20);
        expect(text.length).toBeLessThanOrEqual(80);
        expect(text.split('\n').length).toBeLessThanOrEqual(3);
        expect(shown === whole).toBe(text === clean(typed).text);
      }),
    );
  });
});

describe('middleCut', () => {
  it('leaves the middle out of a name that is too long', () => {
    const name = 'New-ApplicationAccessPolicyForEveryTenantRuleCollection';
    expect(middleCut(name, 31)).toBe('New-Application…tRuleCollection');
    expect(count(middleCut(name, 31))).toBe(31);
    expect(middleCut('abcde', 5)).toBe('abcde');
    expect(middleCut('abcdef', 5)).toBe('ab…ef');
  });

  it('counts code units too where a place does', () => {
    expect(middleCut('abcdef', 6, 5)).toBe('ab…ef');
    expect(middleCut('👍👍👍', 3, 5)).toBe('👍…👍');
  });

  it('keeps its bounds and stays on one line, whatever was typed', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3, max: 60 }), (typed, most) => {
        const name = middleCut(typed, most);
        expect(count(name)).toBeLessThanOrEqual(most);
        expect(name.length).toBeLessThanOrEqual(2 * most);
        expect(name).not.toMatch(/\n/);
      }),
    );
  });
});

describe('oneLine', () => {
  it('leaves the end out of a text that is too long, and joins lines', () => {
    expect(oneLine('abc\n  def', 20)).toBe('abc def');
    expect(oneLine(' Zoë  Ruiz ', 20)).toBe('Zoë Ruiz');
    expect(oneLine('abcdef', 6)).toBe('abcdef');
    expect(oneLine('abcdefg', 6)).toBe('abcde…');
  });
});

describe('pieces', () => {
  it('are all of the text, each within its length and at whole graphemes', () => {
    const text = `${'a'.repeat(9)}👩‍👩‍👧${'b'.repeat(25)}`;
    const found = pieces(text, 10);
    expect(found.join('')).toBe(text);
    expect(found.slice(0, 2)).toEqual(['a'.repeat(9), '👩‍👩‍👧bb']);
    for (const piece of found) expect(piece.length).toBeLessThanOrEqual(10);
    expect(pieces('', 10)).toEqual([]);
  });
});
