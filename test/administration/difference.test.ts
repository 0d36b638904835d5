import fc from 'fast-check';
import { type Configuration } from '../../src/administration/configuration';
import { difference, type Change } from '../../src/administration/difference';
import { changeLine, differenceLines } from '../../src/administration/difference-lines';
import { configurationVersion } from '../../src/administration/digest';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { weakenings } from '../../src/administration/weakening';
import { configurations } from '../support/configurations';

const text = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com, accounts: { slack: T0001/U00ANA } }
  - { key: ben, name: Ben, line: ben@example.com }
  - { key: cara, name: Cara, line: cara@example.com }
approverGroups:
  - { name: Owners, members: [ana, ben], channels: { slack: T0001/C00OWNERS } }
connectors:
  - { workload: Exchange, kind: simulated, settings: { endpoint: "http://127.0.0.1:1" } }
targets:
  - { name: 'Exchange\\Search-Mailbox', type: task, settings: { role: search } }
policies:
  - { target: 'Exchange\\Search-Mailbox', durationMax: 8h, ticket: { form: { pattern: "INC-[0-9]+", example: INC-1 } } }
`;

function read(file: string): Configuration {
  const { configuration, problems } = inspectConfiguration(file, 'x');
  expect(problems).toEqual([]);
  return configuration!;
}

/** The lines for one replacement in the file. */
function linesFor(from: string, to: string): readonly string[] {
  expect(text).toContain(from);
  return difference(read(text), read(text.replace(from, to))).map(changeLine);
}

const places = (changes: readonly Change[]) =>
  changes.map((one) => [one.section, one.item, one.kind === 'changed' ? one.field : one.kind]);

it('is empty between two that say the same, in whatever order, and with defaults said or not', () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const { people, policies, approverGroups, organisation } = configuration;
      const turned = {
        ...configuration,
        people: [...people].reverse(),
        approverGroups: approverGroups.map((one) => {
          return { ...one, members: [...one.members].reverse() };
        }),
        policies: policies.map((one) => {
          return { approverGroup: organisation.defaultApproverGroup, ...one };
        }),
      };
      expect(difference(configuration, turned)).toEqual([]);
    }),
  );
});

it('is there exactly when the versions differ, and the other way round when it is turned round', () => {
  fc.assert(
    fc.property(configurations, configurations, (one, other) => {
      const forth = difference(one, other);
      expect(forth.length === 0).toBe(configurationVersion(one) === configurationVersion(other));
      const turned = difference(other, one).map((change): Change => {
        if (change.kind === 'added') return { ...change, kind: 'removed', before: change.after };
        if (change.kind === 'removed') return { ...change, kind: 'added', after: change.before };
        return { ...change, before: change.after, after: change.before };
      });
      expect(new Set(places(turned).map(String))).toEqual(new Set(places(forth).map(String)));
    }),
  );
});

it('goes through the file from its beginning, and through each list by name', () => {
  const changed = text
    .replace('name: Example', 'name: Another')
    .replace('name: Cara', 'name: Cora')
    .replace('name: Ana', 'name: Anna')
    .replace('C00OWNERS', 'C00OTHERS')
    .replace('role: search', 'role: searching')
    .replace('durationMax: 8h', 'durationMax: 6h, approvalsNeeded: 2');
  expect(places(difference(read(text), read(changed)))).toEqual([
    ['organisation', '', 'name'],
    ['people', 'ana', 'name'],
    ['people', 'cara', 'name'],
    ['approverGroups', 'Owners', 'channels.slack'],
    ['targets', 'Exchange\\Search-Mailbox', 'settings.role'],
    ['policies', 'Exchange\\Search-Mailbox', 'approvalsNeeded'],
    ['policies', 'Exchange\\Search-Mailbox', 'durationMax'],
  ]);
});

it.each([
  [
    'a number',
    'durationMax: 8h',
    'durationMax: 8h, approvalsNeeded: 2',
    ['~ policies Exchange\\Search-Mailbox: approvalsNeeded 1 → 2'],
  ],
  [
    'a length of time, as it is typed',
    'durationMax: 8h',
    'durationMax: 90m, durationDefault: 1h',
    [
      '~ policies Exchange\\Search-Mailbox: durationDefault 4h → 1h',
      '~ policies Exchange\\Search-Mailbox: durationMax 8h → 1h30m',
    ],
  ],
  [
    'what asked nothing',
    'durationMax: 8h',
    'coolDown: 1h, breakGlass: { groups: [Owners] }',
    [
      '~ policies Exchange\\Search-Mailbox: coolDown nothing → 1h',
      '~ policies Exchange\\Search-Mailbox: breakGlass nothing → { groups: [Owners], maxDuration: 1h }',
    ],
  ],
  [
    'what lies within',
    'pattern: "INC-[0-9]+"',
    'pattern: "INC-[0-9]*"',
    ['~ policies Exchange\\Search-Mailbox: ticket.form.pattern "INC-[0-9]+" → "INC-[0-9]*"'],
  ],
  [
    'members who come and go',
    'members: [ana, ben]',
    'members: [cara, ana]',
    ['~ approverGroups Owners: members + cara, - ben'],
  ],
  [
    'an account',
    ', accounts: { slack: T0001/U00ANA }',
    '',
    ['~ people ana: accounts.slack T0001/U00ANA → nothing'],
  ],
  [
    'an item more',
    '  - { key: cara,',
    '  - { key: dan, name: Dan, line: d }\n  - { key: cara,',
    ['+ people dan'],
  ],
  [
    'an item less',
    '  - { key: cara, name: Cara, line: cara@example.com }\n',
    '',
    ['- people cara'],
  ],
  [
    'the organisation',
    'name: Example',
    'name: Another',
    ['~ organisation: name Example → Another'],
  ],
  [
    'a text that could pass for more',
    'name: Cara',
    'name: "Cara\\n+ people dan"',
    ['~ people cara: name Cara → "Cara\\n+ people dan"'],
  ],
])('is one line for %s', (_what, from, to, lines) => {
  expect(linesFor(from, to)).toEqual(lines);
});

it('marks what weakens control, and says below why', () => {
  const [before, after] = [
    read(text),
    read(text.replace('durationMax: 8h', 'durationMax: 9h, approvalsNeeded: 2')),
  ];
  expect(differenceLines(difference(before, after), weakenings(before, after))).toEqual([
    '  ~ policies Exchange\\Search-Mailbox: approvalsNeeded 1 → 2',
    '! ~ policies Exchange\\Search-Mailbox: durationMax 8h → 9h',
    '',
    'What is marked weakens control:',
    '  policies Exchange\\Search-Mailbox: durationMax: a right or a request can last longer',
  ]);
});

it('keeps each change on one line, whatever is in it', () => {
  fc.assert(
    fc.property(configurations, configurations, (one, other) => {
      for (const line of difference(one, other).map(changeLine)) {
        expect(line).toMatch(/^[-+~] [^\p{Cc}\p{Zl}\p{Zp}]+$/u);
      }
    }),
  );
});
