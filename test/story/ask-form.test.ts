/** Asking with the form, through both simulated platforms: opened, searched in, refused at its fields, and sent in. */
import {
  startBot,
  slackApprovers,
  slackGeneral,
  slackId,
  teamsGeneral,
  teamsId,
  type Bot,
} from '../support/bot';
import { type Json } from '../../playground/shared/json';
import { wordsOf } from '../support/chats';
import { until } from '../support/until';

let bot: Bot;

beforeAll(async () => {
  bot = await startBot({ rules: { reasonRequired: true, reasonMinLength: 10 } });
});
afterEach(async () => {
  await bot.settle();
  await bot.check();
});
afterAll(() => bot.stop());

const said = (view: unknown) => wordsOf(view, ['text']).replaceAll('\u00A0', ' ');

describe('on Slack', () => {
  const ana = () => bot.slack.as(slackId('ana'));

  test('/elevate alone opens it; the target is found by typing and brings its rules; a request comes of it', async () => {
    const opened = await ana().command(slackGeneral, '/elevate');
    expect(opened.messages).toEqual([]);
    const { id } = opened.modal!;
    expect(said(opened.modal!.view)).toContain('Who is asked depends on the target.');
    const found = await ana().search(id, 'target', 'search');
    expect(found.options).toHaveLength(1);
    const [option] = found.options as readonly (Json & { value: string })[];
    await ana().choose(id, 'target', option!.value, { reason: 'phishing clean-up' });
    const redrawn = await until('the form for this target', () => {
      const modal = bot.slack.modal(slackId('ana'));
      return said(modal?.view).includes('At most 8 hours.') && modal;
    });
    expect(JSON.stringify(redrawn.view)).toContain('"initial_value":"phishing clean-up"');
    expect(said(redrawn.view)).toContain('Exchange approvers (2 people) will be asked.');
    const sent = await ana().submit(id, {});
    expect(sent).toMatchObject({ error: null, fieldErrors: {}, modal: null });
    await bot.settle();
    const request = await bot.lastRequest();
    expect(bot.slackPrompt(request).channel).toBe(slackApprovers);
    expect(bot.slack.direct(slackId('ana')).at(-1)?.text).toContain(`(ELV-${request})`);
    const receipts = bot.slack
      .direct(slackId('ana'))
      .filter(({ text }) => text.startsWith('Asked'));
    expect(receipts).toHaveLength(1);
  });

  test('a missing reason opens it filled in, and what is wrong is said at its field', async () => {
    const before = await bot.counts();
    const opened = await ana().command(slackGeneral, '/elevate Search-Mailbox 9h');
    expect(opened.modal).toBeNull();
    const asked = await ana().command(slackGeneral, '/elevate Search-Mailbox 2h');
    const { id, view } = asked.modal!;
    expect(JSON.stringify(view)).toContain('"initial_value":"2h"');
    const { fieldErrors } = await ana().submit(id, { duration: '8h 30m', reason: 'a good reason' });
    expect(Object.keys(fieldErrors)[0]).toMatch(/^duration/u);
    expect(Object.values(fieldErrors).map((words) => words.replaceAll('\u00A0', ' '))).toEqual([
      '8 hours 30 minutes is more than the 8 hours this policy allows. Try 8h.',
    ]);
    expect((await bot.counts()).requests).toBe(before.requests);
    const sent = await ana().submit(id, { duration: '8h', reason: 'a good reason' });
    expect(sent.modal).toBeNull();
    expect((await bot.counts()).requests).toBe(before.requests + 1);
  });

  test('a mention is answered with a button that opens it filled in, for whoever typed it only', async () => {
    await ana().mention(slackGeneral, 'Search-Mailbox 3h');
    const told = await until('an answer', () =>
      bot.slack.ephemerals(slackId('ana')).find(({ text }) => text.includes('needs a reason')),
    );
    const opened = await ana().press(told.ts, 'request.ask');
    expect(JSON.stringify(opened.modal!.view)).toContain('"initial_value":"3h"');
    await ana().close(opened.modal!.id);
  });

  test('the button of the home tab opens it empty', async () => {
    await ana().openHome();
    await until('home', () => bot.slack.home(slackId('ana')));
    const opened = await ana().press('home', 'request.ask');
    expect(said(opened.modal!.view)).toContain('Who is asked depends on the target.');
    await ana().close(opened.modal!.id);
  });

  test('a guest is told so in the place of the form', async () => {
    bot.slack.changeUser(slackId('dan'), { kind: 'guest' });
    const seen = await bot.slack.as(slackId('dan')).command(slackGeneral, '/elevate');
    expect(seen.modal).toBeNull();
    expect(seen.text).toContain('Only members of this organisation can use Elevate.');
    bot.slack.changeUser(slackId('dan'), { kind: 'member' });
  });
});

describe('on Teams', () => {
  const ana = () => bot.teams.as(teamsId('ana'));

  test('ask brings it; the target is found by typing; it becomes the receipt', async () => {
    const seen = await ana().say('personal', 'ask');
    const form = seen.messages.at(-1)!;
    expect(form.summary).toBe('Ask for access');
    const { choices } = await ana().search(form.id, 'target', 'SEARCH');
    expect(choices).toMatchObject([{ title: 'Exchange\\Search-Mailbox' }]);
    const filled = { target: choices[0]!.value, duration: '2h', reason: 'phishing clean-up' };
    const short = await ana().execute(form.id, 'request.ask-form', { ...filled, reason: 'x' });
    expect(wordsOf(short.card, ['text'])).toContain('at least 10\u00A0characters, and yours has 1');
    expect(JSON.stringify(short.card)).toContain('"value":"2h"');
    const sent = await ana().execute(form.id, 'request.ask-form', filled);
    const request = await bot.lastRequest();
    expect(JSON.stringify(sent.card)).toContain('request.withdraw');
    const kept = bot.teams.direct(teamsId('ana')).find(({ id }) => id === form.id)!;
    expect(kept.summary).toContain(`(ELV-${request})`);
    await bot.settle();
    await ana().execute(form.id, 'request.withdraw');
    await bot.settle();
    expect(JSON.stringify(bot.teams.direct(teamsId('ana')))).toContain('You withdrew this.');
  });

  test('a missing reason in a channel brings it by direct message, filled in', async () => {
    const seen = await ana().say(teamsGeneral, 'Search-Mailbox 2h', { mention: true });
    const form = seen.messages.find(({ summary }) => summary === 'Ask for access')!;
    expect(JSON.stringify(form.card)).toContain('"value":"2h"');
    expect(wordsOf(form.card, ['text'])).toContain('needs a reason');
    expect(JSON.stringify(bot.teams.messages(teamsGeneral))).not.toContain('needs a reason');
  });

  test('a target that was never offered is judged like one that was typed', async () => {
    const seen = await ana().say('personal', 'ask');
    const { id } = seen.messages.at(-1)!;
    const never = await ana().execute(id, 'request.ask-form', {
      target: 'made up',
      duration: '2h',
    });
    expect(never.fieldErrors).toHaveProperty('target');
    const before = await bot.counts();
    const forged = { target: bot.made.organisationId, reason: 'a good reason' };
    const last = bot.teams.deliveries.at(-1)!.activity;
    const data = { v: 'ask-form', ...forged };
    const value = { action: { type: 'Action.Execute', verb: 'request.ask-form', data } };
    const invoke = { ...last, id: 'forged', type: 'invoke', name: 'adaptiveCard/action', value };
    const { answer } = await bot.teams.sendRaw({ activity: { ...invoke, replyToId: id } });
    expect(answer).toContain('No target was named');
    expect((await bot.counts()).requests).toBe(before.requests);
  });
});
