/** Characters that PostgreSQL cannot hold, in payloads that are authentic: answered like any other nonsense. */
import { randomUUID } from 'node:crypto';
import { slackApprovers, slackGeneral, startBot, type Bot } from '../support/bot';
import { slackTeam } from '../support/seed';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ prompts: ['slack'] });
});
afterEach(async () => {
  expect(await bot.counts()).toMatchObject({ requests: 0, decisions: 0, grants: 0 });
  await bot.check();
  const metrics = await (await fetch(bot.url('/metrics'))).text();
  expect(metrics).not.toMatch(/^elevate_(turn_failed|answer_failed|slack_faults)_total/mu);
});
afterAll(() => bot.stop());

const characters: readonly (readonly [string, string])[] = [
  ['U+0000', '\u0000'],
  ['half of a surrogate pair', '\uD83D'],
];

describe.each(characters)('%s', (_name, odd) => {
  const value = `approve ELV-1 ${'x'.repeat(12)}`;
  const head = () => ({
    type: 'block_actions',
    user: { id: 'U0BEN', team_id: slackTeam },
    team: { id: slackTeam },
    trigger_id: randomUUID(),
    container: { type: 'message', message_ts: '1.2', channel_id: slackApprovers },
    channel: { id: slackApprovers },
    actions: [{ type: 'button', action_id: 'request.approve', value, action_ts: '1.2' }],
  });

  function press(more: Record<string, unknown>) {
    const payload = JSON.stringify({ ...head(), ...more });
    return bot.slack.sendRaw({ body: new URLSearchParams({ payload }).toString() });
  }

  it.each([
    ['the person', { user: { id: `U0BEN${odd}`, team_id: slackTeam } }],
    ["the person's workspace", { user: { id: 'U0BEN', team_id: `T0OTHER${odd}` } }],
    ['the channel', { channel: { id: `C0${odd}` } }],
    ['the message', { container: { type: 'message', message_ts: `1${odd}` } }],
    ['the trigger', { trigger_id: odd }],
  ])('in the id of %s of a Slack press is no fault of ours', async (_what, more) => {
    expect((await press(more)).status).toBe(200);
  });

  it('around the id of a person of a Slack event is no fault of ours', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: slackTeam,
      event_id: `Ev${odd}`,
      authorizations: [{ enterprise_id: null, team_id: slackTeam }],
      event: { type: 'app_mention', user: `U0ANA${odd}`, text: odd, channel: slackGeneral },
    });
    const headers = { 'content-type': 'application/json' };
    expect((await bot.slack.sendRaw({ body, headers })).status).toBe(200);
  });

  it.each([
    ['the person', { user_id: `U0ANA${odd}` }],
    ['the channel', { channel_id: `C0${odd}` }],
    ['the text', { text: `No-Such-Target${odd}${odd} 4h ${odd}` }],
    ['a long text', { text: `${'x'.repeat(255)}😀${odd} 4h` }],
    ['an unknown verb', { text: `ednd${odd} elv-1` }],
    ['help', { text: `help ${odd}${'x'.repeat(255)}😀` }],
  ])('in %s of a Slack command is no fault of ours', async (_what, more) => {
    const body = new URLSearchParams({
      command: '/elevate',
      text: 'No-Such-Target 4h',
      team_id: slackTeam,
      user_id: 'U0DAN',
      channel_id: slackGeneral,
      trigger_id: randomUUID(),
      ...more,
    });
    // Every command here names no target or nobody, and a form cannot say half of a pair at all.
    expect((await bot.slack.sendRaw({ body: body.toString() })).status).toBe(200);
  });

  it.each([
    ['the person', (own: Json) => ({ from: { ...own.from, aadObjectId: `x${odd}` } })],
    ['the chat id of the person', (own: Json) => ({ from: { ...own.from, id: `29:${odd}` } })],
    ['the name of the bot', (own: Json) => ({ recipient: { ...own.recipient, name: odd } })],
    [
      'the conversation',
      (own: Json) => ({ conversation: { ...own.conversation, id: `a:${odd}` } }),
    ],
    [
      'the kind of conversation',
      (own: Json) => ({ conversation: { ...own.conversation, conversationType: odd } }),
    ],
    ['the activity', () => ({ id: odd })],
    ['the text', () => ({ text: `No-Such-Target${odd} 4h` })],
    ['the text, written as markup', () => ({ text: 'No-Such-&#0;&#xD83D;Target 4h &#55296;' })],
    ['the time zone', () => ({ localTimezone: odd })],
  ] as const)('in %s of a Teams message is no fault of ours', async (_what, more) => {
    const own = activityOfDan();
    const activity = { ...own, text: 'No-Such-Target 4h', ...more(own) };
    expect((await bot.teams.sendRaw({ activity })).status).toBeLessThan(500);
    expect(bot.teams.breaches).toEqual([]);
  });

  it.each([
    ['the pressed message', { replyToId: odd }],
    ['the reason', { value: executed({ reason: `a reason ${odd}` }) }],
    ['the verb', { value: { action: { type: 'Action.Execute', verb: odd, data: { v: odd } } } }],
  ])('in %s of a Teams press is no fault of ours', async (_what, more) => {
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value: executed({}) };
    const activity = { ...activityOfDan(), ...invoke, ...more };
    expect((await bot.teams.sendRaw({ activity })).status).toBe(200);
  });
});

interface Json {
  readonly [key: string]: unknown;
  readonly from: object;
  readonly recipient: object;
  readonly conversation: object;
}

function executed(more: object) {
  const data = { v: 'deny', r: 'ELV-1', d: 'x'.repeat(12), ...more };
  return { action: { type: 'Action.Execute', verb: 'request.deny', data }, trigger: 'manual' };
}

/** A true activity of Dan's, as the start of another. */
function activityOfDan(): Json {
  const heads = bot.teams.deliveries.map(({ activity }) => activity as Json);
  const own = heads.find(({ from }) => 'id' in from && from.id === '29:dan');
  return { ...own!, type: 'message', id: randomUUID(), membersAdded: undefined };
}
