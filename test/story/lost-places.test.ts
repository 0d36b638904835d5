/** Elevate is removed from the approvers' channel: what people see, where it is decided meanwhile, and when it is put back. */
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
import { type Chat } from '../support/chats';
import { giveRoles } from '../support/runs-elevate';
import { slackTeam, teamsTenant } from '../support/seed';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const ownersId = '0193a000-0000-7000-8000-0000000000c2';

const general: Readonly<Record<PlatformName, ConversationKey>> = {
  slack: { platform: 'slack', tenant: slackTeam, id: slackGeneral },
  teams: { platform: 'teams', tenant: teamsTenant, id: teamsGeneral },
};

/** Somebody removes Elevate from the approvers' channel, or adds it again. */
async function moves(bot: Bot, platform: PlatformName, does: 'removes' | 'adds'): Promise<void> {
  const ben = bot.teams.as(teamsId('ben'));
  if (platform === 'teams') {
    await (does === 'removes' ? ben.uninstall(teamsApprovers) : ben.install(teamsApprovers));
  } else if (does === 'removes') await bot.slack.app.removeFrom(slackApprovers);
  else await bot.slack.app.invite(slackApprovers);
}

/** Notifications in the channel that stands in, of prompts only. */
function standing(bot: Bot, platform: PlatformName): readonly string[] {
  const all =
    platform === 'slack'
      ? bot.slack.messages(slackGeneral).map(({ text }) => text)
      : bot.teams.messages(teamsGeneral).map(({ summary }) => summary);
  return all.filter((note) => note.includes('(ELV-'));
}

async function approvesThere(bot: Bot, platform: PlatformName): Promise<string | null> {
  if (platform === 'slack') {
    const prompt = bot.slack.messages(slackGeneral).find(({ text }) => text.includes('(ELV-1)'))!;
    const ben = bot.slack.as(slackId('ben'));
    return (await ben.press(prompt.ts, 'Approve', { confirmed: true })).error;
  }
  const prompt = bot.teams
    .messages(teamsGeneral)
    .find(({ summary }) => summary.includes('(ELV-1)'))!;
  const ben = bot.teams.as(teamsId('ben'));
  await ben.see(prompt.id);
  return (await ben.execute(prompt.id, 'request.approve')).error;
}

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;

  beforeAll(async () => {
    bot = await startBot({
      prompts: [platform],
      change: (rows) => {
        const memberIds = rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id);
        const owners = { id: ownersId, name: 'Owners', memberIds, channels: [general[platform]] };
        const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
        return { ...rows, organisation, groups: [...rows.groups, owners] };
      },
    });
    await giveRoles(bot.db, bot.made, [['ana', 'owner']]);
    if (platform === 'teams') await bot.teams.as(teamsId('ben')).install(teamsGeneral);
    chat = chatOf(bot);
  });
  afterAll(() => bot.stop());

  // Wherever they are told first: what is lost is one channel, not the platform.
  const told = () =>
    [slackChat(bot), teamsChat(bot)]
      .flatMap((one) => one.direct('ana'))
      .filter((line) => line.includes('Prompts of Exchange'));

  it('tells owners and admins, and puts the next prompt where it can be decided by the same people', async () => {
    await moves(bot, platform, 'removes');
    await bot.settle();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain('do not reach');

    await chat.asks('ana', 'Search-Mailbox 4h');
    await bot.settle();
    expect(told()).toHaveLength(1);
    expect(chat.prompts(1)).toEqual([]);
    expect(standing(bot, platform)).toEqual([expect.stringContaining('Approval needed')]);

    expect(await approvesThere(bot, platform)).toBeNull();
    await bot.settle();
    expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(true);
    expect(standing(bot, platform)).toEqual([expect.stringContaining('Active: Ana holds')]);
  });

  it('puts prompts into the channel again once Elevate was put back, and says so', async () => {
    await moves(bot, platform, 'adds');
    await bot.settle();
    expect(told()).toHaveLength(2);
    expect(told()[1]).toContain('reach');
    await chat.asks('dan', 'Search-Mailbox 2h');
    await bot.settle();
    expect(chat.prompt(2).notification).toContain('Approval needed');
    expect(standing(bot, platform)).toHaveLength(1);
    const places = await bot.db.query<{ kind: string }>(
      `select kind from elevate.audit_events where kind like 'place.%' order by seq`,
    );
    expect(places.map(({ kind }) => kind)).toEqual(['place.lost', 'place.back']);
  });
});
