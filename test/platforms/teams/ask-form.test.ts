import fc from 'fast-check';
import { askOfData, askOfExecute } from '../../../src/platforms/teams/ask-data';
import { type View } from '../../../src/views/view';
import { ana, fixture, shownIn, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const id = '0197f0a4-0000-7000-8000-0000000000ab';
const filled = { target: id, scope: null, duration: '2h', reason: 'fix order 3', ticket: null };
const data = { v: 'ask-form', target: id, duration: '2h', reason: 'fix order 3', ticket: '' };
const form: View = {
  screen: 'request-form',
  notification: 'Ask for access',
  facts: { wrong: null },
};

/** In the personal chat, on the message with the form. */
function invoke(value: unknown, changes: Record<string, unknown> = {}) {
  const chat = fixture('submit-end', stand);
  return send({
    ...chat,
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: 'f:ask',
    value,
    ...changes,
  });
}

async function send(activity: Record<string, unknown>) {
  const answer = await stand.send(activity);
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as object) };
}

function execute(verb: string, sent: unknown) {
  return { action: { type: 'Action.Execute', verb, data: sent }, trigger: 'manual' };
}

describe('a command that the form can complete', () => {
  test('is answered with the form in the place of words', async () => {
    stand.reply = { privately: view('ask', 'Nothing was typed'), screen: null, form };
    await send(fixture('personal-message', stand, { text: 'ask' }));
    expect(shownIn(stand)).toMatchObject([{ card: { drawn: 'Ask for access' } }]);
    expect(stand.received).toMatchObject([{ command: { verb: 'ask-form' } }]);
  });

  test('in a channel the form comes by direct message', async () => {
    stand.reply = { privately: view('ask', 'Nothing was typed'), screen: null, form };
    await send(fixture('channel-message', stand));
    const shown = shownIn(stand);
    expect(shown.find(({ card }) => card !== undefined)).toMatchObject({
      path: '/v3/conversations/chat-1/activities',
      card: { drawn: 'Ask for access' },
    });
    expect(shown.at(-1)).toMatchObject({ text: 'I answered you in a direct message.' });
  });
});

test('the button of the home card brings the form beside it', async () => {
  stand.reply = { privately: null, screen: null, form };
  const { body } = await invoke(execute('request.ask', { v: 'ask' }));
  expect(stand.received).toMatchObject([{ what: 'ask-form', draft: null }]);
  expect(body).toMatchObject({ value: 'I answered you in a direct message.' });
  expect(shownIn(stand).at(-1)).toMatchObject({ card: { drawn: 'Ask for access' } });
});

describe('the form that was sent in', () => {
  test('is handed in and becomes the receipt, in its message, too', async () => {
    const receipt = view('receipt', 'Asked: Search-Mailbox');
    stand.reply = { privately: receipt, screen: null, receiptFor: 'request-1' };
    const { body } = await invoke(execute('request.ask-form', data));
    expect(stand.received).toMatchObject([{ what: 'ask', envelope: { account: ana }, filled }]);
    expect(body).toMatchObject({ statusCode: 200, value: { drawn: 'Asked: Search-Mailbox' } });
    expect(stand.microsoft.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /v3/conversations/a:1-ana-and-elevate/activities/1763042519000',
    ]);
    expect(stand.receipts).toMatchObject([['request-1', { id: '1763042519000' }]]);
  });

  test('comes back with what is wrong, in its message, too', async () => {
    stand.reply = { privately: view('refusal', 'too long'), screen: null, form };
    const { body } = await invoke(execute('request.ask-form', data));
    expect(body).toMatchObject({ value: { drawn: 'Ask for access' } });
    expect(shownIn(stand)).toMatchObject([{ card: { drawn: 'Ask for access' } }]);
    expect(stand.receipts).toEqual([]);
  });

  test('stays as it is when it was refused for what no field can mend', async () => {
    stand.reply = { privately: view('refusal', 'nobody could decide'), screen: null };
    const { body } = await invoke(execute('request.ask-form', data));
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(stand.microsoft.calls).toEqual([]);
  });

  test('stays as it is, and says so, when something is broken behind it', async () => {
    stand.fault = new Error('broken');
    const { body } = await invoke(execute('request.ask-form', data));
    expect(body).toMatchObject({ value: 'refused: database-unavailable' });
  });

  test('shows its answer although the message cannot be redrawn', async () => {
    stand.reply = { privately: view('receipt', 'Asked'), screen: null, receiptFor: 'request-1' };
    stand.microsoft.script(() => ({ status: 403 }));
    const { body } = await invoke(execute('request.ask-form', data));
    expect(body).toMatchObject({ value: { drawn: 'Asked' } });
    expect(stand.receipts).toEqual([]);
  });

  test('by an old client as a message is redrawn in its place', async () => {
    stand.reply = { privately: view('receipt', 'Asked'), screen: null, receiptFor: 'request-1' };
    await stand.send(fixture('submit-end', stand, { value: data }));
    expect(stand.received).toMatchObject([{ what: 'ask', filled }]);
    expect(stand.microsoft.calls.map(({ method }) => method)).toEqual(['PUT']);
    expect(stand.receipts).toHaveLength(1);
  });

  test('that was carried into a channel draws nothing there', async () => {
    stand.reply = { privately: view('receipt', 'Asked'), screen: null, receiptFor: 'request-1' };
    const value = execute('request.ask-form', data);
    const { body } = await send(fixture('execute-approve', stand, { value }));
    expect(JSON.stringify(body)).not.toContain('Asked');
    expect(JSON.stringify(stand.microsoft.calls.map(({ path }) => path))).not.toContain('19:');
  });

  test('by somebody whom Teams does not name is refused', async () => {
    const { body } = await invoke(execute('request.ask-form', data), { from: { id: '29:1-who' } });
    expect(body).toMatchObject({ value: 'refused: external' });
    expect(stand.received).toEqual([]);
  });
});

describe('a target that a refusal offered', () => {
  const meant = { target: id, draft: 'teams:message:a:1-ana:1' };
  const pressed = { v: `ask-as ${meant.target} ${meant.draft}` };

  test('is asked for, and its card becomes the receipt, in its message, too', async () => {
    const receipt = view('receipt', 'Asked: Search-Mailbox');
    stand.reply = { privately: receipt, screen: null, receiptFor: 'request-1' };
    const { body } = await invoke(execute('request.ask-as', pressed));
    expect(stand.received).toMatchObject([{ what: 'ask-as', envelope: { account: ana }, meant }]);
    expect(body).toMatchObject({ statusCode: 200, value: { drawn: 'Asked: Search-Mailbox' } });
    expect(stand.microsoft.calls.map(({ method }) => method)).toEqual(['PUT']);
    expect(stand.receipts).toMatchObject([['request-1', { id: '1763042519000' }]]);
  });

  test('becomes what is to be confirmed first, too', async () => {
    stand.reply = { privately: view('break-glass', 'Break glass?'), screen: null };
    const { body } = await invoke(execute('request.ask-as', pressed));
    expect(body).toMatchObject({ value: { drawn: 'Break glass?' } });
    expect(stand.receipts).toEqual([]);
  });

  test('that is refused keeps its card, and the refusal is said in words', async () => {
    stand.reply = { privately: view('refusal', 'outside of the hours'), screen: null };
    const { body } = await invoke(execute('request.ask-as', pressed));
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(stand.microsoft.calls).toEqual([]);
  });

  test('by an old client as a message is redrawn in its place', async () => {
    stand.reply = { privately: view('receipt', 'Asked'), screen: null, receiptFor: 'request-1' };
    await stand.send(fixture('submit-end', stand, { value: pressed }));
    expect(stand.received).toMatchObject([{ what: 'ask-as', meant }]);
    expect(stand.microsoft.calls.map(({ method }) => method)).toEqual(['PUT']);
  });
});

describe('typing into the field of the target', () => {
  function search(value: unknown, changes: Record<string, unknown> = {}) {
    return invoke(value, { name: 'application/search', ...changes });
  }
  const asked = { queryText: 'sea', queryOptions: { skip: 0, top: 15 }, dataset: 'targets' };
  const type = 'application/vnd.microsoft.search.searchResponse';

  test('finds what this person may ask for, as many as Teams shows', async () => {
    const one = { id, name: 'Exchange\\Search-Mailbox' };
    stand.suggestions = [one, ...Array.from({ length: 19 }, (_, n) => ({ id: `${n}`, name: 'x' }))];
    const { status, body } = await search(asked);
    expect(stand.received).toMatchObject([
      { what: 'suggest', envelope: { account: ana }, typed: 'sea' },
    ]);
    expect(status).toBe(200);
    const { value } = body as { value: { results: object[] } };
    expect(body).toMatchObject({ type });
    expect(value.results).toHaveLength(15);
    expect(value.results[0]).toEqual({ title: 'Exchange\\Search-Mailbox', value: id });
  });

  test.each([
    ['in another data set', { ...asked, dataset: 'people' }],
    ['in none', { queryText: 'sea' }],
    ['with words that are no text', { ...asked, queryText: { a: 1 } }],
    ['with nothing at all', null],
  ])('finds nothing %s', async (_name, value) => {
    expect(await search(value)).toEqual({ status: 200, body: { type, value: { results: [] } } });
    expect(stand.received).toEqual([]);
  });

  test('finds nothing for somebody whom Teams does not name, and nothing while the database is away', async () => {
    const nothing = { status: 200, body: { type, value: { results: [] } } };
    expect(await search(asked, { from: { id: '29:1-who' } })).toEqual(nothing);
    stand.fault = new Error('away');
    expect(await search(asked)).toEqual(nothing);
  });
});

describe('what the buttons send', () => {
  test.each([
    ['the verb of another button', execute('request.approve', data)],
    ['opening where it was sent in', execute('request.ask', data)],
    ['sending in where it was opened', execute('request.ask-form', { v: 'ask' })],
    ['opening where a target was offered', execute('request.ask', { v: `ask-as ${id} x` })],
    ['a target where it was opened', execute('request.ask-as', { v: 'ask' })],
    ['no data', execute('request.ask', undefined)],
    ['no action', { trigger: 'manual' }],
  ])('is nothing of the form with %s', (_name, value) => {
    expect(askOfExecute(value)).toBeNull();
  });

  test('is read without a crash, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (verb, target, reason) => {
        const read = askOfData({ v: verb, target, reason, ticket: reason, duration: target });
        if (read?.is === 'sent') expect(verb).toBe('ask-form');
        askOfExecute({ action: { verb: 'request.ask-form', data: target } });
        askOfExecute(reason);
      }),
      { numRuns: 5000 },
    );
  });
});
