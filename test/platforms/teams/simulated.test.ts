/** The platform against the simulated Teams, which keeps Microsoft's rules and knows nothing of ours. */
import pino from 'pino';
import { createServer } from 'restify';

import { startSimulatedTeams, type SimulatedTeams } from '../../../playground/teams';
import {
  type AccountKey,
  type ConversationKey,
  type Platform,
} from '../../../src/platforms/contract';
import { type RenderTeamsCard } from '../../../src/platforms/teams/messages';
import { assembleTeamsPlatform } from '../../../src/platforms/teams/platform';
import { appId, appPassword } from './bot-framework';
import { emptyState, recordingInbound, tenant, view } from './stand';

const channelId = '19:approvers@thread.tacv2';
const channel: ConversationKey = { platform: 'teams', tenant, id: channelId };
const ana: AccountKey = { platform: 'teams', tenant, user: 'aad-ana' };
const ben: AccountKey = { platform: 'teams', tenant, user: 'aad-ben' };
const gus: AccountKey = { platform: 'teams', tenant, user: 'aad-gus' };

const state = emptyState();
const book = new Map<string, Record<string, unknown>>();
const server = createServer();
let teams: SimulatedTeams;
let platform: Platform;

beforeAll(async () => {
  teams = await startSimulatedTeams({
    tenantId: tenant,
    appId,
    appPassword,
    bot: { id: `28:${appId}`, name: 'Elevate' },
    users: [user('ana', 'user'), user('ben', 'user'), user('gus', 'guest')],
    team: {
      id: '19:team@thread.tacv2',
      channels: [{ id: channelId, name: 'Approvers', members: ['29:ana', '29:ben', '29:gus'] }],
    },
  });
  platform = assembleTeamsPlatform({
    config: {
      appId,
      appPassword,
      appType: 'SingleTenant',
      appTenantId: tenant,
      allowedTenants: [],
      botFramework: teams.botFrameworkSettings(),
      allowedServiceUrls: [teams.serviceUrl],
    },
    inbound: recordingInbound(state),
    book: {
      ofConversation: async (key) => book.get(key.id) ?? null,
      ofAccount: async (key) => book.get(key.user) ?? null,
    },
    log: pino({ level: 'silent' }),
    server,
    render,
    notices: {
      refusal: (refusal) => view('refusal', refusal.refused),
      answeredPrivately: 'I answered you in a direct message.',
      notAnswered: 'I could not send you a direct message.',
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  teams.setBotUrl(`http://127.0.0.1:${server.address().port}/api/messages`);
});

beforeEach(() => Object.assign(state, { ...emptyState(), received: state.received }));
afterEach(() => expect(teams.breaches).toEqual([]));
afterAll(async () => {
  await platform.stop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  await teams.stop();
});

function user(name: string, role: 'user' | 'guest') {
  const email = `${name}@example.com`;
  return {
    id: `29:${name}`,
    aadObjectId: `aad-${name}`,
    name,
    email,
    role,
    timeZone: 'Europe/Lisbon',
  };
}

const render: RenderTeamsCard = (drawn, options = {}) => {
  const data = { v: 'approve', r: 'ELV-142', d: 'k7QmPz01_-aB' };
  const approve = {
    type: 'Action.Execute',
    title: 'Approve',
    verb: 'request.approve',
    data,
    fallback: { type: 'Action.Submit', title: 'Approve', data },
  };
  const refreshData = { ...data, v: 'refresh' };
  const refresh = {
    action: {
      type: 'Action.Execute',
      title: 'Refresh',
      verb: 'request.refresh',
      data: refreshData,
    },
    userIds: options.refreshUserIds,
  };
  return {
    summary: drawn.notification,
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      fallbackText: drawn.notification,
      body: [{ type: 'TextBlock', text: drawn.notification, wrap: true }],
      ...(drawn.screen === 'approval-prompt' ? { actions: [approve] } : {}),
      ...(options.refreshUserIds === undefined ? {} : { refresh }),
    },
  };
};

test('a command in the personal chat is answered there', async () => {
  state.reply = { privately: view('receipt', 'Asked: Search-Mailbox'), screen: null };
  const seen = await teams.as('29:ana').say('personal', '/elevate Search-Mailbox 4h');
  expect(seen.error).toBeNull();
  expect(seen.messages.map((message) => message.summary)).toEqual(['Asked: Search-Mailbox']);
  expect(state.received.at(-1)).toMatchObject({
    envelope: { account: ana, conversationKind: 'personal', zone: 'Europe/Lisbon' },
    command: { verb: 'ask', target: 'Search-Mailbox', duration: '4h' },
  });
});

test('a command in the channel is answered by direct message and one line in its thread', async () => {
  state.reply = { privately: view('receipt', 'Asked: Search-Mailbox'), screen: null };
  const seen = await teams.as('29:ben').say(channelId, 'Search-Mailbox 4h', { mention: true });
  expect(seen.error).toBeNull();
  const answered = teams.messages(channelId).filter((message) => message.byBot);
  expect(answered.map((message) => message.text)).toEqual(['I answered you in a direct message.']);
  expect(answered[0]?.thread).not.toBe(answered[0]?.id);
  expect(teams.direct('29:ben').map((message) => message.summary)).toEqual([
    'Asked: Search-Mailbox',
  ]);
});

test('a prompt is posted as a new thread, refreshed for its decider, pressed and updated', async () => {
  const prompt = view('approval-prompt', 'Approval needed (ELV-142)');
  const key = await platform.post(channel, prompt, { deciders: [ben] });
  const posted = teams.messages(channelId).find((message) => message.id === key.id);
  expect(posted).toMatchObject({ thread: key.id, summary: 'Approval needed (ELV-142)' });

  state.screen = view('approval-prompt', 'as Ben sees it');
  const looked = await teams.as('29:ben').see(key.id);
  expect(JSON.stringify(looked.card)).toContain('as Ben sees it');
  expect(JSON.stringify(teams.cardFor('29:ana', key.id))).not.toContain('as Ben sees it');

  state.reply = { privately: null, screen: view('approval-active', 'Approved by Ben') };
  const pressed = await teams.as('29:ben').execute(key.id, 'Approve');
  expect(pressed.error).toBeNull();
  expect(JSON.stringify(pressed.card)).toContain('Approved by Ben');

  await platform.update(key, view('approval-closed', 'Ended'), { deciders: [] });
  expect(JSON.stringify(teams.cardFor('29:ana', key.id))).toContain('Ended');
});

test('a refused press shows the true card, and the words to the clicker alone', async () => {
  const prompt = view('approval-prompt', 'Approval needed (ELV-143)');
  const key = await platform.post(channel, prompt, { deciders: [] });
  const before = teams.messages(channelId).length;
  state.reply = { privately: view('refusal', 'Not yours.'), screen: prompt };
  const pressed = await teams.as('29:ana').execute(key.id, 'Approve');
  expect(pressed.error).toBeNull();
  expect(teams.messages(channelId)).toHaveLength(before);
  expect(teams.direct('29:ana').at(-1)?.summary).toBe('Not yours.');
});

test('an old client presses by message', async () => {
  const prompt = view('approval-prompt', 'Approval needed (ELV-144)');
  const key = await platform.post(channel, prompt, { deciders: [] });
  const seen = await teams.as('29:ben').submitFallback(key.id, 'Approve');
  expect(seen.error).toBeNull();
  expect(state.received.at(-1)).toMatchObject({
    what: 'press',
    envelope: { account: ben },
    press: { verb: 'approve', request: 142 },
  });
});

test('a guest is read as one, a member as one', async () => {
  await platform.post(channel, view('notice', 'Hello'), { deciders: [gus, ben] });
  const read = (account: AccountKey) => platform.readAccount(account, AbortSignal.timeout(2_000));
  expect(await read(gus)).toMatchObject({ kind: 'guest', name: 'gus' });
  expect(await read(ben)).toMatchObject({ kind: 'member', name: 'ben' });
});

test('a person who blocked the bot is told apart from broken credentials', async () => {
  teams.changeUser('29:gus', { blocked: true });
  await expect(platform.postDirect(gus, view('notice', 'Hello'))).rejects.toMatchObject({
    kind: 'rejected',
    code: 'MessageWritesBlocked',
  });
});
