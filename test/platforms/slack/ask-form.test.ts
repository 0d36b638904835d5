import { type Reply } from '../../../src/platforms/contract';
import { type View } from '../../../src/views/view';
import { button, mention, startBench, submission, type Bench } from './support';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const id = '0197f0a4-0000-7000-8000-0000000000ab';

function form(wrong: string | null = null): View {
  return {
    screen: 'request-form',
    notification: 'Ask for access',
    facts: { wrong, problemText: `wrong: ${wrong}` },
  };
}

function refusal(refused: string): View {
  return { screen: 'refusal', notification: `refused: ${refused}`, facts: { refused } };
}

/** What is answered where the form would help. */
function mendable(refused: string, wrong: string | null): () => Promise<Reply> {
  const reply = { privately: refusal(refused), screen: null, form: form(wrong) };
  return () => Promise.resolve(reply);
}

const opened = {
  trigger_id: '1.2.3',
  view: { type: 'modal', title: { type: 'plain_text', text: 'Ask for access' }, blocks: [] },
};

const values = {
  target: { target: { type: 'external_select', selected_option: { text: {}, value: id } } },
  'duration-ab': { duration: { type: 'plain_text_input', value: '2h' } },
  'reason-ab': { reason: { type: 'plain_text_input', value: 'fix order 3' } },
  'ticket-ab': { ticket: { type: 'plain_text_input', value: null } },
};

const filled = { target: id, scope: null, duration: '2h', reason: 'fix order 3', ticket: null };

function sent(changes: object = {}) {
  const ours = { callback_id: 'request.ask-form', private_metadata: 'ask-form' };
  return submission({}, { ...ours, state: { values }, ...changes });
}

describe('a command that the form can complete', () => {
  test('opens it at once, and nothing is said beside it', async () => {
    bench.inbound.replies.command = mendable('reason-required', 'reason');
    const response = await bench.command();
    expect(await response.text()).toBe('');
    expect(bench.stub.of('views.open')).toEqual([opened]);
  });

  test.each([
    ['the trigger is too old', { error: 'expired_trigger_id' }],
    ['Slack is away', { status: 503 }],
  ])(
    'says it in words with a button when %s',
    async (_name, { error, status }: { error?: string; status?: number }) => {
      bench.stub.answer('views.open', error ? { body: { ok: false, error } } : { status: status! });
      bench.inbound.replies.command = mendable('reason-required', 'reason');
      const answered = (await (await bench.command()).json()) as object;
      expect(answered).toMatchObject({
        response_type: 'ephemeral',
        text: 'refused: reason-required',
      });
    },
  );

  test('says it in words after a mention, which has no trigger', async () => {
    bench.inbound.replies.command = mendable('reason-required', 'reason');
    await bench.event(mention('<@UBOT> Search-Mailbox 4h'));
    await bench.stub.called('chat.postEphemeral');
    expect(bench.stub.of('chat.postEphemeral')[0]).toMatchObject({
      text: 'refused: reason-required',
    });
    expect(bench.stub.of('views.open')).toEqual([]);
  });
});

describe('the button that opens it', () => {
  function press(value: string, changes: object = {}) {
    const action = {
      type: 'button',
      action_id: 'request.ask',
      value,
      action_ts: '1700000001.000000',
    };
    return bench.interact(button(bench.stub, { actions: [action], ...changes }));
  }

  test.each([
    ['ask', null],
    ['ask slack:event:Ev0123', 'slack:event:Ev0123'],
  ])('opens it with %j', async (value, draft) => {
    await press(value);
    expect(bench.inbound.seen).toEqual([['askForm', expect.anything(), draft]]);
    expect(bench.stub.of('views.open')).toEqual([
      {
        ...opened,
        trigger_id: '11.22.33',
        view: { ...opened.view, title: { type: 'plain_text', text: 'Ask' } },
      },
    ]);
  });

  test('shows a refusal in its place', async () => {
    bench.inbound.replies.askForm = () =>
      Promise.resolve({ privately: refusal('unlinked-account'), screen: null });
    await press('ask');
    await bench.stub.called('respond');
    expect(bench.stub.of('views.open')).toEqual([]);
    expect(bench.stub.of('respond')[0]).toMatchObject({ text: 'refused: unlinked-account' });
  });

  test('refuses a person of another workspace without asking anybody', async () => {
    await press('ask', { user: { id: 'U0EVE', team_id: 'T0OTHER' } });
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.stub.of('views.open')).toEqual([]);
  });

  test.each(['', 'approve ELV-142 k7QmPz01_-aB', 'ask two words'])(
    'is ignored with the forged value %j',
    async (value) => {
      await press(value);
      expect(bench.inbound.seen).toEqual([]);
      expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-button' });
    },
  );
});

describe('a target that a refusal offered', () => {
  const draft = 'slack:event:Ev0123';
  function press(changes: object = {}, value = `ask-as ${id} ${draft}`) {
    const action = {
      ...{ type: 'button', action_id: 'request.ask-as.2', value },
      action_ts: '1700000001.000000',
    };
    const container = { type: 'message', message_ts: '1.0', is_ephemeral: true };
    return bench.interact(button(bench.stub, { actions: [action], container, ...changes }));
  }

  test('is asked for, and what comes of it takes the place of the refusal', async () => {
    await press();
    expect(bench.inbound.seen).toEqual([['askAs', expect.anything(), { target: id, draft }]]);
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')).toMatchObject([{ replace_original: true, text: 'Asked.' }]);
  });

  test('that is refused leaves it, and is told below', async () => {
    bench.inbound.replies.askAs = () =>
      Promise.resolve({ privately: refusal('outside-hours'), screen: null });
    await press();
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')).toMatchObject([
      { replace_original: false, text: 'refused: outside-hours' },
    ]);
  });

  test('is told below what others see, too, which is not ours to replace', async () => {
    await press({ container: { type: 'message', message_ts: '1.0', is_ephemeral: false } });
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')).toMatchObject([{ replace_original: false, text: 'Asked.' }]);
  });

  test('is told in the channel when the refusal cannot be replaced any more', async () => {
    bench.stub.always('respond', { status: 404 });
    await press();
    await bench.stub.called('chat.postEphemeral');
    expect(bench.stub.of('chat.postEphemeral')).toMatchObject([{ text: 'Asked.' }]);
  });

  test('opens the form where something is missing', async () => {
    bench.inbound.replies.askAs = mendable('reason-required', 'reason');
    await press();
    expect(bench.stub.of('views.open')).toMatchObject([{ trigger_id: '11.22.33' }]);
    expect(bench.stub.of('respond')).toEqual([]);
  });

  test('refuses a person of another workspace without asking anybody', async () => {
    await press({ user: { id: 'U0EVE', team_id: 'T0OTHER' } });
    expect(bench.inbound.seen).toEqual([]);
  });

  test.each(['', 'ask', `ask-as ${id}`, `ask-as 142 ${draft}`, 'approve ELV-142 k7QmPz01_-aB'])(
    'is ignored with the forged value %j',
    async (value) => {
      await press({}, value);
      expect(bench.inbound.seen).toEqual([]);
      expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-button' });
    },
  );
});

describe('typing into the field of the target', () => {
  function typing(value: string, changes: object = {}) {
    return bench.interact({
      type: 'block_suggestion',
      user: { id: 'U0ANA', team_id: 'T0001' },
      team: { id: 'T0001', domain: 'example' },
      container: { type: 'view', view_id: 'V0001' },
      action_id: 'target',
      block_id: 'target',
      value,
      view: { id: 'V0001', type: 'modal', callback_id: 'request.ask-form' },
      ...changes,
    });
  }

  test('finds what this person may ask for', async () => {
    bench.inbound.replies.suggest = () =>
      Promise.resolve([
        { id, name: 'Exchange\\Search-Mailbox' },
        { id: 'other', name: `Warehouse\\${'x'.repeat(200)}` },
      ]);
    const answered = (await (await typing('sea')).json()) as { options: Option[] };
    expect(bench.inbound.seen).toEqual([
      [
        'suggest',
        expect.objectContaining({ account: { platform: 'slack', tenant: 'T0001', user: 'U0ANA' } }),
        'sea',
      ],
    ]);
    expect(answered.options[0]).toEqual({
      text: { type: 'plain_text', text: 'Exchange\\Search-Mailbox', emoji: false },
      value: id,
    });
    expect(answered.options[1]!.text.text.length).toBeLessThanOrEqual(75);
  });

  test.each([
    ['of another form', { view: { id: 'V1', callback_id: 'somebody-elses' } }],
    ['of another field', { action_id: 'reason' }],
    ['by a person of another workspace', { user: { id: 'U0EVE', team_id: 'T0OTHER' } }],
  ])('finds nothing %s', async (_name, changes) => {
    expect(await (await typing('sea', changes)).json()).toEqual({ options: [] });
    expect(bench.inbound.seen).toEqual([]);
  });

  test('finds nothing while the database is away', async () => {
    bench.inbound.replies.suggest = () => Promise.reject(new Error('away'));
    expect(await (await typing('sea')).json()).toEqual({ options: [] });
  });

  interface Option {
    readonly text: { readonly text: string };
  }
});

describe('choosing a target', () => {
  function choosing(changes: object = {}, viewChanges: object = {}) {
    const { view: filledIn, ...head } = sent() as { view: object };
    return bench.interact({
      ...head,
      type: 'block_actions',
      actions: [
        { type: 'external_select', action_id: 'target', block_id: 'target', action_ts: '1.2' },
      ],
      container: { type: 'view', view_id: 'V0001' },
      view: { ...filledIn, ...viewChanges },
      ...changes,
    });
  }

  test('draws the form anew with all that is filled in', async () => {
    await choosing();
    expect(bench.inbound.seen).toEqual([['askFormFor', expect.anything(), filled]]);
    await bench.stub.called('views.update');
    expect(bench.stub.of('views.update')).toEqual([
      {
        view_id: 'V0001',
        hash: '1.abc',
        view: { ...opened.view, title: { type: 'plain_text', text: 'Ask for it' } },
      },
    ]);
  });

  test.each([
    ['in another form', {}, { callback_id: 'request.deny' }],
    [
      'in a form that says it is another one',
      {},
      { private_metadata: 'deny ELV-142 k7QmPz01_-aB' },
    ],
    ['in another field', { actions: [{ type: 'external_select', action_id: 'reason' }] }, {}],
    ['by a person of another workspace', { user: { id: 'U0EVE', team_id: 'T0OTHER' } }, {}],
  ])('changes nothing %s', async (_name, changes, viewChanges) => {
    expect((await choosing(changes, viewChanges)).status).toBe(200);
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.stub.of('views.update')).toEqual([]);
  });

  test('leaves the form as it is when it has changed meanwhile', async () => {
    bench.stub.answer('views.update', { body: { ok: false, error: 'hash_conflict' } });
    expect((await choosing()).status).toBe(200);
  });
});

describe('the form that was sent in', () => {
  test('is handed in, and closes; the receipt comes like that of every command', async () => {
    expect(await (await bench.interact(sent())).text()).toBe('');
    expect(bench.inbound.seen).toEqual([['ask', expect.anything(), filled]]);
    await bench.platform.stop();
    expect(bench.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  test.each([
    ['no-target', 'target', 'target'],
    ['duration-too-long', 'duration', 'duration-ab'],
    ['reason-too-short', 'reason', 'reason-ab'],
    ['ticket-form', 'ticket', 'ticket-ab'],
  ])('says %s at its field', async (refused, field, block) => {
    bench.inbound.replies.ask = mendable(refused, field);
    expect(await (await bench.interact(sent())).json()).toEqual({
      response_action: 'errors',
      errors: { [block]: `wrong: ${field}` },
    });
  });

  test('is drawn anew when it has no such field', async () => {
    bench.inbound.replies.ask = mendable('ticket-required', 'ticket');
    const { 'ticket-ab': _gone, ...rest } = values;
    const response = await bench.interact(sent({ state: { values: rest } }));
    expect(await response.json()).toEqual({ response_action: 'update', view: opened.view });
  });

  test('makes room for a refusal that is about no field', async () => {
    bench.inbound.replies.ask = () =>
      Promise.resolve({ privately: refusal('nobody-could-decide'), screen: null });
    expect(await (await bench.interact(sent())).json()).toMatchObject({
      response_action: 'update',
      view: { title: { text: 'refused: nobody-could-decide' } },
    });
  });

  test('keeps what was typed when the database is away', async () => {
    bench.inbound.replies.ask = () =>
      Promise.resolve({ privately: refusal('database-unavailable'), screen: null });
    expect(await (await bench.interact(sent())).json()).toEqual({
      response_action: 'errors',
      errors: { 'reason-ab': 'refused: database-unavailable' },
    });
  });

  test('is refused by direct message when the answer comes too late', async () => {
    bench.inbound.replies.ask = () => {
      bench.clock.ms += 3_000;
      return Promise.resolve({ privately: refusal('nobody-could-decide'), screen: null });
    };
    await bench.interact(sent());
    await bench.stub.called('chat.postMessage');
    expect(bench.stub.of('chat.postMessage')[0]).toMatchObject({
      text: 'refused: nobody-could-decide',
    });
  });

  test.each([
    ['', 'request.ask-form'],
    ['ask', 'request.ask-form'],
    ['ask-form ', 'request.ask-form'],
    ['approve ELV-142 k7QmPz01_-aB', 'request.ask-form'],
    [`{"target":"${id}"}`, 'request.ask-form'],
  ])('is ignored when it says of itself %j', async (private_metadata, callback_id) => {
    await bench.interact(sent({ private_metadata, callback_id }));
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_ignored', type: 'unknown-form' });
  });

  test('chose nothing when it names what was never an option', async () => {
    const target = { target: { type: 'external_select', selected_option: { value: '*' } } };
    await bench.interact(sent({ state: { values: { ...values, target } } }));
    expect(bench.inbound.seen[0]?.[2]).toEqual({ ...filled, target: null });
  });
});
