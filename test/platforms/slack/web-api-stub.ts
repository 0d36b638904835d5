/** A small Slack Web API and response_url that records what it is told and answers what a test wants. Loopback only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { parse } from 'node:querystring';

export interface Call {
  readonly method: string;
  /** Arguments; those that Slack takes as JSON are parsed. */
  readonly args: Record<string, unknown>;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** A string is sent as it is. */
  readonly body?: object | string;
  /** Awaited before answering. */
  readonly after?: Promise<unknown>;
}

export interface WebApiStub {
  readonly apiUrl: string;
  readonly responseUrl: string;
  readonly calls: Call[];
  /** The next call of the method gets this answer in place of the usual one; may be said several times. */
  answer(method: string, answer: StubAnswer): void;
  /** What the method answers from now on. */
  always(method: string, answer: StubAnswer): void;
  /** Calls of one method, in order. */
  of(method: string): Record<string, unknown>[];
  /** Resolves when the method has been called that often. */
  called(method: string, times?: number): Promise<void>;
  stop(): Promise<void>;
}

const usual: Record<string, object> = {
  'auth.test': { ok: true, team_id: 'T0001', user_id: 'UBOT', bot_id: 'BBOT' },
  'chat.postMessage': { ok: true, channel: 'C0APPROVERS', ts: '1700000000.000100' },
  'chat.update': { ok: true },
  'chat.postEphemeral': { ok: true, message_ts: '1700000000.000200' },
  'conversations.info': { ok: true, channel: { id: 'C0APPROVERS' } },
  'conversations.open': { ok: true, channel: { id: 'D0ANA' } },
  'views.open': { ok: true },
  'views.publish': { ok: true },
};

export async function startWebApiStub(): Promise<WebApiStub> {
  const calls: Call[] = [];
  const once = new Map<string, StubAnswer[]>();
  const standing = new Map<string, StubAnswer>();
  const waiters: { method: string; times: number; resolve: () => void }[] = [];

  const server = createServer((request, response) => {
    void receive(request, response);
  });

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = (request.url ?? '').replace('/api/', '').replace(/^\//, '');
    const text = Buffer.concat(chunks).toString('utf8');
    calls.push({ method, args: readArgs(text, request.headers['content-type'] ?? '') });
    for (const waiter of waiters) if (count(waiter.method) >= waiter.times) waiter.resolve();
    const answer = once.get(method)?.shift() ?? standing.get(method) ?? {};
    await answer.after;
    const body = answer.body ?? usual[method] ?? (method === 'respond' ? 'ok' : { ok: true });
    response.writeHead(answer.status ?? 200, {
      'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
      ...answer.headers,
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  const count = (method: string) => calls.filter((call) => call.method === method).length;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    responseUrl: `http://127.0.0.1:${port}/respond`,
    calls,
    answer(method, answer) {
      once.set(method, [...(once.get(method) ?? []), answer]);
    },
    always(method, answer) {
      standing.set(method, answer);
    },
    of: (method) => calls.filter((call) => call.method === method).map((call) => call.args),
    called: (method, times = 1) =>
      count(method) >= times
        ? Promise.resolve()
        : new Promise((resolve) => waiters.push({ method, times, resolve })),
    async stop() {
      server.closeAllConnections();
      // Closing it a second time reports an error that means nothing here.
      await new Promise((done) => server.close(done));
    },
  };
}

function readArgs(text: string, contentType: string): Record<string, unknown> {
  if (contentType.startsWith('application/json')) {
    return JSON.parse(text) as Record<string, unknown>;
  }
  const args: Record<string, unknown> = { ...parse(text) };
  for (const name of ['blocks', 'view']) {
    if (typeof args[name] === 'string') args[name] = JSON.parse(args[name]);
  }
  return args;
}
