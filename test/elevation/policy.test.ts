import fc from 'fast-check';
import { choosePolicy, patternCovers, policyChooser, stricter } from '../../src/elevation/policy';
import { policy } from './samples';

describe('which targets a pattern covers', () => {
  test.each([
    ['Exchange\\Search-Mailbox', 'Exchange\\Search-Mailbox', true],
    ['exchange\\search-mailbox', 'Exchange\\Search-Mailbox', true],
    ['Exchange\\Search-Mailbox', 'exchange\\SEARCH-mailbox', true],
    ['Exchange\\Search-Mailbox', 'Exchange\\Search-Mailbox2', false],
    ['Exchange\\Search-Mailbox', 'Exchange\\Search-Mailbo', false],
    ['Exchange\\*', 'Exchange\\Search-Mailbox', true],
    ['Exchange\\*', 'Exchange\\', true],
    ['Exchange\\*', 'Exchange2\\Search-Mailbox', false],
    ['Exchange\\*', 'xExchange\\Search-Mailbox', false],
    ['Exchange\\Search-*', 'Exchange\\New-Mailbox', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['**', 'anything', true],
    ['*-Mailbox', 'Exchange\\Search-Mailbox', true],
    ['*-Mailbox', 'Exchange\\Search-Mailboxes', false],
    ['Exchange\\*-Mail*', 'Exchange\\Search-Mailbox', true],
    ['Exchange\\*-Mail*', 'Exchange\\SearchMailbox', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*b*c', 'ac', false],
    ['a*bb*c', 'abc', false],
    ['a*b*b*c', 'abc', false],
    ['a*b*b*c', 'abbc', true],
    ['aa*aa', 'aaa', false],
    ['aa*aa', 'aaaa', true],
    ['Exchange\\Sea.ch*', 'Exchange\\Search-Mailbox', false],
    ['Exchange\\?earch*', 'Exchange\\Search-Mailbox', false],
    ['', '', true],
    ['', 'x', false],
  ])('%j covers %j: %j', (pattern, name, covers) => {
    expect(patternCovers(pattern, name)).toBe(covers);
  });

  test('agrees with a regular expression that says the same, for any pattern', () => {
    const letters = fc.constantFrom('a', 'b', '*', '\\');
    const text = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (pattern, typed) => {
        const name = typed.replaceAll('*', 'a');
        const expression = pattern.replaceAll('\\', '\\\\').replaceAll('*', '.*');
        expect(patternCovers(pattern, name)).toBe(new RegExp(`^${expression}$`, 'u').test(name));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes no exponential time on a pattern made to', () => {
    expect(patternCovers(`${'*a'.repeat(200)}*b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('which policy decides', () => {
  const exact = policy({ id: 'exact', pattern: 'Exchange\\Search-Mailbox' });
  const longer = policy({ id: 'longer', pattern: 'Exchange\\Search-*' });
  const shorter = policy({ id: 'shorter', pattern: 'Exchange\\*' });
  const general = policy({ id: 'general', pattern: '*' });
  const other = policy({ id: 'other', pattern: 'Warehouse\\*' });
  const name = 'Exchange\\Search-Mailbox';

  function chosen(policies: readonly ReturnType<typeof policy>[]): string | undefined {
    return choosePolicy(policies, name)?.id;
  }

  test('none when nothing covers the target', () => {
    expect(choosePolicy([], name)).toBeNull();
    expect(choosePolicy([other], name)).toBeNull();
  });

  test('the exact name before a longer start before a shorter one, in whatever order they come', () => {
    expect(chosen([general, shorter, longer, exact, other])).toBe('exact');
    expect(chosen([exact, longer, shorter, general])).toBe('exact');
    expect(chosen([general, shorter, longer])).toBe('longer');
    expect(chosen([longer, shorter])).toBe('longer');
    expect(chosen([shorter, longer])).toBe('longer');
    expect(chosen([general, shorter])).toBe('shorter');
    expect(chosen([other, general])).toBe('general');
  });

  test('a long pattern with an early star is less specific than a short start', () => {
    const early = policy({ id: 'early', pattern: 'Ex*ge\\Search-Mailbox' });
    expect(chosen([early, shorter])).toBe('shorter');
  });

  test('a denial that covers the target beats everything more specific', () => {
    const denied = policy({ id: 'denied', pattern: '*' }, { approval: 'deny' });
    expect(chosen([exact, longer, denied])).toBe('denied');
    expect(chosen([denied, exact])).toBe('denied');
  });

  test('a denial of other targets changes nothing', () => {
    const elsewhere = policy({ id: 'denied', pattern: 'Warehouse\\*' }, { approval: 'deny' });
    expect(chosen([elsewhere, shorter])).toBe('shorter');
  });

  test('of several denials the most specific is the one that is told', () => {
    const wide = policy({ id: 'wide', pattern: '*' }, { approval: 'deny' });
    const near = policy({ id: 'near', pattern: 'Exchange\\Search-*' }, { approval: 'deny' });
    expect(chosen([wide, near, exact])).toBe('near');
    expect(chosen([near, wide, exact])).toBe('near');
  });

  test('is the same when it is chosen for many names at once', () => {
    const letters = fc.constantFrom('a', 'B', '*', '\\');
    const text = fc.array(letters, { maxLength: 5 }).map((parts) => parts.join(''));
    const one = fc.record({ pattern: text, approval: fc.constantFrom('manual', 'deny') });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), text, (made, typed) => {
        const policies = made.map(({ pattern, approval }, index) =>
          policy({ id: `policy-${index}`, pattern }, { approval }),
        );
        const asked = typed.replaceAll('*', 'A');
        expect(policyChooser(policies)(asked)).toBe(choosePolicy(policies, asked));
      }),
      { numRuns: 2000 },
    );
  });

  test('equal starts are told apart by the whole pattern, then by id, in whatever order they come', () => {
    const a = policy({ id: 'z', pattern: 'Exchange\\*-Mailbox' });
    const b = policy({ id: 'a', pattern: 'Exchange\\*box' });
    expect(chosen([a, b])).toBe('z');
    expect(chosen([b, a])).toBe('z');
    const c = policy({ id: 'c', pattern: 'Exchange\\*box' });
    expect(chosen([b, c])).toBe('a');
    expect(chosen([c, b])).toBe('a');
  });

  test('does not reorder the list it was given', () => {
    const given = [shorter, longer];
    choosePolicy(given, name);
    expect(given).toEqual([shorter, longer]);
  });
});

describe('two versions of a policy together', () => {
  test('take the larger number of approvals, the shorter time and both groups', () => {
    const pinned = policy(
      {},
      { approvalsNeeded: 2, durationMaxS: 3600, approverGroupId: 'group-1' },
    );
    const present = policy(
      { version: 4 },
      { approvalsNeeded: 1, durationMaxS: 7200, approverGroupId: 'group-2' },
    );
    const both = {
      allowed: true,
      stage: 1,
      stages: 1,
      approvalsNeeded: 2,
      durationMaxS: 3600,
      availabilities: [],
      oneOf: [['group-1'], ['group-2']],
      denying: [[['group-1']], [['group-2']]],
      groupIds: ['group-1', 'group-2'],
    };
    expect(stricter(pinned, present)).toEqual(both);
    expect(stricter(present, pinned)).toEqual({
      ...both,
      oneOf: [['group-2'], ['group-1']],
      denying: [[['group-2']], [['group-1']]],
      groupIds: ['group-2', 'group-1'],
    });
  });

  test('name one group once', () => {
    expect(stricter(policy(), policy({ version: 4 })).groupIds).toEqual(['group-1']);
  });

  test('allow nothing when the present policy is gone, and keep the pinned rules for a denial', () => {
    expect(stricter(policy({}, { approvalsNeeded: 2 }), null)).toEqual({
      allowed: false,
      stage: 1,
      stages: 1,
      approvalsNeeded: 2,
      durationMaxS: 8 * 3600,
      availabilities: [],
      oneOf: [['group-1']],
      denying: [[['group-1']]],
      groupIds: ['group-1'],
    });
  });

  test.each([
    ['deny', 'manual'],
    ['manual', 'deny'],
    ['deny', 'deny'],
  ] as const)('allow nothing when pinned says %s and present %s', (pinned, present) => {
    const rules = stricter(policy({}, { approval: pinned }), policy({}, { approval: present }));
    expect(rules.allowed).toBe(false);
  });

  test.each([
    ['manual', 'auto'],
    ['auto', 'manual'],
    ['auto', 'auto'],
  ] as const)('allow it when pinned says %s and present %s', (pinned, present) => {
    const rules = stricter(policy({}, { approval: pinned }), policy({}, { approval: present }));
    expect(rules.allowed).toBe(true);
  });

  test('need at least one approval, whatever the rows say', () => {
    const none = policy({}, { approvalsNeeded: 0 });
    expect(stricter(none, none).approvalsNeeded).toBe(1);
  });
});
