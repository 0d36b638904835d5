/** Payloads that no person of ours sent, or that are broken: they have no effect, and the process lives on. */
import { randomUUID } from 'node:crypto';
import { slackGeneral, startBot, teamsApprovers, type Bot } from '../support/bot';
import { slackTeam } from '../support/seed';

let bot: Bot;
let before: Awaited<ReturnType<Bot['counts']>>;

beforeAll(async () => {
  bot = await startBot();
});
beforeEach(async () => {
  before = await bot.counts();
});
afterEach(async () => {
  expect(await bot.counts()).toEqual(before);
  const health = await fetch(bot.url('/healthz'), { headers: { connection: 'close' } });
  expect(health.status).toBe(200);
  await bot.check();
});
afterAll(() => bot.stop());

function slackCommand(more: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: '/elevate',
    text: 'Search-Mailbox 4h',
    team_id: slackTeam,
    team_domain: 'simulated',
    user_id: 'U0ANA',
    user_name: 'ana',
    channel_id: slackGeneral,
    channel_name: 'general',
    trigger_id: randomUUID(),
    response_url: `${bot.slack.origin}/response/none`,
    api_app_id: 'A0SIMULATED',
    token: 'simulated-verification-token',
    ...more,
  }).toString();
}

/** A true activity of Ana's, as the start of a forged one. */
function teamsCommand(more: Record<string, unknown> = {}): Record<string, unknown> {
  const heads = bot.teams.deliveries.map(({ activity }) => activity as Record<string, unknown>);
  const own = heads.find(({ from }) => (from as { id: string }).id === '29:ana');
  return {
    ...own,
    type: 'message',
    id: randomUUID(),
    text: 'Search-Mailbox 4h',
    membersAdded: undefined,
    ...more,
  };
}

describe('Slack', () => {
  const nowS = () => Math.floor(Date.now() / 1000);

  it('refuses a payload that is signed with another secret', async () => {
    const { status } = await bot.slack.sendRaw({ body: slackCommand(), secret: 'guessed' });
    expect(status).toBe(401);
  });

  it.each([
    ['six minutes old', -360],
    ['six minutes from the future', 360],
  ])('refuses a payload that is %s', async (_name, offsetS) => {
    const sent = { body: slackCommand(), timestamp: nowS() + offsetS };
    expect((await bot.slack.sendRaw(sent)).status).toBe(401);
  });

  it.each([
    ['without a signature', { 'x-slack-signature': null }],
    ['without a time', { 'x-slack-request-timestamp': null }],
    ['with a signature of another form', { 'x-slack-signature': 'v1=00' }],
  ])('refuses a payload %s', async (_name, headers) => {
    expect((await bot.slack.sendRaw({ body: slackCommand(), headers })).status).toBe(401);
  });

  it('refuses a payload of another workspace, although it is signed', async () => {
    const { status } = await bot.slack.sendRaw({ body: slackCommand({ team_id: 'T0OTHER' }) });
    expect(status).toBe(401);
  });

  it('answers 413 to more than 1 MB', async () => {
    const { status } = await bot.slack.sendRaw({
      body: slackCommand({ text: 'x'.repeat(1_100_000) }),
    });
    expect(status).toBe(413);
  });

  it.each([
    ['malformed JSON', 'payload=%7B%22type%22%3A'],
    ['JSON that holds no object', 'payload=%5B1%2C2%5D'],
    ['nothing at all', ''],
    ['bytes that are no text', '\uFFFD\u0000=\u0000'],
  ])('lives through %s', async (_name, body) => {
    expect((await bot.slack.sendRaw({ body })).status).toBeLessThan(500);
  });

  it.each([
    ['an unknown payload type', { type: 'some_day' }],
    ['an unknown action', { type: 'block_actions', actions: [{ type: 'button', action_id: 'x' }] }],
    [
      'an action with a value that is none of ours',
      {
        type: 'block_actions',
        actions: [{ type: 'button', action_id: 'request.approve', value: 'approve ELV-0 ../..' }],
      },
    ],
    ['an unknown form', { type: 'view_submission', view: { callback_id: 'x', state: {} } }],
  ])('lives through %s', async (_name, more) => {
    const head = { user: { id: 'U0BEN', team_id: slackTeam }, team: { id: slackTeam } };
    const payload = JSON.stringify({ ...head, trigger_id: randomUUID(), ...more });
    const body = new URLSearchParams({ payload }).toString();
    expect((await bot.slack.sendRaw({ body })).status).toBeLessThan(500);
  });
});

describe('Teams', () => {
  it.each([
    ['without a token', null],
    ['with a token for another bot', { audience: '99999999-9999-4999-8999-999999999999' }],
    ['with a token that ran out', { notBefore: -7200, expires: -3600 }],
  ])('refuses an activity %s', async (_name, token) => {
    const { status } = await bot.teams.sendRaw({ activity: teamsCommand(), token });
    expect(status).toBe(401);
  });

  it('refuses an activity of another tenant', async () => {
    const activity = teamsCommand({
      channelData: { tenant: { id: '99999999-9999-4999-8999-999999999999' } },
      conversation: {
        id: 'a:other',
        conversationType: 'personal',
        tenantId: '99999999-9999-4999-8999-999999999999',
      },
    });
    const { status } = await bot.teams.sendRaw({ activity });
    expect([401, 403]).toContain(status);
  });

  it('answers 413 to more than 1 MB', async () => {
    const activity = teamsCommand({ text: 'x'.repeat(1_100_000) });
    expect((await bot.teams.sendRaw({ activity })).status).toBe(413);
  });

  it.each([
    ['malformed JSON', '{"type":'],
    ['JSON that is no object', '[1,2]'],
    ['nothing at all', ''],
  ])('lives through %s', async (_name, body) => {
    const { status } = await bot.teams.sendRaw({ body });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it.each([
    ['an unknown activity type', { type: 'someDay' }],
    ['an unknown invoke', { type: 'invoke', name: 'some/day', value: {} }],
    [
      'an unknown verb',
      {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'request.destroy', data: {} } },
      },
    ],
    ['a submit that is none of ours', { text: undefined, value: { v: 'approve', r: 'x' } }],
    ['a conversation that it does not know', { conversation: { id: teamsApprovers } }],
  ])('lives through %s', async (_name, more) => {
    const { status } = await bot.teams.sendRaw({ activity: teamsCommand(more) });
    expect(status === 501 || status < 500).toBe(true);
  });
});
