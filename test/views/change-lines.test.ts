/** What of a change stands on its screen: all of it, within what both platforms take, and never the same for two that differ. */
import fc from 'fast-check';
import { items } from '../../src/administration/configuration';
import { type Change } from '../../src/administration/difference';
import { type Governing } from '../../src/administration/governing';
import { shown } from '../../src/administration/difference-lines';
import { renderSlackMessage } from '../../src/platforms/slack/render';
import { renderTeamsCard } from '../../src/platforms/teams/render';
import { changeView, noEffects, type ChangeStanding } from '../../src/views/change';
import { changeTexts, governingLines } from '../../src/views/change-lines';
import { plain } from '../../src/words';
import { ana, at, ben } from '../support/snapshots';

const signs = [...'ab1.-_ :,"\'\\[]{}→+<>&*~`eсаOО0é\u0301\u200b\u00a0\u202e\u3164\u00ad\n'];
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    'true',
    'null',
    '1',
    'nothing',
    'a, + b',
    'a → b',
    'b → c',
    'a: b',
    '',
    '[]',
    '{ }',
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.boolean(),
    fc.integer({ min: -3, max: 3 }),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3 }),
  ),
})).value;

const place = { section: 'targets', item: 'Exchange\\Search-Mailbox' } as const;
const changed = fc.record({ before: values, after: values }).map(({ before, after }): Change => ({
  ...place,
  kind: 'changed',
  field: 'settings',
  before,
  after,
}));
const added = fc
  .record({ item: texts, settings: fc.dictionary(texts, values, { maxKeys: 3 }) })
  .map(({ item, settings }): Change => ({
    section: 'targets',
    item,
    kind: 'added',
    after: { name: item, type: 'task', settings },
  }));
const changes = fc.array(fc.oneof(changed, added), { minLength: 1, maxLength: 2 });

function linesOf(all: readonly Change[]): readonly string[] {
  return changeTexts({ changes: all, roles: [] }, []).what.map(plain);
}

/** Order of keys says nothing. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

it('draws no two changes alike that are not the same', () => {
  fc.assert(
    fc.property(changes, changes, (one, other) => {
      fc.pre(sorted(one) !== sorted(other));
      expect(linesOf(one)).not.toEqual(linesOf(other));
    }),
    { numRuns: 3000 },
  );
});

it('draws no two values alike that are not the same', () => {
  fc.assert(
    fc.property(values, values, (one, other) => {
      fc.pre(sorted(one) !== sorted(other));
      expect(shown(one, true)).not.toBe(shown(other, true));
    }),
    { numRuns: 3000 },
  );
});

it.each([
  ['a zero-width space', 'Secu\u200brity', '"Secu\\u{200b}rity"'],
  ['a filler that draws nothing', 'Security\u3164', '"Security\\u{3164}"'],
  ['a space that does not break', 'a\u00a0b', '"a\\u{a0}b"'],
  ['two spaces', 'a  b', '"a \\u{20}b"'],
  ['a Cyrillic letter in a Latin word', 'S\u0435curity', '"S\\u{435}curity"'],
  ['a sign made of two', 'caf\u0065\u0301', '"cafe\\u{301}"'],
  ['a number that is a text', '1', '"1"'],
  ['an arrow', 'a → b', '"a → b"'],
])('shows %s as what it is', (_what, typed, expected) => {
  expect(shown(typed)).toBe(expected);
});

it.each(['Безопасность Exchange', 'أمن', 'Zoë', 'Exchange\\Search-*', '4h', 'T0001/C0456'])(
  'leaves %s as it is',
  (typed) => {
    expect(shown(typed)).toBe(typed);
  },
);

const standing: ChangeStanding = {
  weakens: [],
  needs: 'second-admin',
  effects: noEffects,
  deciders: [ben],
  since: [],
  governs: [],
};
/** What decides about many targets then. */
const governs = Array.from({ length: 30 }, (_, n): Governing => {
  const policy = items.policies.parse({
    target: 'Exchange\\*',
    approverGroup: 'Exchange approvers',
  });
  return { target: `Exchange\\New-${n}`, policy, isOther: true };
});
const numbers = Array.from({ length: 200 }, (_, n) => n + 1_000_000);

/** As a decider sees it, with everything else as long as it can be. */
function seenBy(all: readonly Change[], since: readonly Change[], reason: string) {
  const change = {
    organisationId: 'organisation-1',
    id: 'change-1',
    number: 1_000_000,
    state: 'pending',
    proposer: { ...ana, name: '<&"ü'.repeat(100) },
    askedFrom: { platform: 'slack', tenant: 'T0001', user: 'U00ANA' },
    reason,
    changes: all,
    roles: [],
    weakens: [],
    needs: 'second-admin',
    decisions: [],
    askedAt: at('14:12'),
    decideBy: at('18:12'),
    closedAt: null,
    readAt: at('14:13'),
  } as const;
  const effects = { lost: numbers, more: numbers, anew: numbers };
  return changeView(change, { ...standing, effects, since, governs }, 'decider');
}

it('keeps the limits of both platforms, whatever changes, and shows all where it can be approved', () => {
  const heavy = fc.record({
    sign: fc.constantFrom('<', '&', '"', '\\', 'ü', '漢', '{', '*', '`*', 'x', '😀', '\u200b'),
    length: fc.integer({ min: 1, max: 600 }),
    count: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(heavy, heavy, fc.constantFrom('x', '漢', '😀\n'), (one, other, letter) => {
      const many = ({ sign, length, count }: typeof one) =>
        Array.from({ length: count }, (_, n): Change => {
          const after = sign.repeat(length);
          return { ...place, item: `${n}`, kind: 'changed', field: 'type', before: 'x', after };
        });
      const all = many(one);
      for (const since of [[], many(other)]) {
        const view = seenBy(all, since, letter.repeat(1500));
        const { blocks } = renderSlackMessage(view);
        expect(blocks.length).toBeLessThanOrEqual(50);
        for (const block of blocks) {
          if (block.type === 'section') expect(block.text!.text.length).toBeLessThanOrEqual(3000);
        }
        expect(Buffer.byteLength(JSON.stringify(renderTeamsCard(view).card))).toBeLessThan(
          28 * 1024,
        );
        const isWhole = !linesOf(all).at(-1)!.includes('no room here');
        expect(view.facts['approve'] === null).toBe(!isWhole || since.length > 0);
      }
    }),
    { numRuns: 60 },
  );
});

it('counts the targets that it does not name, of however many', () => {
  const governing = (name: string, isOther: boolean): Governing => {
    return { target: `Warehouse\\${name}`, policy: null, isOther };
  };
  for (const count of [1, 6, 7, 8, 300]) {
    const governs = Array.from({ length: count }, (_one, at) => governing(`part_${at}`, true));
    const lines = governingLines([governing('other', false), ...governs]).map(plain);
    const named = lines.filter((line) => line.includes('part_'));
    const [more] = lines.filter((line) => !line.includes('part_'));
    expect(named).toHaveLength(Math.min(count, 6));
    expect(more?.replaceAll('\u00A0', ' ')).toEqual(
      count > 6 ? expect.stringContaining(`${count - 6} more`) : undefined,
    );
  }
});
