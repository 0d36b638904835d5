/**
 * Where the bot's own token may be sent. A service URL comes in with each activity; whoever could choose it freely
 * would be handed our token, so it has to be one of Microsoft's or one that the operator configured.
 */
import { ConfigError } from '../../errors';

/** Bot connector hosts of Teams: public cloud, GCC, GCC High and DoD. */
const microsoftHosts: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

const microsoftDomain = '.botframework.com';

export type ServiceUrlRule = (url: string) => boolean;

/**
 * The rule for this installation. `configured` are bases such as `https://connector.example/teams/`; plain http is
 * taken only for loopback. Throws ConfigError for a base that is neither.
 */
export function createServiceUrlRule(configured: readonly string[]): ServiceUrlRule {
  const bases = configured.map(parseBase);
  return (url) => {
    const parsed = parsePlain(url);
    if (parsed === null) return false;
    if (isMicrosofts(parsed)) return true;
    return bases.some((base) => isUnder(parsed, base));
  };
}

/** Whether the host is this machine. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function parseBase(base: string): URL {
  const parsed = parsePlain(base);
  if (parsed === null || (parsed.protocol === 'http:' && !isLoopback(parsed))) {
    throw new ConfigError(
      `The Teams service URL "${base}" cannot be used: set an https address, for example ` +
        'https://smba.trafficmanager.net/teams/ (plain http only on loopback).',
    );
  }
  return parsed;
}

/** Null unless it is http(s) without anything that could hide another destination. */
function parsePlain(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  if (parsed.search !== '' || parsed.hash !== '') return null;
  return parsed;
}

function isMicrosofts(url: URL): boolean {
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return microsoftHosts.has(url.hostname) || url.hostname.endsWith(microsoftDomain);
}

function isUnder(url: URL, base: URL): boolean {
  if (url.origin !== base.origin) return false;
  return withSlash(url.pathname).startsWith(withSlash(base.pathname));
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
