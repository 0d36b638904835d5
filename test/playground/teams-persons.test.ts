import { type SimulatedTeams } from '../../playground/teams';
import {
  card,
  cardAnswer,
  execute,
  ops,
  startBot,
  startTenant,
  tenant,
  withCard,
  type Body,
  type Bot,
} from './teams-rig';

describe('persons in the simulated Teams', () => {
  let teams: SimulatedTeams;
  let bot: Bot;

  beforeAll(async () => {
    teams = await startTenant({ rateLimits: false, answerMs: 1_500 });
    bot = await startBot(teams);
    teams.setBotUrl(bot.url);
  });
  afterAll(async () => {
    await teams.stop();
    await bot.close();
  });
  beforeEach(() => {
    bot.answer = () => Promise.resolve({});
    bot.heard.length = 0;
  });

  async function post(content: Body): Promise<string> {
    return String((await bot.post(ops, withCard(content))).body.id);
  }

  test('sends a typed message with a token that an independent verifier accepts', async () => {
    bot.answer = async (activity) => {
      const { id } = activity.conversation as Body;
      await bot.post(String(id), { text: `echo: ${String(activity.text)}` });
      return {};
    };
    const seen = await teams.as('29:ana').say('personal', 'Search-Mailbox 4h');
    expect(bot.heard).toMatchObject([
      {
        ...{ type: 'message', channelId: 'msteams', text: 'Search-Mailbox 4h' },
        ...{ localTimezone: 'Europe/Vienna', serviceUrl: teams.serviceUrl },
        from: { id: '29:ana', aadObjectId: 'aad-ana' },
        conversation: { conversationType: 'personal', tenantId: tenant.tenantId },
        channelData: { tenant: { id: tenant.tenantId } },
      },
    ]);
    expect(seen.error).toBeNull();
    expect(seen.messages).toMatchObject([{ text: 'echo: Search-Mailbox 4h', byBot: true }]);
    expect(teams.direct('29:ana')).toHaveLength(2);
    expect(teams.direct('29:ben')).toHaveLength(0);
  });

  test('gives the bot only what mentions it in a channel, with markup and entity', async () => {
    await teams.as('29:ana').say(ops, 'not for the bot', { mention: false });
    expect(bot.heard).toHaveLength(0);
    await teams.as('29:ana').say(ops, 'help');
    const [heard] = bot.heard;
    expect(heard).toMatchObject({
      text: '<at>Elevate</at> help',
      entities: [{ type: 'mention', mentioned: { id: tenant.bot.id } }, { type: 'clientInfo' }],
      channelData: { channel: { id: ops } },
    });
    const root = teams.messages(ops).at(-1)?.id;
    expect((heard?.conversation as Body).id).toBe(`${ops};messageid=${root}`);
    await expect(teams.as('29:gus').say(ops, 'x')).rejects.toThrow('29:gus is not in');
  });

  test('presses an Action.Execute and replaces the card for that person alone', async () => {
    const id = await post(card({ actions: [execute()] }));
    const redrawn = card({ body: [{ type: 'TextBlock', text: 'Approved by Ben', wrap: true }] });
    bot.answer = () => Promise.resolve({ body: cardAnswer(redrawn) });
    const seen = await teams.as('29:ben').execute(id, 'Approve');
    expect(bot.heard).toMatchObject([
      {
        ...{ type: 'invoke', name: 'adaptiveCard/action', replyToId: id },
        value: { trigger: 'manual', action: { verb: 'request.approve', data: { r: 'ELV-1' } } },
      },
    ]);
    expect(seen.card).toEqual(redrawn);
    expect(teams.cardFor('29:ben', id)).toEqual(redrawn);
    expect(teams.cardFor('29:ana', id)).toMatchObject({ actions: [{ title: 'Approve' }] });
  });

  test('throws own views away when the message changes for everybody', async () => {
    const id = await post(card({ actions: [execute()] }));
    bot.answer = () => Promise.resolve({ body: cardAnswer(card()) });
    await teams.as('29:ben').execute(id, 'Approve');
    const ended = card({ body: [{ type: 'TextBlock', text: 'Ended', wrap: true }] });
    const path = `v3/conversations/${encodeURIComponent(ops)}/activities/${id}`;
    await bot.call('PUT', path, { type: 'message', summary: 'x', ...withCard(ended) });
    expect(teams.cardFor('29:ben', id)).toEqual(ended);
    expect(teams.messages(ops).at(-1)).toMatchObject({ edited: true });
    expect(teams.messages(ops).at(-1)?.revisions).toHaveLength(1);
  });

  test('refreshes the card by itself for the listed people, once per state of the message', async () => {
    const action = { type: 'Action.Execute', verb: 'request.refresh', data: { r: 'ELV-1' } };
    const id = await post(card({ refresh: { action, userIds: ['29:ben'] } }));
    const own = card({ actions: [execute()] });
    bot.answer = () => Promise.resolve({ body: cardAnswer(own) });
    expect((await teams.as('29:ana').see(id)).card).not.toHaveProperty('actions');
    expect(bot.heard).toHaveLength(0);
    expect((await teams.as('29:ben').see(id)).card).toEqual(own);
    expect(bot.heard).toMatchObject([
      { value: { trigger: 'automatic', action: { verb: 'request.refresh' } } },
    ]);
    await teams.as('29:ben').see(id);
    expect(bot.heard).toHaveLength(1);
    await teams.as('29:ben').execute(id, 'request.approve');
    expect(bot.heard).toHaveLength(2);
    await expect(teams.as('29:ana').execute(id, 'Approve')).rejects.toThrow('no "Approve"');
  });

  test('keeps the common card when an automatic refresh fails', async () => {
    const action = { type: 'Action.Execute', verb: 'request.refresh', data: {} };
    const id = await post(card({ refresh: { action, userIds: ['29:ben'] } }));
    bot.answer = () => Promise.resolve({ status: 500 });
    const seen = await teams.as('29:ben').see(id);
    expect(seen).toMatchObject({ error: null, card: { refresh: { userIds: ['29:ben'] } } });
  });

  const pane = (): Body => {
    const input = { type: 'Input.Text', id: 'reason', label: 'Reason', isRequired: true };
    const deny = execute({ title: 'Deny this', verb: 'request.deny' });
    const inputs = [{ ...input, errorMessage: 'Write a reason.', maxLength: 10 }];
    const inner = { type: 'AdaptiveCard', body: inputs, actions: [deny] };
    const other = { type: 'Input.Text', id: 'comment', label: 'Comment' };
    const approve = { type: 'AdaptiveCard', body: [other], actions: [execute()] };
    const show = (title: string, content: Body): Body => ({
      ...{ type: 'Action.ShowCard', title },
      card: content,
    });
    const set = { type: 'ActionSet', actions: [show('Approve', approve), show('Deny', inner)] };
    return card({ body: [set] });
  };

  test('sends the inputs of the pane that was pressed, and of no other', async () => {
    const id = await post(pane());
    await teams.as('29:ben').execute(id, 'Deny this', { reason: 'no ticket' });
    const { action } = bot.heard[0]?.value as { action: Body };
    expect(action.data).toEqual({ v: 'approve', r: 'ELV-1', d: 'x', reason: 'no ticket' });
    const wrong = teams.as('29:ben').execute(id, 'Deny this', { comment: 'x' });
    await expect(wrong).rejects.toThrow('no input "comment"');
  });

  test('keeps what the client itself would refuse from the bot', async () => {
    const id = await post(pane());
    const empty = await teams.as('29:ben').execute(id, 'Deny this');
    expect(empty.fieldErrors).toEqual({ reason: 'Write a reason.' });
    const long = await teams.as('29:ben').execute(id, 'Deny this', { reason: 'x'.repeat(11) });
    expect(long.fieldErrors).toEqual({ reason: 'Write a reason.' });
    expect(bot.heard).toHaveLength(0);
  });

  test('sends a message with a value for clients that know only Action.Submit', async () => {
    const id = await post(card({ actions: [execute()] }));
    await teams.as('29:ben').submitFallback(id, 'Approve');
    expect(bot.heard).toMatchObject([
      { type: 'message', replyToId: id, value: { v: 'approve', r: 'ELV-1', d: 'x' } },
    ]);
    expect(bot.heard[0]).not.toHaveProperty('text');
  });

  test('shows a message answer to the person who pressed, and an error in the bot’s words', async () => {
    const id = await post(card({ actions: [execute()] }));
    const type = 'application/vnd.microsoft.activity.message';
    bot.answer = () => Promise.resolve({ body: { statusCode: 200, type, value: 'Not yours.' } });
    expect((await teams.as('29:ana').execute(id, 'Approve')).notice).toBe('Not yours.');
    expect(teams.notices.at(-1)).toEqual({ user: '29:ana', message: id, text: 'Not yours.' });
    const value = { code: 'BadRequest', message: 'No such verb.' };
    const error = { statusCode: 400, type: 'application/vnd.microsoft.error', value };
    bot.answer = () => Promise.resolve({ body: error });
    expect((await teams.as('29:ana').execute(id, 'Approve')).error).toBe('No such verb.');
  });

  test('tells the person of a late, failed or unreadable answer', async () => {
    const id = await post(card({ actions: [execute()] }));
    const before = teams.breaches.length;
    bot.answer = () => Promise.resolve({ status: 500 });
    expect((await teams.as('29:ana').execute(id, 'Approve')).error).toContain('Unable to reach');
    bot.answer = () => Promise.resolve({ body: { hello: 'world' } });
    expect((await teams.as('29:ana').execute(id, 'Approve')).error).toContain('went wrong');
    bot.answer = () => new Promise((resolve) => setTimeout(() => resolve({}), 2_500));
    expect((await teams.as('29:ana').execute(id, 'Approve')).error).toContain('Unable to reach');
    const rules = teams.breaches.slice(before).map((breach) => breach.rule);
    expect(rules).toEqual(['bad-answer', 'late-answer']);
  });

  test('announces an installation to a person’s apps and to a team', async () => {
    await teams.as('29:ana').install();
    await teams.as('29:ana').install(ops);
    expect(bot.heard).toMatchObject([
      { type: 'conversationUpdate', membersAdded: [{ id: tenant.bot.id }] },
      { type: 'installationUpdate', action: 'add', conversation: { conversationType: 'personal' } },
      { type: 'conversationUpdate', channelData: { team: { id: tenant.team.id } } },
      { type: 'installationUpdate', conversation: { id: ops, conversationType: 'channel' } },
    ]);
  });

  const forgeries = [
    ['another audience', { audience: 'somebody else' }],
    ['another issuer', { issuer: 'https://evil.example' }],
    ['another service URL', { serviceUrl: 'https://evil.example/' }],
    ['no service URL', { serviceUrl: null }],
    ['an unknown key', { kid: 'zz' }],
    ['a stranger’s key under the right kid', { key: 'stranger' }],
    ['a key that is not endorsed for Teams', { key: 'unendorsed' }],
    ['no signature', { algorithm: 'none' }],
    ['the public key as secret', { algorithm: 'HS256' }],
    ['an end ten minutes ago', { expires: -600 }],
    ['a beginning in an hour', { notBefore: 3600 }],
    ['no token', null],
  ] as const;

  test.each(forgeries)(
    'forges activities with %s, which a right verifier rejects',
    async (_, token) => {
      const activity = { type: 'message', serviceUrl: teams.serviceUrl, text: 'x' };
      expect((await teams.sendRaw({ activity, token })).status).toBe(401);
      expect(bot.heard).toHaveLength(0);
      expect((await teams.sendRaw({ activity })).status).toBe(200);
      expect(bot.heard).toHaveLength(1);
    },
  );

  test('sends what is no JSON, and earlier activities again with a new token or the old one', async () => {
    expect((await teams.sendRaw({ body: '{' })).status).toBe(400);
    const { delivery } = await teams.as('29:ana').say('personal', 'once');
    const no = delivery?.no ?? 0;
    const again = await teams.redeliver(no);
    const replayed = await teams.replay(no);
    expect(bot.heard.map((activity) => activity.id)).toEqual(
      Array(3).fill(bot.heard[0]?.id ?? 'none'),
    );
    expect(replayed.headers.authorization).toBe(delivery?.headers.authorization);
    expect(again.body).toBe(delivery?.body);
  });

  test('sends to no address outside of this machine, and says that it is simulated', async () => {
    expect(() => teams.setBotUrl('https://example.com/api/messages')).toThrow('loopback');
    expect(await (await fetch(teams.origin)).text()).toContain('simulated');
  });

  test('keeps tokens out of what the page subscribes to', () => {
    const token = teams.deliveries[0]?.headers.authorization ?? 'none';
    expect(token).toMatch(/^Bearer ey/);
    expect(JSON.stringify(teams.journal.entries)).not.toContain(token.slice('Bearer '.length));
  });
});
