/** What the page can ask for: always as a person of the simulated platforms, whose payloads then go to the bot signed. */
import { z } from 'zod';
import { actorOf } from './cast';
import { type ActAnswer, type FoundOption, type Json } from './page-state';
import { record, text } from './shared/json';
import { type SimulatedSlack } from './slack';
import { type SimulatedTeams } from './teams';
import { type Warehouse, warehouseRoles } from './warehouse';

export interface Stage {
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  readonly warehouse: Warehouse;
}

type Act = (stage: Stage, body: unknown) => Promise<ActAnswer>;

const person = z.string().max(20);
const id = z.string().min(1).max(2_000);
const words = z.string().trim().min(1).max(12_000);

/** As far as somebody has come with typing. */
const typed = z.string().max(1_000);
const filled = z.record(z.string(), z.string());

const slackMention = /^@elevate\b\s*/iu;

/** By the last two parts of the path: `/playground/slack/type`. */
export const acts: Readonly<Record<string, Act>> = {
  'slack/type': act(z.strictObject({ person, channel: id, text: words }), typeInSlack),
  'slack/press': act(
    z.strictObject({
      person,
      where: id,
      action: id,
      confirmed: z.boolean().default(false),
      choose: z.string().optional(),
    }),
    async ({ slack }, { where, action, confirmed, choose, ...rest }) => {
      const chosen = choose === undefined ? {} : { choose };
      const actor = slack.as(actorOf(rest.person).slackId);
      return answerOf(await actor.press(where, action, { confirmed, ...chosen }));
    },
  ),
  'slack/submit': act(
    z.strictObject({ person, view: id, filled }),
    async ({ slack }, { person: key, view, filled: fields }) =>
      answerOf(await slack.as(actorOf(key).slackId).submit(view, fields)),
  ),
  'slack/search': act(
    z.strictObject({ person, view: id, action: id, typed }),
    async ({ slack }, { person: key, view, action, typed: text }) => {
      const actor = slack.as(actorOf(key).slackId);
      const { error, options } = await actor.search(view, action, text);
      return { ...nothing, error, found: options.map(foundOnSlack) };
    },
  ),
  'slack/choose': act(
    z.strictObject({ person, view: id, action: id, value: id, filled }),
    async ({ slack }, { person: key, view, action, value, filled: fields }) =>
      answerOf(await slack.as(actorOf(key).slackId).choose(view, action, value, fields)),
  ),
  'slack/close': act(
    z.strictObject({ person, view: id }),
    async ({ slack }, { person: key, view }) =>
      answerOf(await slack.as(actorOf(key).slackId).close(view)),
  ),
  'slack/home': act(z.strictObject({ person }), async ({ slack }, { person: key }) =>
    answerOf(await slack.as(actorOf(key).slackId).openHome()),
  ),
  'teams/say': act(
    z.strictObject({ person, conversation: id, text: words }),
    async ({ teams }, { person: key, conversation, text }) => {
      const mention = slackMention.test(text);
      const said = mention ? text.replace(slackMention, '') : text;
      const options = conversation === 'personal' ? {} : { mention };
      return answerOf(await teams.as(actorOf(key).teamsId).say(conversation, said, options));
    },
  ),
  'teams/see': act(
    z.strictObject({ person, message: id }),
    async ({ teams }, { person: key, message }) =>
      answerOf(await teams.as(actorOf(key).teamsId).see(message)),
  ),
  'teams/search': act(
    z.strictObject({ person, message: id, input: id, typed }),
    async ({ teams }, { person: key, message, input, typed: text }) => {
      const { error, choices } = await teams.as(actorOf(key).teamsId).search(message, input, text);
      const found = choices.map(({ title, value }) => ({ label: title, value }));
      return { ...nothing, error, found };
    },
  ),
  'teams/execute': act(
    z.strictObject({
      person,
      message: id,
      action: id,
      inputs: z.record(z.string(), z.string()),
    }),
    async ({ teams }, { person: key, message, action, inputs }) =>
      answerOf(await teams.as(actorOf(key).teamsId).execute(message, action, inputs)),
  ),
  'warehouse/work': act(
    z.strictObject({ person, role: z.enum(warehouseRoles) }),
    async ({ warehouse }, { person: key, role }) => {
      const { ok, said } = await warehouse.work(actorOf(key).key, role);
      return { ...nothing, error: ok ? null : said, said };
    },
  ),
};

const nothing: ActAnswer = {
  error: null,
  confirm: null,
  fieldErrors: {},
  said: null,
  found: [],
};

function foundOnSlack(option: Json): FoundOption {
  return { label: text(record(option.text).text), value: text(option.value) };
}

function act<T>(schema: z.ZodType<T>, run: (stage: Stage, body: T) => Promise<ActAnswer>): Act {
  return async (stage, body) => run(stage, schema.parse(body));
}

interface SeenAnyhow {
  readonly error: string | null;
  readonly confirm?: Json | null;
  readonly fieldErrors: Readonly<Record<string, string>>;
}

function answerOf({ error, confirm, fieldErrors }: SeenAnyhow): ActAnswer {
  return { ...nothing, error, confirm: confirm ?? null, fieldErrors };
}

async function typeInSlack(
  { slack }: Stage,
  { person: key, channel, text }: { person: string; channel: string; text: string },
): Promise<ActAnswer> {
  const actor = slack.as(actorOf(key).slackId);
  if (/^\/elevate(\s|$)/u.test(text)) return answerOf(await actor.command(channel, text));
  if (text.startsWith('/')) {
    const [word] = text.split(/\s/u);
    return { ...nothing, error: `${word} is not a valid command.` };
  }
  if (slackMention.test(text)) {
    return answerOf(await actor.mention(channel, text.replace(slackMention, '')));
  }
  if (channel === 'direct') return answerOf(await actor.write(text));
  return { ...nothing, error: 'Elevate hears /elevate … and @Elevate … only.' };
}
