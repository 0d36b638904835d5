/** The little HTTP that both simulations need. Loopback only, on purpose: they hold keys that everybody knows. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Server } from 'node:http';

export interface LoopbackServer {
  readonly server: Server;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Listens on 127.0.0.1; port 0 takes a free one. A handler that throws answers 500 with its message. */
export async function startLoopbackServer(handler: Handler, port = 0): Promise<LoopbackServer> {
  const server = createServer((req, res) => {
    handler(req, res).catch((fault: unknown) => {
      if (!res.headersSent) sendText(res, 500, fault instanceof Error ? fault.message : 'fault');
      else res.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    server,
    port: taken,
    origin: `http://127.0.0.1:${taken}`,
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The whole body as text, or null when it is longer than `limitBytes`. */
export async function readBody(req: IncomingMessage, limitBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...headers,
  });
  res.end(bytes);
}

export function sendText(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  res.end(body);
}

export interface Sending {
  readonly url: string;
  readonly method?: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Real milliseconds after which the caller gives up, whatever clock the simulation runs on. */
  readonly deadlineMs: number;
}

export type Answer =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    }
  | { readonly outcome: 'timed-out' }
  | { readonly outcome: 'unreachable'; readonly why: string };

/** Sends one request and reports what came of it; it never throws for what the other side does. */
export function send(sending: Sending): Promise<Answer> {
  assertLoopback(sending.url);
  return new Promise((resolve) => {
    const req = request(sending.url, {
      method: sending.method ?? 'POST',
      headers: { ...sending.headers, 'content-length': String(Buffer.byteLength(sending.body)) },
      agent: false,
    });
    const timer = setTimeout(() => {
      resolve({ outcome: 'timed-out' });
      req.destroy();
    }, sending.deadlineMs);
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    req.on('error', (fault) => settle({ outcome: 'unreachable', why: fault.message }));
    req.on('response', (res) => {
      readBody(res, bodyLimitBytes).then(
        (body) =>
          settle({
            outcome: 'answered',
            status: res.statusCode ?? 0,
            body: body ?? '',
            headers: res.headers,
          }),
        (fault: Error) => settle({ outcome: 'unreachable', why: fault.message }),
      );
    });
    req.end(sending.body);
  });
}

const bodyLimitBytes = 4_000_000;

/** Throws for an address outside of this machine: nothing simulated may reach a real service. */
export function assertLoopback(url: string): void {
  const host = new URL(url).hostname;
  if (host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)) return;
  throw new Error(`The simulation sends only to loopback addresses, not to ${host}`);
}
