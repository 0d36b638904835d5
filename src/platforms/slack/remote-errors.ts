import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { RemoteError, type RemoteErrorKind } from '../../errors';

/** Slack's error codes by who must act. Codes that are not listed are `rejected`: our call was wrong. */
const kinds: ReadonlyMap<string, RemoteErrorKind> = new Map(
  Object.entries({
    throttled: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
    unauthorized: [
      'not_authed',
      'invalid_auth',
      'access_denied',
      'account_inactive',
      'token_revoked',
      'token_expired',
      'no_permission',
      'missing_scope',
      'not_allowed_token_type',
      'org_login_required',
      'ekm_access_denied',
      'team_access_not_granted',
      'two_factor_setup_required',
    ],
    not_found: [
      'channel_not_found',
      'message_not_found',
      'thread_not_found',
      'user_not_found',
      'users_not_found',
      'is_archived',
      'not_in_channel',
    ],
    unavailable: [
      'fatal_error',
      'internal_error',
      'service_unavailable',
      'request_timeout',
      'team_added_to_org',
    ],
  } satisfies Partial<Record<RemoteErrorKind, string[]>>).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind as RemoteErrorKind] as const),
  ),
);

/** Runs a call to Slack; whatever it throws becomes a RemoteError of system `Slack`. */
export async function remotely<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toRemoteError(error);
  }
}

export function toRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  if (error instanceof WebAPIRateLimitedError) return throttled(error, error.retryAfter);
  if (error instanceof WebAPIPlatformError) return fromPlatform(error);
  if (error instanceof WebAPIHTTPError) return fromStatus(error);
  const code = networkCode(error instanceof WebAPIRequestError ? error.original : error);
  return new RemoteError('Slack', 'unavailable', code, { cause: error });
}

function fromPlatform(error: WebAPIPlatformError): RemoteError {
  const code = error.data.error;
  // The client puts a body that is not JSON (a proxy's page) where the code belongs.
  if (!/^[a-z0-9_]{1,80}$/.test(code)) {
    return new RemoteError('Slack', 'unavailable', 'unreadable_answer', { cause: error });
  }
  const kind = kinds.get(code) ?? 'rejected';
  if (kind === 'throttled') return throttled(error, error.data.response_metadata?.retryAfter, code);
  return new RemoteError('Slack', kind, code, { cause: error });
}

function fromStatus(error: WebAPIHTTPError): RemoteError {
  const code = `http_${error.statusCode}`;
  if (error.statusCode >= 500 || error.statusCode === 408) {
    return new RemoteError('Slack', 'unavailable', code, { cause: error });
  }
  const kind = [401, 403].includes(error.statusCode) ? 'unauthorized' : 'rejected';
  return new RemoteError('Slack', kind, code, { cause: error });
}

function throttled(cause: unknown, retryAfterS: unknown, code = 'ratelimited'): RemoteError {
  const seconds = typeof retryAfterS === 'number' ? retryAfterS : 1;
  return new RemoteError('Slack', 'throttled', code, { cause, retryAfterMs: seconds * 1000 });
}

/** `ECONNREFUSED` and the like; fetch hides it one cause down. */
function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'request_failed';
  if (error.name === 'TimeoutError') return 'timeout';
  for (const one of [error, error.cause]) {
    const code = typeof one === 'object' && one !== null && 'code' in one ? one.code : undefined;
    if (typeof code === 'string') return code;
  }
  return 'request_failed';
}

export function isRemoteErrorOf(error: unknown, kind: RemoteErrorKind): error is RemoteError {
  return error instanceof RemoteError && error.kind === kind;
}
