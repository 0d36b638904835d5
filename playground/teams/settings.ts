/**
 * What a bot must be configured with to talk to the simulated Teams instead of Microsoft's.
 *
 * Inbound: botbuilder's `ConfigurationBotFrameworkAuthentication` takes every key below. As soon as one of them is
 * set, none of the others has a default, so all of them are given. The two OpenID documents are served by the
 * simulation itself and lead to its own keys; the issuer stays Microsoft's, as the validation compares it.
 *
 * Outbound: botbuilder's own credentials (`MicrosoftAppCredentials`, and `PrivateCloudAppCredentials` for a login URL
 * that is not Microsoft's) end in MSAL, and MSAL refuses every authority that is not https
 * (`authority_uri_insecure`); `ValidateAuthority` does not reach it. So a bot that wants its token from here must hand
 * its own `ServiceClientCredentialsFactory` to `ConfigurationBotFrameworkAuthentication` whenever
 * `ToChannelFromBotLoginUrl` is a loopback http address. Its credentials do the plain OAuth 2 client credentials grant:
 *
 *   POST {ToChannelFromBotLoginUrl}/oauth2/v2.0/token      application/x-www-form-urlencoded
 *   grant_type=client_credentials&client_id={appId}&client_secret={password}&scope={ToChannelFromBotOAuthScope}/.default
 *   200 {"token_type":"Bearer","expires_in":3599,"access_token":"…"}     401 {"error":"invalid_client", …}
 *
 * and set `Authorization: Bearer {access_token}` on each call to the serviceUrl. That is the same request that MSAL
 * makes at login.microsoftonline.com, without its discovery. Before it sends that token, the bot must be allowed to
 * call `SimulatedTeams.serviceUrl`, which is no address of Microsoft's.
 */

export interface TeamsSettingsSource {
  /** Origin of the simulation, as `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly origin: string;
}

/** All Bot Framework keys under their usual names; the app id and password are not among them. */
export function botFrameworkSettings(source: TeamsSettingsSource): Record<string, string> {
  return {
    ToBotFromChannelOpenIdMetadataUrl: `${source.origin}/v1/.well-known/openidconfiguration`,
    ToBotFromChannelTokenIssuer: channelTokenIssuer,
    ToBotFromEmulatorOpenIdMetadataUrl: `${source.origin}/botframework.com/v2.0/.well-known/openid-configuration`,
    ToChannelFromBotLoginUrl: `${source.origin}/login/botframework.com`,
    ToChannelFromBotOAuthScope: channelScope,
    OAuthUrl: `${source.origin}/oauth`,
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  };
}

/** The issuer that the Bot Framework's channel service puts into the tokens of its calls to bots. */
export const channelTokenIssuer = 'https://api.botframework.com';

/** The resource for which a bot asks its own token. */
export const channelScope = 'https://api.botframework.com';
