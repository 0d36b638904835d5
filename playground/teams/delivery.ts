/** Activities on their way to the bot, each with a token of its own. */
import { send, type Answer } from '../shared/http';
import { snapshot, text, type Json } from '../shared/json';
import { limits } from './limits';
import { type TeamsDelivery } from './model';
import { breach, serviceUrlOf, tell, type TeamsState } from './state';
import { channelToken, type TokenKnobs } from './tokens';

/** Sends one activity and waits for the answer, ten seconds at most. */
export function deliver(state: TeamsState, activity: Json): Promise<TeamsDelivery> {
  return sendBytes(state, activity, JSON.stringify(activity), headersWith(state, {}));
}

function headersWith(state: TeamsState, knobs: TokenKnobs): Record<string, string> {
  const facts = { appId: state.options.appId, serviceUrl: serviceUrlOf(state) };
  const token = channelToken(state.keys, facts, knobs);
  return { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` };
}

async function sendBytes(
  state: TeamsState,
  activity: Json,
  body: string,
  headers: Record<string, string>,
): Promise<TeamsDelivery> {
  if (!state.botUrl) throw new Error('The simulated Teams has no botUrl to send to');
  const all = { 'user-agent': 'Microsoft-SkypeBotApi (simulated)', ...headers };
  const deadlineMs = state.options.answerMs ?? limits.answerMs;
  const answer = await send({ url: state.botUrl, headers: all, body, deadlineMs });
  return record(state, activity, body, all, answer);
}

function record(
  state: TeamsState,
  activity: Json,
  body: string,
  headers: Record<string, string>,
  answer: Answer,
): TeamsDelivery {
  const delivery: TeamsDelivery = {
    no: state.deliveries.length + 1,
    activity: snapshot(activity),
    headers,
    body,
    outcome: answer.outcome,
    status: answer.outcome === 'answered' ? answer.status : 0,
    answer: answer.outcome === 'answered' ? answer.body : '',
  };
  state.deliveries.push(delivery);
  if (answer.outcome === 'timed-out') {
    breach(state, 'late-answer', text(activity.type), `no answer to ${delivery.no} in time`);
  }
  // Tokens stay out of what the page gets to see.
  tell(state, { kind: 'delivery', delivery: { ...delivery, headers: {} } });
  return delivery;
}

function deliveryNo(state: TeamsState, no: number): TeamsDelivery {
  const found = state.deliveries[no - 1];
  if (!found) throw new Error(`There was no delivery ${no}`);
  return found;
}

/** Sends the activity of an earlier delivery again with a new token, as the channel does after a lost answer. */
export function redeliver(state: TeamsState, no: number): Promise<TeamsDelivery> {
  return deliver(state, deliveryNo(state, no).activity);
}

/** Sends the very same bytes with the very same token, as somebody who recorded them would. */
export function replay(state: TeamsState, no: number): Promise<TeamsDelivery> {
  const { activity, body, headers } = deliveryNo(state, no);
  return sendBytes(state, activity, body, { ...headers });
}

export interface RawActivity {
  /** Sent as it is; or `body` for what is not even JSON. */
  readonly activity?: Json;
  readonly body?: string;
  /** What is wrong with the token; null sends none. */
  readonly token?: TokenKnobs | null;
  /** Added to what is sent; null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** For forgeries: what is left out is as it would be in a true payload. */
export function sendRaw(state: TeamsState, raw: RawActivity): Promise<TeamsDelivery> {
  const headers: Record<string, string | null> = {
    ...headersWith(state, raw.token ?? {}),
    ...(raw.token === null ? { authorization: null } : {}),
    ...raw.headers,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => {
    return entry[1] !== null;
  });
  const body = raw.body ?? JSON.stringify(raw.activity ?? {});
  return sendBytes(state, raw.activity ?? {}, body, Object.fromEntries(kept));
}
