/** Whatever is read while somebody waits for an answer has a deadline of its own, so that a hung database cannot hold it. */
import { type Database } from '../../src/store/database';
import { startBot, type Bot } from '../support/bot';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

/** Reads without a deadline wait until this is resolved. */
let hung: Promise<void> | null = null;
let release = (): void => undefined;

function hang(): void {
  hung = new Promise((resolve) => (release = resolve));
}

/** A database in which only what has a deadline gets on. */
function hanging(database: Database): Database {
  return {
    ...database,
    async read(work) {
      await hung;
      return database.read(work);
    },
    async transaction(work) {
      await hung;
      return database.transaction(work);
    },
  };
}

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ around: hanging });
});
afterEach(async () => {
  release();
  hung = null;
  await bot.settle();
  await bot.check();
});
afterAll(() => bot.stop());

it('who is an approver is read with a deadline', async () => {
  await slackChat(bot).asks('ana', 'Search-Mailbox 4h');
  await bot.settle();
  hang();
  expect((await slackChat(bot).approves('ben', 1)).error).toBeNull();
  expect(await bot.stateOf(1)).toMatchObject({ request: 'approved' });
});

it('the form to deny is read with a deadline', async () => {
  await slackChat(bot).asks('ana', 'Search-Mailbox 4h');
  await bot.settle();
  hang();
  expect((await slackChat(bot).denies('ben', 2, 'Not today')).error).toBeNull();
  expect(await bot.stateOf(2)).toMatchObject({ request: 'denied' });
});

it('the chat that is private is looked up with a deadline', async () => {
  hang();
  const told = await teamsChat(bot).mentionsInThread('ana', 'mine');
  expect(told.words).toContain('I answered you in a direct message.');
});
