/** Submitting a modal: what the client checks, what is sent, and what the answer does to the stack of views. */
import { isRecord, list, parseJson, record, text, type Json } from '../shared/json';
import { ApiRefusal } from './api-method';
import { clientRefusal, findControl, initialValue, typedValue } from './controls';
import { deliver, newTrigger, payloadHead } from './delivery';
import { type Delivery, type SlackUser, type SlackView } from './model';
import { breach, changeView, newView, nextTs, putView, type SlackState } from './state';
import { offeredIn } from './suggestions';
import { checkedView, closeView, viewJson } from './view-methods';

/** What the person fills in, by action id or block id. Left out: what stands there initially. */
export type Filled = Readonly<Record<string, string | readonly string[] | null>>;

export interface Submitted {
  readonly error: string | null;
  readonly fieldErrors: Readonly<Record<string, string>>;
  readonly delivery: Delivery | null;
}

const trouble = 'We had some trouble connecting. Try again?';

/** Submits; the client's own refusals come back as field errors and send nothing. */
export async function submitView(
  state: SlackState,
  user: SlackUser,
  view: SlackView,
  filled: Filled,
): Promise<Submitted> {
  const { values, refused } = fillIn(state, view, filled);
  if (Object.keys(refused).length > 0) return { error: null, fieldErrors: refused, delivery: null };
  const shown = putView(state, { ...view, values, errors: {} });
  const delivery = await deliver(state, 'interaction', {
    type: 'view_submission',
    ...payloadHead(state, user),
    trigger_id: newTrigger(state, user),
    view: viewJson(state, shown),
    response_urls: [],
  });
  return applied(state, state.views.get(view.id) ?? shown, delivery);
}

/** What stands in the inputs of a modal, and what Slack's client would say about it by itself. */
function fillIn(
  state: SlackState,
  view: SlackView,
  filled: Filled,
): { readonly values: Json; readonly refused: Record<string, string> } {
  const inputs = list(view.view.blocks)
    .map(record)
    .filter((block) => block.type === 'input');
  const refused: Record<string, string> = {};
  const values: Record<string, Json> = {};
  for (const [index, block] of inputs.entries()) {
    const element = record(block.element);
    const blockId = text(block.block_id) || `b${index}`;
    const actionId = text(element.action_id);
    const value = filled[blockId] ?? filled[actionId] ?? initialValue(element);
    const refusal = clientRefusal(block, value);
    if (refusal) refused[blockId] = refusal;
    // An empty field is sent as null.
    const sent = value === '' ? null : value;
    values[blockId] = { [actionId]: typedValue(element, sent, offeredIn(state, view, element)) };
  }
  return { values, refused };
}

/**
 * Chooses an option of a modal. What is chosen in an input is told to the bot only when its block dispatches it, together
 * with everything that is filled in at that moment.
 */
export async function chooseInView(
  state: SlackState,
  user: SlackUser,
  view: SlackView,
  chosen: { readonly action: string; readonly value: string; readonly filled: Filled },
): Promise<{ readonly delivery: Delivery | null; readonly error: string | null }> {
  const { block, element } = findControl(view.view.blocks, chosen.action);
  const blockId = text(block.block_id);
  const { values } = fillIn(state, view, { ...chosen.filled, [blockId]: chosen.value });
  if (block.type === 'input' && block.dispatch_action !== true)
    return { delivery: null, error: null };
  const head = { action_id: element.action_id, block_id: blockId, action_ts: nextTs(state) };
  const delivery = await deliver(state, 'interaction', {
    type: 'block_actions',
    ...payloadHead(state, user),
    trigger_id: newTrigger(state, user),
    container: { type: 'view', view_id: view.id },
    view: viewJson(state, { ...view, values }),
    actions: [{ ...head, ...typedValue(element, chosen.value, offeredIn(state, view, element)) }],
  });
  return { delivery, error: delivery.status === 200 ? null : trouble };
}

function applied(state: SlackState, view: SlackView, delivery: Delivery): Submitted {
  const failed = { error: trouble, fieldErrors: {}, delivery };
  if (delivery.status !== 200) return failed;
  const answer = delivery.answer.trim() === '' ? {} : parseJson(delivery.answer);
  if (!isRecord(answer)) {
    breach(state, 'bad-answer', 'view_submission', 'the answer is not a JSON object');
    return failed;
  }
  try {
    return { error: null, fieldErrors: applyAction(state, view, answer), delivery };
  } catch (fault) {
    if (!(fault instanceof ApiRefusal)) throw fault;
    return failed;
  }
}

/** Returns the errors at inputs, by block id. Throws ApiRefusal for an answer that Slack would not take. */
function applyAction(state: SlackState, view: SlackView, answer: Json): Record<string, string> {
  switch (answer.response_action) {
    case undefined:
      closeView(state, view);
      return {};
    case 'clear':
      for (const each of [...state.views.values()]) {
        if (each.user === view.user && each.type === 'modal') closeView(state, each);
      }
      return {};
    case 'update':
      changeView(state, view, checkedView(state, 'view_submission', answer.view));
      return {};
    case 'push':
      newView(state, view.user, checkedView(state, 'view_submission', answer.view), view.id);
      return {};
    case 'errors':
      return fieldErrors(state, view, record(answer.errors));
    default:
      breach(state, 'bad-answer', 'view_submission', `action ${text(answer.response_action)}`);
      throw new ApiRefusal('invalid_arguments');
  }
}

function fieldErrors(state: SlackState, view: SlackView, errors: Json): Record<string, string> {
  const blocks = list(view.view.blocks).map(record);
  const inputs = blocks.filter((block) => block.type === 'input');
  const known = inputs.map((block) => text(block.block_id));
  const entries = Object.entries(errors);
  const bad = entries.find(([blockId, words]) => !known.includes(blockId) || text(words) === '');
  if (bad || entries.length === 0) {
    breach(state, 'bad-answer', 'view_submission', `no input block for the error ${bad?.[0]}`);
    throw new ApiRefusal('invalid_arguments');
  }
  const found = Object.fromEntries(entries.map(([blockId, words]) => [blockId, text(words)]));
  putView(state, { ...view, errors: found });
  return found;
}
