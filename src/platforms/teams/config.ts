/** What the operator sets for Teams, checked once: an adapter with half a configuration would let strangers in. */
import { ConfigError } from '../../errors';
import { createServiceUrlRule, isLoopback, type ServiceUrlRule } from './service-urls';

export type TeamsAppType = 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';

export interface TeamsConfig {
  /** MicrosoftAppId */
  readonly appId: string;
  /** MicrosoftAppPassword; a managed identity has none. */
  readonly appPassword?: string;
  /** MicrosoftAppType */
  readonly appType: TeamsAppType;
  /** MicrosoftAppTenantId */
  readonly appTenantId?: string;
  /** Tenants whose people are served; empty means the app's own tenant. */
  readonly allowedTenants: readonly string[];
  /** The other Bot Framework keys under their usual names: all of them, or none for Microsoft's public cloud. */
  readonly botFramework?: Readonly<Record<string, string>>;
  /** Service URLs besides Microsoft's, for a sovereign cloud or a local stand-in. */
  readonly allowedServiceUrls?: readonly string[];
  /**
   * Where to post while no activity has told a better one. Default: the first of `allowedServiceUrls`, else
   * Microsoft's worldwide address.
   */
  readonly defaultServiceUrl?: string;
}

export interface CheckedTeamsConfig {
  readonly appId: string;
  readonly appPassword: string | null;
  readonly appType: TeamsAppType;
  readonly appTenantId: string | null;
  readonly allowedTenants: ReadonlySet<string>;
  readonly botFramework: Readonly<Record<string, string>> | null;
  /** Issuer of the channel's tokens; tokens of any other issuer are refused. */
  readonly channelIssuer: string;
  /** Set when the bot's own token comes from a plain http endpoint on this machine. */
  readonly localLoginUrl: string | null;
  readonly mayCall: ServiceUrlRule;
  readonly defaultServiceUrl: string;
}

const publicIssuer = 'https://api.botframework.com';
const publicServiceUrl = 'https://smba.trafficmanager.net/teams/';

/** botbuilder takes any of these as a sign that all are meant: none has a default as soon as one is set. */
const botFrameworkKeys = [
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'OAuthUrl',
  'CallerId',
  'ValidateAuthority',
] as const;

/** Throws ConfigError, naming the variable and an example, for everything that would weaken authentication. */
export function checkTeamsConfig(config: TeamsConfig): CheckedTeamsConfig {
  checkCredentials(config);
  const botFramework = checkBotFramework(config.botFramework);
  const configured = config.allowedServiceUrls ?? [];
  const defaultServiceUrl = config.defaultServiceUrl ?? configured[0] ?? publicServiceUrl;
  return {
    appId: config.appId,
    appPassword: config.appPassword ?? null,
    appType: config.appType,
    appTenantId: config.appTenantId ?? null,
    allowedTenants: checkTenants(config),
    botFramework,
    channelIssuer: botFramework?.ToBotFromChannelTokenIssuer ?? publicIssuer,
    localLoginUrl: checkLoginUrl(botFramework),
    mayCall: createServiceUrlRule([...configured, defaultServiceUrl]),
    defaultServiceUrl,
  };
}

function checkCredentials(config: TeamsConfig): void {
  if (isBlank(config.appId)) {
    throw new ConfigError(
      'Set MicrosoftAppId to the app id of the bot registration, for example ' +
        '00000000-0000-0000-0000-000000000000. Without it anybody could send activities.',
    );
  }
  const managed = config.appType === 'UserAssignedMSI';
  if (!managed && isBlank(config.appPassword)) {
    throw new ConfigError(
      `Set MicrosoftAppPassword to the client secret of the bot registration (MicrosoftAppType is ${config.appType}).`,
    );
  }
  if (managed && !isBlank(config.appPassword)) {
    throw new ConfigError(
      'Unset MicrosoftAppPassword: MicrosoftAppType is UserAssignedMSI, and a managed identity has no password.',
    );
  }
  if (config.appType !== 'MultiTenant' && isBlank(config.appTenantId)) {
    throw new ConfigError(
      `Set MicrosoftAppTenantId to the tenant of the bot registration (MicrosoftAppType is ${config.appType}).`,
    );
  }
}

function checkTenants(config: TeamsConfig): ReadonlySet<string> {
  const listed = config.allowedTenants.filter((tenant) => !isBlank(tenant));
  const tenants = listed.length > 0 ? listed : [config.appTenantId ?? ''];
  if (tenants.some(isBlank)) {
    throw new ConfigError(
      'Set MicrosoftAppTenantId to the tenant whose people may use Elevate: a MultiTenant bot ' +
        'receives activities of every tenant that installs it.',
    );
  }
  return new Set(tenants.map(normaliseId));
}

function checkBotFramework(
  keys: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | null {
  const given = keys ?? {};
  const known: readonly string[] = botFrameworkKeys;
  const strange = Object.keys(given).find((key) => !known.includes(key));
  if (strange !== undefined) throw new ConfigError(`${strange} is not a Bot Framework key.`);
  const set = botFrameworkKeys.filter((key) => given[key] !== undefined);
  if (set.length === 0) return null;
  const missing = botFrameworkKeys.filter((key) => given[key] === undefined);
  if (missing.length > 0) {
    throw new ConfigError(
      `Set ${missing.join(', ')} too, or none of the Bot Framework keys: with ${set.join(', ')} set, ` +
        'the others have no default.',
    );
  }
  if (isBlank(given.ToBotFromChannelTokenIssuer)) {
    throw new ConfigError(`Set ToBotFromChannelTokenIssuer, for example ${publicIssuer}.`);
  }
  return given;
}

/** MSAL, which botbuilder uses, refuses every http authority; that case is ours, and only on this machine. */
function checkLoginUrl(botFramework: Readonly<Record<string, string>> | null): string | null {
  const loginUrl = botFramework?.ToChannelFromBotLoginUrl;
  if (loginUrl === undefined) return null;
  if (!URL.canParse(loginUrl)) {
    throw new ConfigError(
      'Set ToChannelFromBotLoginUrl to an address, for example ' +
        'https://login.microsoftonline.com/botframework.com.',
    );
  }
  const parsed = new URL(loginUrl);
  if (parsed.protocol === 'https:') return null;
  if (parsed.protocol === 'http:' && isLoopback(parsed)) return loginUrl;
  throw new ConfigError(
    'Set ToChannelFromBotLoginUrl to an https address: the client secret is sent there.',
  );
}

/** Tenant and object ids are GUIDs, which Microsoft writes in either case; other ids are left as they are. */
export function normaliseId(id: string): string {
  const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  return guid.test(id) ? id.toLowerCase() : id;
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
