/**
 * The story on Slack with emulate as the Web API, strict about scopes, and a bot that has the scopes of our manifest
 * and no other. The tests are the steps of one story, in order; then what happens when one scope is missing.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { startThirdPartyBot, type ThirdPartyBot } from '../support/third-party-bot';
import { describeWith, until } from '../support/third-party-program';
import {
  buttonsOf,
  slackEmulate,
  startSlackEmulate,
  type Json,
  type Message,
  type Place,
  type SlackClient,
  type SlackEmulate,
} from '../support/slack-emulate';

const manifest = parse(
  readFileSync(resolve(__dirname, '../../manifests/slack/manifest.yaml'), 'utf8'),
) as { oauth_config: { scopes: { bot: string[] } } };
const scopes = manifest.oauth_config.scopes.bot;
const signingSecret = 'a signing secret of a test';
const fullToken = 'xoxb-full';
const tokenWithout = (scope: string) => `xoxb-without-${scope.replace(':', '-')}`;
/** The other scopes decide which events Slack sends, not which calls it takes. */
const callingScopes = ['chat:write', 'groups:read', 'im:write', 'users:read'];

describeWith(slackEmulate, 'Slack by emulate', () => {
  let slack: SlackEmulate;

  beforeAll(async () => {
    slack = await startSlackEmulate({
      signingSecret,
      users: ['ana', 'ben', 'cara'],
      botTokens: {
        [fullToken]: scopes,
        ...Object.fromEntries(
          callingScopes.map((missing) => [
            tokenWithout(missing),
            scopes.filter((scope) => scope !== missing),
          ]),
        ),
      },
    });
  });

  afterAll(() => slack?.stop());

  interface Stage {
    readonly bot: ThirdPartyBot;
    readonly ana: SlackClient;
    readonly ben: SlackClient;
  }

  async function startStage(botToken: string): Promise<Stage> {
    const account = (name: string) => `${slack.team}/${slack.userId(name)}`;
    const bot = await startThirdPartyBot({
      platform: 'slack',
      accounts: { ana: account('ana'), ben: account('ben'), cara: account('cara') },
      channel: `${slack.team}/${slack.approvers}`,
      slack: {
        botToken,
        signingSecret,
        appToken: undefined,
        apiUrl: slack.apiUrl,
        allowedTeams: [],
      },
    });
    const url = `http://127.0.0.1:${bot.port}/slack/events`;
    return { bot, ana: slack.as('ana', url), ben: slack.as('ben', url) };
  }

  function newest(client: SlackClient, place: Place, begins: string): Promise<Message> {
    return until(`"${begins}" (${place})`, async () =>
      (await client.messages(place)).find((message) => message.text.startsWith(begins)),
    );
  }

  function reaches(bot: ThirdPartyBot, request: number, wanted: string): Promise<string> {
    return until(wanted, async () => ((await bot.stateOf(request)) === wanted ? wanted : null));
  }

  describe('with the scopes of our manifest', () => {
    let stage: Stage;
    let bot: ThirdPartyBot;
    let ana: SlackClient;
    let ben: SlackClient;

    beforeAll(async () => {
      stage = await startStage(fullToken);
      ({ bot, ana, ben } = stage);
    });

    afterAll(() => stage?.bot.stop());

    const inChannel = (begins: string) => newest(ben, 'channel', begins);
    const toAna = (begins: string) => newest(ana, 'direct', begins);
    const actionsOf = (message: Message) => buttonsOf(message).map((one) => one.action_id);

    test('a command gets a private receipt and brings the prompt into the channel', async () => {
      const receipt = await ana.command('prod_rw 4h Repair the orders of Monday.');
      expect(receipt.response_type).toBe('ephemeral');
      expect(receipt.text).toMatch(/^Asked: prod_rw for 4\shours \(ELV-1\)$/);
      const prompt = await inChannel('Approval needed: Ana asks for prod_rw');
      expect(actionsOf(prompt)).toEqual([
        'request.approve',
        'request.approve-less',
        'request.deny',
      ]);
      expect(await bot.stateOf(1)).toBe('pending');
      expect(await bot.holders()).toEqual([]);
    });

    test('the requester’s own approval is refused through the response URL', async () => {
      await ana.press('channel', await inChannel('Approval needed'), 'request.approve');
      const [refusal] = await until('an answer', () => some(slack.answers));
      expect(refusal).toMatchObject({ response_type: 'ephemeral', replace_original: false });
      expect(refusal!.text).toMatch(/^You cannot decide on your own request\./);
      expect(await bot.stateOf(1)).toBe('pending');
    });

    test('another approver’s press grants the role, updates the prompt and tells the requester', async () => {
      const prompt = await inChannel('Approval needed');
      await ben.press('channel', prompt, 'request.approve');
      await reaches(bot, 1, 'approved active');
      expect(await bot.holders()).toEqual([bot.warehouse.names.ana]);
      const active = await inChannel('Active: Ana holds prod_rw');
      expect(active.ts).toBe(prompt.ts);
      expect(actionsOf(active)).toEqual(['request.revoke', 'request.show']);
      expect(actionsOf(await toAna('You hold prod_rw'))).toEqual(['request.end', 'request.extend']);
    });

    test('End now in the direct message takes the role away, and no button outlives it', async () => {
      const notice = await toAna('You hold prod_rw');
      await ana.press('direct', notice, 'request.end');
      await reaches(bot, 1, 'approved ended relinquished');
      expect(await bot.holders()).toEqual([]);
      expect(actionsOf(await inChannel('Ended: prod_rw for Ana'))).toEqual(['request.show']);
      const redrawn = await until('the old message without its button', async () =>
        (await ana.messages('direct')).find(
          (message) => message.ts === notice.ts && actionsOf(message).length === 0,
        ),
      );
      expect(redrawn.text).not.toMatch(/^You hold/);
    });

    test('Deny opens a form by the trigger, and its submission denies with the reason', async () => {
      await ana.command('prod_rw 1h Look at the orders of Tuesday.');
      const prompt = await inChannel('Approval needed');
      await ben.press('channel', prompt, 'request.deny');
      const { answer } = await until('the form', () =>
        slack.calls.find((one) => one.method === 'views.open' && one.ok),
      );
      expect(await bot.stateOf(2)).toBe('pending');
      expect(await ben.submit(answer.view as Json, 'Ask for the report.')).toEqual({});
      await reaches(bot, 2, 'denied');
      expect((await inChannel('Denied by Ben')).ts).toBe(prompt.ts);
      expect(JSON.stringify(await toAna('Denied: prod_rw'))).toContain('Ask for the report.');
    });

    test('App Home shows what was asked', async () => {
      await ana.openHome();
      const home = await until('the home', () =>
        slack.calls.find((one) => one.method === 'views.publish'),
      );
      expect(JSON.stringify(home.answer)).toContain('ELV-2');
    });

    test('Slack took every call, and the log has no complaint', () => {
      expect(slack.calls.filter((one) => !one.ok)).toEqual([]);
      expect(new Set(slack.calls.map((one) => one.method))).toEqual(
        new Set([
          ...['auth.test', 'users.info', 'conversations.open', 'views.open', 'views.publish'],
          ...['chat.postMessage', 'chat.update', 'conversations.info'],
        ]),
      );
      expect(bot.logged.filter((line) => Number(line.level) > 30)).toEqual([]);
    });
  });

  describe('with one scope missing', () => {
    let stage: Stage | null = null;

    afterEach(async () => {
      await stage?.bot.stop();
      stage = null;
    });

    /** Ana has asked; what the log says about messages that Slack did not take. */
    async function askWithout(scope: string): Promise<Stage> {
      stage = await startStage(tokenWithout(scope));
      const receipt = await stage.ana.command('prod_rw 4h Repair the orders of Monday.');
      expect(receipt.text).toMatch(/^Asked: /);
      return stage;
    }

    const undelivered = ({ bot }: Stage) =>
      until('a word about missing_scope in the log', () =>
        // An owner could not be greeted, either; that is no message of a request.
        bot.logged.find((line) => line.code === 'missing_scope' && 'purpose' in line),
      );

    test('chat:write: the log names it, the request waits, and commands are still answered', async () => {
      const { bot, ana } = await askWithout('chat:write');
      expect(await undelivered(stage!)).toMatchObject({ level: 40, purpose: 'prompt' });
      expect(await bot.stateOf(1)).toBe('pending');
      expect((await ana.command('withdraw ELV-1')).response_type).toBe('ephemeral');
      await reaches(bot, 1, 'withdrawn');
    });

    test('groups:read: nothing is posted where nobody can say who is there', async () => {
      const { bot, ben } = await askWithout('groups:read');
      expect(await undelivered(stage!)).toMatchObject({ level: 40, purpose: 'prompt' });
      // Others have been there before.
      const waiting = (await ben.messages('channel')).filter(({ text }) =>
        text.startsWith('Approval needed'),
      );
      expect(waiting).toEqual([]);
      expect(await bot.stateOf(1)).toBe('pending');
    });

    test('im:write: the log names it, and the role is granted and ended all the same', async () => {
      const { bot, ana, ben } = await askWithout('im:write');
      const prompt = await newest(ben, 'channel', 'Approval needed');
      await ben.press('channel', prompt, 'request.approve');
      await reaches(bot, 1, 'approved active');
      expect(await undelivered(stage!)).toMatchObject({ level: 40, purpose: 'receipt' });
      expect(await bot.holders()).toEqual([bot.warehouse.names.ana]);
      await ana.command('end ELV-1');
      await reaches(bot, 1, 'approved ended relinquished');
      expect(await bot.holders()).toEqual([]);
    });

    test('users:read: nobody who cannot be read decides, and the presser is told', async () => {
      const { bot, ben } = await askWithout('users:read');
      const answered = slack.answers.length;
      const prompt = await newest(ben, 'channel', 'Approval needed');
      await ben.press('channel', prompt, 'request.approve');
      const [told] = await until('an answer', () => some(slack.answers.slice(answered)));
      expect(told!.text).toMatch(/^Who you are could not be read from Slack/);
      // Its own receipt may be on its way to Ana at the same moment.
      const asked = slack.calls.filter(({ method }) => method === 'users.info');
      expect(asked.at(-1)).toMatchObject({ error: 'missing_scope' });
      expect(await bot.stateOf(1)).toBe('pending');
      expect(await bot.holders()).toEqual([]);
    });
  });
});

function some<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}
