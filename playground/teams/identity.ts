/** The simulation's own OpenID provider: metadata, keys, and the token endpoint for the bot. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson } from '../shared/http';
import { channelScope, channelTokenIssuer } from './settings';
import { type TeamsState } from './state';
import { botToken, publishedKeys } from './tokens';

const lifetimeSeconds = 3_599;

/** Answers the identity addresses; false when the path is none of them. */
export async function serveIdentity(
  state: TeamsState,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  if (/^\/login\/[^/]+\/oauth2\/v2\.0\/token$/.test(path) && req.method === 'POST') {
    issueToken(state, new URLSearchParams((await readBody(req, 100_000)) ?? ''), res);
    return true;
  }
  if (path === '/v1/.well-known/openidconfiguration' || path === emulatorPath) {
    sendJson(res, 200, {
      issuer: channelTokenIssuer,
      jwks_uri: `${state.origin}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_endpoint: 'https://invalid.simulated/',
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
    return true;
  }
  if (path !== '/v1/.well-known/keys') return false;
  sendJson(res, 200, publishedKeys(state.keys));
  return true;
}

const emulatorPath = '/botframework.com/v2.0/.well-known/openid-configuration';

function issueToken(state: TeamsState, form: URLSearchParams, res: ServerResponse): void {
  const { appId, appPassword } = state.options;
  const wrong = state.isSecretRevoked ? 'invalid_client' : tokenRefusal(form, appId, appPassword);
  if (wrong) {
    return sendJson(res, wrong === 'invalid_client' ? 401 : 400, {
      error: wrong,
      error_description: 'Refused by the simulated identity provider',
    });
  }
  const token = botToken(state.keys, appId, lifetimeSeconds);
  state.botTokens.set(token, Date.now() + lifetimeSeconds * 1000);
  sendJson(res, 200, { token_type: 'Bearer', expires_in: lifetimeSeconds, access_token: token });
}

function tokenRefusal(form: URLSearchParams, appId: string, password: string): string | null {
  if (form.get('grant_type') !== 'client_credentials') return 'unsupported_grant_type';
  if (form.get('client_id') !== appId) return 'invalid_client';
  if (form.get('client_secret') !== password) return 'invalid_client';
  return form.get('scope') === `${channelScope}/.default` ? null : 'invalid_scope';
}
