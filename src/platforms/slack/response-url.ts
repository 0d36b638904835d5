/** The address that comes with a command or press; Slack takes up to 5 answers there within 30 minutes. */
import { RemoteError } from '../../errors';
import { type SlackMessage } from './options';
import { toRemoteError } from './remote-errors';

const answerMaxMs = 5_000;

export type Answer = SlackMessage &
  (
    | { readonly replace_original: true }
    | { readonly response_type: 'ephemeral'; readonly replace_original: false }
  );

/** @throws RemoteError, also when the address is not Slack's */
export async function answerThrough(
  responseUrl: string,
  apiUrl: string | undefined,
  answer: Answer,
): Promise<void> {
  if (!isSlacks(responseUrl, apiUrl)) throw new RemoteError('Slack', 'rejected', 'foreign_address');
  const response = await send(responseUrl, answer);
  if (response.ok) return;
  const kind = response.status >= 500 || response.status === 429 ? 'unavailable' : 'rejected';
  throw new RemoteError('Slack', kind, `http_${response.status}`);
}

async function send(address: string, answer: Answer): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMaxMs),
    });
  } catch (error) {
    throw toRemoteError(error);
  }
}

/**
 * Payloads are signed, so the address should be Slack's. It is checked all the same: what is sent there
 * is private, and a leaked signing secret must not turn the bot into a client of inside addresses.
 */
function isSlacks(responseUrl: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const { protocol, hostname } = new URL(responseUrl);
  if (protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname)) return true;
  if (apiUrl === undefined || !['http:', 'https:'].includes(protocol)) return false;
  return sameHost(hostname, new URL(apiUrl).hostname);
}

/** Names of this machine count as one: a stand-in for Slack may have several ports and names here. */
function sameHost(one: string, other: string): boolean {
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  return one === other || (loopback.includes(one) && loopback.includes(other));
}
