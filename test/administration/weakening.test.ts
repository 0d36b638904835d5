import fc from 'fast-check';
import { difference } from '../../src/administration/difference';
import { weakenings } from '../../src/administration/weakening';
import { configurations } from '../support/configurations';
import { found, usual } from './weakened';

describe('a change of anything else', () => {
  const file = usual.replace('POLICY', 'approval: manual');
  const person = '  - { key: ben, name: Ben, line: ben@example.com }\n';
  it.each([
    ['another name of the organisation', 'name: Example', 'name: Another', []],
    [
      'that it is switched off',
      'name: Example,',
      'name: Example, enabled: false,',
      ['organisation enabled: switched-off'],
    ],
    [
      'a name, a link and a colour of its messages',
      'name: Example,',
      "name: Example, branding: { name: Ours, helpLink: 'https://help.example.com', colour: '#112233' },",
      ['organisation branding.name: branding', 'organisation branding.helpLink: branding'],
    ],
    [
      'another channel that stands in for one that is lost',
      'name: Example,',
      'name: Example, fallbackChannel: { slack: T0001/C0OTHERS },',
      ['organisation fallbackChannel: channel'],
    ],
    [
      'another default group',
      'defaultApproverGroup: Owners',
      'defaultApproverGroup: Others',
      [
        'organisation defaultApproverGroup: other-approvers',
        'policies Exchange\\* approverGroup: other-approvers',
        'policies Lake\\* approverGroup: other-approvers',
      ],
    ],
    ['another name of a person', 'name: Ben', 'name: Ana', ['people ben name: identity']],
    [
      'another line of a person',
      'ben@example.com',
      'ana@example.com',
      ['people ben line: identity'],
    ],
    [
      'an account more',
      `line: ben@example.com`,
      'line: ben@example.com, accounts: { Exchange: b }',
      ['people ben accounts: account'],
    ],
    [
      'an account that is another',
      'Exchange: ana',
      'Exchange: root',
      ['people ana accounts: account'],
    ],
    ['an account less', ', Exchange: ana', '', []],
    [
      'an account less with which somebody acted',
      'slack: T0001/U00ANA, ',
      '',
      ['people ana accounts: fewer-people'],
    ],
    ['a person who may act again', ', disabled: true', '', ['people dan disabled: enabled']],
    [
      'a person who may act no more',
      'line: ben@example.com',
      'line: ben@example.com, disabled: true',
      ['people ben disabled: fewer-people'],
    ],
    [
      'a person who is another',
      'line: cara@example.com',
      'line: cara@example.com, mergedInto: dan',
      ['people cara mergedInto: account'],
    ],
    [
      'a person more, without an account',
      person,
      `${person}  - { key: eve, name: Eve, line: e }\n`,
      [],
    ],
    [
      'a person more, with one',
      person,
      `${person}  - { key: eve, name: Eve, line: e, accounts: { slack: T0001/U00EVE } }\n`,
      ['people eve: account'],
    ],
    [
      'a person less',
      '  - { key: dan, name: Dan, line: dan@example.com, disabled: true }\n',
      '',
      ['people dan: removed'],
    ],
    [
      'a member more',
      'members: [ana, ben],',
      'members: [ana, ben, cara],',
      ['approverGroups Others members: member'],
    ],
    [
      'a member less',
      'members: [ana, ben, cara]',
      'members: [ana, ben]',
      ['approverGroups Owners members: fewer-members'],
    ],
    ['another channel', 'C00OTHERS', 'C00ELSEWHERE', ['approverGroups Others channels: channel']],
    [
      'a group more',
      '  - { name: Others',
      '  - { name: More, members: [ana, ben], channels: { slack: T0001/C00M } }\n  - { name: Others',
      [],
    ],
    [
      'a group less',
      '  - { name: Others, members: [ana, ben], channels: { slack: T0001/C00OTHERS } }\n',
      '',
      ['approverGroups Others: removed'],
    ],
    [
      'another place of a target system',
      'http://127.0.0.1:1',
      'http://192.0.2.1:1',
      ['connectors Exchange settings: target-system'],
    ],
    [
      'another kind of target system',
      'kind: simulated',
      'kind: another',
      ['connectors Exchange kind: target-system'],
    ],
    [
      'a target system more',
      'connectors:\n',
      'connectors:\n  - { workload: Lake, kind: simulated }\n',
      ['connectors Lake: target-system'],
    ],
    [
      'another right',
      'role: search',
      'role: admin',
      ['targets Exchange\\Search-Mailbox settings: target-system'],
    ],
    [
      'another type',
      'type: task',
      'type: role',
      ['targets Exchange\\Search-Mailbox type: target-system'],
    ],
    [
      'another description',
      'description: Reads',
      'description: Nothing',
      ['targets Exchange\\Search-Mailbox description: identity'],
    ],
    [
      'a target that a policy covers',
      'targets:\n',
      "targets:\n  - { name: 'Exchange\\New', type: task }\n",
      ['targets Exchange\\New: more-targets'],
    ],
    [
      'a target less',
      "\n  - { name: 'Exchange\\Search-Mailbox', type: task, description: Reads, settings: { role: search } }",
      ' []',
      ['targets Exchange\\Search-Mailbox: removed'],
    ],
    [
      'a policy less',
      "  - { target: 'Lake\\*', approval: deny }\n",
      '',
      ['policies Lake\\*: removed'],
    ],
  ])('%s', (_what, from, to, why) => {
    expect(
      found(
        file,
        file.replace(from, () => to),
      ),
    ).toEqual(why);
  });

  it.each([
    ['that denies', 'approval: deny', []],
    ['that is as strict', 'durationMax: 8h', []],
    ['that is stricter', 'approvalsNeeded: 2, durationMax: 4h', []],
    ['that allows more', 'durationMax: 9h', ['durationMax: longer']],
    ['that lets others decide', 'approverGroup: Others', ['approverGroup: other-approvers']],
  ])('a policy of its own for a target %s', (_what, policy, why) => {
    const own = `  - { target: 'Exchange\\Search-Mailbox', ${policy} }\n`;
    const prefix = 'policies Exchange\\Search-Mailbox ';
    expect(found(file, file + own)).toEqual(why.map((one) => prefix + one));
  });

  const nightly =
    "systemAccounts:\n  - { name: nightly, owner: ben, reason: Export, targets: ['Exchange\\*'], scopes: [Finance, Sales], durationMax: 1h, until: 2027-01-01T00:00:00Z, accounts: { Exchange: svc } }\n";

  it.each([
    ['another name', 'name: nightly', 'name: other', ['other: without-approval']],
    ['another owner', 'owner: ben', 'owner: ana', ['nightly owner: answers']],
    ['another reason', 'reason: Export', 'reason: Import', []],
    ['a target more', "['Exchange", "['Lake\\*', 'Exchange", ['nightly targets: without-approval']],
    ['a part less', 'Finance, ', '', []],
    ['a part more', 'Finance, ', 'Finance, Legal, ', ['nightly scopes: without-approval']],
    ['the whole', 'Finance, Sales', '', ['nightly scopes: without-approval']],
    ['more time', 'durationMax: 1h', 'durationMax: 61m', ['nightly durationMax: longer']],
    ['less time', 'durationMax: 1h', 'durationMax: 59m', []],
    ['a later end', '2027-01-01T', '2027-01-02T', ['nightly until: longer']],
    ['an earlier end', '2027-01-01T', '2026-12-31T', []],
    ['the same end elsewhere', '00:00:00Z', '01:00:00+01:00', []],
    ['another group', 'owner: ben', 'owner: ben, told: Others', ['nightly told: channel']],
    ['another account', 'Exchange: svc', 'Exchange: root', ['nightly accounts: account']],
    ['an account more', 'Exchange: svc', 'Exchange: svc, Lake: svc', ['nightly accounts: account']],
    ['an account less', 'Exchange: svc', '', []],
  ])('a system account with %s', (_what, from, to, why) => {
    const all = file + nightly;
    expect(found(all, file + nightly.replace(from, () => to))).toEqual(
      why.map((one) => `systemAccounts ${one}`),
    );
  });

  it('a system account more, and none less', () => {
    expect(found(file, file + nightly)).toEqual(['systemAccounts nightly: without-approval']);
    expect(found(file + nightly, file)).toEqual([]);
  });

  it('that it is switched on again', () => {
    expect(found(file.replace('name: Example,', 'name: Example, enabled: false,'), file)).toEqual([
      'organisation enabled: switched-on',
    ]);
  });

  it('a policy for targets that none covered', () => {
    const uncovered = file.replace("target: 'Exchange\\*', approval: manual", "target: 'Lake\\a'");
    const covering = uncovered + "  - { target: 'Exchange\\*' }\n";
    expect(found(uncovered, covering)).toEqual(['policies Exchange\\*: more-targets']);
  });

  it.each([
    ['where nothing stands', 'Sea\\New-*', 'approval: auto', ['more-targets']],
    ['of one name where nothing stands', 'Sea\\New', 'approval: auto', ['more-targets']],
    ['that denies', 'Sea\\*', 'approval: deny', []],
    [
      'less strict than what would stand',
      'Exchange\\New-*',
      'durationMax: 9h',
      ['durationMax: longer'],
    ],
    ['as strict as what would stand', 'Exchange\\New-*', 'durationMax: 4h', []],
    ['under a denial', 'Lake\\New-*', 'approval: manual', ['more-targets']],
    ['less strict under a denial', 'Deep\\a', 'durationMax: 9h', ['durationMax: longer']],
    ['as strict under a denial', 'Deep\\a', 'durationMax: 4h', []],
    [
      'that meets a stricter one',
      'Meets\\New-*',
      'approvalsNeeded: 1',
      ['approvalsNeeded: fewer-approvals'],
    ],
  ])('a policy for what is not there yet, %s', (_what, target, rules, why) => {
    const others = [
      "{ target: 'Deep\\*', approval: manual }",
      "{ target: '*\\a', approval: deny }",
      "{ target: 'Meets\\*', approval: manual }",
      "{ target: 'Meets\\New*Rule', approvalsNeeded: 2 }",
    ];
    const all = file + others.map((one) => `  - ${one}\n`).join('');
    expect(found(all, `${all}  - { target: '${target}', ${rules} }\n`)).toEqual(
      why.map((one) => `policies ${target}${one.includes(':') ? ' ' : ': '}${one}`),
    );
  });

  it('a policy that would count anew what it approves by itself', () => {
    const counted = usual.replace('POLICY', 'approval: auto, autoBudget: { count: 2, per: 1d }');
    const own = `  - { target: 'Exchange\\Search-*', approval: auto, autoBudget: { count: 1, per: 1d } }\n`;
    expect(found(counted, counted + own)).toEqual([
      'policies Exchange\\Search-* autoBudget: without-people',
    ]);
  });
});

it('is nothing where nothing changes, and is always about something that does or that hangs on it', () => {
  fc.assert(
    fc.property(configurations, configurations, (one, other) => {
      expect(weakenings(one, one)).toEqual([]);
      const changed = new Set(difference(one, other).map(({ section, item }) => section + item));
      for (const { section, item } of weakenings(one, other)) {
        expect(changed).toContain(section + item);
      }
    }),
    { numRuns: 50 },
  );
});
