/** What the Bot Connector or the token endpoint answered, as a RemoteError. */
import { RemoteError, type RemoteErrorKind } from '../../errors';

const system = 'Teams';

/** Answers that Microsoft asks to be tried again, besides 429. */
const passing: ReadonlySet<number> = new Set([408, 412, 500, 502, 503, 504]);

/** 403 with one of these is about one conversation, not about our credentials: nobody can repair it but the person. */
const blockedByPerson: ReadonlySet<string> = new Set([
  'MessageWritesBlocked',
  'ConversationBlockedByUser',
]);

/**
 * The error for an answer that is not 2xx.
 * @param retryAfter the header as it came: seconds or an HTTP date
 * @param nowMs for a Retry-After that is a date
 */
export function answerToRemoteError(
  status: number,
  body: string,
  retryAfter: string | null,
  nowMs: number,
): RemoteError {
  const code = codeOf(body) ?? `http_${status}`;
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  return new RemoteError(system, kindOf(status, code), code, {
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

function kindOf(status: number, code: string): RemoteErrorKind {
  if (status === 429) return 'throttled';
  if (passing.has(status) || status > 504) return 'unavailable';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 403 && blockedByPerson.has(code)) return 'rejected';
  if (status === 401 || status === 403) return 'unauthorized';
  return 'rejected';
}

/** The connector's own code from `{"error":{"code":…}}`; the token endpoint says `{"error":"invalid_client"}`. */
function codeOf(body: string): string | null {
  const parsed = parseObject(body);
  const error = parsed?.error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return typeof code === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(code) ? code : null;
}

function parseObject(body: string): { readonly error?: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}

function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** MSAL's codes for a token endpoint that cannot be reached; its other codes mean that we are not let in. */
const tokenEndpointAway: ReadonlySet<string> = new Set([
  'network_error',
  'no_network_connectivity',
  'request_timeout',
  'endpoints_resolution_error',
  'openid_config_error',
  'temporarily_unavailable',
]);

/** The RemoteError for a call that got no answer: refused, broken off, or too slow. */
export function noAnswer(thrown: unknown): RemoteError {
  const code = isTimeout(thrown) ? 'timeout' : (networkCode(thrown) ?? 'network');
  return new RemoteError(system, 'unavailable', code, { cause: thrown });
}

/**
 * The RemoteError for whatever an outgoing call threw. Our own mistakes are handed back unchanged: they are not the
 * outside's fault.
 */
export function thrownToRemoteError(thrown: unknown): unknown {
  if (thrown instanceof RemoteError) return thrown;
  const msalCode = textOf(thrown, 'errorCode');
  if (msalCode !== null) {
    const kind = tokenEndpointAway.has(msalCode) ? 'unavailable' : 'unauthorized';
    return new RemoteError(system, kind, msalCode, { cause: thrown });
  }
  const name = textOf(thrown, 'name');
  // What botbuilder could not parse, and a managed identity that gave no token.
  if (name === 'RestError' || name === 'AggregateAuthenticationError') {
    return new RemoteError(system, 'unavailable', 'unreadable_answer', { cause: thrown });
  }
  return isTimeout(thrown) || networkCode(thrown) !== null ? noAnswer(thrown) : thrown;
}

function isTimeout(thrown: unknown): boolean {
  const name = textOf(thrown, 'name');
  return name === 'TimeoutError' || name === 'AbortError';
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`, … of the error or of its cause, where fetch hides it. */
function networkCode(thrown: unknown): string | null {
  const cause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown && thrown.cause;
  const codes = [textOf(thrown, 'code'), textOf(cause, 'code')];
  return codes.find((code) => code !== null && /^(?:E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)) ?? null;
}

/** A text property of an error, whichever realm or library made it. */
function textOf(thrown: unknown, key: 'name' | 'code' | 'errorCode'): string | null {
  if (typeof thrown !== 'object' || thrown === null || !(key in thrown)) return null;
  const value = (thrown as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : null;
}
