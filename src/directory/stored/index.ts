import { RemoteError } from '../../errors';
import { type StoredDirectory, type StoredQuestion, type StoredReading } from '../contract';

const name = 'stored';

/** What app.ts lends to the source: this folder knows no database. */
export interface StoredDirectoryOptions {
  readonly read: (question: StoredQuestion) => Promise<StoredReading>;
}

/**
 * The people and groups of the configuration, as they are stored now, and which outside directories have to be asked. Throws RemoteError
 * `unavailable` when they cannot be read or the signal aborts first: who cannot be looked up is no approver.
 */
export function createStoredDirectory({ read }: StoredDirectoryOptions): StoredDirectory {
  return {
    name,
    async read(question, signal) {
      if (signal.aborted) throw new RemoteError(name, 'unavailable', 'deadline');
      let expire = (): void => undefined;
      const expired = new Promise<never>((_resolve, reject) => {
        expire = () => reject(new RemoteError(name, 'unavailable', 'deadline'));
      });
      signal.addEventListener('abort', expire, { once: true });
      try {
        return await Promise.race([expired, readStored(read, question)]);
      } finally {
        signal.removeEventListener('abort', expire);
      }
    },
  };
}

async function readStored(
  read: StoredDirectoryOptions['read'],
  question: StoredQuestion,
): Promise<StoredReading> {
  try {
    return await read(question);
  } catch (error) {
    throw new RemoteError(name, 'unavailable', 'not-read', { cause: error });
  }
}
