/** The person's half: what somebody does in a Slack client, and what they see after it. */
import { isRecord, parseJson, type Json } from '../shared/json';
import { ApiRefusal } from './api-method';
import { messageJson } from './chat-methods';
import { actionOf, findControl, type Control } from './controls';
import { appFields, deliver, newTrigger, payloadHead, teamOf } from './delivery';
import { sendEvent } from './events';
import {
  type Delivery,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  type SlackView,
} from './model';
import { newResponseUrl, respond, type ResponseTarget } from './response-urls';
import { addMessage, directChannel, isDirect, nextTs, openModal, type SlackState } from './state';
import { chooseInView, submitView, type Filled } from './submissions';
import { suggest, type Suggested } from './suggestions';
import { closeView, viewJson } from './view-methods';

/** What a person sees once the bot has answered. Later answers are read from the state. */
export interface Seen {
  /** Slack's own words when something went wrong, null otherwise. */
  readonly error: string | null;
  /** The confirmation dialog that now stands open; nothing was sent. Press again with `confirmed`. */
  readonly confirm: Json | null;
  /** Messages for this person alone that came or changed meanwhile. */
  readonly messages: readonly SlackMessage[];
  /** Their top-level texts in lines. */
  readonly text: string;
  /** The modal that is open now. */
  readonly modal: SlackView | null;
  /** Errors at inputs, by block id; the modal stays open. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  readonly delivery: Delivery | null;
}

export interface PressOptions {
  /** Accepts the confirmation dialog. */
  readonly confirmed?: boolean;
  /** Value of the option, for selects and overflow menus. */
  readonly choose?: string;
}

export interface SlackPerson {
  /** Types a slash command, as `/elevate Search-Mailbox 4h`. */
  command(channel: string, typed: string, options?: { threadTs?: string }): Promise<Seen>;
  /** Writes a message that mentions the bot. */
  mention(channel: string, words: string, options?: { threadTs?: string }): Promise<Seen>;
  /** Writes to the bot's direct conversation. */
  write(words: string): Promise<Seen>;
  /** Presses on a message (its ts), a view (its id) or `home`; the action by id, label or value. */
  press(where: string, action: string, options?: PressOptions): Promise<Seen>;
  /** Fills in a modal by action id or block id, and submits it. */
  submit(viewId: string, filled: Filled): Promise<Seen>;
  /** Types into a field of a modal that finds its options by typing. */
  search(viewId: string, action: string, typed: string): Promise<Suggested>;
  /** Chooses an option of a modal, with what is filled in beside it. */
  choose(viewId: string, action: string, value: string, filled?: Filled): Promise<Seen>;
  /** Closes a modal. */
  close(viewId: string): Promise<Seen>;
  openHome(): Promise<Seen>;
}

export function personOf(state: SlackState, userId: string): SlackPerson {
  const user = state.users.get(userId);
  if (!user) throw new Error(`Nobody in the simulated Slack has the id ${userId}`);
  return {
    command: (channel, typed, options) =>
      watch(state, user, () => command(state, user, channel, typed, options?.threadTs ?? null)),
    mention: (channel, words, options) =>
      watch(state, user, () => mention(state, user, channel, words, options?.threadTs ?? null)),
    write: (words) => watch(state, user, () => write(state, user, words)),
    press: (where, action, options) =>
      watch(state, user, () => press(state, user, where, action, options ?? {})),
    submit: (viewId, filled) =>
      watch(state, user, () => submitView(state, user, viewOf(state, user, viewId), filled)),
    search: (viewId, action, typed) =>
      suggest(state, user, viewOf(state, user, viewId), action, typed),
    choose: (viewId, action, value, filled = {}) =>
      watch(state, user, () =>
        chooseInView(state, user, viewOf(state, user, viewId), { action, value, filled }),
      ),
    close: (viewId) => watch(state, user, () => close(state, user, viewOf(state, user, viewId))),
    openHome: () => watch(state, user, () => openHome(state, user)),
  };
}

export type Outcome = Partial<Pick<Seen, 'error' | 'confirm' | 'fieldErrors' | 'delivery'>>;

/** Runs what the person does and gathers what became visible to them meanwhile. */
async function watch(
  state: SlackState,
  user: SlackUser,
  act: () => Promise<Outcome>,
): Promise<Seen> {
  const seen = new Map<string, SlackMessage>();
  const end = state.journal.subscribe((event) => {
    if (event.kind === 'message' && event.message.onlyFor === user.id) {
      seen.set(event.message.ts, event.message);
    }
  });
  try {
    const outcome = await act();
    const messages = [...seen.values()].filter((message) => !message.deleted);
    return {
      error: null,
      confirm: null,
      fieldErrors: {},
      delivery: null,
      ...outcome,
      messages,
      text: messages.map((message) => message.text).join('\n'),
      modal: openModal(state, user.id),
    };
  } finally {
    end();
  }
}

function channelOf(state: SlackState, user: SlackUser, id: string): SlackChannel {
  const own = id === 'direct' ? directChannel(state, user.id) : id;
  const channel = state.channels.get(own);
  if (!channel?.members.includes(user.id)) {
    throw new Error(`${user.id} is not in ${id} and cannot write there`);
  }
  return channel;
}

async function command(
  state: SlackState,
  user: SlackUser,
  channelId: string,
  typed: string,
  threadTs: string | null,
): Promise<Outcome> {
  const channel = channelOf(state, user, channelId);
  const [word = '', ...rest] = typed.split(' ');
  if (threadTs) return { error: `${word} is not supported in threads. Sorry!` };
  const target = { channel: channel.id, user: user.id, threadTs: null, messageTs: null };
  const { enterpriseId } = state.options;
  const delivery = await deliver(state, 'command', {
    ...appFields(state),
    team_id: teamOf(state, user),
    team_domain: 'simulated',
    ...(enterpriseId ? { enterprise_id: enterpriseId, enterprise_name: 'Simulated' } : {}),
    channel_id: channel.id,
    channel_name: channelName(state, channel),
    user_id: user.id,
    user_name: user.name.toLowerCase(),
    command: word,
    text: rest.join(' '),
    is_enterprise_install: 'false',
    response_url: newResponseUrl(state, target),
    trigger_id: newTrigger(state, user),
  });
  return { delivery, error: failure(delivery, word) ?? showAnswer(state, target, delivery) };
}

function channelName(state: SlackState, channel: SlackChannel): string {
  if (isDirect(state, channel.id)) return 'directmessage';
  return channel.private ? 'privategroup' : channel.name;
}

/** What Slack writes under the input box when the bot did not answer properly. */
function failure(delivery: Delivery, what: string): string | null {
  if (delivery.outcome === 'timed-out') {
    return `${what} failed with the error "operation_timeout"`;
  }
  if (delivery.outcome === 'unreachable') return `${what} failed with the error "dispatch_failed"`;
  if (delivery.status === 200) return null;
  return `${what} failed with the error "http_service_error"`;
}

/** A command may be answered in the response itself: plain text, or a message as JSON. */
function showAnswer(state: SlackState, target: ResponseTarget, delivery: Delivery): string | null {
  if (delivery.answer.trim() === '') return null;
  const parsed = parseJson(delivery.answer);
  const body = isRecord(parsed) ? parsed : { text: delivery.answer };
  // Socket Mode acknowledges with an object even when there is nothing to say.
  if (body.text === undefined && body.blocks === undefined) return null;
  try {
    respond(state, target, body, 'answer to a command');
    return null;
  } catch (fault) {
    if (!(fault instanceof ApiRefusal)) throw fault;
    return `failed with the error "${fault.error}"`;
  }
}

async function mention(
  state: SlackState,
  user: SlackUser,
  channelId: string,
  words: string,
  threadTs: string | null,
): Promise<Outcome> {
  const channel = channelOf(state, user, channelId);
  const bot = state.options.botUser;
  const content = { text: `<@${bot.id}> ${words}`, blocks: [] };
  const where = { channel: channel.id, user: user.id, threadTs, onlyFor: null };
  const message = addMessage(state, { ...content, ...where });
  if (!channel.members.includes(bot.id)) return { error: `@${bot.name} is not in this channel` };
  return sendEvent(state, user, channel, { ...ownMessage(user, message), type: 'app_mention' });
}

async function write(state: SlackState, user: SlackUser, words: string): Promise<Outcome> {
  const channel = channelOf(state, user, 'direct');
  const where = { channel: channel.id, user: user.id, threadTs: null, onlyFor: null };
  const message = addMessage(state, { text: words, blocks: [], ...where });
  const event = { ...ownMessage(user, message), type: 'message', channel_type: 'im' };
  return sendEvent(state, user, channel, event);
}

function ownMessage(user: SlackUser, message: SlackMessage): Json {
  return {
    user: user.id,
    ts: message.ts,
    text: message.text,
    channel: message.channel,
    event_ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
}

async function openHome(state: SlackState, user: SlackUser): Promise<Outcome> {
  const channel = channelOf(state, user, 'direct');
  const home = state.views.get(state.homes.get(user.id) ?? '');
  return sendEvent(state, user, channel, {
    type: 'app_home_opened',
    user: user.id,
    channel: channel.id,
    tab: 'home',
    event_ts: nextTs(state),
    ...(home ? { view: viewJson(state, home) } : {}),
  });
}

interface Pressed {
  readonly blocks: unknown;
  readonly fields: Json;
  readonly target: ResponseTarget | null;
}

async function press(
  state: SlackState,
  user: SlackUser,
  where: string,
  action: string,
  options: PressOptions,
): Promise<Outcome> {
  const pressed = pressedAt(state, user, where);
  const control = findControl(pressed.blocks, action);
  const confirm = control.element.confirm;
  if (isRecord(confirm) && !options.confirmed) return { confirm };
  const delivery = await deliver(
    state,
    'interaction',
    pressPayload(state, user, pressed, control, options.choose ?? null),
  );
  return { delivery, error: failure(delivery, 'The press') };
}

function pressPayload(
  state: SlackState,
  user: SlackUser,
  pressed: Pressed,
  control: Control,
  choice: string | null,
): Json {
  return {
    type: 'block_actions',
    ...payloadHead(state, user),
    trigger_id: newTrigger(state, user),
    ...pressed.fields,
    ...(pressed.target ? { response_url: newResponseUrl(state, pressed.target) } : {}),
    actions: [actionOf(control, choice, nextTs(state))],
  };
}

function pressedAt(state: SlackState, user: SlackUser, where: string): Pressed {
  const viewId = where === 'home' ? state.homes.get(user.id) : where;
  const view = state.views.get(viewId ?? '');
  if (view) return pressedView(state, viewOf(state, user, view.id));
  const message = state.messages.find((each) => each.ts === where && !each.deleted);
  if (!message) throw new Error(`${user.id} sees no message or view ${where}`);
  if (message.onlyFor !== null && message.onlyFor !== user.id) {
    throw new Error(`Message ${where} is visible to ${message.onlyFor} only`);
  }
  return pressedMessage(state, channelOf(state, user, message.channel), user, message);
}

function pressedView(state: SlackState, view: SlackView): Pressed {
  const shown = viewJson(state, view);
  const container = { type: 'view', view_id: view.id };
  return { blocks: view.view.blocks, fields: { container, view: shown }, target: null };
}

function pressedMessage(
  state: SlackState,
  channel: SlackChannel,
  user: SlackUser,
  message: SlackMessage,
): Pressed {
  const ephemeral = message.onlyFor !== null;
  const fields = {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
    },
    channel: { id: channel.id, name: channelName(state, channel) },
    // Slack leaves out what only the client knows.
    ...(ephemeral ? {} : { message: messageJson(state, message) }),
    state: { values: {} },
  };
  const target = {
    channel: channel.id,
    user: user.id,
    threadTs: message.threadTs,
    messageTs: message.ts,
  };
  return { blocks: message.blocks, fields, target };
}

function viewOf(state: SlackState, user: SlackUser, id: string): SlackView {
  const view = state.views.get(id);
  if (!view || view.user !== user.id || !view.open) {
    throw new Error(`${user.id} has no open view ${id}`);
  }
  return view;
}

async function close(state: SlackState, user: SlackUser, view: SlackView): Promise<Outcome> {
  closeView(state, view);
  if (view.view.notify_on_close !== true) return {};
  const payload = { type: 'view_closed', ...payloadHead(state, user), is_cleared: false };
  const shown = viewJson(state, view);
  const delivery = await deliver(state, 'interaction', { ...payload, view: shown });
  return { delivery };
}
