import net from 'node:net';
import tls from 'node:tls';
import { Client } from 'ldapts';
import { RemoteError } from '../../errors';
import { system, toRemoteError } from './errors';

/** Where a domain controller is, and as whom it is asked. */
export interface Place {
  /** `ldaps://dc1.corp.example`; `ldap://` is encrypted by StartTLS before anything is said. */
  readonly url: string;
  /** Certificates that its own has to come from, as PEM; no others do. */
  readonly ca: string;
  /** The user principal name of an account that only reads. */
  readonly bind: string;
  readonly password: string;
}

/** One encrypted connection that is signed in. It never comes back by itself: a new one would not be signed in. */
export interface Connection {
  readonly client: Client;
  isAlive(): boolean;
  /** Whether it keeps the process from ending. */
  hold(isHeld: boolean): void;
  close(): Promise<void>;
}

/** How long a farewell may take before the line is cut. */
const farewellMs = 1_000;

/** Throws RemoteError, and leaves nothing open then. */
export async function openConnection(place: Place, signal: AbortSignal): Promise<Connection> {
  const line = openLine(place);
  const { client } = line;
  const cut = (): void => line.cut();
  signal.addEventListener('abort', cut, { once: true });
  try {
    if (signal.aborted) throw deadline();
    if (!isEncrypted(place)) await client.startTLS({ ...security(place), host: hostOf(place) });
    await client.bind(place.bind, place.password);
    return {
      client,
      isAlive: () => line.isAlive(),
      hold: (isHeld) => line.hold(isHeld),
      close: () => farewell(client, cut),
    };
  } catch (error) {
    await farewell(client, cut);
    throw signal.aborted ? deadline() : toRemoteError(error);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

export function deadline(): RemoteError {
  return new RemoteError(system, 'unavailable', 'deadline');
}

/** The library connects again by itself where a connection is gone; here that fails, once and for all. */
function openLine(place: Place) {
  let socket: net.Socket | null = null;
  let isGone = false;
  const once = <T extends net.Socket>(open: () => T): T => {
    if (socket !== null) throw new RemoteError(system, 'unavailable', 'connection_gone');
    const opened = open();
    socket = opened;
    opened.once('close', () => (isGone = true));
    return opened;
  };
  const [host, port] = [hostOf(place), portOf(place)];
  const secured = security(place);
  const client = new Client({
    url: place.url,
    createConnection: () => once(() => net.connect(port, host)),
    ...(isEncrypted(place)
      ? {
          createSecureConnection: () => once(() => tls.connect(port, host, secured)),
        }
      : {}),
  });
  return {
    client,
    isAlive: () => !isGone && client.isBound,
    hold: (isHeld: boolean) => void (isHeld ? socket?.ref() : socket?.unref()),
    /** Whoever waits for something on it is told at once. */
    cut: () => void socket?.destroy(new Error('cut')),
  };
}

function security({ ca, ...place }: Place): tls.ConnectionOptions {
  const host = hostOf(place);
  return { ca: [ca], ...(net.isIP(host) === 0 ? { servername: host } : {}) };
}

/** A process whose connection was not ended never ends. */
async function farewell(client: Client, cut: () => void): Promise<void> {
  const patience = setTimeout(cut, farewellMs);
  try {
    await client.unbind();
  } catch {
    // There is nobody left to take leave of.
  } finally {
    clearTimeout(patience);
    cut();
  }
}

type Address = Pick<Place, 'url'>;

function isEncrypted({ url }: Address): boolean {
  return new URL(url).protocol === 'ldaps:';
}

function hostOf({ url }: Address): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/u, '$1');
}

function portOf(place: Address): number {
  const { port } = new URL(place.url);
  return port === '' ? (isEncrypted(place) ? 636 : 389) : Number(port);
}
