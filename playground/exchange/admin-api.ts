import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Journal } from '../shared/journal';
import { readBody, sendJson } from '../shared/http';
import { isRecord, type Json, parseJson, record, text } from '../shared/json';
import { type CmdletResult, cmdlets, isReading } from './cmdlets';
import { type Organisation } from './organisation';

/** What can be made to go wrong; all is well with the defaults. Change it at any time. */
export interface ExchangeKnobs {
  /** Everything answers 503. */
  outage: boolean;
  /** How long each answer is held back, in milliseconds. */
  slowMs: number;
  /** The app has lost its rights: 403 with an empty body, as Exchange does it. */
  refuse: boolean;
  /** The app may only read: what changes something gets the empty 403. */
  readOnly: boolean;
  /** How many of the next calls get 429, and the Retry-After they carry, in seconds. */
  throttle: { times: number; retryAfterS: number };
  /** How many of the next changes are made without an answer ever being sent. */
  silentSuccesses: number;
}

/** One call of a cmdlet, for the page and for tests. `status` 0: no answer was sent. */
export interface ExchangeCall {
  readonly at: string;
  readonly cmdlet: string;
  readonly parameters: Json;
  readonly status: number;
}

export interface AdminApi {
  readonly tenantId: string;
  readonly token: string;
  readonly organisation: Organisation;
  readonly knobs: ExchangeKnobs;
  readonly journal: Journal<ExchangeCall>;
  readonly now: () => Date;
  readonly origin: () => string;
}

const bodyLimitBytes = 1_000_000;
const pageSizeMax = 1_000;

/** `POST /adminapi/beta/{tenantId}/InvokeCommand`, with the error bodies and the silences of the real one. */
export async function serveInvokeCommand(
  api: AdminApi,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(req, bodyLimitBytes);
  const input = record(record(parseJson(body ?? ''))['CmdletInput']);
  const cmdlet = text(input['CmdletName']);
  const parameters = record(input['Parameters']);
  const note = (status: number): void =>
    api.journal.add({ at: api.now().toISOString(), cmdlet, parameters, status });

  const { knobs } = api;
  if (knobs.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, knobs.slowMs));
  const refusal = refusalOf(api, req, cmdlet);
  if (refusal) {
    note(refusal.status);
    return sendEmpty(res, refusal.status, refusal.headers);
  }
  const run = cmdlets[cmdlet.toLowerCase()];
  if (!isRecord(input['Parameters']) || !run) {
    note(400);
    return sendJson(res, 400, errorBody(unknownCmdlet(cmdlet)));
  }
  const result = run(api.organisation, parameters, api.now);
  if (!isReading(cmdlet) && !('error' in result) && knobs.silentSuccesses > 0) {
    knobs.silentSuccesses -= 1;
    return note(0);
  }
  const status = 'error' in result ? 400 : 200;
  note(status);
  sendJson(res, status, 'error' in result ? errorBody(result) : page(api, req, url, result));
}

interface Refused {
  readonly status: number;
  readonly headers: Record<string, string>;
}

function refusalOf(api: AdminApi, req: IncomingMessage, cmdlet: string): Refused | null {
  const { knobs } = api;
  if (knobs.outage) return { status: 503, headers: {} };
  if (req.headers.authorization !== `Bearer ${api.token}`) {
    return { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };
  }
  if (knobs.throttle.times > 0) {
    knobs.throttle.times -= 1;
    return { status: 429, headers: { 'retry-after': String(knobs.throttle.retryAfterS) } };
  }
  const refused = knobs.refuse || (knobs.readOnly && !isReading(cmdlet));
  return refused ? { status: 403, headers: {} } : null;
}

function sendEmpty(res: ServerResponse, status: number, headers: Record<string, string>): void {
  res.writeHead(status, { 'content-length': '0', ...headers });
  res.end();
}

function unknownCmdlet(cmdlet: string): Extract<CmdletResult, { error: string }> {
  return {
    exception: 'System.Management.Automation.CommandNotFoundException',
    error: `The term '${cmdlet}' is not recognized as the name of a cmdlet.`,
  };
}

/** The wording of the error stands three times, deeper each time more precisely. */
function errorBody({ error, exception }: { error: string; exception: string }): Json {
  return {
    error: {
      code: 'BadRequest',
      message: 'Error executing request.',
      details: [{ code: 'Context', target: '', message: `Ex6F9304|${exception}|${error}` }],
      innererror: {
        message: 'Error executing cmdlet',
        type: exception,
        internalexception: { message: error, type: exception },
      },
    },
  };
}

/** The next page is had by posting the same body to the link. */
function page(
  api: AdminApi,
  req: IncomingMessage,
  url: URL,
  result: Extract<CmdletResult, { objects: readonly Json[] }>,
): Json {
  const asked = /odata\.maxpagesize=(\d+)/.exec(text(req.headers['prefer']))?.[1];
  const size = Math.min(Math.max(Number(asked ?? pageSizeMax), 1), pageSizeMax);
  const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
  const more = result.objects.length > skip + size;
  return {
    '@adminapi.warnings': result.warnings ?? [],
    value: result.objects.slice(skip, skip + size),
    ...(more
      ? { '@odata.nextLink': `${api.origin()}${url.pathname}?$skiptoken=${skip + size}` }
      : {}),
  };
}
