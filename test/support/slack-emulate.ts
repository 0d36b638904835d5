/**
 * A Slack that nobody here wrote: `emulate` keeps workspace, channels and messages, and answers the Web API by strict
 * scopes. It has no slash commands, buttons or response URLs, so the person's half is played here: signed payloads
 * with what Slack would put into them, about the messages and views that emulate holds.
 * The bot's calls pass through a front door that writes them down and hands on their bytes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { signatureOf } from '../../playground/slack/signing';
import { openFrontDoor, type FrontDoor } from './slack-emulate-door';
import { freePort, startThirdParty, type ThirdParty } from './third-party-program';

export const slackEmulate: ThirdParty = { name: 'emulate', program: 'emulate/dist/index.js' };

export type Json = Record<string, unknown>;

export interface Message extends Json {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: readonly Json[];
}

export interface SlackEmulate extends Pick<FrontDoor, 'apiUrl' | 'calls' | 'answers'> {
  readonly team: string;
  /** Id of a user by name; the bot is `elevate`. */
  userId(name: string): string;
  /** The private channel that everybody is in, the bot too. */
  readonly approvers: string;
  /** What somebody does in a Slack client that talks to the bot at this address. */
  as(name: string, botUrl: string): SlackClient;
  stop(): Promise<void>;
}

/** The approvers' channel, or the direct conversation with the bot. */
export type Place = 'channel' | 'direct';

export interface SlackClient {
  /** Types `/elevate …`; gives the private answer. */
  command(text: string): Promise<Json>;
  /** What this person sees there, newest first. */
  messages(place: Place): Promise<readonly Message[]>;
  /** Presses a button of a message and accepts its confirmation. */
  press(place: Place, message: Message, actionId: string): Promise<void>;
  /** Submits a form that the bot opened, with values by block and action id. */
  submit(view: Json, reason: string): Promise<Json>;
  openHome(): Promise<void>;
}

export interface SlackEmulateOptions {
  readonly signingSecret: string;
  readonly users: readonly string[];
  /** Each token of the bot with its scopes. */
  readonly botTokens: Readonly<Record<string, readonly string[]>>;
}

const appId = 'A0ELEVATE';
const botName = 'elevate';
const approversName = 'approvers';
/** What a person's own client may do. */
const personScopes = [
  ...['groups:history', 'groups:read', 'groups:write'],
  ...['im:history', 'im:write', 'users:read'],
];
const personToken = (name: string) => `xoxp-${name}`;

export async function startSlackEmulate(options: SlackEmulateOptions): Promise<SlackEmulate> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [anyone] = options.users;
  const running = await startThirdParty(slackEmulate, {
    args: ['start', '--service', 'slack', '--port', String(port), '--seed', 'seed.yaml'],
    prepare: (folder) => writeFileSync(join(folder, 'seed.yaml'), stringify(seedOf(options))),
    isReady: async () => (await call(origin, 'auth.test', personToken(anyone!))).ok === true,
  });
  const door = await openFrontDoor(origin);
  async function stop(): Promise<void> {
    await door.close();
    await running.stop();
  }
  try {
    const workspace = await openWorkspace(origin, options, anyone!);
    return {
      ...{ apiUrl: door.apiUrl, calls: door.calls, answers: door.answers },
      ...workspace,
      as: (name, botUrl) => clientOf({ ...options, ...workspace, origin, door, name, botUrl }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Workspace = Pick<SlackEmulate, 'team' | 'userId' | 'approvers'>;

/** Reads the ids that emulate gave, and invites the bot: it is in no private channel until somebody does. */
async function openWorkspace(
  origin: string,
  options: SlackEmulateOptions,
  name: string,
): Promise<Workspace> {
  const ask = (method: string, body: Json = {}) =>
    needed(call(origin, method, personToken(name), body));
  const { team_id } = await ask('auth.test');
  const { members } = await ask('users.list');
  const ids = new Map((members as Json[]).map((one) => [one.name as string, one.id as string]));
  const userId = (wanted: string) => ids.get(wanted)!;
  const { channels } = await ask('conversations.list', { types: 'private_channel' });
  const channel = (channels as Json[]).find((one) => one.name === approversName)?.id as string;
  await ask('conversations.invite', { channel, users: userId(botName) });
  return { team: team_id as string, userId, approvers: channel };
}

interface ClientOptions extends SlackEmulateOptions, Workspace {
  readonly origin: string;
  readonly door: FrontDoor;
  readonly name: string;
  readonly botUrl: string;
}

function clientOf(options: ClientOptions): SlackClient {
  const { origin, door, name, botUrl, team, userId, approvers } = options;
  const head = { api_app_id: appId, token: 'deprecated' };
  const user = { id: userId(name), username: name, name, team_id: team };
  const payload = { ...head, team: { id: team, domain: 'example' }, user };
  const ask = (method: string, body: Json) => needed(call(origin, method, personToken(name), body));
  const send = (body: string, type: string) => sendSigned(options, botUrl, body, type);
  const interact = (interaction: Json) =>
    send(new URLSearchParams({ payload: JSON.stringify(interaction) }).toString(), formType);

  async function direct(): Promise<string> {
    const { channel } = await ask('conversations.open', { users: userId(botName) });
    return (channel as Json).id as string;
  }

  /** A trigger belongs to an app, so it is made with the app's token; it is good for 3 s and one view. */
  async function trigger(): Promise<string> {
    const [token] = Object.keys(options.botTokens);
    const made = await call(origin, 'views.generateTriggerId', token!, { user_id: userId(name) });
    return made.trigger_id as string;
  }

  return {
    async command(text) {
      const typed = new URLSearchParams({
        ...{ ...head, team_id: team, team_domain: 'example' },
        ...{ channel_id: approvers, channel_name: 'privategroup' },
        ...{ user_id: userId(name), user_name: name, command: '/elevate', text },
        ...{ response_url: door.responseUrl(), trigger_id: await trigger() },
      });
      return send(typed.toString(), formType);
    },
    async messages(place) {
      const channel = place === 'channel' ? approvers : await direct();
      return (await ask('conversations.history', { channel })).messages as Message[];
    },
    async press(place, message, actionId) {
      const channel = place === 'channel' ? approvers : await direct();
      await interact({
        ...{ type: 'block_actions', ...payload, message, trigger_id: await trigger() },
        container: { type: 'message', message_ts: message.ts, channel_id: channel },
        channel: { id: channel, name: place === 'channel' ? 'privategroup' : 'directmessage' },
        state: { values: {} },
        response_url: door.responseUrl(),
        actions: [{ ...buttonOf(message, actionId), action_ts: nowTs() }],
      });
    },
    async submit(view, reason) {
      const typed = { type: 'plain_text_input', value: reason };
      return interact({
        ...{ type: 'view_submission', ...payload, trigger_id: await trigger() },
        view: { ...view, state: { values: { reason: { reason: typed } } } },
        response_urls: [],
      });
    },
    async openHome() {
      const event = {
        ...{ type: 'app_home_opened', user: userId(name), channel: await direct() },
        ...{ tab: 'home', event_ts: nowTs() },
      };
      const callback = {
        ...{ ...head, type: 'event_callback', team_id: team, event, event_time: nowS() },
        ...{ event_id: `Ev${nowTs()}`, authorizations: [{ team_id: team, is_bot: true }] },
      };
      await send(JSON.stringify(callback), 'application/json');
    },
  };
}

const formType = 'application/x-www-form-urlencoded';

function seedOf({ signingSecret, users, botTokens }: SlackEmulateOptions) {
  const [granted] = Object.values(botTokens);
  return {
    slack: {
      team: { name: 'Example', domain: 'example' },
      users: users.map((name) => ({ name, real_name: name, email: `${name}@example.com` })),
      channels: [{ name: approversName, is_private: true }],
      oauth_apps: [
        {
          ...{ client_id: '1.1', client_secret: 'unused', app_id: appId, name: 'Elevate' },
          ...{ redirect_uris: [], scopes: granted, bot_name: botName },
        },
      ],
      tokens: [
        ...Object.entries(botTokens).map(([token, scopes]) => ({
          ...{ token, type: 'bot', user: botName, app_id: appId, scopes },
        })),
        ...users.map((name) => ({
          ...{ token: personToken(name), type: 'user', user: name, scopes: personScopes },
        })),
      ],
      signing_secret: signingSecret,
      strict_scopes: true,
    },
  };
}

async function call(origin: string, method: string, token: string, body: Json = {}): Promise<Json> {
  const answer = await fetch(`${origin}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Json;
}

async function needed(answering: Promise<Json>): Promise<Json> {
  const answer = await answering;
  if (answer.ok !== true) throw new Error(`emulate answered ${JSON.stringify(answer)}`);
  return answer;
}

/** Slack shows an error to the person unless it gets 200 within 3 s. */
async function sendSigned(
  { signingSecret }: SlackEmulateOptions,
  url: string,
  body: string,
  type: string,
): Promise<Json> {
  const timestamp = String(nowS());
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(signingSecret, timestamp, body),
    },
    body,
    signal: AbortSignal.timeout(3_000),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the bot answered ${answer.status}: ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Json);
}

export function buttonsOf(message: Message): Json[] {
  return (message.blocks ?? [])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => block.elements as Json[]);
}

function buttonOf(message: Message, actionId: string): Json {
  const found = buttonsOf(message).find((one) => one.action_id === actionId);
  if (found === undefined) throw new Error(`"${message.text}" has no button ${actionId}`);
  return found;
}

function nowS(): number {
  return Math.floor(Date.now() / 1_000);
}

/** A time stamp as Slack writes it, which is also an id. */
function nowTs(): string {
  return (Date.now() / 1_000).toFixed(6);
}
