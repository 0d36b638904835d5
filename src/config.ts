/** Environment and .env file -> Config, or a ConfigError that says what to set, with an example. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type AccountKey } from './elevation/model';
import { ConfigError } from './errors';

const list = z
  .string()
  .optional()
  .transform((text) => (text ?? '').split(/[\s,]+/u).filter((one) => one !== ''));

/** Empty means unset: `SLACK_BOT_TOKEN=` in a .env file is not a token. */
const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/** `slack:T0123ABCD/U0456EFGH`, or `teams:` with the tenant's and the object id. */
function accountOf(key: string, context: z.core.$RefinementCtx): AccountKey[] {
  const slack = /^slack:([TE][A-Z0-9]+)\/([UW][A-Z0-9]+)$/u.exec(key);
  if (slack !== null) return [{ platform: 'slack', tenant: slack[1]!, user: slack[2]! }];
  const teams = /^teams:([0-9a-f-]{36})\/([0-9a-f-]{36})$/u.exec(key.toLowerCase());
  if (teams !== null) return [{ platform: 'teams', tenant: teams[1]!, user: teams[2]! }];
  context.addIssue({
    code: 'custom',
    message:
      `has ${key}, which is no chat account. Example: slack:T0123ABCD/U0456EFGH, ` +
      'or teams: with the tenant id, a slash and the object id',
  });
  return [];
}

const Environment = z.object({
  DATABASE_URL: text.refine((url) => url === undefined || /^postgres(ql)?:\/\//u.test(url), {
    message:
      'is not a PostgreSQL address. Example: postgres://elevate:secret@db.example.com/elevate',
  }),
  ELEVATE_DATA_DIR: text,
  ELEVATE_CONFIG: text,
  ELEVATE_OWNERS: list.transform((keys, context) => keys.flatMap((key) => accountOf(key, context))),
  ELEVATE_SOLO_ADMIN: text
    .refine((typed) => typed === undefined || typed === 'true' || typed === 'false', {
      message: 'is neither true nor false. Example: ELEVATE_SOLO_ADMIN=true',
    })
    .transform((typed) => typed === 'true'),
  PORT: text.transform((typed, context) => {
    const port = Number(typed ?? 3978);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
    context.addIssue({
      code: 'custom',
      message:
        `is ${typed}, which is no port: a port is a whole number from 0 to 65535. ` +
        'Set another, for example PORT=3978',
    });
    return z.NEVER;
  }),
  // Node takes an empty address as every one that this machine has.
  HOST: text.transform((host) => host ?? '127.0.0.1'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      message: 'is not a log level. Example: info',
    })
    .default('info'),
  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: text,
  SLACK_API_URL: text,
  SLACK_ALLOWED_TEAMS: list,
  MicrosoftAppId: text,
  MicrosoftAppPassword: text,
  MicrosoftAppType: z
    .enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI'], {
      message: 'is not an app type. Example: SingleTenant',
    })
    .default('SingleTenant'),
  MicrosoftAppTenantId: text,
  TEAMS_ALLOWED_TENANTS: list,
  TEAMS_ALLOWED_SERVICE_URLS: list,
});

/** The other Bot Framework settings, under their usual names: all of them are set (a sovereign cloud) or none. */
export const botFrameworkKeys = [
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'OAuthUrl',
  'CallerId',
  'ValidateAuthority',
] as const;

export interface SlackConfig {
  readonly botToken: string;
  readonly signingSecret: string | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string | undefined;
  readonly allowedTeams: readonly string[];
}

export interface TeamsConfig {
  readonly appId: string;
  readonly appPassword: string | undefined;
  readonly appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly appTenantId: string | undefined;
  readonly allowedTenants: readonly string[];
  readonly allowedServiceUrls: readonly string[];
  readonly botFramework: Readonly<Record<string, string>> | undefined;
}

export interface Config {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly configFile: string | undefined;
  /** Who become owners while there is none. */
  readonly owners: readonly AccountKey[];
  /** Whether one admin alone may weaken control. */
  readonly soloAdmin: boolean;
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Validates the environment.
 * @throws ConfigError naming each variable that is wrong, and what to set instead
 */
export function readConfig(environment: Variables): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((one) => `${one.path.join('.')} ${one.message}`);
    throw new ConfigError(lines.join('\n'));
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    dataDir: resolve(values.ELEVATE_DATA_DIR ?? '.elevate'),
    configFile: values.ELEVATE_CONFIG,
    owners: values.ELEVATE_OWNERS,
    soloAdmin: values.ELEVATE_SOLO_ADMIN,
    port: values.PORT,
    host: values.HOST,
    logLevel: values.LOG_LEVEL,
    slack: slackConfig(values),
    teams: teamsConfig(values, environment),
  };
}

/** @throws ConfigError when there is no chat platform to serve; said before anything is opened or changed */
export function requirePlatform({ slack, teams }: Pick<Config, 'slack' | 'teams'>): void {
  if (slack !== undefined || teams !== undefined) return;
  throw new ConfigError(
    'No chat platform is set up. Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or MicrosoftAppId and ' +
      'MicrosoftAppPassword. To try Elevate without either: npm run playground.',
  );
}

/** Reads `.env` beside the project in development; what the environment already says wins. */
export function readEnvironment(directory: string, environment: Variables): Variables {
  if (environment.NODE_ENV === 'production') return environment;
  try {
    return { ...parseEnv(readFileSync(resolve(directory, '.env'), 'utf8')), ...environment };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment;
    throw new ConfigError(`.env cannot be read: ${(error as Error).message}`);
  }
}

function slackConfig(values: z.infer<typeof Environment>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN } = values;
  if (SLACK_BOT_TOKEN === undefined) {
    if (SLACK_SIGNING_SECRET === undefined && SLACK_APP_TOKEN === undefined) return undefined;
    throw new ConfigError('SLACK_BOT_TOKEN is not set. Example: xoxb-… (OAuth & Permissions)');
  }
  if (SLACK_SIGNING_SECRET === undefined && SLACK_APP_TOKEN === undefined) {
    throw new ConfigError(
      'SLACK_SIGNING_SECRET is not set. Copy it from Basic Information of the Slack app, ' +
        'or set SLACK_APP_TOKEN (xapp-…) for Socket Mode.',
    );
  }
  return {
    botToken: SLACK_BOT_TOKEN,
    signingSecret: SLACK_SIGNING_SECRET,
    appToken: SLACK_APP_TOKEN,
    apiUrl: values.SLACK_API_URL,
    allowedTeams: values.SLACK_ALLOWED_TEAMS,
  };
}

function teamsConfig(
  values: z.infer<typeof Environment>,
  environment: Variables,
): TeamsConfig | undefined {
  if (values.MicrosoftAppId === undefined) {
    if (values.MicrosoftAppPassword === undefined) return undefined;
    throw new ConfigError(
      'MicrosoftAppId is not set. Without it anybody could send activities. ' +
        'Example: 00000000-0000-0000-0000-000000000000 (Azure Bot, Configuration)',
    );
  }
  if (values.MicrosoftAppPassword === undefined && values.MicrosoftAppType !== 'UserAssignedMSI') {
    throw new ConfigError('MicrosoftAppPassword is not set. Make a client secret for the app.');
  }
  const tenant = values.MicrosoftAppTenantId;
  const allowed = values.TEAMS_ALLOWED_TENANTS;
  if (tenant === undefined && values.MicrosoftAppType !== 'MultiTenant') {
    throw new ConfigError('MicrosoftAppTenantId is not set. It is the directory (tenant) ID.');
  }
  if (allowed.length === 0 && tenant === undefined) {
    throw new ConfigError('TEAMS_ALLOWED_TENANTS is not set. List the tenant IDs that may use it.');
  }
  return {
    appId: values.MicrosoftAppId,
    appPassword: values.MicrosoftAppPassword,
    appType: values.MicrosoftAppType,
    appTenantId: tenant,
    allowedTenants: allowed.length > 0 ? allowed : [tenant!],
    allowedServiceUrls: values.TEAMS_ALLOWED_SERVICE_URLS,
    botFramework: botFrameworkSettings(environment),
  };
}

function botFrameworkSettings(environment: Variables): Record<string, string> | undefined {
  const set = botFrameworkKeys.filter((key) => environment[key] !== undefined);
  if (set.length === 0) return undefined;
  const missing = botFrameworkKeys.filter((key) => environment[key] === undefined);
  if (missing.length > 0) {
    throw new ConfigError(
      `${set[0]} is set, so these have to be as well (none has a default then): ${missing.join(', ')}`,
    );
  }
  return Object.fromEntries(botFrameworkKeys.map((key) => [key, environment[key] ?? '']));
}
