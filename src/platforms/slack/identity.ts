import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, RemoteError } from '../../errors';
import { type Log } from '../../log';
import { type Web } from './web';

/** Who the bot is, and whose payloads it takes. */
export interface Identity {
  readonly botUser: string;
  readonly allowed: ReadonlySet<string>;
}

export interface IdentityKeeper {
  /** Null until Slack has said who the bot is. */
  known(): Identity | null;
  /**
   * Asks Slack once. Should Slack be away, it goes on asking behind the scenes until `signal` aborts: grants have
   * to end while Slack is down, so the service starts without it.
   * @throws ConfigError when Slack refuses the token, or the token's workspace is not on the allow-list
   */
  start(signal: AbortSignal): Promise<void>;
}

const firstRetryMs = 1_000;
const retryMaxMs = 30_000;

export function createIdentity(
  web: Web,
  allowedTeams: readonly string[],
  log: Log,
): IdentityKeeper {
  let identity: Identity | null = null;

  async function ask(): Promise<void> {
    identity = await readIdentity(web, allowedTeams);
  }

  async function keepAsking(signal: AbortSignal): Promise<void> {
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, retryMaxMs)) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        return await ask();
      } catch (error) {
        log.error({ err: error }, 'slack has not said who the bot is');
      }
    }
  }

  async function start(signal: AbortSignal): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!isTemporary(error)) throw error;
      log.warn({ err: error }, 'slack does not answer; started without it');
      void keepAsking(signal);
    }
  }

  return { known: () => identity, start };
}

async function readIdentity(web: Web, allowedTeams: readonly string[]): Promise<Identity> {
  const self = await web((client) => client.auth.test()).catch((error: unknown) => {
    if (isTemporary(error) || !(error instanceof RemoteError)) throw error;
    throw new ConfigError(
      `SLACK_BOT_TOKEN was refused by Slack (${error.code}). It starts with xoxb- and is on the app's ` +
        'page under OAuth & Permissions.',
    );
  });
  const home = [self.team_id, self.enterprise_id].filter((id) => id !== undefined);
  if (allowedTeams.length > 0 && !home.some((id) => allowedTeams.includes(id))) {
    throw new ConfigError(
      `SLACK_ALLOWED_TEAMS does not have the workspace of SLACK_BOT_TOKEN. Add ${home.join(' or ')}.`,
    );
  }
  // A token of a whole enterprise has no workspace of its own.
  const own = self.is_enterprise_install ? self.enterprise_id : self.team_id;
  const allowed = allowedTeams.length > 0 ? allowedTeams : [own ?? ''];
  return { botUser: self.user_id ?? '', allowed: new Set(allowed.filter((id) => id !== '')) };
}

function isTemporary(error: unknown): boolean {
  return error instanceof RemoteError && ['unavailable', 'throttled'].includes(error.kind);
}
