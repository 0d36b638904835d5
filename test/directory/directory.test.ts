import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DirectorySource, type MembershipReading } from '../../src/directory/contract';
import { createDirectory, directorySources } from '../../src/directory/registry';
import { createStoredDirectory } from '../../src/directory/stored';
import { RemoteError } from '../../src/errors';

const question = {
  organisationId: 'org',
  personId: 'ana',
  groupIds: ['g1', 'g2'],
  timeoutMs: 5_000,
};
const unavailable = { kind: 'unavailable' };

function source(readings: Record<string, MembershipReading>): DirectorySource {
  return createStoredDirectory({
    readMembership: async ({ groupId }) => readings[groupId] ?? { member: false, disabled: false },
  });
}

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
  const asked = { organisationId: 'org', groupId: 'g1', personId: 'ana' };

  it('hands the question through and the reading back', async () => {
    const seen: unknown[] = [];
    const stored = createStoredDirectory({
      readMembership: async (given) => {
        seen.push(given);
        return { member: true, disabled: true };
      },
    });
    const reading = await stored.readMembership(asked, new AbortController().signal);
    expect(reading).toEqual({ member: true, disabled: true });
    expect(seen).toEqual([asked]);
  });

  it('is unavailable when its reader fails, whatever the failure', async () => {
    for (const error of [new Error('connection refused'), new TypeError('bug')]) {
      const stored = createStoredDirectory({ readMembership: () => Promise.reject(error) });
      const found = await failure(stored.readMembership(asked, new AbortController().signal));
      expect(found).toMatchObject({ kind: 'unavailable', code: 'not-read', cause: error });
    }
  });

  it('is unavailable when the deadline comes first or has already passed', async () => {
    const controller = new AbortController();
    const stored = createStoredDirectory({ readMembership: hanging });
    const reading = stored.readMembership(asked, controller.signal);
    controller.abort();
    expect(await failure(reading)).toMatchObject({ kind: 'unavailable', code: 'deadline' });
    const quick = createStoredDirectory({
      readMembership: async () => ({ member: true, disabled: false }),
    });
    expect(await failure(quick.readMembership(asked, AbortSignal.abort()))).toMatchObject(
      unavailable,
    );
  });
});

describe('readMemberships', () => {
  it('answers for each group in the order of the question', async () => {
    const directory = createDirectory([source({ g2: { member: true, disabled: false } })]);
    expect(await directory.readMemberships(question)).toEqual([
      { groupId: 'g1', member: false, disabled: false },
      { groupId: 'g2', member: true, disabled: false },
    ]);
  });

  it('counts a member of one source as a member, and disabled in one source as disabled', async () => {
    const directory = createDirectory([
      source({ g1: { member: true, disabled: false } }),
      source({ g1: { member: false, disabled: true } }),
    ]);
    const [answer] = await directory.readMemberships(question);
    expect(answer).toEqual({ groupId: 'g1', member: true, disabled: true });
  });

  it('answers nothing when one of the sources is down, even if another says yes', async () => {
    const yes = source({ g1: { member: true, disabled: false } });
    const down = createStoredDirectory({ readMembership: () => Promise.reject(new Error('down')) });
    const directory = createDirectory([yes, down]);
    expect(await failure(directory.readMemberships(question))).toMatchObject(unavailable);
  });

  it('ends by its deadline when a source hangs', async () => {
    const directory = createDirectory([createStoredDirectory({ readMembership: hanging })]);
    const error = await failure(directory.readMemberships({ ...question, timeoutMs: 5 }));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'deadline' });
  });
});
