/** A TCP proxy on loopback in front of a server, which can go away in the two ways in which servers do. */
import net from 'node:net';
import { type AddressInfo } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** How many connections are open now, and how many there were in all. */
  readonly open: number;
  readonly taken: number;
  /** Breaks every connection and refuses new ones, as a server that was stopped. */
  cut(): void;
  /** Keeps connections and takes new ones, but nothing goes through any more, as behind a broken network. */
  silence(): void;
  /** Everything goes through again; connections that were silenced are broken. */
  restore(): void;
  stop(): Promise<void>;
}

type Mode = 'open' | 'cut' | 'silent';

/** Where the server is: a port, or a socket with a name in the file system. */
type Place = { readonly host: string; readonly port: number } | { readonly path: string };

export async function startTcpProxy(to: Place): Promise<TcpProxy> {
  const sockets = new Set<net.Socket>();
  let mode: Mode = 'open';

  function keep(socket: net.Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }
  function breakAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  let open = 0;
  let taken = 0;
  const server = net.createServer((client) => {
    taken += 1;
    open += 1;
    client.on('close', () => (open -= 1));
    keep(client);
    if (mode === 'cut') return void client.destroy();
    if (mode === 'silent') return void client.pause();
    const upstream = net.connect(to);
    keep(upstream);
    client.on('data', (bytes) => mode === 'open' && upstream.write(bytes));
    upstream.on('data', (bytes) => mode === 'open' && client.write(bytes));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => mode !== 'silent' && client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return open;
    },
    get taken() {
      return taken;
    },
    cut() {
      mode = 'cut';
      breakAll();
    },
    silence() {
      mode = 'silent';
    },
    restore() {
      if (mode === 'silent') breakAll();
      mode = 'open';
    },
    async stop() {
      breakAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
