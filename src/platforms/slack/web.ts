import { WebClient } from '@slack/web-api';
import { type Log } from '../../log';
import { createBoltLog } from './bolt-log';
import { remotely } from './remote-errors';

/** Longest wait for one answer of Slack, in milliseconds. */
const answerMaxMs = 10_000;

export interface WebOptions {
  readonly botToken: string;
  readonly apiUrl?: string;
  readonly log: Log;
}

/** Calls one method of the Web API. Whatever goes wrong is a RemoteError. */
export type Web = <T>(call: (client: WebClient) => Promise<T>) => Promise<T>;

/**
 * The Web API without a will of its own: no retries (the queue has them) and no sleeping on a rate limit. The client's
 * defaults would hold a worker for half an hour.
 */
export function createWeb({ botToken, apiUrl, log }: WebOptions): Web {
  const client = new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: createBoltLog(log),
    timeout: answerMaxMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
  });
  return (call) => remotely(() => call(client));
}
