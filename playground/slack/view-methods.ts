/** views.*: modals and the App Home. */
import { record, text, type Json } from '../shared/json';
import { ApiRefusal, type Method } from './api-method';
import { type SlackView, type Trigger } from './model';
import { breach, changeView, newView, openModal, putView, type SlackState } from './state';
import { checkView } from './surfaces';

const bot = { callers: ['bot'], scopes: [], perMinute: 100 } as const;

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { ...bot, run: open },
  'views.push': { ...bot, run: push },
  'views.update': { ...bot, run: update },
  'views.publish': { ...bot, run: publish },
};

/** A view that Slack would take. Throws ApiRefusal `invalid_arguments`; each finding is a breach. */
export function checkedView(state: SlackState, where: string, view: unknown): Json {
  const messages = checkView(view);
  for (const message of messages) breach(state, 'content', where, message);
  if (messages.length > 0) {
    throw new ApiRefusal('invalid_arguments', { response_metadata: { messages } });
  }
  return record(view);
}

/** Uses up a trigger: single use, three seconds. */
function useTrigger(state: SlackState, where: string, args: Json): Trigger {
  const trigger = state.triggers.get(text(args.trigger_id));
  const error = !trigger
    ? 'invalid_trigger_id'
    : trigger.used
      ? 'exchanged_trigger_id'
      : state.now() > trigger.expiresAtMs
        ? 'expired_trigger_id'
        : null;
  if (!trigger || error) {
    breach(state, 'trigger', where, error ?? 'invalid_trigger_id');
    throw new ApiRefusal(error ?? 'invalid_trigger_id');
  }
  trigger.used = true;
  return trigger;
}

function open(state: SlackState, args: Json): Json {
  const view = modal(state, 'views.open', args);
  const trigger = useTrigger(state, 'views.open', args);
  return { view: viewJson(state, newView(state, trigger.user, view, null)) };
}

function push(state: SlackState, args: Json): Json {
  const view = modal(state, 'views.push', args);
  const trigger = useTrigger(state, 'views.push', args);
  const below = openModal(state, trigger.user);
  if (!below) throw new ApiRefusal('not_found');
  return { view: viewJson(state, newView(state, trigger.user, view, below.id)) };
}

function modal(state: SlackState, where: string, args: Json): Json {
  const view = checkedView(state, where, args.view);
  if (view.type !== 'modal') throw new ApiRefusal('invalid_arguments');
  return view;
}

function update(state: SlackState, args: Json): Json {
  const view = modal(state, 'views.update', args);
  const old = [...state.views.values()].find(
    (each) =>
      (each.id === args.view_id ||
        (args.external_id !== undefined && each.view.external_id === args.external_id)) &&
      each.open,
  );
  if (!old) throw new ApiRefusal('not_found');
  checkHash(old, args);
  return { view: viewJson(state, changeView(state, old, view)) };
}

function checkHash(old: SlackView, args: Json): void {
  if (args.hash !== undefined && args.hash !== old.hash) throw new ApiRefusal('hash_conflict');
}

function publish(state: SlackState, args: Json): Json {
  const user = text(args.user_id);
  if (!state.users.has(user)) throw new ApiRefusal('user_not_found');
  const view = checkedView(state, 'views.publish', args.view);
  if (view.type !== 'home') throw new ApiRefusal('invalid_arguments');
  const old = state.views.get(state.homes.get(user) ?? '');
  if (!old) return { view: viewJson(state, newView(state, user, view, null)) };
  checkHash(old, args);
  return { view: viewJson(state, changeView(state, old, view)) };
}

/** Closes a modal and everything above it. */
export function closeView(state: SlackState, view: SlackView): void {
  putView(state, { ...view, open: false });
  for (const each of [...state.views.values()]) {
    if (each.previousId === view.id && each.open) closeView(state, each);
  }
}

export function viewJson(state: SlackState, view: SlackView): Json {
  return {
    id: view.id,
    team_id: state.options.teamId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...view.view,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: rootOf(state, view).id,
    previous_view_id: view.previousId,
    app_id: state.appId,
    bot_id: state.botId,
  };
}

function rootOf(state: SlackState, view: SlackView): SlackView {
  const below = state.views.get(view.previousId ?? '');
  return below ? rootOf(state, below) : view;
}
