/** The platform with the cards that people see: what they press comes back as what was meant. */
import { parsePressValue } from '../../../src/commands/press-value';
import { factsDigest } from '../../../src/elevation/digest';
import { refuse } from '../../../src/errors';
import { createSlackPlatform } from '../../../src/platforms/slack';
import { denyFormView, revokeFormView } from '../../../src/views/forms';
import { homeView } from '../../../src/views/home';
import { promptView } from '../../../src/views/prompt';
import { refusalView } from '../../../src/views/refusal';
import { type View } from '../../../src/views/view';
import { pending } from '../../support/snapshots';
import { button, homeOpened, pressed, startBench, submission, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench({
    build: ({ render: _drawnByCards, ...options }) => createSlackPlatform(options),
  });
});
afterEach(() => bench.stop());

interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly value: string;
}

function buttonsOf(blocks: unknown): Button[] {
  const found: Button[] = [];
  JSON.stringify(blocks, (_key, value: Button) => {
    if (typeof value === 'object' && value !== null && value.type === 'button') found.push(value);
    return value;
  });
  return found;
}

function reply(view: View) {
  return () => Promise.resolve({ privately: view, screen: null });
}

test('every button of a prompt comes back as its verb, request and digest', async () => {
  const snapshot = pending();
  const channel = { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' } as const;
  const prompt = promptView(snapshot, { buttons: true });
  await bench.platform.post(channel, prompt, { deciders: [] });
  const [posted] = bench.stub.of('chat.postMessage');
  const buttons = buttonsOf(posted?.blocks);
  expect(buttons.map(({ action_id }) => action_id)).toEqual([
    'request.approve',
    'request.approve-less',
    'request.deny',
  ]);
  for (const { action_id, value } of buttons) {
    await bench.interact(button(bench.stub, { actions: [{ action_id, value, action_ts: '1.0' }] }));
  }
  const fact = { request: snapshot.number, digest: factsDigest(snapshot) };
  expect(bench.inbound.seen.map(([verb, , press]) => [verb, press])).toEqual([
    ['press', { verb: 'approve', ...fact, reason: null, comment: null }],
    ['form', { verb: 'approve-less', ...fact, reason: null, comment: null }],
    ['form', { verb: 'deny', ...fact, reason: null, comment: null }],
  ]);
});

test.each([
  ['deny', denyFormView],
  ['revoke', revokeFormView],
] as const)('the form of %s comes back with the reason', async (verb, formView) => {
  const snapshot = pending();
  bench.inbound.replies.form = () =>
    Promise.resolve({ privately: null, screen: null, form: formView(snapshot) });
  await bench.interact(pressed(bench.stub, verb));
  const view = bench.stub.of('views.open')[0]?.view as Record<string, unknown>;
  expect(view.callback_id).toBe(`request.${verb}`);
  expect(parsePressValue(view.private_metadata)).toEqual({
    verb,
    request: snapshot.number,
    digest: factsDigest(snapshot),
  });
  const input = (view.blocks as { block_id: string; element?: { action_id: string } }[]).find(
    (block) => block.element !== undefined,
  )!;
  const values = { [input.block_id]: { [input.element!.action_id]: { value: 'No ticket.' } } };
  bench.inbound.replies.press = reply(
    refusalView(refuse(`${verb}-reason-required`, { request: 142 })),
  );
  const response = await bench.interact(submission({}, { ...view, state: { values } }));
  expect(bench.inbound.seen.at(-1)?.[2]).toMatchObject({ verb, reason: 'No ticket.' });
  expect(await response.json()).toEqual({
    response_action: 'errors',
    errors: {
      [input.block_id]: refusalView(refuse(`${verb}-reason-required`, { request: 142 }))
        .notification,
    },
  });
});

const notAnApprover = { request: 142, group: 'Exchange approvers', target: 'Search-Mailbox' };

test('a refusal that no other text would change takes the place of the form', async () => {
  bench.inbound.replies.press = reply(refusalView(refuse('not-an-approver', notAnApprover)));
  const answered = (await (await bench.interact(submission())).json()) as {
    response_action: string;
    view: { type: string; submit?: unknown; blocks: unknown };
  };
  expect(answered).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
  expect(answered.view.submit).toBeUndefined();
  expect(JSON.stringify(answered.view.blocks)).toContain('You are not in Exchange approvers');
});

test('the person is told privately when the database is away', async () => {
  bench.inbound.replies.command = reply(refusalView(refuse('database-unavailable')));
  const response = await bench.command();
  expect(response.status).toBe(200);
  const body = (await response.json()) as object;
  expect(body).toMatchObject({ response_type: 'ephemeral' });
  expect(JSON.stringify(body)).toContain('Nothing was recorded');
});

test('the home tab shows the lists, or how to get linked', async () => {
  const readAt = new Date('2026-11-13T12:00:00Z');
  bench.inbound.replies.home = () =>
    Promise.resolve(homeView({ alarms: [], held: [], waiting: [], asked: [], readAt }));
  await bench.event(homeOpened());
  bench.inbound.replies.home = () =>
    Promise.resolve(refusalView(refuse('unlinked-account', { platform: 'slack' })));
  await bench.event(homeOpened());
  const views = bench.stub.of('views.publish').map(({ view }) => view as { type: string });
  expect(views.map(({ type }) => type)).toEqual(['home', 'home']);
  expect(JSON.stringify(views[1])).toContain('not linked');
});
