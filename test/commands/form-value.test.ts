import fc from 'fast-check';
import { formVerbs } from '../../src/commands/command';
import { formatFormValue, parseFormValue } from '../../src/commands/form-value';

const id = '0197f0a4-0000-7000-8000-0000000000ab';
const key = 'teams:message:19:abc@thread.tacv2:17000';

describe('what a button of a form says', () => {
  it.each(formVerbs)('is read back as it was written, for %s', (verb) => {
    for (const press of [
      { is: 'open', verb, id },
      { is: 'open', verb, id: null },
      { is: 'again', verb, key },
    ] as const) {
      expect(parseFormValue(formatFormValue(press))).toEqual(press);
    }
    const sent = { is: 'send', verb, key } as const;
    expect(parseFormValue(formatFormValue(sent), { a: 'b' })).toEqual({
      ...sent,
      filled: { a: 'b' },
    });
  });

  it.each(['', 'two words', 'käse', 'x'.repeat(201)])('carries no key like %j', (bad) => {
    expect(formatFormValue({ is: 'send', verb: 'policy-set', key: bad })).toBeNull();
  });

  it.each([
    undefined,
    null,
    142,
    {},
    '',
    'form-open',
    'form-open policy-remove',
    'form-open disable',
    'form-open policy-set not-an-id',
    'form-send policy-set',
    'form-again settings-set',
    'form-send policy-set x y',
    'form-send policy-set x\n',
    ` form-open settings-set`,
  ])('is not %j', (value) => {
    expect(parseFormValue(value)).toBeNull();
  });

  it('keeps of what is filled in the texts alone, storable and with an end', () => {
    const filled = { a: 'x\u0000\uD800', b: 1, c: null, d: ['x'], e: 'y'.repeat(20_000) };
    const press = parseFormValue(`form-send policy-set ${key}`, filled);
    expect(press).toMatchObject({ filled: { a: 'x\uFFFD', e: 'y'.repeat(10_000) } });
    expect(Object.keys((press as { filled: object }).filled)).toEqual(['a', 'e']);
    for (const nothing of [null, 'x', 3, []]) {
      expect(parseFormValue(`form-send policy-set ${key}`, nothing)).toMatchObject({ filled: {} });
    }
  });

  it('is nothing that was made up', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (value, filled) => {
        const read = parseFormValue(`form-${value}`, filled);
        if (read !== null) expect(formatFormValue(read)).toBe(`form-${value}`);
      }),
    );
  });
});
