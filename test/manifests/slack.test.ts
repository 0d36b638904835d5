import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { makeManifests, root } from './made';
import { slackManifestSchema } from './slack-limits';

interface SlackManifest {
  features: { slash_commands: { command: string; url?: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] };
    interactivity: { request_url?: string; message_menu_options_url?: string };
    socket_mode_enabled: boolean;
    org_deploy_enabled: boolean;
  };
}

/** The bot scope that each Web API method needs; null where any token will do. */
const scopeOfMethod: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.delete': 'chat:write',
  // Of private channels with groups:read.
  'conversations.info': 'channels:read',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'views.open': null,
  'views.push': null,
  'views.update': null,
  'views.publish': null,
};

const scopeOfEvent: Readonly<Record<string, string | null>> = {
  app_mention: 'app_mentions:read',
  app_home_opened: null,
  app_uninstalled: null,
  channel_archive: 'channels:read',
  channel_deleted: 'channels:read',
  channel_left: 'channels:read',
  channel_shared: 'channels:read',
  channel_unarchive: 'channels:read',
  channel_unshared: 'channels:read',
  group_archive: 'groups:read',
  group_deleted: 'groups:read',
  group_left: 'groups:read',
  group_unarchive: 'groups:read',
  // Of private channels with groups:read.
  member_joined_channel: 'channels:read',
  tokens_revoked: null,
};

const families = 'auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views';

const code = readdirSync(join(root, 'src', 'platforms', 'slack'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'src', 'platforms', 'slack', name), 'utf8'))
  .join('\n');

/** Calls like `client.chat.postMessage(…)` and names like 'chat.postMessage'. */
const methods = matches(
  new RegExp(`(?:\\.|['"\`])((?:${families})\\.[a-z]\\w+(?:\\.\\w+)?)(?=\\(|['"\`])`, 'g'),
);
const events = matches(/event\.type [!=]== '([\w.]+)'/g);

let manifest: SlackManifest;
let socket: SlackManifest;

beforeAll(() => {
  manifest = made(['--url', 'https://elevate.example.com']);
  socket = made(['--socket-mode']);
});

it.each([
  ['over HTTP', () => manifest],
  ['in Socket Mode', () => socket],
])('is within what Slack takes %s', (_name, read) => {
  const validate = new Ajv({ allErrors: true }).compile(slackManifestSchema);
  validate(read());
  expect(validate.errors ?? []).toEqual([]);
});

it('sends commands, events and presses to /slack/events of the address given', () => {
  const { features, settings } = manifest;
  const url = 'https://elevate.example.com/slack/events';
  expect(features.slash_commands.map((each) => [each.command, each.url])).toEqual([
    ['/elevate', url],
  ]);
  expect(settings.event_subscriptions.request_url).toBe(url);
  expect(settings.interactivity.request_url).toBe(url);
  expect(settings.interactivity.message_menu_options_url).toBe(url);
  expect(settings.socket_mode_enabled).toBe(false);
});

it('keeps the path when Elevate is served below one', () => {
  const { settings } = made(['--url', 'https://example.com/tools/elevate/']);
  expect(settings.interactivity.request_url).toBe('https://example.com/tools/elevate/slack/events');
});

it('names no address in Socket Mode', () => {
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain('http');
  expect(socket.features.slash_commands.map((each) => each.command)).toEqual(['/elevate']);
});

it('leaves no placeholder behind', () => {
  expect(JSON.stringify([manifest, socket])).not.toContain('${{');
});

it('installs into one workspace', () => {
  expect(manifest.settings.org_deploy_enabled).toBe(false);
});

describe('scopes', () => {
  it('finds the methods and events that the code uses', () => {
    expect(methods).toContain('chat.postMessage');
    expect(events).toContain('app_mention');
  });

  it('knows the scope of every method and event that the code uses', () => {
    expect(methods.filter((method) => !(method in scopeOfMethod))).toEqual([]);
    expect(events.filter((event) => !(event in scopeOfEvent))).toEqual([]);
  });

  it('asks for exactly the scopes that are used', () => {
    const needed = [
      'commands',
      ...methods.map((method) => scopeOfMethod[method]),
      ...events.map((event) => scopeOfEvent[event]),
    ].filter((scope) => typeof scope === 'string');
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set(needed)].sort());
  });

  it('subscribes to exactly the events that are handled', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(events);
  });

  it('names an address for menus exactly when the code fills menus', () => {
    const fillsMenus = /'block_suggestion'/.test(code);
    expect('message_menu_options_url' in manifest.settings.interactivity).toBe(fillsMenus);
  });
});

describe('a wrong address', () => {
  it.each(['http://elevate.example.com', 'elevate.example.com', 'https://x.example/?a=b', ''])(
    '%p is refused with an example, and nothing is written',
    (url) => {
      const { status, output, slack } = makeManifests(['--url', url]);
      expect(status).toBe(1);
      expect(output).toContain('https://elevate.example.com');
      expect(slack).toBeNull();
    },
  );
});

function made(args: readonly string[]): SlackManifest {
  const { slack, output } = makeManifests(args);
  if (slack === null) throw new Error(output);
  return slack as unknown as SlackManifest;
}

function matches(pattern: RegExp): string[] {
  return [...new Set([...code.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}
