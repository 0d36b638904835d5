import { type AccountKey } from '../../../src/platforms/contract';
import {
  ana,
  anaId,
  ben,
  benId,
  channel,
  channelId,
  failing,
  startStand,
  tenant,
  view,
  type Stand,
} from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const prompt = view('approval-prompt', 'Approval needed: Ana asks for Search-Mailbox (ELV-142)');
const nobody = { deciders: [] };
const bot = { id: '28:22222222-2222-2222-2222-222222222222' };

const anaMember = { id: '29:1-ana', aadObjectId: anaId, userRole: 'user', tenantId: tenant };
const benMember = { id: '29:1-ben', objectId: benId, userRole: 'user', tenantId: tenant };

function reference(conversationId: string, more: Record<string, unknown> = {}) {
  const { serviceUrl } = stand.microsoft;
  return {
    serviceUrl,
    bot,
    conversation: { id: conversationId, tenantId: tenant, channelType: 'standard' },
    ...more,
  };
}

function made(): string[] {
  return stand.microsoft.calls.map(({ method, path }) => `${method} ${path}`);
}

describe('posting', () => {
  test('starts a new thread in the channel and gives its key', async () => {
    stand.book.set(channelId, reference(channelId));
    const key = await stand.platform.post(channel, prompt, nobody);
    expect(key).toEqual({ conversation: channel, id: 'sent-1' });
    expect(made()).toEqual([`POST /v3/conversations/${channelId}/activities`]);
    expect(stand.microsoft.calls[0]).toMatchObject({
      authorization: 'Bearer bot-token-1',
      body: {
        type: 'message',
        summary: prompt.notification,
        from: bot,
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: { type: 'AdaptiveCard', drawn: prompt.notification },
          },
        ],
      },
    });
    expect(stand.microsoft.calls[0]?.body.replyToId).toBeUndefined();
  });

  test('answers in the thread of a message, and gives a key in the channel', async () => {
    stand.book.set(channelId, reference(channelId));
    const thread = { conversation: channel, id: '1763042520000' };
    const key = await stand.platform.post(channel, prompt, { deciders: [], thread });
    expect(key).toEqual({ conversation: channel, id: 'sent-1' });
    expect(made()).toEqual([
      `POST /v3/conversations/${channelId};messageid=1763042520000/activities`,
    ]);
  });

  test('uses the configured address while no reference is stored', async () => {
    stand.book.clear();
    await stand.platform.post(channel, prompt, nobody);
    expect(made().at(-1)).toBe(`POST /v3/conversations/${channelId}/activities`);
  });

  test('does not send our token to a stored address that is not allowed', async () => {
    stand.book.set(channelId, { ...reference(channelId), serviceUrl: 'https://evil.example/' });
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error).toMatchObject({ kind: 'rejected', code: 'service_url_not_allowed' });
    expect(stand.microsoft.tokenRequests).toEqual([]);
  });

  test('treats a stored reference that nobody can read as none', async () => {
    stand.book.set(channelId, { old: 'form' });
    await stand.platform.post(channel, prompt, nobody);
    expect(made().at(-1)).toBe(`POST /v3/conversations/${channelId}/activities`);
  });

  test('refuses an answer without an id: such a message could never be updated', async () => {
    stand.microsoft.script(() => ({ status: 201, body: {} }));
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error).toMatchObject({ kind: 'rejected', code: 'no_activity_id' });
  });
});

describe('deciders see their own card', () => {
  test('by their ids for this bot, read from the roster under either name', async () => {
    stand.microsoft.members = [anaMember, benMember];
    await stand.platform.post(channel, prompt, { deciders: [ben, ana] });
    expect(made()[0]).toMatch(/^GET .*\/pagedmembers\?pageSize=500$/);
    expect(stand.microsoft.calls[1]?.body).toMatchObject({
      attachments: [{ content: { refreshUserIds: ['29:1-ben', '29:1-ana'] } }],
    });
  });

  test('leaving out who is not in the channel, on another platform or in another tenant', async () => {
    stand.microsoft.members = [anaMember, benMember];
    const strangers: AccountKey[] = [
      { platform: 'slack', tenant, user: anaId },
      { platform: 'teams', tenant: 'other', user: anaId },
      { platform: 'teams', tenant, user: 'aaaaaaaa-0000-0000-0000-000000000099' },
    ];
    await stand.platform.post(channel, prompt, { deciders: [...strangers, ben] });
    expect(stand.microsoft.calls.at(-1)?.body).toMatchObject({
      attachments: [{ content: { refreshUserIds: ['29:1-ben'] } }],
    });
  });

  test('nobody decides: no roster is read and no refresh is asked for', async () => {
    await stand.platform.post(channel, prompt, nobody);
    expect(JSON.stringify(stand.microsoft.calls)).not.toContain('refreshUserIds');
    expect(made().join()).not.toContain('members');
  });

  test('at most 60 of them, as Teams has it', async () => {
    const deciders = Array.from({ length: 61 }, (_, i) => `aad-${i}`);
    stand.microsoft.members = deciders.map((id) => ({ id: `29:${id}`, aadObjectId: id }));
    const accounts = deciders.map((user): AccountKey => ({ platform: 'teams', tenant, user }));
    await stand.platform.post(channel, prompt, { deciders: accounts });
    const { attachments } = stand.microsoft.calls.at(-1)!.body as {
      attachments: { content: { refreshUserIds: string[] } }[];
    };
    expect(attachments[0]?.content.refreshUserIds).toHaveLength(60);
  });

  test('the roster is kept for ten minutes, and read again after one when somebody is missing', async () => {
    stand.microsoft.members = [benMember];
    const reads = () => made().filter((call) => call.includes('pagedmembers')).length;
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    stand.clock.at += 10 * 60_000 - 1;
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    expect(reads()).toBe(1);
    stand.clock.at += 1;
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    expect(reads()).toBe(2);
    stand.clock.at += 59_999;
    await stand.platform.post(channel, prompt, { deciders: [ana, ben] });
    expect(reads()).toBe(2);
    stand.clock.at += 1;
    await stand.platform.post(channel, prompt, { deciders: [ana, ben] });
    expect(reads()).toBe(3);
  });

  test('reads page after page until everybody was found', async () => {
    stand.microsoft.script(({ path }) => {
      if (!path.includes('pagedmembers')) return null;
      const page = /continuationToken=(\w+)/.exec(path)?.[1];
      if (page === undefined) {
        return { status: 200, body: { members: [anaMember], continuationToken: 'two' } };
      }
      return { status: 200, body: { members: [benMember], continuationToken: 'three' } };
    });
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    expect(made().filter((call) => call.includes('pagedmembers'))).toHaveLength(2);
    expect(stand.microsoft.calls.at(-1)?.body).toMatchObject({
      attachments: [{ content: { refreshUserIds: ['29:1-ben'] } }],
    });
  });

  test('posts nothing when the roster cannot be read: nobody would have buttons', async () => {
    stand.microsoft.script(({ path }) => (path.includes('members') ? { status: 503 } : null));
    const error = await failing(stand.platform.post(channel, prompt, { deciders: [ben] }));
    expect(error.kind).toBe('unavailable');
    expect(made().join()).not.toContain('activities');
  });
});

describe('updating', () => {
  test('replaces the message in place, again with the deciders own view', async () => {
    stand.microsoft.members = [benMember];
    await stand.platform.update({ conversation: channel, id: '1763042520000' }, prompt, {
      deciders: [ben],
    });
    expect(made().at(-1)).toBe(`PUT /v3/conversations/${channelId}/activities/1763042520000`);
    expect(stand.microsoft.calls.at(-1)?.body).toMatchObject({
      attachments: [{ content: { refreshUserIds: ['29:1-ben'] } }],
    });
  });

  test('says not_found when the message is gone', async () => {
    stand.microsoft.script(() => ({ status: 404, body: { error: { code: 'ActivityNotFound' } } }));
    const error = await failing(
      stand.platform.update({ conversation: channel, id: 'gone' }, prompt, nobody),
    );
    expect(error).toMatchObject({ kind: 'not_found', code: 'ActivityNotFound' });
  });
});

describe('direct messages', () => {
  test('go to the stored personal chat', async () => {
    const user = { id: '29:1-ana', aadObjectId: anaId };
    stand.book.set(anaId, reference('a:1-ana-and-elevate', { user }));
    const key = await stand.platform.postDirect(ana, prompt);
    expect(key).toEqual({
      conversation: { platform: 'teams', tenant, id: 'a:1-ana-and-elevate' },
      id: 'sent-1',
    });
    expect(made()).toEqual(['POST /v3/conversations/a:1-ana-and-elevate/activities']);
  });

  test('open the chat by the id that a roster told', async () => {
    stand.microsoft.members = [benMember];
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    stand.microsoft.calls.length = 0;
    const key = await stand.platform.postDirect(ben, prompt);
    expect(made()).toEqual([
      'POST /v3/conversations',
      `POST /v3/conversations/${key.conversation.id}/activities`,
    ]);
    expect(stand.microsoft.calls[0]?.body).toMatchObject({ members: [{ id: '29:1-ben' }] });
    expect(stand.sightings).toMatchObject([{ account: ben, conversation: key.conversation }]);
  });

  test('open the chat by the directory id of somebody never seen', async () => {
    const cara = { ...ana, user: 'aaaaaaaa-0000-0000-0000-000000000003' };
    await stand.platform.postDirect(cara, prompt);
    expect(stand.microsoft.calls[0]?.body).toMatchObject({
      members: [{ id: 'aaaaaaaa-0000-0000-0000-000000000003' }],
      tenantId: tenant,
      isGroup: false,
    });
  });

  test('are sent even when the opened chat could not be stored', async () => {
    stand.fault = new Error('database away');
    await expect(stand.platform.postDirect(ben, prompt)).resolves.toMatchObject({ id: 'sent-2' });
  });

  test('carry no refresh: the chat has one reader', async () => {
    await stand.platform.postDirect(ben, prompt);
    expect(JSON.stringify(stand.microsoft.calls)).not.toContain('refreshUserIds');
  });
});

test('eight posts to one conversation in a burst are spread over the published windows', async () => {
  for (let i = 0; i < 8; i += 1) await stand.platform.post(channel, prompt, nobody);
  // The window, and the margin for what is under way.
  expect(stand.clock.slept).toEqual([1_250]);
});
