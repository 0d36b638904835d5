import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, RemoteError } from '../../errors';
import { type Log } from '../../log';
import { type TokenNews } from '../contract';
import { type Count } from './options';
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
   * Asks Slack once. Should Slack be away or refuse the token, it goes on asking behind the scenes until `signal` aborts: grants
   * have to end whether or not anybody can be told, so the service starts without it.
   * @throws ConfigError when the token's workspace is not on the allow-list
   */
  start(signal: AbortSignal): Promise<void>;
}

const firstRetryMs = 1_000;
const retryMaxMs = 30_000;

export interface IdentityOptions {
  readonly web: Web;
  readonly allowedTeams: readonly string[];
  readonly log: Log;
  readonly count: Count;
  readonly tokenSeen: (news: TokenNews) => Promise<void>;
}

export function createIdentity(options: IdentityOptions): IdentityKeeper {
  const { web, allowedTeams, log, count } = options;
  let identity: Identity | null = null;
  /** The answer that was told last: how often the same is heard says nothing new. */
  let told: string | null = null;

  async function ask(): Promise<void> {
    identity = await readIdentity(web, allowedTeams);
    await tell({ refused: null, tenants: [...identity.allowed] });
  }

  async function tell(news: TokenNews): Promise<void> {
    const answer = news.refused?.code ?? 'taken';
    if (answer === told) return;
    try {
      await options.tokenSeen(news);
      told = answer;
    } catch (error) {
      log.error({ err: error }, 'what slack says of the token could not be written down');
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (!isRefusal(error)) {
      return log.error({ err: error }, 'slack has not said who the bot is; going on without it');
    }
    count('slack_token_refused', { token: 'bot', code: error.code });
    log.error({ err: error }, refusedToken);
    await tell({ refused: error, tenants: allowedTeams });
  }

  async function keepAsking(signal: AbortSignal): Promise<void> {
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, retryMaxMs)) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        return await ask();
      } catch (error) {
        await failed(error);
      }
    }
  }

  async function start(signal: AbortSignal): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      await failed(error);
      void keepAsking(signal);
    }
  }

  return { known: () => identity, start };
}

/** @throws ConfigError when the token's workspace is not on the allow-list */
export async function readIdentity(web: Web, allowedTeams: readonly string[]): Promise<Identity> {
  const self = await web((client) => client.auth.test());
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

const refusedToken =
  "SLACK_BOT_TOKEN was refused by slack; going on without it. It starts with xoxb- and is on the app's page under " +
  'OAuth & Permissions.';

export function isRefusal(error: unknown): error is RemoteError {
  return error instanceof RemoteError && !['unavailable', 'throttled'].includes(error.kind);
}
