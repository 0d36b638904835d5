/** Where something stands in an item, also where the names on the way have dots of their own. */
import fc from 'fast-check';
import { difference } from '../../src/administration/difference';
import { conflictsOf, patched } from '../../src/administration/patch';
import { namesIn, pathTo } from '../../src/administration/paths';
import { isRefusal } from '../../src/errors';
import { configured, formData } from '../support/sample-change-forms';

it('leads back to the names that it was made of', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('a.b', '.', '\\', 'a\\.b', '..', 'x\n.y'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), ([first, ...others]) => {
      const names = [first === '' ? 'settings' : first!, ...others];
      expect(namesIn(names.reduce(pathTo, ''))).toEqual(names);
    }),
  );
});

it('is as people write it where no name has a dot', () => {
  expect(pathTo('settings.tls', 'serverName')).toBe('settings.tls.serverName');
  expect(pathTo('settings', 'a.b')).toBe('settings.a\\.b');
});

/** With these settings of a target. */
const withSettings = (settings: object) =>
  configured({ ...formData, targets: [{ ...formData.targets[0]!, settings }] });

describe('a setting with a dot in its name', () => {
  const before = withSettings({ 'a.b': 'one', a: { b: 'two' } });

  it.each([
    [{ 'a.b': 'other', a: { b: 'two' } }, 'settings.a\\.b'],
    [{ 'a.b': 'one', a: { b: 'other' } }, 'settings.a.b'],
    [{ a: { b: 'two' } }, 'settings.a\\.b'],
    [{ 'a.b': 'one' }, 'settings.a'],
    [{ 'a.b': 'one', a: { b: 'two', 'c.d': 'new' } }, 'settings.a.c\\.d'],
  ])('is told from one within another: %j', (settings, field) => {
    const after = withSettings(settings);
    const changes = difference(before, after);
    expect(changes).toMatchObject([{ field }]);
    expect(conflictsOf(before, changes)).toEqual([]);
    const done = patched(before, changes);
    if (isRefusal(done)) throw new Error(JSON.stringify(done));
    expect(done.targets[0]!.settings).toEqual(settings);
  });

  it('is a conflict where somebody else has changed it', () => {
    const changes = difference(before, withSettings({ 'a.b': 'mine', a: { b: 'two' } }));
    const present = withSettings({ 'a.b': 'theirs', a: { b: 'two' } });
    expect(conflictsOf(present, changes)).toMatchObject([{ field: 'settings.a\\.b' }]);
  });
});
