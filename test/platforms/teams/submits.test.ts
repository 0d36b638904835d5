import { ana, ben, channelId, fixture, shownIn, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

describe('buttons of clients that send a message (Action.Submit)', () => {
  test('a press in a personal chat redraws the pressed card and says what is private', async () => {
    stand.reply = { privately: view('notice', 'Ended.'), screen: view('receipt', 'Now ended') };
    await stand.send(fixture('submit-end', stand));
    expect(stand.received).toMatchObject([
      {
        what: 'press',
        envelope: { account: ana, payloadKey: 'teams:message:a:1-ana-and-elevate:1763042520006' },
        press: { verb: 'end', request: 142, digest: 'k7QmPz01_-aB', reason: null, comment: null },
      },
    ]);
    expect(stand.microsoft.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v3/conversations/a:1-ana-and-elevate/activities/1763042520006',
      'PUT /v3/conversations/a:1-ana-and-elevate/activities/1763042519000',
    ]);
    expect(shownIn(stand)[1]).toMatchObject({ card: { drawn: 'Now ended' } });
  });

  test('what the redrawn card says is not said a second time', async () => {
    const ending = view('notice', 'Being taken away');
    stand.reply = { privately: ending, screen: { ...ending } };
    await stand.send(fixture('submit-end', stand));
    expect(stand.microsoft.calls.map(({ method }) => method)).toEqual(['PUT']);
  });

  test('a press in a channel leaves the shared card to publishing and refuses privately', async () => {
    stand.reply = { privately: view('refusal', 'Not yours'), screen: view('notice', 'pending') };
    await stand.send(fixture('submit-approve', stand));
    expect(stand.received).toMatchObject([
      {
        what: 'press',
        envelope: { account: ben, pressed: { id: '1763042520000' } },
        press: { verb: 'approve' },
      },
    ]);
    expect(shownIn(stand).map((one) => one.path)).toEqual([
      '/v3/conversations',
      '/v3/conversations/chat-1/activities',
    ]);
    expect(JSON.stringify(stand.microsoft.calls)).not.toContain(channelId);
  });

  test.each([
    ['an unknown verb', { v: 'grant', r: 142, d: 'k7QmPz01_-aB' }],
    ['no digest', { v: 'end', r: 142 }],
    ['a request that is no number', { v: 'end', r: '142; drop', d: 'k7QmPz01_-aB' }],
    ['a negative request', { v: 'end', r: -1, d: 'k7QmPz01_-aB' }],
    ['a fraction', { v: 'end', r: 1.5, d: 'k7QmPz01_-aB' }],
    ['a verb with more in it', { v: 'end ELV-1 aaaaaaaaaaaa\nend', r: 142, d: 'k7QmPz01_-aB' }],
    ['nothing of ours', { something: 'else' }],
    ['a list', []],
  ])('ignores data with %s', async (_name, value) => {
    const answer = await stand.send(fixture('submit-end', stand, { value }));
    expect(answer.status).toBe(200);
    expect(stand.received).toEqual([]);
    expect(stand.counted).toEqual(['unknown_action']);
  });

  test('takes the request as ELV-142 too', async () => {
    const value = { v: 'end', r: 'ELV-142', d: 'k7QmPz01_-aB' };
    await stand.send(fixture('submit-end', stand, { value }));
    expect(stand.received).toMatchObject([{ press: { verb: 'end', request: 142 } }]);
  });
});
