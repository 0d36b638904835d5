/** A right that is taken in an emergency: what people type, press and see, and what the target really holds. */
import { noTerms, type PlatformName } from '../../src/elevation/model';
import { startBot, type Bot } from '../support/bot';
import { type Chat } from '../support/chats';
import { slackChat } from '../support/slack-chat';
import { teamsChat } from '../support/teams-chat';

const hour = 3_600_000;
const onCallId = '0193a000-0000-7000-8000-0000000000c1';
const breakGlass = { groupIds: [onCallId], maxS: 3_600 };

describe.each<[PlatformName, (bot: Bot) => Chat]>([
  ['slack', slackChat],
  ['teams', teamsChat],
])('on %s', (platform, chatOf) => {
  let bot: Bot;
  let chat: Chat;

  beforeAll(async () => {
    bot = await startBot({
      prompts: [platform],
      rules: { terms: { ...noTerms, breakGlass } },
      change: (rows) => {
        const members = rows.persons.filter(({ name }) => name === 'Ana' || name === 'Dan');
        const memberIds = members.map(({ id }) => id);
        const onCall = { id: onCallId, name: 'On call', memberIds, channels: [] };
        return { ...rows, groups: [...rows.groups, onCall] };
      },
    });
    chat = chatOf(bot);
  });
  afterEach(() => bot.check());
  afterAll(() => bot.stop());

  const held = () => bot.exchange.may('ana', 'Search-Mailbox');

  it('takes a right at once, tells everybody who was passed over, and lets one of them close the review', async () => {
    const typed = await chat.asks('ana', 'Search-Mailbox 1h —break-glass because mail is down');
    expect(typed.error).toBeNull();
    expect(typed.words).toContain('not taken yet (ELV-1)');
    expect(typed.words).toContain('2\u00A0approvers are told now.');
    await bot.settle();
    expect(held()).toBe(false);
    expect(chat.prompts(1)).toEqual([]);

    expect((await chat.breaksGlass('ana', 1)).error).toBeNull();
    await bot.settle();
    expect(held()).toBe(true);
    expect(chat.prompt(1).notification).toContain(
      'BREAK-GLASS: Ana took Search-Mailbox for 1\u00A0hour without approval (ELV-1)',
    );
    expect(chat.prompt(1).words).toContain('Skipped: Exchange approvers (2\u00A0people).');
    expect(chat.prompt(1).words).toContain('mail is down');
    for (const approver of ['ben', 'cara'] as const) {
      expect(chat.direct(approver).at(-1)).toContain('You would have decided on it');
    }
    const seen = await chat.promptFor('ben', 1);
    expect(seen.buttons.join()).toMatch(/Revoke.*Close review/u);

    await bot.pass(hour);
    expect(held()).toBe(false);
    expect(chat.prompt(1).notification).toContain('BREAK-GLASS, ended');
    expect(chat.prompt(1).words).toContain('🚨 BREAK');
    const again = await chat.asks('ana', 'break-glass Search-Mailbox 1h mail is down again');
    expect(again.words).toContain('The review of ELV-1 is still open');

    const comment = 'The mail team could have been asked.';
    const closed = await chat.closesReview('ben', 1, { right: 'no', comment });
    expect(closed.error).toBeNull();
    await bot.settle();
    expect(chat.prompt(1).words).toContain('Reviewed by Ben: it was not right.');
    expect(chat.prompt(1).words).toContain(comment);
    const news = chat.direct('ana').at(-1);
    expect(news).toContain('Reviewed by Ben: it was not right.');
    expect(news).toContain(comment);
    expect(await bot.audited(1)).toEqual([
      'request.broken-glass',
      'grant.held-before',
      'grant.active',
      'grant.ending',
      'grant.ended',
      'review.closed',
    ]);
  });

  it('takes nothing for somebody who is not on call', async () => {
    const typed = await chat.asks('ben', 'Search-Mailbox 1h --break-glass mail is down');
    expect(typed.words).toContain('You are not among those who can break glass');
    expect(bot.exchange.may('ben', 'Search-Mailbox')).toBe(false);
  });

  it('wants a comment where a review found that it was not right, and none where it was', async () => {
    const typed = await chat.asks('dan', 'Search-Mailbox 30m --break-glass mail is down');
    const request = Number(/ELV-(\d+)/u.exec(typed.words)![1]);
    expect((await chat.breaksGlass('dan', request)).error).toBeNull();
    await bot.settle();
    const kept = await chat.closesReview('cara', request, { right: 'no', comment: '' });
    expect(kept.words).toContain('a comment is missing');
    await chat.closesReview('cara', request, { right: 'yes', comment: '' });
    await bot.settle();
    expect(chat.prompt(request).words).toContain('Reviewed by Cara: it was right.');
  });
});
