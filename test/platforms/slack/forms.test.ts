import { type View } from '../../../src/views/view';
import { startBench, submission, view, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

function refusedWith(refused: string): View {
  return { screen: 'refusal', notification: `refused: ${refused}`, facts: { refused } };
}

function withReason(value: string | null, ids = { block: 'why', action: 'reason' }) {
  return {
    state: { values: { [ids.block]: { [ids.action]: { type: 'plain_text_input', value } } } },
  };
}

test('hands in the value that the form carries, with the reason', async () => {
  const response = await bench.interact(submission());
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
  expect(bench.inbound.seen).toEqual([
    [
      'press',
      expect.objectContaining({
        account: { platform: 'slack', tenant: 'T0001', user: 'U0BEN' },
        conversation: { platform: 'slack', tenant: 'T0001', id: 'U0BEN' },
        conversationKind: 'personal',
      }),
      {
        verb: 'deny',
        request: 142,
        digest: 'k7QmPz01_-aB',
        reason: 'No ticket was named.',
        comment: null,
      },
    ],
  ]);
});

test('hands in a revocation', async () => {
  const revoke = {
    callback_id: 'request.revoke',
    private_metadata: 'revoke ELV-142 k7QmPz01_-aB',
  };
  await bench.interact(submission({}, revoke));
  expect(bench.inbound.seen[0]?.[2]).toMatchObject({ verb: 'revoke' });
});

test.each([null, '', '  \n '])('hands in no reason when the field holds %j', async (value) => {
  await bench.interact(submission({}, withReason(value)));
  expect(bench.inbound.seen[0]?.[2]).toMatchObject({ reason: null });
});

test('finds the reason by its block, too', async () => {
  await bench.interact(
    submission({}, withReason('Because.', { block: 'reason', action: 'input' })),
  );
  expect(bench.inbound.seen[0]?.[2]).toMatchObject({ reason: 'Because.' });
});

test('shows a refusal about the reason at its field, also when it was left empty', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith('deny-reason-required'), screen: null });
  const response = await bench.interact(submission({}, withReason(null)));
  expect(await response.json()).toEqual({
    response_action: 'errors',
    errors: { why: 'refused: deny-reason-required' },
  });
  await bench.platform.stop();
  expect(bench.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
});

test.each([
  'database-unavailable',
  'recording-uncertain',
  'directory-unavailable',
  'membership-too-old',
])('keeps what was typed when the answer is %s: it can be sent again', async (refused) => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith(refused), screen: null });
  expect(await (await bench.interact(submission({}, withReason('Because.')))).json()).toEqual({
    response_action: 'errors',
    errors: { why: `refused: ${refused}` },
  });
});

test('shows any other refusal in place of the form', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith('already-decided'), screen: view('Denied') });
  const response = await bench.interact(submission());
  expect(await response.json()).toEqual({
    response_action: 'update',
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'refused: already-decided' },
      blocks: [],
    },
  });
});

test('shows a refusal about the reason in place of a form that has no such field', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith('reason-too-long'), screen: null });
  const response = await bench.interact(submission({}, { state: { values: {} } }));
  expect(await response.json()).toMatchObject({ response_action: 'update' });
});

test('closes the form and sends a direct message when something else is to be said', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: view('Working on it.'), screen: null });
  expect(await (await bench.interact(submission())).text()).toBe('');
  await bench.stub.called('chat.postMessage');
  expect(bench.stub.of('conversations.open')).toEqual([{ users: 'U0BEN' }]);
  expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({ text: 'Working on it.' });
});

test('sends a refusal as a direct message when the form has timed out', async () => {
  bench.inbound.replies.press = () => {
    bench.clock.ms += 3_000;
    return Promise.resolve({ privately: refusedWith('already-decided'), screen: null });
  };
  await bench.interact(submission());
  await bench.stub.called('chat.postMessage');
  expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({
    text: 'refused: already-decided',
  });
});

test('answers 500 to a fault, so that the form stays open with what was typed', async () => {
  bench.inbound.replies.press = () => Promise.reject(new Error('broken'));
  expect((await bench.interact(submission())).status).toBe(500);
});

function chosen(option: string | null, comment: string | null = null) {
  const selected_option = option === null ? null : { text: {}, value: option };
  const values = {
    length: { length: { type: 'radio_buttons', selected_option } },
    comment: { comment: { type: 'plain_text_input', value: comment } },
  };
  return {
    callback_id: 'request.approve-less',
    private_metadata: 'approve-less ELV-142 k7QmPz01_-aB',
    state: { values },
  };
}

test('hands in the length that was chosen, with the comment', async () => {
  await bench.interact(submission({}, chosen('7200', 'Two hours will do.')));
  expect(bench.inbound.seen[0]?.[2]).toEqual({
    verb: 'approve-less',
    request: 142,
    digest: 'k7QmPz01_-aB',
    reason: null,
    comment: 'Two hours will do.',
    durationS: 7200,
  });
});

test('hands in no length when it was approved as asked', async () => {
  await bench.interact(submission({}, chosen('asked')));
  expect(bench.inbound.seen[0]?.[2]).not.toHaveProperty('durationS');
});

test.each([null, '', '0', '-60', '1e9', '3600.5', '99999999999', 'all'])(
  'ignores a form with the length %j, which nobody was offered',
  async (option) => {
    await bench.interact(submission({}, chosen(option)));
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-form' });
  },
);

test('keeps a comment that was typed when it can be sent again', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith('database-unavailable'), screen: null });
  const response = await bench.interact(submission({}, chosen('7200', 'Fine.')));
  expect(await response.json()).toEqual({
    response_action: 'errors',
    errors: { comment: 'refused: database-unavailable' },
  });
});

test.each([
  ['of a verb without a form', 'request.approve', 'approve ELV-142 k7QmPz01_-aB'],
  ['whose verb and value differ', 'request.deny', 'revoke ELV-142 k7QmPz01_-aB'],
  ['without a value', 'request.deny', ''],
])('ignores a form %s', async (_name, callback_id, private_metadata) => {
  const response = await bench.interact(submission({}, { callback_id, private_metadata }));
  expect(response.status).toBe(200);
  expect(bench.inbound.seen).toEqual([]);
  expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-form' });
});

describe('a form for more time', () => {
  const form = {
    callback_id: 'request.extend',
    private_metadata: 'extend ELV-142 k7QmPz01_-aB',
    state: {
      values: {
        duration: { duration: { type: 'plain_text_input', value: ' 2h ' } },
        reason: { reason: { type: 'plain_text_input', value: null } },
      },
    },
  };

  test('hands in how much longer, as typed', async () => {
    await bench.interact(submission({}, form));
    expect(bench.inbound.seen[0]?.[2]).toEqual({
      verb: 'extend',
      request: 142,
      digest: 'k7QmPz01_-aB',
      reason: null,
      comment: null,
      duration: ' 2h ',
    });
  });

  test.each([
    ['bad-duration', 'duration'],
    ['duration-without-unit', 'duration'],
    ['duration-too-long', 'duration'],
    ['duration-too-short', 'duration'],
    ['duration-in-the-past', 'duration'],
    ['zone-unknown', 'duration'],
    ['extension-too-long', 'duration'],
    ['reason-too-short', 'reason'],
  ])('says %s at the field that it is about', async (refused, field) => {
    bench.inbound.replies.press = () =>
      Promise.resolve({ privately: refusedWith(refused), screen: null });
    expect(await (await bench.interact(submission({}, form))).json()).toEqual({
      response_action: 'errors',
      errors: { [field]: `refused: ${refused}` },
    });
  });

  test('is closed by its receipt, which comes as a direct message', async () => {
    bench.inbound.replies.press = () =>
      Promise.resolve({ privately: view('Asked.', 'receipt'), screen: null, receiptFor: 'one' });
    expect(await (await bench.interact(submission({}, form))).text()).toBe('');
    await bench.stub.called('chat.postMessage');
    expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({ text: 'Asked.' });
  });
});

function reviewed(right: unknown, comment: string | null = null) {
  const selected_option = right === null ? null : { value: right };
  return submission(
    {},
    {
      callback_id: 'request.review',
      private_metadata: 'review ELV-142 k7QmPz01_-aB',
      state: {
        values: {
          right: { right: { type: 'radio_buttons', selected_option } },
          comment: { comment: { type: 'plain_text_input', value: comment } },
        },
      },
    },
  );
}

test.each([
  ['yes', true],
  ['no', false],
])('hands in what a review found: %s', async (right, wasRight) => {
  await bench.interact(reviewed(right, 'Seen.'));
  expect(bench.inbound.seen[0]?.[2]).toEqual({
    verb: 'review',
    request: 142,
    digest: 'k7QmPz01_-aB',
    reason: null,
    comment: 'Seen.',
    wasRight,
  });
});

test('hands in a review without an answer as one without: nothing stands for a yes or a no', async () => {
  await bench.interact(reviewed(null));
  expect(bench.inbound.seen[0]?.[2]).not.toHaveProperty('wasRight');
});

test.each(['Yes', 'true', 'on', '1', 'yes no'])(
  'ignores a review with the answer %j, which nobody was offered',
  async (right) => {
    await bench.interact(reviewed(right));
    expect(bench.inbound.seen).toEqual([]);
  },
);

test('shows at its field that a no needs a comment', async () => {
  bench.inbound.replies.press = () =>
    Promise.resolve({ privately: refusedWith('review-comment-required'), screen: null });
  expect(await (await bench.interact(reviewed('no'))).json()).toEqual({
    response_action: 'errors',
    errors: { comment: 'refused: review-comment-required' },
  });
});
