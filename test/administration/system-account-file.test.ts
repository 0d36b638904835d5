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

function read(text: string) {
  return checkedConfiguration({ text, source: 'elevate.yaml', kinds: connectorKinds });
}

function messageOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

const nightly = `systemAccounts:
  - name: nightly
    owner: ben
    reason: Export
    targets: ['Warehouse\\prod_rw']
    until: 2027-01-01T00:00:00Z
    accounts: { Warehouse: svc }
`;

describe('a system account', () => {
  it('needs little, and is not told of elsewhere nor for long', () => {
    expect(read(whole + nightly).systemAccounts).toEqual([
      {
        name: 'nightly',
        owner: 'ben',
        reason: 'Export',
        targets: ['Warehouse\\prod_rw'],
        scopes: [],
        durationMax: 3600,
        until: '2027-01-01T00:00:00Z',
        accounts: { Warehouse: 'svc' },
      },
    ]);
  });

  it.each([
    ['an owner whom nobody knows', 'owner: ben', 'owner: dora', /names dora as its owner/u],
    ['no owner', '    owner: ben\n', '', /systemAccounts\.0\.owner/u],
    ['no end', '    until: 2027-01-01T00:00:00Z\n', '', /systemAccounts\.0\.until/u],
    ['no reason', 'reason: Export', "reason: ' '", /systemAccounts\.0\.reason/u],
    ['no target', "['Warehouse\\prod_rw']", '[]', /systemAccounts\.0\.targets/u],
    ['a target that is none', 'prod_rw', 'prod_ro', /there is no target "Warehouse\\prod_ro"/u],
    ['a group that is none', 'owner: ben', 'owner: ben\n    told: Others', /told: there is no/u],
    ['an account in a chat', 'Warehouse: svc', 'slack: T1/U1', /has an account on slack/u],
    [
      'somebody’s account',
      'Warehouse: svc',
      'Warehouse: ana',
      /Warehouse: ana stands there twice/u,
    ],
    ['a part of what has none', 'owner: ben', 'owner: ben\n    scopes: [x]', /as a whole only/u],
    ['a name that is no key', 'name: nightly', 'name: Nightly Export', /systemAccounts\.0\.name/u],
  ])('cannot have %s', (_what, from, to, message) => {
    expect(messageOf(whole + nightly.replace(from, () => to))).toMatch(message);
  });

  it('stands there once', () => {
    const twice = nightly + nightly.split('\n').slice(1).join('\n').replace('svc', 'svc2');
    expect(messageOf(whole + twice)).toMatch(/systemAccounts: nightly stands there twice/u);
  });
});
