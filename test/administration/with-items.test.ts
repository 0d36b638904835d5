import fc from 'fast-check';
import { type Configuration, type ListName } from '../../src/administration/configuration';
import { lists, nameOfItem, naming } from '../../src/administration/difference';
import { inspectData } from '../../src/administration/inspect-configuration';
import { spelled, type Item } from '../../src/administration/spelling';
import { withItems, withName, type ItemSaid } from '../../src/administration/with-items';
import { isRefusal } from '../../src/errors';
import { cut, stored } from '../support/excerpts';

const broken: fc.Arbitrary<Record<string, unknown>> = fc.constantFrom(
  { colour: 'red' },
  { description: '' },
  { approvalsNeeded: 0 },
  { durationMax: '4x' },
  { members: ['ana'] },
  { members: ['zoe', 'ana'] },
  { mergedInto: 'zoe' },
  { approverGroup: 'Nobody' },
  { owner: 'REPLACE-ME' },
  { kind: 'No Kind' },
  {},
  {},
);

const said: fc.Arbitrary<readonly ItemSaid[]> = stored.chain((other) =>
  fc.uniqueArray(
    fc.constantFrom(...lists).chain((section) =>
      fc
        .record({
          data: fc.constantFrom(...dataIn(other, section)),
          more: broken,
          goes: fc.boolean(),
        })
        .map(({ data, more, goes }): ItemSaid => {
          const item = String(data[naming[section]]);
          return { section, item, data: goes ? null : { ...data, ...more } };
        }),
    ),
    { maxLength: 4, selector: ({ section, item }) => `${section} ${item}` },
  ),
);

function dataIn(other: Configuration, section: ListName): readonly Record<string, unknown>[] {
  const all: readonly Item[] = other[section];
  const data = all.map((one) => ({ ...spelled(section, one) }));
  return data.length === 0 ? [{ [naming[section]]: 'Nowhere\\new' }] : data;
}

it('says of items that are said anew what reading everything as a file would say', () => {
  const refused = { count: 0 };
  fc.assert(
    fc.property(stored, said, (whole, anew) => {
      const raw = {
        organisation: whole.organisation,
        ...Object.fromEntries(lists.map((list) => [list, rawList(whole, list, anew)])),
      };
      const { configuration, problems } = inspectData(raw);
      const all = problems.map((one) => withName(one, raw));
      const excerpt = cut(whole, (of) =>
        of.filter((name) =>
          anew.some(({ section, item }) => {
            return item === name || (section === 'connectors' && name.startsWith(`${item}\\`));
          }),
        ),
      );
      for (const present of [whole, excerpt]) {
        const found = withItems(present, anew);
        if (problems.length > 0) {
          expect(isRefusal(found) && new Set(found.facts['problems'] as string[])).toEqual(
            new Set(all),
          );
          refused.count += 1;
        } else if (present === whole) {
          expect(found).toEqual(configuration);
        } else {
          expect(isRefusal(found)).toBe(false);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(refused.count).toBeGreaterThan(50);
});

function rawList(whole: Configuration, list: ListName, anew: readonly ItemSaid[]): unknown[] {
  const own = new Map(
    anew.flatMap((one) => (one.section === list ? [[one.item, one.data] as const] : [])),
  );
  const present: readonly Item[] = whole[list];
  const kept = present.flatMap((one) => {
    const name = nameOfItem(list, one);
    const data = own.get(name);
    own.delete(name);
    return data === undefined ? [spelled(list, one)] : (data ?? []);
  });
  return [...kept, ...[...own.values()].filter((one) => one !== null)];
}
