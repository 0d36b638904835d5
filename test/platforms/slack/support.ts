/** The Slack platform on a real restify server, with a recording Inbound behind it and Slack's half before it. */
import { createHmac } from 'node:crypto';
import { type Server as HttpServer } from 'node:http';
import { createServer } from 'restify';
import { refuse } from '../../../src/errors';
import { createLog } from '../../../src/log';
import { type Inbound, type Platform, type Reply } from '../../../src/platforms/contract';
import { type SlackOptions, type SlackRender } from '../../../src/platforms/slack/options';
import { buildSlackPlatform } from '../../../src/platforms/slack/platform';
import { refusalView } from '../../../src/views/refusal';
import { type View } from '../../../src/views/view';
import { startWebApiStub, type WebApiStub } from './web-api-stub';

export const signingSecret = 'a-signing-secret-of-tests';
/** The manual clock of all payload tests, in milliseconds; a whole second. */
const noon = Date.UTC(2026, 10, 13, 12, 0, 0);
export const pressValue = 'approve ELV-142 k7QmPz01_-aB';

export function view(notification: string, screen: View['screen'] = 'notice'): View {
  return { screen, notification, facts: {} };
}

/** What a visitor of another workspace is told. */
export const externalSaid = refusalView(refuse('external')).notification;

export function privately(notification: string): Reply {
  return { privately: view(notification), screen: null };
}

/** Shows enough of a view to recognise it. */
export const render: SlackRender = {
  message: ({ notification, screen }) => ({
    text: notification,
    blocks: [{ type: 'section', text: { type: 'plain_text', text: screen } }],
  }),
  modal: ({ notification }) => ({
    type: 'modal',
    title: { type: 'plain_text', text: notification },
    blocks: [],
  }),
  home: ({ notification }) => ({
    type: 'home',
    blocks: [{ type: 'header', text: { type: 'plain_text', text: notification } }],
  }),
};

export type Seen = readonly [verb: string, ...rest: unknown[]];

/** Each method records its arguments and returns what the test has put there. */
export interface RecordingInbound extends Inbound {
  readonly seen: Seen[];
  replies: {
    command: () => Promise<Reply>;
    press: () => Promise<Reply>;
    form: () => ReturnType<Inbound['form']>;
    askForm: () => Promise<Reply>;
    askFormFor: () => Promise<View | null>;
    askAs: () => Promise<Reply>;
    changeForm: () => Promise<Reply>;
    ask: () => Promise<Reply>;
    suggest: () => ReturnType<Inbound['suggest']>;
    home: () => Promise<View>;
    refresh: () => Promise<View | null>;
  };
}

export function recordingInbound(): RecordingInbound {
  const nothing: Reply = { privately: null, screen: null };
  const inbound: RecordingInbound = {
    seen: [],
    replies: {
      command: () => Promise.resolve(privately('Asked.')),
      press: () => Promise.resolve(nothing),
      form: () => Promise.resolve({ ...nothing, form: view('Deny ELV-142', 'deny-form') }),
      askForm: () => Promise.resolve({ ...nothing, form: view('Ask', 'request-form') }),
      askFormFor: () => Promise.resolve(view('Ask for it', 'request-form')),
      ask: () => Promise.resolve({ ...privately('Asked.'), receiptFor: 'request-1' }),
      askAs: () => Promise.resolve({ ...privately('Asked.'), receiptFor: 'request-1' }),
      changeForm: () => Promise.resolve({ ...nothing, form: view('Change', 'change-form') }),
      suggest: () => Promise.resolve([]),
      home: () => Promise.resolve(view('Home', 'home')),
      refresh: () => Promise.resolve(view('Refreshed')),
    },
    command: (...args) => record('command', args, inbound.replies.command),
    press: (...args) => record('press', args, inbound.replies.press),
    form: (...args) => record('form', args, inbound.replies.form),
    askForm: (...args) => record('askForm', args, inbound.replies.askForm),
    askFormFor: (...args) => record('askFormFor', args, inbound.replies.askFormFor),
    ask: (...args) => record('ask', args, inbound.replies.ask),
    askAs: (...args) => record('askAs', args, inbound.replies.askAs),
    changeForm: (...args) => record('changeForm', args, inbound.replies.changeForm),
    suggest: (...args) => record('suggest', args, inbound.replies.suggest),
    home: (...args) => record('home', args, inbound.replies.home),
    refresh: (...args) => record('refresh', args, inbound.replies.refresh),
    receiptShown: (...args) => record('receiptShown', args, () => Promise.resolve()),
    conversationSeen: (...args) => record('conversationSeen', args, () => Promise.resolve()),
    arrived: (...args) => record('arrived', args, () => Promise.resolve()),
    placeSeen: (...args) => record('placeSeen', args, () => Promise.resolve()),
  };
  function record<T>(verb: string, args: unknown[], reply: () => Promise<T>): Promise<T> {
    inbound.seen.push([verb, ...args]);
    return reply();
  }
  return inbound;
}

export interface Bench {
  readonly stub: WebApiStub;
  readonly inbound: RecordingInbound;
  readonly platform: Platform;
  readonly counted: Record<string, unknown>[];
  /** Lines of the log, parsed. */
  readonly logged: Record<string, unknown>[];
  readonly address: string;
  clock: { ms: number };
  /** Sends bytes as Slack does, signed unless headers say otherwise. */
  send(body: string, headers?: Record<string, string | undefined>): Promise<Response>;
  command(fields?: Record<string, string>): Promise<Response>;
  interact(payload: object): Promise<Response>;
  event(body: object): Promise<Response>;
  stop(): Promise<void>;
}

export interface BenchOptions extends Partial<SlackOptions> {
  /** Tells the stub what to answer, before the platform starts. */
  readonly prepare?: (stub: WebApiStub) => void;
  readonly build?: (options: SlackOptions & { render: SlackRender }) => Platform;
}

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const stub = await startWebApiStub();
  options.prepare?.(stub);
  const inbound = recordingInbound();
  const counted: Record<string, unknown>[] = [];
  const logged: Record<string, unknown>[] = [];
  const clock = { ms: noon };
  const server = createServer({ name: 'test' });
  const log = createLog('info', {
    write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>),
  });
  const platform = await orStop(stub, () =>
    (options.build ?? buildSlackPlatform)({
      inbound,
      log,
      server,
      render,
      now: () => clock.ms,
      count: (name, labels) => void counted.push({ name, ...labels }),
      ...options,
      config: {
        botToken: 'xoxb-test',
        signingSecret,
        apiUrl: stub.apiUrl,
        allowedTeams: [],
        ...options.config,
      },
    }),
  );
  await orStop(stub, () => platform.start());
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', () => done()));
  const address = `http://127.0.0.1:${server.address().port}/slack/events`;

  async function send(body: string, headers: Record<string, string | undefined> = {}) {
    const given = { ...signed(body, clock.ms / 1000), ...headers };
    return fetch(address, { method: 'POST', body, headers: onlySet(given) });
  }
  const formType = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    stub,
    inbound,
    platform,
    counted,
    logged,
    address,
    clock,
    send,
    command: (fields = {}) =>
      send(new URLSearchParams({ ...commandFields(stub), ...fields }).toString(), formType),
    interact: (payload) =>
      send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), formType),
    event: (body) => send(JSON.stringify(body), { 'content-type': 'application/json' }),
    async stop() {
      await platform.stop();
      (server.server as HttpServer).closeAllConnections();
      await new Promise<void>((done) => void server.close(() => done()));
      await stub.stop();
    },
  };
}

/** A platform that cannot be built leaves no stub behind. */
async function orStop<T>(stub: WebApiStub, build: () => T | Promise<T>): Promise<T> {
  try {
    return await build();
  } catch (error) {
    await stub.stop();
    throw error;
  }
}

/** The signature as Slack documents it, written here a second time on purpose. */
export function signed(body: string, timestamp: number | string, secret = signingSecret) {
  const hex = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${hex}` };
}

function onlySet(headers: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}

export function commandFields(stub: WebApiStub): Record<string, string> {
  return {
    token: 'legacy',
    team_id: 'T0001',
    team_domain: 'example',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    user_id: 'U0ANA',
    user_name: 'ana',
    command: '/elevate',
    text: 'Search-Mailbox 4h phishing clean-up',
    api_app_id: 'A0001',
    is_enterprise_install: 'false',
    response_url: stub.responseUrl,
    trigger_id: '1.2.3',
  };
}

export function button(stub: WebApiStub, changes: object = {}): Record<string, unknown> {
  return {
    type: 'block_actions',
    user: { id: 'U0BEN', username: 'ben', team_id: 'T0001' },
    api_app_id: 'A0001',
    team: { id: 'T0001', domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    container: {
      type: 'message',
      message_ts: '1699990000.000100',
      channel_id: 'C0APPROVERS',
      is_ephemeral: false,
    },
    trigger_id: '11.22.33',
    channel: { id: 'C0APPROVERS', name: 'approvers' },
    message: { ts: '1699990000.000100' },
    response_url: stub.responseUrl,
    actions: [
      {
        type: 'button',
        action_id: 'request.approve',
        block_id: 'decide',
        value: pressValue,
        action_ts: '1700000001.000000',
      },
    ],
    ...changes,
  };
}

/** A press on another button of the same message. */
export function pressed(stub: WebApiStub, verb: string, changes: object = {}) {
  const action = {
    type: 'button',
    action_id: `request.${verb}`,
    block_id: 'decide',
    value: `${verb} ELV-142 k7QmPz01_-aB`,
    action_ts: '1700000001.000000',
  };
  return button(stub, { actions: [action], ...changes });
}

export function submission(changes: object = {}, viewChanges: object = {}) {
  return {
    type: 'view_submission',
    team: { id: 'T0001', domain: 'example' },
    user: { id: 'U0BEN', team_id: 'T0001' },
    enterprise: null,
    trigger_id: '44.55.66',
    view: {
      id: 'V0001',
      type: 'modal',
      callback_id: 'request.deny',
      private_metadata: 'deny ELV-142 k7QmPz01_-aB',
      hash: '1.abc',
      state: {
        values: { why: { reason: { type: 'plain_text_input', value: 'No ticket was named.' } } },
      },
      ...viewChanges,
    },
    ...changes,
  };
}

export function mention(text: string, changes: object = {}, eventChanges: object = {}) {
  return {
    token: 'legacy',
    team_id: 'T0001',
    api_app_id: 'A0001',
    type: 'event_callback',
    event_id: 'Ev0001',
    event_time: 1700000000,
    authorizations: [{ enterprise_id: null, team_id: 'T0001', user_id: 'UBOT', is_bot: true }],
    event: {
      type: 'app_mention',
      user: 'U0ANA',
      text,
      ts: '1700000000.000900',
      channel: 'C0GENERAL',
      event_ts: '1700000000.000900',
      team: 'T0001',
      ...eventChanges,
    },
    ...changes,
  };
}

export function homeOpened(changes: object = {}, eventChanges: object = {}) {
  return {
    ...mention('', changes),
    event: {
      type: 'app_home_opened',
      user: 'U0ANA',
      channel: 'D0ANA',
      tab: 'home',
      event_ts: '1700000000.000900',
      ...eventChanges,
    },
  };
}

/** A promise that a test keeps pending until it says so. */
export function pending<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
