/** Fields that find what they offer by typing, on both simulated platforms: what is asked of the bot, and which answers pass. */
import { type SimulatedSlack } from '../../playground/slack';
import { type SimulatedTeams } from '../../playground/teams';
import * as slackRig from './slack-rig';
import * as teamsRig from './teams-rig';

type Body = Record<string, unknown>;

describe('in a modal of the simulated Slack', () => {
  let slack: SimulatedSlack;
  let bot: slackRig.Bot;

  beforeAll(async () => {
    bot = await slackRig.startBot();
    slack = await slackRig.startWorkspace({ eventsUrl: bot.url, rateLimits: false });
  });
  afterAll(async () => {
    await slack.stop();
    await bot.close();
  });

  const ben = () => slack.as('U0BEN');
  const answer = (body: unknown) => {
    bot.answer = () => Promise.resolve({ body: JSON.stringify(body) });
  };
  const option = (value: string, text = value) => ({ text: { type: 'plain_text', text }, value });
  const latest = () => bot.heard.at(-1)!.fields;

  /** A form with one field of options, as the bot would open it. */
  async function open(element: Body = {}, block: Body = {}): Promise<string> {
    answer({});
    const label = { type: 'plain_text', text: 'Target' };
    const select = { type: 'external_select', action_id: 'target', ...element };
    const input = { type: 'input', block_id: 'what', label, element: select, ...block };
    const posted = { channel: 'C0OPS', text: 'x', blocks: [slackRig.actions(slackRig.button())] };
    const { ts } = await slackRig.call(slack, 'chat.postMessage', posted);
    await ben().press(String(ts), 'Approve', { confirmed: true });
    const view = slackRig.modal({ blocks: [input] });
    await slackRig.call(slack, 'views.open', { trigger_id: latest().trigger_id, view });
    return slack.modal('U0BEN')!.id;
  }

  test('the bot is asked with what was typed, once enough is', async () => {
    const id = await open();
    answer({ options: [option('one', 'Search-Mailbox')] });
    expect((await ben().search(id, 'target', 'se')).delivery).toBeNull();
    const { options } = await ben().search(id, 'target', 'sea');
    expect(options).toHaveLength(1);
    expect(latest()).toMatchObject({
      ...{ type: 'block_suggestion', action_id: 'target', block_id: 'what', value: 'sea' },
      view: { id },
    });
    const atOnce = await open({ min_query_length: 0 });
    expect((await ben().search(atOnce, 'target', '')).options).toHaveLength(0);
    expect(latest()).toMatchObject({ type: 'block_suggestion', value: '' });
  });

  test.each([
    ['a text that is too long', { options: [option('one', 'x'.repeat(76))] }],
    ['a value that is too long', { options: [option('x'.repeat(151))] }],
    ['a value twice', { options: [option('one'), option('one')] }],
    ['more than 100', { options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) }],
    ['no list', { option: [] }],
    ['no JSON object', 'options'],
  ])('%s is not shown, and a breach', async (_what, body) => {
    const id = await open({ min_query_length: 0 });
    const before = slack.breaches.length;
    answer(body);
    expect(await ben().search(id, 'target', 'x')).toMatchObject({ options: [] });
    expect(slack.breaches.slice(before).map(({ rule }) => rule)).toContain('bad-answer');
  });

  test('an empty list is fine', async () => {
    const id = await open({ min_query_length: 0 });
    const before = slack.breaches.length;
    answer({ options: [] });
    expect(await ben().search(id, 'target', 'x')).toMatchObject({ options: [], error: null });
    expect(slack.breaches).toHaveLength(before);
  });

  test('only what was offered can be chosen, and is told to a bot that wants to know', async () => {
    const id = await open({ min_query_length: 0 }, { dispatch_action: true });
    answer({ options: [option('one', 'Search-Mailbox')] });
    await ben().search(id, 'target', 'sea');
    await expect(ben().choose(id, 'target', 'another')).rejects.toThrow('no option');
    await ben().choose(id, 'target', 'one');
    expect(latest()).toMatchObject({
      type: 'block_actions',
      actions: [{ action_id: 'target', selected_option: { value: 'one' } }],
      view: { state: { values: { what: { target: { selected_option: { value: 'one' } } } } } },
    });
    const quiet = await open({ initial_option: option('one') });
    const heard = bot.heard.length;
    await ben().choose(quiet, 'target', 'one');
    expect(bot.heard).toHaveLength(heard);
  });
});

describe('on a card of the simulated Teams', () => {
  let teams: SimulatedTeams;
  let bot: teamsRig.Bot;
  let id: string;

  beforeAll(async () => {
    teams = await teamsRig.startTenant({ rateLimits: false });
    bot = await teamsRig.startBot(teams);
    teams.setBotUrl(bot.url);
    const choices = [{ title: 'First', value: 'first' }];
    const query = { 'choices.data': { type: 'Data.Query', dataset: 'targets' } };
    const field = { type: 'Input.ChoiceSet', id: 'target', label: 'Target', choices, ...query };
    const plain = { type: 'Input.Text', id: 'reason', label: 'Reason' };
    const content = teamsRig.card({
      body: [{ ...field, style: 'filtered' }, plain],
      actions: [teamsRig.execute()],
    });
    id = String((await bot.post(teamsRig.ops, teamsRig.withCard(content))).body.id);
  });
  afterAll(async () => {
    await teams.stop();
    await bot.close();
  });

  const ana = () => teams.as('29:ana');
  const type = 'application/vnd.microsoft.search.searchResponse';
  const results = (...found: unknown[]) => {
    bot.answer = () => Promise.resolve({ body: { type, value: { results: found } } });
  };

  test('the bot is asked with what was typed, in the data set of the field', async () => {
    results({ title: 'Search-Mailbox', value: 'one' });
    const { choices, error } = await ana().search(id, 'target', 'sea');
    expect({ choices, error }).toEqual({
      choices: [{ title: 'Search-Mailbox', value: 'one' }],
      error: null,
    });
    expect(bot.heard.at(-1)).toMatchObject({
      ...{ type: 'invoke', name: 'application/search', replyToId: id },
      value: { queryText: 'sea', queryOptions: { skip: 0, top: 15 }, dataset: 'targets' },
    });
    await expect(ana().search(id, 'reason', 'sea')).rejects.toThrow('Nothing is looked for');
  });

  test('only what was offered can be sent in', async () => {
    results({ title: 'Search-Mailbox', value: 'one' });
    await ana().search(id, 'target', 'sea');
    bot.answer = () => Promise.resolve(teamsRig.cardAnswer(teamsRig.card()));
    const verb = String(teamsRig.execute().verb);
    const made = await ana().execute(id, verb, { target: 'made up' });
    expect(made.fieldErrors).toHaveProperty('target');
    for (const target of ['one', 'first']) {
      expect((await ana().execute(id, verb, { target })).fieldErrors).toEqual({});
    }
  });

  test('more than are shown, and what is no answer, is a breach', async () => {
    const before = teams.breaches.length;
    results(...Array.from({ length: 16 }, (_, n) => ({ title: `${n}`, value: `${n}` })));
    expect((await ana().search(id, 'target', 'x')).choices).toHaveLength(15);
    results({ title: '', value: 'one' });
    expect(await ana().search(id, 'target', 'x')).toMatchObject({ choices: [] });
    bot.answer = () => Promise.resolve({ body: { type: 'something else' } });
    expect((await ana().search(id, 'target', 'x')).error).not.toBeNull();
    expect(teams.breaches.slice(before).map(({ rule }) => rule)).toEqual([
      ...['bad-answer', 'bad-answer', 'bad-answer'],
    ]);
  });
});
