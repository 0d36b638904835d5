/** The whole story: what people type and press, what others see, and what the target really holds. */
import { type PlatformName } from '../../src/elevation/model';
import { startBot, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const hour = 3_600_000;

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;

  beforeAll(async () => {
    bot = await startBot({ prompts: [platform] });
    chat = chatOf(bot);
  });
  afterEach(() => bot.check());
  afterAll(() => bot.stop());

  const held = () => bot.exchange.may('ana', 'Search-Mailbox');

  async function asked(words = 'Search-Mailbox 4h'): Promise<number> {
    const { error, words: receipt } = await chat.asks('ana', words);
    expect(error).toBeNull();
    const request = await bot.lastRequest();
    expect(receipt).toContain(`(ELV-${request})`);
    await bot.settle();
    return request;
  }

  async function granted(words?: string): Promise<number> {
    const request = await asked(words);
    expect((await chat.approves('ben', request)).error).toBeNull();
    await bot.settle();
    return request;
  }

  it('grants what another person approved, tells everybody, and takes it away when the time is up', async () => {
    const { error, words } = await chat.asks('ana', 'Search-Mailbox 4h phishing case 4711');
    expect(error).toBeNull();
    expect(words).toContain('Asked: Search-Mailbox for 4\u00A0hours (ELV-1)');
    await bot.settle();
    const before = await chat.promptFor('ben', 1);
    expect(before.notification).toContain('Approval needed: Ana asks for Search-Mailbox');
    expect(before.words).toContain('phishing case 4711');
    expect(held()).toBe(false);

    expect((await chat.approves('ben', 1)).error).toBeNull();
    await bot.settle();
    expect(held()).toBe(true);
    const active = chat.prompt(1);
    expect(active.id).toBe(before.id);
    expect(active.notification).toContain('Active: Ana holds Search-Mailbox');
    expect(active.notification).toContain('approved by Ben');
    expect(chat.direct('ana').at(-1)).toContain('You hold Search-Mailbox for 4\u00A0hours');

    await bot.pass(4 * hour - 1_000);
    expect(held()).toBe(true);
    await bot.pass(1_000);
    expect(held()).toBe(false);
    expect(chat.prompt(1).notification).toContain('Ended: Search-Mailbox for Ana');
    expect(chat.prompt(1).buttons.filter((one) => one !== 'Show timeline')).toEqual([]);
    expect(chat.direct('ana').at(-1)).toContain('Ended: Search-Mailbox');
    expect(await bot.stateOf(1)).toEqual({ request: 'approved', grant: 'ended', cause: 'expired' });
    expect(await bot.audited(1)).toEqual([
      'request.opened',
      'request.decided',
      'request.approved',
      'grant.held-before',
      'grant.active',
      'grant.ending',
      'grant.ended',
    ]);
  });

  it('makes the person a member of the role in a real PostgreSQL, and ends their sessions with it', async () => {
    const account = bot.warehouseAccount('ana');
    const request = await granted('Warehouse\\prod_rw 1h repair a table');
    expect(await bot.warehouse.members()).toContain(account);
    const session = await bot.warehouse.login(account);
    await session.query(`set role ${bot.warehouse.role}`);
    expect((await session.query('select x from secret')).rows).toEqual([{ x: 42 }]);

    await bot.pass(hour);
    expect(await bot.warehouse.members()).not.toContain(account);
    await expect(session.query('select x from secret')).rejects.toThrow();
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'ended', cause: 'expired' });
  });

  it('gives back at once what its holder ends', async () => {
    const request = await granted();
    expect((await chat.ends('ana', request)).error).toBeNull();
    await bot.settle();
    expect(held()).toBe(false);
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'ended', cause: 'relinquished' });
    expect(chat.prompt(request).words).toContain('Ana gave it back.');
    expect(await bot.audited(request)).toContain('grant.end-asked');
  });

  it('takes away what an approver revokes, and shows the reason to its holder', async () => {
    const request = await granted();
    expect((await chat.revokes('cara', request, 'The case is closed.')).error).toBeNull();
    await bot.settle();
    expect(held()).toBe(false);
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'ended', cause: 'revoked' });
    expect(chat.prompt(request).words).toContain('Cara revoked it.');
    const told = chat.direct('ana').at(-1);
    expect(told).toContain('Cara revoked it.');
    expect(told).toContain('The case is closed.');
  });

  it('grants nothing that was denied, and shows the reason to the requester', async () => {
    const request = await asked();
    expect((await chat.denies('ben', request, 'Ask the owner first.')).error).toBeNull();
    await bot.settle();
    expect(held()).toBe(false);
    expect(await bot.stateOf(request)).toEqual({ request: 'denied', grant: null, cause: null });
    expect(chat.prompt(request).notification).toContain('Denied by Ben');
    expect(chat.prompt(request).buttons).toEqual([]);
    const told = chat.direct('ana').at(-1);
    expect(told).toContain('Ben denied');
    expect(told).toContain('Ask the owner first.');
  });

  it('closes what its requester withdraws', async () => {
    const request = await asked();
    expect((await chat.withdraws('ana', request)).error).toBeNull();
    await bot.settle();
    expect(await bot.stateOf(request)).toMatchObject({ request: 'withdrawn', grant: null });
    expect(chat.prompt(request).notification).toContain('Withdrawn: Ana');
    expect(chat.prompt(request).buttons).toEqual([]);
  });

  it('closes what nobody decided in time, and tells the requester', async () => {
    const request = await asked();
    await bot.pass(24 * hour - 1_000);
    expect(await bot.stateOf(request)).toMatchObject({ request: 'pending' });
    await bot.pass(1_000);
    expect(await bot.stateOf(request)).toMatchObject({ request: 'expired', grant: null });
    expect(chat.prompt(request).notification).toContain('Nobody decided in time');
    expect(chat.prompt(request).buttons).toEqual([]);
    expect(chat.direct('ana').at(-1)).toContain('You were not given access.');
  });

  it('answers a mention in a thread to the person alone', async () => {
    const { error } = await chat.mentionsInThread('ana', 'Search-Mailbox 2h from a thread');
    expect(error).toBeNull();
    const request = await bot.lastRequest();
    await bot.settle();
    expect(chat.prompt(request).words).toContain('from a thread');
    expect(await bot.stateOf(request)).toMatchObject({ request: 'pending' });
    await chat.denies('ben', request, 'Not from a thread.');
    await bot.settle();
  });

  it('shows a person what they hold', async () => {
    expect(await chat.home('ana')).toContain('You hold nothing right now');
    const request = await granted();
    const home = await chat.home('ana');
    expect(home).toContain(`ELV-${request}`);
    expect(home).toContain('Search-Mailbox');
    await chat.ends('ana', request);
    await bot.settle();
  });
});
