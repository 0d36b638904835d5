import { RemoteError } from '../../errors';
import { type TokenFinding } from '../contract';
import { createCredentials } from './authentication';
import { checkTeamsConfig, type CheckedTeamsConfig, type TeamsConfig } from './config';
import { withDeadline } from './deadline';
import { withoutConsoleErrors } from './quiet-console';
import { thrownToRemoteError } from './remote-errors';

/** Of Microsoft's public cloud. */
const publicScope = 'https://api.botframework.com';
const publicLoginUrl = 'https://login.microsoftonline.com/botframework.com';

const tokenWithinMs = 10_000;

/**
 * Asks Microsoft once for the token that messages to Teams carry.
 * @throws ConfigError without an app id, or without what its type needs
 */
export async function checkTeamsToken(config: TeamsConfig): Promise<TokenFinding> {
  const checked = checkTeamsConfig(config);
  try {
    await withDeadline(
      withoutConsoleErrors(() => askForToken(checked)),
      tokenWithinMs,
    );
    return { ok: true, what: `Microsoft gives a token for Teams to ${checked.appId}` };
  } catch (thrown) {
    const error = thrownToRemoteError(thrown);
    if (!(error instanceof RemoteError)) throw error;
    const isAway = error.kind === 'unavailable' || error.kind === 'throttled';
    return { ok: false, what: isAway ? away(error.code) : refused(error.code, checked) };
  }
}

/** It is asked for when a request is signed with it; this one goes nowhere. */
async function askForToken(config: CheckedTeamsConfig): Promise<void> {
  const { ToChannelFromBotOAuthScope: scope, ToChannelFromBotLoginUrl: loginUrl } =
    config.botFramework ?? {};
  const credentials = await createCredentials(config, Date.now).createCredentials(
    config.appId,
    scope ?? publicScope,
    loginUrl ?? publicLoginUrl,
    true,
  );
  const request = { headers: { set: () => undefined } };
  await credentials.signRequest(
    request as unknown as Parameters<typeof credentials.signRequest>[0],
  );
}

function refused(code: string, { appPassword, appType }: CheckedTeamsConfig): string {
  const next =
    appPassword === null
      ? 'give the managed identity of this machine to the bot'
      : 'make a new client secret in the app registration, set MicrosoftAppPassword to it and start Elevate again';
  return `Microsoft gives no token for Teams (${code}, MicrosoftAppType ${appType}): look at MicrosoftAppId and MicrosoftAppTenantId, or ${next}`;
}

function away(code: string): string {
  return `Microsoft did not answer (${code}), so whether it gives a token for Teams is not known: try again, and look at the way to login.microsoftonline.com`;
}
