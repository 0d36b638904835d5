import fc from 'fast-check';
import {
  formatAskValue,
  formatMeantValue,
  parseAskValue,
  parseMeantValue,
  partChoice,
  readAskForm,
  wholeChoice,
} from '../../src/commands/ask-value';

const id = '0197f0a4-0000-7000-8000-0000000000ab';
const empty = { target: null, scope: null, duration: null, reason: null, ticket: null };

describe('the button that opens the form', () => {
  test.each([null, 'slack:event:Ev0123', 'slack:http:k7QmPz01_-aB', 'a'.repeat(200)])(
    'is read back as it was written, with %j',
    (draft) => {
      expect(parseAskValue(formatAskValue(draft))).toEqual({ draft });
    },
  );

  test.each(['', 'a'.repeat(201), 'two words', 'käse'])(
    'names no payload whose key is %j',
    (key) => {
      expect(formatAskValue(key)).toBe('ask');
    },
  );

  test.each([
    undefined,
    null,
    142,
    {},
    ['ask'],
    '',
    'Ask',
    ' ask',
    'ask ',
    'ask  x',
    'ask\n',
    'ask x\n',
    'ask x y',
    'ask-form',
    'ask ELV-142 k7QmPz01_-aB',
    `ask ${'x'.repeat(201)}`,
  ])('is not %j', (value) => {
    expect(parseAskValue(value)).toBeNull();
  });

  test('is nothing that was made up, and is read in the same way each time', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `ask ${text}`),
        ),
        (value) => {
          const read = parseAskValue(value);
          if (read !== null) expect(formatAskValue(read.draft)).toBe(value);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('the button of a target that was offered', () => {
  test.each([
    'slack:event:Ev0123',
    'slack:http:k7QmPz01_-aB',
    'teams:message:a:1-ana-and-elevate:1763042519000',
    'teams:message:19:x9_z@thread.tacv2;messageid=1763042519000:1763042519001',
    'a'.repeat(200),
  ])('is read back as it was written, with %j', (draft) => {
    const meant = { target: id, draft };
    expect(parseMeantValue(formatMeantValue(meant))).toEqual(meant);
    expect(formatMeantValue(meant)!.length).toBeLessThan(2_000);
  });

  test.each(['', 'a'.repeat(201), 'two words', 'käse'])(
    'is not there for a payload whose key is %j',
    (draft) => {
      expect(formatMeantValue({ target: id, draft })).toBeNull();
    },
  );

  test.each([
    undefined,
    null,
    142,
    'ask-as',
    `ask-as ${id}`,
    `ask-as ${id} `,
    `ask-as ${id} x\n`,
    `ask-as ${id} x y`,
    `ask ${id} x`,
    `ask-as ${'-'.repeat(36)} x`,
    `ask-as ${id.slice(1)} x`,
    `ask-as ${id.toUpperCase()} x`,
  ])('is not %j', (value) => {
    expect(parseMeantValue(value)).toBeNull();
    expect(parseAskValue(value)).toBeNull();
  });
});

describe('the form that was sent in', () => {
  test('is what was filled in, as it was typed', () => {
    const filled = { target: id, duration: ' 2h', reason: 'fix\norder 3 ', ticket: 'INC-4711' };
    expect(readAskForm(filled)).toEqual({ ...filled, scope: null });
  });

  test('has the part that was chosen, and none for all of the target or for what is no option', () => {
    expect(readAskForm({ scope: partChoice('Field sales') }).scope).toBe('Field sales');
    for (const scope of [wholeChoice, '', null, 'Field sales', ['part:x']]) {
      expect(readAskForm({ scope }).scope).toBeNull();
    }
  });

  test('has nothing where nothing was filled in', () => {
    expect(readAskForm({ target: '', duration: ' ', reason: null, ticket: '\n\t' })).toEqual(empty);
    expect(readAskForm({})).toEqual(empty);
  });

  test.each([undefined, null, 'ask', 142, [], [id], { target: [id], duration: 2, reason: {} }])(
    'has nothing for %j, which no form of ours sends',
    (fields) => {
      expect(readAskForm(fields)).toEqual(empty);
    },
  );

  test.each([
    'Exchange\\Search-Mailbox',
    `${id}x`,
    `${id} or true`,
    '%',
    "'; drop table elevate.targets; --",
  ])('chose no target when it says %j', (target) => {
    expect(readAskForm({ target }).target).toBeNull();
  });

  test('holds nothing that PostgreSQL could not store, and not more than some of what was typed', () => {
    const { reason } = readAskForm({ reason: 'a\u0000b\uD800c' });
    expect(reason).toBe('ab\uFFFDc');
    expect(readAskForm({ reason: 'x'.repeat(100_000) }).reason).toHaveLength(10_000);
    expect(readAskForm({ duration: `${'x'.repeat(9_999)}🎉` }).duration).toMatch(/x\uFFFD$/u);
  });

  test('is read without a crash, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (reason, whole) => {
        const read = readAskForm({ reason, target: whole, ticket: whole, duration: reason });
        expect(Object.keys(read)).toEqual(['target', 'scope', 'duration', 'reason', 'ticket']);
        expect(readAskForm(whole)).toBeDefined();
      }),
      { numRuns: 5000 },
    );
  });
});
