import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GroupSource,
  type SourceReading,
  type StoredReading,
} from '../../src/directory/contract';
import { createDirectory, directorySources } from '../../src/directory/registry';
import { createStoredDirectory } from '../../src/directory/stored';
import { RemoteError } from '../../src/errors';

const question = {
  organisationId: 'org',
  personId: 'ana',
  groupIds: ['g1', 'g2'],
  timeoutMs: 5_000,
};
const account = { system: 'teams', tenant: 't', user: 'ana' };

async function failure(promise: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof RemoteError) return error;
  throw new Error(`expected a RemoteError, got ${String(error)}`);
}

function hanging(): Promise<never> {
  return new Promise(() => undefined);
}

describe('the registry of directory sources', () => {
  it('has one line for each folder, and no other', () => {
    const folders = readdirSync(join(__dirname, '../../src/directory'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(Object.keys(directorySources).sort()).toEqual(folders.sort());
  });
});

describe('the stored directory', () => {
  const asked = { organisationId: 'org', groupIds: ['g1'], personId: 'ana' };
  const nothing: StoredReading = { disabled: false, accounts: [], groups: [] };

  it('hands the question through and the reading back', async () => {
    const seen: unknown[] = [];
    const stored = createStoredDirectory({
      read: async (given) => {
        seen.push(given);
        return nothing;
      },
    });
    expect(await stored.read(asked, new AbortController().signal)).toBe(nothing);
    expect(seen).toEqual([asked]);
  });

  it('is unavailable when its reader fails, whatever the failure', async () => {
    for (const error of [new Error('connection refused'), new TypeError('bug')]) {
      const stored = createStoredDirectory({ read: () => Promise.reject(error) });
      const found = await failure(stored.read(asked, new AbortController().signal));
      expect(found).toMatchObject({ kind: 'unavailable', code: 'not-read', cause: error });
    }
  });

  it('is unavailable when the deadline comes first or has already passed', async () => {
    const controller = new AbortController();
    const stored = createStoredDirectory({ read: hanging });
    const reading = stored.read(asked, controller.signal);
    controller.abort();
    expect(await failure(reading)).toMatchObject({ kind: 'unavailable', code: 'deadline' });
    const quick = createStoredDirectory({ read: async () => nothing });
    expect(await failure(quick.read(asked, AbortSignal.abort()))).toMatchObject({
      kind: 'unavailable',
    });
  });
});

/** Groups of two outside directories: what each group has from where, and who names Ana. */
interface World {
  named: readonly string[];
  disabled: boolean;
  outside: Readonly<Record<string, readonly string[]>>;
  entra: SourceReading | Error;
  other: SourceReading | Error;
}

let world: World;
let clock: number;
let calls: string[];
let directory: ReturnType<typeof createDirectory>;
let failed: string[];

beforeEach(() => {
  world = {
    named: [],
    disabled: false,
    outside: { g1: ['entra:a'] },
    entra: { memberOf: [], disabled: false },
    other: { memberOf: [], disabled: false },
  };
  clock = 1_000_000;
  calls = [];
  failed = [];
  const source = (kind: 'entra' | 'other', name: string): GroupSource => ({
    kind,
    name,
    async read({ accounts, keys }) {
      expect(accounts).toEqual([account]);
      calls.push(`${kind} ${keys.join(',')}`);
      const said = world[kind];
      // The answer takes its time: what counts is when it was asked.
      clock += 100;
      if (said instanceof Error) throw said;
      return { ...said, memberOf: said.memberOf.filter((key) => keys.includes(key)) };
    },
    async *list() {
      yield [account, { ...account, user: 'ben' }];
      yield [account];
    },
  });
  directory = createDirectory({
    stored: createStoredDirectory({
      read: async ({ groupIds }) => ({
        disabled: world.disabled,
        accounts: [account],
        groups: groupIds.map((groupId) => ({
          groupId,
          named: world.named.includes(groupId),
          outside: (world.outside[groupId] ?? []).map((one) => {
            const [kind, key] = one.split(':') as [string, string];
            return { kind, key };
          }),
        })),
      }),
    }),
    sources: [source('entra', 'Entra ID'), source('other', 'Other')],
    now: () => clock,
    failed: ({ system, code }) => failed.push(`${system} ${code}`),
  });
});

const down = (name: string) => new RemoteError(name, 'unavailable', 'unreachable');
const said = { member: false, disabled: false, olderMs: 0, unread: null };
const read = () => directory.readMemberships(question);

describe('readMemberships', () => {
  it('answers by what is configured without asking anybody outside, in the order of the question', async () => {
    world.named = ['g2'];
    world.outside = {};
    expect(await read()).toEqual([
      { ...said, groupId: 'g1' },
      { ...said, groupId: 'g2', member: true },
    ]);
    expect(calls).toEqual([]);
  });

  it('asks each source once about all groups, and who is in one of the sources of a group is in it', async () => {
    world.outside = { g1: ['entra:a', 'entra:b', 'other:x'], g2: ['entra:c', 'entra:a'] };
    world.entra = { memberOf: ['c'], disabled: false };
    world.other = { memberOf: ['x'], disabled: false };
    expect(await read()).toEqual([
      { ...said, groupId: 'g1', member: true },
      { ...said, groupId: 'g2', member: true },
    ]);
    expect(calls.sort()).toEqual(['entra a,b,c', 'other x']);
  });

  it('has nobody disabled here or in one source of the group count, named or not', async () => {
    world.named = ['g1', 'g2'];
    world.entra = { memberOf: ['a'], disabled: true };
    expect(await read()).toMatchObject([{ disabled: true }, { disabled: false, member: true }]);
    world.disabled = true;
    expect(await read()).toMatchObject([{ disabled: true }, { disabled: true }]);
  });

  it('leaves a group unread, and names the source, when one of its sources does not answer', async () => {
    world.named = ['g1', 'g2'];
    world.outside = { g1: ['entra:a', 'other:x'] };
    world.other = down('Other');
    expect(await read()).toMatchObject([
      { groupId: 'g1', unread: 'Other' },
      { groupId: 'g2', unread: null, member: true },
    ]);
    expect(failed).toEqual(['Other unreachable']);
  });

  it('leaves a group unread of a directory that is not set up', async () => {
    world.outside = { g1: ['ad:x'] };
    expect(await read()).toMatchObject([{ unread: 'ad' }, { unread: null }]);
  });

  it('lets a fault of ours through', async () => {
    world.entra = new TypeError('a bug');
    await expect(read()).rejects.toThrow(TypeError);
  });

  it('throws when what is configured cannot be read, by the deadline at the latest', async () => {
    const stored = createStoredDirectory({ read: hanging });
    const hung = createDirectory({ stored, sources: [], now: () => clock });
    const asked = hung.readMemberships({ ...question, timeoutMs: 30 });
    expect(await failure(asked)).toMatchObject({ kind: 'unavailable', code: 'deadline' });
  });
});

describe('a yes that was read a moment ago', () => {
  beforeEach(async () => {
    world.entra = { memberOf: ['a'], disabled: false };
    await read();
    calls = [];
    // From before the source was asked: the answer took 100 ms.
    clock = 1_000_000;
  });

  it.each([
    [0, 0],
    [20_000, 0],
    [20_001, 1],
  ])('does %i ms later with %i calls, and says how old it is', async (later, count) => {
    clock += later;
    const [answer] = await read();
    expect(answer).toMatchObject({ member: true, olderMs: count === 0 ? later : 0 });
    expect(calls).toHaveLength(count);
  });

  it.each([
    [30_000, { member: true, olderMs: 30_000, unread: null }],
    [30_001, { member: false, unread: 'Entra ID' }],
  ])('counts %i ms later while the source is away: %j', async (later, answer) => {
    world.entra = down('Entra ID');
    clock += later;
    expect((await read())[0]).toMatchObject(answer);
    expect(calls).toHaveLength(1);
  });

  it('is taken back by a no', async () => {
    world.entra = { memberOf: [], disabled: false };
    clock += 25_000;
    expect((await read())[0]).toMatchObject({ member: false });
    world.entra = down('Entra ID');
    expect((await read())[0]).toMatchObject({ member: false, unread: 'Entra ID' });
  });

  it('is taken back when the account is disabled', async () => {
    world.entra = { memberOf: ['a'], disabled: true };
    clock += 25_000;
    expect((await read())[0]).toMatchObject({ disabled: true });
    world.entra = down('Entra ID');
    expect((await read())[0]).toMatchObject({ unread: 'Entra ID' });
  });

  it('is nothing for another person, and a no is never kept', async () => {
    const other = { ...account, user: 'ben' };
    const seen: string[] = [];
    const ben = createDirectory({
      stored: createStoredDirectory({
        read: async () => ({
          disabled: false,
          accounts: [other],
          groups: [{ groupId: 'g1', named: false, outside: [{ kind: 'entra', key: 'a' }] }],
        }),
      }),
      sources: [
        {
          kind: 'entra',
          name: 'Entra ID',
          read: async ({ accounts }) => {
            seen.push(accounts[0]!.user);
            return { memberOf: [], disabled: false };
          },
          async *list() {
            yield [];
          },
        },
      ],
      now: () => clock,
    });
    await ben.readMemberships(question);
    await ben.readMemberships(question);
    expect(seen).toEqual(['ben', 'ben']);
  });

  it('is had in less than 5 ms', async () => {
    const began = performance.now();
    for (let at = 0; at < 100; at += 1) await read();
    expect((performance.now() - began) / 100).toBeLessThan(5);
    expect(calls).toEqual([]);
  });
});

describe('listMembers', () => {
  it('has each once, of all pages', async () => {
    const all = await directory.listMembers({ kind: 'entra', key: 'a' }, 5_000);
    expect(all.map(({ user }) => user)).toEqual(['ana', 'ben']);
  });

  it('is not there for a directory that is not set up', async () => {
    const asked = directory.listMembers({ kind: 'ad', key: 'a' }, 5_000);
    expect(await failure(asked)).toMatchObject({ system: 'ad', code: 'not_set_up' });
  });
});
