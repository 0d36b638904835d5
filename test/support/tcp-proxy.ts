/** A TCP proxy on loopback in front of a server, which can go away in the two ways in which servers do. */
import net from 'node:net';
import { type AddressInfo } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Breaks every connection and refuses new ones, as a server that was stopped. */
  cut(): void;
  /** Keeps connections and takes new ones, but nothing goes through any more, as behind a broken network. */
  silence(): void;
  /** Everything goes through again; connections that were silenced are broken. */
  restore(): void;
  stop(): Promise<void>;
}

type Mode = 'open' | 'cut' | 'silent';

export async function startTcpProxy(to: { host: string; port: number }): Promise<TcpProxy> {
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

  const server = net.createServer((client) => {
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
