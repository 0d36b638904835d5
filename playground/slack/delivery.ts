/** Payloads on their way to the bot: signed over HTTP, or in an envelope when the bot is connected by Socket Mode. */
import { send, type Answer } from '../shared/http';
import { snapshot, text, type Json } from '../shared/json';
import { limits } from './limits';
import {
  type Delivery,
  type DeliveryKind,
  type EnvelopeType,
  type Retry,
  type SlackUser,
  type Trigger,
} from './model';
import { signatureOf } from './signing';
import { breach, nextNumber, tell, type SlackState } from './state';

const envelopes: Readonly<Record<Exclude<DeliveryKind, 'raw'>, EnvelopeType>> = {
  command: 'slash_commands',
  interaction: 'interactive',
  event: 'events_api',
};

/** Sends one payload and waits for the answer, three seconds at most. */
export async function deliver(
  state: SlackState,
  kind: Exclude<DeliveryKind, 'raw'>,
  payload: Json,
  retry: Retry | null = null,
): Promise<Delivery> {
  if (state.link) {
    const answer = await state.link.deliver(envelopes[kind], payload, retry);
    return record(state, { kind, payload, headers: {}, body: JSON.stringify(payload) }, answer);
  }
  const body = encode(kind, payload);
  const type = kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
  return sendSigned(state, kind, payload, body, { 'content-type': type, ...retryHeaders(retry) });
}

function encode(kind: Exclude<DeliveryKind, 'raw'>, payload: Json): string {
  if (kind === 'event') return JSON.stringify(payload);
  if (kind === 'interaction') {
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  }
  const fields = Object.entries(payload).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : String(value),
  ]);
  return new URLSearchParams(fields).toString();
}

function retryHeaders(retry: Retry | null): Record<string, string> {
  if (!retry) return {};
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}

function sendSigned(
  state: SlackState,
  kind: DeliveryKind,
  payload: Json,
  body: string,
  headers: Record<string, string>,
): Promise<Delivery> {
  const timestamp = String(Math.floor(state.now() / 1000));
  return sendBytes(state, kind, payload, body, {
    ...headers,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(state.options.signingSecret, timestamp, body),
  });
}

async function sendBytes(
  state: SlackState,
  kind: DeliveryKind,
  payload: Json,
  body: string,
  headers: Record<string, string>,
): Promise<Delivery> {
  if (!state.eventsUrl) throw new Error('The simulated Slack has no eventsUrl to send to');
  const deadlineMs = state.options.answerMs ?? limits.answerMs;
  const all = { 'user-agent': 'Slackbot 1.0 (simulated)', ...headers };
  const answer = await send({ url: state.eventsUrl, headers: all, body, deadlineMs });
  return record(state, { kind, payload, headers: all, body }, answer);
}

type Sent = Pick<Delivery, 'kind' | 'payload' | 'headers' | 'body'>;

function record(state: SlackState, sent: Sent, answer: Answer): Delivery {
  const delivery: Delivery = {
    ...sent,
    payload: snapshot(sent.payload),
    no: state.deliveries.length + 1,
    transport: state.link ? 'socket' : 'http',
    atMs: state.now(),
    outcome: answer.outcome,
    status: answer.outcome === 'answered' ? answer.status : 0,
    answer: answer.outcome === 'answered' ? answer.body : '',
  };
  state.deliveries.push(delivery);
  if (answer.outcome === 'timed-out') {
    breach(state, 'late-answer', sent.kind, `no answer to payload ${delivery.no} in time`);
  }
  tell(state, { kind: 'delivery', delivery });
  return delivery;
}

/** Sends the payload of an earlier delivery again as Slack does: same content, new time and signature. */
export function redeliver(state: SlackState, no: number, reason: string): Promise<Delivery> {
  const earlier = deliveryNo(state, no);
  const attempt = 1 + Number(earlier.headers['x-slack-retry-num'] ?? 0);
  if (earlier.kind === 'raw') throw new Error('Slack sends no raw payload again');
  return deliver(state, earlier.kind, earlier.payload, { attempt, reason });
}

/** Sends the very same bytes again, as somebody who recorded them would. */
export function replay(state: SlackState, no: number): Promise<Delivery> {
  const { kind, payload, body, headers } = deliveryNo(state, no);
  return sendBytes(state, kind, payload, body, { ...headers });
}

function deliveryNo(state: SlackState, no: number): Delivery {
  const found = state.deliveries[no - 1];
  if (!found) throw new Error(`There was no delivery ${no}`);
  return found;
}

export interface RawSending {
  readonly body: string;
  /** Seconds since the epoch, or any text; now when left out. */
  readonly timestamp?: string | number;
  /** Signs with it instead of the true secret. */
  readonly secret?: string;
  /** Added to what is sent; null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** For forgeries: what is left out is as it would be in a true payload. */
export function sendRaw(state: SlackState, raw: RawSending): Promise<Delivery> {
  const timestamp = String(raw.timestamp ?? Math.floor(state.now() / 1000));
  const secret = raw.secret ?? state.options.signingSecret;
  const headers: Record<string, string | null> = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(secret, timestamp, raw.body),
    ...raw.headers,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => {
    return entry[1] !== null;
  });
  return sendBytes(state, 'raw', {}, raw.body, Object.fromEntries(kept));
}

/** A fresh trigger id for what this person just did. */
export function newTrigger(state: SlackState, user: SlackUser): string {
  const id = `${nextNumber(state)}.${Math.floor(state.now())}.simulated`;
  const trigger: Trigger = {
    user: user.id,
    expiresAtMs: state.now() + limits.triggerMs,
    used: false,
  };
  state.triggers.set(id, trigger);
  return id;
}

/** Fields that every payload of Slack carries about the app and the workspace. */
export function appFields(state: SlackState): Json {
  return { token: 'simulated-verification-token', api_app_id: state.appId };
}

export function teamOf(state: SlackState, user: SlackUser): string {
  return text(user.teamId) || state.options.teamId;
}

/** Who acts in which workspace; the same in every interaction. */
export function payloadHead(state: SlackState, user: SlackUser): Json {
  const name = user.name.toLowerCase();
  const { enterpriseId, teamId } = state.options;
  return {
    ...appFields(state),
    user: { id: user.id, username: name, name, team_id: teamOf(state, user) },
    team: { id: teamId, domain: 'simulated' },
    enterprise: enterpriseId ? { id: enterpriseId, name: 'Simulated' } : null,
    is_enterprise_install: false,
  };
}
