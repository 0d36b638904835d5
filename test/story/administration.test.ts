/** What those type who run Elevate, through both simulated platforms: typed, answered to them alone, and gone on with by a press. */
import { v7 as uuidv7 } from 'uuid';
import { slackGeneral, slackId, startBot, teamsGeneral, teamsId, type Bot } from '../support/bot';
import { wordsOf, type Chat } from '../support/chats';
import { giveRoles } from '../support/runs-elevate';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';
import { until } from '../support/until';

let bot: Bot;

beforeAll(async () => {
  bot = await startBot({
    change: (rows) => {
      const [first] = rows.targets;
      const more = Array.from({ length: 12 }, (_, index) => ({
        ...first!,
        id: uuidv7(),
        name: `Exchange\\Task-${String(index + 10)}`,
      }));
      return { ...rows, targets: [...rows.targets, ...more] };
    },
  });
  await giveRoles(bot.db, bot.made);
});
afterEach(async () => {
  await bot.settle();
  await bot.check();
});
afterAll(() => bot.stop());

const chats: Readonly<Record<'slack' | 'teams', (bot: Bot) => Chat>> = {
  slack: slackChat,
  teams: teamsChat,
};
const spaced = (words: string) => words.replaceAll('\u00A0', ' ');

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const asks = async (person: 'ana' | 'cara' | 'dan', words: string) =>
    spaced((await chats[platform](bot).asks(person, words)).words);

  test('status says how Elevate does, with the connected systems asked just now', async () => {
    const words = await asks('cara', 'status');
    expect(words).toContain('Elevate is on. Nothing needs attention.');
    expect(words).toContain('2 policies for 14 targets');
    expect(words).toMatch(/Exchange: working, /u);
    expect(words).toMatch(/Warehouse: working, /u);
    expect(words).toContain('Owners: Ana');
  });

  test('somebody without a role is refused and told who the owners are', async () => {
    const words = await asks('dan', 'status');
    expect(words).toMatch(/status.* is for owners, admins and auditors only/u);
    expect(words).toContain('Ask an owner: Ana.');
  });

  test('a policy is tried without anything being asked for', async () => {
    const before = await bot.counts();
    const words = await asks('cara', 'policy test Search-Mailbox as dan@example.com 2h');
    expect(words).toContain('Trial: Search-Mailbox for Dan');
    expect(words).toContain('2 people could decide besides Dan');
    expect(await bot.counts()).toEqual(before);
  });
});

test('a list goes on with a press on Slack, for whoever pressed alone', async () => {
  const cara = bot.slack.as(slackId('cara'));
  await cara.command(slackGeneral, '/elevate target list');
  const first = bot.slack.ephemerals(slackId('cara')).at(-1)!;
  await cara.press(first.ts, 'page.target-list');
  const second = await until('the second page', () => {
    const shown = bot.slack.ephemerals(slackId('cara')).at(-1)!;
    return shown.ts !== first.ts && shown;
  });
  const words = wordsOf(second.blocks, ['text']);
  expect(words).toContain('Warehouse\\');
  expect(words).not.toContain('Task-10');
  expect(JSON.stringify(bot.slack.messages(slackGeneral))).not.toContain('Task-10');
});

test('a list goes on with a press on Teams, in the personal chat', async () => {
  const cara = bot.teams.as(teamsId('cara'));
  await cara.say(teamsGeneral, 'target list', { mention: true });
  const first = bot.teams.direct(teamsId('cara')).at(-1)!;
  await cara.execute(first.id, 'page.target-list');
  const second = bot.teams.direct(teamsId('cara')).at(-1)!;
  expect(second.id).not.toBe(first.id);
  expect(wordsOf(second.card, ['text'])).toContain('Warehouse\\');
  expect(JSON.stringify(bot.teams.messages(teamsGeneral))).not.toContain('Task-10');
});

test('a mention on Slack says by its account whose role it is, whatever it is called', async () => {
  const words = await bot.slack
    .as(slackId('ana'))
    .command(slackGeneral, `/elevate role remove <@${slackId('dan')}|somebody> auditor`);
  expect(words.messages.map(({ text }) => text).join() || words.text).toContain(
    'Dan is no auditor',
  );
});
