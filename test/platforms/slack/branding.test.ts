import { type Branding } from '../../../src/administration/configuration';
import { type ConversationKey } from '../../../src/platforms/contract';
import { createSlackPlatform } from '../../../src/platforms/slack';
import { startBench, view, type Bench } from './support';

const ours: Branding = {
  name: 'Contoso Access',
  icon: 'https://static.contoso.example/access.png',
  colour: null,
  footer: null,
  helpLink: null,
};
const channel: ConversationKey = { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' };
const prompt = view('Approval needed', 'approval-prompt');

let bench: Bench;
let branding: Branding | null;
beforeEach(async () => {
  branding = ours;
  bench = await startBench({
    build: (options) => createSlackPlatform({ ...options, branding: () => branding }),
  });
});
afterEach(() => bench.stop());

const post = () => bench.platform.post(channel, prompt, { deciders: [] });
const senders = () => bench.stub.of('chat.postMessage').map(({ username }) => username);

it('posts under the organisation’s name and icon, and redraws without, as Slack has it', async () => {
  const message = await post();
  expect(bench.stub.of('chat.postMessage')).toMatchObject([
    { username: 'Contoso Access', icon_url: 'https://static.contoso.example/access.png' },
  ]);
  await bench.platform.update(message, prompt, { deciders: [] });
  expect(bench.stub.of('chat.update')[0]).not.toHaveProperty('username');
});

it('posts under the app’s own once nothing is set any more', async () => {
  branding = null;
  await post();
  expect(bench.stub.of('chat.postMessage')[0]).not.toHaveProperty('icon_url');
});

it('posts all the same where the app may not change its name, and does not try again', async () => {
  bench.stub.answer('chat.postMessage', { body: { ok: false, error: 'missing_scope' } });
  await post();
  await post();
  expect(senders()).toEqual(['Contoso Access', undefined, undefined]);
});

it('fails as ever where the app may not post at all', async () => {
  bench.stub.always('chat.postMessage', { body: { ok: false, error: 'missing_scope' } });
  await expect(post()).rejects.toMatchObject({ kind: 'unauthorized', code: 'missing_scope' });
  branding = null;
  await expect(post()).rejects.toMatchObject({ kind: 'unauthorized' });
});
