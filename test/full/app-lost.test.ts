/** The app is removed from a whole platform, or its credentials are revoked, or one person blocks it: who hears what, and where. */
import { type PlatformName } from '../../src/elevation/model';
import { startBot, teamsId, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { giveRoles } from '../support/runs-elevate';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

interface Loss {
  readonly name: string;
  readonly platform: PlatformName;
  happens(bot: Bot): Promise<unknown>;
  isOver(bot: Bot): void;
  /** What owners and admins are told of it. */
  readonly told: string;
  readonly why: string;
}

const losses: readonly Loss[] = [
  {
    name: 'Elevate is uninstalled from Slack',
    platform: 'slack',
    happens: ({ slack }) => slack.app.uninstall(),
    isOver: ({ slack }) => slack.app.reinstall(),
    told: 'Slack cannot be reached',
    // Slack says first that the token is dead.
    why: 'token-revoked',
  },
  {
    name: 'the token for Slack is revoked',
    platform: 'slack',
    happens: ({ slack }) => slack.app.revokeToken(),
    isOver: ({ slack }) => slack.app.reinstall(),
    told: 'Slack cannot be reached',
    why: 'token-revoked',
  },
  {
    name: 'the secret for Teams is revoked',
    platform: 'teams',
    happens: async ({ teams }) => teams.revokeSecret(true),
    isOver: ({ teams }) => teams.revokeSecret(false),
    told: 'do not reach Teams',
    why: 'token-revoked',
  },
];

const chats = { slack: slackChat, teams: teamsChat };

/** Why places were lost, and that they are back, each once. */
async function trail({ db }: Bot): Promise<readonly string[]> {
  const found = await db.query<{ said: string }>(
    `select distinct coalesce(facts->>'why', 'back') as said from elevate.audit_events
     where kind like 'place.%' order by said`,
  );
  return found.map(({ said }) => said);
}

describe.each(losses)('$name', (loss) => {
  let bot: Bot;
  let there: Chat;
  let here: Chat;

  beforeAll(async () => {
    bot = await startBot();
    await giveRoles(bot.db, bot.made, [['ana', 'owner']]);
    there = chats[loss.platform](bot);
    here = chats[loss.platform === 'slack' ? 'teams' : 'slack'](bot);
    await there.asks('dan', 'Search-Mailbox 2h');
    await bot.settle();
    await here.approves('ben', 1);
    await bot.settle();
    await there.asks('ana', 'Search-Mailbox 1h');
    await bot.settle();
    await loss.happens(bot);
    await bot.settle();
  });
  afterAll(() => bot.stop());

  it('is told to owners on the other platform, and what was asked there is only denied, since nobody says who asked', async () => {
    const refused = await here.answerTo('ben', () => here.approves('ben', 2));
    expect(refused).toMatch(
      /Whether Ana is still a member could not be read from (?:Slack|Teams)/u,
    );
    expect((await bot.stateOf(2)).request).toBe('pending');
    await here.denies('ben', 2, 'Not now.');
    await bot.settle();
    expect(here.prompt(2).notification).toContain('Denied by Ben');
    // On the other platform than that which it was asked on.
    expect(here.direct('ana').filter((one) => one.includes('Not now.'))).toHaveLength(1);
    expect(here.direct('ana').filter((one) => one.includes(loss.told))).toHaveLength(1);
    expect((await trail(bot)).filter((one) => one !== 'back')).toEqual([loss.why]);
  });

  it('ends nothing early or late: whoever held it is told on the other platform', async () => {
    expect(bot.exchange.may('dan', 'Search-Mailbox')).toBe(true);
    await bot.pass(2 * 3_600_000);
    expect(bot.exchange.may('dan', 'Search-Mailbox')).toBe(false);
    expect(here.prompt(1).notification).toContain('Ended');
    expect(here.direct('dan').at(-1)).toMatch(/ended/iu);
  });

  it('leaves what is asked elsewhere meanwhile to be decided there', async () => {
    await here.asks('ana', 'Search-Mailbox 1h');
    await bot.settle();
    expect(here.prompt(3).notification).toContain('Approval needed');
    expect(there.prompts(3)).toEqual([]);
    await here.denies('ben', 3, 'Not now.');
    await bot.settle();
  });

  it('is over with the first message that is taken there, and nothing that is settled comes after it', async () => {
    loss.isOver(bot);
    await here.asks('dan', 'Search-Mailbox 2h');
    await bot.settle();
    expect(there.prompt(4).notification).toContain('Approval needed');
    expect(there.prompts(3)).toEqual([]);
    expect(await trail(bot)).toEqual(['back', loss.why].sort());
    await there.approves('ben', 4);
    await bot.settle();
    expect(bot.exchange.may('dan', 'Search-Mailbox')).toBe(true);
  });
});

describe('somebody who has blocked Elevate on Teams', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot();
    await giveRoles(bot.db, bot.made, [
      ['ana', 'owner'],
      ['cara', 'admin'],
    ]);
  });
  afterAll(() => bot.stop());

  it('hears what comes of their request on Slack, while status tells of it and nobody else is told', async () => {
    const [onSlack, onTeams] = [slackChat(bot), teamsChat(bot)];
    await onTeams.asks('ana', 'Search-Mailbox 2h');
    await bot.settle();
    bot.teams.changeUser(teamsId('ana'), { blocked: true });
    await onSlack.approves('ben', 1);
    await bot.settle();
    expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(true);
    expect(onSlack.direct('ana').at(-1)).toMatch(/Search-Mailbox/u);
    expect(await trail(bot)).toEqual(['blocked-by-person']);
    expect(onSlack.direct('cara').join()).not.toContain('blocked');
    const status = await onSlack.asks('cara', 'status');
    expect(status.words).toContain('messages from Elevate are blocked');
  });

  it('is told on Teams again once they have unblocked it and something reaches them', async () => {
    bot.teams.changeUser(teamsId('ana'), { blocked: false });
    const onTeams = teamsChat(bot);
    const before = onTeams.direct('ana').length;
    await onTeams.asks('ana', 'Search-Mailbox 1h');
    await bot.settle();
    await slackChat(bot).denies('ben', 2, 'Not now.');
    await bot.settle();
    expect(onTeams.direct('ana').slice(before).join()).toContain('denied');
    expect(await trail(bot)).toEqual(['back', 'blocked-by-person']);
  });
});
