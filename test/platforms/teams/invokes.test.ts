import { refuse } from '../../../src/errors';
import { refusalView } from '../../../src/views/refusal';
import { ana, ben, fixture, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const card = 'application/vnd.microsoft.card.adaptive';
const message = 'application/vnd.microsoft.activity.message';
const error = 'application/vnd.microsoft.error';

async function invoke(name: string, changes: Record<string, unknown> = {}) {
  const answer = await stand.send(fixture(name, stand, changes));
  const text = await answer.text();
  const body = (text === '' ? null : JSON.parse(text)) as Record<string, unknown> | null;
  return { status: answer.status, body };
}

function executeValue(verb: unknown, data: unknown) {
  return { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
}

test('Approve is handed in and answered with the redrawn card', async () => {
  stand.reply = { privately: null, screen: view('approval-active', 'Approved by Ben') };
  const answer = await invoke('execute-approve');
  expect(answer).toEqual({
    status: 200,
    body: {
      statusCode: 200,
      type: card,
      value: { type: 'AdaptiveCard', drawn: 'Approved by Ben' },
    },
  });
  expect(stand.received).toMatchObject([
    {
      what: 'press',
      envelope: {
        account: ben,
        conversationKind: 'channel',
        payloadKey:
          'teams:invoke:19:approvals@thread.tacv2;messageid=1763042520000:f:5d1c9b70-0000-0000-0000-000000000003',
        pressed: {
          conversation: { platform: 'teams', id: '19:approvals@thread.tacv2' },
          id: '1763042520000',
        },
      },
      press: {
        verb: 'approve',
        request: 142,
        digest: 'k7QmPz01_-aB',
        reason: null,
        comment: null,
      },
    },
  ]);
  expect(stand.microsoft.calls).toEqual([]);
});

test('what was filled in beside the button is handed in', async () => {
  await invoke('execute-deny');
  expect(stand.received).toMatchObject([
    { press: { verb: 'deny', reason: 'Use the weekly export.', comment: null } },
  ]);
});

test('a shorter time that was chosen beside Approve is handed in with the comment', async () => {
  const data = { v: 'approve', r: 142, d: 'k7QmPz01_-aB', length: '7200', comment: 'Fine.' };
  await invoke('execute-approve', { value: executeValue('request.approve', data) });
  expect(stand.received).toMatchObject([
    { press: { verb: 'approve', durationS: 7200, comment: 'Fine.' } },
  ]);
});

test('approving as asked hands in no time', async () => {
  const data = { v: 'approve', r: 142, d: 'k7QmPz01_-aB', length: 'asked' };
  await invoke('execute-approve', { value: executeValue('request.approve', data) });
  const [received] = stand.received as readonly { press: object }[];
  expect(received!.press).not.toHaveProperty('durationS');
});

test.each(['', '0', '-60', '99999999999', 7200, null, ['7200']])(
  'a press with the time %j, which nobody was offered, is not handed in',
  async (length) => {
    const data = { v: 'approve', r: 142, d: 'k7QmPz01_-aB', length };
    await invoke('execute-approve', { value: executeValue('request.approve', data) });
    expect(stand.received).toEqual([]);
  },
);

test.each([
  ['yes', true],
  ['no', false],
])('what a review found is handed in with the comment: %s', async (right, wasRight) => {
  const data = { v: 'review', r: 142, d: 'k7QmPz01_-aB', right, comment: 'Seen.' };
  await invoke('execute-approve', { value: executeValue('request.review', data) });
  expect(stand.received).toMatchObject([{ press: { verb: 'review', wasRight, comment: 'Seen.' } }]);
});

test('a review without an answer is handed in as one without', async () => {
  const data = { v: 'review', r: 142, d: 'k7QmPz01_-aB', comment: 'Seen.' };
  await invoke('execute-approve', { value: executeValue('request.review', data) });
  const [received] = stand.received as readonly { press: object }[];
  expect(received!.press).not.toHaveProperty('wasRight');
});

test.each(['', 'Yes', 'true', true, 1, null, ['yes']])(
  'a review with the answer %j, which nobody was offered, is not handed in',
  async (right) => {
    const data = { v: 'review', r: 142, d: 'k7QmPz01_-aB', right };
    await invoke('execute-approve', { value: executeValue('request.review', data) });
    expect(stand.received).toEqual([]);
  },
);

test('an empty field is no reason, and facts in the data are ignored', async () => {
  const data = {
    v: 'deny',
    r: 142,
    d: 'k7QmPz01_-aB',
    reason: '  ',
    comment: 'seen',
    person: 'ceo',
    duration: '99d',
  };
  await invoke('execute-deny', { value: executeValue('request.deny', data) });
  expect(stand.received[0]).toMatchObject({
    press: { verb: 'deny', request: 142, digest: 'k7QmPz01_-aB', reason: null, comment: 'seen' },
  });
  expect(JSON.stringify(stand.received)).not.toMatch(/ceo|99d/);
});

test('a refusal with a screen answers the true screen and sends the words as direct message', async () => {
  stand.reply = {
    privately: view('refusal', 'You cannot decide on your own request.'),
    screen: view('approval-prompt', 'pending'),
  };
  const answer = await invoke('execute-approve');
  expect(answer.body).toMatchObject({ type: card, value: { drawn: 'pending' } });
  expect(JSON.stringify(answer.body)).not.toContain('own request');
  const direct = stand.microsoft.calls.at(-1);
  expect(direct?.path).toBe('/v3/conversations/chat-1/activities');
  expect(direct?.body.summary).toBe('You cannot decide on your own request.');
  expect(JSON.stringify(stand.microsoft.calls)).not.toContain('19:approvals');
});

test('a refusal without a screen is answered as a message to the clicker alone', async () => {
  stand.reply = { privately: view('refusal', 'Not known.'), screen: null };
  const answer = await invoke('execute-approve');
  expect(answer).toEqual({
    status: 200,
    body: { statusCode: 200, type: message, value: 'Not known.' },
  });
  expect(stand.microsoft.calls).toEqual([]);
});

test('how much longer is handed in as typed, and only beside Extend', async () => {
  const data = { v: 'extend', r: 'ELV-142', d: 'k7QmPz01_-aB', duration: '2h', reason: '' };
  await invoke('execute-approve', { value: executeValue('request.extend', data) });
  expect(stand.received).toMatchObject([
    { press: { verb: 'extend', request: 142, reason: null, duration: '2h' } },
  ]);
  const approve = { ...data, v: 'approve' };
  await invoke('execute-approve', { value: executeValue('request.approve', approve) });
  expect(stand.received[1]).toMatchObject({ press: { verb: 'approve' } });
  expect(JSON.stringify(stand.received[1])).not.toContain('2h');
});

test('a receipt is answered in a line, and sent as a card that stays', async () => {
  const receipt = view('receipt', 'Asked: Search-Mailbox for 4 hours (ELV-143)');
  stand.reply = { privately: receipt, screen: null, receiptFor: 'request-143' };
  const answer = await invoke('execute-approve');
  expect(answer.body).toEqual({ statusCode: 200, type: message, value: receipt.notification });
  expect(stand.microsoft.calls.at(-1)?.body.summary).toBe(receipt.notification);
  expect(stand.receipts).toMatchObject([['request-143', { conversation: { id: 'chat-1' } }]]);
});

test('a refusal that is answered as a message says what to do next too, in words for Teams', async () => {
  const refusal = refuse('nothing-to-end', { request: 142, target: 'Exchange\\Search-Mailbox' });
  stand.reply = { privately: { ...refusalView(refusal), notification: 'cut' }, screen: null };
  const answer = await invoke('execute-approve');
  expect(answer.body).toMatchObject({
    type: message,
    value: 'ELV-142 is not in force, so there is nothing to end. To see what you hold: mine',
  });
});

test('what the redrawn card says is not said a second time', async () => {
  const ending = view('notice', 'Being taken away');
  stand.reply = { privately: ending, screen: { ...ending } };
  const answer = await invoke('execute-approve');
  expect(answer.body).toMatchObject({ type: card, value: { drawn: 'Being taken away' } });
  expect(stand.microsoft.calls).toEqual([]);
});

describe('when Teams throttles what is said beside the answer', () => {
  beforeEach(() => {
    stand.reply = { privately: view('refusal', 'Not yours.'), screen: view('receipt', 'pending') };
  });

  test('it is said as soon as Teams allows', async () => {
    let calls = 0;
    stand.microsoft.script(() => {
      calls += 1;
      return calls === 1 ? { status: 429, headers: { 'retry-after': '2' } } : null;
    });
    expect((await invoke('execute-approve')).body).toMatchObject({ type: card });
    expect(stand.clock.slept).toEqual([2_000]);
    expect(stand.microsoft.calls.at(-1)?.body.summary).toBe('Not yours.');
  });

  test('without a word for how long, a second later', async () => {
    let calls = 0;
    stand.microsoft.script(() => ((calls += 1) === 2 ? { status: 429 } : null));
    expect((await invoke('execute-approve')).body).toMatchObject({ type: card });
    expect(stand.clock.slept).toEqual([1_000]);
  });

  test('it is given up after the third time, and answered as a message', async () => {
    stand.microsoft.script(() => ({ status: 429, headers: { 'retry-after': '1' } }));
    expect((await invoke('execute-approve')).body).toMatchObject({ type: message });
    expect(stand.microsoft.calls).toHaveLength(3);
  });

  test('it is not waited for when that would be longer than anybody waits', async () => {
    stand.microsoft.script(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    expect((await invoke('execute-approve')).body).toMatchObject({ type: message });
    expect(stand.microsoft.calls).toHaveLength(1);
  });
});

test('a refusal is answered as a message when no direct message is possible', async () => {
  stand.reply = { privately: view('refusal', 'Not yours.'), screen: view('receipt', 'pending') };
  stand.microsoft.script(() => ({
    status: 403,
    body: { error: { code: 'MessageWritesBlocked' } },
  }));
  const answer = await invoke('execute-approve');
  expect(answer.body).toEqual({ statusCode: 200, type: message, value: 'Not yours.' });
});

test('a view that does not fit a line goes by direct message, and the answer says so', async () => {
  stand.reply = { privately: view('full-reason', 'The full reason of ELV-142'), screen: null };
  const answer = await invoke('execute-approve');
  expect(answer.body).toEqual({
    statusCode: 200,
    type: message,
    value: 'I answered you in a direct message.',
  });
  expect(stand.microsoft.calls.at(-1)?.body.summary).toBe('The full reason of ELV-142');
  expect(JSON.stringify(stand.microsoft.calls)).not.toContain('19:approvals');
});

test('a view that could not be sent by direct message is not said to have been', async () => {
  stand.reply = { privately: view('full-reason', 'The full reason of ELV-142'), screen: null };
  stand.microsoft.script(() => ({
    status: 403,
    body: { error: { code: 'MessageWritesBlocked' } },
  }));
  const answer = await invoke('execute-approve');
  expect(answer.body).toMatchObject({
    value: expect.stringMatching(/^I could not send/) as string,
  });
});

test('a fault behind us is answered: nothing was recorded of that request', async () => {
  stand.fault = new Error('secret detail');
  const answer = await invoke('execute-approve');
  expect(answer).toEqual({
    status: 200,
    body: { statusCode: 200, type: message, value: 'refused: database-unavailable of 142' },
  });
});

test('somebody whom Teams does not know in the directory is refused', async () => {
  const answer = await invoke('execute-approve', { from: { id: '29:1-anonymous' } });
  expect(answer.body).toMatchObject({ type: message, value: 'refused: external' });
  expect(stand.received).toEqual([]);
});

describe('refresh', () => {
  test('is a query that is answered with the present card', async () => {
    stand.screen = view('approval-prompt', 'as Ben sees it');
    const answer = await invoke('refresh');
    expect(answer.body).toMatchObject({ type: card, value: { drawn: 'as Ben sees it' } });
    expect(stand.received).toMatchObject([
      { what: 'refresh', envelope: { account: ben }, request: 142 },
    ]);
  });

  test('for somebody who may not see it leaves their card as it is, without words', async () => {
    stand.screen = null;
    const answer = await invoke('refresh');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 404, type: error });
  });
});

test.each([
  ['an unknown verb', executeValue('request.grant', { v: 'grant', r: 1, d: 'k7QmPz01_-aB' })],
  ['a verb of somebody else', executeValue('approve', { v: 'approve', r: 1, d: 'k7QmPz01_-aB' })],
  [
    'a verb that differs from its data',
    executeValue('request.deny', { v: 'approve', r: 1, d: 'k7QmPz01_-aB' }),
  ],
  ['no data', executeValue('request.approve', undefined)],
  ['a digest of another length', executeValue('request.approve', { v: 'approve', r: 1, d: 'x' })],
  ['no action', {}],
  ['nothing', undefined],
  ['text', 'approve'],
])('answers a 400 inside of a 200 for %s and does nothing', async (_name, value) => {
  const answer = await invoke('execute-approve', { value });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ statusCode: 400, type: error });
  expect(stand.received).toEqual([]);
});

test.each(['task/fetch', 'composeExtension/query', 'signin/verifyState', '', undefined])(
  'answers 501 to the invoke %p and does nothing',
  async (name) => {
    const answer = await invoke('task-fetch', { name });
    expect(answer).toEqual({ status: 501, body: null });
    expect(stand.received).toEqual([]);
  },
);

describe('what is to be read', () => {
  const value = executeValue('request.show', { v: 'show', r: 142, d: 'k7QmPz01_-aB' });
  beforeEach(() => {
    stand.reply = { privately: view('timeline', 'ELV-142: what happened'), screen: null };
  });

  test('comes as a direct message to whoever pressed in a channel, where the card stays', async () => {
    const answer = await invoke('execute-approve', { value });
    expect(answer.body).toEqual({
      statusCode: 200,
      type: message,
      value: 'I answered you in a direct message.',
    });
    const direct = stand.microsoft.calls.at(-1);
    expect(direct?.path).toBe('/v3/conversations/chat-1/activities');
    expect(direct?.body.summary).toBe('ELV-142: what happened');
    expect(JSON.stringify(stand.microsoft.calls)).not.toContain('19:approvals');
  });

  test('comes below the card in the personal chat', async () => {
    const { from, conversation } = fixture('submit-end', stand);
    const answer = await invoke('execute-approve', { from, conversation, value });
    expect(answer.body).toMatchObject({ type: message });
    expect(stand.microsoft.calls.at(-1)?.body.summary).toBe('ELV-142: what happened');
  });

  test('is not said aloud when no direct message is possible', async () => {
    stand.microsoft.script(() => ({ status: 403, body: { error: { code: 'Blocked' } } }));
    const answer = await invoke('execute-approve', { value });
    expect(answer.body).toMatchObject({
      type: message,
      value: 'I could not send you a direct message.',
    });
  });

  test('is refused as every press is', async () => {
    stand.reply = { privately: view('refusal', 'There is no request ELV-142.'), screen: null };
    const answer = await invoke('execute-approve', { value });
    expect(answer.body).toMatchObject({ type: message, value: 'There is no request ELV-142.' });
    expect(stand.microsoft.calls).toEqual([]);
  });
});

test('a press in the personal chat is the same press', async () => {
  const personal = fixture('submit-end', stand);
  const { from, conversation } = personal;
  const data = { v: 'end', r: 142, d: 'k7QmPz01_-aB' };
  const value = executeValue('request.end', data);
  await invoke('execute-approve', { from, conversation, value });
  expect(stand.received).toMatchObject([
    { envelope: { account: ana, conversationKind: 'personal' }, press: { verb: 'end' } },
  ]);
});

test('waits with the answer until the press has been decided', async () => {
  let decide: (() => void) | undefined;
  const decided = new Promise<void>((resolve) => (decide = resolve));
  let answered = false;
  stand.hold = decided;
  const answer = invoke('execute-approve').then((value) => {
    answered = true;
    return value;
  });
  while (stand.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answered).toBe(false);
  decide?.();
  expect((await answer).status).toBe(200);
});
