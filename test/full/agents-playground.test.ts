/**
 * The story on Teams, told by Microsoft's own Agents Playground: it makes the activities, runs the connector and keeps
 * the conversations. Nothing of ours stands in for Teams but its authentication (agents-playground-gateway.ts says why).
 * The tests are the steps of one story, in order.
 */
import { startGateway, type Gateway } from '../support/agents-playground-gateway';
import {
  agentsPlayground,
  cardType,
  executesIn,
  startAgentsPlayground,
  type AgentsPlayground,
  type ExecutePress,
  type Json,
  type ShownMessage,
} from '../support/agents-playground';
import { startThirdPartyBot, type ThirdPartyBot } from '../support/third-party-bot';
import { describeWith, until } from '../support/third-party-program';
import {
  appId,
  appPassword,
  startBotFramework,
  type BotFramework,
} from '../platforms/teams/bot-framework';

const tenant = '11111111-1111-4111-8111-111111111111';
const approvers = '19:approvers@thread.tacv2';
const personalChat = 'a:personal-ana';
const objectIdOf = (number: number) => `00000000-0000-4000-8000-0000000000a${number}`;
const [ana, ...others] = ['Ana', 'Ben', 'Cara', 'Dan', 'Eve', 'Gus'].map((name, index) => ({
  id: `29:${name.toLowerCase()}`,
  name,
  aadObjectId: objectIdOf(index),
}));

describeWith(agentsPlayground, 'The story on Teams', () => {
  let framework: BotFramework;
  let gateway: Gateway;
  let bot: ThirdPartyBot;
  let playground: AgentsPlayground;

  beforeAll(async () => {
    framework = await startBotFramework();
    const everybody = [ana!, ...others];
    gateway = await startGateway(
      framework,
      new Map(everybody.map(({ aadObjectId, id }) => [aadObjectId, id])),
    );
    bot = await startThirdPartyBot({
      platform: 'teams',
      accounts: {
        ana: `${tenant}/${objectIdOf(0)}`,
        ben: `${tenant}/${objectIdOf(1)}`,
        cara: `${tenant}/${objectIdOf(2)}`,
      },
      channel: `${tenant}/${approvers}`,
      teams: {
        appId,
        appPassword,
        appType: 'SingleTenant',
        appTenantId: tenant,
        allowedTenants: [tenant],
        allowedServiceUrls: [gateway.serviceUrl],
        botFramework: framework.settings,
      },
    });
    playground = await startAgentsPlayground({
      tenantId: tenant,
      bot: { id: `28:${appId}`, name: 'Elevate' },
      currentUser: ana!,
      users: others,
      personalChat,
      channel: { id: approvers, name: 'Approvers' },
      botUrl: gateway.activitiesUrl,
      serviceUrl: gateway.serviceUrl,
    });
    gateway.connect({ bot: `http://127.0.0.1:${bot.port}`, playground: playground.origin });
  });

  afterAll(async () => {
    await playground?.stop();
    await bot?.stop();
    await gateway?.close();
    await framework?.close();
  });

  /** The newest card in a conversation whose one-line text begins so. */
  function shownCard(
    event: ShownMessage['event'],
    conversation: string,
    begins: string,
  ): Promise<Shown> {
    return until(`"${begins}" in ${conversation}`, () => {
      const found = playground.shown.findLast(
        (one) =>
          one.event === event &&
          one.conversation === conversation &&
          (one.card?.fallbackText as string | undefined)?.startsWith(begins),
      );
      return found?.card ? { id: found.id, card: found.card } : null;
    });
  }

  /** What this person's client does with the prompt by itself: it asks for their own view of it. */
  async function refreshed(as: string): Promise<Json> {
    const prompt = await shownCard('createMessage', approvers, 'Approval needed');
    const { action } = prompt.card.refresh as { action: Json };
    return playground.execute({ ...press(prompt, as, action), trigger: 'automatic' });
  }

  /** A press on the prompt. Teams names the thread of the message, which the playground wants as well. */
  function press({ id }: Shown, as: string, action: Json): ExecutePress {
    const conversation = `${approvers};messageid=${id}`;
    return { as, conversation, message: id, action, trigger: 'manual' };
  }

  const state = () => bot.stateOf(1);
  const reaches = (wanted: string) =>
    until(wanted, async () => ((await state()) === wanted ? wanted : null));

  test('the owner is greeted at the start, whom the bot knows by the object id only', async () => {
    const sent = await until('the greeting in the log', () =>
      playground.log.map(directMessage).find((text) => text?.includes('until Elevate is set up')),
    );
    expect(sent).toMatch(/^1\sstep is left /);
  });

  test('a command with a mention in a channel brings the prompt there and the receipt in private', async () => {
    await playground.say(approvers, 'prod_rw 4h Repair the orders of Monday.');
    const prompt = await shownCard('createMessage', approvers, 'Approval needed: Ana asks for');
    expect(prompt.card.fallbackText).toMatch(/ for prod_rw for 4\shours \(ELV-1\)$/);
    expect(JSON.stringify(prompt.card)).toContain('Repair the orders of Monday.');
    const receipt = await shownCard('createMessage', personalChat, 'Asked: prod_rw for');
    expect(executesIn(receipt.card).map((one) => one.verb)).toEqual(['request.withdraw']);
    await until('the line in the thread', () =>
      playground.shown.find(
        (one) =>
          one.conversation.startsWith(`${approvers};messageid=`) &&
          one.text === 'I answered you in a direct message.',
      ),
    );
    expect(await state()).toBe('pending');
    expect(await bot.holders()).toEqual([]);
  });

  test('the prompt has no buttons for everybody; the other approvers’ clients are asked to refresh it', async () => {
    const { card } = await shownCard('createMessage', approvers, 'Approval needed');
    expect(executesIn(card)).toEqual([]);
    expect((card.refresh as { userIds: string[] }).userIds).toEqual(['29:ben', '29:cara']);
  });

  test('an approver’s refresh shows Approve and Deny', async () => {
    const answer = await refreshed('29:ben');
    expect(answer.type).toBe(cardType);
    expect(verbsIn(answer)).toEqual(['request.approve', 'request.deny']);
    expect(await state()).toBe('pending');
  });

  test('the requester’s and a stranger’s refresh show no button', async () => {
    expect(verbsIn(await refreshed('29:ana'))).toEqual([]);
    expect(verbsIn(await refreshed('29:dan'))).toEqual([]);
  });

  test('the requester’s own approval is refused, and so is that of somebody unknown', async () => {
    const prompt = await shownCard('createMessage', approvers, 'Approval needed');
    const approve = actionIn(await refreshed('29:ben'), 'request.approve');
    const toAna = await playground.execute(press(prompt, '29:ana', approve));
    expect(verbsIn(toAna)).toEqual([]);
    await shownCard('createMessage', personalChat, 'You cannot decide on your own request.');
    const toDan = await playground.execute(press(prompt, '29:dan', approve));
    expect(toDan.value).toMatch(/^Your Teams account is not linked to a person yet/);
    expect(await state()).toBe('pending');
    expect(await bot.holders()).toEqual([]);
  });

  test('another member’s approval replaces the card, grants the role and tells the requester', async () => {
    const prompt = await shownCard('createMessage', approvers, 'Approval needed');
    const approve = actionIn(await refreshed('29:ben'), 'request.approve');
    const answer = await playground.execute(press(prompt, '29:ben', approve));
    expect((answer.value as Json).fallbackText).toMatch(/^(Approved by Ben|Active): .*\(ELV-1\)$/);
    await reaches('approved active');
    expect(await bot.holders()).toEqual([bot.warehouse.names.ana]);

    const replaced = await shownCard('updateMessage', approvers, 'Active: Ana holds prod_rw');
    expect(replaced.id).toBe(prompt.id);
    const sent = await until('the direct message in the log', () =>
      playground.log.map(directMessage).find((text) => text?.startsWith('You hold prod_rw')),
    );
    expect(sent).toMatch(/ prod_rw for 4\shours \(ELV-1\)$/);
  });

  test('a second approval changes nothing', async () => {
    const prompt = await shownCard('createMessage', approvers, 'Approval needed');
    const { action } = prompt.card.refresh as { action: Json };
    const { v: _refresh, ...facts } = action.data as Json;
    const approve = { ...action, verb: 'request.approve', data: { v: 'approve', ...facts } };
    const answer = await playground.execute(press(prompt, '29:cara', approve));
    expect((answer.value as Json).fallbackText).toMatch(/^Active: .* approved by Ben \(ELV-1\)$/);
    expect(await state()).toBe('approved active');
    expect(await bot.holders()).toEqual([bot.warehouse.names.ana]);
  });

  test('the holder ends it from the direct message, and the role is gone', async () => {
    const notice = await shownCard('createMessage', personalChat, 'You hold prod_rw');
    await playground.execute({
      as: '29:ana',
      conversation: personalChat,
      message: notice.id,
      action: actionIn(notice.card, 'request.end'),
      trigger: 'manual',
    });
    await reaches('approved ended relinquished');
    expect(await bot.holders()).toEqual([]);
    await shownCard('updateMessage', approvers, 'Ended: prod_rw for Ana');
    await shownCard('createMessage', personalChat, 'Ended: prod_rw for');
    const redrawn = await until('the direct message without its button', () =>
      playground.shown.findLast((one) => one.event === 'updateMessage' && one.id === notice.id),
    );
    expect(verbsIn(redrawn.card)).toEqual([]);
  });

  test('every exchange was authenticated, accepted and without a word in the error log', () => {
    expect(new Set(gateway.statuses)).toEqual(new Set([200]));
    expect(gateway.unauthenticated).toEqual([]);
    expect(bot.logged.filter((line) => Number(line.level) > 30)).toEqual([]);
    expect(playground.log.filter((line) => statusIn(line) >= 400)).toEqual([]);
    expect(playground.running.strayCalls()).toEqual([]);
  });

  test('the playground’s own unsigned activities are turned away', async () => {
    const unsigned = await fetch(`http://127.0.0.1:${bot.port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-ms-agents-playground': 'true' },
      body: gateway.activities.at(-1)!,
    });
    expect(unsigned.status).toBe(401);
  });
});

interface Shown {
  readonly id: string;
  readonly card: Json;
}

function verbsIn(part: unknown): unknown[] {
  return executesIn(part).map((one) => one.verb);
}

function actionIn(part: unknown, verb: string): Json {
  const found = executesIn(part).find((one) => one.verb === verb);
  if (found === undefined) throw new Error(`there is no ${verb} in ${JSON.stringify(part)}`);
  return found;
}

interface LogLine {
  readonly log?: {
    readonly from?: string;
    readonly conversationId?: string;
    readonly request?: { readonly body?: { readonly summary?: string } };
    readonly response?: { readonly statusCode?: number };
  };
}

/** The one-line text of a message that the bot sent to the requester alone. */
function directMessage({ log }: LogLine): string | undefined {
  const ours = log?.from === 'User Application' && log.conversationId === personalChat;
  return ours ? log.request?.body?.summary : undefined;
}

function statusIn({ log }: LogLine): number {
  return log?.response?.statusCode ?? 0;
}
