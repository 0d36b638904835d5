/** Somebody who is known on one platform proves on the other that it is them, over HTTP on both. */
import { slackGeneral, slackId, startBot, teamsGeneral, teamsId, type Bot } from '../support/bot';
import { wordsOf } from '../support/chats';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({
    prompts: ['slack'],
    change: (rows) => ({
      ...rows,
      accounts: rows.accounts.filter(
        ({ system, userKey }) =>
          system !== 'teams' || !['1', '4'].some((digit) => userKey.endsWith(digit.repeat(12))),
      ),
    }),
  });
});
afterEach(() => bot.check());
afterAll(() => bot.stop());

const codePattern = /link ([0-9A-Z]{4}-[0-9A-Z]{4})/u;

function slackWords(text: string, blocks: unknown): string {
  return [text, wordsOf(blocks, ['text'])].join('\n');
}

async function accountsOf(name: string): Promise<string[]> {
  const found = await bot.db.query<{ system: string }>(
    `select a.system from elevate.accounts a join elevate.persons p on p.id = a.person_id
     where p.name = $1 and a.tenant <> '' order by a.system`,
    [name],
  );
  return found.map(({ system }) => system);
}

it('links from Slack to Teams: the code is shown to nobody else, and both confirm', async () => {
  const ana = bot.slack.as(slackId('ana'));
  const onTeams = bot.teams.as(teamsId('ana'));
  const refused = await onTeams.say('personal', 'Search-Mailbox 30m');
  expect(JSON.stringify(refused.messages)).toContain('not linked to a person');

  const { messages } = await ana.command(slackGeneral, '/elevate link');
  expect(bot.slack.ephemerals(slackId('ana'))).toEqual(messages);
  const code = codePattern.exec(slackWords(messages[0]!.text, messages[0]!.blocks))![1]!;
  expect(messages[0]!.text).not.toContain(code);

  const met = await onTeams.say('personal', `link ${code}`);
  const card = met.messages.at(-1)!;
  expect(JSON.stringify(card)).toContain('slack:T0001/U0ANA');
  await onTeams.execute(card.id, 'Confirm');
  expect(await accountsOf('Ana')).toEqual(['slack']);

  await bot.settle();
  const shown = bot.slack.direct(slackId('ana')).at(-1)!;
  expect(slackWords(shown.text, shown.blocks)).toContain('typed your code');
  await ana.press(shown.ts, 'Confirm');
  expect(await accountsOf('Ana')).toEqual(['slack', 'teams']);
  const redrawn = bot.slack.direct(slackId('ana')).find(({ ts }) => ts === shown.ts)!;
  expect(JSON.stringify(redrawn.blocks)).not.toContain('link.link-confirm');

  await onTeams.say('personal', 'Search-Mailbox 30m');
  await bot.settle();
  expect(await bot.stateOf(await bot.lastRequest())).toMatchObject({ request: 'pending' });
  expect(JSON.stringify(bot.slack.messages(slackGeneral))).not.toContain(code);
});

it('links from Teams to Slack, and answers a mention in a channel by direct message alone', async () => {
  const onTeams = bot.teams.as(teamsId('dan'));
  await onTeams.install();
  await onTeams.say(teamsGeneral, 'link', { mention: true });
  const given = bot.teams.direct(teamsId('dan')).at(-1)!;
  const code = codePattern.exec(wordsOf(given, ['text']).replaceAll('\n', ' '))![1]!;
  expect(JSON.stringify(bot.teams.messages(teamsGeneral))).not.toContain(code);

  const dan = bot.slack.as(slackId('dan'));
  const { messages } = await dan.command(slackGeneral, `/elevate link ${code}`);
  await dan.press(messages[0]!.ts, 'Confirm');
  await bot.settle();
  const shown = bot.teams.direct(teamsId('dan')).at(-1)!;
  await onTeams.submitFallback(shown.id, 'Confirm');
  expect(await accountsOf('Dan')).toEqual(['slack', 'teams']);
});

it('turns a guest away', async () => {
  const { messages } = await bot.slack.as('U0GUS').command(slackGeneral, '/elevate link');
  expect(messages[0]!.text).toContain('Only members of this organisation');
});
