import { RemoteError } from '../../../src/errors';
import { type ConversationKey, type MessageKey } from '../../../src/platforms/contract';
import { createLog } from '../../../src/log';
import { createOutgoing } from '../../../src/platforms/slack/outgoing';
import { createWeb } from '../../../src/platforms/slack/web';
import { render, startBench, view, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const channel: ConversationKey = { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' };
const message: MessageKey = { conversation: channel, id: '1700000000.000100' };
const ana = { platform: 'slack', tenant: 'T0001', user: 'U0ANA' } as const;
const nobodyDecides = { deciders: [] };
const content = {
  text: 'Approval needed',
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'approval-prompt' } }],
};
const prompt = view('Approval needed', 'approval-prompt');

const post = () => bench.platform.post(channel, prompt, nobodyDecides);

async function failureOf(call: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RemoteError);
  return error as RemoteError;
}

test('posts to the channel without unfurling, and says where it is', async () => {
  expect(await post()).toEqual({ conversation: channel, id: '1700000000.000100' });
  expect(bench.stub.of('chat.postMessage')).toEqual([
    { channel: 'C0APPROVERS', ...content, unfurl_links: 'false', unfurl_media: 'false' },
  ]);
});

test('posts into the thread of a message', async () => {
  await bench.platform.post(channel, prompt, { deciders: [], thread: message });
  expect(bench.stub.of('chat.postMessage')).toMatchObject([
    { channel: 'C0APPROVERS', thread_ts: '1700000000.000100' },
  ]);
});

test('updates the very message', async () => {
  await bench.platform.update(message, prompt, nobodyDecides);
  expect(bench.stub.of('chat.update')).toEqual([
    { channel: 'C0APPROVERS', ts: '1700000000.000100', ...content },
  ]);
});

test('opens a direct conversation once, and says where the message is', async () => {
  bench.stub.always('chat.postMessage', { body: { ok: true, channel: 'D0ANA', ts: '1.1' } });
  const first = await bench.platform.postDirect(ana, prompt);
  await bench.platform.postDirect(ana, prompt);
  expect(first).toEqual({ conversation: { ...channel, id: 'D0ANA' }, id: '1.1' });
  expect(bench.stub.of('conversations.open')).toEqual([{ users: 'U0ANA' }]);
  expect(bench.stub.of('chat.postMessage')).toHaveLength(2);
});

test('opens the direct conversation anew after it was not found', async () => {
  await bench.platform.postDirect(ana, prompt);
  bench.stub.answer('chat.postMessage', { body: { ok: false, error: 'channel_not_found' } });
  expect((await failureOf(bench.platform.postDirect(ana, prompt))).kind).toBe('not_found');
  await bench.platform.postDirect(ana, prompt);
  expect(bench.stub.of('conversations.open')).toHaveLength(2);
});

test('keeps the direct conversation after another failure', async () => {
  await bench.platform.postDirect(ana, prompt);
  bench.stub.answer('chat.postMessage', { status: 500 });
  await failureOf(bench.platform.postDirect(ana, prompt));
  await bench.platform.postDirect(ana, prompt);
  expect(bench.stub.of('conversations.open')).toHaveLength(1);
});

describe('a failure becomes a RemoteError', () => {
  test.each([
    ['invalid_auth', 'unauthorized'],
    ['not_authed', 'unauthorized'],
    ['token_revoked', 'unauthorized'],
    ['token_expired', 'unauthorized'],
    ['account_inactive', 'unauthorized'],
    ['missing_scope', 'unauthorized'],
    ['channel_not_found', 'not_found'],
    ['message_not_found', 'not_found'],
    ['is_archived', 'not_found'],
    ['not_in_channel', 'not_found'],
    ['user_not_found', 'not_found'],
    ['internal_error', 'unavailable'],
    ['fatal_error', 'unavailable'],
    ['service_unavailable', 'unavailable'],
    ['ratelimited', 'throttled'],
    ['invalid_blocks', 'rejected'],
    ['msg_too_long', 'rejected'],
    ['something_new', 'rejected'],
  ])('%s as %s', async (code, kind) => {
    bench.stub.answer('chat.postMessage', { body: { ok: false, error: code } });
    expect(await failureOf(post())).toMatchObject({ system: 'Slack', kind, code });
    expect(bench.stub.of('chat.postMessage')).toHaveLength(1);
  });

  test.each([
    [500, 'unavailable', 'http_500'],
    [503, 'unavailable', 'http_503'],
    [408, 'unavailable', 'http_408'],
    [401, 'unauthorized', 'http_401'],
    [403, 'unauthorized', 'http_403'],
    [404, 'rejected', 'http_404'],
  ])('status %d as %s', async (status, kind, code) => {
    bench.stub.answer('chat.postMessage', { status });
    expect(await failureOf(post())).toMatchObject({ kind, code });
    expect(bench.stub.of('chat.postMessage')).toHaveLength(1);
  });

  test('a page that is no answer as unavailable, without its text', async () => {
    bench.stub.answer('chat.postMessage', { body: '<html>Secret Proxy</html>' });
    const error = await failureOf(post());
    expect(error).toMatchObject({ kind: 'unavailable', code: 'unreadable_answer' });
    expect(error.message).not.toContain('Secret');
  });

  test('an answer without the id of the message as unavailable', async () => {
    bench.stub.answer('chat.postMessage', { body: { ok: true } });
    expect(await failureOf(post())).toMatchObject({ kind: 'unavailable', code: 'empty_answer' });
  });

  test('a refused connection as unavailable', async () => {
    await bench.stub.stop();
    expect(await failureOf(post())).toMatchObject({ kind: 'unavailable' });
  });

  test('a rate limit as throttled with the wait, without trying again by itself', async () => {
    bench.stub.answer('chat.postMessage', { status: 429, headers: { 'retry-after': '7' } });
    expect(await failureOf(post())).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(bench.stub.of('chat.postMessage')).toHaveLength(1);
  });
});

test('asks nothing of a channel before the time that Slack said', async () => {
  bench.stub.answer('chat.postMessage', { status: 429, headers: { 'retry-after': '7' } });
  await failureOf(post());
  bench.clock.ms += 1_000;
  expect(await failureOf(post())).toMatchObject({
    kind: 'throttled',
    code: 'paced',
    retryAfterMs: 6_000,
  });
  expect(bench.stub.of('chat.postMessage')).toHaveLength(1);
  const other = { ...channel, id: 'C0OTHER' };
  await bench.platform.post(other, prompt, nobodyDecides);
  bench.clock.ms += 6_000;
  await post();
  expect(bench.stub.of('chat.postMessage')).toHaveLength(3);
});

test('spreads a burst of prompts to one channel, and gives the rest back to the queue', async () => {
  const log = createLog('silent');
  const web = createWeb({ botToken: 'xoxb-test', apiUrl: bench.stub.apiUrl, log });
  const sleeps: number[] = [];
  const sleep = (ms: number) => {
    sleeps.push(ms);
    bench.clock.ms += ms;
    return Promise.resolve();
  };
  const outgoing = createOutgoing({ web, render, sleep, now: () => bench.clock.ms });
  const posts = Array.from({ length: 9 }, () =>
    outgoing.post(channel, prompt).catch((error: unknown) => error),
  );
  const results = await Promise.all(posts);
  expect(results[8]).toMatchObject({ kind: 'throttled', code: 'paced', retryAfterMs: 6_000 });
  expect(sleeps).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  expect(bench.stub.of('chat.postMessage')).toHaveLength(8);
});

test('holds back all updates when Slack limits them', async () => {
  bench.stub.answer('chat.update', { status: 429, headers: { 'retry-after': '30' } });
  await failureOf(bench.platform.update(message, prompt, nobodyDecides));
  const other = { ...message, conversation: { ...channel, id: 'C0OTHER' } };
  const error = await failureOf(bench.platform.update(other, prompt, nobodyDecides));
  expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 30_000 });
  expect(bench.stub.of('chat.update')).toHaveLength(1);
});
