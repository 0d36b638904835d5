import { randomUUID } from 'node:crypto';
import { type TeamsMessage } from '../../playground/teams';
import { type TeamsSeen } from '../../playground/teams/persons';
import { teamsApprovers, teamsGeneral, teamsId, type Bot, type PersonKey } from './bot';
import { partsOf, wordsOf, type Chat, type OldPress, type Screen, type Told } from './chats';

const shownKeys = ['text', 'title', 'label'];

export function teamsChat(bot: Bot): Chat {
  const { teams } = bot;
  const as = (person: PersonKey) => teams.as(teamsId(person));
  const prompt = (request: number) => screenOf(bot.teamsPrompt(request));
  const act = async (person: PersonKey, id: string, verb: string, inputs = {}): Promise<Told> =>
    told(await as(person).execute(id, `request.${verb}`, inputs));
  const directMessage = (person: PersonKey, request: number, verb: string): TeamsMessage => {
    const found = teams
      .direct(teamsId(person))
      .filter((one) => one.byBot && one.summary.includes(`(ELV-${request})`))
      .filter((one) => JSON.stringify(one.card).includes(`request.${verb}`))
      .at(-1);
    if (found === undefined) throw new Error(`${person} has no message to ${verb} ELV-${request}`);
    return found;
  };
  return {
    asks: async (person, words) => told(await as(person).say('personal', words)),
    async mentionsInThread(person, words) {
      await as(person).say(teamsGeneral, 'Has anybody seen this?', { mention: false });
      const root = teams.messages(teamsGeneral).at(-1)!.id;
      return told(
        await as(person).say(`${teamsGeneral};messageid=${root}`, words, { mention: true }),
      );
    },
    prompt,
    prompts: (request) => about(bot, request).map(screenOf),
    alive: (request) => about(bot, request).flatMap(aliveIn),
    async promptFor(person, request) {
      const seen = await as(person).see(prompt(request).id);
      return { ...prompt(request), ...ofCard(seen.card) };
    },
    approves: (person, request) => act(person, prompt(request).id, 'approve'),
    denies: (person, request, reason) => act(person, prompt(request).id, 'deny', { reason }),
    revokes: (person, request, reason) => act(person, prompt(request).id, 'revoke', { reason }),
    breaksGlass: (person, request) =>
      act(person, directMessage(person, request, 'break-glass').id, 'break-glass'),
    closesReview: (person, request, found) => act(person, prompt(request).id, 'review', found),
    withdraws: (person, request) =>
      act(person, directMessage(person, request, 'withdraw').id, 'withdraw'),
    ends: (person, request) => act(person, directMessage(person, request, 'end').id, 'end'),
    async pressesOffered(person, target) {
      const mine = teams.direct(teamsId(person)).filter(({ byBot }) => byBot);
      const refusal = mine.findLast(({ summary }) => summary.includes('There is no target'))!;
      const seen = await as(person).execute(refusal.id, target);
      return { error: seen.error, words: wordsOf(seen.card, shownKeys) };
    },
    async pressesOld(person, screen, verb) {
      const before = teams.direct(teamsId(person)).length;
      const delivery = await teams.sendRaw({ activity: oldPress(bot, person, screen, verb) });
      const answer = JSON.parse(delivery.answer || '{}') as { type?: string; value?: unknown };
      const line = typeof answer.value === 'string' ? answer.value : '';
      const messages = teams.direct(teamsId(person)).slice(before).map(messageWords);
      const error = delivery.status === 200 ? null : String(delivery.status);
      return { error, words: [line, ...messages].join('\n').trim() };
    },
    answerTo: async (_person, doIt) => (await doIt()).words,
    direct: (person) =>
      teams
        .direct(teamsId(person))
        .filter((message) => message.byBot)
        .map(messageWords),
    home: async (person) => told(await as(person).say('personal', 'mine')).words,
    redeliverLast: async () => (await teams.redeliver(teams.deliveries.length)).status,
    replayLast: async () => (await teams.replay(teams.deliveries.length)).status,
  };
}

function about({ teams }: Bot, request: number): readonly TeamsMessage[] {
  return teams
    .messages(teamsApprovers)
    .filter((message) => message.summary.includes(`(ELV-${request})`));
}

/** Mentions, addresses that open, and text blocks (which draw Markdown) with a part of a reason in them. */
function aliveIn({ mentions, card }: TeamsMessage): readonly string[] {
  const opened = partsOf(card, ['Action.OpenUrl']).map((action) => String(action['url']));
  const drawn = partsOf(card, ['TextBlock'])
    .map((block) => String(block['text']))
    .filter((text) => /evil\.example|\{\{DATE\(2026-01-01|<at>|\*bold/u.test(text));
  return [...mentions, ...opened, ...drawn];
}

function told(seen: TeamsSeen): Told {
  const words = [seen.notice ?? '', ...seen.messages.filter(isNew).map(messageWords)];
  return { error: seen.error, words: words.join('\n').trim() };
}

/** Prompts are redrawn while somebody acts; only what is new is an answer. */
function isNew(message: TeamsMessage): boolean {
  return !message.edited && message.conversation !== teamsApprovers;
}

function messageWords(message: TeamsMessage): string {
  return [message.summary, message.text, wordsOf(message.card, shownKeys)].join('\n');
}

function ofCard(card: unknown): Pick<Screen, 'words' | 'buttons' | 'raw'> {
  // A card's refresh is an Action.Execute too, without a title.
  const { body, actions } = (card ?? {}) as { body?: unknown; actions?: unknown };
  const buttons = partsOf([body, actions], ['Action.Execute', 'Action.ShowCard']);
  return {
    words: wordsOf(card, shownKeys),
    buttons: buttons.map((button) => String(button['title'])),
    raw: card,
  };
}

function screenOf(message: TeamsMessage): Screen {
  const { card, id, summary } = message;
  return { ...ofCard(card), id, notification: summary };
}

/** The invoke of a button that stood there once, as this person's client would send it. */
function oldPress(bot: Bot, person: PersonKey, screen: Screen, verb: OldPress) {
  const button = partsOf(screen.raw, ['Action.Execute']).find(
    (one) => one['verb'] === `request.${verb}`,
  );
  if (button === undefined) throw new Error(`there was no button to ${verb}`);
  const heads = bot.teams.deliveries.map(({ activity }) => activity as Head);
  const channel = heads.find(({ conversation }) => conversation.id.startsWith(teamsApprovers));
  const own = heads.find(({ from }) => from.id === teamsId(person));
  if (channel === undefined || own === undefined) throw new Error('nobody installed the bot');
  const reason = verb === 'deny' ? { reason: 'Not today, sorry.' } : {};
  const data = { ...(button['data'] as object), ...reason };
  return {
    ...channel,
    from: own.from,
    id: randomUUID(),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: screen.id,
    value: { action: { type: 'Action.Execute', verb: button['verb'], data }, trigger: 'manual' },
  };
}

interface Head extends Record<string, unknown> {
  readonly from: { readonly id: string };
  readonly conversation: { readonly id: string };
}
