import { WebSocket } from 'ws';
import { type SimulatedSlack, type SimulatedSlackOptions } from '../../playground/slack';
import { appToken, call, manualClock, startWorkspace, token, type Body } from './slack-rig';

describe('the Web API of the simulated Slack', () => {
  let slack: SimulatedSlack;
  afterEach(() => slack.stop());

  async function start(more: Partial<SimulatedSlackOptions> = {}): Promise<void> {
    slack = await startWorkspace(more);
  }

  function refusal(method: string, args: Body, bearer?: string | null): Promise<unknown> {
    return call(slack, method, args, bearer).then((answer) => answer.error);
  }

  test('knows its token, and says whose it is', async () => {
    await start();
    expect(await refusal('auth.test', {}, null)).toBe('not_authed');
    expect(await refusal('auth.test', {}, 'xoxb-guessed')).toBe('invalid_auth');
    expect(await refusal('chat.postMessage', {}, appToken)).toBe('not_allowed_token_type');
    expect(await refusal('apps.connections.open', {}, token)).toBe('not_allowed_token_type');
    expect(await refusal('admin.users.list', {})).toBe('unknown_method');
    const me = await call(slack, 'auth.test', {});
    expect(me).toMatchObject({ ok: true, team_id: 'T0HOME', user_id: 'U0BOT' });
  });

  test('accepts no empty app token when none was given', async () => {
    await start({ appToken: '' });
    expect(await refusal('apps.connections.open', { token: '' }, null)).toBe('not_authed');
  });

  test('refuses without the scope, naming it', async () => {
    await start({ scopes: ['chat:write', 'channels:read'] });
    const answer = await call(slack, 'users.info', { user: 'U0ANA' });
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'users:read' });
    expect(answer.provided).toBe('chat:write,channels:read');
    expect(slack.breaches).toMatchObject([{ rule: 'scope', where: 'users.info' }]);
    expect(await refusal('conversations.info', { channel: 'C0OPS' })).toBeUndefined();
    const { channel } = await call(slack, 'chat.postMessage', { channel: 'U0ANA', text: 'hi' });
    const direct = await call(slack, 'conversations.info', { channel });
    expect(direct).toMatchObject({ error: 'missing_scope', needed: 'im:read' });
  });

  test('shows an address only with the scope for it', async () => {
    await start({ scopes: ['users:read'] });
    const { user } = (await call(slack, 'users.info', { user: 'U0ANA' })) as { user?: Body };
    expect(user?.profile).not.toHaveProperty('email');
    await slack.stop();
    await start({ scopes: ['users:read', 'users:read.email'] });
    const seen = (await call(slack, 'users.info', { user: 'U0ANA' })) as { user?: Body };
    expect(seen.user?.profile).toMatchObject({ email: 'ana@example.com' });
  });

  test('refuses what is not there or not the bot’s', async () => {
    await start({ eventsUrl: 'http://127.0.0.1:9/' });
    const text = 'words';
    expect(await refusal('chat.postMessage', { channel: 'C0NONE', text })).toBe(
      'channel_not_found',
    );
    expect(await refusal('chat.postMessage', { channel: 'C0HALL', text })).toBe('not_in_channel');
    // A private channel without the bot does not exist for it.
    expect(await refusal('chat.postMessage', { channel: 'G0SAFE', text })).toBe(
      'channel_not_found',
    );
    const stranger = { channel: 'C0OPS', user: 'U0GUS', text };
    expect(await refusal('chat.postEphemeral', stranger)).toBe('user_not_in_channel');
    const missing = { channel: 'C0OPS', ts: '1.000001', text };
    expect(await refusal('chat.update', missing)).toBe('message_not_found');
    await slack.as('U0ANA').mention('C0OPS', 'mine');
    const theirs = { channel: 'C0OPS', ts: slack.messages('C0OPS')[0]?.ts, text };
    expect(await refusal('chat.update', theirs)).toBe('cant_update_message');
    expect(await refusal('chat.delete', theirs)).toBe('cant_delete_message');
    expect(await refusal('users.info', { user: 'U0NONE' })).toBe('user_not_found');
    expect(await refusal('usergroups.users.list', { usergroup: 'S0X' })).toBe('no_such_subteam');
    slack.changeChannel('C0OPS', { archived: true });
    expect(await refusal('chat.postMessage', { channel: 'C0OPS', text })).toBe('is_archived');
    slack.changeChannel('C0OPS', { archived: false, members: ['U0ANA'] });
    expect(await refusal('chat.postMessage', { channel: 'C0OPS', text })).toBe('not_in_channel');
  });

  test('keeps what a message was before each change', async () => {
    await start();
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'one' });
    await call(slack, 'chat.update', { channel: 'C0OPS', ts, text: 'two' });
    const [message] = slack.messages('C0OPS');
    expect(message).toMatchObject({ text: 'two', edited: true, revisions: [{ text: 'one' }] });
    await call(slack, 'chat.delete', { channel: 'C0OPS', ts });
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  test('opens direct conversations with persons who still work here', async () => {
    await start();
    const opened = await call(slack, 'conversations.open', { users: 'U0ANA' });
    const channel = (opened.channel as Body).id;
    await call(slack, 'chat.postMessage', { channel, text: 'hello' });
    expect(slack.direct('U0ANA')).toMatchObject([{ text: 'hello' }]);
    slack.changeUser('U0BEN', { kind: 'disabled' });
    expect(await refusal('conversations.open', { users: 'U0BEN' })).toBe('user_disabled');
    const info = await call(slack, 'users.info', { user: 'U0BEN' });
    expect(info.user).toMatchObject({ deleted: true });
  });

  test('lists members in pages, and user groups', async () => {
    await start();
    const first = await call(slack, 'conversations.members', { channel: 'C0OPS', limit: 2 });
    expect(first.members).toEqual(['U0ANA', 'U0BEN']);
    const { next_cursor: cursor } = first.response_metadata as Body;
    const rest = await call(slack, 'conversations.members', { channel: 'C0OPS', limit: 2, cursor });
    expect(rest).toMatchObject({ members: ['U0BOT'], response_metadata: { next_cursor: '' } });
    const group = await call(slack, 'usergroups.users.list', { usergroup: 'S0APPROVE' });
    expect(group.users).toEqual(['U0BEN']);
  });

  test('reads forms as well as JSON, with blocks as JSON inside', async () => {
    await start();
    const blocks = JSON.stringify([{ type: 'divider' }]);
    const body = new URLSearchParams({ token, channel: 'C0OPS', text: '{"a":1}', blocks });
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(slack.messages('C0OPS')).toMatchObject([
      { text: '{"a":1}', blocks: [{ type: 'divider' }] },
    ]);
  });

  test('refuses an update of a view that changed meanwhile', async () => {
    await start();
    const view = { type: 'home', blocks: [] };
    const { view: shown } = await call(slack, 'views.publish', { user_id: 'U0ANA', view });
    const args = { user_id: 'U0ANA', view, hash: (shown as Body).hash };
    expect(await refusal('views.publish', args)).toBeUndefined();
    expect(await refusal('views.publish', args)).toBe('hash_conflict');
  });

  test('takes a burst of five messages in a channel, then one a second, by its own clock', async () => {
    const clock = manualClock();
    await start({ now: clock.now });
    const post = (channel: string): ReturnType<typeof call> =>
      call(slack, 'chat.postMessage', { channel, text: 'words' });
    for (let n = 0; n < 5; n++) expect((await post('C0OPS')).status).toBe(200);
    const sixth = await post('C0OPS');
    expect(sixth).toMatchObject({ status: 429, error: 'ratelimited', retryAfter: '1' });
    expect((await post('C0EXT')).status).toBe(200);
    clock.forward(999);
    expect((await post('C0OPS')).status).toBe(429);
    clock.forward(1_000);
    expect((await post('C0OPS')).status).toBe(200);
    const rules = slack.breaches.map((breach) => breach.rule);
    expect(rules).toEqual(['rate-limit', 'retry-after-ignored', 'rate-limit']);
    expect(slack.messages('C0OPS')).toHaveLength(6);
  });

  test('limits the other methods by their tier', async () => {
    const clock = manualClock();
    await start({ now: clock.now });
    const args = { usergroup: 'S0APPROVE' };
    for (let n = 0; n < 20; n++) await call(slack, 'usergroups.users.list', args);
    expect((await call(slack, 'usergroups.users.list', args)).status).toBe(429);
    expect((await call(slack, 'users.info', { user: 'U0ANA' })).status).toBe(200);
    clock.forward(3_000);
    expect((await call(slack, 'usergroups.users.list', args)).status).toBe(200);
  });

  test('fails as it is told: by status, by error word, or after the deed', async () => {
    await start();
    const args = { channel: 'C0OPS', text: 'words' };
    slack.failNext('chat.postMessage', { status: 503, times: 2 });
    expect((await call(slack, 'chat.postMessage', args)).status).toBe(503);
    expect((await call(slack, 'chat.postMessage', args)).status).toBe(503);
    slack.failNext('chat.postMessage', { error: 'is_archived' });
    expect(await refusal('chat.postMessage', args)).toBe('is_archived');
    expect(slack.messages('C0OPS')).toHaveLength(0);
    slack.failNext('chat.postMessage', {});
    await expect(call(slack, 'chat.postMessage', args)).rejects.toThrow();
    expect(slack.messages('C0OPS')).toHaveLength(1);
    expect((await call(slack, 'chat.postMessage', args)).status).toBe(200);
  });

  test('keeps tokens out of its log', async () => {
    await start();
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'words', token });
    expect(JSON.stringify(slack.journal.entries)).not.toContain(token);
    expect(slack.calls('chat.postMessage')).toMatchObject([{ args: { text: 'words' } }]);
  });

  test('says of itself that it is simulated', async () => {
    await start();
    expect(await (await fetch(slack.origin)).text()).toContain('simulated');
    expect(await call(slack, 'auth.test', {})).toMatchObject({ team: 'Simulated Slack' });
  });
});

describe('Socket Mode of the simulated Slack', () => {
  let slack: SimulatedSlack;
  afterEach(() => slack.stop());

  async function connect(): Promise<{ socket: WebSocket; next: () => Promise<Body> }> {
    const { url } = await call(slack, 'apps.connections.open', {}, appToken);
    const socket = new WebSocket(String(url));
    const queue: Body[] = [];
    const waiting: ((message: Body) => void)[] = [];
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Body;
      const reader = waiting.shift();
      if (reader) reader(message);
      else queue.push(message);
    });
    const next = (): Promise<Body> =>
      new Promise((resolve) => {
        const message = queue.shift();
        if (message) resolve(message);
        else waiting.push(resolve);
      });
    expect(await next()).toMatchObject({ type: 'hello', num_connections: 1 });
    return { socket, next };
  }

  test('wraps payloads in envelopes and shows what the acknowledgement carries', async () => {
    slack = await startWorkspace();
    const { socket, next } = await connect();
    expect(slack.connected()).toBe(true);
    const typed = slack.as('U0ANA').command('C0OPS', '/elevate help');
    const envelope = await next();
    expect(envelope).toMatchObject({ type: 'slash_commands', payload: { text: 'help' } });
    const payload = { text: 'here is help' };
    socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload }));
    expect((await typed).text).toBe('here is help');
    const mentioned = slack.as('U0ANA').mention('C0OPS', 'help');
    const event = await next();
    expect(event).toMatchObject({ type: 'events_api', accepts_response_payload: false });
    socket.send(JSON.stringify({ envelope_id: event.envelope_id }));
    expect((await mentioned).error).toBeNull();
  });

  test('gives up on an envelope that is not acknowledged in time', async () => {
    slack = await startWorkspace({ answerMs: 100 });
    await connect();
    const seen = await slack.as('U0ANA').command('C0OPS', '/elevate help');
    expect(seen.error).toContain('operation_timeout');
  });

  test('opens one connection per ticket, and tells it to come back', async () => {
    slack = await startWorkspace();
    const { url } = await call(slack, 'apps.connections.open', {}, appToken);
    const first = new WebSocket(String(url));
    await new Promise((resolve) => first.on('open', resolve));
    const second = new WebSocket(String(url));
    const refused = await new Promise((resolve) => second.on('error', resolve));
    expect(refused).toMatchObject({ message: 'socket hang up' });
    const told = new Promise((resolve) =>
      first.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Body;
        if (message.type === 'disconnect') resolve(message.reason);
      }),
    );
    slack.disconnectSockets();
    expect(await told).toBe('refresh_requested');
  });
});
