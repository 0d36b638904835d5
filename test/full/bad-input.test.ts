/** What people type and press that cannot count: nothing changes, and they are told what to do instead. */
import { type PlatformName } from '../../src/elevation/model';
import { type ConfigurationRows } from '../../src/administration/rows';
import { exchangeRole, startBot, type Bot } from '../support/bot';
import { type Chat, type Screen } from '../support/chats';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const hour = 3_600_000;

/** More names to mistype, and a target that wants a reason. */
function moreTargets(rows: ConfigurationRows): ConfigurationRows {
  const [pattern] = rows.targets;
  const names = ['Search-Admin', 'New-Mailbox', 'Remove-Journal'];
  return {
    ...rows,
    targets: [
      ...rows.targets,
      ...names.map((name, index) => ({
        ...pattern!,
        id: `01900000-0000-7000-8000-00000000000${index}`,
        name: `Exchange\\${name}`,
        settings: { role: exchangeRole },
      })),
    ],
    policies: rows.policies.map((policy) =>
      policy.pattern.startsWith('Warehouse')
        ? { ...policy, rules: { ...policy.rules, reasonRequired: true, reasonMinLength: 10 } }
        : policy,
    ),
  };
}

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;

  beforeAll(async () => {
    bot = await startBot({ prompts: [platform], change: moreTargets });
    chat = chatOf(bot);
  });
  afterEach(() => bot.check());
  afterAll(() => bot.stop());

  /** Runs it, and says what the person was told; no request, decision or grant may come of it. */
  async function unchanged(act: () => Promise<string>): Promise<string> {
    const { requests, decisions, grants } = await bot.counts();
    const words = await act();
    expect(await bot.counts()).toMatchObject({ requests, decisions, grants });
    return words;
  }

  const asksInVain = (words: string) =>
    unchanged(async () => (await chat.asks('ana', words)).words);

  async function asked(words = 'Search-Mailbox 4h'): Promise<[number, Screen]> {
    expect((await chat.asks('ana', words)).error).toBeNull();
    const request = await bot.lastRequest();
    await bot.settle();
    return [request, await chat.promptFor('ben', request)];
  }

  const closed = (request: number) =>
    chat.denies('cara', request, 'Only a test.').then(() => bot.settle());

  it('names the nearest targets when one is mistyped', async () => {
    const words = await asksInVain('Serch-Mailbox 4h');
    expect(words).toContain('Serch-Mailbox');
    for (const name of ['Search-Mailbox', 'Search-Admin']) expect(words).toContain(name);
    expect(words).not.toContain('New-Mailbox');
  });

  it('asks for one of them with a press, with everything else as it was typed', async () => {
    const { requests } = await bot.counts();
    await chat.asks('ana', 'Serch-Mailbox 30m because of phishing');
    const told = await chat.pressesOffered('ana', 'Search-Mailbox');
    expect(told.error).toBeNull();
    expect(told.words).toContain('30\u00A0minutes');
    expect((await bot.counts()).requests).toBe(requests + 1);
    const request = await bot.lastRequest();
    await bot.settle();
    expect(chat.prompt(request).words).toContain('phishing');
    await closed(request);
  });

  it.each(['4', '-2h', '0h', '1e9h', '9h'])(
    'shows a right example when the duration is %s',
    async (typed) => {
      const words = await asksInVain(`Search-Mailbox ${typed}`);
      expect(words).toMatch(/\b\d+h\b/u);
      expect(words).not.toContain('(ELV-');
    },
  );

  it('takes nothing behind a semicolon for a command', async () => {
    const before = await bot.counts();
    const { words } = await chat.asks('ana', 'Search-Mailbox 2h; drop');
    expect(words).toMatch(/\b\d+h\b/u);
    expect(await bot.counts()).toMatchObject({ requests: before.requests });
  });

  it('fills in the duration of the policy when none is given, and says so', async () => {
    const { words } = await chat.asks('ana', 'Search-Mailbox');
    expect(words).toContain('No duration was given, so the policy’s 4\u00A0hours apply.');
    await bot.settle();
    await closed(await bot.lastRequest());
  });

  it('tells how to give a reason where one is required', async () => {
    expect(await asksInVain('prod_rw 1h')).toContain('needs a reason');
    expect(await asksInVain('prod_rw 1h short')).toContain('at least 10');
  });

  it('refuses the requester’s own approval', async () => {
    const [request, screen] = await asked();
    const words = await unchanged(() =>
      chat.answerTo('ana', () => chat.pressesOld('ana', screen, 'approve')),
    );
    expect(words).toContain('You cannot decide on your own request.');
    expect(await bot.stateOf(request)).toMatchObject({ request: 'pending', grant: null });
    expect(await bot.audited(request)).toEqual(['request.opened', 'request.refused']);
    await closed(request);
  });

  it('refuses who is not in the approver group, and says who can decide', async () => {
    const [request, screen] = await asked();
    const words = await unchanged(() =>
      chat.answerTo('dan', () => chat.pressesOld('dan', screen, 'approve')),
    );
    expect(words).toContain('You are not in Exchange approvers');
    expect(await bot.stateOf(request)).toMatchObject({ request: 'pending' });
    await closed(request);
  });

  it('tells the second to press what was decided, and by whom', async () => {
    const [request, screen] = await asked();
    await chat.denies('ben', request, 'Ask the owner first.');
    const words = await unchanged(() =>
      chat.answerTo('cara', () => chat.pressesOld('cara', screen, 'approve')),
    );
    expect(words).toContain(`ELV-${request} was already denied by Ben`);
    await bot.settle();
    expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(false);
  });

  it('counts one decision when somebody presses twice', async () => {
    const [request, screen] = await asked();
    await Promise.all([
      chat.pressesOld('ben', screen, 'approve'),
      chat.pressesOld('ben', screen, 'approve'),
    ]);
    const kinds = (await bot.audited(request)).filter((kind) => kind === 'request.decided');
    expect(kinds).toHaveLength(1);
    await bot.settle();
    await bot.pass(4 * hour);
    expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(false);
  });

  it('has one outcome when two people decide differently at the same time', async () => {
    const [request, screen] = await asked();
    const before = await bot.counts();
    await Promise.all([
      chat.pressesOld('ben', screen, 'approve'),
      chat.pressesOld('cara', screen, 'deny'),
    ]);
    expect((await bot.counts()).decisions).toBe(before.decisions + 1);
    await bot.settle();
    const { request: state } = await bot.stateOf(request);
    expect(bot.exchange.may('ana', 'Search-Mailbox')).toBe(state === 'approved');
    expect(await bot.audited(request)).toContain('request.refused');
    await bot.pass(4 * hour);
  });

  it('refuses an approval of what expired or was withdrawn', async () => {
    const [expired, screen] = await asked();
    await bot.pass(24 * hour);
    const words = await unchanged(() =>
      chat.answerTo('ben', () => chat.pressesOld('ben', screen, 'approve')),
    );
    expect(words).toContain(`Nobody decided on ELV-${expired} in time`);

    const [withdrawn, old] = await asked();
    await chat.withdraws('ana', withdrawn);
    const told = await unchanged(() =>
      chat.answerTo('ben', () => chat.pressesOld('ben', old, 'approve')),
    );
    expect(told).toContain(`ELV-${withdrawn} was withdrawn`);
    await bot.settle();
  });

  it('has no second effect when a payload comes again', async () => {
    const words = await unchangedBy(() => chat.asks('ana', 'Search-Mailbox 1h once'), 1);
    expect(words).toContain('(ELV-');
    await bot.settle();
    const request = await bot.lastRequest();
    await chat.approves('ben', request);
    const after = await bot.counts();
    expect(await chat.replayLast()).toBe(200);
    await bot.settle();
    expect(await bot.counts()).toMatchObject({ decisions: after.decisions, grants: after.grants });
    await bot.pass(hour);
  });

  /** Runs it, sends its payload again, and expects so many new requests in all. */
  async function unchangedBy(act: () => Promise<{ words: string }>, requests: number) {
    const before = await bot.counts();
    const { words } = await act();
    expect(await chat.replayLast()).toBe(200);
    expect((await bot.counts()).requests).toBe(before.requests + requests);
    return words;
  }

  it('shows that a target does not answer, and grants as soon as it does', async () => {
    const [request] = await asked();
    bot.exchange.knobs.outage = true;
    await chat.approves('ben', request);
    await bot.settle();
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'activating' });
    expect(chat.prompt(request).notification).toContain('being granted');
    bot.exchange.knobs.outage = false;
    await bot.pass(60_000);
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'active' });
    expect(chat.prompt(request).notification).toContain('Active: Ana holds');
    await bot.pass(4 * hour);
  });

  it('tells the requester and the channel when a target refuses to grant', async () => {
    const [request] = await asked();
    bot.exchange.knobs.readOnly = true;
    await chat.approves('ben', request);
    await bot.settle();
    bot.exchange.knobs.readOnly = false;
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'failed' });
    expect(chat.prompt(request).notification).toContain('Not granted: Search-Mailbox for Ana');
    expect(chat.prompt(request).words).toContain('Nothing was granted.');
    expect(chat.direct('ana').at(-1)).toContain('You hold nothing.');
  });

  it('says STILL ACTIVE while a target does not take a right away, and ends it when it does', async () => {
    const [request] = await asked('Search-Mailbox 1h');
    await chat.approves('ben', request);
    await bot.settle();
    bot.exchange.knobs.outage = true;
    await bot.pass(hour);
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'ending' });
    await bot.pass(12 * 60_000);
    expect(chat.prompts(request).map((screen) => screen.notification)).toEqual([
      expect.stringContaining('STILL ACTIVE'),
      expect.stringContaining('STILL ACTIVE'),
    ]);
    bot.exchange.knobs.outage = false;
    await bot.pass(60_000);
    expect(await bot.stateOf(request)).toMatchObject({ grant: 'ended' });
    for (const screen of chat.prompts(request)) expect(screen.notification).toContain('Ended');
  });

  it.each([
    ['mentions', '<!channel> <!here> <@U0BEN> <#C0GENERAL>', 'C0GENERAL'],
    ['links', '<https://evil.example|press me> [press](https://evil.example)', 'press me'],
    ['Markdown', '*bold* _it_ ~no~ `code` # head > quote - list', '*bold* _it_ ~no~ `code` # head'],
    ['date functions', '{{DATE(2026-01-01T00:00:00Z,SHORT)}} ${x}', '{{DATE(2026-01-01T00:00:00Z'],
    ['markup', '<at>Ben</at> &lt;b&gt; & < >', '<b> &'],
    ['right-to-left overrides', 'right\u202Eto left\u2066 and back\u202C', 'to left'],
    ['emoji and other scripts', '🎉👩‍👩‍👧‍👦 שלום 你好', '🎉👩‍👩‍👧‍👦 שלום 你好'],
    ['3,000 characters', 'long '.repeat(600), 'long long long'],
  ])('shows %s in a reason as plain text', async (_name, reason, shown) => {
    const [request] = await asked(`Search-Mailbox 1h ${reason}`);
    // Word joiners are what takes the meaning from {{ and the like.
    const words = chat.prompt(request).words.replaceAll('\u2060', '');
    expect(words).toContain(shown);
    expect(words).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/u);
    expect(chat.alive(request)).toEqual([]);
    await closed(request);
  });
});
