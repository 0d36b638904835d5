/**
 * Who may speak to us: the Bot Framework's channel service, with a token for our app, signed by a key that it
 * publishes and endorses for Teams, and for the very service URL that the activity names.
 */
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';

import { type CheckedTeamsConfig } from './config';
import { createConnectorHttp } from './connector-http';
import { withDeadline } from './deadline';
import { createLocalCredentials, type CredentialsFactory } from './local-credentials';
import { withoutConsoleErrors } from './quiet-console';

export type Authenticated = Awaited<
  ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
>;

export type AuthenticationOutcome =
  | { readonly outcome: 'authentic'; readonly proof: Authenticated }
  | { readonly outcome: 'refused' }
  /** The keys could not be read, so nothing can be said about the token. */
  | { readonly outcome: 'unverifiable' };

export interface Authentication {
  readonly framework: ConfigurationBotFrameworkAuthentication;
  /** @param body the parsed body, of which nothing is known yet */
  authenticate(
    header: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<AuthenticationOutcome>;
}

/** The channel whose activities we take; the signing key must be endorsed for it. */
const channelId = 'msteams';

const keysWithinMs = 5_000;

/** botbuilder's authentication with our own HTTP client; makes no call by itself. */
export function createAuthentication(
  config: CheckedTeamsConfig,
  now: () => number,
): Authentication {
  const framework = new ConfigurationBotFrameworkAuthentication(
    {
      ...config.botFramework,
      MicrosoftAppId: config.appId,
      ...(config.appTenantId === null ? {} : { MicrosoftAppTenantId: config.appTenantId }),
    },
    createCredentials(config, now),
    undefined,
    undefined,
    { httpClient: createConnectorHttp(config.mayCall, now) },
  );

  async function authenticate(
    header: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<AuthenticationOutcome> {
    if (body.channelId !== channelId) return { outcome: 'refused' };
    // Without a service URL botbuilder would not compare it with the token's.
    if (typeof body.serviceUrl !== 'string' || body.serviceUrl === '') {
      return { outcome: 'refused' };
    }
    // botbuilder also takes tokens of the Emulator and of other bots, by other rules and without a service URL.
    if (issuerOf(header) !== config.channelIssuer) return { outcome: 'refused' };
    try {
      const activity = body as unknown as Parameters<typeof framework.authenticateRequest>[0];
      const proof = await withDeadline(
        withoutConsoleErrors(() => framework.authenticateRequest(activity, header)),
        keysWithinMs,
      );
      return { outcome: 'authentic', proof };
    } catch (thrown) {
      return { outcome: isAboutKeys(thrown) ? 'unverifiable' : 'refused' };
    }
  }

  return { framework, authenticate };
}

export function createCredentials(
  config: CheckedTeamsConfig,
  now: () => number,
): CredentialsFactory {
  if (config.localLoginUrl !== null) {
    return createLocalCredentials({
      appId: config.appId,
      appPassword: config.appPassword ?? '',
      loginUrl: config.localLoginUrl,
      now,
    });
  }
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: config.appId,
    MicrosoftAppType: config.appType,
    ...(config.appPassword === null ? {} : { MicrosoftAppPassword: config.appPassword }),
    ...(config.appTenantId === null ? {} : { MicrosoftAppTenantId: config.appTenantId }),
  });
}

/** The issuer that an unverified token claims; only to choose by which rules it is verified. */
function issuerOf(header: string): string | null {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(header) ?? [];
  const claims = token?.split('.')[1];
  if (claims === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('iss' in parsed)) return null;
    return typeof parsed.iss === 'string' ? parsed.iss : null;
  } catch {
    return null;
  }
}

/** Reading the keys failed: botbuilder's own 500, its fetch's error, or our deadline. Every other failure is a refusal. */
function isAboutKeys(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === 'TimeoutError' || thrown.name === 'FetchError') return true;
  return 'statusCode' in thrown && thrown.statusCode === 500;
}
