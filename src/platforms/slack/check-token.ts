import { ConfigError, RemoteError } from '../../errors';
import { type Log } from '../../log';
import { type TokenFinding } from '../contract';
import { isRefusal, readIdentity } from './identity';
import { type SlackConfig } from './options';
import { createWeb } from './web';

/** Asks Slack once whether it takes the bot's token, and whose it is. */
export async function checkSlackToken(
  { botToken, apiUrl, allowedTeams }: SlackConfig,
  log: Log,
): Promise<TokenFinding> {
  const web = createWeb({ botToken, log, ...(apiUrl === undefined ? {} : { apiUrl }) });
  try {
    const { allowed } = await readIdentity(web, allowedTeams);
    return { ok: true, what: `Slack takes SLACK_BOT_TOKEN (${[...allowed].join(', ')})` };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, what: error.message };
    if (!(error instanceof RemoteError)) throw error;
    const { code } = error;
    return { ok: false, what: isRefusal(error) ? refused(code) : away(code) };
  }
}

const where =
  "it starts with xoxb- and is on the app's page under OAuth & Permissions. Then start Elevate again";

function refused(code: string): string {
  return code === 'account_inactive'
    ? `Elevate was removed from the workspace (${code}): install the app again and set SLACK_BOT_TOKEN anew, ${where}`
    : `Slack refuses SLACK_BOT_TOKEN (${code}): set it anew, ${where}`;
}

function away(code: string): string {
  return `Slack did not answer (${code}), so whether it takes SLACK_BOT_TOKEN is not known: try again, and look at the way to slack.com`;
}
