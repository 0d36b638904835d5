import { type Server as HttpServer } from 'node:http';
import { type Registry } from 'prom-client';
import { createServer, type Next, type Request, type Response, type Server } from 'restify';
import { ConfigError } from '../errors';
import { type Log } from '../log';

export interface HttpOptions {
  readonly log: Log;
  readonly metrics: Registry;
  /** Names of what is not ready; empty when the service can do its work. Must answer within its own deadline. */
  readonly notReady: () => Promise<readonly string[]>;
}

/**
 * The one restify server: health, readiness and metrics. Platforms mount their own routes on it; no body parser is
 * installed, because signatures are checked over raw bytes.
 */
export function createHttpServer(options: HttpOptions): Server {
  const server = createServer({ name: 'elevate' });
  server.get('/healthz', (_request: Request, response: Response, next: Next) => {
    response.send(200, { status: 'alive' });
    next();
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    const missing = await options.notReady();
    response.send(missing.length === 0 ? 200 : 503, { ready: missing.length === 0, missing });
  });
  server.get('/metrics', async (_request: Request, response: Response) => {
    response.setHeader('content-type', options.metrics.contentType);
    response.sendRaw(200, await options.metrics.metrics());
  });
  server.on('uncaughtException', (_request: Request, response: Response, error: Error) => {
    options.log.error({ err: error }, 'a route failed');
    if (!response.headersSent) response.send(500, { error: 'internal' });
  });
  return server;
}

/**
 * @returns the port that is listened on, in case 0 was asked for
 * @throws ConfigError when the port is taken or the address cannot be used
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(explained(error, port, host)));
    server.listen(port, host, () => done());
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function explained(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `PORT ${port} is taken on ${host}. Set another, for example PORT=3979.`,
      );
    case 'EACCES':
      return new ConfigError(
        `PORT ${port} may not be used by this user. Set PORT=3978 or another.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`HOST ${host} is no address of this machine. Set HOST=127.0.0.1.`);
    case undefined:
    default:
      return error;
  }
}

/** How long requests under way may take when we stop, in milliseconds; a platform waits for 3 s. */
const drainMs = 5_000;

/** Takes no more connections and waits for the requests under way, for as long as an answer is still of use. */
export function closeServer(server: Server): Promise<void> {
  const inner = server.server as Partial<HttpServer>;
  // restify calls back when it has closed, which what never listened never does.
  if (inner.listening !== true) return Promise.resolve();
  return new Promise((done) => {
    // A client that never finishes its request would keep us from stopping the rest, until we are killed.
    const patience = setTimeout(() => inner.closeAllConnections?.(), drainMs);
    server.close(() => {
      clearTimeout(patience);
      done();
    });
    // Keep-alive connections of chat platforms would hold the process otherwise.
    inner.closeIdleConnections?.();
  });
}
