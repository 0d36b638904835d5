/**
 * One key per payload, the same whenever the same payload comes again. The verb writes it in its own transaction,
 * so a repeat finds the first one's reply and has no second effect.
 *
 * - Events: Slack sends an event again (at once, after 1 and 5 minutes) with a new timestamp and signature but
 *   the same `event_id`. A replay has that id as well.
 * - Commands, buttons and forms over HTTP: Slack does not send them again, but whoever captures one can, for as long
 *   as its signature is young enough. They cannot change a byte of it or its timestamp. So the key is a hash of
 *   both; two honest presses differ at least in their trigger id.
 * - The same over Socket Mode: Slack may send them again in a new envelope, so `envelope_id` would count twice.
 *   Here the key comes from the inside: a trigger id is made for one act of one person. Should one be missing,
 *   person, message and time of the press say the same; and failing all that, the whole payload.
 */
import { createHash } from 'node:crypto';
import { type KnownPayload } from './payloads';

export function keyOverHttp(payload: KnownPayload, timestamp: string, rawBody: Buffer): string {
  if ('eventId' in payload) return eventKey(payload.eventId);
  return digest('http', createHash('sha256').update(`${timestamp}:`).update(rawBody));
}

export function keyOverSocket(payload: KnownPayload, body: unknown): string {
  if ('eventId' in payload) return eventKey(payload.eventId);
  const hash = createHash('sha256').update(JSON.stringify(actOf(payload) ?? body));
  return digest('socket', hash);
}

function eventKey(eventId: string): string {
  return `slack:event:${eventId}`;
}

function actOf(payload: Exclude<KnownPayload, { eventId: string }>): readonly string[] | null {
  // What is only looked for changes nothing, however often.
  if (payload.kind === 'suggesting') return null;
  const { kind, user, triggerId } = payload;
  if (triggerId !== null) return [kind, user, triggerId];
  if (payload.kind !== 'button' || payload.actionTs === null) return null;
  const place = payload.messageTs ?? payload.viewId ?? '';
  return [kind, user, payload.channel ?? '', place, payload.actionId, payload.actionTs];
}

function digest(way: 'http' | 'socket', hash: ReturnType<typeof createHash>): string {
  return `slack:${way}:${hash.digest('base64url')}`;
}
