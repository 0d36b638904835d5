/** The Web API: token, scopes, rate limits, then the method. Slack answers 200 even to what it refuses. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson } from '../shared/http';
import { isRecord, parseJson, snapshot, text, type Json } from '../shared/json';
import { type Bucket } from '../shared/windows';
import { ApiRefusal, type Method } from './api-method';
import { chatMethods } from './chat-methods';
import { directoryMethods } from './directory-methods';
import { breach, tell, type SlackState } from './state';
import { viewMethods } from './view-methods';

const methods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...directoryMethods,
  ...viewMethods,
};

/** All scopes that some method asks for; the default of a simulation that was given none. */
function knownScopes(): string[] {
  const named = Object.values(methods).flatMap((method) => method.scopes);
  const events = ['commands', 'app_mentions:read', 'im:history', 'users:read.email'];
  return [...new Set([...named, ...events])];
}

interface Answered {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Record<string, string>;
}

/** Serves `/api/{method}`. */
export async function serveWebApi(
  state: SlackState,
  name: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const body = (await readBody(req, 1_000_000)) ?? '';
  const args = argumentsOf(req, body);
  const fault = takeFault(state, name);
  const answered =
    fault?.status || fault?.error
      ? { status: fault.status ?? 200, body: { ok: false, error: fault.error ?? 'fatal_error' } }
      : answer(state, name, args, tokenOf(req, args));
  log(state, name, args, answered);
  if (fault && !fault.status && !fault.error) {
    // Done, and the caller never learns it: what a lost connection looks like.
    req.socket.destroy();
    return;
  }
  const scopes = scopesOf(state).join(',');
  sendJson(res, answered.status, answered.body, {
    'x-oauth-scopes': scopes,
    'x-simulated': 'slack',
    ...('headers' in answered ? answered.headers : {}),
  });
}

function takeFault(state: SlackState, name: string): { status?: number; error?: string } | null {
  const fault = state.faults.get(name);
  if (!fault) return null;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) state.faults.set(name, { ...fault, times: left });
  else state.faults.delete(name);
  return fault;
}

function argumentsOf(req: IncomingMessage, body: string): Json {
  const type = req.headers['content-type'] ?? '';
  if (type.includes('json')) {
    const parsed = parseJson(body);
    return isRecord(parsed) ? parsed : {};
  }
  const query = new URL(req.url ?? '/', 'http://simulated').search;
  const fields = [...new URLSearchParams(query), ...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([key, value]) => [key, formValue(key, value)]));
}

/** In a form, structured arguments travel as JSON; everything else is text, also when it looks like JSON. */
function formValue(key: string, value: string): unknown {
  if (key === 'blocks' || key === 'view' || key === 'attachments' || key === 'metadata') {
    return parseJson(value) ?? value;
  }
  if (value === 'true' || value === 'false') return value === 'true';
  return value;
}

function tokenOf(req: IncomingMessage, args: Json): string {
  const header = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '');
  return header?.[1] ?? text(args.token);
}

function scopesOf(state: SlackState): readonly string[] {
  return state.options.scopes ?? knownScopes();
}

function answer(state: SlackState, name: string, args: Json, token: string): Answered {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return refusal('unknown_method', { req_method: name });
  const caller = callerOf(state, token);
  if (!caller) return refusal(token ? 'invalid_auth' : 'not_authed');
  if (caller === 'bot' && state.app === 'removed') return refusal('account_inactive');
  if (caller === 'bot' && state.app === 'revoked') return refusal('token_revoked');
  if (!method.callers.includes(caller)) return refusal('not_allowed_token_type');
  const missing = caller === 'bot' ? missingScope(state, method) : null;
  if (missing) {
    breach(state, 'scope', name, missing);
    return refusal('missing_scope', { needed: missing, provided: scopesOf(state).join(',') });
  }
  const waitMs = waitBefore(state, name, method, args);
  if (waitMs > 0) return throttled(state, name, waitMs);
  try {
    const body = method.run(state, args);
    return { status: 200, body: { ok: true, ...body } };
  } catch (fault) {
    if (!(fault instanceof ApiRefusal)) throw fault;
    return refusal(fault.error, fault.extra);
  }
}

function refusal(error: string, extra: Json = {}): Answered {
  return { status: 200, body: { ok: false, error, ...extra } };
}

function callerOf(state: SlackState, token: string): 'bot' | 'app' | null {
  if (token !== '' && token === state.options.botToken) return 'bot';
  if (token !== '' && token === state.options.appToken) return 'app';
  return null;
}

function missingScope(state: SlackState, method: Method): string | null {
  if (method.scopes.length === 0) return null;
  const given = scopesOf(state);
  // Any one of them is enough here; methods that need a particular one check it themselves.
  return method.scopes.some((scope) => given.includes(scope)) ? null : method.scopes.join(',');
}

/** About one message a second and channel, with a short burst; everything else by tier and method. */
const perChannel: Bucket = { burst: 5, perSecond: 1 };

function waitBefore(state: SlackState, name: string, method: Method, args: Json): number {
  if (state.options.rateLimits === false) return 0;
  const posts = name === 'chat.postMessage';
  const key = posts ? `${name} ${text(args.channel)}` : name;
  const nowMs = state.now();
  if (nowMs < (state.retryAfter.get(key) ?? 0)) {
    breach(state, 'retry-after-ignored', name, `called again before its Retry-After: ${key}`);
  }
  // The tiers promise "n or more a minute"; a few calls at once always pass.
  const perMinute = { burst: Math.max(method.perMinute, 5), perSecond: method.perMinute / 60 };
  const waitMs = state.takeToken(key, posts ? perChannel : perMinute, nowMs);
  if (waitMs > 0) state.retryAfter.set(key, nowMs + Math.ceil(waitMs / 1000) * 1000);
  return waitMs;
}

function throttled(state: SlackState, name: string, waitMs: number): Answered {
  const seconds = Math.ceil(waitMs / 1000);
  breach(state, 'rate-limit', name, `told to wait ${seconds} s`);
  return {
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  };
}

function log(state: SlackState, method: string, args: Json, answered: Answered): void {
  const shown = Object.fromEntries(Object.entries(args).filter(([key]) => key !== 'token'));
  tell(state, {
    kind: 'call',
    call: {
      method,
      args: snapshot(shown),
      atMs: state.now(),
      status: answered.status,
      answer: answered.body,
    },
  });
}
