/** Checks of Slack's composition objects: text, option, option group, confirmation. */
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
import { isRecord, text } from '../shared/json';

export type TextType = 'plain_text' | 'mrkdwn';

export interface TextRule {
  readonly max: number;
  readonly types: readonly TextType[];
}

const plain: readonly TextType[] = ['plain_text'];
const either: readonly TextType[] = ['plain_text', 'mrkdwn'];

export function plainText(max: number): TextRule {
  return { max, types: plain };
}

export function anyText(max: number): TextRule {
  return { max, types: either };
}

/** A text object under `key` of its owner. */
export function textUnder(owner: Checked, key: string, rule: TextRule, required = false): void {
  const found = owner.value[key];
  if (found === undefined) {
    if (required) owner.findings.add(owner.at, `missing required field: ${key}`);
    return;
  }
  textObject(found, `${owner.at}/${key}`, owner.findings, rule);
}

export function textObject(value: unknown, at: string, findings: Findings, rule: TextRule): void {
  const checked = object(value, at, findings);
  if (!checked) return;
  const type = checked.value.type;
  if (!rule.types.includes(type as TextType)) {
    return findings.add(`${at}/type`, `must be one of: ${rule.types.join(', ')}`);
  }
  // Slack refuses `emoji` on mrkdwn and `verbatim` on plain text.
  allowKeys(checked, ['type', 'text', type === 'mrkdwn' ? 'verbatim' : 'emoji']);
  boolean(checked, 'verbatim');
  boolean(checked, 'emoji');
  string(checked, 'text', { required: true, min: 1, max: Math.min(rule.max, limits.textObject) });
  if (type === 'mrkdwn') dateTokens(text(checked.value.text), `${at}/text`, findings);
}

const dateToken = /<!date\^([^<>]*)>/g;
const dateParts = /^-?\d+\^[^|^]*\{[a-z_]+\}[^|^]*(\^https?:[^|^]*)?\|[^<>]+$/;
const dateWords = new Set([
  ...['date_num', 'date_slash', 'date_long', 'date_long_full', 'date_long_pretty', 'date'],
  ...['date_pretty', 'date_short', 'date_short_half', 'date_short_pretty', 'time', 'time_secs'],
  ...['ago'],
]);

/** A date token that Slack cannot read is shown raw; one without a fallback shows nothing in old clients. */
function dateTokens(source: string, at: string, findings: Findings): void {
  for (const [token, inside] of source.matchAll(dateToken)) {
    if (!inside || !dateParts.test(inside)) {
      findings.add(at, `unreadable date token (timestamp^format|fallback): ${token}`);
      continue;
    }
    const words = [...inside.matchAll(/\{([a-z_]+)\}/g)].map((found) => found[1] ?? '');
    const unknown = words.find((word) => !dateWords.has(word));
    if (unknown) findings.add(at, `unknown date format: {${unknown}}`);
  }
}

export function confirmUnder(owner: Checked, key = 'confirm'): void {
  const found = owner.value[key];
  if (found === undefined) return;
  const checked = object(found, `${owner.at}/${key}`, owner.findings);
  if (!checked) return;
  allowKeys(checked, ['title', 'text', 'confirm', 'deny', 'style']);
  textUnder(checked, 'title', plainText(limits.confirmTitle), true);
  textUnder(checked, 'text', anyText(limits.confirmText), true);
  textUnder(checked, 'confirm', plainText(limits.confirmButton), true);
  textUnder(checked, 'deny', plainText(limits.confirmButton), true);
  oneOf(checked, 'style', ['primary', 'danger']);
}

export interface OptionRule {
  readonly max: number;
  /** Overflow options may be links; radio buttons and checkboxes may use mrkdwn. */
  readonly kind: 'select' | 'overflow' | 'choice';
}

export function optionsUnder(owner: Checked, rule: OptionRule): void {
  const seen = new Set<string>();
  for (const [index, value] of items(owner, 'options', { min: 1, max: rule.max }).entries()) {
    const at = `${owner.at}/options/${index}`;
    option(value, at, owner.findings, rule);
    const key = isRecord(value) ? text(value.value) : '';
    if (seen.has(key)) owner.findings.add(`${at}/value`, `duplicate option value: ${key}`);
    seen.add(key);
  }
}

export function option(value: unknown, at: string, findings: Findings, rule: OptionRule): void {
  const checked = object(value, at, findings);
  if (!checked) return;
  const texts = rule.kind === 'choice' ? anyText : plainText;
  allowKeys(checked, [
    ...['text', 'value', 'description'],
    ...(rule.kind === 'overflow' ? ['url'] : []),
  ]);
  textUnder(checked, 'text', texts(limits.optionText), true);
  textUnder(checked, 'description', texts(limits.optionDescription));
  string(checked, 'value', { required: true, min: 1, max: limits.optionValue });
  string(checked, 'url', { max: limits.buttonUrl });
}

/** Options or groups of options, exactly one of the two. */
export function optionsOrGroups(owner: Checked): void {
  const groups = owner.value.option_groups;
  if (groups === undefined) return optionsUnder(owner, { max: limits.options, kind: 'select' });
  if (owner.value.options !== undefined) {
    owner.findings.add(owner.at, 'only one of options and option_groups allowed');
  }
  const found = items(owner, 'option_groups', { min: 1, max: limits.optionGroups });
  for (const [index, value] of found.entries()) {
    const checked = object(value, `${owner.at}/option_groups/${index}`, owner.findings);
    if (!checked) continue;
    allowKeys(checked, ['label', 'options']);
    textUnder(checked, 'label', plainText(limits.optionGroupLabel), true);
    optionsUnder(checked, { max: limits.options, kind: 'select' });
  }
}
