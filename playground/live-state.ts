/** What the page shows, kept fresh: rebuilt after everything that happens, and told to every open page. */
import { actorOf, actors, type Actor, slackBot, team, teamsBot } from './cast';
import {
  type PageState,
  type SlackChannelView,
  type SlackMessageView,
  type SlackPaneState,
  type TeamsConversationView,
  type TeamsMessageView,
  type TeamsPaneState,
} from './page-state';
import { type SimulatedSlack, type SlackMessage } from './slack';
import { readTargets, type TargetSources, type TargetsNow } from './targets';
import { type SimulatedTeams, type TeamsMessage } from './teams';

export interface LiveSources extends TargetSources {
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
}

export interface LiveState {
  /** What this person sees now. Throws for a name that nobody has. */
  of(person: string): PageState;
  /** Called after each change, a few times a second at most. Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
  /** Called once at the end, for streams to be closed. Returns the function that takes it back. */
  onStop(listener: () => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

/** The targets are other systems: they say nothing, so they are asked. */
const pollMs = 700;
const settleMs = 40;

export function createLiveState(sources: LiveSources): LiveState {
  const listeners = new Set<() => void>();
  const stopListeners = new Set<() => void>();
  const endings: (() => void)[] = [];
  let known: TargetsNow = { targets: [], waiting: {} };
  let settling: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();
  let poll: NodeJS.Timeout | undefined;

  function tell(): void {
    settling ??= setTimeout(() => {
      settling = undefined;
      for (const listener of [...listeners]) listener();
    }, settleMs);
  }

  async function look(): Promise<void> {
    const now = await readTargets(sources);
    if (JSON.stringify(now) === JSON.stringify(known)) return;
    known = now;
    tell();
  }

  return {
    of: (person) => stateOf(sources, actorOf(person), known),
    subscribe: (listener) => added(listeners, listener),
    onStop: (listener) => added(stopListeners, listener),
    start() {
      endings.push(sources.slack.journal.subscribe(tell), sources.teams.journal.subscribe(tell));
      poll = setInterval(() => {
        polling = polling.then(look).catch(() => undefined);
      }, pollMs);
      polling = look();
    },
    async stop() {
      for (const end of endings.splice(0)) end();
      clearInterval(poll);
      clearTimeout(settling);
      await polling;
      for (const listener of [...stopListeners]) listener();
    },
  };
}

function added<T>(all: Set<T>, one: T): () => void {
  all.add(one);
  return () => void all.delete(one);
}

function stateOf(sources: LiveSources, actor: Actor, known: TargetsNow): PageState {
  const { slack, teams } = sources;
  return {
    person: actor.key,
    people: actors.map(({ key, name, email, part }) => {
      return { key, name, email, part, waiting: known.waiting[key] ?? 0 };
    }),
    slack: slackOf(slack, actor),
    teams: teamsOf(teams, actor),
    targets: known.targets,
    breaches: [...slack.breaches, ...teams.breaches].map(
      ({ rule, where, detail }) => `${rule} in ${where}: ${detail}`,
    ),
    now: new Date().toISOString(),
  };
}

function slackOf(slack: SimulatedSlack, actor: Actor): SlackPaneState {
  const names = Object.fromEntries(slack.users().map(({ id, name }) => [id, name]));
  names[slackBot.id] = slackBot.name;
  const ephemerals = slack.ephemerals(actor.slackId);
  const drawn = (messages: readonly SlackMessage[]): SlackMessageView[] =>
    messages
      .toSorted((one, other) => one.ts.localeCompare(other.ts))
      .map((message) => slackMessage(message, names));
  const channels: SlackChannelView[] = slack
    .channels()
    .filter(({ id, members }) => members.includes(actor.slackId) && !id.startsWith('D'))
    .map(({ id, name, private: isPrivate }) => {
      const own = ephemerals.filter(({ channel }) => channel === id);
      const messages = drawn([...slack.messages(id), ...own]);
      return { id, name, private: isPrivate, messages };
    });
  const direct = drawn([
    ...slack.direct(actor.slackId),
    ...ephemerals.filter(({ channel }) => channel.startsWith('D')),
  ]);
  const home = slack.home(actor.slackId);
  const modal = slack.modal(actor.slackId);
  return {
    userId: actor.slackId,
    channels: [...channels, { id: 'direct', name: 'Elevate', private: true, messages: direct }],
    home: home && { id: home.id, view: home.view },
    modal: modal && { id: modal.id, view: modal.view, errors: modal.errors },
    names,
  };
}

function slackMessage(
  message: SlackMessage,
  names: Readonly<Record<string, string>>,
): SlackMessageView {
  return {
    ts: message.ts,
    thread: message.threadTs,
    author: names[message.user] ?? message.user,
    byBot: message.byBot,
    text: message.text,
    blocks: message.blocks,
    onlyYou: message.onlyFor !== null,
    edited: message.edited,
    at: new Date(Number(message.ts) * 1000).toISOString(),
  };
}

function teamsOf(teams: SimulatedTeams, actor: Actor): TeamsPaneState {
  const names = new Map(teams.users().map(({ id, name }) => [id, name]));
  const drawn = (messages: readonly TeamsMessage[]): TeamsMessageView[] =>
    messages.map((message) => ({
      id: message.id,
      revision: message.revisions.length,
      thread: message.thread,
      author: names.get(message.from) ?? teamsBot.name,
      byBot: message.byBot,
      text: message.text,
      mentionsBot: message.mentions.includes(teamsBot.id),
      card: teams.cardFor(actor.teamsId, message.id),
      notices: teams.notices
        .filter(({ user, message: id }) => user === actor.teamsId && id === message.id)
        .map(({ text }) => text),
      edited: message.edited,
      at: new Date(Number(message.id)).toISOString(),
    }));
  const channels: TeamsConversationView[] = team.channels
    .filter(({ members }) => members.includes(actor.teamsId))
    .map(({ id, name }) => ({ id, name, messages: drawn(teams.messages(id)) }));
  const personal = drawn(teams.direct(actor.teamsId));
  return {
    team: team.name,
    conversations: [...channels, { id: 'personal', name: 'Elevate', messages: personal }],
  };
}
