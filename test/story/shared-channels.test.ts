/** The approvers' channel comes to be shared with another organisation: no prompt goes there until it is shared with nobody. */
import { randomUUID } from 'node:crypto';
import { type ConversationKey, type PlatformName } from '../../src/elevation/model';
import {
  slackApprovers,
  slackGeneral,
  slackId,
  startBot,
  teamsApprovers,
  teamsGeneral,
  teamsId,
  type Bot,
} from '../support/bot';
import { giveRoles } from '../support/runs-elevate';
import { slackTeam, teamsTenant } from '../support/seed';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const ownersId = '0193a000-0000-7000-8000-0000000000c3';
const elsewhere = '99999999-9999-4999-8999-999999999999';

const general: Readonly<Record<PlatformName, ConversationKey>> = {
  slack: { platform: 'slack', tenant: slackTeam, id: slackGeneral },
  teams: { platform: 'teams', tenant: teamsTenant, id: teamsGeneral },
};

/** Somebody of another organisation comes into the approvers' channel, or leaves it. */
async function shares(bot: Bot, platform: PlatformName, shared: boolean): Promise<void> {
  if (platform === 'teams') {
    // In both channels, so there is none that could stand in.
    bot.teams.changeUser(teamsId('cara'), { tenantId: shared ? elsewhere : teamsTenant });
    return;
  }
  bot.slack.changeChannel(slackApprovers, { shared });
}

function slackEvent(event: object): Promise<unknown> {
  const body = JSON.stringify({
    type: 'event_callback',
    token: 'simulated-verification-token',
    team_id: slackTeam,
    api_app_id: 'A0SIMULATED',
    event,
    event_id: `Ev${randomUUID()}`,
    event_time: 1,
    authorizations: [{ team_id: slackTeam, user_id: 'U0BOT', is_bot: true }],
  });
  return startedBot.slack.sendRaw({ body, headers: { 'content-type': 'application/json' } });
}

function prompts(bot: Bot, platform: PlatformName, where: 'own' | 'general'): readonly string[] {
  const slack = where === 'own' ? slackApprovers : slackGeneral;
  const teams = where === 'own' ? teamsApprovers : teamsGeneral;
  const notes =
    platform === 'slack'
      ? bot.slack.messages(slack).map(({ text }) => text)
      : bot.teams.messages(teams).map(({ summary }) => summary);
  return notes.filter((note) => note.includes('(ELV-'));
}

let startedBot: Bot;

async function start(platform: PlatformName): Promise<Bot> {
  startedBot = await startBot({
    prompts: [platform],
    change: (rows) => {
      const memberIds = rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id);
      const owners = { id: ownersId, name: 'Owners', memberIds, channels: [general[platform]] };
      const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
      return { ...rows, organisation, groups: [...rows.groups, owners] };
    },
  });
  await giveRoles(startedBot.db, startedBot.made, [['ana', 'owner']]);
  return startedBot;
}

async function lost(bot: Bot): Promise<{ kind: string; back: boolean }[]> {
  return bot.db.query(
    `select kind, back_at is not null as back from elevate.lost_places order by lost_at, id`,
  );
}

/** What could not be delivered is tried again after two minutes. */
async function later(bot: Bot): Promise<void> {
  await bot.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
  await bot.settle();
}

const told = (bot: Bot) =>
  [slackChat(bot), teamsChat(bot)]
    .flatMap((one) => one.direct('ana'))
    .filter((line) => line.includes('shared with another organisation'));

it('on Slack nothing of a request is posted there, owners are told, and it comes back', async () => {
  const bot = await start('slack');
  try {
    await shares(bot, 'slack', true);
    await bot.slack.as(slackId('dan')).command(slackGeneral, '/elevate Search-Mailbox 30m');
    await bot.settle();
    expect(prompts(bot, 'slack', 'own')).toEqual([]);
    expect(prompts(bot, 'slack', 'general')).toEqual([expect.stringContaining('(ELV-1)')]);
    expect(await lost(bot)).toEqual([{ kind: 'shared-outside', back: false }]);
    expect(told(bot)).toHaveLength(1);

    const { messages } = await bot.slack
      .as(slackId('ana'))
      .command(slackApprovers, '/elevate group set "Owners" channel here');
    expect(messages[0]!.text).toContain('is shared with another organisation');

    await shares(bot, 'slack', false);
    const left = { type: 'channel_unshared', channel: slackApprovers, is_ext_shared: false };
    await slackEvent({ ...left, is_ext_shared: true });
    expect(await lost(bot)).toEqual([{ kind: 'shared-outside', back: false }]);
    await slackEvent(left);
    await later(bot);
    expect(await lost(bot)).toEqual([{ kind: 'shared-outside', back: true }]);
    expect(prompts(bot, 'slack', 'own')).toEqual([expect.stringContaining('(ELV-1)')]);

    await slackEvent({ type: 'channel_shared', channel: slackApprovers });
    expect((await lost(bot)).at(-1)).toEqual({ kind: 'shared-outside', back: false });
  } finally {
    await bot.stop();
  }
});

it('on Teams nothing goes where somebody of another tenant is, nor into a shared channel', async () => {
  const bot = await start('teams');
  try {
    await bot.teams.as(teamsId('ben')).install(teamsApprovers);
    await shares(bot, 'teams', true);
    await bot.teams.as(teamsId('dan')).say('personal', 'Search-Mailbox 30m');
    await bot.settle();
    expect(prompts(bot, 'teams', 'own')).toEqual([]);
    expect(prompts(bot, 'teams', 'general')).toEqual([]);
    const kinds = (await lost(bot)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['shared-outside']));

    await bot.teams
      .as(teamsId('ana'))
      .say(teamsApprovers, 'group set "Owners" channel here', { mention: true });
    expect(JSON.stringify(bot.teams.direct(teamsId('ana')).at(-1))).toContain(
      'is shared with another organisation',
    );
  } finally {
    await bot.stop();
  }
});
