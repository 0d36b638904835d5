import { setTimeout as pause } from 'node:timers/promises';
import { RemoteError, type RemoteErrorKind } from '../../errors';
import { type Tokens } from './credential';
import { system } from './name';

const graphUrl = 'https://graph.microsoft.com';

export interface GraphCall<T> {
  readonly method: 'GET' | 'POST';
  /** Below the version (`/groups/…`), or all of it where Graph itself gave it. */
  readonly path: string;
  readonly body?: unknown;
  /** For how long in all it may be waited when Graph asks to, in milliseconds. */
  readonly patienceMs: number;
  /** Reads the body. What it throws is treated as if the call had failed so: a part of a batch may ask to be repeated. */
  readonly parse: (body: unknown) => T;
}

export interface Graph {
  /** Throws RemoteError. */
  call<T>(call: GraphCall<T>, signal: AbortSignal): Promise<T>;
}

export interface GraphOptions {
  readonly tokens: Tokens;
  readonly url?: string;
}

/** Calls that Graph asks to repeat are repeated while the patience of the caller and its signal last. */
export function createGraph({ tokens, url = graphUrl }: GraphOptions): Graph {
  const base = `${url}/v1.0`;
  return {
    async call({ method, path, body, patienceMs, parse }, signal) {
      const address = path.startsWith('/') ? `${base}${path}` : within(base, path);
      for (let left = patienceMs; ;) {
        const headers = {
          authorization: `Bearer ${await tokens(signal)}`,
          // Somebody waits for it.
          'x-ms-throttle-priority': 'high',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        };
        const sent = { method, headers, ...(body === undefined ? {} : { body: text(body) }) };
        try {
          return parse(await send(address, sent, signal));
        } catch (error) {
          const wait = waitFor(error, left);
          if (wait === null) throw error;
          left -= wait;
          await pauseFor(wait, signal);
        }
      }
    },
  };
}

function text(body: unknown): string {
  return JSON.stringify(body);
}

/** The token goes nowhere else, whatever an answer names as its next page. */
function within(base: string, address: string): string {
  if (address.startsWith(`${base}/`)) return address;
  throw new RemoteError(system, 'rejected', 'next_page_elsewhere');
}

async function send(address: string, sent: RequestInit, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(address, { ...sent, signal, redirect: 'error' });
    answer = await bodyOf(response);
  } catch (error) {
    const code = signal.aborted ? 'deadline' : 'unreachable';
    throw new RemoteError(system, 'unavailable', code, { cause: error });
  }
  if (response.ok) return answer;
  throw graphError(response.status, answer, response.headers.get('retry-after'));
}

async function bodyOf(response: Response): Promise<unknown> {
  const body = await response.text();
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // An error of something on the way is no JSON.
    if (!response.ok) return null;
    throw new Error('the answer is no JSON');
  }
}

/** What a status and its body mean, of a call or of a part of a batch. */
export function graphError(status: number, body: unknown, retryAfter: string | null): RemoteError {
  const code = codeOf(body) ?? `http_${status}`;
  const retryAfterMs = millisecondsOf(retryAfter);
  return new RemoteError(
    system,
    kindOf(status),
    code,
    retryAfterMs === null ? {} : { retryAfterMs },
  );
}

function kindOf(status: number): RemoteErrorKind {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not_found';
  return status >= 500 ? 'unavailable' : 'rejected';
}

/** `Request_ResourceNotFound`; never text. */
function codeOf(body: unknown): string | null {
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  const code = error?.code;
  return typeof code === 'string' && /^[A-Za-z0-9_.-]{1,80}$/u.test(code) ? code : null;
}

/** Seconds, or a moment. */
function millisecondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null || retryAfter.trim() === '') return null;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** For how long to wait before it is asked again; null when it is not. Graph does not always say for how long. */
function waitFor(error: unknown, leftMs: number): number | null {
  if (!(error instanceof RemoteError)) return null;
  const isBusy = error.kind === 'throttled' || error.retryAfterMs !== undefined;
  if (!isBusy) return null;
  // A wait of nothing would ask for ever.
  const wait = Math.max(100, error.retryAfterMs ?? 1_000);
  return wait <= leftMs ? wait : null;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (cause) {
    throw new RemoteError(system, 'throttled', 'deadline', { cause });
  }
}
