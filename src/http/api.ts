/** The routes that programs ask on. What becomes of a call is decided by what app hands in; here it is read and answered. */
import { type Request, type Response, type Server } from 'restify';
import { z } from 'zod';
import { parseJsonObject, readBody } from '../read-body';

/** A status of HTTP, and JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly location?: string;
  readonly retryAfterS?: number;
}

/** `key` is what came behind `Bearer`, or null. */
export interface Api {
  ask(call: {
    readonly key: string | null;
    readonly idempotencyKey: string;
    readonly as: string | null;
    readonly wish: {
      readonly target: string;
      readonly duration: string;
      readonly reason: string;
      readonly ticket: string | null;
      readonly scope: string | null;
    };
  }): Promise<ApiAnswer>;
  read(call: { readonly key: string | null; readonly request: number }): Promise<ApiAnswer>;
  end(call: { readonly key: string | null; readonly request: number }): Promise<ApiAnswer>;
  /** What is answered to a call that cannot be read; `where` names what is wrong with it. */
  unreadable(what: 'malformed' | 'too-large', where: string): ApiAnswer;
}

/** Far more than the longest reason needs. */
const bodyMost = 32 * 1024;

const Wish = z.strictObject({
  target: z.string().min(1).max(300),
  for: z.string().min(1).max(60),
  reason: z.string().min(1).max(3000),
  ticket: z.string().max(100).nullish(),
  scope: z.string().max(60).nullish(),
  systemAccount: z.string().max(63).nullish(),
});

/** Visible ASCII, as the draft for the header has it. */
const idempotencyForm = /^[!-~]{1,200}$/u;

export function mountApi(server: Server, api: Api): void {
  server.post('/api/requests', async (request: Request, response: Response) => {
    const answer = await answerAsk(api, request);
    if (answer !== null) send(response, answer);
  });
  server.get('/api/requests/:id', async (request: Request, response: Response) => {
    send(response, await answerNumbered(api, request, (call) => api.read(call)));
  });
  server.post('/api/requests/:id/end', async (request: Request, response: Response) => {
    send(response, await answerNumbered(api, request, (call) => api.end(call)));
  });
  server.del('/api/requests/:id', async (request: Request, response: Response) => {
    send(response, await answerNumbered(api, request, (call) => api.end(call)));
  });
}

/** @returns null when nobody is there any more who could hear an answer */
async function answerAsk(api: Api, request: Request): Promise<ApiAnswer | null> {
  const body = await readBody(request, bodyMost);
  if (body.outcome === 'broken-off') return null;
  if (body.outcome === 'too-large') return api.unreadable('too-large', `${bodyMost} bytes`);
  const typed = parseJsonObject(body.raw);
  if (typed === null) return api.unreadable('malformed', 'JSON');
  const idempotencyKey = request.headers['idempotency-key'];
  if (typeof idempotencyKey !== 'string' || !idempotencyForm.test(idempotencyKey)) {
    return api.unreadable('malformed', 'Idempotency-Key');
  }
  const wish = Wish.safeParse(typed);
  if (!wish.success) return api.unreadable('malformed', placesOf(wish.error));
  const { target, for: duration, reason, ticket, scope, systemAccount } = wish.data;
  return api.ask({
    key: bearerOf(request),
    idempotencyKey,
    as: systemAccount ?? null,
    wish: { target, duration, reason, ticket: ticket ?? null, scope: scope ?? null },
  });
}

/** Names of fields only: what stood in them is not repeated. */
function placesOf({ issues }: z.ZodError): string {
  const places = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'JSON'],
  );
  return [...new Set(places)].slice(0, 5).join(', ');
}

async function answerNumbered(
  api: Api,
  request: Request,
  answer: (call: { readonly key: string | null; readonly request: number }) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const { id } = request.params as { readonly id?: string };
  const number = /^ELV-([1-9][0-9]{0,9})$/iu.exec(id ?? '')?.[1];
  if (number === undefined) return api.unreadable('malformed', 'ELV-142');
  return answer({ key: bearerOf(request), request: Number(number) });
}

function bearerOf({ headers }: Request): string | null {
  return /^Bearer ([^\s]{1,200})$/iu.exec(headers.authorization ?? '')?.[1] ?? null;
}

function send(response: Response, { status, body, location, retryAfterS }: ApiAnswer): void {
  const isProblem = status >= 400;
  response.setHeader('content-type', isProblem ? 'application/problem+json' : 'application/json');
  response.setHeader('cache-control', 'no-store');
  if (location !== undefined) response.setHeader('location', location);
  if (retryAfterS !== undefined) response.setHeader('retry-after', String(retryAfterS));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  response.sendRaw(status, `${JSON.stringify(body)}\n`);
}
