/**
 * What stands between Microsoft's Agents Playground and the bot: the authentication of the real channel service.
 *
 * The playground signs nothing unless it is given an app registration of Entra ID, whose tokens only
 * login.microsoftonline.com can make; and those are tokens of another kind than the channel service's, without the
 * service URL that has to be compared. The bot answers 401 to both, as it should, and it gets no exception here.
 * So each activity of the playground passes here and is given what Microsoft's service would give it: a token of the
 * local OpenID provider for the service URL that it names. And each call of the bot to the playground's connector
 * passes here too, and is let through only with a token that the local token endpoint issued, because the playground
 * would take any. Bodies are handed on byte for byte, but for one: Teams opens a personal chat by somebody's object id
 * too, while the playground would make a chat with nobody in it, so that id is exchanged for the playground's own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { type BotFramework } from '../platforms/teams/bot-framework';

export interface Gateway {
  /** Where the playground sends activities. */
  readonly activitiesUrl: string;
  /** What activities name as their service URL. */
  readonly serviceUrl: string;
  /** Bodies of the activities, in order. */
  readonly activities: readonly string[];
  /** Statuses that the bot gave to activities, in order. */
  readonly statuses: readonly number[];
  /** Calls of the bot that carried no token of ours. */
  readonly unauthenticated: readonly string[];
  /** Origins of both sides, once they are known. What comes before (Elevate greets at its start) waits for this. */
  connect(sides: Sides): void;
  close(): Promise<void>;
}

/** Ids in the playground by object id. */
type MemberIds = ReadonlyMap<string, string>;

interface Sides {
  readonly bot: string;
  readonly playground: string;
}

export async function startGateway(
  framework: BotFramework,
  memberIds: MemberIds,
): Promise<Gateway> {
  const { promise: sides, resolve: connect } = promised<Sides>();
  const activities: string[] = [];
  const statuses: number[] = [];
  const unauthenticated: string[] = [];

  async function toBot(body: Buffer): Promise<Response> {
    const text = body.toString('utf8');
    activities.push(text);
    const { serviceUrl } = JSON.parse(text) as { serviceUrl: string };
    const answer = await fetch(`${(await sides).bot}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${framework.token({ claims: { serviceurl: serviceUrl } })}`,
      },
      body,
    });
    statuses.push(answer.status);
    return answer;
  }

  async function toPlayground(request: IncomingMessage, body: Buffer): Promise<Response> {
    const { method = 'GET', url = '/', headers } = request;
    if (!/^Bearer bot-token-\d+$/.test(headers.authorization ?? '')) {
      unauthenticated.push(`${method} ${url}`);
      return new Response('{}', { status: 401 });
    }
    return fetch(`${(await sides).playground}${url}`, {
      method,
      headers: { 'content-type': headers['content-type'] ?? 'application/json' },
      ...(body.length === 0 ? {} : { body: asOpening(url, body, memberIds) }),
    });
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const fromPlayground = request.url === '/api/messages';
    const answer = await (fromPlayground ? toBot(body) : toPlayground(request, body));
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    activitiesUrl: `${origin}/api/messages`,
    serviceUrl: `${origin}/_connector`,
    activities,
    statuses,
    unauthenticated,
    connect,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function asOpening(url: string, body: Buffer, memberIds: MemberIds): Buffer | string {
  if (!url.endsWith('/v3/conversations')) return body;
  const opening = JSON.parse(body.toString('utf8')) as { members: { id: string }[] };
  const members = opening.members.map((one) => ({ ...one, id: memberIds.get(one.id) ?? one.id }));
  return JSON.stringify({ ...opening, members });
}

/** Promise.withResolvers, which Node 20 has not. */
function promised<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
} {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
