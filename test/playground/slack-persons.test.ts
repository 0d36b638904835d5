import { type SimulatedSlack } from '../../playground/slack';
import {
  actions,
  button,
  call,
  manualClock,
  modal,
  postTo,
  startBot,
  startWorkspace,
  type Body,
  type Bot,
} from './slack-rig';

describe('persons in the simulated Slack', () => {
  let slack: SimulatedSlack;
  let bot: Bot;
  let clock: ReturnType<typeof manualClock>;

  beforeEach(async () => {
    clock = manualClock();
    bot = await startBot();
    slack = await startWorkspace({ now: clock.now, eventsUrl: bot.url, answerMs: 1_500 });
  });
  afterEach(async () => {
    await slack.stop();
    await bot.close();
  });

  /** The fields of the latest payload that passed the bot's own signature check. */
  function latest(): Body {
    return bot.heard.at(-1)?.fields ?? {};
  }

  async function post(blocks: Body[], more: Body = {}): Promise<string> {
    const args = { channel: 'C0OPS', text: 'words', blocks, ...more };
    return String((await call(slack, 'chat.postMessage', args)).ts);
  }

  test('sends a signed form for a command and shows its answer to that person alone', async () => {
    bot.answer = () => Promise.resolve({ body: JSON.stringify({ text: 'only you' }) });
    const seen = await slack.as('U0ANA').command('C0OPS', '/elevate Search-Mailbox 4h');
    expect(latest()).toMatchObject({
      ...{ command: '/elevate', text: 'Search-Mailbox 4h', team_id: 'T0HOME', user_id: 'U0ANA' },
      ...{ channel_id: 'C0OPS', channel_name: 'ops' },
    });
    expect(seen).toMatchObject({ error: null, text: 'only you' });
    expect(slack.messages('C0OPS')).toHaveLength(0);
    expect(slack.ephemerals('U0ANA')).toHaveLength(1);
    expect(slack.ephemerals('U0BEN')).toHaveLength(0);
  });

  test('shows a plain text answer, and nothing for an empty one', async () => {
    bot.answer = () => Promise.resolve({ body: 'plain' });
    expect((await slack.as('U0ANA').command('C0OPS', '/elevate')).text).toBe('plain');
    bot.answer = () => Promise.resolve({});
    expect((await slack.as('U0ANA').command('C0OPS', '/elevate')).messages).toEqual([]);
  });

  test('tells the person of a late answer, a failed one and an unreachable bot', async () => {
    bot.answer = () => new Promise((resolve) => setTimeout(() => resolve({}), 2_500));
    const ana = slack.as('U0ANA');
    expect((await ana.command('C0OPS', '/elevate')).error).toContain('operation_timeout');
    expect(slack.breaches).toMatchObject([{ rule: 'late-answer', where: 'command' }]);
    bot.answer = () => Promise.resolve({ status: 500 });
    expect((await ana.command('C0OPS', '/elevate')).error).toContain('http_service_error');
    slack.setEventsUrl('http://127.0.0.1:9/slack/events');
    expect((await ana.command('C0OPS', '/elevate')).error).toContain('dispatch_failed');
  });

  test('sends no command from a thread', async () => {
    const ts = await post([]);
    const seen = await slack.as('U0ANA').command('C0OPS', '/elevate x', { threadTs: ts });
    expect(seen.error).toBe('/elevate is not supported in threads. Sorry!');
    expect(bot.heard).toHaveLength(0);
  });

  test('sends a mention as an event, also from a thread, and none where the bot is not', async () => {
    const ts = await post([]);
    await slack.as('U0ANA').mention('C0OPS', 'Search-Mailbox 4h', { threadTs: ts });
    expect(latest()).toMatchObject({
      ...{ type: 'event_callback', team_id: 'T0HOME' },
      event: { type: 'app_mention', user: 'U0ANA', thread_ts: ts, channel: 'C0OPS' },
    });
    expect((latest().event as Body).text).toBe('<@U0BOT> Search-Mailbox 4h');
    const seen = await slack.as('U0ANA').mention('C0HALL', 'help');
    expect(seen.error).toBe('@elevate is not in this channel');
    expect(bot.heard).toHaveLength(1);
  });

  test('marks a person of another organisation by their own workspace', async () => {
    const ts = await post([actions(button())], { channel: 'C0EXT' });
    await slack.as('U0EVE').press(ts, 'Approve');
    expect(latest()).toMatchObject({
      team: { id: 'T0HOME' },
      user: { id: 'U0EVE', team_id: 'T0AWAY' },
    });
    const info = await call(slack, 'users.info', { user: 'U0EVE' });
    expect(info.user).toMatchObject({ is_stranger: true, team_id: 'T0AWAY' });
  });

  test('presses by label, action id or value, and carries what was shown', async () => {
    const ts = await post([actions(button(), button({ action_id: 'b', value: 'v', text: deny }))]);
    for (const wanted of ['request.approve', 'Approve', 'approve ELV-1 x']) {
      await slack.as('U0BEN').press(ts, wanted);
      expect(latest()).toMatchObject({
        type: 'block_actions',
        container: { message_ts: ts, channel_id: 'C0OPS', is_ephemeral: false },
        message: { ts, text: 'words' },
        actions: [{ action_id: 'request.approve', block_id: 'act', value: 'approve ELV-1 x' }],
      });
    }
    await expect(slack.as('U0BEN').press(ts, 'Nothing')).rejects.toThrow('request.approve');
    await expect(slack.as('U0GUS').press(ts, 'Approve')).rejects.toThrow('U0GUS is not in C0OPS');
  });

  const deny = { type: 'plain_text', text: 'Deny' };

  test('sends nothing until the confirmation is accepted', async () => {
    const confirm = { title: deny, text: deny, confirm: deny, deny };
    const ts = await post([actions(button({ confirm }))]);
    const asked = await slack.as('U0BEN').press(ts, 'Approve');
    expect(asked.confirm).toEqual(confirm);
    expect(bot.heard).toHaveLength(0);
    await slack.as('U0BEN').press(ts, 'Approve', { confirmed: true });
    expect(bot.heard).toHaveLength(1);
  });

  test('shows a private message to its reader only, and takes presses on it', async () => {
    const args = { channel: 'C0OPS', user: 'U0ANA', text: 'receipt', blocks: [actions(button())] };
    const { message_ts: ts } = await call(slack, 'chat.postEphemeral', args);
    await expect(slack.as('U0BEN').press(String(ts), 'Approve')).rejects.toThrow('U0ANA only');
    await slack.as('U0ANA').press(String(ts), 'Approve');
    expect(latest()).toMatchObject({ container: { is_ephemeral: true } });
    expect(latest()).not.toHaveProperty('message');
    const update = { channel: 'C0OPS', ts, text: 'x' };
    expect(await call(slack, 'chat.update', update)).toMatchObject({ error: 'message_not_found' });
    await postTo(String(latest().response_url), { replace_original: true, text: 'withdrawn' });
    expect(slack.ephemerals('U0ANA')).toMatchObject([{ text: 'withdrawn', edited: true }]);
  });

  test('opens one modal per trigger, within three seconds', async () => {
    const ts = await post([actions(button())]);
    await slack.as('U0BEN').press(ts, 'Approve');
    const open = (trigger_id: unknown): Promise<Body> =>
      call(slack, 'views.open', { trigger_id, view: modal() });
    expect(await open('1.2.3')).toMatchObject({ error: 'invalid_trigger_id' });
    const first = latest().trigger_id;
    clock.forward(3_000);
    expect(await open(first)).toMatchObject({ ok: true });
    expect(await open(first)).toMatchObject({ error: 'exchanged_trigger_id' });
    await slack.as('U0BEN').press(ts, 'Approve');
    clock.forward(3_001);
    expect(await open(latest().trigger_id)).toMatchObject({ error: 'expired_trigger_id' });
    expect(slack.breaches.map((breach) => breach.rule)).toEqual(['trigger', 'trigger', 'trigger']);
    expect(slack.modal('U0BEN')).not.toBeNull();
    expect(slack.modal('U0ANA')).toBeNull();
  });

  async function openModal(view: Body = modal()): Promise<string> {
    const ts = await post([actions(button())]);
    await slack.as('U0BEN').press(ts, 'Approve');
    await call(slack, 'views.open', { trigger_id: latest().trigger_id, view });
    return String(slack.modal('U0BEN')?.id);
  }

  test('submits what was filled in, and closes the modal on an empty answer', async () => {
    const id = await openModal(modal({ private_metadata: 'deny ELV-1 x' }));
    const seen = await slack.as('U0BEN').submit(id, { text: 'no ticket' });
    expect(latest()).toMatchObject({
      type: 'view_submission',
      view: {
        ...{ callback_id: 'request.deny', private_metadata: 'deny ELV-1 x' },
        state: { values: { reason: { text: { type: 'plain_text_input', value: 'no ticket' } } } },
      },
    });
    expect(seen).toMatchObject({ error: null, modal: null });
  });

  test('keeps what the client itself would refuse from the bot', async () => {
    const id = await openModal();
    const before = bot.heard.length;
    const empty = await slack.as('U0BEN').submit(id, {});
    expect(empty.fieldErrors).toEqual({ reason: 'Please complete this required field.' });
    const long = await slack.as('U0BEN').submit(id, { text: 'x'.repeat(501) });
    expect(long.fieldErrors).toEqual({ reason: 'Enter at most 500 characters.' });
    expect(bot.heard).toHaveLength(before);
  });

  test('applies errors, update, push and clear as answers to a submission', async () => {
    const id = await openModal();
    const ben = slack.as('U0BEN');
    const answer = (body: Body): void => {
      bot.answer = () => Promise.resolve({ body: JSON.stringify(body) });
    };
    answer({ response_action: 'errors', errors: { reason: 'Say more.' } });
    expect((await ben.submit(id, { text: 'x' })).fieldErrors).toEqual({ reason: 'Say more.' });
    answer({ response_action: 'update', view: modal({ callback_id: 'second' }) });
    expect((await ben.submit(id, { text: 'x' })).modal?.view.callback_id).toBe('second');
    answer({ response_action: 'push', view: modal({ callback_id: 'third' }) });
    const third = (await ben.submit(id, { text: 'x' })).modal;
    expect(third).toMatchObject({ previousId: id, view: { callback_id: 'third' } });
    answer({ response_action: 'clear' });
    expect((await ben.submit(String(third?.id), { text: 'x' })).modal).toBeNull();
    expect(slack.breaches).toEqual([]);
  });

  test('names an error for an input that is not there, and an answer that is no JSON', async () => {
    const id = await openModal();
    const errors = { response_action: 'errors', errors: { other: 'x' } };
    bot.answer = () => Promise.resolve({ body: JSON.stringify(errors) });
    expect((await slack.as('U0BEN').submit(id, { text: 'x' })).error).toContain('trouble');
    bot.answer = () => Promise.resolve({ body: 'ok' });
    expect((await slack.as('U0BEN').submit(id, { text: 'x' })).error).toContain('trouble');
    expect(slack.breaches.map((breach) => breach.rule)).toEqual(['bad-answer', 'bad-answer']);
  });

  test('lets a response URL be used five times within thirty minutes', async () => {
    await slack.as('U0ANA').command('C0OPS', '/elevate');
    const url = String(latest().response_url);
    for (let use = 0; use < 5; use++) {
      expect(await postTo(url, { text: `${use}` })).toEqual({ status: 200, text: 'ok' });
    }
    const sixth = await postTo(url, { text: '6' });
    expect(sixth.status).toBe(404);
    expect(sixth.text).toContain('used_url');
    await slack.as('U0ANA').command('C0OPS', '/elevate');
    const other = String(latest().response_url);
    clock.forward(30 * 60_000);
    expect((await postTo(other, { text: 'in time' })).status).toBe(200);
    clock.forward(1);
    expect((await postTo(other, { text: 'late' })).text).toContain('expired_url');
    expect(slack.ephemerals('U0ANA').at(-1)?.text).toBe('in time');
  });

  test('tells the bot of an opened home, shows what it publishes, and takes presses on it', async () => {
    bot.answer = async () => {
      const blocks = [actions(button())];
      await call(slack, 'views.publish', { user_id: 'U0ANA', view: { type: 'home', blocks } });
      return {};
    };
    await slack.as('U0ANA').openHome();
    expect(latest().event).toMatchObject({ type: 'app_home_opened', tab: 'home', user: 'U0ANA' });
    expect(slack.home('U0ANA')?.type).toBe('home');
    bot.answer = () => Promise.resolve({});
    await slack.as('U0ANA').press('home', 'Approve');
    expect(latest()).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  });

  test('sends a payload again with a new signature and retry headers, and replays its very bytes', async () => {
    await slack.as('U0ANA').mention('C0OPS', 'help');
    clock.forward(60_000);
    await slack.redeliver(1);
    await slack.redeliver(2, 'http_error');
    await slack.replay(1);
    const [first, again, third, replayed] = bot.heard;
    expect(again?.raw).toBe(first?.raw);
    expect(again?.headers).toMatchObject({
      ...{ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    });
    expect(third?.headers['x-slack-retry-num']).toBe('2');
    const stamp = 'x-slack-request-timestamp';
    expect(Number(again?.headers[stamp]) - Number(first?.headers[stamp])).toBe(60);
    expect(replayed?.headers[stamp]).toBe(first?.headers[stamp]);
    expect(replayed?.headers['x-slack-signature']).toBe(first?.headers['x-slack-signature']);
  });

  test('sends forgeries that an honest verifier rejects', async () => {
    const body = 'command=%2Felevate';
    expect((await slack.sendRaw({ body })).status).toBe(200);
    expect((await slack.sendRaw({ body, secret: 'guessed' })).status).toBe(401);
    const unsigned = { 'x-slack-signature': null };
    expect((await slack.sendRaw({ body, headers: unsigned })).status).toBe(401);
    const moved = await slack.sendRaw({ body, headers: { 'x-slack-request-timestamp': '1' } });
    expect(moved.status).toBe(401);
  });

  test('sends to no address outside of this machine', () => {
    expect(() => slack.setEventsUrl('https://example.com/slack/events')).toThrow('loopback');
  });
});
