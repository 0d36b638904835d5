/** Finding what a person can press or fill in, and the state that Slack sends with it. */
import { isRecord, list, record, text, type Json } from '../shared/json';

export interface Control {
  readonly block: Json;
  readonly element: Json;
}

/** Interactive elements in reading order. */
function controlsIn(blocks: unknown): Control[] {
  return list(blocks).flatMap((value) => {
    const block = record(value);
    const elements = [...list(block.elements), block.accessory, block.element];
    return elements
      .filter((element): element is Json => isRecord(element) && isInteractive(block, element))
      .map((element) => ({ block, element }));
  });
}

function isInteractive(block: Json, element: Json): boolean {
  if (block.type === 'context' || block.type === 'rich_text') return false;
  return element.type !== 'image';
}

/** What the person reads on the control. */
function labelOf(control: Control): string {
  const { block, element } = control;
  const own = text(record(element.text).text);
  if (own) return own;
  return text(record(block.label).text) || text(record(element.placeholder).text);
}

/** The one control with that action id, label or value; throws with all there are when it is not exactly one. */
export function findControl(blocks: unknown, wanted: string): Control {
  const all = controlsIn(blocks);
  for (const read of [actionId, labelOf, valueOf]) {
    const found = all.filter((control) => read(control) === wanted);
    if (found.length === 1 && found[0]) return found[0];
    if (found.length > 1) throw new Error(`"${wanted}" is there ${found.length} times`);
  }
  const known = all.map((control) => `${actionId(control)} "${labelOf(control)}"`).join(', ');
  throw new Error(`There is no "${wanted}" to press here, only: ${known || 'nothing'}`);
}

function actionId(control: Control): string {
  return text(control.element.action_id);
}

function valueOf(control: Control): string {
  return text(control.element.value);
}

/** The action of a press as it stands in a block_actions payload. `choice` is the value of a chosen option. */
export function actionOf(control: Control, choice: string | null, actionTs: string): Json {
  const { block, element } = control;
  const head = {
    type: element.type,
    action_id: actionId(control),
    block_id: block.block_id,
    action_ts: actionTs,
  };
  if (element.type !== 'button') return { ...head, ...typedValue(element, choice) };
  const kept = ['text', 'value', 'style', 'url', 'confirm'].filter((key) => key in element);
  return { ...head, ...Object.fromEntries(kept.map((key) => [key, element[key]])) };
}

function optionsOf(element: Json): Json[] {
  const groups = list(element.option_groups).map(record);
  return [element, ...groups].flatMap((owner) => list(owner.options).map(record));
}

function optionOf(element: Json, value: string, offered: readonly Json[] = []): Json {
  const found = [...optionsOf(element), ...offered].find((option) => option.value === value);
  if (!found) throw new Error(`There is no option "${value}" in ${text(element.action_id)}`);
  return found;
}

const selectedKeys: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

/**
 * What Slack puts into `state.values` for one element; null stands for nothing chosen.
 * @param offered what the element has found by typing
 */
export function typedValue(
  element: Json,
  value: string | readonly string[] | null,
  offered: readonly Json[] = [],
): Json {
  const type = text(element.type);
  const one = typeof value === 'string' ? value : (value?.[0] ?? null);
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: one === null ? null : optionOf(element, one) };
    case 'external_select':
      return { type, selected_option: one === null ? null : optionOf(element, one, offered) };
    case 'checkboxes':
    case 'multi_static_select': {
      const values = typeof value === 'string' ? [value] : (value ?? []);
      return { type, selected_options: values.map((each) => optionOf(element, each)) };
    }
    default:
      return { type, [selectedKeys[type] ?? 'value']: one };
  }
}

/** What is filled in before the person touches anything. */
export function initialValue(element: Json): string | readonly string[] | null {
  const initial = element.initial_option ?? element.initial_value ?? element.initial_user;
  if (isRecord(initial)) return text(initial.value);
  const several = list(element.initial_options).map((option) => text(record(option).value));
  if (several.length > 0) return several;
  return typeof initial === 'string' && initial !== '' ? initial : null;
}

/** What Slack's own client says before anything is sent, or null when it would send. */
export function clientRefusal(
  block: Json,
  value: string | readonly string[] | null,
): string | null {
  const element = record(block.element);
  const empty = value === null || value.length === 0;
  if (empty) return block.optional === true ? null : 'Please complete this required field.';
  if (typeof value !== 'string') return null;
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && value.length < min) return `Enter at least ${min} characters.`;
  if (typeof max === 'number' && value.length > max) return `Enter at most ${max} characters.`;
  return null;
}
