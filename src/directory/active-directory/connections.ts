import { type Client } from 'ldapts';
import { deadline, openConnection, type Connection, type Place } from './connection';
import { isAnswer, toRemoteError } from './errors';

/** Connections to one domain controller. Both throw RemoteError by the time the signal aborts. */
export interface Connections {
  /** On the one that is kept, beside whoever else asks something now: for short questions. */
  shared<T>(signal: AbortSignal, ask: (client: Client) => Promise<T>): Promise<T>;
  /** On one that is opened for this and closed after it: a long listing would keep others waiting. */
  own<T>(signal: AbortSignal, ask: (client: Client) => AsyncIterable<T>): AsyncIterable<T>;
}

/** Networks forget connections that say nothing, and do not say so. */
const idleMs = 60_000;
const openingMs = 5_000;

interface Kept {
  readonly connection: Connection;
  users: number;
  idle: NodeJS.Timeout | null;
}

export function createConnections(place: Place): Connections {
  let kept: Kept | null = null;
  let opening: Promise<Kept> | null = null;

  function open(): Promise<Kept> {
    return (opening ??= openConnection(place, AbortSignal.timeout(openingMs))
      .then((connection) => {
        kept = { connection, users: 0, idle: null };
        rest(kept);
        return kept;
      })
      .finally(() => (opening = null)));
  }

  /** Nobody else comes to it; whoever is on it stays until they are done. */
  function retire(one: Kept): void {
    if (kept === one) kept = null;
    if (one.users === 0) void one.connection.close();
  }

  async function use<T>(one: Kept, signal: AbortSignal, ask: (client: Client) => Promise<T>) {
    one.users += 1;
    clearTimeout(one.idle ?? undefined);
    one.connection.hold(true);
    try {
      return await beforeEnd(ask(one.connection.client), signal);
    } catch (error) {
      // Of a connection that gave no answer nothing is known.
      if (!isAnswer(error) && kept === one) kept = null;
      throw error;
    } finally {
      one.users -= 1;
      if (kept !== one) retire(one);
      else if (one.users === 0) rest(one);
    }
  }

  function rest(one: Kept): void {
    one.connection.hold(false);
    one.idle = setTimeout(() => retire(one), idleMs).unref();
  }

  return {
    async shared(signal, ask) {
      const found = kept;
      if (found?.connection.isAlive() === true) {
        try {
          return await use(found, signal, ask);
        } catch (error) {
          if (found.connection.isAlive() || signal.aborted) throw toRemoteError(error);
          // The other side has ended it since it was used last.
        }
      }
      try {
        return await use(await beforeEnd(open(), signal), signal, ask);
      } catch (error) {
        throw toRemoteError(error);
      }
    },
    async *own(signal, ask) {
      const connection = await openConnection(place, signal);
      const cut = (): void => void connection.close();
      signal.addEventListener('abort', cut, { once: true });
      try {
        yield* ask(connection.client);
      } catch (error) {
        throw signal.aborted ? deadline() : toRemoteError(error);
      } finally {
        signal.removeEventListener('abort', cut);
        await connection.close();
      }
    },
  };
}

/** What comes too late is not waited for. */
async function beforeEnd<T>(wanted: Promise<T>, signal: AbortSignal): Promise<T> {
  wanted.catch(() => undefined);
  let giveUp = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(deadline());
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([ended, wanted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
