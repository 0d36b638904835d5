/** Changing the configuration with a form, through both simulated platforms: opened, refused at its field, sent in, and done. */
import { slackGeneral, slackId, startBot, teamsGeneral, teamsId, type Bot } from '../support/bot';
import { wordsOf } from '../support/chats';
import { giveRoles } from '../support/runs-elevate';
import { until } from '../support/until';

let bot: Bot;

beforeAll(async () => {
  bot = await startBot();
  await giveRoles(bot.db, bot.made);
});
afterEach(async () => {
  await bot.settle();
  await bot.check();
});
afterAll(() => bot.stop());

const pattern = 'Exchange\\Search-*';
const said = (view: unknown) => wordsOf(view, ['text']).replaceAll('\u00A0', ' ');

async function rules(): Promise<unknown> {
  const [found] = await bot.db.query(
    `select v.approvals_needed as needed, v.decide_within_s as decide
     from elevate.approval_policies p
     join elevate.approval_policy_versions v on v.organisation_id = p.organisation_id
       and v.policy_id = p.id and v.version = p.current_version
     where p.pattern = $1`,
    [pattern],
  );
  return found;
}

test('on Slack a policy is changed in a form that a command opens, and by nobody without the role', async () => {
  const ben = bot.slack.as(slackId('ben'));
  const opened = await ben.command(slackGeneral, `/elevate policy set ${pattern}`);
  expect(opened.messages).toEqual([]);
  const { id, view } = opened.modal!;
  expect(JSON.stringify(view)).toContain('"initial_value":"8h"');
  expect(said(view)).toContain('Only what you change here is changed');
  const { fieldErrors } = await ben.submit(id, { durationMax: '4x' });
  expect(Object.keys(fieldErrors)).toEqual(['durationMax']);
  const sent = await ben.submit(id, { durationMax: '8h', approvalsNeeded: '2' });
  expect(sent).toMatchObject({ error: null, fieldErrors: {}, modal: null });
  const draft = await until('the difference', () => bot.slack.direct(slackId('ben')).at(-1));
  expect(said(draft.blocks)).toMatch(/approvalsNeeded: 1 → .?2/u);
  expect(said(draft.blocks)).not.toContain('durationMax');
  expect(await rules()).toMatchObject({ needed: 1 });
  await ben.press(draft.ts, 'request.change-send', { confirmed: true });
  expect(await rules()).toMatchObject({ needed: 2 });
  await until('what was done in its place', () =>
    bot.slack
      .direct(slackId('ben'))
      .some(({ ts, text }) => ts === draft.ts && text === 'ELV-1: changed'),
  );
  const auditor = await bot.slack
    .as(slackId('cara'))
    .command(slackGeneral, `/elevate policy set ${pattern}`);
  expect(auditor.modal).toBeNull();
  expect(auditor.text).toContain('is for owners and admins only');
});

test('on Slack “Change…” opens it, and a mention has a button for it', async () => {
  const ben = bot.slack.as(slackId('ben'));
  await ben.command(slackGeneral, '/elevate settings show');
  const sheet = bot.slack.ephemerals(slackId('ben')).at(-1)!;
  const opened = await ben.press(sheet.ts, 'request.form-open');
  expect(JSON.stringify(opened.modal!.view)).toContain('"initial_value":"Example"');
  await ben.close(opened.modal!.id);
  await ben.mention(slackGeneral, 'settings set');
  const told = await until('an answer', () =>
    bot.slack.ephemerals(slackId('ben')).find(({ text }) => text.includes('Nothing to change')),
  );
  const again = await ben.press(told.ts, 'request.form-again');
  expect(again.modal!.view).toEqual(expect.objectContaining({ callback_id: 'request.form-send' }));
  await ben.close(again.modal!.id);
});

test('on Teams the form becomes the difference, and that what was done', async () => {
  const ben = bot.teams.as(teamsId('ben'));
  await ben.say(teamsGeneral, `policy set ${pattern}`, { mention: true });
  const form = bot.teams.direct(teamsId('ben')).at(-1)!;
  expect(form.summary).toBe('Change a policy');
  expect(JSON.stringify(bot.teams.messages(teamsGeneral))).not.toContain('Change a policy');
  const wrong = await ben.execute(form.id, 'request.form-send', { decideWithin: 'soon' });
  expect(said(wrong.card)).toContain('"soon" is not a length of time');
  const sent = await ben.execute(form.id, 'request.form-send', { decideWithin: '2h' });
  expect(said(sent.card)).toMatch(/decideWithin: 1d →\s+·?\s*2h/u);
  expect(await rules()).toMatchObject({ decide: 86_400 });
  await ben.execute(form.id, 'request.change-send');
  expect(await rules()).toMatchObject({ decide: 7_200 });
});

test('on Slack a group gets another member, and on Teams a target is made', async () => {
  const ben = bot.slack.as(slackId('ben'));
  const opened = await ben.command(slackGeneral, '/elevate group set "Exchange approvers"');
  const answered = await ben.submit(opened.modal!.id, { members: 'ben\ncara\ndan' });
  expect(answered).toMatchObject({ fieldErrors: {}, modal: null });
  const draft = await until('the difference', () =>
    bot.slack.direct(slackId('ben')).find(({ blocks }) => /members: .*dan/u.test(said(blocks))),
  );
  expect(said(draft.blocks)).toContain('It weakens control');
  const onTeams = bot.teams.as(teamsId('ben'));
  await onTeams.say('personal', 'target add Exchange\\New-TransportRule');
  const form = bot.teams.direct(teamsId('ben')).at(-1)!;
  expect(form.summary).toBe('New target');
  const filled = { item: 'Exchange\\New-TransportRule', targetType: 'task' };
  const lacking = await onTeams.execute(form.id, 'request.form-send', filled);
  expect(said(lacking.card)).toContain(
    'That cannot be: targets: Exchange\\New-TransportRule: role',
  );
  const whole = { ...filled, targetSettings: 'role Transport Rules' };
  const sent = await onTeams.execute(form.id, 'request.form-send', whole);
  expect(said(sent.card)).toContain('type: task');
});
