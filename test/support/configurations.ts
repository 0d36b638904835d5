/** Configurations by chance: every one could stand in a file, and is stored as it stands there. */
import fc from 'fast-check';
import { type Configuration } from '../../src/administration/configuration';
import { slackTeam, teamsTenant } from './seed';

type Policy = Configuration['policies'][number];

/** Texts that a careless writer of YAML would turn into something else, and any others that can be seen. */
const text = (longest: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      'yes',
      'null',
      '0x1F',
      '1e3',
      '- a',
      'a: b',
      '# no',
      '"',
      "it's",
      '{a}',
      '*',
      '&a',
    ),
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((one) => one.trim())
      .filter((one) => one !== '' && one.length <= longest),
  );

const minutes = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most }).map((one) => one * 60);

const nullOr = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { freq: 2 });

const settings: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/u),
  fc.oneof(text(40), fc.integer(), fc.boolean(), fc.constant(null), fc.array(text(20))),
  { maxKeys: 3, noNullPrototype: true },
);

const keys = ['ana', 'ben', 'cara', 'dan', 'eve', 'flo'] as const;
const groupNames = ['Owners', 'Night watch', 'yes', 'Größte: alle'] as const;
const targetNames = [
  'Exchange\\Search-Mailbox',
  'Exchange\\New-TransportRule',
  'Warehouse\\prod_rw',
  'Warehouse\\prod_ro',
] as const;
const patterns = [...targetNames, 'Exchange\\*', 'Exchange\\Search-*', 'Warehouse\\prod_*', '*\\*'];

const person = (key: string): fc.Arbitrary<Configuration['people'][number]> => {
  const digits = String(keys.indexOf(key as (typeof keys)[number]) + 1).repeat(12);
  return fc.record({
    key: fc.constant(key),
    name: text(120),
    line: text(200),
    disabled: fc.boolean(),
    mergedInto: fc.constantFrom(null, null, null, ...(key === 'flo' ? ['ana'] : [])),
    accounts: fc.record(
      {
        Exchange: fc.constant(`${key}@exchange`),
        ad: fc.constant(`33333333-3333-4333-8333-${digits}`),
        Warehouse: fc.constantFrom(key, `${key}_2`),
        slack: fc.constant(`${slackTeam}/U0${key.toUpperCase()}`),
        teams: fc.constant(`${teamsTenant}/22222222-2222-4222-8222-${digits}`),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  });
};

const channels = fc
  .record(
    {
      slack: fc.constantFrom(`${slackTeam}/C00A`, `${slackTeam}/C00B`),
      teams: fc.constant(`${teamsTenant}/19:approvals@thread.tacv2`),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((some) => ({ slack: `${slackTeam}/C00A`, ...some }));

const outsideGroups = ['entra:' + teamsTenant, 'ad:corp.example'].map(
  (one) => `${one}/aaaaaaaa-0000-4000-8000-111111111111`,
);

/** Of the groups behind it any may be in it: so none comes to be in itself. */
const group = (
  name: string,
  index: number,
  names: readonly string[],
): fc.Arbitrary<Configuration['approverGroups'][number]> =>
  fc
    .tuple(fc.subarray(names.slice(index + 1)), fc.subarray(outsideGroups))
    .chain(([nested, outside]) =>
      fc.record({
        name: fc.constant(name),
        members: fc.subarray([...keys].slice(0, 5), { minLength: nested.length === 0 ? 2 : 0 }),
        sources: fc.constant([...nested.map((one) => `group:${one}`), ...outside].sort()),
        channels,
      }),
    );

const target = (name: string): fc.Arbitrary<Configuration['targets'][number]> =>
  fc.record(
    {
      name: fc.constant(name),
      type: fc.constantFrom('task' as const, 'role' as const, 'role-group' as const),
      description: text(120),
      settings,
    },
    { requiredKeys: ['name', 'type', 'settings'], noNullPrototype: true },
  );

const anyForm = fc.constantFrom(
  { pattern: 'INC-[0-9]+', example: 'INC-4711' },
  { pattern: '(?i).*(audit|outage).*', example: 'outage of the shop' },
);

/** A policy that stands for these targets and names these groups. */
function policyOf(target: string, groups: readonly string[]): fc.Arbitrary<Policy> {
  const anyGroup = fc.constantFrom(...groups);
  return fc
    .record<Policy>(
      {
        target: fc.constant(target),
        approval: fc.constantFrom('manual', 'auto', 'manual', 'deny'),
        approverGroup: fc.option(anyGroup, { nil: undefined }),
        approvalsNeeded: fc.integer({ min: 1, max: 3 }),
        durationDefault: minutes(1, 600),
        durationMax: minutes(600, 3000),
        decideWithin: minutes(120, 3000),
        reason: fc.record({
          required: fc.boolean(),
          minLength: fc.integer({ min: 0, max: 20 }),
          form: nullOr(anyForm),
        }),
        requesters: fc.array(
          fc.record({
            group: anyGroup,
            until: fc.constantFrom(null, '2027-01-01T00:00:00Z', '2026-11-13T18:00:00+02:00'),
          }),
          { maxLength: 3 },
        ),
        ticket: nullOr(
          fc.record({
            required: fc.boolean(),
            form: nullOr(anyForm),
            url: fc.constantFrom(null, 'https://tickets.example.com/{ticket}'),
          }),
        ),
        scopes: nullOr(
          fc.record({
            allowed: fc.subarray(['Finance', 'Field sales', 'no'], { minLength: 1 }),
            whole: fc.boolean(),
          }),
        ),
        availability: nullOr(
          fc.record({
            days: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, {
              minLength: 1,
            }),
            from: fc.constantFrom('08:00', '22:30'),
            to: fc.constantFrom('18:00', '06:00'),
            zone: fc.constantFrom('Europe/Vienna', 'UTC'),
          }),
        ),
        coolDown: nullOr(minutes(1, 600)),
        autoBudget: nullOr(
          fc.record({ count: fc.integer({ min: 1, max: 5 }), per: minutes(1, 3000) }),
        ),
        stages: fc.array(
          fc.record({ approverGroup: anyGroup, approvalsNeeded: fc.integer({ min: 1, max: 2 }) }),
          { maxLength: 2 },
        ),
        reminders: fc
          .array(minutes(1, 119), { maxLength: 3 })
          .map((all) => [...all].sort((a, b) => a - b)),
        escalation: nullOr(fc.record({ after: minutes(1, 119), approverGroup: anyGroup })),
        extension: nullOr(
          fc.record({ allowed: fc.boolean(), maxTotal: nullOr(minutes(600, 6000)) }),
        ),
        breakGlass: nullOr(
          fc.record({
            groups: fc.uniqueArray(anyGroup, { minLength: 1, maxLength: 3 }),
            maxDuration: minutes(1, 600),
          }),
        ),
        notify: fc.uniqueArray(anyGroup, { maxLength: 3 }),
      },
      { noNullPrototype: true },
    )
    .map(whatMayStand);
}

/** What a file may not say is left out: it would be refused before anything is made of it. */
function whatMayStand(policy: Policy): Policy {
  const isAuto = policy.approval === 'auto';
  const { approverGroup, extension, ...rest } = policy;
  const goesOnForEver = isAuto && extension?.allowed === true && extension.maxTotal === null;
  return {
    ...rest,
    ...(approverGroup === undefined ? {} : { approverGroup }),
    autoBudget: isAuto ? policy.autoBudget : null,
    breakGlass: policy.approval === 'deny' ? null : policy.breakGlass,
    extension: goesOnForEver ? null : extension,
  };
}

function systemAccount(
  name: string,
  groups: readonly string[],
  targets: readonly string[],
): fc.Arbitrary<Configuration['systemAccounts'][number]> {
  return fc.record(
    {
      name: fc.constant(name),
      owner: fc.constantFrom(...keys),
      reason: text(500),
      targets: fc.subarray([...targets, 'Exchange\\*', '*\\*'], { minLength: 1 }),
      scopes: fc.subarray(['Finance', 'Field sales', 'no']),
      durationMax: minutes(1, 3000),
      until: fc.constantFrom('2027-01-01T00:00:00Z', '2026-11-13T18:00:00+02:00'),
      told: fc.constantFrom(...groups, undefined),
      accounts: fc.record(
        { Exchange: fc.constant(`svc-${name}`), Warehouse: fc.constant(`svc_${name}`) },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    { noNullPrototype: true },
  );
}

/** Each of these may stand in a file. */
export const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    groups: fc.subarray([...groupNames], { minLength: 1 }),
    targets: fc.subarray([...targetNames]),
    patterns: fc.subarray(patterns),
    accountNames: fc.subarray(['nightly-export', 'yes']),
    name: text(120),
  })
  .chain(({ groups, targets, patterns: chosen, accountNames, name }) =>
    fc.record(
      {
        organisation: fc.record({
          name: fc.constant(name),
          enabled: fc.boolean(),
          fallbackChannel: nullOr(channels),
          branding: nullOr(
            fc.record({
              name: nullOr(text(40)),
              icon: fc.constantFrom(null, 'https://example.com/icon.png'),
              colour: fc.constantFrom(null, '#26337a'),
              footer: nullOr(text(150)),
              helpLink: fc.constantFrom(null, 'https://example.com/help?a=1&b=2'),
            }),
          ),
          defaultApproverGroup: fc.constantFrom(...groups),
          directories: fc
            .constantFrom('env:GRAPH_SECRET', 'file:/run/secrets/graph')
            .map((secret) => {
              const clientId = 'cccccccc-0000-4000-8000-000000000001';
              return {
                entra: { tenant: teamsTenant, clientId, secret, certificate: null },
                ad: {
                  url: 'ldaps://dc1.corp.example',
                  bind: 'svc-elevate@corp.example',
                  password: secret,
                  ca: 'file:/etc/ssl/corp.pem',
                  base: 'DC=corp,DC=example',
                },
              };
            }),
        }),
        people: fc.tuple(...keys.map(person)),
        approverGroups: fc.tuple(...groups.map(group)),
        connectors: fc.tuple(
          ...['Exchange', 'Warehouse'].map((workload) =>
            fc.record({
              workload: fc.constant(workload),
              kind: fc.constant('simulated'),
              settings,
            }),
          ),
        ),
        targets: fc.tuple(...targets.map(target)),
        policies: fc.tuple(...chosen.map((one) => policyOf(one, groups))),
        systemAccounts: fc.tuple(...accountNames.map((one) => systemAccount(one, groups, targets))),
      },
      { noNullPrototype: true },
    ),
  );
