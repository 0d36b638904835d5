import fc from 'fast-check';
import { pagedLists } from '../../src/commands/command';
import { formatPageValue, parsePageValue } from '../../src/commands/page-value';

describe('the value of the button under a list of the configuration', () => {
  it('is read as it was written', () => {
    expect(formatPageValue('policy-list', 2)).toBe('policy-list PAGE-2');
    const page = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(fc.constantFrom(...pagedLists), page, (verb, number) => {
        const read = parsePageValue(formatPageValue(verb, number));
        expect(read).toEqual({ verb, page: number });
      }),
    );
  });

  it.each([
    null,
    2,
    '',
    'policy-list',
    'policy-list PAGE-0',
    'policy-list PAGE-100000',
    'policy-list PAGE-02',
    'policy-list ELV-2',
    'policy-show PAGE-2',
    'role-add PAGE-2',
    'policy-list PAGE-2 x',
    ' policy-list PAGE-2',
    'policy-list PAGE-2\n',
  ])('is nothing when it is %j', (value) => {
    expect(parsePageValue(value)).toBeNull();
  });
});
