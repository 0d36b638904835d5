/** Slash commands as Slack sends them, each with a trigger id of its own, signed and ready for the wire. */
import { createHmac, randomBytes } from 'node:crypto';
import { asked, askers, slackTeam } from './organisation';

export interface PayloadOptions {
  readonly count: number;
  readonly signingSecret: string;
  /** Where the commands say that answers can be posted. */
  readonly slackOrigin: string;
}

/** Whole HTTP requests. Signed now, so they are to be sent within five minutes. */
export function signedRequests(options: PayloadOptions): Buffer[] {
  const run = randomBytes(6).toString('hex');
  return Array.from({ length: options.count }, (_, n) => signedRequest(options, run, n));
}

function signedRequest({ signingSecret, slackOrigin }: PayloadOptions, run: string, n: number) {
  const user = anyOf(askers);
  const text = `${anyOf(asked)} clean-up after INC-${4000 + (n % 5000)}`;
  const body = new URLSearchParams({
    token: 'verification-token-of-old-times',
    team_id: slackTeam,
    team_domain: 'benchmark',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/elevate',
    text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `${slackOrigin}/response/${run}/${n}`,
    trigger_id: `${run}.${n}.0123456789abcdef0123456789abcdef`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`);
  const head = [
    'POST /slack/events HTTP/1.1',
    'host: 127.0.0.1',
    'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'accept: application/json,*/*',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${hmac.digest('hex')}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function anyOf(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)]!;
}
