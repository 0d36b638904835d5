import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { appId, makeManifests, root, type Made } from './made';
import { readPng, type Picture } from './png';

interface TeamsManifest {
  $schema: string;
  manifestVersion: string;
  version: string;
  id: string;
  developer: Record<string, string>;
  icons: { color: string; outline: string };
  accentColor: string;
  bots: {
    botId: string;
    scopes: string[];
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
  validDomains: string[];
  supportsChannelFeatures: string;
  authorization?: unknown;
  permissions?: unknown;
}

const site = ['--website', 'https://example.com'];
let made: Made;
let manifest: TeamsManifest;

beforeAll(() => {
  made = makeManifests(site, { MicrosoftAppId: appId });
  manifest = manifestOf(made);
});

it('fits the schema of its version that Microsoft ships', () => {
  const version = /\/(v[\d.]+)\//.exec(manifest.$schema)?.[1] ?? '';
  const schemas = join(root, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams');
  const file = join(schemas, version, 'MicrosoftTeams.schema.json');
  // It calls itself draft 4, which Ajv does not load, but says `const`, which is of draft 6.
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as {
    $schema: string;
  };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  validate(manifest);
  expect(validate.errors ?? []).toEqual([]);
});

it('is for the app and version it was made for', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect([manifest.id, manifest.bots[0]?.botId, manifest.version]).toEqual([appId, appId, version]);
  expect(manifest.manifestVersion).toBe(/v([\d.]+)/.exec(manifest.$schema)?.[1]);
  expect(JSON.stringify(manifest)).not.toContain('${{');
});

it('works in personal chats, group chats and channels, private and shared ones too', () => {
  expect(manifest.bots.map((bot) => bot.scopes)).toEqual([['personal', 'team', 'groupChat']]);
  // Without it Teams refuses a package of this version that has the scope "team".
  expect(manifest.supportsChannelFeatures).toBe('tier1');
});

it('asks for no permission: it reads only what is said to it and shows no page inside Teams', () => {
  expect([manifest.authorization, manifest.permissions, manifest.validDomains]).toEqual([
    undefined,
    undefined,
    [],
  ]);
});

it('lists each scope once, with commands that short menus can hold', () => {
  const lists = manifest.bots.flatMap((bot) => bot.commandLists);
  expect(lists.flatMap((list) => list.scopes).sort()).toEqual(['groupChat', 'personal', 'team']);
  for (const { commands } of lists) {
    expect(commands.length).toBeLessThanOrEqual(12);
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
    for (const { title, description } of commands) {
      expect([title.length <= 32, description.length <= 128]).toEqual([true, true]);
    }
  }
});

it('shows the publisher that was named, and its one page where no other is given', () => {
  expect(manifest.developer).toEqual({
    name: 'Elevate',
    websiteUrl: 'https://example.com',
    privacyUrl: 'https://example.com',
    termsOfUseUrl: 'https://example.com',
  });
  const named = makeManifests(
    [
      ...site,
      '--developer',
      'Example Ltd',
      '--privacy',
      'https://example.com/privacy',
      '--terms',
      'https://example.com/terms',
    ],
    { MicrosoftAppId: appId },
  );
  expect(manifestOf(named).developer).toEqual({
    name: 'Example Ltd',
    websiteUrl: 'https://example.com',
    privacyUrl: 'https://example.com/privacy',
    termsOfUseUrl: 'https://example.com/terms',
  });
});

it('is a package of the manifest and its icons, all at the top', () => {
  expect([...(made.teams?.keys() ?? [])].sort()).toEqual(
    ['manifest.json', manifest.icons.color, manifest.icons.outline].sort(),
  );
});

it.each(['elevate', '00000000', `${appId}0`])('refuses the app id %p with an example', (wrong) => {
  const { status, output, teams } = makeManifests(site, { MicrosoftAppId: wrong });
  expect([status, teams]).toEqual([1, null]);
  expect(output).toContain('00000000-1111-2222-3333-444444444444');
});

it('says how to get it when no app id is set, and makes the other one', () => {
  const { status, output, slack, teams } = makeManifests(['--url', 'https://elevate.example.com']);
  expect([status, teams]).toEqual([0, null]);
  expect(slack).not.toBeNull();
  expect(output).toContain('MicrosoftAppId');
});

it('says how it is used when nothing is configured', () => {
  const { status, output } = makeManifests([]);
  expect(status).toBe(1);
  expect(output).toContain('Usage: npm run manifests');
});

describe('icons', () => {
  it('the colour icon is 192 by 192 and fills its square with the accent colour', () => {
    const icon = iconOf('color');
    expect([icon.width, icon.height]).toEqual([192, 192]);
    const accent = [...Buffer.from(manifest.accentColor.slice(1), 'hex'), 255];
    for (const [x, y] of [
      [0, 0],
      [191, 0],
      [0, 191],
      [191, 191],
    ] as const) {
      expect(icon.pixel(x, y)).toEqual(accent);
    }
    expect(icon.pixels().every(([, , , opacity]) => opacity === 255)).toBe(true);
  });

  it('the colour icon keeps its drawing in the middle 120 by 120, for Teams cuts the corners', () => {
    const icon = iconOf('color');
    const accent = icon.pixel(0, 0).join();
    const drawn = icon.places().filter(([x, y]) => icon.pixel(x, y).join() !== accent);
    expect(drawn.length).toBeGreaterThan(1000);
    expect(drawn.every(([x, y]) => Math.min(x, y) >= 36 && Math.max(x, y) < 156)).toBe(true);
  });

  it('the outline icon is 32 by 32, white on nothing', () => {
    const icon = iconOf('outline');
    expect([icon.width, icon.height]).toEqual([32, 32]);
    expect(icon.pixels().every(([red, green, blue]) => red + green + blue === 3 * 255)).toBe(true);
    expect(icon.pixel(0, 0)[3]).toBe(0);
    expect(icon.pixels().filter(([, , , opacity]) => opacity === 255).length).toBeGreaterThan(50);
  });
});

function manifestOf({ teams, output }: Made): TeamsManifest {
  const file = teams?.get('manifest.json');
  if (!file) throw new Error(output);
  return JSON.parse(file.toString()) as TeamsManifest;
}

function iconOf(kind: 'color' | 'outline'): Picture {
  return readPng(made.teams?.get(manifest.icons[kind]) ?? Buffer.alloc(0));
}
