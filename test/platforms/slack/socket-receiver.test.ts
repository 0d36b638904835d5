import { type AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { type Envelope, type Reply } from '../../../src/platforms/contract';
import {
  button,
  commandFields,
  homeOpened,
  mention,
  pending,
  startBench,
  type Bench,
} from './support';

let bench: Bench;
let slack: FakeSocketMode;

interface FakeSocketMode {
  readonly url: string;
  /** The newest connection. */
  connection(): WebSocket;
  connections: number;
  connected(times: number): Promise<void>;
  /** Acknowledgements by envelope id. */
  readonly acks: Map<string, unknown>;
  acked(envelope: string): Promise<unknown>;
  deliver(type: string, payload: unknown, envelope?: string): void;
  stop(): Promise<void>;
}

async function startFakeSocketMode(): Promise<FakeSocketMode> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((done) => server.once('listening', done));
  const acks = new Map<string, unknown>();
  const sockets: WebSocket[] = [];
  const changed: (() => void)[] = [];
  const change = () => changed.splice(0).forEach((wake) => wake());
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise<void>((wake) => changed.push(wake));
  };
  server.on('connection', (socket) => {
    sockets.push(socket);
    fake.connections += 1;
    socket.send(JSON.stringify({ type: 'hello' }));
    socket.on('message', (data: Buffer) => {
      const said = JSON.parse(data.toString()) as { envelope_id: string; payload: unknown };
      acks.set(said.envelope_id, said.payload);
      change();
    });
    change();
  });
  const fake: FakeSocketMode = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: 0,
    connection: () => sockets.at(-1)!,
    connected: (times) => until(() => fake.connections >= times),
    acks,
    async acked(envelope) {
      await until(() => acks.has(envelope));
      return acks.get(envelope);
    },
    deliver(type, payload, envelope = 'e-1') {
      sockets.at(-1)!.send(JSON.stringify({ type, payload, envelope_id: envelope }));
    },
    async stop() {
      for (const socket of sockets) socket.terminate();
      await new Promise((done) => server.close(done));
    },
  };
  return fake;
}

async function start(): Promise<void> {
  slack = await startFakeSocketMode();
  // The stub is made by the bench, so the address of the socket is told before the platform starts.
  bench = await startBench({
    config: { botToken: 'xoxb-test', appToken: 'xapp-test', allowedTeams: [] },
    prepare: (stub) => stub.always('apps.connections.open', { body: { ok: true, url: slack.url } }),
  });
  await slack.connected(1);
}

beforeEach(start);
afterEach(async () => {
  await bench.stop();
  await slack.stop();
});

const keys = () => bench.inbound.seen.map(([, one]) => (one as Envelope).payloadKey);

test('opens no route over HTTP', async () => {
  expect((await bench.command()).status).toBe(404);
});

test('answers a command over the connection, after the commit', async () => {
  const commit = pending<Reply>();
  const arrived = pending<void>();
  bench.inbound.replies.command = () => {
    arrived.resolve();
    return commit.promise;
  };
  slack.deliver('slash_commands', commandFields(bench.stub));
  await arrived.promise;
  slack.deliver('interactive', button(bench.stub), 'e-2');
  await slack.acked('e-2');
  expect(slack.acks.has('e-1')).toBe(false);
  commit.resolve({
    privately: { screen: 'notice', notification: 'Asked.', facts: {} },
    screen: null,
  });
  expect(await slack.acked('e-1')).toMatchObject({ response_type: 'ephemeral', text: 'Asked.' });
});

test('acknowledges a mention after the commit only', async () => {
  const commit = pending<Reply>();
  const arrived = pending<void>();
  bench.inbound.replies.command = () => {
    arrived.resolve();
    return commit.promise;
  };
  slack.deliver('events_api', mention('<@UBOT> mine'));
  await arrived.promise;
  slack.deliver('events_api', homeOpened(), 'e-2');
  await slack.acked('e-2');
  expect(slack.acks.has('e-1')).toBe(false);
  commit.resolve({ privately: null, screen: null });
  await slack.acked('e-1');
});

test('gives a command that comes again in a new envelope the key of the first', async () => {
  slack.deliver('slash_commands', commandFields(bench.stub), 'e-1');
  slack.deliver('slash_commands', commandFields(bench.stub), 'e-2');
  await Promise.all([slack.acked('e-1'), slack.acked('e-2')]);
  expect(keys()).toHaveLength(2);
  expect(keys()[1]).toBe(keys()[0]);
});

test('leaves a payload that failed inside unacknowledged, and goes on', async () => {
  bench.inbound.replies.press = () => Promise.reject(new Error('broken'));
  slack.deliver('interactive', button(bench.stub), 'e-1');
  slack.deliver('slash_commands', commandFields(bench.stub), 'e-2');
  await slack.acked('e-2');
  expect(slack.acks.has('e-1')).toBe(false);
  expect(bench.counted).toContainEqual({ name: 'slack_faults', kind: 'button' });
});

test('leaves a payload of a workspace that is not served unacknowledged', async () => {
  slack.deliver('slash_commands', { ...commandFields(bench.stub), team_id: 'T0OTHER' }, 'e-1');
  slack.deliver('slash_commands', commandFields(bench.stub), 'e-2');
  await slack.acked('e-2');
  expect(slack.acks.has('e-1')).toBe(false);
  expect(bench.inbound.seen).toHaveLength(1);
});

test('acknowledges what means nothing to us', async () => {
  slack.deliver('interactive', { type: 'shortcut', team: { id: 'T0001' } });
  expect(await slack.acked('e-1')).toEqual({});
  expect(bench.inbound.seen).toEqual([]);
});

test('connects again at once when Slack closes the connection', async () => {
  slack.connection().close();
  await slack.connected(2);
  slack.deliver('slash_commands', commandFields(bench.stub));
  await slack.acked('e-1');
});

test('connects again when Slack says that it will close the connection', async () => {
  slack.connection().send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  await slack.connected(2);
});

test('goes on trying, and lives, when Slack refuses to connect it again', async () => {
  const refused = { body: { ok: false, error: 'internal_error' } };
  bench.stub.answer('apps.connections.open', refused);
  bench.stub.answer('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } });
  slack.connection().close();
  await slack.connected(2);
  const failures = bench.logged.filter((line) =>
    String(line.msg).startsWith('no connection to slack'),
  );
  expect(failures).toHaveLength(2);
});

test('does not connect again after it was stopped', async () => {
  await bench.platform.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(slack.connections).toBe(1);
  expect(bench.stub.of('apps.connections.open')).toHaveLength(1);
});

describe('at the start', () => {
  test('Slack may refuse the token: that is said and counted, and it is connected once Slack takes it', async () => {
    const other = await startBench({
      config: { botToken: 'xoxb-test', appToken: 'xapp-test', allowedTeams: [] },
      prepare: (stub) => {
        stub.answer('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } });
        stub.always('apps.connections.open', { body: { ok: true, url: slack.url } });
      },
    });
    await slack.connected(2);
    expect(other.logged.map(({ msg }) => msg)).toContainEqual(
      expect.stringContaining('SLACK_APP_TOKEN was refused'),
    );
    expect(other.counted).toContainEqual(
      expect.objectContaining({ token: 'app', code: 'invalid_auth' }),
    );
    await other.stop();
  });

  test('Slack may be away: it is connected once it is back', async () => {
    const other = await startBench({
      config: { botToken: 'xoxb-test', appToken: 'xapp-test', allowedTeams: [] },
      prepare: (stub) => {
        stub.answer('apps.connections.open', { status: 503 });
        stub.always('apps.connections.open', { body: { ok: true, url: slack.url } });
      },
    });
    await slack.connected(2);
    await other.stop();
  });
});
