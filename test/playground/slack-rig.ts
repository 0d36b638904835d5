/** A workspace and a bot of a few lines, for the tests of the simulated Slack. Nothing of the product is in it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
  startSimulatedSlack,
  type SimulatedSlack,
  type SimulatedSlackOptions,
} from '../../playground/slack';
import { answer } from './answer';

const secret = 'a signing secret';
export const token = 'xoxb-simulated';
export const appToken = 'xapp-simulated';
export type Body = Record<string, unknown>;

/** Starts at a whole minute of some day; tests move it. */
export function manualClock(): { now: () => number; forward: (ms: number) => void } {
  let nowMs = Date.UTC(2026, 10, 12, 14, 2);
  return {
    now: () => nowMs,
    forward: (ms) => {
      nowMs += ms;
    },
  };
}

const workspace: SimulatedSlackOptions = {
  teamId: 'T0HOME',
  botUser: { id: 'U0BOT', name: 'elevate' },
  signingSecret: secret,
  botToken: token,
  appToken,
  users: [
    { id: 'U0ANA', name: 'Ana', email: 'ana@example.com', tz: 'Europe/Vienna', kind: 'member' },
    { id: 'U0BEN', name: 'Ben', email: 'ben@example.com', tz: 'Europe/London', kind: 'member' },
    { id: 'U0GUS', name: 'Gus', email: 'gus@example.com', tz: 'UTC', kind: 'guest' },
    {
      ...{ id: 'U0EVE', name: 'Eve', email: 'eve@example.net', tz: 'UTC', kind: 'external' },
      teamId: 'T0AWAY',
    } as const,
  ],
  channels: [
    { id: 'C0OPS', name: 'ops', private: false, members: ['U0ANA', 'U0BEN', 'U0BOT'] },
    { id: 'C0HALL', name: 'hall', private: false, members: ['U0ANA'] },
    { id: 'G0SAFE', name: 'safe', private: true, members: ['U0BEN'] },
    {
      ...{ id: 'C0EXT', name: 'shared', private: false, shared: true },
      members: ['U0EVE', 'U0ANA', 'U0BOT'],
    },
  ],
  userGroups: [{ id: 'S0APPROVE', handle: 'approvers', users: ['U0BEN'] }],
};

export interface Heard {
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  readonly fields: Body;
}

export interface Bot {
  readonly heard: Heard[];
  /** Decides what the bot answers to its next payloads. */
  answer: (heard: Heard) => Promise<{ status?: number; body?: string }>;
  readonly url: string;
  close(): Promise<void>;
}

/** Verifies each signature by itself, with the few lines of Slack's documentation. */
export async function startBot(): Promise<Bot> {
  const server = createServer((req, res) => {
    void listen(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot: Bot = {
    heard: [],
    answer: () => Promise.resolve({}),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString();
    if (!verified(req.headers, raw)) return answer(res, 401);
    const heard = { headers: req.headers, raw, fields: fieldsOf(req.headers, raw) };
    bot.heard.push(heard);
    const { status = 200, body = '' } = await bot.answer(heard);
    answer(res, status, body);
  }
  return bot;
}

function verified(headers: IncomingMessage['headers'], raw: string): boolean {
  const base = `v0:${String(headers['x-slack-request-timestamp'])}:${raw}`;
  const want = Buffer.from(`v0=${createHmac('sha256', secret).update(base).digest('hex')}`);
  const got = Buffer.from(String(headers['x-slack-signature']));
  return want.length === got.length && timingSafeEqual(want, got);
}

function fieldsOf(headers: IncomingMessage['headers'], raw: string): Body {
  if (headers['content-type'] === 'application/json') return JSON.parse(raw) as Body;
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : (JSON.parse(form.payload) as Body);
}

/** One call of the Web API as a client makes it. */
export async function call(
  slack: SimulatedSlack,
  method: string,
  args: Body,
  bearer: string | null = token,
): Promise<Body & { status: number; retryAfter: string | null }> {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      connection: 'close',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(args),
  });
  const body = (await response.json()) as Body;
  return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
}

export async function postTo(url: string, body: Body): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

export function startWorkspace(more: Partial<SimulatedSlackOptions> = {}): Promise<SimulatedSlack> {
  return startSimulatedSlack({ ...workspace, ...more });
}

export function button(more: Body = {}): Body {
  const text = { type: 'plain_text', text: 'Approve' };
  return { type: 'button', action_id: 'request.approve', text, value: 'approve ELV-1 x', ...more };
}

export function actions(...elements: Body[]): Body {
  return { type: 'actions', block_id: 'act', elements };
}

export function modal(more: Body = {}): Body {
  return {
    type: 'modal',
    callback_id: 'request.deny',
    title: { type: 'plain_text', text: 'Deny ELV-1' },
    submit: { type: 'plain_text', text: 'Deny' },
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        label: { type: 'plain_text', text: 'Reason' },
        element: { type: 'plain_text_input', action_id: 'text', max_length: 500 },
      },
    ],
    ...more,
  };
}
