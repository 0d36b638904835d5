/** A tenant and a bot of a few lines, for the tests of the simulated Teams. Nothing of the product is in it. */
import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
  startSimulatedTeams,
  type SimulatedTeams,
  type SimulatedTeamsOptions,
} from '../../playground/teams';
import { answer } from './answer';

export type Body = Record<string, unknown>;

export const tenant: SimulatedTeamsOptions = {
  tenantId: '11111111-1111-1111-1111-111111111111',
  appId: '22222222-2222-2222-2222-222222222222',
  appPassword: 'a client secret',
  bot: { id: '28:22222222-2222-2222-2222-222222222222', name: 'Elevate' },
  users: [person('ana', 'Europe/Vienna'), person('ben', 'Europe/London'), person('gus', 'UTC')],
  team: {
    id: '19:team@thread.tacv2',
    channels: [
      { id: '19:ops@thread.tacv2', name: 'ops', members: ['29:ana', '29:ben'] },
      { id: '19:safe@thread.tacv2', name: 'safe', members: ['29:gus'] },
    ],
  },
};

export const ops = '19:ops@thread.tacv2';

function person(name: string, timeZone: string) {
  const shown = name.charAt(0).toUpperCase() + name.slice(1);
  const role = name === 'gus' ? ('guest' as const) : ('user' as const);
  const email = `${name}@example.com`;
  return { id: `29:${name}`, aadObjectId: `aad-${name}`, name: shown, email, role, timeZone };
}

export interface Answered {
  readonly status: number;
  readonly body: Body;
  readonly retryAfter: string | null;
}

export interface Bot {
  /** Activities that came with a right token. */
  readonly heard: Body[];
  answer: (activity: Body) => Promise<{ status?: number; body?: unknown }>;
  /** One call of the connector with the bot's own token. */
  call(method: string, path: string, body?: Body, token?: string): Promise<Answered>;
  post(conversation: string, activity: Body): Promise<Answered>;
  readonly url: string;
  close(): Promise<void>;
}

/** Finds the channel's key by the configured metadata address, and verifies each token by itself. */
export async function startBot(teams: SimulatedTeams): Promise<Bot> {
  const settings = teams.botFrameworkSettings();
  const server = createServer((req, res) => {
    void listen(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot: Bot = {
    heard: [],
    answer: () => Promise.resolve({}),
    call,
    post: (conversation, activity) =>
      call('POST', `v3/conversations/${encodeURIComponent(conversation)}/activities`, {
        ...{ type: 'message', summary: 'words' },
        ...activity,
      }),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  let own: Promise<string> | null = null;
  async function call(method: string, path: string, body?: Body, token?: string) {
    const response = await fetch(teams.serviceUrl + path, {
      method,
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        authorization: `Bearer ${token ?? (await (own ??= ownToken(settings)))}`,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, body: (await response.json()) as Body, retryAfter };
  }
  async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const activity = parsed(Buffer.concat(chunks).toString());
    if (!activity) return answer(res, 400);
    if (!(await verified(settings, req.headers.authorization ?? '', activity))) {
      return answer(res, 401);
    }
    bot.heard.push(activity);
    const { status = 200, body } = await bot.answer(activity);
    answer(res, status, body === undefined ? '' : JSON.stringify(body));
  }
  return bot;
}

function parsed(text: string): Body | null {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return null;
  }
}

async function getJson(url: string): Promise<Body> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  return (await response.json()) as Body;
}

/** The seven checks that Microsoft asks of a bot. */
async function verified(
  settings: Record<string, string>,
  header: string,
  activity: Body,
): Promise<boolean> {
  const [head, claims, signature] = header.replace(/^Bearer /, '').split('.');
  if (!head || !claims || !signature) return false;
  const decode = (part: string): Body =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Body;
  const { alg, kid } = decode(head);
  const { iss, aud, serviceurl, nbf, exp } = decode(claims);
  const metadata = await getJson(settings.ToBotFromChannelOpenIdMetadataUrl ?? '');
  const { keys } = (await getJson(String(metadata.jwks_uri))) as { keys?: Body[] };
  const jwk = keys?.find((each) => each.kid === kid);
  if (alg !== 'RS256' || !(jwk?.endorsements as string[] | undefined)?.includes('msteams')) {
    return false;
  }
  const key = createPublicKey({ key: jwk as never, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const now = Date.now() / 1000;
  return (
    verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')) &&
    iss === settings.ToBotFromChannelTokenIssuer &&
    aud === tenant.appId &&
    serviceurl === activity.serviceUrl &&
    Number(nbf) < now + 300 &&
    Number(exp) > now - 300
  );
}

/** The bot's own token, by the plain client credentials grant. */
export async function ownToken(
  settings: Record<string, string>,
  more: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${settings.ToChannelFromBotLoginUrl}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { connection: 'close' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: tenant.appId,
      client_secret: tenant.appPassword,
      scope: `${settings.ToChannelFromBotOAuthScope}/.default`,
      ...more,
    }),
  });
  const body = (await response.json()) as Body;
  return String(body.access_token ?? body.error);
}

export function startTenant(more: Partial<SimulatedTeamsOptions> = {}): Promise<SimulatedTeams> {
  return startSimulatedTeams({ ...tenant, ...more });
}

export function execute(more: Body = {}): Body {
  const data = { v: 'approve', r: 'ELV-1', d: 'x' };
  const submit = { type: 'Action.Submit', title: 'Approve', data };
  return {
    ...{ type: 'Action.Execute', title: 'Approve', verb: 'request.approve', data },
    ...{ fallback: submit },
    ...more,
  };
}

export function card(more: Body = {}): Body {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'words', wrap: true }],
    ...more,
  };
}

export function withCard(content: Body): Body {
  return { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

/** What a bot answers to an invoke to replace the card. */
export function cardAnswer(value: Body): Body {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
}
