/** Slack's request signature, version 0. */
import { createHmac } from 'node:crypto';

/** `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{raw body}`; the timestamp is in seconds. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}
