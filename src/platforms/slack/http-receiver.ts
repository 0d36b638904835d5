import { HTTPModuleFunctions, type App, type Receiver } from '@slack/bolt';
import { parse as parseForm } from 'node:querystring';
import { type Request, type Response, type Server } from 'restify';
import { type Log } from '../../log';
import { answerWithinMs } from './delivery';
import { admit, isObject } from './door';
import { type IdentityKeeper } from './identity';
import { type Count } from './options';
import { keyOverHttp } from './payload-key';
import { processDelivery } from './process-delivery';
import { type SampledWarning } from './sampled-log';
import { signatureFault } from './signature';

/** Slack's payloads are some kilobytes; this is for what is not Slack's. In bytes. */
const bodyMax = 1_000_000;

export interface HttpReceiverOptions {
  readonly server: Server;
  readonly signingSecret: string;
  readonly identity: IdentityKeeper;
  readonly log: Log;
  readonly warn: SampledWarning;
  readonly count: Count;
  readonly now: () => number;
  /** Is told of work that goes on after Slack has its answer. */
  readonly track: (work: Promise<void>) => Promise<void>;
}

/** Bolt's receiver on the one restify server: POST /slack/events. The server's owner starts and stops it. */
export function createHttpReceiver(options: HttpReceiverOptions): Receiver {
  let app: App | undefined;
  options.server.post(
    { path: '/slack/events', name: 'slackEvents' },
    async (request: Request, response: Response) => {
      await options.track(receive(options, app!, request, response));
    },
  );
  return {
    init: (bolt) => {
      app = bolt;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** In this order, so that nothing of a body is looked at before it is known to be Slack's. */
async function receive(
  options: HttpReceiverOptions,
  app: App,
  request: Request,
  response: Response,
): Promise<void> {
  const receivedAt = options.now();
  const rawBody = await readBody(request, response);
  if (rawBody === null) return turnAway(options, 'unreadable');
  const fault = signatureFault({
    secret: options.signingSecret,
    rawBody,
    timestamp: header(request, 'x-slack-request-timestamp'),
    signature: header(request, 'x-slack-signature'),
    nowMs: receivedAt,
  });
  if (fault !== null) {
    turnAway(options, fault);
    return answer(response, 401);
  }
  const body = parseBody(rawBody, request.headers['content-type']);
  if (body === null) {
    turnAway(options, 'malformed');
    return answer(response, 400);
  }
  if (body.ssl_check !== undefined) return answer(response, 200);
  if (body.type === 'url_verification') return answer(response, 200, { challenge: body.challenge });
  await admitAndProcess(options, app, { request, response, rawBody, body, receivedAt });
}

interface Received {
  readonly request: Request;
  readonly response: Response;
  readonly rawBody: Buffer;
  readonly body: Record<string, unknown>;
  readonly receivedAt: number;
}

async function admitAndProcess(
  options: HttpReceiverOptions,
  app: App,
  { request, response, rawBody, body, receivedAt }: Received,
): Promise<void> {
  const identity = options.identity.known();
  // Slack sends events again later; a person sees that it did not work.
  if (identity === null) return answer(response, 503);
  const timestamp = header(request, 'x-slack-request-timestamp') ?? '';
  const admission = admit(
    body,
    (payload) => keyOverHttp(payload, timestamp, rawBody),
    identity,
    options,
  );
  if (admission.is === 'foreign') return answer(response, 401);
  if (admission.is === 'ignored') return answer(response, 200);
  const delivery = {
    ...admission.delivery,
    acknowledge(reply?: object) {
      const inTime = options.now() - receivedAt <= answerWithinMs && !response.destroyed;
      answer(response, 200, reply);
      return Promise.resolve(inTime);
    },
  };
  const done = await processDelivery({ ...options, app }, body, delivery);
  if (!done) answer(response, 500);
}

/** Null when it was too large or broke off; the answer is given then. */
async function readBody(request: Request, response: Response): Promise<Buffer | null> {
  try {
    const { rawBody } = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyMax);
    return rawBody;
  } catch (error) {
    const isKnown = HTTPModuleFunctions.isRawBodyError(error);
    // The rest of the body is still on the way, so the connection is of no more use.
    response.setHeader('connection', 'close');
    answer(response, isKnown ? (error as Error & { statusCode: number }).statusCode : 400);
    return null;
  }
}

/** Null for what is neither a form nor JSON, or holds no object. */
function parseBody(rawBody: Buffer, contentType = ''): Record<string, unknown> | null {
  try {
    const text = rawBody.toString('utf8');
    if (!contentType.startsWith('application/x-www-form-urlencoded')) return objectIn(text);
    const form = { ...parseForm(text) };
    return typeof form.payload === 'string' ? objectIn(form.payload) : form;
  } catch {
    return null;
  }
}

function objectIn(json: string): Record<string, unknown> | null {
  const value: unknown = JSON.parse(json);
  return isObject(value) ? value : null;
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function turnAway({ count, warn }: HttpReceiverOptions, reason: string): void {
  count('slack_turned_away', { reason });
  warn({ reason }, 'slack payload turned away');
}

/** Only the first answer counts. Errors have no body: it would tell a forger what was wrong. */
function answer(response: Response, status: number, body?: object): void {
  if (response.headersSent || response.destroyed) return;
  if (body === undefined) {
    response.writeHead(status);
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
