/** response_url: the address that comes with a command or press; 5 uses within 30 minutes. */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson, sendText } from '../shared/http';
import { isRecord, parseJson, text, type Json } from '../shared/json';
import { ApiRefusal } from './api-method';
import { checkedContent } from './chat-methods';
import { limits } from './limits';
import { type ResponseUrl } from './model';
import {
  addMessage,
  breach,
  deleteMessage,
  findMessage,
  replaceMessage,
  type SlackState,
} from './state';

export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  readonly threadTs: string | null;
  readonly messageTs: string | null;
}

export function newResponseUrl(state: SlackState, target: ResponseTarget): string {
  const id = randomUUID();
  const expiresAtMs = state.now() + limits.responseUrlMs;
  state.responseUrls.set(id, { ...target, uses: 0, expiresAtMs });
  return `${state.origin}/response/${id}`;
}

/** Serves `POST /response/{id}`. */
export async function serveResponseUrl(
  state: SlackState,
  id: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const body = parseJson((await readBody(req, 1_000_000)) ?? '');
  const url = state.responseUrls.get(id);
  const error = whyNot(state, url);
  if (!url || error) {
    breach(state, 'response-url', 'response_url', error ?? 'unknown_url');
    return sendJson(res, 404, { ok: false, error: error ?? 'unknown_url' });
  }
  url.uses += 1;
  try {
    respond(state, url, isRecord(body) ? body : {}, 'response_url');
  } catch (fault) {
    if (!(fault instanceof ApiRefusal)) throw fault;
    return sendJson(res, 400, { ok: false, error: fault.error, ...fault.extra });
  }
  sendText(res, 200, 'ok');
}

function whyNot(state: SlackState, url: ResponseUrl | undefined): string | null {
  if (!url) return 'unknown_url';
  if (state.now() > url.expiresAtMs) return 'expired_url';
  if (url.uses >= limits.responseUrlUses) return 'used_url';
  return null;
}

/** Shows an answer as Slack does: privately unless it says `in_channel`. Throws ApiRefusal for bad content. */
export function respond(
  state: SlackState,
  target: ResponseTarget,
  body: Json,
  where: string,
): void {
  const pressed = target.messageTs ? findMessage(state, target.channel, target.messageTs) : null;
  if (body.delete_original === true) {
    if (pressed) deleteMessage(state, pressed);
    return;
  }
  const content = checkedContent(state, where, body);
  if (body.replace_original === true) {
    if (!pressed) throw new ApiRefusal('message_not_found');
    return replaceMessage(state, pressed, content);
  }
  addMessage(state, {
    ...content,
    channel: target.channel,
    user: state.options.botUser.id,
    threadTs: text(body.thread_ts) || target.threadTs,
    onlyFor: body.response_type === 'in_channel' ? null : target.user,
  });
}
