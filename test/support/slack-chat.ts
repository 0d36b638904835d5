import { type SlackMessage } from '../../playground/slack';
import { type Seen } from '../../playground/slack/persons';
import { type Filled } from '../../playground/slack/submissions';
import { slackApprovers, slackGeneral, slackId, type Bot, type PersonKey } from './bot';
import { partsOf, wordsOf, type Chat, type OldPress, type Screen, type Told } from './chats';
import { slackTeam } from './seed';
import { until } from './until';

export function slackChat(bot: Bot): Chat {
  const { slack } = bot;
  const as = (person: PersonKey) => slack.as(slackId(person));
  const prompt = (request: number) => screenOf(bot.slackPrompt(request));
  async function fill(person: PersonKey, request: number, button: string, filled: Filled) {
    const opened = await as(person).press(prompt(request).id, button);
    if (opened.modal === null) return told(opened);
    const sent = await as(person).submit(opened.modal.id, filled);
    return { error: sent.error, words: `${told(sent).words}\n${formWords(sent)}` };
  }
  return {
    async asks(person, words) {
      const seen = await as(person).command(slackGeneral, `/elevate ${words}`);
      if (seen.modal === null) return told(seen);
      // Where something is missing the form is opened, and says so.
      await as(person).close(seen.modal.id);
      return { error: seen.error, words: `${told(seen).words}\n${formWords(seen)}` };
    },
    async mentionsInThread(person, words) {
      await as(person).mention(slackGeneral, 'help');
      const threadTs = slack.messages(slackGeneral).at(-1)!.ts;
      return told(await as(person).mention(slackGeneral, words, { threadTs }));
    },
    prompt,
    prompts: (request) => about(bot, request).map(screenOf),
    alive: (request) => about(bot, request).flatMap(({ pings, links }) => [...pings, ...links]),
    promptFor: async (_person, request) => prompt(request),
    approves: async (person, request) =>
      told(await as(person).press(prompt(request).id, 'Approve', { confirmed: true })),
    denies: (person, request, reason) => fill(person, request, 'Deny…', { reason }),
    revokes: (person, request, reason) => fill(person, request, 'Revoke…', { reason }),
    async breaksGlass(person, request) {
      const form = last(slack.ephemerals(slackId(person)), `(ELV-${request})`);
      return told(await as(person).press(form.ts, 'Break glass', { confirmed: true }));
    },
    closesReview: (person, request, found) => fill(person, request, 'Close review…', found),
    async withdraws(person, request) {
      const receipt = last(slack.ephemerals(slackId(person)), `(ELV-${request})`);
      return told(await as(person).press(receipt.ts, 'Withdraw', { confirmed: true }));
    },
    async ends(person, request) {
      const message = last(slack.direct(slackId(person)), `(ELV-${request})`);
      return told(await as(person).press(message.ts, 'End now', { confirmed: true }));
    },
    async pressesOffered(person, target) {
      const { ts } = last(slack.ephemerals(slackId(person)), 'There is no target');
      const { error } = await as(person).press(ts, target);
      // What comes of it takes the place of the refusal a moment later.
      const answer = await until('an answer in its place', () =>
        slack
          .ephemerals(slackId(person))
          .find((message) => message.ts === ts && !message.text.includes('There is no target')),
      );
      return { error, words: messageWords(answer) };
    },
    async pressesOld(person, screen, verb) {
      const delivery = await slack.sendRaw({ body: oldPress(person, screen, verb) });
      return { error: delivery.status === 200 ? null : String(delivery.status), words: '' };
    },
    async answerTo(person, act) {
      const before = slack.ephemerals(slackId(person)).length;
      const { words } = await act();
      if (words.trim() !== '') return words;
      const answers = await until(`an answer to ${person}`, () => {
        const now = slack.ephemerals(slackId(person)).slice(before);
        return now.length > 0 && now;
      });
      return answers.map(messageWords).join('\n');
    },
    direct: (person) =>
      slack
        .direct(slackId(person))
        .filter((message) => message.byBot)
        .map(messageWords),
    async home(person) {
      const before = slack.calls('views.publish').length;
      await as(person).openHome();
      return until('the home of this person', () => {
        const home = slack.home(slackId(person));
        return slack.calls('views.publish').length > before && home && wordsOf(home.view, ['text']);
      });
    },
    redeliverLast: async () => (await slack.redeliver(slack.deliveries.length)).status,
    replayLast: async () => (await slack.replay(slack.deliveries.length)).status,
  };
}

function about({ slack }: Bot, request: number): readonly SlackMessage[] {
  return slack
    .messages(slackApprovers)
    .filter((message) => message.text.includes(`(ELV-${request})`));
}

function told(seen: Seen): Told {
  return { error: seen.error, words: seen.messages.map(messageWords).join('\n') };
}

/** What a form says after it was sent in: errors at its fields, or words in its place. */
function formWords(seen: Seen): string {
  const inPlace = seen.modal === null ? '' : wordsOf(seen.modal.view, ['text']);
  return [...Object.values(seen.fieldErrors), inPlace].join('\n').trim();
}

function messageWords(message: SlackMessage): string {
  return [message.text, wordsOf(message.blocks, ['text'])].join('\n');
}

function screenOf(message: SlackMessage): Screen {
  return {
    id: message.ts,
    notification: message.text,
    words: messageWords(message),
    buttons: partsOf(message.blocks, ['button']).map((button) => wordsOf(button['text'], ['text'])),
    raw: message,
  };
}

function last(messages: readonly SlackMessage[], words: string): SlackMessage {
  const found = messages.filter((message) => message.text.includes(words)).at(-1);
  if (found === undefined) throw new Error(`there is no message that says ${words}`);
  return found;
}

let presses = 0;

/** The payload of a press on a button that stood there once; deny is the form as it was opened then, filled in. */
function oldPress(person: PersonKey, screen: Screen, verb: OldPress): string {
  presses += 1;
  const button = partsOf(screen.raw, ['button']).find(
    (one) => one['action_id'] === `request.${verb}`,
  );
  if (button === undefined) throw new Error(`there was no button to ${verb}`);
  const head = {
    user: { id: slackId(person), username: person, name: person, team_id: slackTeam },
    team: { id: slackTeam, domain: 'simulated' },
    enterprise: null,
    is_enterprise_install: false,
    token: 'simulated-verification-token',
    api_app_id: 'A0SIMULATED',
    trigger_id: `old.${presses}`,
  };
  const payload = verb === 'approve' ? approvePress(screen, button) : denySubmission(button);
  return new URLSearchParams({ payload: JSON.stringify({ ...head, ...payload }) }).toString();
}

function approvePress(screen: Screen, button: Record<string, unknown>) {
  const place = { message_ts: screen.id, channel_id: slackApprovers, is_ephemeral: false };
  return {
    type: 'block_actions',
    container: { type: 'message', ...place },
    channel: { id: slackApprovers, name: 'privategroup' },
    message: { ts: screen.id },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        block_id: 'old',
        action_id: button['action_id'],
        value: button['value'],
        action_ts: `${presses}.000001`,
      },
    ],
  };
}

function denySubmission(button: Record<string, unknown>) {
  return {
    type: 'view_submission',
    response_urls: [],
    view: {
      id: `V0OLD${presses}`,
      type: 'modal',
      callback_id: button['action_id'],
      private_metadata: button['value'],
      state: {
        values: { reason: { reason: { type: 'plain_text_input', value: 'Not today, sorry.' } } },
      },
    },
  };
}
