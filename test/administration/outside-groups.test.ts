/** Groups of outside directories as they are configured. */
import { type Configuration } from '../../src/administration/configuration';
import { configurationText } from '../../src/administration/configuration-text';
import { tooFewDeciders } from '../../src/administration/deciders';
import { changeEffects } from '../../src/administration/change-effects';
import { difference } from '../../src/administration/difference';
import { differenceLines } from '../../src/administration/difference-lines';
import { editConfiguration } from '../../src/administration/edit';
import { inspectConfiguration, inspectData } from '../../src/administration/inspect-configuration';
import { rowsOf } from '../../src/administration/rows';
import { weakenings } from '../../src/administration/weakening';

const tenant = '11111111-1111-4111-8111-111111111111';
const group = 'aaaaaaaa-0000-4000-8000-00000000000A';
const source = `entra:${tenant}/${group.toLowerCase()}`;
const entra = {
  tenant,
  clientId: 'cccccccc-0000-4000-8000-000000000001',
  secret: 'env:GRAPH_SECRET',
};

interface Given {
  readonly sources?: readonly string[];
  readonly members?: readonly string[];
  readonly entra?: object | null;
  readonly approvalsNeeded?: number;
}

function data(given: Given = {}) {
  const { sources = [source], members = [], approvalsNeeded = 1 } = given;
  const directories = { entra: given.entra === undefined ? entra : given.entra };
  return {
    organisation: { name: 'Example', defaultApproverGroup: 'Owners', directories },
    people: ['ana', 'ben'].map((key) => ({ key, name: key, line: key })),
    approverGroups: [
      { name: 'Owners', members, sources, channels: { slack: 'T0EXAMPLE/C0APPROVERS' } },
    ],
    policies: [{ target: 'Exchange\\*', approvalsNeeded }],
  };
}

const problemsOf = (given?: Given) => inspectData(data(given)).problems;

function read(given?: Given): Configuration {
  const { configuration, problems } = inspectData(data(given));
  expect(problems).toEqual([]);
  return configuration!;
}

describe('a group of Entra ID', () => {
  it('can be all that a group has its people from: how many that are is known there', () => {
    const configuration = read({ approvalsNeeded: 5 });
    expect(tooFewDeciders(null, configuration)).toEqual([]);
  });

  it('leaves nothing unanswerable that more approvals are asked for', () => {
    const targetIds = new Set(['target']);
    const configured = (given: Given) => ({ rows: rowsOf(read(given), () => 'id'), targetIds });
    const [before, after] = [configured({}), configured({ approvalsNeeded: 5 })];
    const policy = { ...before.rows.policies[0]!, version: 1 };
    const target = { id: 'target', name: 'Exchange\\A' };
    const pending = { number: 1, target, policy, isApprovedInPart: false };
    expect(changeEffects([pending], before, after)).toEqual({ lost: [], more: [1], anew: [] });
  });

  it('is one, however its id is written', () => {
    const upper = `entra:${tenant}/${group}`;
    expect(difference(read({ sources: [upper] }), read())).toEqual([]);
  });

  it.each([
    `entra:${tenant}`,
    `entra:${group}/all`,
    'entra:Owners',
    `ldap:${tenant}/${group}`,
    `constructor:${tenant}/${group}`,
  ])('cannot be written as %s', (odd) => {
    expect(problemsOf({ sources: [odd], members: ['ana', 'ben'] })).toEqual([
      'approverGroups.0.sources.0: write group:NAME, for example group:Security, entra:TENANT-ID/GROUP-ID or ad:DOMAIN/OBJECT-GUID',
    ]);
  });

  it('needs its directory to be set up, and to be of it', () => {
    expect(problemsOf({ entra: null })).toEqual([
      `approverGroups: Owners: ${source} needs organisation.directories.entra.`,
    ]);
    const other = '22222222-2222-4222-8222-222222222222';
    expect(problemsOf({ entra: { ...entra, tenant: other } })).toEqual([
      `approverGroups: Owners: ${source} is not of ${other}, which organisation.directories.entra asks.`,
    ]);
  });

  it('weakens control when it comes and when it goes', () => {
    const without = read({ sources: [], members: ['ana', 'ben'] });
    const withIt = read({ members: ['ana', 'ben'] });
    const at = { section: 'approverGroups', item: 'Owners', field: 'sources' };
    expect(weakenings(without, withIt)).toEqual([{ ...at, why: 'member' }]);
    expect(weakenings(withIt, without)).toEqual([{ ...at, why: 'fewer-members' }]);
  });

  it('can be typed', () => {
    const without = read({ sources: [], members: ['ana', 'ben'] });
    const typed = [{ field: 'sources', how: 'add', values: [`Entra:${tenant}/${group}`] }] as const;
    const edit = { section: 'approverGroups', act: 'set', item: 'Owners', fields: typed } as const;
    const done = editConfiguration(without, edit, { people: new Map(), here: null });
    expect(differenceLines(difference(without, done as Configuration), [])).toEqual([
      `  ~ approverGroups Owners: sources + ${source}`,
    ]);
  });
});

describe('a directory', () => {
  it('comes back from a file as it went into it', () => {
    const configuration = read();
    const text = configurationText(configuration, new Date(0));
    expect(text).toContain('secret: env:GRAPH_SECRET');
    const again = inspectConfiguration(text, 'exported.yaml').configuration!;
    expect(difference(configuration, again)).toEqual([]);
  });

  it.each([
    ['a secret that is no reference', { ...entra, secret: 'hunter2' }, 'must be a reference'],
    [
      'neither secret nor certificate',
      { ...entra, secret: null },
      'needs a secret or a certificate',
    ],
    ['both', { ...entra, certificate: 'file:/run/graph.pem' }, 'needs a secret or a certificate'],
    ['a tenant by its name', { ...entra, tenant: 'contoso' }, 'an id as Entra ID shows it'],
  ])('cannot have %s', (_what, odd, problem) => {
    const [first, ...more] = problemsOf({ entra: odd });
    expect(first).toContain(problem);
    expect(`${first} ${more.join(' ')}`).not.toContain('hunter2');
    expect(more).toEqual([]);
  });

  it('weakens control by any change: it says who decides', () => {
    const changed = read({ entra: { ...entra, clientId: tenant } });
    expect(weakenings(read(), changed)).toEqual([
      { section: 'organisation', item: '', field: 'directories', why: 'directory' },
    ]);
  });
});

describe('a group of Active Directory', () => {
  const ad = {
    url: 'ldaps://dc1.corp.example',
    bind: 'svc-elevate@corp.example',
    password: 'env:AD_PASSWORD',
    ca: 'file:/etc/ssl/corp.pem',
    base: 'OU=Staff, DC=Corp, DC=Example',
  };
  const inCorp = 'ad:corp.example/6f9619ff-8b86-d011-b42d-00cf4fc964ff';
  const problems = (given: object | null, source = inCorp): readonly string[] => {
    const whole = data({ sources: [source] });
    const organisation = { ...whole.organisation, directories: { ad: given } };
    return inspectData({ ...whole, organisation }).problems;
  };

  it('is one of the domain that is asked, however both are written', () => {
    expect(problems(ad)).toEqual([]);
    expect(problems(ad, inCorp.replace('corp', 'CORP').replace('6f', '6F'))).toEqual([]);
    expect(problems({ ...ad, base: 'DC=other,DC=example' })).toEqual([
      `approverGroups: Owners: ${inCorp} is not of other.example, which organisation.directories.ad asks.`,
    ]);
    expect(problems(null)).toEqual([
      `approverGroups: Owners: ${inCorp} needs organisation.directories.ad.`,
    ]);
  });

  it.each([
    { url: 'http://dc1.corp.example' },
    { url: 'ldaps://someone@dc1.corp.example' },
    { bind: 'CN=svc-elevate,DC=corp,DC=example' },
    { password: 'the password itself' },
    { ca: '-----BEGIN CERTIFICATE-----' },
    { base: 'OU=Staff' },
  ])('is not asked for with %j, and no secret is repeated', (wrong) => {
    const found = problems({ ...ad, ...wrong });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`organisation.directories.ad.${Object.keys(wrong)[0]}`);
    expect(found[0]).not.toContain('the password itself');
  });

  it('knows people by their ids, in one way of writing', () => {
    const withAccount = (account: string) => {
      const whole = data({ sources: [] });
      const [ana, ...others] = whole.people;
      const groups = whole.approverGroups.map((one) => ({ ...one, members: ['ana', 'ben'] }));
      const people = [{ ...ana, accounts: { ad: account } }, ...others];
      return inspectData({ ...whole, people, approverGroups: groups });
    };
    expect(withAccount('6f9619ff-8b86-d011-b42d-00cf4fc964ff').problems).toEqual([]);
    for (const wrong of ['6F9619FF-8B86-D011-B42D-00CF4FC964FF', 'CN=Ana,DC=corp', 'ana']) {
      expect(withAccount(wrong).problems).toHaveLength(1);
    }
  });

  it('has somebody who is no longer known there count without being asked about: that weakens', () => {
    const person = { key: 'ana', name: 'ana', line: 'ana' };
    const known = { ...person, accounts: { ad: '6f9619ff-8b86-d011-b42d-00cf4fc964ff' } };
    const withPerson = (one: object) => {
      const whole = data({ sources: [], members: ['ana', 'ben'] });
      const { configuration, problems: found } = inspectData({
        ...whole,
        people: [one, whole.people[1]],
      });
      expect(found).toEqual([]);
      return configuration!;
    };
    const [before, after] = [withPerson(known), withPerson(person)];
    expect(weakenings(before, after)).toMatchObject([{ why: 'account' }]);
  });
});
