/**
 * What Slack sends, reduced to what is used. Read once, at the door: everything behind it sees these shapes only.
 * Fields that Slack leaves out or sends as null are null here.
 */
import { z } from 'zod';
import { type LossKind } from '../../elevation/places';
import { isStorable } from '../../elevation/typed-text';
import { readPlaceEvent } from './place-events';

/** Where a payload comes from, as far as it says so itself. Judged in workspaces.ts. */
export interface Origin {
  /** Workspaces in which the app received it. */
  readonly workspaces: readonly string[];
  /** Enterprise organisations of those workspaces. */
  readonly enterprises: readonly string[];
  /** The home workspace of the person; differs from `workspaces` for a Slack Connect visitor. */
  readonly personTeams: readonly string[];
}

export interface TypedCommand {
  readonly kind: 'command';
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly triggerId: string | null;
  readonly responseUrl: string | null;
}

export interface Mention {
  readonly kind: 'mention';
  readonly eventId: string;
  readonly user: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly text: string;
}

export interface HomeOpened {
  readonly kind: 'home-opened';
  readonly eventId: string;
  readonly user: string;
}

export interface ButtonPress {
  readonly kind: 'button';
  readonly user: string;
  readonly actionId: string;
  readonly value: string | null;
  readonly actionTs: string | null;
  readonly channel: string | null;
  readonly messageTs: string | null;
  /** Pressed on a message that only this person sees. */
  readonly ephemeral: boolean;
  readonly viewId: string | null;
  readonly onHome: boolean;
  /** It is in something that was opened in front of the person. */
  readonly inModal: boolean;
  readonly triggerId: string | null;
  readonly responseUrl: string | null;
}

export interface FormInput {
  readonly blockId: string;
  readonly actionId: string;
  readonly value: string;
}

export interface Submission {
  readonly kind: 'submission';
  readonly user: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly inputs: readonly FormInput[];
  readonly triggerId: string | null;
}

/** Something was chosen in a form that stays open. */
export interface Choice {
  readonly kind: 'choice';
  readonly user: string;
  readonly actionId: string;
  readonly actionTs: string | null;
  readonly viewId: string;
  readonly viewHash: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  /** All that is filled in at that moment. */
  readonly inputs: readonly FormInput[];
  readonly triggerId: string | null;
}

/** Something is typed into a field that finds its options by typing. */
export interface Suggesting {
  readonly kind: 'suggesting';
  readonly user: string;
  readonly actionId: string;
  readonly callbackId: string;
  readonly typed: string;
}

/** The app, or its user in a channel, came or went. */
export interface PlaceEvent {
  readonly kind: 'place';
  readonly eventId: string;
  /** Of the app itself. */
  readonly user: string;
  /** Null for the whole workspace. */
  readonly channel: string | null;
  readonly loss: LossKind | null;
  /** Slack's name of the event. */
  readonly event: string;
  readonly undoes?: LossKind;
  /** Whose bot tokens were revoked. */
  readonly bots?: readonly string[];
}

export type KnownPayload =
  TypedCommand | Mention | HomeOpened | ButtonPress | Submission | Choice | Suggesting | PlaceEvent;

export interface UnknownPayload {
  readonly kind: 'unknown';
  /** For the metric: Slack's own type name, never text from people. */
  readonly type: string;
}

const id = z.string().min(1).max(255).refine(isStorable);
const maybeId = id.nullish().transform((value) => value ?? null);

const Command = z.object({
  user_id: id,
  channel_id: id,
  command: id,
  text: z.string().default(''),
  trigger_id: maybeId,
  response_url: z.string().nullish(),
});

const EventCallback = z.object({
  event_id: id,
  event: z.looseObject({ type: id }),
  authorizations: z
    .array(z.object({ user_id: maybeId }))
    .nullish()
    .catch(null),
});

const AppMention = z.object({
  user: id,
  channel: id,
  text: z.string(),
  thread_ts: maybeId,
  // Bots mention bots; nobody is asked for by one.
  bot_id: z.null().optional(),
});

const AppHomeOpened = z.object({ user: id, tab: z.literal('home') });

const BlockActions = z.object({
  user: z.object({ id }),
  actions: z.tuple(
    [z.object({ action_id: id, value: z.string().nullish(), action_ts: maybeId })],
    z.unknown(),
  ),
  channel: z.object({ id }).nullish(),
  container: z.object({ message_ts: maybeId, is_ephemeral: z.boolean().nullish() }).nullish(),
  message: z.object({ ts: maybeId }).nullish(),
  view: z.object({ id, type: z.string() }).nullish(),
  trigger_id: maybeId,
  response_url: z.string().nullish(),
});

const View = z.object({
  id,
  callback_id: z.string(),
  private_metadata: z.string(),
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .default({ values: {} }),
});

const ViewSubmission = z.object({ user: z.object({ id }), trigger_id: maybeId, view: View });

const ViewChoice = z.object({
  user: z.object({ id }),
  actions: z.tuple(
    [z.object({ type: z.literal('external_select'), action_id: id, action_ts: maybeId })],
    z.unknown(),
  ),
  trigger_id: maybeId,
  view: View.extend({ type: z.literal('modal'), hash: z.string() }),
});

const BlockSuggestion = z.object({
  user: z.object({ id }),
  action_id: id,
  value: z.string().default(''),
  view: z.object({ callback_id: z.string() }),
});

/** Never throws: a payload that is not understood is `unknown` and has no effect. */
export function readPayload(body: Record<string, unknown>): KnownPayload | UnknownPayload {
  if (body.type === 'event_callback') return readEvent(body) ?? unknown(eventType(body));
  if (body.type === 'block_actions') {
    return readChoice(body) ?? readButton(body) ?? unknown('block_actions');
  }
  if (body.type === 'block_suggestion') return readSuggesting(body) ?? unknown('block_suggestion');
  if (body.type === 'view_submission') return readSubmission(body) ?? unknown('view_submission');
  if (body.command !== undefined) return readCommand(body) ?? unknown('command');
  return unknown(typeof body.type === 'string' ? body.type : 'none');
}

function unknown(type: string): UnknownPayload {
  return { kind: 'unknown', type: /^[a-z0-9_.]{1,60}$/.test(type) ? type : 'other' };
}

function eventType(body: Record<string, unknown>): string {
  const parsed = EventCallback.safeParse(body);
  return parsed.success ? parsed.data.event.type : 'event_callback';
}

function readCommand(body: unknown): TypedCommand | null {
  const { data } = Command.safeParse(body);
  // One app may have commands of other names; only ours (also `/elevate-test`) is answered.
  if (data === undefined || !/^\/elevate(-|$)/.test(data.command)) return null;
  return {
    kind: 'command',
    user: data.user_id,
    channel: data.channel_id,
    text: data.text,
    triggerId: data.trigger_id,
    responseUrl: data.response_url ?? null,
  };
}

function readEvent(body: unknown): Mention | HomeOpened | PlaceEvent | null {
  const { data } = EventCallback.safeParse(body);
  if (data === undefined) return null;
  const { event, event_id: eventId, authorizations } = data;
  if (event.type === 'app_mention') return readMention(eventId, event);
  if (event.type === 'app_home_opened') return readHomeOpened(eventId, event);
  const said = readPlaceEvent(event, authorizations?.[0]?.user_id ?? null);
  return said === null ? null : { kind: 'place', eventId, ...said };
}

function readMention(eventId: string, event: unknown): Mention | null {
  const { data } = AppMention.safeParse(event);
  if (data === undefined) return null;
  const { user, channel, text, thread_ts } = data;
  return { kind: 'mention', eventId, user, channel, text, threadTs: thread_ts };
}

function readHomeOpened(eventId: string, event: unknown): HomeOpened | null {
  const { data } = AppHomeOpened.safeParse(event);
  return data === undefined ? null : { kind: 'home-opened', eventId, user: data.user };
}

function readButton(body: unknown): ButtonPress | null {
  const { data } = BlockActions.safeParse(body);
  if (data === undefined) return null;
  const [action] = data.actions;
  return {
    kind: 'button',
    user: data.user.id,
    actionId: action.action_id,
    value: action.value ?? null,
    actionTs: action.action_ts,
    channel: data.channel?.id ?? null,
    messageTs: data.container?.message_ts ?? data.message?.ts ?? null,
    ephemeral: data.container?.is_ephemeral ?? false,
    viewId: data.view?.id ?? null,
    onHome: data.view?.type === 'home',
    inModal: data.view?.type === 'modal',
    triggerId: data.trigger_id,
    responseUrl: data.response_url ?? null,
  };
}

function readChoice(body: unknown): Choice | null {
  const { data } = ViewChoice.safeParse(body);
  if (data === undefined) return null;
  const { user, view, actions } = data;
  return {
    kind: 'choice',
    user: user.id,
    actionId: actions[0].action_id,
    actionTs: actions[0].action_ts,
    viewId: view.id,
    viewHash: view.hash,
    callbackId: view.callback_id,
    privateMetadata: view.private_metadata,
    inputs: readInputs(view.state.values),
    triggerId: data.trigger_id,
  };
}

function readSuggesting(body: unknown): Suggesting | null {
  const { data } = BlockSuggestion.safeParse(body);
  if (data === undefined) return null;
  const { user, view, action_id: actionId, value: typed } = data;
  return { kind: 'suggesting', user: user.id, actionId, callbackId: view.callback_id, typed };
}

function readSubmission(body: unknown): Submission | null {
  const { data } = ViewSubmission.safeParse(body);
  if (data === undefined) return null;
  return {
    kind: 'submission',
    user: data.user.id,
    callbackId: data.view.callback_id,
    privateMetadata: data.view.private_metadata,
    inputs: readInputs(data.view.state.values),
    triggerId: data.trigger_id,
  };
}

/** A text field, or a choice. */
const FilledIn = z.union([
  z.object({ value: z.string().nullable() }).transform(({ value }) => value),
  z
    .object({ selected_option: z.object({ value: z.string() }).nullable() })
    .transform(({ selected_option }) => selected_option?.value ?? null),
]);

function readInputs(values: Record<string, Record<string, unknown>>): FormInput[] {
  return Object.entries(values).flatMap(([blockId, elements]) =>
    Object.entries(elements).flatMap(([actionId, element]) => {
      // Slack sends null for a field that was left empty; elements without a value are no text fields.
      const { data } = FilledIn.safeParse(element);
      return data === undefined ? [] : [{ blockId, actionId, value: data ?? '' }];
    }),
  );
}

/** Kept whatever is in it: a team that could not be read would not be missed, and is compared with the allow-list. */
const Team = z
  .string()
  .min(1)
  .transform((team) => team.replaceAll('\u0000', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD'))
  .nullish()
  .catch(null);
const TeamObject = z.object({ id: Team, enterprise_id: Team }).nullish().catch(null);

const Provenance = z.object({
  team_id: Team,
  enterprise_id: Team,
  team: TeamObject,
  enterprise: z.object({ id: Team }).nullish().catch(null),
  authorizations: z
    .array(z.object({ team_id: Team, enterprise_id: Team }))
    .nullish()
    .catch(null),
  user: z.object({ team_id: Team }).nullish().catch(null),
  view: z.object({ app_installed_team_id: Team }).nullish().catch(null),
  event: z.object({ user_team: Team, source_team: Team, team: Team }).nullish().catch(null),
});

/**
 * Reads where a payload comes from. An event names the workspace that has the app in `authorizations`, and its
 * `team_id` may be a visitor's; a form opened from a shared channel names it in the view. Those come first.
 */
export function readOrigin(body: Record<string, unknown>): Origin {
  const said = Provenance.parse(body);
  const authorization = said.authorizations?.[0];
  const outer = said.team?.id ?? said.team_id;
  const installed = authorization?.team_id ?? said.view?.app_installed_team_id;
  const { event } = said;
  return {
    workspaces: present([installed ?? outer]),
    enterprises: present(
      authorization
        ? [authorization.enterprise_id]
        : [said.enterprise?.id ?? said.team?.enterprise_id ?? said.enterprise_id],
    ),
    personTeams: present([
      said.user?.team_id,
      event?.user_team,
      event?.source_team,
      event?.team,
      outer,
    ]),
  };
}

function present(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}
