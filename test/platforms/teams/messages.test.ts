import {
  ana,
  anaId,
  channelId,
  fixture,
  shownIn,
  startStand,
  tenant,
  view,
  type Stand,
} from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const receipt = view('receipt', 'Asked: Search-Mailbox for 4 hours (ELV-142)');

describe('in a personal chat', () => {
  test('an answer that Teams throttles is given as soon as it allows', async () => {
    stand.reply = { privately: receipt, screen: null };
    let calls = 0;
    const busy = { status: 429, headers: { 'retry-after': '3' } };
    stand.microsoft.script(() => ((calls += 1) === 1 ? busy : null));
    await stand.send(fixture('personal-message', stand));
    expect(stand.clock.slept).toEqual([3_000]);
    expect(stand.microsoft.calls).toHaveLength(2);
    expect(stand.counted).toEqual([]);
  });

  test('hands in the command with who, where, zone and a key, and answers with the card', async () => {
    stand.reply = { privately: receipt, screen: null };
    const answer = await stand.send(fixture('personal-message', stand));
    expect(answer.status).toBe(200);
    expect(stand.received).toEqual([
      {
        what: 'command',
        envelope: {
          account: ana,
          payloadKey: 'teams:message:a:1-ana-and-elevate:1763042520001',
          conversation: { platform: 'teams', tenant, id: 'a:1-ana-and-elevate' },
          conversationKind: 'personal',
          zone: 'Europe/Lisbon',
          pressed: null,
        },
        command: {
          verb: 'ask',
          target: 'Search-Mailbox',
          duration: '4h',
          reason: 'phishing & clean-up',
          ticket: null,
        },
      },
    ]);
    expect(shownIn(stand)).toEqual([
      {
        path: '/v3/conversations/a:1-ana-and-elevate/activities/1763042520001',
        summary: receipt.notification,
        card: { type: 'AdaptiveCard', drawn: receipt.notification },
      },
    ]);
    expect(stand.microsoft.calls[0]?.authorization).toBe('Bearer bot-token-1');
  });

  test('says where a receipt was shown, so that it can be redrawn', async () => {
    stand.reply = { privately: receipt, screen: null, receiptFor: 'request-1' };
    await stand.send(fixture('personal-message', stand));
    expect(stand.receipts).toEqual([
      [
        'request-1',
        {
          conversation: { platform: 'teams', tenant, id: 'a:1-ana-and-elevate' },
          id: expect.any(String) as string,
        },
      ],
    ]);
  });

  test('says nothing of an answer that is no receipt', async () => {
    stand.reply = { privately: receipt, screen: null };
    await stand.send(fixture('personal-message', stand));
    expect(stand.receipts).toEqual([]);
  });

  test.each(['Search-Mailbox 4h', 'elevate Search-Mailbox 4h', '/elevate Search-Mailbox 4h'])(
    'understands "%s"',
    async (text) => {
      await stand.send(fixture('personal-message', stand, { text }));
      expect(stand.received).toMatchObject([
        { command: { verb: 'ask', target: 'Search-Mailbox', duration: '4h' } },
      ]);
    },
  );

  test('a message without text asks for the form', async () => {
    await stand.send(fixture('personal-message', stand, { text: undefined }));
    expect(stand.received).toMatchObject([{ command: { verb: 'ask-form' } }]);
  });

  test('says nothing when there is nothing to say', async () => {
    expect((await stand.send(fixture('personal-message', stand))).status).toBe(200);
    expect(stand.microsoft.calls).toEqual([]);
  });

  test('says that nothing was recorded when the command fails', async () => {
    stand.fault = new Error('secret detail');
    const answer = await stand.send(fixture('personal-message', stand));
    expect(answer.status).toBe(200);
    expect(shownIn(stand)).toMatchObject([{ summary: 'refused: database-unavailable' }]);
    expect(JSON.stringify(stand.microsoft.calls)).not.toContain('secret detail');
    expect(stand.counted).toContain('turn_failed');
  });

  test('refuses somebody whom Teams does not know in the directory, without asking anybody', async () => {
    const from = { id: '29:1-anonymous', name: 'Anonymous' };
    await stand.send(fixture('personal-message', stand, { from }));
    expect(stand.received).toEqual([]);
    expect(shownIn(stand)).toMatchObject([{ summary: 'refused: external' }]);
  });

  test('answers 200 though the answer could not be delivered: it was done', async () => {
    stand.reply = { privately: receipt, screen: null };
    stand.microsoft.script(() => ({ status: 502 }));
    const answer = await stand.send(fixture('personal-message', stand));
    expect(answer.status).toBe(200);
    expect(stand.microsoft.calls).toHaveLength(1);
    expect(stand.counted).toContain('answer_failed');
  });

  test('ignores other bots', async () => {
    const bot = { id: '28:another-bot', name: 'Other', aadObjectId: anaId };
    await stand.send(fixture('personal-message', stand, { from: bot }));
    await stand.send(
      fixture('personal-message', stand, { from: { id: 'x', role: 'bot', aadObjectId: anaId } }),
    );
    expect(stand.received).toEqual([]);
    expect(stand.microsoft.calls).toEqual([]);
  });

  test.each([
    ['localTimezone', { localTimezone: 'Asia/Tokyo', entities: [] }, 'Asia/Tokyo'],
    ['clientInfo', { localTimezone: undefined }, 'Europe/Lisbon'],
    ['neither', { localTimezone: undefined, entities: [] }, null],
    ['a zone that does not exist', { localTimezone: 'Mars/Base', entities: [] }, null],
  ])('takes the zone from %s', async (_name, changes, zone) => {
    await stand.send(fixture('personal-message', stand, changes));
    expect(stand.received).toMatchObject([{ envelope: { zone } }]);
  });

  test('a repeated activity has the same key, another one and one without id another', async () => {
    const first = fixture('personal-message', stand);
    await stand.send(first);
    await stand.send(first);
    await stand.send({ ...first, id: '1763042520099' });
    await stand.send({ ...first, id: undefined });
    await stand.send({ ...first, id: undefined });
    await stand.send({ ...first, id: undefined, timestamp: '2026-11-13T14:03:00.000Z' });
    const keys = stand.received.map((one) => one.envelope.payloadKey);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[4]).toBe(keys[3]);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('in a channel', () => {
  test('takes a command with a mention, answers by direct message and says only that in the thread', async () => {
    stand.reply = { privately: receipt, screen: null };
    await stand.send(fixture('channel-message', stand));
    expect(stand.received).toMatchObject([
      {
        envelope: { conversationKind: 'channel', conversation: { id: channelId } },
        command: { verb: 'ask', target: 'Search-Mailbox', duration: '4h', reason: null },
      },
    ]);
    expect(shownIn(stand)).toEqual([
      { path: '/v3/conversations' },
      {
        path: '/v3/conversations/chat-1/activities',
        summary: receipt.notification,
        card: expect.anything() as unknown,
      },
      {
        path: `/v3/conversations/${channelId};messageid=1763042520000/activities/1763042520002`,
        text: 'I answered you in a direct message.',
      },
    ]);
    expect(stand.microsoft.calls[0]?.body).toMatchObject({
      isGroup: false,
      members: [{ id: '29:1-ana' }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
      bot: { id: '28:22222222-2222-2222-2222-222222222222' },
    });
  });

  test('says without details that no direct message was possible', async () => {
    stand.reply = { privately: receipt, screen: null };
    stand.microsoft.script(({ path }) =>
      path === '/v3/conversations'
        ? { status: 403, body: { error: { code: 'MessageWritesBlocked', message: 'blocked' } } }
        : null,
    );
    await stand.send(fixture('channel-message', stand));
    expect(shownIn(stand).at(-1)).toMatchObject({ text: 'I could not send you a direct message.' });
    expect(JSON.stringify(shownIn(stand))).not.toContain(receipt.notification);
    expect(stand.counted).toContain('direct_message_failed');
  });

  test('stores the personal chat that it opened', async () => {
    stand.reply = { privately: receipt, screen: null };
    await stand.send(fixture('channel-message', stand));
    expect(stand.sightings).toContainEqual({
      conversation: { platform: 'teams', tenant, id: 'chat-1' },
      account: ana,
      reference: {
        serviceUrl: stand.microsoft.serviceUrl,
        bot: { id: '28:22222222-2222-2222-2222-222222222222', name: 'Elevate' },
        conversation: { id: 'chat-1', tenantId: tenant, conversationType: 'personal' },
        user: { id: '29:1-ana', aadObjectId: anaId },
      },
    });
  });

  test('ignores what does not mention the bot', async () => {
    await stand.send(fixture('channel-message', stand, { entities: [] }));
    const mentioned = { id: '29:1-ben', name: 'Elevate' };
    const entities = [{ type: 'mention', mentioned, text: '<at>Elevate</at>' }];
    await stand.send(fixture('channel-message', stand, { entities }));
    expect(stand.received).toEqual([]);
    expect(stand.microsoft.calls).toEqual([]);
  });

  test('tells nobody in the channel why somebody unknown was refused', async () => {
    await stand.send(fixture('channel-message', stand, { from: { id: '29:1-anonymous' } }));
    expect(stand.received).toEqual([]);
    expect(shownIn(stand)).toMatchObject([{ text: 'I could not send you a direct message.' }]);
    expect(JSON.stringify(shownIn(stand))).not.toContain('refused');
  });

  test('a group chat is no personal chat either', async () => {
    stand.reply = { privately: receipt, screen: null };
    const conversation = { conversationType: 'groupChat', tenantId: tenant, id: '19:g@thread.v2' };
    await stand.send(fixture('channel-message', stand, { conversation }));
    expect(stand.received).toMatchObject([{ envelope: { conversationKind: 'group' } }]);
    expect(shownIn(stand).at(-1)).toMatchObject({ text: 'I answered you in a direct message.' });
  });

  test('a conversation without a type is treated as a group, so nothing private is said aloud', async () => {
    stand.reply = { privately: receipt, screen: null };
    const conversation = { tenantId: tenant, id: '19:unknown@thread.v2' };
    await stand.send(fixture('channel-message', stand, { conversation }));
    expect(stand.received).toMatchObject([{ envelope: { conversationKind: 'group' } }]);
    expect(shownIn(stand).filter((one) => one.path.includes('unknown'))).toEqual([
      expect.objectContaining({ text: 'I answered you in a direct message.' }),
    ]);
  });
});

describe('everything else', () => {
  test.each(['reaction', 'members-added', 'installed-in-team'])(
    'answers 200 to %s and does nothing',
    async (name) => {
      const answer = await stand.send(fixture(name, stand));
      expect(answer.status).toBe(200);
      expect(stand.received).toEqual([]);
      expect(stand.microsoft.calls).toEqual([]);
    },
  );

  test.each(['typing', 'endOfConversation', 'event', 'messageUpdate', 'somethingNew'])(
    'answers 200 to an activity of type %s',
    async (type) => {
      const answer = await stand.send(fixture('personal-message', stand, { type }));
      expect(answer.status).toBe(200);
      expect(stand.received).toEqual([]);
    },
  );

  test('takes fields of another kind as absent instead of falling over', async () => {
    const odd = { text: 7, entities: 'none', from: [], localTimezone: {}, name: 1, replyToId: [] };
    const answer = await stand.send(fixture('personal-message', stand, odd));
    expect(answer.status).toBe(200);
    expect(stand.received).toEqual([]);
  });
});

describe('where it was', () => {
  test('a personal chat is stored with its person', async () => {
    await stand.send(fixture('installed-for-person', stand));
    expect(stand.sightings).toEqual([
      {
        conversation: { platform: 'teams', tenant, id: 'a:1-ana-and-elevate' },
        account: ana,
        reference: {
          serviceUrl: stand.microsoft.serviceUrl,
          bot: { id: '28:22222222-2222-2222-2222-222222222222', name: 'Elevate' },
          conversation: {
            id: 'a:1-ana-and-elevate',
            tenantId: tenant,
            conversationType: 'personal',
          },
          user: { id: '29:1-ana', aadObjectId: anaId },
        },
      },
    ]);
  });

  test('a channel is stored without thread and without a person', async () => {
    await stand.send(fixture('channel-message', stand));
    expect(stand.sightings[0]).toEqual({
      conversation: { platform: 'teams', tenant, id: channelId },
      account: null,
      reference: {
        serviceUrl: stand.microsoft.serviceUrl,
        bot: { id: '28:22222222-2222-2222-2222-222222222222', name: 'Elevate' },
        conversation: { id: channelId, tenantId: tenant, conversationType: 'channel' },
      },
    });
  });

  test('is stored once in ten minutes, and again when storing failed', async () => {
    stand.fault = new Error('database away');
    await stand.send(fixture('installed-for-person', stand));
    stand.fault = null;
    await stand.send(fixture('installed-for-person', stand));
    await stand.send(fixture('installed-for-person', stand));
    expect(stand.sightings).toHaveLength(1);
    stand.clock.at += 10 * 60_000;
    await stand.send(fixture('installed-for-person', stand));
    expect(stand.sightings).toHaveLength(2);
  });

  test('is not stored when the bot leaves', async () => {
    await stand.send(fixture('removed-from-team', stand));
    await stand.send(fixture('installed-in-team', stand, { action: 'remove' }));
    expect(stand.sightings).toEqual([]);
  });
});
