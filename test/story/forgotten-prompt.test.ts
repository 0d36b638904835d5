/** A prompt that was posted and then forgotten, because the process died before it could write down where it is. */
import { type PlatformName } from '../../src/elevation/model';
import { startBot, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('a forgotten prompt on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;
  beforeAll(async () => {
    bot = await startBot({ prompts: [platform] });
    chat = chatOf(bot);
  });
  afterEach(() => bot.check());
  afterAll(() => bot.stop());

  const notes = () => chat.prompts(1).map(({ notification }) => notification);

  it('shows the present state after a press on it, whether that counts or not', async () => {
    await chat.asks('ana', 'Search-Mailbox 4h');
    await bot.settle();
    const screen = await chat.promptFor('ben', 1);
    await bot.db.query('delete from elevate.message_references where message_id = $1', [screen.id]);
    await bot.db.query(
      `select graphile_worker.add_job('publish-request', json_build_object(
         'organisationId', organisation_id, 'requestId', id)) from elevate.requests`,
    );
    await bot.settle();
    expect(notes()).toEqual(Array(2).fill(expect.stringContaining('Approval needed')));

    expect((await chat.pressesOld('ben', screen, 'approve')).error).toBeNull();
    await bot.settle();
    expect(notes()).toEqual(Array(2).fill(expect.stringContaining('Active: Ana holds')));

    await bot.db.query('delete from elevate.message_references where message_id = $1', [screen.id]);
    await bot.pass(4 * 3_600_000);
    expect(notes()).toEqual([
      expect.stringContaining('Active: Ana holds'),
      expect.stringContaining('Ended: Search-Mailbox'),
    ]);
    await chat.answerTo('cara', () => chat.pressesOld('cara', screen, 'approve'));
    await bot.settle();
    expect(notes()).toEqual(Array(2).fill(expect.stringContaining('Ended: Search-Mailbox')));
  });
});
