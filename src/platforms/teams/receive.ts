/**
 * POST /api/messages: size, JSON, authenticity, tenant and service URL, in this order; only then is the activity
 * looked at. What fails before that is counted and sampled into the log, never recorded.
 */
import { type CloudAdapter, type TurnContext } from 'botbuilder';
import { type Request, type Response, type Server } from 'restify';

import { type Log } from '../../log';
import { Activity, rootConversationId, tenantOf } from './activity';
import { type Authenticated, type Authentication } from './authentication';
import { type CheckedTeamsConfig } from './config';
import { accountOf, envelopeOf } from './envelope';
import { type OutgoingMessage } from './messages';
import { type Pace } from './outgoing';
import { parseJsonObject, readBody } from '../../read-body';
import { createSampledLog } from './sampled-log';
import { type Count, type InvokeAnswer, type Turn } from './turn';

const bodyLimitBytes = 1_048_576;

/** People are told something within 3 s; the rest is for the way back. In milliseconds. */
const answerWithinMs = 2_600;

export interface ReceiveOptions {
  readonly config: CheckedTeamsConfig;
  readonly adapter: CloudAdapter;
  readonly authentication: Authentication;
  readonly pace: Pace;
  readonly log: Log;
  readonly count: Count;
  readonly now: () => number;
  /** Does the activity; what it gives is the answer. Must not throw. */
  readonly answer: (turn: Turn) => Promise<InvokeAnswer>;
}

export interface Receiver {
  /** Lets what is under way finish; whatever comes after is answered 503. */
  stop(): Promise<void>;
}

/** Mounts the route. Nothing may parse the body before it. */
export function receive(server: Server, options: ReceiveOptions): Receiver {
  const underWay = new Set<Promise<void>>();
  const warn = createSampledLog(options.log, options.now);
  let stopping = false;

  function turnAway(answer: InvokeAnswer, cause: string): InvokeAnswer {
    options.count('payload_refused', { platform: 'teams', cause });
    warn({ cause }, 'a Teams payload was refused');
    return answer;
  }

  async function handle(request: Request, response: Response): Promise<void> {
    if (stopping) return end(response, { status: 503 });
    const work = respond(request, response);
    underWay.add(work);
    try {
      await work;
    } finally {
      underWay.delete(work);
    }
  }

  async function respond(request: Request, response: Response): Promise<void> {
    try {
      end(response, await answerTo(request));
    } catch (error) {
      options.log.error({ err: error }, 'a Teams payload could not be answered');
      if (!response.headersSent) end(response, { status: 500 });
    }
  }

  async function answerTo(request: Request): Promise<InvokeAnswer> {
    const receivedAt = options.now();
    const reading = await readBody(request, bodyLimitBytes);
    if (reading.outcome === 'too-large') return turnAway({ status: 413 }, 'too-large');
    if (reading.outcome === 'broken-off') return turnAway({ status: 400 }, 'broken-off');
    const body = parseJsonObject(reading.raw);
    if (body === null) return turnAway({ status: 400 }, 'malformed');
    const header = request.headers.authorization ?? '';
    const authenticity = await options.authentication.authenticate(header, body);
    if (authenticity.outcome === 'unverifiable') return turnAway({ status: 503 }, 'unverifiable');
    if (authenticity.outcome === 'refused') return turnAway({ status: 401 }, 'unauthenticated');
    const read = Activity.safeParse(body);
    if (!read.success) return turnAway({ status: 400 }, 'malformed');
    const activity = read.data;
    const tenant = tenantOf(activity);
    if (tenant === null || !options.config.allowedTenants.has(tenant)) {
      return turnAway({ status: 403 }, 'foreign-tenant');
    }
    // Before anything is sent: the answer would take our token to that address.
    if (!options.config.mayCall(activity.serviceUrl)) {
      return turnAway({ status: 403 }, 'service-url');
    }
    const received = { body, activity, tenant, raw: reading.raw, receivedAt };
    return takeTurn(options, received, authenticity.proof);
  }

  server.post('/api/messages', handle);
  return {
    async stop() {
      stopping = true;
      await Promise.allSettled(underWay);
    },
  };
}

interface Received {
  readonly body: Record<string, unknown>;
  readonly activity: Activity;
  readonly tenant: string;
  readonly raw: Buffer;
  readonly receivedAt: number;
}

/** Runs the activity as a turn of the adapter, on the proof that was already made. */
async function takeTurn(
  options: ReceiveOptions,
  received: Received,
  proof: Authenticated,
): Promise<InvokeAnswer> {
  const { activity, tenant, raw, receivedAt } = received;
  const remainingMs = () => receivedAt + answerWithinMs - options.now();
  const account = accountOf(activity, tenant);
  const envelope = account === null ? null : envelopeOf(activity, account, raw);
  let answer: InvokeAnswer = { status: 200 };
  const incoming = received.body as unknown as Parameters<CloudAdapter['processActivityDirect']>[1];
  await options.adapter.processActivityDirect(proof, incoming, async (context) => {
    const ways = replies(options, activity, tenant, context);
    answer = await options.answer({ activity, tenant, envelope, remainingMs, ...ways });
  });
  return answer;
}

function replies(
  options: ReceiveOptions,
  activity: Activity,
  tenant: string,
  context: TurnContext,
): Pick<Turn, 'reply' | 'redraw'> {
  const id = rootConversationId(activity.conversation.id);
  const conversation = { platform: 'teams', tenant, id } as const;
  type Outgoing = Parameters<TurnContext['updateActivity']>[0];
  return {
    async reply(message: OutgoingMessage) {
      const send = () => context.sendActivity(message);
      const sent = await options.pace(conversation, send);
      return sent?.id === undefined ? null : { conversation, id: sent.id };
    },
    async redraw(messageId: string, message: OutgoingMessage) {
      const activityWithId = { ...message, id: messageId } as Outgoing;
      await options.pace(conversation, () => context.updateActivity(activityWithId));
    },
  };
}

function end(response: Response, { status, body }: InvokeAnswer): void {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-length': bytes.length,
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    // The rest of what was too large may still be on its way; the connection is of no more use.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(bytes);
}
