/** Somebody sets Elevate up: they are greeted where they come, once, and led to the first request. */
import { type PlatformName } from '../../src/elevation/model';
import { slackId, startBot, teamsId, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { giveRoles } from '../support/runs-elevate';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

async function comes(bot: Bot, platform: PlatformName): Promise<void> {
  if (platform === 'slack') await bot.slack.as(slackId('ana')).openHome();
  else await bot.teams.as(teamsId('ana')).install();
}

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;
  beforeAll(async () => {
    bot = await startBot({ prompts: [platform] });
    await giveRoles(bot.db, bot.made);
    chat = chatOf(bot);
  });
  afterEach(() => bot.check());
  afterAll(() => bot.stop());

  const greetings = () => chat.direct('ana').filter((line) => line.includes('left until'));

  it('greets an owner once, and shows the same steps again when they are typed for', async () => {
    await comes(bot, platform);
    await comes(bot, platform);
    await bot.settle();
    expect(greetings()).toEqual([
      expect.stringContaining('1\u00A0step is left until Elevate is set up'),
    ]);
    const shown = await chat.answerTo('ana', () => chat.asks('ana', 'setup'));
    expect(shown).toContain('Nobody has asked for anything');
    expect(shown).toContain('30m trying Elevate');

    await chat.asks('dan', 'Search-Mailbox 30m');
    await bot.settle();
    const done = await chat.answerTo('ana', () => chat.asks('ana', 'setup'));
    expect(done).toContain('Elevate is set up');
  });
});
