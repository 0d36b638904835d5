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
      'approverGroups.0.sources.0: write group:NAME, for example group:Security, or entra:TENANT-ID/GROUP-ID',
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
