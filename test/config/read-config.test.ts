import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { botFrameworkKeys, readConfig, readEnvironment } from '../../src/config';
import { ConfigError } from '../../src/errors';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };
const teams = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'p', MicrosoftAppTenantId: 'tenant' };

function refusalOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('readConfig', () => {
  it('sets up no platform from an empty environment and listens on loopback', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 3978, host: '127.0.0.1', logLevel: 'info' });
    expect([config.slack, config.teams, config.databaseUrl]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes an empty variable as unset, so that a commented .env line sets nothing up', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: '', MicrosoftAppId: ' ' }).slack).toBeUndefined();
    // An empty address would be every address of the machine, and an empty port any port.
    expect(readConfig({ HOST: '', PORT: '' })).toMatchObject({ host: '127.0.0.1', port: 3978 });
  });

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      'a bot token without a way to check signatures',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /SLACK_SIGNING_SECRET/u,
    ],
    ['a signing secret without a token', { SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN/u],
    [
      'a Teams password without an app id',
      { MicrosoftAppPassword: 'p' },
      /MicrosoftAppId is not set/u,
    ],
    [
      'a Teams app without a password',
      { ...teams, MicrosoftAppPassword: '' },
      /MicrosoftAppPassword/u,
    ],
    [
      'a single tenant app without its tenant',
      { ...teams, MicrosoftAppTenantId: '' },
      /MicrosoftAppTenantId/u,
    ],
    [
      'a multi tenant app without a list of tenants',
      { MicrosoftAppId: 'a', MicrosoftAppPassword: 'p', MicrosoftAppType: 'MultiTenant' },
      /TEAMS_ALLOWED_TENANTS/u,
    ],
    [
      'one Bot Framework setting without the others',
      { ...teams, OAuthUrl: 'x' },
      /ToChannelFromBotLoginUrl/u,
    ],
    [
      'a database address that is none',
      { DATABASE_URL: 'mysql://x' },
      /DATABASE_URL.*postgres:\/\//u,
    ],
    ['a port that is none', { PORT: 'http' }, /PORT .*3978/u],
    ['a port over the last one', { PORT: '70000' }, /PORT is 70000, .*0 to 65535.*PORT=3978/u],
    ['a port below the first one', { PORT: '-1' }, /PORT is -1, .*0 to 65535.*PORT=3978/u],
    ['half a port', { PORT: '39.5' }, /PORT is 39\.5, .*whole number/u],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL .*info/u],
  ];
  it.each(refused)('refuses %s and names the variable', (_what, environment, message) => {
    expect(refusalOf(environment)).toMatch(message);
  });

  it('accepts Slack by Socket Mode without a signing secret', () => {
    const config = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' });
    expect(config.slack).toMatchObject({ appToken: 'xapp-1', signingSecret: undefined });
  });

  it("allows the app's own tenant when no list is given, and exactly the list otherwise", () => {
    expect(readConfig(teams).teams?.allowedTenants).toEqual(['tenant']);
    const listed = readConfig({ ...teams, TEAMS_ALLOWED_TENANTS: 'a, b' });
    expect(listed.teams?.allowedTenants).toEqual(['a', 'b']);
  });

  it('takes the Bot Framework settings when all of them are given', () => {
    const all = Object.fromEntries(botFrameworkKeys.map((key) => [key, `value of ${key}`]));
    expect(readConfig({ ...slack, ...teams, ...all }).teams?.botFramework).toEqual(all);
  });
});

describe('readEnvironment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elevate-env-'));
  writeFileSync(join(folder, '.env'), 'PORT=1\nLOG_LEVEL=debug\n');

  it('reads .env, and what the environment already says wins', () => {
    expect(readEnvironment(folder, { PORT: '2' })).toMatchObject({ PORT: '2', LOG_LEVEL: 'debug' });
  });

  it('does not read .env in production', () => {
    expect(readEnvironment(folder, { NODE_ENV: 'production' })).toEqual({ NODE_ENV: 'production' });
  });

  it('is the environment itself where there is no .env', () => {
    expect(readEnvironment(tmpdir() + '/nothing-here', { PORT: '2' })).toEqual({ PORT: '2' });
  });
});

describe('ELEVATE_OWNERS', () => {
  const tenant = '11111111-1111-4111-8111-11111111111A';
  const object = '22222222-2222-4222-8222-22222222222B';

  it('names chat accounts of both platforms', () => {
    const typed = `slack:T0123ABCD/U0456EFGH, teams:${tenant}/${object}`;
    expect(readConfig({ ELEVATE_OWNERS: typed }).owners).toEqual([
      { platform: 'slack', tenant: 'T0123ABCD', user: 'U0456EFGH' },
      { platform: 'teams', tenant: tenant.toLowerCase(), user: object.toLowerCase() },
    ]);
  });

  it('names nobody when it is not set', () => {
    expect(readConfig({}).owners).toEqual([]);
    expect(readConfig({ ELEVATE_OWNERS: ' ' }).owners).toEqual([]);
  });

  it.each(['ana@example.com', 'slack:U0456EFGH', 'teams:T1/U1', 'Slack:T0123ABCD/U0456EFGH'])(
    'refuses %s with an example',
    (typed) => {
      const said = refusalOf({ ELEVATE_OWNERS: `slack:T0123ABCD/U0456EFGH,${typed}` });
      expect(said).toContain(`ELEVATE_OWNERS has ${typed}, which is no chat account`);
      expect(said).toContain('slack:T0123ABCD/U0456EFGH');
    },
  );
});
