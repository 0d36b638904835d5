import { button, homeOpened, pressed, privately, startBench, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const onHome = {
  channel: undefined,
  message: undefined,
  response_url: undefined,
  container: { type: 'view', view_id: 'V0HOME' },
  view: { id: 'V0HOME', type: 'home', team_id: 'T0001' },
};

test('opening the home tab draws it for the person', async () => {
  expect((await bench.event(homeOpened())).status).toBe(200);
  expect(bench.inbound.seen).toEqual([
    [
      'home',
      expect.objectContaining({ account: { platform: 'slack', tenant: 'T0001', user: 'U0ANA' } }),
    ],
    // They may be greeted.
    ['arrived', { platform: 'slack', tenant: 'T0001', user: 'U0ANA' }],
  ]);
  expect(bench.stub.of('views.publish')).toEqual([
    {
      user_id: 'U0ANA',
      view: {
        type: 'home',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Home' } }],
      },
    },
  ]);
});

test('answers 500 when the home cannot be drawn, so that Slack says it again', async () => {
  bench.stub.answer('views.publish', { status: 503 });
  expect((await bench.event(homeOpened())).status).toBe(500);
});

test('a button there acts, says privately what there is to say, and draws the tab anew', async () => {
  bench.inbound.replies.press = () => Promise.resolve(privately('refused'));
  await bench.interact(pressed(bench.stub, 'end', onHome));
  await bench.platform.stop();
  expect(bench.inbound.seen.map(([verb]) => verb)).toEqual(['press', 'home']);
  expect(bench.inbound.seen[0]?.[1]).toMatchObject({
    conversation: { id: 'U0BEN' },
    conversationKind: 'personal',
  });
  expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({ channel: 'D0ANA', text: 'refused' });
  expect(bench.stub.of('views.publish')).toHaveLength(1);
});

test('what is to be read opens in front of the tab, and not as a message', async () => {
  bench.inbound.replies.press = () => Promise.resolve(privately('ELV-142: what happened'));
  await bench.interact(pressed(bench.stub, 'show', onHome));
  await bench.platform.stop();
  const [opened] = bench.stub.of('views.open');
  expect(opened).toMatchObject({ trigger_id: '11.22.33', view: { type: 'modal' } });
  expect(bench.stub.of('chat.postMessage')).toEqual([]);
});

test('what is to be read comes as a message when it cannot be opened', async () => {
  bench.stub.answer('views.open', { status: 503 });
  bench.inbound.replies.press = () => Promise.resolve(privately('ELV-142: what happened'));
  const response = await bench.interact(pressed(bench.stub, 'show', onHome));
  expect(response.status).toBe(200);
  await bench.platform.stop();
  expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({ text: 'ELV-142: what happened' });
});

test('what is to be read in a message is told where it was pressed', async () => {
  bench.inbound.replies.press = () => Promise.resolve(privately('ELV-142: what happened'));
  await bench.interact(pressed(bench.stub, 'show'));
  await bench.platform.stop();
  expect(bench.stub.of('respond')[0]).toMatchObject({ text: 'ELV-142: what happened' });
  expect(bench.stub.of('views.open')).toEqual([]);
});

test('a button with a form there opens the form', async () => {
  await bench.interact(pressed(bench.stub, 'revoke', onHome));
  expect(bench.stub.of('views.open')[0]).toMatchObject({ trigger_id: '11.22.33' });
});

test('a button with a form in what was opened there puts the form in front of it', async () => {
  const view = { id: 'V0TIMELINE', type: 'modal', team_id: 'T0001' };
  await bench.interact(pressed(bench.stub, 'revoke', { ...onHome, view }));
  expect(bench.stub.of('views.push')[0]).toMatchObject({ trigger_id: '11.22.33' });
  expect(bench.stub.of('views.open')).toEqual([]);
});

test('a button in a message draws no home', async () => {
  await bench.interact(button(bench.stub));
  await bench.platform.stop();
  expect(bench.stub.of('views.publish')).toEqual([]);
});
