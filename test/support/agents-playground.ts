/**
 * Microsoft's Agents Playground without a browser: its own HTTP endpoints do what people do in its window, and its
 * WebSockets tell what the window and its log panel would show.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { freePort, startThirdParty, type Running, type ThirdParty } from './third-party-program';

export const agentsPlayground: ThirdParty = {
  name: '@microsoft/m365agentsplayground',
  program: '@microsoft/m365agentsplayground/cli.js',
};

export interface PlaygroundUser {
  readonly id: string;
  readonly name: string;
  readonly aadObjectId: string;
}

export interface PlaygroundOptions {
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  /** Whoever sits before its window: messages always go out as theirs. */
  readonly currentUser: PlaygroundUser;
  /** Exactly five, as its configuration wants. */
  readonly users: readonly PlaygroundUser[];
  readonly personalChat: string;
  readonly channel: { readonly id: string; readonly name: string };
  /** Where activities go. */
  readonly botUrl: string;
  readonly serviceUrl: string;
}

export type Json = Record<string, unknown>;

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** A message as its window shows it. */
export interface ShownMessage {
  readonly event: 'createMessage' | 'updateMessage';
  readonly conversation: string;
  readonly id: string;
  readonly text: string;
  /** The Adaptive Card, or null. */
  readonly card: Json | null;
}

export interface AgentsPlayground {
  readonly origin: string;
  readonly running: Running;
  /** What its window was told to show, in order. */
  readonly shown: readonly ShownMessage[];
  /** Lines of its log panel: every request and answer on both sides. */
  readonly log: readonly Json[];
  /** Types into a conversation as the current user, beside a mention of the bot. */
  say(conversation: string, words: string): Promise<void>;
  /** Presses an Action.Execute of a card as anybody; gives the bot's answer. */
  execute(press: ExecutePress): Promise<Json>;
  stop(): Promise<void>;
}

export interface ExecutePress {
  readonly as: string;
  readonly conversation: string;
  readonly message: string;
  /** The action of the card. */
  readonly action: Json;
  /** `automatic`: the client refreshes its card by itself. */
  readonly trigger: 'manual' | 'automatic';
}

/** Starts it on a free port of this machine only. It sends nothing before `say` or `execute`. */
export async function startAgentsPlayground(options: PlaygroundOptions): Promise<AgentsPlayground> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const running = await startThirdParty(agentsPlayground, {
    args: [
      'start',
      ...['--app-endpoint', options.botUrl],
      ...['--channel-id', 'msteams'],
      ...['--port', String(port)],
      ...['--service-url', options.serviceUrl],
      '--disable-telemetry',
    ],
    environment: {
      TEAMSAPPTESTER_BROWSER: 'none',
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configurationFile,
    },
    prepare: (folder) => {
      writeFileSync(join(folder, configurationFile), stringify(configurationOf(options)));
    },
    isReady: async () => (await fetch(`${origin}/_internal/v1/testConfig`)).ok,
  });
  const shown: ShownMessage[] = [];
  const log: Json[] = [];
  const sockets: WebSocket[] = [];
  async function stop(): Promise<void> {
    for (const socket of sockets) socket.terminate();
    await running.stop();
  }
  try {
    const onEvent = (event: Json) => void shown.push(...shownMessages(event));
    sockets.push(await listenTo(`${origin}/_ws_conversation/v1/conversations/stream`, onEvent));
    sockets.push(await listenTo(`${origin}/_ws/log/stream`, (line) => void log.push(line)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, running, shown, log, ...actsOf(origin, options), stop };
}

function actsOf(
  origin: string,
  { bot, currentUser }: PlaygroundOptions,
): Pick<AgentsPlayground, 'say' | 'execute'> {
  return {
    async say(conversation, words) {
      const mention = `<at>${bot.name}</at>`;
      const path = `/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`;
      await post(origin, path, {
        from: { id: currentUser.id },
        text: `${mention} ${words}`,
        textFormat: 'plain',
        mentions: [{ mentioned: bot, text: mention }],
      });
    },
    execute: ({ as, conversation, message, action, trigger }) =>
      post(origin, '/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action, trigger },
        from: { id: as },
        conversation: { id: conversation },
        replyToId: message,
      }),
  };
}

const configurationFile = '.m365agentsplayground.yml';

function configurationOf(options: PlaygroundOptions) {
  const { tenantId, bot, currentUser, users, personalChat, channel } = options;
  return {
    version: '0.1.1',
    tenantId,
    bot,
    currentUser: userOf(currentUser),
    users: users.map(userOf),
    personalChat: { id: personalChat },
    groupChat: { id: '19:group@thread.v2', name: 'Group' },
    team: {
      id: '19:team@thread.tacv2',
      name: 'Team',
      aadGroupId: '00000000-0000-4000-8000-0000000000f1',
      channels: [channel],
    },
  };
}

/** The key is spelt this way in its schema. */
function userOf({ id, name, aadObjectId }: PlaygroundUser) {
  const address = `${name.toLowerCase()}@example.com`;
  return {
    ...{ id, name, aadObjectId },
    userPrincipleName: address,
    givenName: name,
    surname: 'Example',
    email: address,
  };
}

async function listenTo(url: string, tell: (event: Json) => void): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  socket.on('message', (data: Buffer) => tell(JSON.parse(data.toString('utf8')) as Json));
  await once(socket, 'open');
  return socket;
}

async function post(origin: string, path: string, body: Json): Promise<Json> {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the playground answered ${answer.status} to ${path}: ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Json);
}

interface StreamEvent {
  readonly action?: string;
  readonly actionConversationId?: string;
  readonly message?: {
    readonly messageId: string;
    readonly text?: string;
    readonly attachments?: readonly { readonly contentType: string; readonly content: Json }[];
  };
}

/** One or none: other events of the stream are about conversations. */
function shownMessages(event: StreamEvent): ShownMessage[] {
  const { action, actionConversationId = '', message } = event;
  if (message === undefined) return [];
  if (action !== 'createMessage' && action !== 'updateMessage') return [];
  const [attachment] = message.attachments ?? [];
  const card = attachment?.contentType === cardType ? attachment.content : null;
  const { messageId, text = '' } = message;
  return [{ event: action, conversation: actionConversationId, id: messageId, text, card }];
}

/** Every Action.Execute in a card or a part of it, also those behind an Action.ShowCard. */
export function executesIn(part: unknown): Json[] {
  if (Array.isArray(part)) return part.flatMap(executesIn);
  if (typeof part !== 'object' || part === null) return [];
  const nested = Object.entries(part).flatMap(([key, value]) =>
    key === 'refresh' ? [] : executesIn(value),
  );
  return 'type' in part && part.type === 'Action.Execute' ? [part, ...nested] : nested;
}
