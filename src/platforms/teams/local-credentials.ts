/**
 * The bot's own token from a plain http token endpoint on loopback: a local identity provider in tests and in the
 * playground. botbuilder's own credentials end in MSAL, which refuses every authority that is not https.
 */
import { type ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';

import { RemoteError } from '../../errors';
import { answerToRemoteError, noAnswer } from './remote-errors';

export type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;
type Credentials = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

export interface LocalCredentialsOptions {
  readonly appId: string;
  readonly appPassword: string;
  /** ToChannelFromBotLoginUrl; the token endpoint is below it. */
  readonly loginUrl: string;
  readonly now: () => number;
}

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});

/** A token is replaced this long before its end, so that none expires on its way. */
const marginMs = 60_000;
const answerWithinMs = 5_000;

/** Does the OAuth 2 client credentials grant; one request at a time per audience, tokens kept until their end. */
export function createLocalCredentials(options: LocalCredentialsOptions): CredentialsFactory {
  const tokens = new Map<string, Promise<Token>>();

  async function tokenFor(audience: string): Promise<string> {
    const known = await tokens.get(audience)?.catch(() => null);
    if (known && known.expiresAt - marginMs > options.now()) return known.text;
    const fetched = fetchToken(options, audience);
    tokens.set(audience, fetched);
    return (await fetched).text;
  }

  return {
    isValidAppId: async (appId: string) => appId === options.appId,
    isAuthenticationDisabled: async () => false,
    async createCredentials(appId: string, audience: string | undefined): Promise<Credentials> {
      if (appId !== options.appId) throw new Error('credentials were asked for another app');
      return {
        async signRequest(request) {
          const token = await tokenFor(audience ?? '');
          request.headers.set('authorization', `Bearer ${token}`);
          return request;
        },
      };
    },
  };
}

async function fetchToken(options: LocalCredentialsOptions, audience: string): Promise<Token> {
  const { status, body } = await askForToken(options, audience);
  if (status !== 200) throw refusedToken(status, body, options.now());
  const read = TokenAnswer.safeParse(parseJson(body));
  if (!read.success) throw new RemoteError('Teams', 'unavailable', 'unreadable_token');
  return {
    text: read.data.access_token,
    expiresAt: options.now() + read.data.expires_in * 1_000,
  };
}

async function askForToken(
  options: LocalCredentialsOptions,
  audience: string,
): Promise<{ status: number; body: string }> {
  try {
    const answer = await fetch(`${options.loginUrl.replace(/\/$/, '')}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.appId,
        client_secret: options.appPassword,
        scope: `${audience}/.default`,
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return { status: answer.status, body: await answer.text() };
  } catch (thrown) {
    throw noAnswer(thrown);
  }
}

/** OAuth answers 400 to some credentials that it does not take; for us that is the same as 401. */
function refusedToken(status: number, body: string, now: number): RemoteError {
  return answerToRemoteError(status === 400 ? 401 : status, body, null, now);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
