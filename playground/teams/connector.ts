/** The Bot Connector REST service: what the bot calls, with its token, within the throttles. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson } from '../shared/http';
import { parseJson, record, snapshot, text } from '../shared/json';
import { type WindowLimit } from '../shared/windows';
import { ConnectorRefusal, type Reply } from './connector-reply';
import {
  listMembers,
  oneMember,
  pageOfMembers,
  teamChannels,
  teamDetails,
} from './connector-roster';
import { changeActivity, createConversation, deleteActivity, sendActivity } from './connector-send';
import { appWindows, limits, memberWindows, sendWindows } from './limits';
import { breach, tell, type TeamsFault, type TeamsState } from './state';

export type ConnectorVerb = 'create' | 'send' | 'update' | 'delete' | 'members' | 'team';

interface Route {
  readonly verb: ConnectorVerb;
  readonly method: string;
  readonly path: RegExp;
  run(state: TeamsState, parts: readonly string[], body: unknown, query: URLSearchParams): Reply;
}

const inConversation = '/v3/conversations/([^/]+)';
const routes: readonly Route[] = [
  route('create', 'POST', '/v3/conversations', (state, _, body) =>
    createConversation(state, record(body)),
  ),
  route('send', 'POST', `${inConversation}/activities`, (state, [id = ''], body) =>
    sendActivity(state, id, record(body)),
  ),
  route('send', 'POST', `${inConversation}/activities/([^/]+)`, (state, [id = '', to = ''], body) =>
    sendActivity(state, id, record(body), to),
  ),
  route(
    'update',
    'PUT',
    `${inConversation}/activities/([^/]+)`,
    (state, [id = '', to = ''], body) => changeActivity(state, id, to, record(body)),
  ),
  route('delete', 'DELETE', `${inConversation}/activities/([^/]+)`, (state, [id = '', to = '']) =>
    deleteActivity(state, id, to),
  ),
  route('members', 'GET', `${inConversation}/members`, (state, [id = '']) =>
    listMembers(state, id),
  ),
  route('members', 'GET', `${inConversation}/pagedmembers`, (state, [id = ''], _, query) =>
    pageOfMembers(state, id, query),
  ),
  route('members', 'GET', `${inConversation}/members/([^/]+)`, (state, [id = '', who = '']) =>
    oneMember(state, id, who),
  ),
  route('team', 'GET', '/v3/teams/([^/]+)', (state, [id = '']) => teamDetails(state, id)),
  route('team', 'GET', '/v3/teams/([^/]+)/conversations', (state, [id = '']) =>
    teamChannels(state, id),
  ),
];

function route(verb: ConnectorVerb, method: string, path: string, run: Route['run']): Route {
  return { verb, method, path: new RegExp(`^${path}/?$`), run };
}

/** Serves everything below the service URL. */
export async function serveConnector(
  state: TeamsState,
  url: URL,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const raw = (await readBody(req, 4_000_000)) ?? '';
  const reply = answer(state, url, path, req, raw);
  const method = req.method ?? 'GET';
  const body: unknown = snapshot(parseJson(raw));
  const call = { method, path, body, status: reply.status, answer: reply.body };
  tell(state, { kind: 'call', call });
  sendJson(res, reply.status, reply.body, { 'x-simulated': 'teams', ...reply.headers });
}

function answer(
  state: TeamsState,
  url: URL,
  path: string,
  req: IncomingMessage,
  raw: string,
): Reply {
  if (!authorized(state, req)) return failed(401, 'Unauthorized', 'Not authorized');
  const found = routes.find((each) => each.method === req.method && each.path.test(path));
  const parts = found?.path.exec(path)?.slice(1).map(decodeURIComponent) ?? [];
  if (!found) return failed(404, 'ServiceError', `No such resource: ${path}`);
  if (found.verb !== 'members' && Buffer.byteLength(raw, 'utf16le') > limits.messageBytes) {
    breach(state, 'too-big', found.verb, `${Buffer.byteLength(raw, 'utf16le')} bytes in UTF-16`);
    return failed(413, 'MessageSizeTooBig', 'Message size too large');
  }
  const throttled = throttle(state, found.verb, parts[0] ?? 'create');
  if (throttled) return throttled;
  const fault = takeFault(state, found.verb);
  if (fault && !fault.afterTheDeed) return faulty(fault);
  try {
    const reply = found.run(state, parts, parseJson(raw), url.searchParams);
    return fault ? faulty(fault) : reply;
  } catch (refusal) {
    if (!(refusal instanceof ConnectorRefusal)) throw refusal;
    return failed(refusal.status, refusal.code, refusal.message);
  }
}

function failed(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

/** Only tokens of its own token endpoint that have not run out. */
function authorized(state: TeamsState, req: IncomingMessage): boolean {
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
  const endsAtMs = state.botTokens.get(token);
  return !state.isSecretRevoked && endsAtMs !== undefined && Date.now() < endsAtMs;
}

/** Per bot and thread, a channel and each of its threads apart; and for all calls together. */
function throttle(state: TeamsState, verb: ConnectorVerb, conversation: string): Reply | null {
  if (state.options.rateLimits === false) return null;
  const reads = verb === 'members' || verb === 'team';
  const key = `${reads ? 'read' : 'send'} ${conversation}`;
  return (
    overLimit(state, verb, key, reads ? memberWindows : sendWindows) ??
    overLimit(state, verb, 'all calls', appWindows)
  );
}

function overLimit(
  state: TeamsState,
  verb: ConnectorVerb,
  key: string,
  windows: readonly WindowLimit[],
): Reply | null {
  const nowMs = state.now();
  if (nowMs < (state.retryAfter.get(key) ?? 0)) {
    breach(state, 'retry-after-ignored', verb, `called again before its Retry-After: ${key}`);
  }
  const waitMs = state.countCall(key, windows, nowMs);
  if (waitMs === 0) return null;
  const seconds = Math.ceil(waitMs / 1000);
  state.retryAfter.set(key, nowMs + waitMs);
  breach(state, 'rate-limit', verb, `told to wait ${seconds} s: ${key}`);
  const reply = failed(429, 'TooManyRequests', 'API calls quota exceeded');
  return { ...reply, headers: { 'retry-after': String(seconds) } };
}

function takeFault(state: TeamsState, verb: ConnectorVerb): TeamsFault | null {
  const fault = state.faults.get(verb);
  if (!fault) return null;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) state.faults.set(verb, { ...fault, times: left });
  else state.faults.delete(verb);
  return fault;
}

function faulty(fault: TeamsFault): Reply {
  const reply = failed(fault.status, text(fault.code) || 'ServiceError', 'As the test asked');
  if (fault.retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { 'retry-after': String(fault.retryAfterSeconds) } };
}
