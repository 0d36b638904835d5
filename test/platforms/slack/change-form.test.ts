import { type Reply } from '../../../src/platforms/contract';
import { type View } from '../../../src/views/view';
import { button, startBench, submission, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const id = '0197f0a4-0000-7000-8000-0000000000ab';
const key = 'slack:http:k7QmPz01_-aB';

function form(wrong: string | null = null): View {
  return {
    screen: 'change-form',
    notification: 'Change a policy',
    facts: { wrong, problemText: `wrong: ${wrong}` },
  };
}

function refusal(refused: string): View {
  return { screen: 'refusal', notification: `refused: ${refused}`, facts: { refused } };
}

const answers = (reply: Reply) => () => Promise.resolve(reply);

function press(value: string, actionId = value.split(' ')[0]!, changes: object = {}) {
  const action = { type: 'button', action_id: `request.${actionId}`, value, action_ts: '1.0' };
  return bench.interact(button(bench.stub, { actions: [action], ...changes }));
}

const values = {
  approval: { approval: { type: 'static_select', selected_option: { text: {}, value: 'auto' } } },
  durationMax: { durationMax: { type: 'plain_text_input', value: '4h' } },
  requesters: { requesters: { type: 'plain_text_input', value: null } },
};
const filled = { approval: 'auto', durationMax: '4h', requesters: '' };

function sent(changes: object = {}) {
  const ours = {
    callback_id: 'request.form-send',
    private_metadata: `form-send policy-set ${key}`,
  };
  return submission({}, { ...ours, state: { values }, ...changes });
}

describe('the button that opens a form', () => {
  test.each([
    [`form-open policy-set ${id}`, { is: 'open', verb: 'policy-set', id }],
    ['form-open settings-set', { is: 'open', verb: 'settings-set', id: null }],
    [`form-again policy-set ${key}`, { is: 'again', verb: 'policy-set', key }],
  ])('opens it: %j', async (value, said) => {
    await press(value);
    expect(bench.inbound.seen).toEqual([['changeForm', expect.anything(), said]]);
    expect(bench.stub.of('views.open')).toMatchObject([{ trigger_id: '11.22.33' }]);
    expect(bench.stub.of('respond')).toEqual([]);
  });

  test('shows a refusal in its place, and words where it cannot open', async () => {
    bench.inbound.replies.changeForm = answers({ privately: refusal('needs-role'), screen: null });
    await press('form-open settings-set');
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')).toMatchObject([{ text: 'refused: needs-role' }]);
  });

  test('refuses a person of another workspace without asking anybody', async () => {
    const user = { id: 'U0EVE', team_id: 'T0OTHER' };
    await press('form-open settings-set', 'form-open', { user });
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.stub.of('views.open')).toEqual([]);
  });

  test.each([
    ['form-open policy-remove', 'form-open'],
    [`form-send policy-set ${key}`, 'form-send'],
    [`form-again policy-set ${key}`, 'form-open'],
    ['approve ELV-142 k7QmPz01_-aB', 'form-open'],
  ])('is ignored with the forged value %j', async (value, actionId) => {
    await press(value, actionId);
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-button' });
  });
});

describe('a form that was sent in', () => {
  const draft: View = { screen: 'change', notification: 'Change the policy?', facts: {} };

  test('is handed in; the difference comes as a message, and the form closes', async () => {
    bench.inbound.replies.changeForm = answers({ privately: draft, screen: null });
    const response = await bench.interact(sent());
    expect(await response.text()).toBe('');
    expect(bench.inbound.seen).toEqual([
      ['changeForm', expect.anything(), { is: 'send', verb: 'policy-set', key, filled }],
    ]);
    await bench.stub.called('chat.postMessage');
    expect(bench.stub.of('chat.postMessage')).toMatchObject([{ text: 'Change the policy?' }]);
  });

  test('says what is wrong at its field', async () => {
    const reply = { privately: refusal('change-value'), screen: null, form: form('durationMax') };
    bench.inbound.replies.changeForm = answers(reply);
    const answered = (await (await bench.interact(sent())).json()) as object;
    expect(answered).toEqual({
      response_action: 'errors',
      errors: { durationMax: 'wrong: durationMax' },
    });
    expect(bench.stub.of('chat.postMessage')).toEqual([]);
  });

  test.each([null, 'item'])(
    'draws the form anew where no field of it is wrong: %j',
    async (wrong) => {
      const reply = { privately: refusal('change-nothing'), screen: null, form: form(wrong) };
      bench.inbound.replies.changeForm = answers(reply);
      const answered = (await (await bench.interact(sent())).json()) as object;
      expect(answered).toMatchObject({ response_action: 'update' });
    },
  );

  test('shows a refusal in its place where no form could mend it', async () => {
    bench.inbound.replies.changeForm = answers({ privately: refusal('needs-role'), screen: null });
    const answered = (await (await bench.interact(sent())).json()) as object;
    expect(answered).toMatchObject({ response_action: 'update' });
  });

  test.each([
    { private_metadata: 'form-send policy-set' },
    { private_metadata: `form-again policy-set ${key}` },
    { callback_id: 'request.form-open' },
  ])('is ignored when it is none of ours: %j', async (changes) => {
    await bench.interact(sent(changes));
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-form' });
  });
});
