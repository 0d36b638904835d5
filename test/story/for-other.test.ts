/** What somebody asks for somebody else, from the mention to the end, as people type and press it. */
import { slackGeneral, slackId, startBot, teamsId, type Bot } from '../support/bot';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const hour = 3_600_000;
let bot: Bot;

beforeAll(async () => {
  bot = await startBot({ prompts: ['slack'] });
});
afterEach(() => bot.check());
afterAll(() => bot.stop());

const held = () => bot.exchange.may('dan', 'Search-Mailbox');

it('is accepted on Slack by the person who was mentioned, approved, held by them, and taken away', async () => {
  const chat = slackChat(bot);
  const mention = `<@${slackId('dan')}|dan>`;
  const asked = await bot.slack
    .as(slackId('ana'))
    .command(slackGeneral, `/elevate Search-Mailbox 4h --for ${mention} phishing case 4711`);
  expect(asked.error).toBeNull();
  await bot.settle();
  expect(chat.prompts(1)).toEqual([]);
  const question = bot.slack.direct(slackId('dan')).at(-1)!;
  expect(chat.direct('dan').at(-1)).toContain('Ana asks for Search-Mailbox for you');
  expect(chat.direct('dan').at(-1)).toContain('phishing case 4711');

  const pressed = await bot.slack.as(slackId('dan')).press(question.ts, 'Accept');
  expect(pressed.error).toBeNull();
  await bot.settle();
  expect(chat.direct('dan').at(-1)).toContain('Accepted: Search-Mailbox');
  expect(chat.prompt(1).words).toContain('for *Dan*');
  expect((await chat.approves('ben', 1)).error).toBeNull();
  await bot.settle();
  expect(held()).toBe(true);
  expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(false);
  expect(chat.direct('dan').at(-1)).toContain('You hold');
  expect(chat.direct('ana').at(-1)).toContain('Active: Dan holds Search-Mailbox');

  await bot.pass(4 * hour);
  expect(held()).toBe(false);
  expect(chat.direct('ana').at(-1)).toContain('Ended: Search-Mailbox for Dan');
});

it('is declined on Teams by the person who was named, and nobody was asked to decide', async () => {
  const chat = teamsChat(bot);
  await chat.asks('ana', 'Search-Mailbox 4h --for dan@example.com');
  await bot.settle();
  const request = await bot.lastRequest();
  const question = bot.teams
    .direct(teamsId('dan'))
    .filter(({ byBot }) => byBot)
    .at(-1)!;
  expect(question.summary).toContain('Your acceptance needed');
  const pressed = await bot.teams.as(teamsId('dan')).execute(question.id, 'request.decline');
  expect(pressed.error).toBeNull();
  expect(JSON.stringify(pressed.card)).toContain('You declined it.');
  await bot.settle();
  expect(slackChat(bot).prompts(request)).toEqual([]);
  expect(chat.direct('ana').at(-1)).toContain('Declined by Dan');
  expect(await bot.stateOf(request)).toMatchObject({ request: 'withdrawn', grant: null });
});
