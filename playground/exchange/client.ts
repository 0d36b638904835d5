import { RemoteError } from '../../src/errors';
import { assertLoopback } from '../shared/http';
import { isRecord, type Json, list, parseJson, record } from '../shared/json';

export interface ExchangeClient {
  /**
   * Runs one cmdlet and reads all pages of its answer. Throws RemoteError: 401 and 403 `unauthorized`, 429
   * `throttled`, 408, 425, 5xx and no answer `unavailable`, everything else `rejected`.
   */
  invoke(cmdlet: string, parameters: Json, signal: AbortSignal): Promise<readonly Json[]>;
}

export interface ExchangeClientOptions {
  readonly workload: string;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly tenantId: string;
  /** Read for each call, so that a rotated token is used. */
  readonly token: () => string;
}

/** More pages than any organisation has; an endless chain of links ends here. */
const pagesMax = 100;
const pageSize = 1_000;

export function createExchangeClient(options: ExchangeClientOptions): ExchangeClient {
  const { workload } = options;
  const start = `${options.endpoint}/adminapi/beta/${options.tenantId}/InvokeCommand`;
  assertLoopback(start);

  async function invoke(cmdlet: string, parameters: Json, signal: AbortSignal): Promise<Json[]> {
    const found: Json[] = [];
    let link: string | null = start;
    for (let page = 0; link !== null && page < pagesMax; page += 1) {
      const answer = await post(options, link, cmdlet, parameters, signal);
      found.push(...list(answer['value']).filter(isRecord));
      link = nextLink(workload, start, answer);
    }
    if (link !== null) throw new RemoteError(workload, 'rejected', 'too_many_pages');
    return found;
  }
  return { invoke };
}

async function post(
  { workload, token }: ExchangeClientOptions,
  url: string,
  cmdlet: string,
  parameters: Json,
  signal: AbortSignal,
): Promise<Json> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal,
    headers: {
      authorization: `Bearer ${token()}`,
      'content-type': 'application/json; charset=utf-8',
      'x-cmdletname': cmdlet,
      'x-responseformat': 'json',
      prefer: `odata.maxpagesize=${pageSize}`,
    },
    body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } }),
  }).catch((error: unknown) => {
    throw new RemoteError(workload, 'unavailable', 'no_answer', { cause: error });
  });
  const body = await response.text().catch((error: unknown) => {
    throw new RemoteError(workload, 'unavailable', 'answer_cut_off', { cause: error });
  });
  if (!response.ok) throw failureOf(workload, response);
  const answer = parseJson(body);
  // An answer that cannot be read says nothing about what is there: it must not look like "nothing found".
  if (!isRecord(answer) || !Array.isArray(answer['value'])) {
    throw new RemoteError(workload, 'unavailable', 'answer_unreadable');
  }
  return record(answer);
}

function failureOf(workload: string, { status, headers }: Response): RemoteError {
  const code = `http_${status}`;
  if (status === 401 || status === 403) return new RemoteError(workload, 'unauthorized', code);
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const told = Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1_000 } : {};
    return new RemoteError(workload, 'throttled', code, told);
  }
  const later = status === 408 || status === 425 || status >= 500;
  return new RemoteError(workload, later ? 'unavailable' : 'rejected', code);
}

/** The link carries our token, so it is only followed to where the first page came from. */
function nextLink(workload: string, start: string, answer: Json): string | null {
  const link = answer['@odata.nextLink'];
  if (link === undefined) return null;
  const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : null;
  if (url?.origin === new URL(start).origin) return url.href;
  throw new RemoteError(workload, 'rejected', 'foreign_next_link');
}
