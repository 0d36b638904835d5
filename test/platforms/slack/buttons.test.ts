import { type Press } from '../../../src/commands/command';
import {
  button,
  pending,
  pressed,
  privately,
  pressValue,
  render,
  startBench,
  view,
  type Bench,
} from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const press: Press = {
  verb: 'approve',
  request: 142,
  digest: 'k7QmPz01_-aB',
  reason: null,
  comment: null,
};
const onlyForMe = {
  container: { type: 'message', message_ts: '1699990000.000100', is_ephemeral: true },
};

function methods(): string[] {
  return bench.stub.calls.map(({ method }) => method).filter((one) => one !== 'auth.test');
}

describe('a press', () => {
  test('hands in verb, request and digest of the value, and who pressed where', async () => {
    expect((await bench.interact(button(bench.stub))).status).toBe(200);
    expect(bench.inbound.seen).toEqual([
      [
        'press',
        expect.objectContaining({
          account: { platform: 'slack', tenant: 'T0001', user: 'U0BEN' },
          conversation: { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' },
          conversationKind: 'channel',
          pressed: {
            conversation: { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' },
            id: '1699990000.000100',
          },
        }),
        press,
      ],
    ]);
  });

  test('names no message where only one person sees it, which nobody could update later', async () => {
    await bench.interact(button(bench.stub, onlyForMe));
    expect(bench.inbound.seen[0]?.[1]).toMatchObject({ pressed: null });
  });

  test('takes its authority from the person, not from the channel of the message', async () => {
    await bench.interact(button(bench.stub, { channel: { id: 'C0ELSEWHERE' } }));
    expect(bench.inbound.seen[0]?.[0]).toBe('press');
  });

  test('under a list of the configuration hands in which page of it is wanted', async () => {
    const action = { action_id: 'page.target-list', value: 'target-list PAGE-2', action_ts: '1.0' };
    await bench.interact(button(bench.stub, { actions: [action] }));
    expect(bench.inbound.seen).toMatchObject([['press', {}, { verb: 'target-list', page: 2 }]]);
  });

  test('changes no message that others see: the job draws it from stored state', async () => {
    bench.inbound.replies.press = () => Promise.resolve({ privately: null, screen: view('Done') });
    await bench.interact(button(bench.stub));
    await bench.platform.stop();
    expect(methods()).toEqual([]);
  });

  test('is answered privately at the response address, and leaves the message as it is', async () => {
    bench.inbound.replies.press = () =>
      Promise.resolve({ privately: view('refused', 'refusal'), screen: view('Done') });
    await bench.interact(button(bench.stub));
    await bench.platform.stop();
    expect(bench.stub.of('respond')).toEqual([
      {
        response_type: 'ephemeral',
        replace_original: false,
        text: 'refused',
        blocks: [{ type: 'section', text: { type: 'plain_text', text: 'refusal' } }],
      },
    ]);
  });

  test('on a message for this person alone redraws it', async () => {
    bench.inbound.replies.press = () =>
      Promise.resolve({ privately: null, screen: view('Withdrawn') });
    await bench.interact(pressed(bench.stub, 'withdraw', onlyForMe));
    await bench.platform.stop();
    const redrawn = { replace_original: true, text: 'Withdrawn' };
    expect(bench.stub.of('respond')).toEqual([expect.objectContaining(redrawn)]);
    expect(bench.stub.of('respond')[0]).not.toHaveProperty('response_type');
  });

  test('is still answered when the private screen cannot be redrawn', async () => {
    bench.stub.answer('respond', { status: 404 });
    bench.inbound.replies.press = () =>
      Promise.resolve({ privately: view('refused', 'refusal'), screen: view('Withdrawn') });
    await bench.interact(pressed(bench.stub, 'withdraw', onlyForMe));
    await bench.platform.stop();
    expect(bench.stub.of('respond')[1]).toMatchObject({ text: 'refused' });
  });

  test('is answered in the channel when the response address is used up', async () => {
    bench.stub.answer('respond', { status: 404 });
    bench.inbound.replies.press = () => Promise.resolve(privately('refused'));
    await bench.interact(button(bench.stub));
    await bench.stub.called('chat.postEphemeral');
    expect(bench.stub.of('chat.postEphemeral')[0]).toMatchObject({
      channel: 'C0APPROVERS',
      user: 'U0BEN',
      text: 'refused',
    });
  });

  test.each([
    'https://slack.com.example.org/x',
    'https://notslack.com/x',
    'http://hooks.slack.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])('sends nothing to the foreign response address %s', async (response_url) => {
    const sent: string[] = [];
    const realFetch = globalThis.fetch;
    bench.inbound.replies.press = () => {
      jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
        sent.push(String(url instanceof Request ? url.url : url));
        return realFetch(url, init);
      });
      return Promise.resolve(privately('refused'));
    };
    await bench.interact(button(bench.stub, { response_url }));
    await bench.stub.called('chat.postEphemeral');
    jest.restoreAllMocks();
    expect(sent.filter((url) => !url.startsWith('http://127.0.0.1'))).toEqual([]);
  });

  test.each([
    ['a value of another verb', { value: pressValue.replace('approve', 'withdraw') }],
    ['a value with more behind it', { value: `${pressValue} extra` }],
    ['no value', { value: undefined }],
    ['a value that is JSON', { value: '{"verb":"approve"}' }],
    ['an unknown verb', { action_id: 'request.grant', value: 'grant ELV-142 k7QmPz01_-aB' }],
    ['a verb that only begins like ours', { action_id: 'request.approved' }],
    ['a page of another list', { action_id: 'page.role-list', value: 'target-list PAGE-2' }],
    ['a page as a press', { action_id: 'request.target-list', value: 'target-list PAGE-2' }],
    ['no page', { action_id: 'page.target-list', value: 'target-list PAGE-0' }],
  ])('with %s is acknowledged, counted and has no effect', async (_name, change) => {
    const action = { action_id: 'request.approve', value: pressValue, action_ts: '1.0', ...change };
    const response = await bench.interact(button(bench.stub, { actions: [action] }));
    expect(response.status).toBe(200);
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-button' });
  });

  test('takes an action id that a list made unique', async () => {
    const action = { action_id: 'request.approve.142', value: pressValue, action_ts: '1.0' };
    await bench.interact(button(bench.stub, { actions: [action] }));
    expect(bench.inbound.seen[0]?.[2]).toEqual(press);
  });

  test('that fails inside is 500, so that Slack shows it at the button', async () => {
    bench.inbound.replies.press = () => Promise.reject(new Error('broken'));
    expect((await bench.interact(button(bench.stub))).status).toBe(500);
    await bench.platform.stop();
    expect(methods()).toEqual([]);
  });
});

describe('refresh', () => {
  test('is a query that redraws a private message', async () => {
    await bench.interact(pressed(bench.stub, 'refresh', onlyForMe));
    await bench.platform.stop();
    expect(bench.inbound.seen).toEqual([['refresh', expect.anything(), 142]]);
    expect(bench.stub.of('respond')[0]).toMatchObject({
      replace_original: true,
      text: 'Refreshed',
    });
  });

  test('of a request that is not theirs to see shows nothing', async () => {
    bench.inbound.replies.refresh = () => Promise.resolve(null);
    expect((await bench.interact(pressed(bench.stub, 'refresh', onlyForMe))).status).toBe(200);
    await bench.platform.stop();
    expect(methods()).toEqual([]);
  });
});

describe.each(['deny', 'revoke'])('the button %s', (verb) => {
  test('opens a form with its trigger and decides nothing', async () => {
    expect((await bench.interact(pressed(bench.stub, verb))).status).toBe(200);
    expect(bench.inbound.seen).toEqual([
      ['form', expect.anything(), { ...press, verb, reason: null }],
    ]);
    expect(bench.stub.of('views.open')).toEqual([
      {
        trigger_id: '11.22.33',
        view: {
          type: 'modal',
          callback_id: `request.${verb}`,
          private_metadata: `${verb} ELV-142 k7QmPz01_-aB`,
          title: { type: 'plain_text', text: 'Deny ELV-142' },
          blocks: [],
        },
      },
    ]);
    await bench.platform.stop();
    expect(methods()).toEqual(['views.open']);
  });

  test('is acknowledged after the form is open', async () => {
    const opening = pending<void>();
    bench.stub.answer('views.open', { after: opening.promise });
    let answered = false;
    const response = bench.interact(pressed(bench.stub, verb)).finally(() => (answered = true));
    await bench.stub.called('views.open');
    await bench.send('{"type":"url_verification"}');
    expect(answered).toBe(false);
    opening.resolve();
    expect((await response).status).toBe(200);
  });

  test('shows a refusal privately in place of the form', async () => {
    bench.inbound.replies.form = () =>
      Promise.resolve({ privately: view('closed', 'refusal'), screen: null, form: null });
    await bench.interact(pressed(bench.stub, verb));
    await bench.platform.stop();
    expect(bench.stub.of('views.open')).toEqual([]);
    expect(bench.stub.of('respond')[0]).toMatchObject({
      response_type: 'ephemeral',
      text: 'closed',
    });
  });

  test('is 500 when its trigger has expired, so that Slack shows it at the button', async () => {
    bench.stub.answer('views.open', { body: { ok: false, error: 'expired_trigger_id' } });
    expect((await bench.interact(pressed(bench.stub, verb))).status).toBe(500);
  });
});

test('keeps what the renderer says about callback and metadata of a form', async () => {
  await bench.stop();
  bench = await startBench({
    render: {
      ...render,
      modal: (form) => ({
        ...render.modal(form),
        callback_id: 'request.deny',
        private_metadata: 'deny ELV-142 newDigest_12',
      }),
    },
  });
  await bench.interact(pressed(bench.stub, 'deny'));
  expect(bench.stub.of('views.open')[0]?.view).toMatchObject({
    private_metadata: 'deny ELV-142 newDigest_12',
  });
});
