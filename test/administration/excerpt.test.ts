/** A change that is judged by an excerpt of the configuration comes to the same as by all of it. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { changeEffects, type PendingRequest } from '../../src/administration/change-effects';
import { type Configuration, type ListName } from '../../src/administration/configuration';
import { tooFewDeciders } from '../../src/administration/deciders';
import { difference, lists, nameOfItem, type Change } from '../../src/administration/difference';
import {
  changeDigest,
  configurationVersion,
  configurationVersions,
} from '../../src/administration/digest';
import { editConfiguration, targetsOfEdit, type Edit } from '../../src/administration/edit';
import { completed, targetsOfChanges, type Excerpt } from '../../src/administration/excerpt';
import { governing, governingAfter, type Governing } from '../../src/administration/governing';
import { conflictsOf, patched } from '../../src/administration/patch';
import { normalForm, rowsOf, type ConfigurationRows } from '../../src/administration/rows';
import { isSame, type Item } from '../../src/administration/spelling';
import { weakenings } from '../../src/administration/weakening';
import { isRefusal } from '../../src/errors';
import { cut, stored } from '../support/excerpts';
import { slackTeam } from '../support/seed';

const fieldsOf: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  organisation: [
    ['enabled', 'no'],
    ['defaultApproverGroup', 'Owners'],
    ['defaultApproverGroup', 'yes'],
    ['defaultApproverGroup', 'Nobody'],
    ['name', 'Contoso'],
  ],
  policies: [
    ['approval', 'auto'],
    ['approval', 'deny'],
    ['approval', 'manual'],
    ['approval', 'perhaps'],
    ['approvals', '1'],
    ['approvals', '2'],
    ['approvals', '4'],
    ['max', '9h'],
    ['max', '200h'],
    ['approvers', 'owners'],
    ['approvers', 'Night watch'],
    ['requesters', 'Night watch'],
    ['breakglass', 'yes'],
    ['escalation', '5m to Owners'],
    ['notify', 'Nobody'],
    ['colour', 'red'],
  ],
  approverGroups: [
    ['members', 'ana,ben,cara'],
    ['members', 'ana'],
    ['members', 'ana,zoe'],
    ['channels', 'here'],
  ],
  targets: [
    ['type', 'role'],
    ['type', 'cmdlet'],
    ['description', 'Reads mail'],
    ['settings.role', 'search'],
  ],
  systemAccounts: [
    ['owner', 'ben'],
    ['owner', 'zoe'],
    ['reason', 'Copies at night'],
    ['targets', 'exchange\\search-mailbox'],
    ['targets', 'Warehouse\\prod_rw'],
    ['targets', 'Warehouse\\gone'],
    ['until', '2027-06-30'],
    ['max', '5h'],
  ],
};

const typedItems: Readonly<Record<string, readonly string[]>> = {
  organisation: [''],
  policies: [
    'Exchange\\Search-Mailbox',
    'exchange\\search-*',
    'Exchange\\*',
    'Exchange\\New-*',
    'Warehouse\\prod_*',
    'Warehouse\\prod_r*',
    'prod_rw',
    '*\\*',
    'nowhere',
  ],
  approverGroups: ['Owners', 'night WATCH', 'yes', 'Größte: alle', 'Another'],
  targets: [
    'Exchange\\Search-Mailbox',
    'exchange\\search-mailbox',
    'Warehouse\\prod_rw ',
    'prod_ro',
    'Warehouse\\new',
    'Nowhere\\new',
    'new',
  ],
  systemAccounts: ['nightly-export', 'yes', 'another', 'Not A Key'],
};

const edits: fc.Arbitrary<Edit> = fc
  .constantFrom(
    'organisation',
    'policies',
    'policies',
    'approverGroups',
    'targets',
    'systemAccounts',
  )
  .chain((section) =>
    fc.record({
      section: fc.constant(section as Edit['section']),
      act: fc.constantFrom('set', 'set', 'create', 'remove'),
      item: fc.constantFrom(...typedItems[section]!),
      fields: fc
        .array(fc.constantFrom(...fieldsOf[section]!), { maxLength: 3 })
        .map((all) =>
          all.map(([field, value]) => ({ field, how: 'set' as const, values: value.split(',') })),
        ),
    }),
  );

const names = {
  people: new Map(),
  here: { platform: 'slack', channel: `${slackTeam}/C0HERE` },
} as const;

const idsByName = { get: (name: string) => name };
const sameIds = {
  organisation: 'organisation',
  people: idsByName,
  groups: idsByName,
  targets: idsByName,
  policies: idsByName,
  systemAccounts: idsByName,
};
const rows = (one: Configuration): ConfigurationRows => rowsOf(one, () => 'new', sameIds);

/** Requests for each target, under each policy that there is. */
function pendingIn(whole: Configuration): readonly PendingRequest[] {
  const { policies, targets } = rows(whole);
  return targets.flatMap(({ id, name }, at) =>
    policies.map((policy, index) => ({
      number: at * 100 + index,
      target: { id, name },
      policy: { ...policy, version: 1 },
      isApprovedInPart: index % 2 === 0,
    })),
  );
}

/** Everything that is said of a change, and that is decided by. */
function judged(whole: Configuration, before: Excerpt, changes: readonly Change[]) {
  const since = conflictsOf(before, changes);
  if (since.length > 0) return { since };
  const after = patched(before, changes);
  if (isRefusal(after)) return { refusal: after };
  const idsOf = ({ targetNames, targets }: Excerpt) =>
    new Set(targetNames ?? targets.map(({ name }) => name));
  const weakens = weakenings(before, after);
  const governs = governingAfter(before, after);
  const kept = new Set(before.targets);
  const others = whole.targets.filter((one) => !kept.has(one));
  return {
    weakens,
    governs,
    effects: changeEffects(
      pendingIn(whole),
      { rows: rows(before), targetIds: idsOf(before) },
      { rows: rows(after), targetIds: idsOf(after) },
    ),
    tooFew: tooFewDeciders(before, after),
    digest: changeDigest({ id: 'id', changes, roles: [] }, { weakens, governs }),
    versions: configurationVersions(
      completed(before, before === whole ? [] : others),
      completed(after, before === whole ? [] : others),
    ),
    after: normalForm(completed(after, before === whole ? [] : others)),
  };
}

/** The order of lists says nothing. */
function inOrder({ targets, ...others }: Configuration): Configuration {
  return { ...others, targets: [...targets].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function compared(whole: Configuration, changes: readonly Change[]): ReturnType<typeof judged> {
  const written = JSON.parse(JSON.stringify(changes)) as Change[];
  const all = judged(whole, whole, written);
  const some = judged(
    whole,
    cut(whole, (of) => targetsOfChanges(written, of)),
    written,
  );
  const ordered = (one: typeof all) =>
    one.after === undefined ? one : { ...one, after: inOrder(one.after) };
  expect(ordered(some)).toEqual(ordered(all));
  return all;
}

const seen = { refused: 0, weakened: 0, governed: 0, lost: 0, done: 0 };

it('of what is typed: the same difference, refusals, weakenings, effects, deciding policies and digests', () => {
  fc.assert(
    fc.property(stored, edits, (whole, edit) => {
      const all = editConfiguration(whole, edit, names);
      const excerpt = cut(whole, (of) => targetsOfEdit(edit, of));
      const some = editConfiguration(excerpt, edit, names);
      if (isRefusal(all) || isRefusal(some)) {
        seen.refused += 1;
        expect(some).toEqual(all);
        return;
      }
      const changes = difference(whole, all);
      expect(difference(excerpt, some)).toEqual(changes);
      const found = compared(whole, changes);
      seen.done += Number(found.after !== undefined);
      seen.weakened += Number((found.weakens ?? []).length > 0);
      seen.governed += Number((found.governs ?? []).length > 0);
      seen.lost += Number((found.effects?.lost ?? []).length > 0);
    }),
    { numRuns: 800 },
  );
  for (const [what, count] of Object.entries(seen))
    expect([what, count > 10]).toEqual([what, true]);
});

it('of everything that a file could change at once', () => {
  fc.assert(
    fc.property(stored, stored, fc.infiniteStream(fc.boolean()), (whole, other, chosen) => {
      const changes = difference(whole, other);
      compared(whole, changes);
      // Some of it alone may not fit: then it is refused for the same reason.
      compared(
        whole,
        changes.filter(() => chosen.next().value),
      );
    }),
    { numRuns: 150 },
  );
});

it('looks only at what is another object, and finds all that differs', () => {
  fc.assert(
    fc.property(stored, edits, (whole, edit) => {
      const after = editConfiguration(whole, edit, names);
      if (isRefusal(after)) return;
      const copy = structuredClone(after);
      expect(difference(whole, after)).toEqual(difference(whole, copy));
      expect(weakenings(whole, after)).toEqual(weakenings(whole, copy));
      expect(governingAfter(whole, after)).toEqual(governingAfter(whole, copy));
      expect(governingAfter(whole, after)).toEqual(governingOfAll(whole, after));
      const versions = [whole, copy].map((one) => configurationVersion(completed(one, [])));
      expect(configurationVersions(whole, completed(after, []))).toEqual(versions);
    }),
    { numRuns: 300 },
  );
});

/** Target by target, by every policy. */
function governingOfAll(before: Configuration, after: Configuration): readonly Governing[] {
  const [old, present] = [normalForm(before), normalForm(after)];
  const [chooseOld, chooseNow] = [governing(old.policies), governing(present.policies)];
  const known = new Map(old.targets.map((one) => [one.name, one]));
  return present.targets.flatMap((one) => {
    const [was, policy] = [chooseOld(one.name), chooseNow(one.name)];
    if (isSame(known.get(one.name), one) && isSame(was, policy)) return [];
    const isOther = !known.has(one.name) || was?.target !== policy?.target;
    return [{ target: one.name, policy, isOther }];
  });
}

it('gives every version and digest that was ever given', () => {
  const key = (one: Item, list: ListName) => nameOfItem(list, one);
  const settings = {
    b: 1,
    '10': { z: null, '9': [undefined, 'é\u2028'] },
    a: undefined,
    '2': true,
  };
  fc.assert(
    fc.property(stored, stored, (configuration, other) => {
      const odd = configuration.targets.map((one) => ({ ...one, settings: { ...settings } }));
      const whole = { ...configuration, targets: odd };
      const { organisation, ...all } = normalForm(whole);
      const facts = [
        organisation,
        ...lists.map((list) =>
          [...(all[list] as Item[])].sort((a, b) => (key(a, list) < key(b, list) ? -1 : 1)),
        ),
      ];
      const text = JSON.stringify(facts, withKeysInOrder);
      expect(configurationVersion(whole)).toBe(hash('sha256', text, 'hex').slice(0, 12));

      const changes = difference(configuration, other);
      const weakens = weakenings(configuration, other);
      const governs = governingAfter(configuration, other);
      const shown = JSON.stringify([2, 'id', changes, [], weakens, governs], withKeysInOrder);
      expect(changeDigest({ id: 'id', changes, roles: [] }, { weakens, governs })).toBe(
        hash('sha256', shown, 'base64url').slice(0, 12),
      );
    }),
    { numRuns: 100 },
  );
});

function withKeysInOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

it('does not take an excerpt for the whole', () => {
  fc.assert(
    fc.property(stored, (whole) => {
      const excerpt = cut(whole, () => []);
      const isLacking = whole.targets.length > 0;
      if (isLacking) expect(() => completed(excerpt, [])).toThrow('still missing');
    }),
    { numRuns: 20 },
  );
});
