import { isolated } from '../../src/words/isolate';
import { readMessage } from '../../src/words/message';

const noon = new Date('2026-11-13T12:00:00Z');

describe('readMessage', () => {
  it('sets neighbouring texts as one run, and marked ones as runs of their own', () => {
    const message = readMessage('{a} and {b}: <b>{c}{d}</b>{e}');
    const facts = { a: 'A', b: 2, c: 'C', d: '', e: 'E' };
    expect(message(facts)).toEqual([
      { text: 'A and 2: ' },
      { text: 'C', bold: true },
      { text: 'E' },
    ]);
  });

  it('keeps the direction of a name that is written from right to left to itself', () => {
    const message = readMessage('{name} asks for {n} <b>{name}</b>');
    const [before, bold] = message({ name: 'רות כהן', n: 4 });
    expect(before).toEqual({ text: '\u2068רות כהן\u2069 asks for 4 ' });
    expect(bold).toEqual({ text: '\u2068רות כהן\u2069', bold: true });
    expect(message({ name: 'علي', n: 4 })[0]).toEqual({ text: '\u2068علي\u2069 asks for 4 ' });
    expect(message({ name: 'Zoë 李', n: 4 })[0]).toEqual({ text: 'Zoë 李 asks for 4 ' });
  });

  it('does not set apart again what has names set apart in it', () => {
    const people = `${isolated('רות')} and Ben`;
    expect(readMessage('{people}')({ people })).toEqual([{ text: people }]);
  });

  it('chooses by the text of a fact, and never what every object has', () => {
    const message = readMessage('{a, select, yes {Yes} other {No}}');
    expect(message({ a: 'yes' })).toEqual([{ text: 'Yes' }]);
    expect(message({ a: 'constructor' })).toEqual([{ text: 'No' }]);
  });

  it('counts as English does, unless the message has words for that number', () => {
    const message = readMessage('{n, plural, =0 {none} one {# <b>man</b>} other {# {who}}}');
    const said = [0, 1, 2, 1234].map((n) => message({ n, who: 'men' }));
    expect(said).toEqual([
      [{ text: 'none' }],
      [{ text: '1 ' }, { text: 'man', bold: true }],
      [{ text: '2 men' }],
      [{ text: '1,234 men' }],
    ]);
  });

  it('keeps a time bold inside of a bold run', () => {
    expect(readMessage('<b><time>at {at}</time></b>')({ at: noon })).toEqual([
      { time: noon.toISOString(), form: 'time', before: 'at ', bold: true },
    ]);
  });

  it.each([
    ['a fact that is missing', '{a}', /fact a/],
    ['a choice by what is missing', '{a, select, other {x}}', /fact a/],
    ['a number that is missing', '{a, plural, other {x}}', /fact a/],
    ['a time without its mark', '{at}', /<moment>/],
    ['a time mark without a time', '<time>{text}</time>', /needs a time/],
  ])('throws on %s when it is said', (_what, message, error) => {
    expect(() => readMessage(message)({ at: noon, text: 'noon' })).toThrow(error);
  });

  it.each([
    ['a mark that we do not have', '<i>{a}</i>', /<i>/],
    ['a date of the library', '{a, date}', /kind/],
    ['a number with a style', '{a, number, percent}', /style/],
    ['an ordinal', '{a, selectordinal, other {#}}', /counts/],
    ['an offset', '{a, plural, offset:1 other {#}}', /counts/],
    ['a brace that is not closed', '{a', /brace|CLOSING/i],
  ])('throws on %s when it is read', (_what, message, error) => {
    expect(() => readMessage(message)).toThrow(error);
  });
});
