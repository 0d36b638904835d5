import { z } from 'zod';
import { type Configuration } from '../../src/administration/configuration';
import { termsOf } from '../../src/administration/rows';
import { connectorKinds } from '../../src/connectors/registry';
import { ConfigError } from '../../src/errors';
import { checkedConfiguration } from '../../src/workflow/apply-configuration';

const whole = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com, accounts: { slack: T0001/U00ANA, Warehouse: ana } }
  - { key: ben, name: Ben, line: ben@example.com, accounts: { teams: 11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222 } }
  - { key: cara, name: Cara, line: cara@example.com }
approverGroups:
  - { name: Owners, members: [ben, cara], channels: { slack: T0001/C00OWNERS } }
connectors:
  - { workload: Warehouse, kind: postgres-roles, settings: { url: "env:WAREHOUSE_URL" } }
targets:
  - { name: 'Warehouse\\prod_rw', type: role, settings: { role: prod_rw } }
policies:
  - { target: 'Warehouse\\*', durationMax: 2h, durationDefault: 30m }
`;

function parseConfiguration(text: string, source: string): Configuration {
  return checkedConfiguration({ text, source, kinds: connectorKinds });
}

function messageOf(text: string): string {
  try {
    parseConfiguration(text, 'elevate.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('parseConfiguration', () => {
  it('reads a whole file and fills in the defaults of a policy', () => {
    const read = parseConfiguration(whole, 'elevate.yaml');
    expect(read.policies[0]).toEqual({
      target: 'Warehouse\\*',
      approval: 'manual',
      approvalsNeeded: 1,
      durationDefault: 1_800,
      durationMax: 7_200,
      decideWithin: 86_400,
      reason: { required: true, minLength: 0, form: null },
      requesters: [],
      ticket: null,
      availability: null,
      coolDown: null,
      autoBudget: null,
      scopes: null,
      stages: [],
      reminders: [],
      escalation: null,
      extension: null,
      breakGlass: null,
      notify: [],
    });
    expect(read.people[2]?.accounts).toEqual({});
    expect(read.people[0]?.accounts).toEqual({ slack: 'T0001/U00ANA', Warehouse: 'ana' });
  });

  it('turns what a policy asks beyond the usual into terms', () => {
    const asks = [
      'durationMax: 2h',
      'requesters: [{ group: Owners, until: 2027-01-01T00:00:00Z }]',
      'reason: { form: { pattern: "(audit|outage).*", example: audit of March } }',
      'ticket: { form: { pattern: "INC-[0-9]+", example: INC-4711 }, url: "https://t.example.com/{ticket}" }',
      'availability: { days: [mon, fri], from: "22:00", to: "06:00", zone: Europe/Vienna }',
      'coolDown: 1h',
      'stages: [{ approverGroup: Owners, approvalsNeeded: 2 }]',
      'reminders: [4h, 2h]',
      'escalation: { after: 6h, approverGroup: Owners }',
      'extension: { maxTotal: 16h }',
      'breakGlass: { groups: [Owners], maxDuration: 2h }',
      'notify: [Owners, Owners]',
    ].join(', ');
    const [policy] = parseConfiguration(whole.replace('durationMax: 2h', asks), 'x').policies;
    expect(termsOf(policy!, new Map([['Owners', 'group-1']]))).toEqual({
      requesters: [{ groupId: 'group-1', until: '2027-01-01T00:00:00Z' }],
      reasonForm: { pattern: '(audit|outage).*', example: 'audit of March' },
      ticket: {
        required: true,
        form: { pattern: 'INC-[0-9]+', example: 'INC-4711' },
        url: 'https://t.example.com/{ticket}',
      },
      availability: { days: [1, 5], from: '22:00', to: '06:00', zone: 'Europe/Vienna' },
      scopes: null,
      coolDownS: 3600,
      autoBudget: null,
      stages: [{ groupId: 'group-1', approvalsNeeded: 2 }],
      reminders: [7200, 14_400],
      escalation: { afterS: 21_600, groupId: 'group-1' },
      extension: { allowed: true, maxTotalS: 57_600 },
      breakGlass: { groupIds: ['group-1'], maxS: 7200 },
      notify: ['group-1'],
    });
  });

  describe('where a system grants parts of a target', () => {
    const [kind] = connectorKinds;
    const letters = z.string().regex(/^[A-Za-z ]+$/u, 'letters');
    const parts = (asks: string) =>
      checkedConfiguration({
        text: whole.replace('durationMax: 2h', asks),
        source: 'x',
        kinds: [{ ...kind!, scope: letters }],
      }).policies[0]!.scopes;

    it('takes a list for the parts alone, and the whole with them where it says so', () => {
      const allowed = ['Finance', 'Field sales'];
      expect(parts('scopes: [Finance, Field sales]')).toEqual({ allowed, whole: false });
      expect(parts('scopes: { allowed: [Finance, Field sales], whole: true }')).toEqual({
        allowed,
        whole: true,
      });
    });

    it('has them checked by the kind of system', () => {
      expect(() => parts('scopes: [Finance, F1]')).toThrow(/policies: Warehouse.*letters/u);
    });
  });

  it('says where a file is not YAML', () => {
    expect(messageOf('people: [')).toMatch(/elevate\.yaml is not YAML: .*line 1/su);
  });

  const refused: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'an unknown key',
      'durationMax: 2h',
      'durationMaximum: 2h',
      /policies\.0: there is no "durationMaximum"\. Did you mean durationMax\?/u,
    ],
    [
      'an unknown key inside of another',
      'durationMax: 2h',
      'breakGlass: { groups: [Owners], maxduration: 2h }',
      /policies\.0\.breakGlass: there is no "maxduration"\. Did you mean maxDuration\?/u,
    ],
    [
      'an unknown list',
      'policies:',
      'polices:',
      /the file: there is no "polices"\. Did you mean policies\?/u,
    ],
    [
      'somebody merged into nobody',
      'line: cara@example.com',
      'line: cara@example.com, mergedInto: dora',
      /people: cara is merged into dora, who is not in people/u,
    ],
    [
      'somebody merged into themselves',
      'line: cara@example.com',
      'line: cara@example.com, mergedInto: cara',
      /cara is merged into cara, who is merged as well/u,
    ],
    [
      'a group of two keys that are one person',
      'line: cara@example.com',
      'line: cara@example.com, mergedInto: ben',
      /has one person/u,
    ],
    [
      'an account in a target system given to two people',
      'line: cara@example.com',
      'line: cara@example.com, accounts: { Warehouse: ana }',
      /Warehouse: ana stands there twice/u,
    ],
    [
      'a length without a unit',
      'durationMax: 2h',
      'durationMax: "2"',
      /policies\.0\.durationMax: "2" is not/u,
    ],
    [
      'a time of day as a length',
      'durationMax: 2h',
      'durationMax: until 18:00',
      /is not a length of time/u,
    ],
    [
      'a default over the maximum',
      'durationDefault: 30m',
      'durationDefault: 3h',
      /durationDefault of 3.hours/u,
    ],
    [
      'a part that is named twice',
      'durationMax: 2h',
      'scopes: [Finance, finance]',
      /policies\.0\.scopes/u,
    ],
    [
      'parts of a target that its system grants as a whole only',
      'durationMax: 2h',
      'scopes: [orders]',
      /policies: Warehouse\\\*: scopes: Warehouse \(postgres-roles\) grants targets as a whole only/u,
    ],
    [
      'a pattern that cannot be read',
      'durationMax: 2h',
      'ticket: { form: { pattern: "INC-(", example: INC-1 } }',
      /policies\.0\.ticket\.form\.pattern: .*INC-\(/u,
    ],
    [
      'an example that is not of its form',
      'durationMax: 2h',
      'ticket: { form: { pattern: "INC-[0-9]+", example: CHG-1 } }',
      /the example is not of the form of the pattern/u,
    ],
    [
      'an address of tickets that is not encrypted',
      'durationMax: 2h',
      'ticket: { url: "http://tickets.example.com/{ticket}" }',
      /https:/u,
    ],
    [
      'hours in a zone that nobody knows',
      'durationMax: 2h',
      'availability: { from: "08:00", to: "18:00", zone: Mars/Olympus }',
      /a time zone such as Europe\/Vienna/u,
    ],
    [
      'requesters in a group that does not exist',
      'durationMax: 2h',
      'requesters: [{ group: Bosses }]',
      /policies: Warehouse\\\*: requesters: there is no approver group "Bosses"/u,
    ],
    [
      'a stage of a group that does not exist',
      'durationMax: 2h',
      'stages: [{ approverGroup: Bosses }]',
      /policies: Warehouse\\\*: stages: there is no approver group "Bosses"/u,
    ],
    [
      'an escalation to a group that does not exist',
      'durationMax: 2h',
      'escalation: { after: 1h, approverGroup: Bosses }',
      /policies: Warehouse\\\*: escalation: there is no approver group "Bosses"/u,
    ],
    [
      'an escalation when nobody can decide any more',
      'durationMax: 2h',
      'escalation: { after: 24h, approverGroup: Owners }',
      /has an escalation after 1.day, but its decideWithin is 1.day/u,
    ],
    [
      'a reminder when nobody can decide any more',
      'durationMax: 2h',
      'reminders: [1h, 25h]',
      /has a reminder after 1.day 1.hour, but its decideWithin is 1.day/u,
    ],
    [
      'a budget where people decide anyway',
      'durationMax: 2h',
      'autoBudget: { count: 3, per: 1d }',
      /has an autoBudget, but its approval is not auto/u,
    ],
    [
      'extensions without an end where nobody decides',
      'durationMax: 2h',
      'approval: auto, extension: { allowed: true }',
      /approves by itself, so its extension needs a maxTotal/u,
    ],
    [
      'break-glass by a group that does not exist',
      'durationMax: 2h',
      'breakGlass: { groups: [Owners, Bosses] }',
      /policies: Warehouse\\\*: breakGlass: there is no approver group "Bosses"/u,
    ],
    [
      'break-glass by nobody',
      'durationMax: 2h',
      'breakGlass: { groups: [] }',
      /policies\.0\.breakGlass\.groups/u,
    ],
    [
      'break-glass where everything is denied',
      'durationMax: 2h',
      'approval: deny, breakGlass: { groups: [Owners] }',
      /denies, so its breakGlass could never be used/u,
    ],
    [
      'news for a group that does not exist',
      'durationMax: 2h',
      'notify: [Bosses]',
      /policies: Warehouse\\\*: notify: there is no approver group "Bosses"/u,
    ],
    ['a member who is nobody', '[ben, cara]', '[ben, dora]', /names dora, who is not in people/u],
    ['a group of one person', '[ben, cara]', '[ben]', /has one person/u],
    ['a group of one person named twice', '[ben, cara]', '[ben, ben]', /has one person/u],
    [
      'a group without a channel',
      'channels: { slack: T0001/C00OWNERS }',
      'channels: {}',
      /has no channel/u,
    ],
    [
      'a default group that does not exist',
      'defaultApproverGroup: Owners',
      'defaultApproverGroup: Bosses',
      /no approver group "Bosses"/u,
    ],
    [
      'a target of no workload',
      'Warehouse\\prod_rw',
      'Lake\\prod_rw',
      /a workload that connectors does not name/u,
    ],
    ['a person named twice', 'key: cara', 'key: ben', /ben stands there twice/u],
    ['a Slack account without its team', 'slack: T0001/U00ANA', 'slack: U00ANA', /TEAM\/USER/u],
    [
      'a target name without a workload',
      "name: 'Warehouse\\prod_rw'",
      'name: prod_rw',
      /Workload\\Name/u,
    ],
  ];
  it.each(refused)('refuses %s and names the place', (_what, from, to, message) => {
    const broken = whole.replace(from, to);
    expect(broken).not.toBe(whole);
    expect(messageOf(broken)).toMatch(message);
  });

  it('says everything that is wrong at once, and nothing that only follows from it', () => {
    const broken = whole
      .replace('line: ben@example.com', 'lines: ben@example.com')
      .replace('[ben, cara]', '[ben, dora]')
      .replace('durationDefault: 30m', 'durationDefault: soon')
      .replace('kind: postgres-roles', 'kind: postgres-rolls')
      .replace("name: 'Warehouse\\prod_rw'", "name: 'Lake\\prod_rw'");
    const lines = messageOf(broken).split('\n').slice(1);
    expect(lines).toEqual([
      expect.stringContaining('people.1.line: '),
      expect.stringContaining('people.1: '),
      expect.stringContaining('policies.0.durationDefault: "soon"'),
      expect.stringContaining('Owners names dora'),
      expect.stringContaining('Lake\\prod_rw is in a workload'),
      expect.stringContaining('Warehouse has the kind "postgres-rolls". Known kinds: '),
    ]);
  });

  it('says every fault of a target system’s settings at once', () => {
    const broken = whole
      .replace('settings: { url: "env:WAREHOUSE_URL" }', 'settings: {}')
      .replace('settings: { role: prod_rw }', 'settings: {}');
    expect(messageOf(broken)).toMatch(
      /connectors: Warehouse: .*\n.*targets: Warehouse\\prod_rw: /u,
    );
  });

  it('names each place where a file is not YAML', () => {
    expect(messageOf('a: [\nb: }\n').match(/at line/gu)?.length).toBeGreaterThan(1);
  });

  it('refuses one chat account given to two people, since a press could then be either of them', () => {
    const twin = whole.replace(
      'line: cara@example.com',
      'line: cara@example.com, accounts: { slack: T0001/U00ANA }',
    );
    expect(messageOf(twin)).toMatch(/T0001\/U00ANA stands there twice/u);
  });
});
