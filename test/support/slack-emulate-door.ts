/** In front of emulate: writes down what the bot calls and what emulate answers, and takes what response URLs get. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface WebApiCall {
  readonly method: string;
  readonly ok: boolean;
  /** Slack's code, as `missing_scope`. */
  readonly error: string | null;
  readonly answer: Record<string, unknown>;
}

export interface FrontDoor {
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  readonly calls: readonly WebApiCall[];
  /** Bodies that were sent to response URLs, in order. */
  readonly answers: readonly Record<string, unknown>[];
  /** A new one. */
  responseUrl(): string;
  close(): Promise<void>;
}

export async function openFrontDoor(emulate: string): Promise<FrontDoor> {
  const calls: WebApiCall[] = [];
  const answers: Record<string, unknown>[] = [];
  let given = 0;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', headers } = request;
    const body = await readAll(request);
    if (url.startsWith('/response/')) {
      answers.push(JSON.parse(body.toString('utf8')) as Record<string, unknown>);
      response.end('ok');
      return;
    }
    const answered = await fetch(`${emulate}${url}`, {
      method: 'POST',
      headers: {
        'content-type': headers['content-type'] ?? '',
        authorization: headers.authorization ?? '',
      },
      body,
    });
    const text = await answered.text();
    const answer = JSON.parse(text) as Record<string, unknown>;
    const error = typeof answer.error === 'string' ? answer.error : null;
    calls.push({ method: url.slice('/api/'.length), ok: answer.ok === true, error, answer });
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(text);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    calls,
    answers,
    responseUrl: () => `${origin}/response/${(given += 1)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
