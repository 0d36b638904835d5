/**
 * Microsoft Graph and its sign-in as far as groups are read through them, over real HTTP: who is where is kept, pages are followed by
 * the links that it gives, and what Graph refuses is refused with its bodies.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface GraphUser {
  accountEnabled: boolean | null;
  userType: 'Member' | 'Guest';
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SimulatedGraph {
  readonly url: string;
  readonly tenant: string;
  readonly clientId: string;
  secret: string;
  readonly users: Map<string, GraphUser>;
  /** Ids of users and of groups. */
  readonly groups: Map<string, Set<string>>;
  /** Calls that came to Graph, `POST /$batch`; what a batch holds is not counted by itself. */
  readonly calls: string[];
  readonly signIns: string[];
  /** For how long tokens are good, in seconds. */
  tokenS: number;
  /** Given instead of the next answers, in turn; of calls, or of parts of a batch. */
  readonly instead: Answer[];
  readonly insteadOfParts: Answer[];
  /** Given to every sign-in while set. */
  insteadOfToken: Answer | null;
  /** Awaited before each answer. */
  hold: Promise<unknown> | null;
  /** A token without sign-in. */
  giveToken(): string;
  close(): Promise<void>;
}

export const graphTenant = '11111111-1111-4111-8111-111111111111';

export function graphFault(status: number, code: string, retryAfter?: string): Answer {
  const body = { error: { code, message: `It is so (${code}).`, innerError: {} } };
  return {
    status,
    body,
    ...(retryAfter === undefined ? {} : { headers: { 'Retry-After': retryAfter } }),
  };
}

export async function startSimulatedGraph(): Promise<SimulatedGraph> {
  const tokens = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request).then(({ status, headers = {}, body }) => {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.setHeader('content-type', 'application/json');
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const graph: SimulatedGraph = {
    url,
    tenant: graphTenant,
    clientId: 'cccccccc-0000-4000-8000-000000000001',
    secret: 'the-secret',
    users: new Map(),
    groups: new Map(),
    calls: [],
    signIns: [],
    tokenS: 3_600,
    instead: [],
    insteadOfParts: [],
    insteadOfToken: null,
    hold: null,
    giveToken() {
      const token = randomUUID();
      tokens.set(token, Infinity);
      return token;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { pathname } = new URL(request.url!, url);
    await graph.hold;
    if (!pathname.startsWith('/v1.0/')) return signIn(graph, tokens, pathname, body);
    graph.calls.push(`${request.method} ${pathname.slice('/v1.0'.length)}`);
    const instead = graph.instead.shift();
    if (instead !== undefined) return instead;
    const [, token = ''] = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '') ?? [];
    if ((tokens.get(token) ?? 0) <= Date.now())
      return graphFault(401, 'InvalidAuthenticationToken');
    const call = { method: request.method!, path: request.url!.slice('/v1.0'.length), body };
    return pathname === '/v1.0/$batch' ? batch(graph, call) : single(graph, call);
  }
  return graph;
}

function signIn(
  graph: SimulatedGraph,
  tokens: Map<string, number>,
  pathname: string,
  body: string,
): Answer {
  const base = `/${graph.tenant}`;
  if (pathname === `${base}/v2.0/.well-known/openid-configuration`) {
    const at = `https://login.simulated${base}`;
    return {
      status: 200,
      body: {
        token_endpoint: `${at}/oauth2/v2.0/token`,
        authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
        issuer: `${at}/v2.0`,
        jwks_uri: `${at}/discovery/v2.0/keys`,
      },
    };
  }
  if (pathname !== `${base}/oauth2/v2.0/token`) return { status: 404 };
  const form = new URLSearchParams(body);
  graph.signIns.push(form.get('client_assertion') === null ? 'secret' : 'certificate');
  if (graph.insteadOfToken !== null) return graph.insteadOfToken;
  const isRight =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === graph.clientId &&
    form.get('scope')?.split(' ')[0] === 'https://graph.microsoft.com/.default' &&
    (form.get('client_secret') === graph.secret || form.get('client_assertion') !== null);
  if (!isRight) {
    return {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
        error_codes: [7_000_215],
        trace_id: randomUUID(),
        correlation_id: randomUUID(),
      },
    };
  }
  const token = randomUUID();
  tokens.set(token, Date.now() + graph.tokenS * 1_000);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: graph.tokenS, access_token: token },
  };
}

interface Call {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string;
}

function batch(graph: SimulatedGraph, { method, body }: Call): Answer {
  const { requests } = JSON.parse(body) as { requests?: Record<string, unknown>[] };
  if (method !== 'POST' || !Array.isArray(requests)) return graphFault(400, 'BadRequest');
  if (requests.length > 20) return graphFault(400, 'BadRequest');
  if (new Set(requests.map(({ id }) => id)).size < requests.length) {
    return graphFault(400, 'BadRequest');
  }
  const responses = requests.map((one) => {
    const headers = (one['headers'] ?? {}) as Record<string, string>;
    const hasType = headers['Content-Type'] === 'application/json';
    const part =
      one['body'] !== undefined && !hasType
        ? graphFault(400, 'BadRequest')
        : (graph.insteadOfParts.shift() ??
          single(graph, {
            method: one['method'] as string,
            path: one['url'] as string,
            body: JSON.stringify(one['body'] ?? null),
          }));
    return { id: one['id'], ...part };
  });
  // In no particular order.
  return { status: 200, body: { responses: responses.reverse() } };
}

function single(graph: SimulatedGraph, { method, path, body }: Call): Answer {
  const { pathname, searchParams } = new URL(path, graph.url);
  const [, kind, id = '', ...rest] = decodeURIComponent(pathname).split('/');
  const route = `${method} ${kind}${rest.length === 0 ? '' : `/${rest.join('/')}`}`;
  const notFound = graphFault(404, 'Request_ResourceNotFound');
  switch (route) {
    case 'GET users': {
      const user = graph.users.get(id);
      return user === undefined
        ? notFound
        : { status: 200, body: selected({ id, ...user }, searchParams) };
    }
    case 'POST users/checkMemberGroups': {
      const { groupIds } = JSON.parse(body) as { groupIds?: unknown };
      if (!Array.isArray(groupIds) || groupIds.length > 20) {
        return graphFault(400, 'Request_BadRequest');
      }
      if (!graph.users.has(id)) return notFound;
      const inside = (groupIds as string[]).filter((group) => membersOf(graph, group).has(id));
      return { status: 200, body: { value: inside } };
    }
    case 'GET groups/transitiveMembers/microsoft.graph.user':
      return graph.groups.has(id) ? page(graph, id, { pathname, searchParams }) : notFound;
    default:
      return graphFault(400, 'BadRequest');
  }
}

/** What is not selected is not told. */
function selected(user: GraphUser & { id: string }, query: URLSearchParams) {
  const fields = (query.get('$select') ?? 'id').split(',');
  return Object.fromEntries(Object.entries(user).filter(([field]) => fields.includes(field)));
}

function membersOf(graph: SimulatedGraph, group: string): ReadonlySet<string> {
  const parts = new Set([group]);
  const users = new Set<string>();
  for (const part of parts) {
    for (const member of graph.groups.get(part) ?? []) {
      if (graph.groups.has(member)) parts.add(member);
      else users.add(member);
    }
  }
  return users;
}

function page(
  graph: SimulatedGraph,
  id: string,
  { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
): Answer {
  const top = Number(searchParams.get('$top') ?? 100);
  if (!Number.isInteger(top) || top < 1 || top > 999) return graphFault(400, 'Request_BadRequest');
  const from = Number(searchParams.get('$skiptoken') ?? 0);
  const users = [...membersOf(graph, id)];
  const value = users
    .slice(from, from + top)
    .map((user) => selected({ id: user, ...graph.users.get(user)! }, searchParams));
  const next = new URLSearchParams(searchParams);
  next.set('$skiptoken', String(from + top));
  const link =
    from + top < users.length
      ? { '@odata.nextLink': `${graph.url}/v1.0${pathname}?${next.toString()}` }
      : {};
  return { status: 200, body: { '@odata.context': `${graph.url}/v1.0/$metadata`, ...link, value } };
}
