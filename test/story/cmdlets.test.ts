/** Microsoft's cmdlets as people type them in a chat, from asking to taking away, on the payloads of both platforms. */
import { slackGeneral, slackId, startBot, teamsId, type Bot } from '../support/bot';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

let bot: Bot;

beforeAll(async () => {
  bot = await startBot({ prompts: ['slack'] });
});
afterEach(() => bot.check());
afterAll(() => bot.stop());

const held = () => bot.exchange.may('ana', 'Search-Mailbox');
const ask =
  "New-ElevatedAccessRequest -Task 'Exchange\\Search-Mailbox' -Reason 'case 4711 & more' -DurationHours 4";

it('on Slack ask, show, bring the prompt, whose button approves, and take away', async () => {
  const chat = slackChat(bot);
  const types = (person: 'ana' | 'ben', words: string) =>
    chat.answerTo(person, () => chat.asks(person, words));
  expect(await types('ana', ask)).toContain('Asked for');
  await bot.settle();
  const request = await bot.lastRequest();
  expect(await types('ana', `Get-ElevatedAccessRequest -Identity ${request}`)).toContain(
    'Reason : case 4711 & more',
  );
  const pending = await types(
    'ben',
    "Get-ElevatedAccessRequest | ?{$_.RequestStatus -eq 'Pending'}",
  );
  expect(pending).toContain(`Identity : ELV-${request}`);

  const prompt = await types('ben', `Approve-ElevatedAccessRequest -RequestId ELV-${request}`);
  expect(prompt).toContain('Nothing is decided yet.');
  expect(held()).toBe(false);
  const shown = bot.slack.ephemerals(slackId('ben')).at(-1)!;
  const ben = bot.slack.as(slackId('ben'));
  expect((await ben.press(shown.ts, 'Approve', { confirmed: true })).error).toBeNull();
  await bot.settle();
  expect(held()).toBe(true);

  const revoke = `Revoke-ElevatedAccessAuthorization -RequestId ELV-${request} -Comment "it is done"`;
  expect(await types('ben', revoke)).toContain('being taken away');
  await bot.settle();
  expect(held()).toBe(false);
});

it('in a mention in a channel of Slack are read as well', async () => {
  const seen = await bot.slack
    .as(slackId('ana'))
    .command(slackGeneral, '/elevate Get-ElevatedAccessAuthorization | fl Revoked, RevokedBy');
  expect(JSON.stringify(seen.messages)).toContain('Revoked : True\\nRevokedBy : ben@example.com');
  const told = await slackChat(bot).answerTo('ana', async () => {
    const typed = 'Get-ElevatedAccessRequest -Id 1 | select RequestStatus';
    const { error } = await bot.slack.as(slackId('ana')).mention(slackGeneral, typed);
    return { error, words: '' };
  });
  expect(told).toContain('RequestStatus : Approved');
});

it('on Teams ask, show, bring the prompt, whose button approves, and take away', async () => {
  const chat = teamsChat(bot);
  expect((await chat.asks('ana', ask)).words).toContain('Asked for');
  await bot.settle();
  const request = await bot.lastRequest();
  const shown = await chat.asks('ana', `Get-ElevatedAccessRequest -Identity ${request}`);
  expect(shown.words).toContain('Reason : case 4711 & more');

  const prompt = await chat.asks('ben', `Approve-ElevatedAccessRequest -RequestId ELV-${request}`);
  expect(prompt.words).toContain('Nothing is decided yet.');
  const card = bot.teams
    .direct(teamsId('ben'))
    .filter(({ byBot }) => byBot)
    .at(-1)!;
  const pressed = await bot.teams.as(teamsId('ben')).execute(card.id, 'request.approve');
  expect(pressed.error).toBeNull();
  await bot.settle();
  expect(held()).toBe(true);

  const revoke = `Revoke-ElevatedAccessAuthorization -RequestId ELV-${request} -Comment 'done & over'`;
  expect((await chat.asks('ben', revoke)).words).toContain('being taken away');
  await bot.settle();
  expect(held()).toBe(false);
});

it('that are no good say what to type instead, on both', async () => {
  for (const chat of [slackChat(bot), teamsChat(bot)]) {
    const told = await chat.answerTo('ana', () =>
      chat.asks('ana', 'Get-ElevatedAccessRequest -Identity $id'),
    );
    expect(told).toContain('A variable is not read here: ');
    expect(told).toContain('Type the value itself.');
  }
});
