import { type SimulatedTeams, type SimulatedTeamsOptions } from '../../playground/teams';
import { manualClock } from './slack-rig';
import {
  card,
  execute,
  ops,
  ownToken,
  startBot,
  startTenant,
  tenant,
  withCard,
  type Body,
  type Bot,
} from './teams-rig';

describe('the Bot Connector of the simulated Teams', () => {
  let teams: SimulatedTeams;
  let bot: Bot;
  afterEach(async () => {
    await teams.stop();
    await bot.close();
  });

  async function start(more: Partial<SimulatedTeamsOptions> = {}): Promise<void> {
    teams = await startTenant(more);
    bot = await startBot(teams);
  }

  function inOps(rest: string): string {
    return `v3/conversations/${encodeURIComponent(ops)}/${rest}`;
  }

  test('gives a token for the right secret and scope only, and takes no other token', async () => {
    await start();
    const settings = teams.botFrameworkSettings();
    expect(await ownToken(settings, { client_secret: 'x' })).toBe('invalid_client');
    expect(await ownToken(settings, { client_id: 'x' })).toBe('invalid_client');
    expect(await ownToken(settings, { scope: 'x/.default' })).toBe('invalid_scope');
    expect(await ownToken(settings, { grant_type: 'password' })).toBe('unsupported_grant_type');
    expect((await bot.call('GET', inOps('members'))).status).toBe(200);
    expect((await bot.call('GET', inOps('members'), undefined, 'made.up.token')).status).toBe(401);
  });

  test('begins a thread in a channel, answers in it, and opens personal chats', async () => {
    await start();
    const root = String((await bot.post(ops, { text: 'root' })).body.id);
    await bot.call('POST', inOps(`activities/${root}`), { type: 'message', text: 'reply' });
    await bot.post(`${ops};messageid=${root}`, { text: 'also' });
    const created = await bot.call('POST', 'v3/conversations', {
      ...{ isGroup: true, channelData: { channel: { id: ops } } },
      activity: { type: 'message', text: 'new thread' },
    });
    expect(created.body.id).toBe(`${ops};messageid=${String(created.body.activityId)}`);
    expect(teams.messages(ops).map((message) => message.text)).toEqual([
      ...['root', 'reply', 'also', 'new thread'],
    ]);
    expect(teams.messages(`${ops};messageid=${root}`)).toHaveLength(3);
    const { tenantId } = tenant;
    const chat = { isGroup: false, members: [{ id: '29:ana' }], tenantId };
    const { body } = await bot.call('POST', 'v3/conversations', chat);
    await bot.post(String(body.id), { text: 'hello' });
    expect(teams.direct('29:ana')).toMatchObject([{ text: 'hello' }]);
  });

  test('refuses what is not there, not its own, or not in this tenant', async () => {
    await start();
    expect((await bot.post('19:none@thread.tacv2', { text: 'x' })).status).toBe(404);
    expect((await bot.call('PUT', inOps('activities/1'), { text: 'x' })).status).toBe(404);
    expect((await bot.call('GET', inOps('members/29:gus'))).status).toBe(404);
    expect((await bot.call('GET', 'v3/teams/19:none')).status).toBe(404);
    expect((await bot.call('GET', 'v3/attachments')).status).toBe(404);
    const chat = { members: [{ id: '29:ana' }], tenantId: 'another' };
    expect((await bot.call('POST', 'v3/conversations', chat)).status).toBe(403);
    const group = { members: [{ id: '29:ana' }, { id: '29:ben' }], tenantId: tenant.tenantId };
    expect((await bot.call('POST', 'v3/conversations', group)).status).toBe(400);
    teams.setBotUrl(bot.url);
    await teams.as('29:ana').say(ops, 'mine', { mention: false });
    const id = teams.messages(ops)[0]?.id;
    expect((await bot.call('PUT', inOps(`activities/${id}`), { text: 'x' })).status).toBe(403);
    expect((await bot.call('DELETE', inOps(`activities/${id}`))).status).toBe(403);
  });

  test('changes and deletes messages of the bot', async () => {
    await start();
    const { id } = (await bot.post(ops, { text: 'one' })).body as { id?: string };
    await bot.call('PUT', inOps(`activities/${id}`), { type: 'message', text: 'two' });
    expect(teams.messages(ops)).toMatchObject([{ text: 'two', revisions: [{ text: 'one' }] }]);
    await bot.call('DELETE', inOps(`activities/${id}`));
    expect(teams.messages(ops)).toEqual([]);
  });

  test('lists members whole, in pages, and one by either id', async () => {
    await start();
    const all = await bot.call('GET', inOps('members'));
    expect(all.body).toMatchObject([{ id: '29:ana' }, { id: '29:ben', objectId: 'aad-ben' }]);
    const first = await bot.call('GET', inOps('pagedmembers?pageSize=1'));
    expect(first.body).toMatchObject({ members: [{ id: '29:ana' }], continuationToken: '1' });
    const rest = await bot.call('GET', inOps('pagedmembers?pageSize=1&continuationToken=1'));
    expect(rest.body).toMatchObject({ members: [{ id: '29:ben' }] });
    expect(rest.body).not.toHaveProperty('continuationToken');
    for (const id of ['29:ben', 'aad-ben']) {
      const one = await bot.call('GET', inOps(`members/${id}`));
      expect(one.body).toMatchObject({ name: 'Ben', userRole: 'user', tenantId: tenant.tenantId });
    }
    const team = encodeURIComponent(tenant.team.id);
    expect((await bot.call('GET', `v3/teams/${team}`)).body).toMatchObject({ memberCount: 3 });
    const channels = await bot.call('GET', `v3/teams/${team}/conversations`);
    expect(channels.body).toMatchObject({ conversations: [{ id: ops }, { name: 'safe' }] });
  });

  test('refuses to write to a person who blocked the bot', async () => {
    await start();
    teams.changeUser('29:ana', { blocked: true });
    const chat = teams.personalChat('29:ana');
    const refused = await bot.post(chat, { text: 'x' });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ error: { code: 'MessageWritesBlocked' } });
  });

  test('advises against messages over 28 KB and refuses those over 100 KB in UTF-16', async () => {
    await start();
    const block = (length: number): Body => ({ type: 'TextBlock', text: 'x'.repeat(length) });
    expect((await bot.post(ops, withCard(card({ body: [block(28_000)] })))).status).toBe(201);
    expect(teams.breaches).toEqual([]);
    expect((await bot.post(ops, withCard(card({ body: [block(29_000)] })))).status).toBe(201);
    expect(teams.breaches).toMatchObject([{ rule: 'size' }]);
    const big = await bot.post(ops, withCard(card({ body: [block(51_200)] })));
    expect(big).toMatchObject({ status: 413, body: { error: { code: 'MessageSizeTooBig' } } });
    expect(teams.messages(ops)).toHaveLength(2);
  });

  /** Windows, each with the calls that pass: 7 in 1 s, 8 in 2 s, 60 in 30 s. */
  test('throttles by thread in every window, by its own clock', async () => {
    const clock = manualClock();
    await start({ now: clock.now });
    const post = async (conversation = ops): Promise<number> =>
      (await bot.post(conversation, { text: 'x' })).status;
    for (let n = 0; n < 7; n++) expect(await post()).toBe(201);
    const refused = await bot.post(ops, { text: 'x' });
    expect(refused).toMatchObject({ status: 429, retryAfter: '1' });
    expect(await post('19:safe@thread.tacv2')).toBe(201);
    clock.forward(1_000);
    expect(await post()).toBe(201);
    expect(await post()).toBe(429);
    clock.forward(1_000);
    for (let sent = 8; sent < 60; sent++) {
      expect(await post()).toBe(201);
      clock.forward(300);
    }
    expect(await post()).toBe(429);
    const rules = new Set(teams.breaches.map((breach) => breach.rule));
    expect([...rules]).toEqual(['rate-limit']);
    expect(await post()).toBe(429);
    expect(teams.breaches.some((breach) => breach.rule === 'retry-after-ignored')).toBe(true);
  });

  test('throttles the reading of members apart', async () => {
    const clock = manualClock();
    await start({ now: clock.now });
    const read = async (): Promise<number> => (await bot.call('GET', inOps('members'))).status;
    for (let n = 0; n < 14; n++) expect(await read()).toBe(200);
    expect(await read()).toBe(429);
    expect((await bot.post(ops, { text: 'x' })).status).toBe(201);
  });

  test('throttles all calls of the app together at thirty a second', async () => {
    const clock = manualClock();
    await start({ now: clock.now });
    const call = async (id: string): Promise<number> =>
      (await bot.call('GET', inOps(`members/${id}`))).status;
    const chats = ['29:ana', '29:ben', '29:gus'].map((id) => teams.personalChat(id));
    for (const chat of [...chats, ops]) {
      for (let n = 0; n < 7; n++) expect((await bot.post(chat, { text: 'x' })).status).toBe(201);
    }
    expect(await call('29:ana')).toBe(200);
    expect(await call('29:ana')).toBe(200);
    expect(await call('29:ana')).toBe(429);
    clock.forward(1_000);
    expect(await call('29:ana')).toBe(200);
  });

  test('forgets a person who left the tenant', async () => {
    await start();
    teams.removeUser('29:ben');
    expect((await bot.call('GET', inOps('members/29:ben'))).status).toBe(404);
    expect((await bot.call('GET', inOps('members'))).body).toMatchObject([{ id: '29:ana' }]);
  });

  test('fails as it is told: before the deed or after it', async () => {
    await start();
    teams.failNext('send', { status: 502, times: 2 });
    expect((await bot.post(ops, { text: 'x' })).status).toBe(502);
    expect((await bot.post(ops, { text: 'x' })).status).toBe(502);
    expect(teams.messages(ops)).toEqual([]);
    teams.failNext('send', { status: 504, afterTheDeed: true });
    expect((await bot.post(ops, { text: 'x' })).status).toBe(504);
    expect(teams.messages(ops)).toHaveLength(1);
    teams.failNext('send', { status: 429, retryAfterSeconds: 7 });
    expect((await bot.post(ops, { text: 'x' })).retryAfter).toBe('7');
  });

  test('knows who is really mentioned', async () => {
    await start();
    const entity = (text: string): Body => ({ type: 'mention', text, mentioned: { id: '29:ana' } });
    await bot.post(ops, { text: '<at>Ana</at> hi', entities: [entity('<at>Ana</at>')] });
    await bot.post(ops, { text: 'hi', entities: [entity('<at>Ana</at>')] });
    expect(teams.messages(ops)).toMatchObject([{ mentions: ['29:ana'] }, { mentions: [] }]);
  });
});

describe('cards in the simulated Teams', () => {
  let teams: SimulatedTeams;
  let bot: Bot;
  beforeAll(async () => {
    teams = await startTenant({ rateLimits: false });
    bot = await startBot(teams);
  });
  afterAll(async () => {
    await teams.stop();
    await bot.close();
  });

  const body = (...elements: Body[]): Body => card({ body: elements });
  const block = (text: string): Body => ({ type: 'TextBlock', text, wrap: true });
  const input = (more: Body = {}): Body => ({
    ...{ type: 'Input.Text', id: 'reason', label: 'Reason' },
    ...more,
  });
  const refresh = (count: number): Body => ({
    action: { type: 'Action.Execute', verb: 'request.refresh', data: {} },
    userIds: Array.from({ length: count }, (_, index) => `29:${index}`),
  });
  const actions = (count: number): Body => ({
    actions: Array.from({ length: count }, () => execute()),
  });
  const run = (text: string): Body => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text }],
  });

  /** Each row: what is judged, a card that passes, a card that does not, and the words of the breach. */
  const rows: readonly (readonly [string, Body, Body, RegExp])[] = [
    ['version 1.5', card(), card({ version: '1.6' }), /above 1\.5/],
    ['known elements', body(block('x')), body({ type: 'Nonsense' }), /Nonsense/],
    [
      'known values',
      body({ ...block('x'), weight: 'Bolder' }),
      body({ ...block('x'), weight: 'Huge' }),
      /Huge/,
    ],
    ['inputs with an id', body(input()), body(input({ id: undefined })), /without an id/],
    ['inputs with a label', body(input()), body(input({ label: undefined })), /without a label/],
    ['input ids once', body(input()), body(input(), input()), /more than once/],
    ['six actions', card(actions(6)), card(actions(7)), /7 actions/],
    [
      'a fallback beside Action.Execute',
      card({ actions: [execute()] }),
      card({ actions: [execute({ fallback: undefined })] }),
      /as fallback/,
    ],
    [
      'a verb in Action.Execute',
      card({ actions: [execute()] }),
      card({ actions: [execute({ verb: undefined })] }),
      /without a verb/,
    ],
    ['60 refreshing users', card({ refresh: refresh(60) }), card({ refresh: refresh(61) }), /61/],
    [
      'dates in their exact form',
      body(block('{{DATE(2026-11-12T14:02:00Z,SHORT)}} at {{TIME(2026-11-12T14:02:00Z)}}')),
      body(block('{{DATE(2026-11-12T14:02:00Z, SHORT)}}')),
      /unreadable date/,
    ],
    [
      'dates in a TextBlock only',
      body(run('14:02 UTC')),
      body(run('{{TIME(2026-11-12T14:02:00Z)}}')),
      /in TextRun/,
    ],
  ];

  test.each(rows)('takes and names a card at the edge of: %s', async (_, right, wrong, words) => {
    const before = teams.breaches.length;
    expect((await bot.post(ops, withCard(right))).status).toBe(201);
    expect(teams.breaches.slice(before)).toEqual([]);
    expect((await bot.post(ops, withCard(wrong))).status).toBe(201);
    const found = teams.breaches.slice(before);
    expect(found.some(({ rule, detail }) => rule === 'card' && words.test(detail))).toBe(true);
  });

  test('names a card that only says "sent a card" in notifications', async () => {
    const before = teams.breaches.length;
    await bot.post(ops, { ...withCard(card()), summary: '' });
    expect(teams.breaches.slice(before)).toMatchObject([{ rule: 'missing-text' }]);
  });

  test('does not look for rules in the data of actions or in Teams’ own properties', async () => {
    const before = teams.breaches.length;
    const data = { type: 'Input.Text', v: 'approve' };
    const odd = card({ actions: [execute({ data })], msteams: { width: 'Full' } });
    await bot.post(ops, withCard(odd));
    expect(teams.breaches.slice(before)).toEqual([]);
  });
});
