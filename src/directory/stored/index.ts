import { RemoteError } from '../../errors';
import { type DirectorySource, type MembershipReading } from '../contract';

const name = 'stored';

type Question = Parameters<DirectorySource['readMembership']>[0];

/** What app.ts lends to the source: this folder knows no database. */
export interface StoredDirectoryOptions {
  readonly readMembership: (question: Question) => Promise<MembershipReading>;
}

/**
 * The people and groups of the configuration, as they are stored now. Throws RemoteError `unavailable` when
 * they cannot be read or the signal aborts first: who cannot be looked up is no approver.
 */
export function createStoredDirectory({ readMembership }: StoredDirectoryOptions): DirectorySource {
  return {
    name,
    async readMembership(question, signal) {
      if (signal.aborted) throw new RemoteError(name, 'unavailable', 'deadline');
      let expire = (): void => undefined;
      const expired = new Promise<never>((_resolve, reject) => {
        expire = () => reject(new RemoteError(name, 'unavailable', 'deadline'));
      });
      signal.addEventListener('abort', expire, { once: true });
      try {
        return await Promise.race([expired, read(readMembership, question)]);
      } finally {
        signal.removeEventListener('abort', expire);
      }
    },
  };
}

async function read(
  readMembership: StoredDirectoryOptions['readMembership'],
  question: Question,
): Promise<MembershipReading> {
  try {
    return await readMembership(question);
  } catch (error) {
    throw new RemoteError(name, 'unavailable', 'not-read', { cause: error });
  }
}
