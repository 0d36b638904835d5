/** Checks of Slack's interactive elements, one function per family. */
import {
  anyText,
  confirmUnder,
  option,
  optionsOrGroups,
  optionsUnder,
  plainText,
  textObject,
  textUnder,
} from './composition';
import {
  allowKeys,
  boolean,
  items,
  object,
  oneOf,
  string,
  type Checked,
  type Findings,
} from './findings';
import { limits } from './limits';
import { isRecord, list, record, text } from '../shared/json';

/** Where an element stands; Slack admits different ones in each place. */
export type Place = 'section' | 'actions' | 'input' | 'context';

interface ElementRule {
  readonly places: readonly Place[];
  check(checked: Checked): void;
}

const everywhere: readonly Place[] = ['section', 'actions', 'input'];

const elementRules: Readonly<Record<string, ElementRule>> = {
  button: { places: ['section', 'actions'], check: button },
  overflow: { places: ['section', 'actions'], check: overflow },
  static_select: { places: everywhere, check: staticSelect },
  multi_static_select: { places: ['section', 'input'], check: staticSelect },
  external_select: { places: everywhere, check: otherSelect },
  users_select: { places: everywhere, check: otherSelect },
  conversations_select: { places: everywhere, check: otherSelect },
  channels_select: { places: everywhere, check: otherSelect },
  radio_buttons: { places: everywhere, check: choices },
  checkboxes: { places: everywhere, check: choices },
  datepicker: { places: everywhere, check: picker },
  timepicker: { places: everywhere, check: picker },
  datetimepicker: { places: ['actions', 'input'], check: picker },
  plain_text_input: { places: ['input'], check: textInput },
  number_input: { places: ['input'], check: textInput },
  email_text_input: { places: ['input'], check: textInput },
  url_text_input: { places: ['input'], check: textInput },
  image: { places: ['section', 'context'], check: (checked) => imageElement(checked) },
};

export function element(value: unknown, at: string, findings: Findings, place: Place): void {
  if (place === 'context' && isRecord(value) && value.type !== 'image') {
    return textObject(value, at, findings, anyText(limits.textObject));
  }
  const checked = object(value, at, findings);
  if (!checked) return;
  const rule = elementRules[text(checked.value.type)];
  if (!rule) return findings.add(`${at}/type`, `unsupported type: ${text(checked.value.type)}`);
  if (!rule.places.includes(place)) {
    return findings.add(`${at}/type`, `${text(checked.value.type)} is not allowed in ${place}`);
  }
  rule.check(checked);
}

const common = ['type', 'action_id', 'confirm', 'focus_on_load'];

function begin(checked: Checked, keys: readonly string[]): void {
  allowKeys(checked, [...common, ...keys]);
  string(checked, 'action_id', { min: 1, max: limits.actionId });
  boolean(checked, 'focus_on_load');
  confirmUnder(checked);
}

function button(checked: Checked): void {
  begin(checked, ['text', 'value', 'url', 'style', 'accessibility_label']);
  if (checked.value.focus_on_load !== undefined) {
    checked.findings.add(checked.at, 'invalid additional property: focus_on_load');
  }
  textUnder(checked, 'text', plainText(limits.buttonText), true);
  string(checked, 'value', { max: limits.buttonValue });
  string(checked, 'url', { max: limits.buttonUrl });
  string(checked, 'accessibility_label', { min: 1, max: limits.accessibilityLabel });
  oneOf(checked, 'style', ['primary', 'danger']);
}

function overflow(checked: Checked): void {
  begin(checked, ['options']);
  optionsUnder(checked, { max: limits.overflowOptions, kind: 'overflow' });
}

function staticSelect(checked: Checked): void {
  begin(checked, [
    ...['placeholder', 'options', 'option_groups', 'initial_option', 'initial_options'],
    'max_selected_items',
  ]);
  textUnder(checked, 'placeholder', plainText(limits.placeholder));
  optionsOrGroups(checked);
  initialOption(checked);
}

function otherSelect(checked: Checked): void {
  begin(checked, [
    ...['placeholder', 'initial_option', 'min_query_length', 'initial_user', 'initial_channel'],
    ...['initial_conversation', 'default_to_current_conversation', 'filter'],
    'response_url_enabled',
  ]);
  textUnder(checked, 'placeholder', plainText(limits.placeholder));
  if (checked.value.initial_option === undefined) return;
  const rule = { max: limits.options, kind: 'select' } as const;
  option(checked.value.initial_option, `${checked.at}/initial_option`, checked.findings, rule);
}

function choices(checked: Checked): void {
  begin(checked, ['options', 'initial_option', 'initial_options']);
  optionsUnder(checked, { max: limits.choiceOptions, kind: 'choice' });
  initialOption(checked);
}

/** Slack compares the whole object, not only its value. */
function initialOption(checked: Checked): void {
  const initial = checked.value.initial_option;
  if (initial === undefined) return;
  const owners = [checked.value, ...list(checked.value.option_groups)];
  const all = owners.flatMap((owner) => list(record(owner).options));
  const wanted = JSON.stringify(initial);
  if (all.some((each) => JSON.stringify(each) === wanted)) return;
  checked.findings.add(`${checked.at}/initial_option`, 'must be one of the options');
}

function picker(checked: Checked): void {
  begin(checked, [
    ...['placeholder', 'initial_date', 'initial_time', 'initial_date_time'],
    'timezone',
  ]);
  textUnder(checked, 'placeholder', plainText(limits.placeholder));
}

function textInput(checked: Checked): void {
  begin(checked, [
    ...['placeholder', 'initial_value', 'multiline', 'min_length', 'max_length'],
    ...['dispatch_action_config', 'is_decimal_allowed', 'min_value', 'max_value'],
  ]);
  if (checked.value.confirm !== undefined) {
    checked.findings.add(checked.at, 'invalid additional property: confirm');
  }
  textUnder(checked, 'placeholder', plainText(limits.placeholder));
  string(checked, 'initial_value', { max: limits.inputText });
  boolean(checked, 'multiline');
  for (const key of ['min_length', 'max_length']) length(checked, key);
}

function length(checked: Checked, key: string): void {
  const found = checked.value[key];
  if (found === undefined) return;
  const least = key === 'max_length' ? 1 : 0;
  if (Number.isInteger(found) && Number(found) >= least && Number(found) <= limits.inputText) {
    return;
  }
  checked.findings.add(`${checked.at}/${key}`, `must be ${least} to ${limits.inputText}`);
}

export function imageElement(checked: Checked, more: readonly string[] = []): void {
  allowKeys(checked, ['type', 'image_url', 'alt_text', ...more]);
  string(checked, 'image_url', { required: true, min: 1, max: limits.imageUrl });
  string(checked, 'alt_text', { required: true, min: 1, max: limits.altText });
}

/** Elements of one block: count, each by itself, and action ids that are unique in the block. */
export function elementsUnder(block: Checked, place: Place, max: number): void {
  const seen = new Set<string>();
  for (const [index, value] of items(block, 'elements', { min: 1, max }).entries()) {
    const at = `${block.at}/elements/${index}`;
    element(value, at, block.findings, place);
    const id = isRecord(value) ? text(value.action_id) : '';
    if (id && seen.has(id)) {
      block.findings.add(`${at}/action_id`, `action_id "${id}" already exists in this block`);
    }
    seen.add(id);
  }
}
