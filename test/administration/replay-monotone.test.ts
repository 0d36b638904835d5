import fc from 'fast-check';
import { rowsOf, type ConfigurationRows } from '../../src/administration/rows';
import { Configuration } from '../../src/administration/configuration';
import { editConfiguration, type FieldEdit } from '../../src/administration/edit';
import { weakenings } from '../../src/administration/weakening';
import { type Policy } from '../../src/elevation/model';
import { type PastRequest, type ReplayWorld } from '../../src/elevation/past-fate';
import { type OtherwiseWhy } from '../../src/elevation/replaying';
import { isRefusal } from '../../src/errors';
import { minute, otherwiseOf, past, pastDecision } from '../elevation/past';
import { after, person, target } from '../elevation/samples';

const keys = ['ana', 'ben', 'cara', 'dan', 'flo'];

const usual = Configuration.parse({
  organisation: { name: 'Example', defaultApproverGroup: 'Approvers' },
  people: keys.map((key) => ({
    key,
    name: key,
    line: `${key}@example.com`,
    accounts: { slack: `T0001/U0${key.toUpperCase()}`, Exchange: key },
  })),
  approverGroups: [
    { name: 'Approvers', members: ['ben', 'cara', 'dan'], channels: { slack: 'T0001/C0001' } },
    { name: 'Others', members: ['ana', 'ben'], channels: { slack: 'T0001/C0002' } },
  ],
  connectors: [{ workload: 'Exchange', kind: 'simulated' }],
  targets: [{ name: target.name, type: 'task' }],
  policies: [{ target: target.name }],
});

const values: Readonly<Record<string, readonly string[]>> = {
  approval: ['manual', 'manual', 'auto', 'deny'],
  approvers: ['Approvers', 'Others'],
  approvals: ['1', '2'],
  default: ['1h', '2h', '4h'],
  max: ['4h', '8h'],
  decide: ['10m', '1h', '1d'],
  'reason.minLength': ['0', '10', '40'],
  ticket: ['yes', 'no'],
  requesters: ['Others', 'Approvers'],
  hours: ['mon-fri 08:00-14:20 UTC', 'mon-fri 08:00-18:00 UTC'],
  cooldown: ['1h', '2h'],
  extension: ['yes', 'no'],
  stages: ['Others'],
  escalate: ['20m to Others', '40m to Others'],
};

const edits: fc.Arbitrary<readonly FieldEdit[]> = fc.array(
  fc
    .constantFrom(...Object.keys(values))
    .chain((field) =>
      fc
        .constantFrom(...values[field]!)
        .map((value): FieldEdit => ({ field, how: 'set', values: [value] })),
    ),
  { minLength: 1, maxLength: 3 },
);

function edited(configuration: Configuration, fields: readonly FieldEdit[]): Configuration | null {
  const edit = { section: 'policies', act: 'set', item: target.name, fields } as const;
  const found = editConfiguration(configuration, edit, { people: new Map(), here: null });
  return isRefusal(found) ? null : found;
}

/** Ids are the names. */
function rowsBy(configuration: Configuration): ConfigurationRows {
  const same = (names: readonly string[]) => new Map(names.map((one) => [one, one]));
  return rowsOf(configuration, () => 'organisation', {
    people: same(configuration.people.map(({ key }) => key)),
    groups: same(configuration.approverGroups.map(({ name }) => name)),
    targets: same(configuration.targets.map((one) => one.name)),
    policies: same(configuration.policies.map((one) => one.target)),
  });
}

const policiesOf = (configuration: Configuration): readonly Policy[] =>
  rowsBy(configuration).policies.map((one) => ({ ...one, version: 0 }));

const world: ReplayWorld = {
  members: new Map(rowsBy(usual).groups.map(({ id, memberIds }) => [id, new Set(memberIds)])),
  disabled: new Set(),
  leastDurationS: () => 60,
};

const people = new Map(keys.map((key) => [key, person(key, { id: key })]));

const requests: fc.Arbitrary<readonly PastRequest[]> = fc
  .array(
    fc.record({
      durationS: fc.constantFrom(3600, 14_400, 6 * 3600),
      durationWasDefault: fc.boolean(),
      reason: fc.constantFrom(null, 'phishing clean-up', 'x'.repeat(50)),
      ticket: fc.constantFrom(null, 'INC-1'),
      requester: fc.constantFrom('ana', 'flo', 'dan'),
      denied: fc.constantFrom(null, null, -90 * minute),
      presses: fc.array(
        fc.record({
          key: fc.constantFrom(...keys),
          minutes: fc.integer({ min: 1, max: 90 }),
          isDenial: fc.constantFrom(false, false, false, true),
          groupId: fc.constantFrom('Approvers', null),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 4, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ requester, denied, presses, ...one }, index) =>
      past({
        ...one,
        number: index + 1,
        requester: people.get(requester)!,
        subject: people.get(requester)!,
        lastDeniedAt: denied === null ? null : after(denied),
        decisions: presses
          .map(({ key, minutes, isDenial, groupId }) =>
            pastDecision({
              person: people.get(key)!,
              verdict: isDenial ? 'deny' : 'approve',
              comment: isDenial ? 'no' : null,
              groupId,
              decidedAt: after(minutes * minute),
            }),
          )
          .sort((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime()),
      }),
    ),
  );

/** More is had, or had by fewer. */
const gains: readonly OtherwiseWhy[] = ['allowed', 'by-itself', 'approved', 'longer'];

it('names nothing that would have been had more easily where the change weakens nothing', () => {
  const seen = { kept: 0, lost: 0, gained: 0 };
  fc.assert(
    fc.property(edits, edits, requests, (first, then, all) => {
      const before = edited(usual, first);
      const wanted = before && edited(before, then);
      fc.pre(before !== null && wanted !== null);
      const policies = { before: policiesOf(before), after: policiesOf(wanted) };
      const found = otherwiseOf(all, policies, world);
      const gained = found.filter(({ why }) => gains.includes(why));
      if (weakenings(before, wanted).length > 0) {
        seen.gained += gained.length;
        return;
      }
      seen.kept += all.length - found.length;
      seen.lost += found.length;
      expect(gained).toEqual([]);
    }),
    { numRuns: 800 },
  );
  expect(Object.values(seen).every((count) => count > 30)).toBe(true);
}, 120_000);

it('tries changes that could be typed', () => {
  const typed = Object.entries(values).flatMap(([field, all]) =>
    all.map((value): FieldEdit => ({ field, how: 'set', values: [value] })),
  );
  expect(typed.filter((one) => edited(usual, [one]) === null)).toEqual([]);
});
