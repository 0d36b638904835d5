import { askOfData, askOfExecute } from '../../../src/platforms/teams/ask-data';
import { type View } from '../../../src/views/view';
import { ana, fixture, shownIn, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const key = 'teams:message:a:1-ana:1';
const data = { v: `form-send policy-set ${key}`, approval: 'auto', durationMax: '4h', n: 3 };
const filled = { v: data.v, approval: 'auto', durationMax: '4h' };
const form: View = { screen: 'change-form', notification: 'Change a policy', facts: {} };

/** In the personal chat, on the message with the form. */
async function press(verb: string, sent: unknown) {
  const value = { action: { type: 'Action.Execute', verb, data: sent }, trigger: 'manual' };
  const chat = fixture('submit-end', stand);
  const invoke = { type: 'invoke', name: 'adaptiveCard/action', id: 'f:change', value };
  const answer = await stand.send({ ...chat, ...invoke });
  const text = await answer.text();
  return text === '' ? null : (JSON.parse(text) as object);
}

test('“Change…” brings the form beside what is shown', async () => {
  stand.reply = { privately: view('fill-in', 'Nothing was typed'), screen: null, form };
  const body = await press('request.form-open', { v: 'form-open settings-set' });
  const said = { is: 'open', verb: 'settings-set', id: null };
  expect(stand.received).toMatchObject([
    { what: 'change-form', envelope: { account: ana }, form: said },
  ]);
  expect(body).toMatchObject({ value: 'I answered you in a direct message.' });
  expect(shownIn(stand).at(-1)).toMatchObject({ card: { drawn: 'Change a policy' } });
});

test('a form that was sent in becomes the difference, in its message, too', async () => {
  stand.reply = { privately: view('change', 'Change the policy?'), screen: null };
  const body = await press('request.form-send', data);
  const said = { is: 'send', verb: 'policy-set', key, filled };
  expect(stand.received).toMatchObject([{ what: 'change-form', form: said }]);
  expect(body).toMatchObject({ statusCode: 200, value: { drawn: 'Change the policy?' } });
  expect(stand.microsoft.calls.map(({ method }) => method)).toEqual(['PUT']);
});

test('it comes back with what is wrong, and stays as it is where nothing in it could mend that', async () => {
  stand.reply = { privately: view('refusal', 'not possible'), screen: null, form };
  expect(await press('request.form-send', data)).toMatchObject({
    value: { drawn: 'Change a policy' },
  });
  stand.reset();
  stand.reply = { privately: view('refusal', 'needs a role'), screen: null };
  const body = await press('request.form-send', data);
  expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  expect(stand.microsoft.calls).toEqual([]);
});

test.each([
  [{ v: 'form-send policy-set' }],
  [{ v: 'form-open policy-remove' }],
  [{ v: `form-send policy-set ${'x'.repeat(201)}` }],
])('%j is no press of ours', (sent) => {
  expect(askOfData(sent)).toBeNull();
});

test('the verb of the button and its data have to say the same', () => {
  const execute = (verb: string) => ({ action: { verb, data } });
  expect(askOfExecute(execute('request.form-send'))).not.toBeNull();
  expect(askOfExecute(execute('request.form-open'))).toBeNull();
  expect(askOfExecute(execute('request.ask'))).toBeNull();
});
