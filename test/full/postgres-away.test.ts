/** PostgreSQL goes away while people type and press: they are told within 3 s, and it works again once it is back. */
import { type PlatformName } from '../../src/elevation/model';
import { startBot, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { slackChat } from '../support/slack-chat';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { teamsChat } from '../support/teams-chat';
import { until } from '../support/until';

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let proxy: TcpProxy;
  let bot: Bot;
  let chat: Chat;

  beforeAll(async () => {
    // graphile-worker prints some of its errors past its logger.
    jest.spyOn(console, 'error').mockReturnValue();
    bot = await startBot({
      prompts: [platform],
      async databaseUrl(url) {
        const behind = new URL(url);
        proxy = await startTcpProxy({ host: behind.hostname, port: Number(behind.port) });
        behind.port = String(proxy.port);
        return behind.href;
      },
    });
    chat = chatOf(bot);
  });
  afterEach(() => proxy.restore());
  afterAll(async () => {
    await bot.stop();
    await proxy.stop();
    jest.restoreAllMocks();
  });

  /** @returns what was told, and after how many milliseconds */
  async function timed(person: 'ana' | 'ben', act: Parameters<Chat['answerTo']>[1]) {
    const beganAt = Date.now();
    const words = await chat.answerTo(person, act);
    return { words, ms: Date.now() - beganAt };
  }

  async function worksAgain(): Promise<void> {
    proxy.restore();
    await until(
      'a receipt',
      async () => (await chat.asks('ana', 'Search-Mailbox 1h')).words.includes('(ELV-'),
      15_000,
    );
    const request = await bot.lastRequest();
    await until('the prompt', () => chat.prompts(request)[0], 15_000);
  }

  describe.each<[string, () => void]>([
    ['refuses connections', () => proxy.cut()],
    ['does not answer', () => proxy.silence()],
  ])('when it %s', (_how, goAway) => {
    it('says of a command that nothing was recorded, and takes it when it is back', async () => {
      const before = await bot.counts();
      goAway();
      // A command that is sent in the very moment it goes is told that it may be recorded.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { words, ms } = await timed('ana', () => chat.asks('ana', 'Search-Mailbox 1h'));
      expect(words).toContain('Nothing was recorded.');
      expect(ms).toBeLessThan(3_000);
      expect(await bot.counts()).toEqual(before);
      await worksAgain();
    });

    it('says of a press that nothing was recorded, and takes it when it is back', async () => {
      await worksAgain();
      const request = await bot.lastRequest();
      const screen = await chat.promptFor('ben', request);
      const { decisions } = await bot.counts();
      goAway();
      const { words, ms } = await timed('ben', () => chat.pressesOld('ben', screen, 'approve'));
      expect(words).toContain('Nothing was recorded.');
      expect(ms).toBeLessThan(3_000);
      expect((await bot.counts()).decisions).toBe(decisions);
      proxy.restore();
      await until(
        'the decision',
        async () => {
          await chat.pressesOld('ben', screen, 'approve');
          return (await bot.counts()).decisions === decisions + 1;
        },
        15_000,
      );
    });

    // Slack takes private words in the channel itself; on Teams the way to the personal chat has to be looked up.
    const only = platform === 'teams' ? it : null;
    only?.('answers a mention in a channel in time', async () => {
      await worksAgain();
      goAway();
      const mention = () => chat.mentionsInThread('ana', 'Search-Mailbox 1h');
      const { words, ms } = await timed('ana', mention);
      expect(words).toContain('I could not send you a direct message.');
      expect(ms).toBeLessThan(3_000);
    });
  });
});
