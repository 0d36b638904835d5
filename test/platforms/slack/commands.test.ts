import { type Envelope } from '../../../src/platforms/contract';
import { mention, pending, privately, startBench, view, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe('the slash command', () => {
  test('hands in who typed what where', async () => {
    await bench.command();
    expect(bench.inbound.seen).toEqual([
      [
        'command',
        {
          account: { platform: 'slack', tenant: 'T0001', user: 'U0ANA' },
          payloadKey: expect.stringMatching(/^slack:http:[\w-]{43}$/) as string,
          conversation: { platform: 'slack', tenant: 'T0001', id: 'C0GENERAL' },
          conversationKind: 'channel',
          zone: null,
          pressed: null,
        } satisfies Envelope,
        {
          verb: 'ask',
          target: 'Search-Mailbox',
          duration: '4h',
          reason: 'phishing clean-up',
          ticket: null,
        },
      ],
    ]);
  });

  test.each([
    ['D0ANA', 'personal'],
    ['C0GENERAL', 'channel'],
    ['G0PRIVATE', 'channel'],
  ])('tells a conversation %s as %s', async (channel_id, conversationKind) => {
    await bench.command({ channel_id });
    expect(bench.inbound.seen[0]?.[1]).toMatchObject({ conversationKind });
  });

  test('is answered with the reply for this person alone', async () => {
    const response = await bench.command();
    expect(await response.json()).toEqual({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Asked.',
      blocks: [{ type: 'section', text: { type: 'plain_text', text: 'notice' } }],
    });
    expect(bench.stub.of('respond')).toEqual([]);
  });

  test('is answered with the screen when nothing private is to be said', async () => {
    bench.inbound.replies.command = () =>
      Promise.resolve({ privately: null, screen: view('Withdrawn') });
    const answered = (await (await bench.command()).json()) as object;
    expect(answered).toMatchObject({ response_type: 'ephemeral', text: 'Withdrawn' });
  });

  test('is answered with nothing when there is nothing to say', async () => {
    bench.inbound.replies.command = () => Promise.resolve({ privately: null, screen: null });
    expect(await (await bench.command()).text()).toBe('');
  });

  test('without words is a call for the form', async () => {
    await bench.command({ text: '' });
    expect(bench.inbound.seen[0]?.[2]).toEqual({ verb: 'ask-form' });
  });

  test.each([
    [2_900, 0],
    [2_901, 1],
  ])('after %d ms is answered %d times at the response address', async (ms, times) => {
    bench.inbound.replies.command = () => {
      bench.clock.ms += ms;
      return Promise.resolve(privately('Asked.'));
    };
    await bench.command();
    await bench.platform.stop();
    expect(bench.stub.of('respond')).toHaveLength(times);
    if (times > 0) expect(bench.stub.of('respond')[0]).toMatchObject({ text: 'Asked.' });
  });

  test('is told at the response address when Slack hung up before the commit', async () => {
    const commit = pending<ReturnType<typeof privately>>();
    const arrived = pending<void>();
    bench.inbound.replies.command = () => {
      arrived.resolve();
      return commit.promise;
    };
    const hangUp = new AbortController();
    const realFetch = globalThis.fetch;
    const spy = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementationOnce((url, init) => realFetch(url, { ...init, signal: hangUp.signal }));
    const response = bench.command().catch(() => 'gone');
    await arrived.promise;
    hangUp.abort();
    expect(await response).toBe('gone');
    spy.mockRestore();
    await bench.send('{"type":"url_verification"}');
    commit.resolve(privately('Asked.'));
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')[0]).toMatchObject({ text: 'Asked.' });
  });

  test('says what the inside says when the database is away, as any private reply', async () => {
    bench.inbound.replies.command = () => Promise.resolve(privately('Nothing was recorded.'));
    const response = await bench.command();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ text: 'Nothing was recorded.' });
  });
});

describe('a mention', () => {
  test('hands in the words after it, and is answered in the channel for this person alone', async () => {
    await bench.event(mention('<@UBOT> Search-Mailbox 4h a &amp; b'));
    await bench.stub.called('chat.postEphemeral');
    expect(bench.inbound.seen[0]?.[2]).toEqual({
      verb: 'ask',
      target: 'Search-Mailbox',
      duration: '4h',
      reason: 'a & b',
      ticket: null,
    });
    const [posted] = bench.stub.of('chat.postEphemeral');
    expect(posted).toMatchObject({ channel: 'C0GENERAL', user: 'U0ANA', text: 'Asked.' });
    expect(posted).not.toHaveProperty('thread_ts');
  });

  test('in a thread is answered in the thread', async () => {
    await bench.event(mention('<@UBOT> mine', {}, { thread_ts: '1700000000.000001' }));
    await bench.stub.called('chat.postEphemeral');
    expect(bench.stub.of('chat.postEphemeral')[0]).toMatchObject({
      thread_ts: '1700000000.000001',
    });
  });

  test('is acknowledged before its answer is posted', async () => {
    const posting = pending<void>();
    bench.stub.answer('chat.postEphemeral', { after: posting.promise });
    expect((await bench.event(mention('<@UBOT> mine'))).status).toBe(200);
    posting.resolve();
  });

  test('is answered by direct message where no private answer can be posted', async () => {
    bench.stub.answer('chat.postEphemeral', { body: { ok: false, error: 'user_not_in_channel' } });
    await bench.event(mention('<@UBOT> mine'));
    await bench.stub.called('chat.postMessage');
    expect(bench.stub.of('conversations.open')).toEqual([{ users: 'U0ANA' }]);
    expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({
      channel: 'D0ANA',
      text: 'Asked.',
    });
  });

  test('whose answer gets through nowhere is counted, and stays acknowledged', async () => {
    bench.stub.always('chat.postEphemeral', { status: 500 });
    bench.stub.always('conversations.open', { status: 500 });
    expect((await bench.event(mention('<@UBOT> mine'))).status).toBe(200);
    await bench.platform.stop();
    expect(bench.counted).toContainEqual({ name: 'slack_answers_lost' });
    expect(bench.counted).not.toContainEqual(expect.objectContaining({ name: 'slack_faults' }));
  });

  test('that needs no answer gets none', async () => {
    bench.inbound.replies.command = () => Promise.resolve({ privately: null, screen: null });
    await bench.event(mention('<@UBOT> mine'));
    await bench.platform.stop();
    expect(bench.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });
});
