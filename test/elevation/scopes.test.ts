import { type Policy, type PolicyTerms, noTerms } from '../../src/elevation/model';
import { isScopeAllowed, judgeScope, refuseScope } from '../../src/elevation/scopes';
import { rules, snapshot, target } from './samples';

type Scopes = PolicyTerms['scopes'];
const parts = { allowed: ['Finance', 'Field sales'], whole: false };
const under = (scopes: Scopes): Policy => rules({ terms: { ...noTerms, scopes } });
const judge = (typed: string | null, scopes: Scopes) => judgeScope(typed, target, under(scopes));

describe('what is asked for', () => {
  test('is all of a target where nothing is named and no policy says otherwise', () => {
    expect(judge(null, null)).toEqual({ scope: '' });
    expect(judge('  ', null)).toEqual({ scope: '' });
    expect(judge(null, { ...parts, whole: true })).toEqual({ scope: '' });
  });

  test.each([
    ['Finance', 'Finance'],
    [' finance ', 'Finance'],
    ['FIELD SALES', 'Field sales'],
    ['Ｆｉｎａｎｃｅ', 'Finance'],
  ])('is the part that %j names, in the spelling of the policy', (typed, scope) => {
    expect(judge(typed, parts)).toEqual({ scope });
  });

  test('has to be one of the parts where the whole is not offered', () => {
    expect(judge(null, parts)).toEqual({
      refused: 'scope-required',
      facts: {
        target: 'Exchange\\Search-Mailbox',
        scopes: parts.allowed,
        example: 'Search-Mailbox 4h --scope Finance',
      },
    });
    const quoted = { ...parts, allowed: ['Field sales'] };
    expect(judge(null, quoted)).toMatchObject({
      facts: { example: 'Search-Mailbox 4h --scope "Field sales"' },
    });
  });

  test.each(['Fin', 'Finances', 'Field', '*', 'finance,field sales'])(
    'is nothing where %j is no part',
    (typed) => {
      expect(judge(typed, parts)).toEqual({
        refused: 'scope-unknown',
        facts: { typed, target: 'Exchange\\Search-Mailbox', scopes: parts.allowed },
      });
    },
  );

  test('cannot be a part where the policy offers none', () => {
    expect(judge('Finance', null)).toEqual({
      refused: 'scope-none',
      facts: { target: 'Exchange\\Search-Mailbox' },
    });
  });
});

test.each<[string, Scopes, boolean]>([
  ['', null, true],
  ['', parts, false],
  ['', { ...parts, whole: true }, true],
  ['Finance', null, false],
  ['Finance', parts, true],
  ['finance', parts, false],
  ['Sales', { ...parts, whole: true }, false],
])('whether %j may be had of %j is %s', (scope, scopes, allowed) => {
  expect(isScopeAllowed({ ...noTerms, scopes }, scope)).toBe(allowed);
});

test('every version has to offer what is approved', () => {
  const finance = snapshot({ scope: 'Finance' });
  expect(refuseScope(finance, [under(parts), under(parts)])).toBeNull();
  for (const versions of [
    [under(parts), under(null)],
    [under({ allowed: ['Sales'], whole: true }), under(parts)],
  ]) {
    expect(refuseScope(finance, versions)).toEqual({
      refused: 'scope-no-longer',
      facts: { target: 'Exchange\\Search-Mailbox', scope: 'Finance' },
    });
  }
  expect(refuseScope(snapshot(), [under(null), under(parts)])).toEqual({
    refused: 'scope-now-required',
    facts: { target: 'Exchange\\Search-Mailbox' },
  });
});
