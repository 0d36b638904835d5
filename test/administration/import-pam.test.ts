/** Microsoft's objects as JSON, and the configuration file that is made of them. */
import { importedText } from '../../src/administration/import-pam';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { readPamObjects, type PamObjects } from '../../src/administration/pam-objects';

const policy = {
  PSComputerName: 'outlook.office365.com',
  RunspaceId: '4b6b6f2e-0000-4000-8000-000000000000',
  Task: 'Exchange\\New-MoveRequest',
  ApprovalType: 'Manual',
  ApproverGroup: 'mbmanagers@fabrikam.example',
  Identity: '28560ed0-419d-4cc3-8f5b-603911cbd450',
  WhenCreatedUTC: '2026-01-01T00:00:00Z',
};
const role = { RoleGroup: 'Organization Management', ApprovalType: 'Auto', ApproverGroup: null };
const organization = {
  Name: 'fabrikam.onmicrosoft.com',
  MailTipsLargeAudienceThreshold: 25,
  ElevatedAccessControl: {
    Enabled: true,
    AdminGroup: 'pamapprovers@fabrikam.example',
    SystemAccounts: ['sys1@fabrikam.example', 'sys2@fabrikam.example'],
    Mailbox: 'SystemMailbox{0}',
  },
};

const file = (value: unknown, name = 'pam.json') => ({
  name,
  text: JSON.stringify(value, null, 2),
});
const read = (...values: unknown[]) => readPamObjects(values.map((value) => file(value)));
const text = (objects: PamObjects) => importedText(objects, ['pam.json']);
const problems = (...values: unknown[]): string => {
  try {
    read(...values);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

/** As somebody would fill it in. */
function filledIn(yaml: string): string {
  const people = ['ana', 'ben'].map(
    (key) =>
      `  - { key: ${key}, name: ${key}, line: ${key}@x.example, accounts: { slack: T0/U0${key.toUpperCase()} } }`,
  );
  return yaml
    .replace(/people:\n(?: .*\n)+/u, `people:\n${people.join('\n')}\n`)
    .replaceAll(/members:\n\s+- REPLACE-ME.*/gu, 'members: [ana, ben]')
    .replaceAll(/slack: REPLACE-ME.*/gu, 'slack: T0/C0')
    .replaceAll(/kind: REPLACE-ME.*/gu, 'kind: simulated')
    .replaceAll(/owner: REPLACE-ME.*/gu, 'owner: ana')
    .replaceAll(/reason: REPLACE-ME.*/gu, 'reason: nightly moves')
    .replaceAll(/targets:\n\s+- REPLACE-ME.*/gu, "targets: ['Exchange\\*']")
    .replaceAll(/until: REPLACE-ME.*/gu, "until: '2027-01-31T00:00:00Z'")
    .replace(/(systemAccounts:\n {2}- name: )REPLACE-ME.*/u, '$1sys1')
    .replace(/( {2}- name: )REPLACE-ME(\n {4}owner)/u, '$1sys2$2')
    .replaceAll(/durationMax: REPLACE-ME.*/gu, 'durationMax: 8h')
    .replace(/name: REPLACE-ME.*/u, 'name: Fabrikam')
    .replace(
      /defaultApproverGroup: REPLACE-ME.*/u,
      'defaultApproverGroup: mbmanagers@fabrikam.example',
    )
    .replace(/ {2}- name: REPLACE-ME[^]*?(?= {2}- name|\nconnectors)/u, '');
}

describe('the objects', () => {
  it('are read from one object, a list, several files, and from one list of both kinds', () => {
    const expected = {
      target: 'Exchange\\New-MoveRequest',
      type: 'task',
      approval: 'manual',
      approverGroup: 'mbmanagers@fabrikam.example',
    };
    expect(read(policy).policies).toEqual([expected]);
    expect(read([policy]).policies).toEqual([expected]);
    const known = {
      name: 'fabrikam.onmicrosoft.com',
      enabled: true,
      adminGroup: 'pamapprovers@fabrikam.example',
      systemAccounts: ['sys1@fabrikam.example', 'sys2@fabrikam.example'],
    };
    expect(read(policy, organization)).toMatchObject({ policies: [expected], organization: known });
    expect(read([policy, organization])).toEqual(read([policy], [organization]));
  });

  it('are tasks, roles and role groups, in Exchange where no workload is said', () => {
    const roles = [role, { Role: 'Mail Recipients', ApprovalType: { value: 1, Value: 'auto' } }];
    expect(read(roles).policies).toMatchObject([
      { target: 'Exchange\\Organization Management', type: 'role-group', approval: 'auto' },
      { target: 'Exchange\\Mail Recipients', type: 'role', approverGroup: null },
    ]);
  });

  it('lose nothing in silence: what is not read is named, but for bookkeeping', () => {
    const { unread } = read(
      { ...policy, MaxElevationDuration: '04:00:00', Notes: null },
      organization,
    );
    expect(unread).toEqual(['ElevatedAccessControl.Mailbox', 'MaxElevationDuration']);
  });

  it('say where privileged access management was never enabled, or is off', () => {
    expect(read({ Name: 'x', ElevatedAccessControl: null }).organization).toMatchObject({
      enabled: false,
      adminGroup: null,
      systemAccounts: [],
    });
    const off = { ElevatedAccessControl: { Enabled: false, SystemAccounts: 'sys@x.example' } };
    expect(read(off).organization).toMatchObject({
      enabled: false,
      systemAccounts: ['sys@x.example'],
    });
  });

  it.each<[string, unknown, string]>([
    [
      'no approval type',
      { Task: 'x', ApproverGroup: 'y' },
      'it has neither ApprovalType nor ElevatedAccessControl. It has ApproverGroup.',
    ],
    ['neither', { x: 1 }, 'it has neither ApprovalType nor ElevatedAccessControl.'],
    [
      'a number for a name',
      { ...policy, ApprovalType: 0 },
      'ApprovalType: it has to be text; ConvertTo-Json of PowerShell 7 writes it so with -EnumsAsStrings.',
    ],
    [
      'an unknown approval',
      { ...policy, ApprovalType: 'Maybe' },
      'ApprovalType: it has to be Manual or Auto.',
    ],
    [
      'no name',
      { ApprovalType: 'Auto' },
      'one of Task, Role and RoleGroup has to be there, and not more.',
    ],
    [
      'two names',
      { ...policy, Role: 'x' },
      'one of Task, Role and RoleGroup has to be there, and not more.',
    ],
    ['a pattern', { ...policy, Task: 'Exchange\\*' }, 'Task: Exchange\\* is no Workload\\Name.'],
    ['an empty group', { ...policy, ApproverGroup: ' ' }, 'ApproverGroup: it is empty.'],
    ['text for a group', { ...policy, ApproverGroup: 7 }, 'ApproverGroup: it has to be text.'],
    [
      'flattened settings',
      { ElevatedAccessControl: 'System.Object' },
      'ElevatedAccessControl: it has to be an object; ConvertTo-Json writes it so with -Depth 5.',
    ],
    [
      'enabled as text',
      { ElevatedAccessControl: { Enabled: 'True' } },
      'ElevatedAccessControl.Enabled: it has to be true or false.',
    ],
    [
      'accounts as numbers',
      { ElevatedAccessControl: { Enabled: true, SystemAccounts: 2 } },
      'ElevatedAccessControl.SystemAccounts: it has to be a list of addresses.',
    ],
    ['no object', 'x', 'an object of Get-ElevatedAccessApprovalPolicy belongs here.'],
  ])('are refused with %s, by file, line and field', (_what, value, said) => {
    const message = problems([policy, value]);
    const line = JSON.stringify([policy], null, 2).split('\n').length;
    const comma =
      said.startsWith('it ') || said.startsWith('one ') || said.startsWith('an ') ? ': ' : ', ';
    expect(message).toBe(`pam.json cannot be imported:\n  pam.json, line ${line}${comma}${said}`);
  });

  it('are refused when they are not JSON, twice the same, two organisations, or nothing', () => {
    const broken = { name: 'b.json', text: '{\n  "Task": \'x\'\n}' };
    expect(() => readPamObjects([broken])).toThrow(/b\.json, line \d+: this is not JSON\./u);
    const yaml = { name: 'c.json', text: 'Task: x' };
    expect(() => readPamObjects([yaml])).toThrow('c.json, line 1: this is not JSON.');
    const twin = { ...policy, Task: 'new-moverequest' };
    expect(problems([policy, twin])).toContain('Exchange\\new-moverequest has two policies.');
    expect(problems(organization, organization)).toContain('more than one object');
    expect(problems([])).toContain('nothing stands in it.');
  });

  it('are refused with everything that is wrong at once', () => {
    const message = problems([{ ...policy, ApprovalType: 0, ApproverGroup: 7 }], 'x');
    expect(message.split('\n')).toHaveLength(4);
  });
});

describe('the file', () => {
  const whole = text(read([policy, role], organization));

  it('says what Microsoft’s objects say, and of whom and where nothing', () => {
    expect(whole).toContain('defaultApproverGroup: pamapprovers@fabrikam.example');
    expect(whole).toContain('- name: Exchange\\New-MoveRequest\n    type: task');
    expect(whole).toContain('approval: auto');
    expect(whole).toContain('approverGroup: mbmanagers@fabrikam.example');
    expect(whole).toContain('accounts:\n      Exchange: sys1@fabrikam.example\n');
    expect(whole).toContain('nothing here is like it: ElevatedAccessControl.Mailbox.');
  });

  it('is refused until everything is filled in, by each place', () => {
    const { configuration, problems: found } = inspectConfiguration(whole, 'x.yaml');
    expect(configuration).toBeNull();
    const unfilled = found.filter((one) => one.endsWith('REPLACE-ME has to be replaced.'));
    expect(unfilled).toHaveLength(whole.split('REPLACE-ME').length - 2);
    expect(unfilled).toContain('people.0.key: REPLACE-ME has to be replaced.');
    expect(unfilled).toContain('policies.1.durationMax: REPLACE-ME has to be replaced.');
  });

  it('is refused for a single place that was forgotten, also where any text would do', () => {
    const forgotten = filledIn(whole).replace('name: ana', 'name: REPLACE-ME');
    expect(inspectConfiguration(forgotten, 'x.yaml')).toMatchObject({
      configuration: null,
      problems: ['people.0.name: REPLACE-ME has to be replaced.'],
    });
  });

  it.each<[string, PamObjects]>([
    ['with the organisation', read([policy, role], organization)],
    ['without it', read([policy])],
  ])('is a configuration once it is filled in, %s', (_what, objects) => {
    const { configuration, problems: found } = inspectConfiguration(
      filledIn(text(objects)),
      'x.yaml',
    );
    expect(found).toEqual([]);
    expect(configuration?.policies[0]).toMatchObject({
      target: 'Exchange\\New-MoveRequest',
      approval: 'manual',
      approverGroup: 'mbmanagers@fabrikam.example',
      durationDefault: 14_400,
      durationMax: 28_800,
      decideWithin: 86_400,
    });
    expect(configuration?.systemAccounts.map(({ accounts }) => accounts)).toEqual(
      (objects.organization?.systemAccounts ?? []).map((Exchange) => ({ Exchange })),
    );
    expect(configuration?.targets[0]).toMatchObject({ type: 'task' });
  });

  it('is switched off where it was not enabled there, and on where that is not said', () => {
    const off = { Name: 'x', ElevatedAccessControl: { Enabled: false, AdminGroup: 'g' } };
    const enabledIn = (...values: unknown[]) =>
      inspectConfiguration(filledIn(text(read(...values))), 'x.yaml').configuration?.organisation
        .enabled;
    expect(enabledIn([policy], off)).toBe(false);
    expect(enabledIn([policy], organization)).toBe(true);
    expect(enabledIn([policy])).toBe(true);
  });

  it('needs a policy, and keeps a name with a line break in its comment', () => {
    expect(() => text(read(organization))).toThrow('pam.json holds no policy');
    const made = text(read([{ ...policy, 'a\nevil: true': 1 }]));
    expect(made).not.toMatch(/^evil/mu);
    expect(made).toContain('nothing here is like it: a evil: true.');
  });
});
