import fc from 'fast-check';
import { items, type Configuration } from '../../src/administration/configuration';
import { lists, nameOfItem } from '../../src/administration/difference';
import { normalForm } from '../../src/administration/rows';
import { weakenings, type Weakening } from '../../src/administration/weakening';
import { configurations } from '../support/configurations';
import { becomesOf, type Course } from './asked-under';

type Loose = Record<string, unknown>;

/** The later configuration with everything taken back that weakens the earlier one: what is left has to be harmless. */
function tightened(before: Configuration, wanted: Configuration): Configuration {
  const old = normalForm(before);
  let after = normalForm(wanted);
  for (let round = 0; ; round += 1) {
    const found = weakenings(old, after);
    if (found.length === 0) return after;
    if (round > 20) throw new Error(`still weaker: ${JSON.stringify(found)}`);
    // Where a field alone does not help, what weakens is how it goes with another: then the whole item is taken back.
    for (const one of found) after = takenBack(old, after, one, round > 2);
  }
}

function takenBack(
  old: Configuration,
  after: Configuration,
  { section, item, field }: Weakening,
  isWhole: boolean,
): Configuration {
  if (section === 'organisation') return { ...after, organisation: old.organisation };
  const list = lists.find((one) => one === section)!;
  const before = old[list].find((one) => nameOfItem(list, one) === item);
  const rest = (after[list] as Loose[]).filter((one) => nameOfItem(list, one as never) !== item);
  if (before === undefined) return { ...after, [list]: rest };
  const present = after[list].find((one) => nameOfItem(list, one) === item);
  const name = field?.split('.')[0];
  if (isWhole || present === undefined || name === undefined) {
    return { ...after, [list]: [...rest, before] };
  }
  const mended = { ...present, [name]: (before as unknown as Loose)[name] };
  return { ...after, [list]: [...rest, mended] };
}

const targets = ['Exchange\\Search-Mailbox', 'Warehouse\\prod_rw', 'Warehouse\\prod_ro'];

const courses: fc.Arbitrary<Course> = fc
  .record({
    requester: fc.constantFrom('ana', 'flo'),
    other: fc.constantFrom(null, null, null, 'cara'),
    target: fc.constantFrom(...targets),
    duration: fc.constantFrom(null, '5m', '9h', '15h', '30h', 'until 18:00'),
    scope: fc.constantFrom(null, null, null, 'Finance', 'no'),
    reason: fc.constantFrom(
      null,
      'INC-1',
      'an outage of it',
      'short',
      'INC-4711',
      'a long reason for an outage',
    ),
    ticket: fc.constantFrom(null, 'INC-4711', 'CHG-1', 'an outage'),
    deniedMinutesAgo: fc.constantFrom(null, null, 5, 500),
    autoApproved: fc.integer({ min: 0, max: 5 }),
    askedAt: fc.integer({ min: 0, max: 7 * 24 * 60 }),
    undeliverable: fc.boolean(),
    presses: fc.array(
      fc.record({
        key: fc.constantFrom('ana', 'ben', 'cara', 'dan', 'eve', 'flo'),
        afterMinutes: fc.integer({ min: 1, max: 3500 }),
      }),
      { minLength: 3, maxLength: 10 },
    ),
  })
  .map(({ other, presses, ...course }) => ({
    ...course,
    subject: other ?? course.requester,
    presses: [...presses].sort((a, b) => a.afterMinutes - b.afterMinutes),
  }));

type Policy = Configuration['policies'][number];
type SystemAccount = Configuration['systemAccounts'][number];

const plain = items.policies.parse({ target: 'x\\x' });
const fields = Object.keys(plain).filter((one) => one !== 'target') as (keyof Policy)[];

/** Something covers every target. */
function withUsual(policies: readonly Policy[]): readonly Policy[] {
  const usual = { ...(policies[0] ?? plain), target: '*\\*' };
  return [...policies.filter(({ target }) => target !== usual.target), usual];
}

/** One that gets something at all: of those by chance most have no account there, or are over. */
function usable(account: SystemAccount): SystemAccount {
  const accounts = { Exchange: 'svc-export', Warehouse: 'svc_export' };
  return { ...account, accounts, targets: ['*\\*'], until: '2027-01-01T00:00:00Z' };
}

/** Few terms at once, people who can act, and accounts: where everything is asked for, nothing would ever be had. */
const lively: fc.Arbitrary<Configuration> = fc
  .tuple(
    configurations,
    fc.array(fc.subarray(fields, { maxLength: 3 }), { minLength: 9, maxLength: 9 }),
  )
  .map(([configuration, kept]) => ({
    ...configuration,
    // What can be had while all is off is nothing: what weakens is looked for where something can be.
    organisation: { ...configuration.organisation, enabled: true },
    people: configuration.people.map((one) => ({
      ...one,
      disabled: one.disabled && one.key === 'eve',
      accounts: {
        ...one.accounts,
        slack: `T0001/U0${one.key.toUpperCase()}`,
        Exchange: `${one.key}@exchange`,
        Warehouse: one.key,
      },
    })),
    targets: targets.map((name) => items.targets.parse({ name, type: 'task' })),
    systemAccounts: configuration.systemAccounts.map((one) =>
      one.name === 'nightly-export' ? usable(one) : one,
    ),
    policies: withUsual(configuration.policies).map((one, index): Policy => {
      const said: readonly (keyof Policy)[] = [
        'approval',
        'breakGlass',
        ...kept[index % kept.length]!,
      ];
      const own = Object.fromEntries(said.map((field) => [field, one[field]]));
      return { ...plain, ...own, target: one.target };
    }),
  }));

/** How often each of these came about: a property about what never happens says nothing. */
const seen = { opened: 0, granted: 0, byItself: 0, glass: 0, extended: 0, system: 0, changed: 0 };

it('lets nothing be had that was refused before, nor longer, nor by fewer, where nothing weakens control', () => {
  fc.assert(
    fc.property(
      lively,
      lively,
      fc.array(courses, { minLength: 12, maxLength: 12 }),
      (before, wanted, all) => {
        const after = tightened(before, wanted);
        seen.changed += Number(JSON.stringify(after) !== JSON.stringify(normalForm(before)));
        for (const course of all) {
          const [old, present] = [becomesOf(before, course), becomesOf(after, course)];
          count(present);
          expect(old.isOpened || !present.isOpened).toBe(true);
          if (present.granted !== null) {
            expect(old.granted).not.toBeNull();
            expect(present.granted.seconds).toBeLessThanOrEqual(old.granted!.seconds);
            expect(present.granted.approvals).toBeGreaterThanOrEqual(old.granted!.approvals);
          }
          for (const [name, seconds] of present.systemS) {
            expect(seconds).toBeLessThanOrEqual(old.systemS.get(name) ?? -1);
          }
          if (present.glassS !== null) expect(present.glassS).toBeLessThanOrEqual(old.glassS ?? -1);
          if (present.extendedMs !== null) {
            expect(present.extendedMs).toBeLessThanOrEqual(old.extendedMs ?? -1);
          }
        }
      },
    ),
    { numRuns: 400 },
  );
  for (const [what, times] of Object.entries(seen)) {
    expect([what, times, times > 20]).toEqual([what, times, true]);
  }
}, 300_000);

function count(became: ReturnType<typeof becomesOf>): void {
  const { isOpened, granted, glassS, extendedMs, systemS } = became;
  seen.opened += Number(isOpened);
  seen.granted += Number(granted !== null && granted.approvals > 0);
  seen.byItself += Number(granted?.approvals === 0);
  seen.system += systemS.size;
  seen.glass += Number(glassS !== null);
  seen.extended += Number(extendedMs !== null);
}
