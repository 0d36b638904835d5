/** Fields that find their options by typing: what is asked of the bot, and what of its answer Slack would show. */
import { isRecord, list, parseJson, record, text, type Json } from '../shared/json';
import { findControl } from './controls';
import { optionsOrGroups, optionsUnder } from './composition';
import { deliver, payloadHead } from './delivery';
import { createFindings, type Checked } from './findings';
import { limits } from './limits';
import { type Delivery, type SlackUser, type SlackView } from './model';
import { breach, type SlackState } from './state';
import { viewJson } from './view-methods';

export interface Suggested {
  /** Options that stand in the list now; none when the bot's answer was not one. */
  readonly options: readonly Json[];
  readonly error: string | null;
  readonly delivery: Delivery | null;
}

/** Types into an external_select of a modal. Slack asks once enough is typed, three characters unless it says otherwise. */
export async function suggest(
  state: SlackState,
  user: SlackUser,
  view: SlackView,
  action: string,
  typed: string,
): Promise<Suggested> {
  const { block, element } = findControl(view.view.blocks, action);
  if (element.type !== 'external_select') throw new Error(`Nothing is looked for in "${action}"`);
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  if (typed.length < least) return { options: [], error: null, delivery: null };
  const delivery = await deliver(state, 'interaction', {
    type: 'block_suggestion',
    ...payloadHead(state, user),
    container: { type: 'view', view_id: view.id },
    action_id: element.action_id,
    block_id: block.block_id,
    value: typed,
    view: viewJson(state, view),
  });
  if (delivery.status !== 200) return { options: [], error: 'Options failed to load.', delivery };
  const options = optionsIn(state, delivery.answer);
  if (options === null) return { options: [], error: 'Options failed to load.', delivery };
  remember(state, view, text(element.action_id), options);
  return { options, error: null, delivery };
}

/** Null for an answer that Slack would not take; each finding is a breach. */
function optionsIn(state: SlackState, answer: string): Json[] | null {
  const body = parseJson(answer);
  const findings = createFindings();
  const checked: Checked = { value: record(body), at: '', findings };
  const { options } = checked.value;
  // An empty list says that nothing was found; only a list of a view has to have something in it.
  if (Array.isArray(options) && options.length > 0) {
    optionsUnder(checked, { max: limits.options, kind: 'select' });
  } else if (!Array.isArray(options)) {
    optionsOrGroups(checked);
  }
  for (const message of findings.messages) breach(state, 'bad-answer', 'block_suggestion', message);
  if (!isRecord(body) || findings.messages.length > 0) return null;
  const groups = list(body.option_groups).map(record);
  return [body, ...groups].flatMap((owner) => list(owner.options).map(record));
}

function remember(state: SlackState, view: SlackView, action: string, options: Json[]): void {
  const key = keyOf(view, action);
  state.offered.set(key, [...(state.offered.get(key) ?? []), ...options]);
}

function keyOf(view: SlackView, action: string): string {
  return `${view.id} ${action}`;
}

/** Every option that this field has offered so far: a client sends no other one. */
export function offeredIn(state: SlackState, view: SlackView, element: Json): readonly Json[] {
  const initial = isRecord(element.initial_option) ? [element.initial_option] : [];
  return [...initial, ...(state.offered.get(keyOf(view, text(element.action_id))) ?? [])];
}
