import { type ClientSecretCredentialOptions, type TokenCredential } from '@azure/identity';
import { RemoteError } from '../../errors';
import { system } from './name';

/** The app registration as which Graph is asked; exactly one of the two secrets is given. */
export interface EntraIdentity {
  /** In lower case. */
  readonly tenant: string;
  readonly clientId: string;
  readonly secret: string | null;
  /** PEM: the certificate and its private key. */
  readonly certificate: string | null;
}

/** A token for Graph that is good for a while. */
export type Tokens = (signal: AbortSignal) => Promise<string>;

const scope = 'https://graph.microsoft.com/.default';

export function entraTokens(
  identity: EntraIdentity,
  options: ClientSecretCredentialOptions = {},
): Tokens {
  const heard = listen();
  const listening = {
    ...options,
    additionalPolicies: [...(options.additionalPolicies ?? []), heard.policy],
  };
  let credential: Promise<TokenCredential> | null = null;
  return keptTokens(
    {
      async getToken(scopes) {
        heard.forget();
        try {
          credential ??= signInWith(identity, listening);
          return await (await credential).getToken(scopes);
        } catch (cause) {
          throw tokenError(heard.last(), cause);
        }
      },
    },
    Date.now,
  );
}

/** The library is large: whoever has no Entra ID configured does not wait for it at each start. */
async function signInWith(
  { tenant, clientId, secret, certificate }: EntraIdentity,
  options: ClientSecretCredentialOptions,
): Promise<TokenCredential> {
  const { ClientCertificateCredential, ClientSecretCredential } = await import('@azure/identity');
  return certificate === null
    ? new ClientSecretCredential(tenant, clientId, secret!, options)
    : new ClientCertificateCredential(tenant, clientId, { certificate }, options);
}

/** What sign-in answered last; null where it did not. */
type Heard = { readonly status: number; readonly body: string } | null;
type Policy = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number];

/** The library says what went wrong in a sentence only; nothing is decided by sentences, so its answers are listened to. */
function listen() {
  let last: Heard = null;
  const policy: Policy = {
    position: 'perRetry',
    policy: {
      name: 'listening',
      async sendRequest(request, next) {
        last = null;
        const response = await next(request);
        last = { status: response.status, body: response.bodyAsText ?? '' };
        return response;
      },
    },
  };
  return { policy, last: (): Heard => last, forget: () => (last = null) };
}

/** So long before its end a token is renewed, while the old one still does. */
const renewBeforeMs = 5 * 60_000;
/** And so long before its end it does not any more: a call takes time, and clocks differ. */
const unusableBeforeMs = 60_000;

interface Kept {
  readonly token: string;
  readonly endsAt: number;
}

/** One token for all calls, renewed early, by one call at a time; nobody waits while the old one does. */
export function keptTokens(credential: TokenCredential, now: () => number): Tokens {
  let kept: Kept | null = null;
  let renewing: Promise<Kept> | null = null;
  const renew = (): Promise<Kept> =>
    (renewing ??= fetchToken(credential)
      .then((fetched) => (kept = fetched))
      .finally(() => (renewing = null)));
  return async (signal) => {
    const left = kept === null ? 0 : kept.endsAt - now();
    if (left > renewBeforeMs) return kept!.token;
    const renewed = renew();
    if (left > unusableBeforeMs) {
      // It is tried again with the next call.
      renewed.catch(() => undefined);
      return kept!.token;
    }
    return (await beforeEnd(renewed, signal)).token;
  };
}

async function fetchToken(credential: TokenCredential): Promise<Kept> {
  const found = await credential.getToken(scope);
  if (found === null) throw new RemoteError(system, 'unauthorized', 'no_token');
  return { token: found.token, endsAt: found.expiresOnTimestamp };
}

function tokenError(heard: Heard, cause: unknown): RemoteError {
  if (heard === null)
    return new RemoteError(system, 'unavailable', 'sign_in_unreachable', { cause });
  if (heard.status === 429) return new RemoteError(system, 'throttled', 'sign_in', { cause });
  const kind = heard.status >= 500 || heard.status < 400 ? 'unavailable' : 'unauthorized';
  return new RemoteError(system, kind, codeIn(heard.body) ?? 'sign_in', { cause });
}

/** `invalid_client`: a code of OAuth. */
function codeIn(body: string): string | null {
  const [, code = null] = /"error"\s*:\s*"([a-z_]{1,60})"/u.exec(body) ?? [];
  return code;
}

/** A token that comes too late for this call is there for the next one. */
async function beforeEnd<T>(wanted: Promise<T>, signal: AbortSignal): Promise<T> {
  wanted.catch(() => undefined);
  const tooLate = () => new RemoteError(system, 'unavailable', 'deadline');
  if (signal.aborted) throw tooLate();
  let giveUp = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(tooLate());
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([wanted, ended]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
