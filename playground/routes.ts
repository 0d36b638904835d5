/** The page, its stream of states and its acts, on Elevate's own restify server. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { type Request, type Response, type Server } from 'restify';
import { ZodError } from 'zod';
import { acts, type Stage } from './acts';
import { type LiveState } from './live-state';
import { foreignness } from './same-origin';
import { readBody } from './shared/http';
import { parseJson } from './shared/json';

export interface PageParts extends Stage {
  readonly live: LiveState;
}

const bodyMaxBytes = 64_000;
const heartbeatMs = 20_000;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from elsewhere is loaded, and no other page may frame this one. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Mounts `/`, `/playground/page/*`, `/playground/state`, `/playground/events` and the acts. */
export function mountPage(server: Server, parts: PageParts): void {
  const folder = pageFolder(__dirname);
  server.get(
    '/',
    guarded((_request, response) => sendFile(response, folder, 'index.html')),
  );
  for (const name of ['main.js', 'main.css', 'icon.svg']) {
    const path = { path: `/playground/page/${name}`, name: `page-${name.replace('.', '-')}` };
    server.get(
      path,
      guarded((_request, response) => sendFile(response, folder, name)),
    );
  }
  server.get(
    '/playground/state',
    guarded((request, response) => sendJson(response, 200, parts.live.of(personOf(request)))),
  );
  server.get(
    '/playground/events',
    guarded((request, response) => stream(parts.live, personOf(request), request, response)),
  );
  for (const [name, act] of Object.entries(acts)) {
    const path = { path: `/playground/${name}`, name: `page-${name.replace('/', '-')}` };
    server.post(
      path,
      guarded(async (request, response) => {
        const body = parseJson((await readBody(request, bodyMaxBytes)) ?? '');
        sendJson(response, 200, await act(parts, body));
      }),
    );
  }
}

type Handler = (request: Request, response: Response) => Promise<void> | void;

/** Own page only; what a handler throws is what the person is told, in words. */
function guarded(handler: Handler): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const foreign = foreignness(request.method ?? 'GET', request.headers);
    if (foreign !== null) {
      const error = `Only the playground's own page may ask this (${foreign}).`;
      return sendJson(response, 403, { error });
    }
    try {
      await handler(request, response);
    } catch (error) {
      if (response.headersSent) return void response.end();
      const said = error instanceof Error ? error.message : 'That did not work.';
      const words = error instanceof ZodError ? 'That is not something the page asks for.' : said;
      sendJson(response, 400, { error: words });
    }
  };
}

function personOf(request: Request): string {
  return new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('person') ?? '';
}

function sendJson(response: Response, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

function sendFile(response: Response, folder: string, name: string): void {
  const file = join(folder, name);
  if (!existsSync(file)) {
    throw new Error('The page is not built. Run: npm run build');
  }
  response.writeHead(200, {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(readFileSync(file));
}

/** Server-sent events: the person's whole state, now and after each change. */
function stream(live: LiveState, person: string, request: Request, response: Response): void {
  const first = live.of(person);
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  const send = (state: unknown): void => void response.write(`data: ${JSON.stringify(state)}\n\n`);
  send(first);
  const endUpdates = live.subscribe(() => send(live.of(person)));
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  const endWatch = live.onStop(() => response.end());
  request.on('close', () => {
    endUpdates();
    endWatch();
    clearInterval(heartbeat);
  });
}

/** The bundled page, wherever this code runs from: sources hold no bundle. */
function pageFolder(from: string): string {
  for (const folder of [join(from, 'page'), join(from, 'dist', 'playground', 'page')]) {
    if (existsSync(join(folder, 'main.js'))) return folder;
  }
  const parent = dirname(from);
  return parent === from ? join(from, 'page') : pageFolder(parent);
}
