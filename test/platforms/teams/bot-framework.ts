/**
 * The Microsoft half on loopback, as small as these tests need it: an OpenID provider, a token endpoint and a Bot
 * Connector that writes down every call. (playground/teams is the stateful one.)
 */
import { createHmac, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export const appId = '22222222-2222-2222-2222-222222222222';
export const appPassword = 'a-secret-of-the-test';
const channelIssuer = 'https://api.botframework.com';

export interface ConnectorCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface ConnectorAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface BotFramework {
  readonly origin: string;
  /** Service URL of the connector. */
  readonly serviceUrl: string;
  /** Bot Framework keys that lead here. */
  readonly settings: Record<string, string>;
  readonly calls: ConnectorCall[];
  readonly tokenRequests: URLSearchParams[];
  /** Answers the next connector calls that match, instead of the ordinary answer. */
  script(answer: (call: ConnectorCall) => ConnectorAnswer | 'break-off' | null): void;
  /** Answers token requests. */
  scriptToken(answer: () => ConnectorAnswer): void;
  scriptKeys(answer: () => ConnectorAnswer): void;
  members: Record<string, unknown>[];
  reset(): void;
  token(options?: TokenOptions): string;
  close(): Promise<void>;
}

export interface TokenOptions {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: KeyObject;
  /** `none` leaves it unsigned, `HS256` signs with the public key as text. */
  readonly signature?: 'RS256' | 'HS256' | 'none';
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const unendorsed = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const unendorsedKey = unendorsed.privateKey;

export async function startBotFramework(): Promise<BotFramework> {
  const calls: ConnectorCall[] = [];
  const tokenRequests: URLSearchParams[] = [];
  let script: ((call: ConnectorCall) => ConnectorAnswer | 'break-off' | null) | null = null;
  let tokenScript: (() => ConnectorAnswer) | null = null;
  let keysScript: (() => ConnectorAnswer) | null = null;
  let ids = 0;

  const server = createServer((request, response) => void route(request, response));
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  const serviceUrl = `${origin}/connector/`;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const text = await readAll(request);
    if (path === '/openid') return send(response, { status: 200, body: openIdDocument() });
    if (path === '/keys') {
      return send(response, keysScript?.() ?? { status: 200, body: { keys: jwks() } });
    }
    if (path === '/login/oauth2/v2.0/token') {
      tokenRequests.push(new URLSearchParams(text));
      const body = { access_token: `bot-token-${tokenRequests.length}`, expires_in: 3_599 };
      return send(response, tokenScript?.() ?? { status: 200, body });
    }
    const call: ConnectorCall = {
      method: request.method ?? '',
      path: decodeURIComponent(path.replace('/connector', '')),
      authorization: request.headers.authorization,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    calls.push(call);
    const answer = script?.(call) ?? ordinaryAnswer(call);
    if (answer === 'break-off') request.socket.destroy();
    else send(response, answer);
  }

  function openIdDocument(): unknown {
    return { issuer: channelIssuer, jwks_uri: `${origin}/keys` };
  }

  function ordinaryAnswer(call: ConnectorCall): ConnectorAnswer {
    const path = call.path.split('?')[0]!;
    if (call.method === 'GET' && path.endsWith('/pagedmembers')) {
      return { status: 200, body: { members: framework.members } };
    }
    const member = /\/members\/(.+)$/.exec(path)?.[1];
    if (call.method === 'GET' && member !== undefined) {
      const found = framework.members.find((one) => one.id === member);
      return found === undefined
        ? { status: 404, body: { error: { code: 'MemberNotFoundInConversation' } } }
        : { status: 200, body: found };
    }
    ids += 1;
    if (path === '/v3/conversations') return { status: 201, body: { id: `chat-${ids}` } };
    return { status: 200, body: { id: `sent-${ids}` } };
  }

  const framework: BotFramework = {
    origin,
    serviceUrl,
    settings: {
      ToBotFromChannelOpenIdMetadataUrl: `${origin}/openid`,
      ToBotFromChannelTokenIssuer: channelIssuer,
      ToBotFromEmulatorOpenIdMetadataUrl: `${origin}/openid`,
      ToChannelFromBotLoginUrl: `${origin}/login`,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      OAuthUrl: `${origin}/oauth`,
      CallerId: '',
      ValidateAuthority: 'true',
    },
    calls,
    tokenRequests,
    members: [],
    script: (answer) => void (script = answer),
    scriptToken: (answer) => void (tokenScript = answer),
    scriptKeys: (answer) => void (keysScript = answer),
    reset() {
      calls.length = 0;
      tokenRequests.length = 0;
      script = tokenScript = keysScript = null;
      framework.members = [];
      ids = 0;
    },
    token: (options = {}) => token(serviceUrl, options),
    close: () => close(server),
  };
  return framework;
}

/** A token as Microsoft's channel service sends it, with what the test wants changed. */
function token(serviceUrl: string, options: TokenOptions): string {
  const now = Math.floor(Date.now() / 1_000);
  const { signature = 'RS256', key = keys.privateKey } = options;
  const header = { alg: signature, kid: 'k1', typ: 'JWT', ...options.header };
  const claims = {
    iss: channelIssuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3_600,
    ...options.claims,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  if (signature === 'none') return `${signed}.`;
  const publicPem = keys.publicKey.export({ type: 'spki', format: 'pem' });
  const bytes =
    signature === 'HS256'
      ? createHmac('sha256', publicPem).update(signed).digest()
      : signBytes('RSA-SHA256', Buffer.from(signed), key);
  return `${signed}.${bytes.toString('base64url')}`;
}

function jwks(): unknown[] {
  const own = keys.publicKey.export({ format: 'jwk' });
  const strange = unendorsed.publicKey.export({ format: 'jwk' });
  return [
    { ...own, kid: 'k1', use: 'sig', endorsements: ['msteams'] },
    { ...strange, kid: 'k2', use: 'sig', endorsements: ['webchat'] },
  ];
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, headers }: ConnectorAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
