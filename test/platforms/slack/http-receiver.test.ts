import { connect } from 'node:net';
import { ConfigError } from '../../../src/errors';
import {
  button,
  homeOpened,
  mention,
  pending,
  privately,
  signed,
  startBench,
  submission,
  type Bench,
} from './support';
import { type Reply } from '../../../src/platforms/contract';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const json = { 'content-type': 'application/json' };
const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });

describe('authenticity', () => {
  const now = () => bench.clock.ms / 1000;
  const forged: [string, () => Record<string, string | undefined>][] = [
    ['no signature', () => ({ 'x-slack-signature': undefined })],
    ['no timestamp', () => ({ 'x-slack-request-timestamp': undefined })],
    ['another secret', () => signed(body, now(), 'another-secret')],
    ['a signature of another body', () => signed(`${body} `, now())],
    ['a signature of another time', () => ({ ...signed(body, now() - 1), ...timestamp(now()) })],
    ['a timestamp that is no number', () => signed(body, 'yesterday')],
    ['an empty timestamp', () => signed(body, '')],
    ['a timestamp with a sign', () => signed(body, `+${now()}`)],
    ['a timestamp in another notation', () => signed(body, '1e9')],
    ['a timestamp with a fraction', () => signed(body, `${now()}.0`)],
    ['a timestamp that is not finite', () => signed(body, 'Infinity')],
    ['301 seconds of age', () => signed(body, now() - 301)],
    ['301 seconds ahead of time', () => signed(body, now() + 301)],
    ['another signature version', () => changedSignature((one) => one.replace('v0=', 'v1='))],
    ['a signature cut short', () => changedSignature((one) => one.slice(0, -2))],
    ['a signature in upper case', () => changedSignature((one) => one.toUpperCase())],
    ['an empty signature', () => ({ 'x-slack-signature': 'v0=' })],
    ['two signatures', () => changedSignature((one) => `${one}, ${one}`)],
  ];
  const timestamp = (seconds: number) => ({ 'x-slack-request-timestamp': String(seconds) });
  const changedSignature = (change: (signature: string) => string) => ({
    'x-slack-signature': change(signed(body, now())['x-slack-signature']),
  });

  test.each(forged)('answers 401 without a body to %s', async (_name, headers) => {
    const response = await bench.send(body, { ...json, ...headers() });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(bench.inbound.seen).toEqual([]);
  });

  test.each([-300, -299, 0, 299, 300])('accepts a timestamp %d seconds off', async (offset) => {
    const response = await bench.send(body, { ...json, ...signed(body, now() + offset) });
    expect(response.status).toBe(200);
  });

  test('judges age by milliseconds, not by rounded seconds', async () => {
    const headers = signed(body, now() - 300);
    bench.clock.ms += 1;
    expect((await bench.send(body, { ...json, ...headers })).status).toBe(401);
  });

  test('does not let two bodies that decode alike share a signature', async () => {
    const bytes = Buffer.from(`${body}\u{FFFD}`);
    const wrong = Buffer.concat([Buffer.from(body), Buffer.from([0xff])]);
    const headers = { ...json, ...signed(bytes.toString('utf8'), now()) };
    const response = await fetch(bench.address, { method: 'POST', body: wrong, headers });
    expect(response.status).toBe(401);
  });

  test('counts forged payloads by reason, and logs only a sample', async () => {
    const headers = { ...json, ...signed(body, now(), 'another-secret') };
    for (let i = 0; i < 5; i += 1) await bench.send(body, headers);
    const turnedAway = { name: 'slack_turned_away', reason: 'forged' };
    expect(bench.counted).toEqual(Array(5).fill(turnedAway));
    const lines = () => bench.logged.filter((line) => line.msg === 'slack payload turned away');
    expect(lines()).toHaveLength(1);
    bench.clock.ms += 10_000;
    await bench.send(body, headers);
    expect(lines()[1]).toMatchObject({ reason: 'forged', leftOut: 4 });
  });

  test('refuses to be built without a signing secret', async () => {
    const config = { botToken: 'xoxb-test', signingSecret: '', allowedTeams: [] };
    await expect(startBench({ config })).rejects.toThrow(ConfigError);
  });
});

describe('bodies', () => {
  test('answers 413 and closes the connection when the body is over 1 MB, before any signature', async () => {
    const large = 'x'.repeat(1_000_001);
    const response = await bench.send(large, { ...json, 'x-slack-signature': undefined });
    expect(response.status).toBe(413);
    expect(response.headers.get('connection')).toBe('close');
  });

  test('takes a body of exactly 1 MB', async () => {
    const filler = 'x'.repeat(
      1_000_000 - JSON.stringify({ type: 'url_verification', f: '' }).length,
    );
    const response = await bench.send(
      JSON.stringify({ type: 'url_verification', f: filler }),
      json,
    );
    expect(response.status).toBe(200);
  });

  test('answers 413 to a body of unknown length that grows too large', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64_000));
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 20) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const request = { method: 'POST', body: stream, duplex: 'half', headers: json } as RequestInit;
    expect((await fetch(bench.address, request)).status).toBe(413);
  });

  test('survives a client that breaks off', async () => {
    const { port, hostname } = new URL(bench.address);
    const socket = connect(Number(port), hostname);
    const head = 'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf';
    await new Promise<void>((done) => socket.write(head, () => done()));
    socket.destroy();
    expect((await bench.send(body, json)).status).toBe(200);
  });

  test.each([
    ['JSON that is cut off', '{"type":', json],
    ['JSON null', 'null', json],
    ['a JSON array', '[1]', json],
    ['a JSON text', '"x"', json],
    ['an empty body', '', json],
    ['a form with a cut payload', 'payload=%7B%22type', form()],
    ['a form whose payload is no object', 'payload=7', form()],
  ])('answers 400 to %s', async (_name, malformed, type) => {
    expect((await bench.send(malformed, type)).status).toBe(400);
    expect(bench.inbound.seen).toEqual([]);
  });

  test('answers the address check only when it is signed', async () => {
    const response = await bench.send(body, json);
    expect(await response.json()).toEqual({ challenge: 'c-1' });
  });

  test('answers 200 to a signed certificate check', async () => {
    expect((await bench.send('ssl_check=1&token=x', form())).status).toBe(200);
    expect(bench.inbound.seen).toEqual([]);
  });

  test('takes a form whose content type names a character set', async () => {
    const payload = new URLSearchParams({ payload: JSON.stringify(button(bench.stub)) });
    const type = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect((await bench.send(payload.toString(), type)).status).toBe(200);
    expect(bench.inbound.seen).toHaveLength(1);
  });

  function form() {
    return { 'content-type': 'application/x-www-form-urlencoded' };
  }
});

describe('payloads that mean nothing to us', () => {
  test.each<[string, object]>([
    ['an unknown type', { type: 'message_action', team: { id: 'T0001' }, user: { id: 'U1' } }],
    ['an unknown event', mention('', {}, { type: 'reaction_added', item: {} })],
    ['an event without an event', { ...mention(''), event: undefined }],
    ['an event that is no object', { ...mention(''), event: 'x' }],
    ['a mention without a person', mention('hi', {}, { user: undefined })],
    ['a mention by a bot', mention('hi', {}, { bot_id: 'B1' })],
    ['the messages tab of the home', homeOpened({}, { tab: 'messages' })],
    ['a press without an action', { type: 'block_actions', team: { id: 'T0001' }, actions: [] }],
    ['a form without a view', { ...submission(), view: undefined }],
    [
      'a payload with a hostile prototype',
      JSON.parse('{"__proto__":{"type":"x"},"team_id":"T0001"}'),
    ],
  ])('acknowledges %s and does nothing', async (_name, payload) => {
    const response = await bench.event(payload);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted.map(({ name }) => name)).toEqual(['slack_ignored']);
  });

  test('never uses a name from outside as a metric label without checking it', async () => {
    await bench.event({ type: 'x'.repeat(200), team_id: 'T0001' });
    expect(bench.counted).toEqual([{ name: 'slack_ignored', type: 'other' }]);
  });

  test('ignores another command of the same app', async () => {
    expect((await bench.command({ command: '/elevator' })).status).toBe(200);
    expect(bench.inbound.seen).toEqual([]);
  });

  test('takes the command under the name of a test installation', async () => {
    await bench.command({ command: '/elevate-test' });
    expect(bench.inbound.seen).toHaveLength(1);
  });

  test('acknowledges a button that belongs to nobody', async () => {
    const actions = [{ action_id: 'other.thing', value: 'x', action_ts: '1.0' }];
    expect((await bench.interact(button(bench.stub, { actions }))).status).toBe(200);
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unhandled-button' });
  });
});

describe('repeats', () => {
  const keys = () =>
    bench.inbound.seen.map(([, envelope]) => (envelope as { payloadKey: string }).payloadKey);

  test('gives a captured request the key of the original', async () => {
    await bench.command();
    bench.clock.ms += 200_000;
    const old = signed(
      new URLSearchParams(bodyOfCommand()).toString(),
      (bench.clock.ms - 200_000) / 1000,
    );
    await bench.send(new URLSearchParams(bodyOfCommand()).toString(), { ...formType(), ...old });
    expect(keys()).toHaveLength(2);
    expect(keys()[1]).toBe(keys()[0]);
  });

  test('gives two honest presses in the same second different keys', async () => {
    await bench.interact(button(bench.stub, { trigger_id: '1.1.1' }));
    await bench.interact(button(bench.stub, { trigger_id: '1.1.2' }));
    expect(new Set(keys()).size).toBe(2);
  });

  test('gives the same words at another time another key', async () => {
    await bench.command();
    bench.clock.ms += 1_000;
    await bench.command();
    expect(new Set(keys()).size).toBe(2);
  });

  test('gives an event that Slack sends again the same key, whatever its time', async () => {
    await bench.event(mention('<@UBOT> mine'));
    bench.clock.ms += 60_000;
    await bench.send(JSON.stringify(mention('<@UBOT> mine')), {
      ...json,
      'x-slack-retry-num': '1',
    });
    await bench.event(mention('<@UBOT> mine', { event_id: 'Ev0002' }));
    expect(keys()).toEqual(['slack:event:Ev0001', 'slack:event:Ev0001', 'slack:event:Ev0002']);
  });

  function bodyOfCommand() {
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
      response_url: bench.stub.responseUrl,
      trigger_id: '1.2.3',
    };
  }
  function formType() {
    return { 'content-type': 'application/x-www-form-urlencoded' };
  }
});

describe('acknowledgement', () => {
  test.each<[string, 'command' | 'press', () => Promise<Response>]>([
    ['a command', 'command', () => bench.command()],
    ['a mention', 'command', () => bench.event(mention('<@UBOT> mine'))],
    ['a press', 'press', () => bench.interact(button(bench.stub))],
    ['a form', 'press', () => bench.interact(submission())],
  ])('of %s waits for the commit', async (_name, verb, send) => {
    const commit = pending<Reply>();
    const arrived = pending<void>();
    bench.inbound.replies[verb] = () => {
      arrived.resolve();
      return commit.promise;
    };
    let answered = false;
    const response = send().finally(() => (answered = true));
    await arrived.promise;
    // Anything that was to be sent before the commit would be here after a whole other request.
    await bench.send(body, json);
    expect(answered).toBe(false);
    commit.resolve({ privately: null, screen: null });
    expect((await response).status).toBe(200);
  });

  test('of a fault is 500 without details, and the process goes on', async () => {
    bench.inbound.replies.command = () => Promise.reject(new Error('secret detail'));
    const response = await bench.command();
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    expect(bench.counted).toContainEqual({ name: 'slack_faults', kind: 'command' });
    const line = bench.logged.find((one) => one.msg === 'a slack handler failed');
    expect(line?.err).toMatchObject({ message: 'secret detail' });
    bench.inbound.replies.command = () => Promise.resolve(privately('Asked.'));
    expect((await bench.command()).status).toBe(200);
  });

  test('of a mention that failed is 500, so that Slack sends it again', async () => {
    bench.inbound.replies.command = () => Promise.reject(new Error('broken'));
    expect((await bench.event(mention('<@UBOT> mine'))).status).toBe(500);
  });
});

test('answers 503 before Slack has said who the bot is', async () => {
  const other = await startBench({
    config: { ...unreachable(), signingSecret: 'a-signing-secret-of-tests' },
  });
  try {
    expect((await other.command()).status).toBe(503);
    expect(other.inbound.seen).toEqual([]);
  } finally {
    await other.stop();
  }
});

function unreachable() {
  return { botToken: 'xoxb-test', apiUrl: 'http://127.0.0.1:9/api/', allowedTeams: [] };
}
