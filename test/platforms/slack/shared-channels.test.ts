import { RemoteError } from '../../../src/errors';
import { createSharedChannels } from '../../../src/platforms/slack/shared-channels';
import { type Web } from '../../../src/platforms/slack/web';

let answer: Record<string, unknown> | undefined;
let calls = 0;
let nowMs = 0;
beforeEach(() => {
  answer = {};
  calls = 0;
  nowMs = 0;
});

const web = (async () => {
  calls += 1;
  return { ok: true, channel: answer };
}) as unknown as Web;

const channels = () => createSharedChannels(web, () => nowMs);
const within = () => AbortSignal.timeout(1_000);

it.each([
  [{ is_ext_shared: true }, true],
  [{ is_pending_ext_shared: true }, true],
  [{ is_shared: true }, true],
  [{ is_shared: true, is_org_shared: true }, false],
  [{ is_shared: true, is_org_shared: true, is_ext_shared: true }, true],
  [{ is_shared: true, is_org_shared: true, is_pending_ext_shared: true }, true],
  [{ is_shared: false, is_ext_shared: false }, false],
])('takes a channel with %j for a shared one: %s', async (flags, expected) => {
  answer = flags;
  expect(await channels().isShared('C1', within())).toBe(expected);
  const posting = channels().assertOwn('C1');
  if (expected) await expect(posting).rejects.toMatchObject({ code: 'channel_is_shared' });
  else await posting;
});

it('takes no answer for none of ours', async () => {
  answer = undefined;
  await expect(channels().isShared('C1', within())).rejects.toBeInstanceOf(RemoteError);
  await expect(channels().assertOwn('C1')).rejects.toBeInstanceOf(RemoteError);
});

it('asks once for a burst of messages, and again ten seconds later', async () => {
  const own = channels();
  await own.assertOwn('C1');
  nowMs = 9_999;
  await own.assertOwn('C1');
  expect(calls).toBe(1);
  await own.assertOwn('C2');
  expect(calls).toBe(2);
  nowMs = 10_000;
  answer = { is_ext_shared: true };
  await expect(own.assertOwn('C1')).rejects.toMatchObject({ code: 'channel_is_shared' });
  answer = {};
  await own.assertOwn('C1');
  expect(calls).toBe(4);
});
