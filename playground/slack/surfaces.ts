/** Checks of what is shown whole: the blocks of a message, a modal, the App Home. */
import { anyText, plainText, textObject, textUnder } from './composition';
import { element, elementsUnder, imageElement } from './elements';
import {
  allowKeys,
  boolean,
  createFindings,
  items,
  object,
  string,
  type Checked,
  type Findings,
} from './findings';
import { limits } from './limits';
import { richText } from './rich-text';
import { isRecord, list, text } from '../shared/json';

export type Surface = 'message' | 'modal' | 'home';

const blockRules: Readonly<Record<string, (block: Checked) => void>> = {
  section,
  header,
  divider: (block) => allowKeys(block, ['type', 'block_id']),
  image,
  actions,
  context,
  input,
  markdown,
  rich_text: richText,
};

/** What Slack would find wrong with the blocks of a message; empty when it is content. */
export function checkMessageBlocks(blocks: unknown): readonly string[] {
  const findings = createFindings();
  const checked = { value: { blocks }, at: '', findings };
  const found = items(checked, 'blocks', { min: 0, max: limits.blocksPerMessage });
  blockList(found, '/blocks', findings, 'message');
  return findings.messages;
}

/** What Slack would find wrong with a modal or an App Home. */
export function checkView(view: unknown): readonly string[] {
  const findings = createFindings();
  const checked = object(view, '/view', findings);
  if (!checked) return findings.messages;
  const type = checked.value.type;
  if (type !== 'modal' && type !== 'home') {
    findings.add('/view/type', 'must be one of: modal, home');
    return findings.messages;
  }
  viewHead(checked, type);
  const found = items(checked, 'blocks', { min: 0, max: limits.blocksPerView });
  blockList(found, '/view/blocks', findings, type);
  if (JSON.stringify(view).length > limits.viewBytes) findings.add('/view', 'view_too_large');
  return findings.messages;
}

const viewKeys = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const modalKeys = [
  ...['title', 'submit', 'close', 'clear_on_close', 'notify_on_close'],
  'submit_disabled',
];

function viewHead(view: Checked, type: 'modal' | 'home'): void {
  allowKeys(view, type === 'modal' ? [...viewKeys, ...modalKeys] : viewKeys);
  string(view, 'private_metadata', { max: limits.privateMetadata });
  string(view, 'callback_id', { max: limits.callbackId });
  string(view, 'external_id', { max: limits.externalId });
  if (type === 'home') return;
  textUnder(view, 'title', plainText(limits.viewTitle), true);
  textUnder(view, 'submit', plainText(limits.viewButton));
  textUnder(view, 'close', plainText(limits.viewButton));
  boolean(view, 'clear_on_close');
  boolean(view, 'notify_on_close');
  const hasInput = list(view.value.blocks).some(
    (block) => isRecord(block) && block.type === 'input',
  );
  if (hasInput && view.value.submit === undefined) {
    view.findings.add('/view/submit', 'submit is required when an input block is present');
  }
}

function blockList(
  blocks: readonly unknown[],
  at: string,
  findings: Findings,
  surface: Surface,
): void {
  const seen = new Set<string>();
  let markdownLength = 0;
  for (const [index, value] of blocks.entries()) {
    const place = `${at}/${index}`;
    block(value, place, findings, surface);
    if (!isRecord(value)) continue;
    if (value.type === 'markdown') markdownLength += text(value.text).length;
    const id = text(value.block_id);
    if (id && seen.has(id)) {
      findings.add(`${place}/block_id`, `block_id "${id}" already exists`);
    }
    seen.add(id);
  }
  if (markdownLength > limits.markdownTotal) {
    findings.add(at, `markdown blocks hold more than ${limits.markdownTotal} characters`);
  }
}

function block(value: unknown, at: string, findings: Findings, surface: Surface): void {
  const checked = object(value, at, findings);
  if (!checked) return;
  const type = text(checked.value.type);
  // Blocks that Slack knows and this judge does not are refused too: it could not vouch for them.
  const rule = Object.hasOwn(blockRules, type) ? blockRules[type] : undefined;
  if (!rule || (type === 'markdown' && surface !== 'message')) {
    return findings.add(`${at}/type`, `unsupported type: ${type}`);
  }
  string(checked, 'block_id', { min: 1, max: limits.blockId });
  rule(checked);
}

function section(checked: Checked): void {
  allowKeys(checked, ['type', 'block_id', 'text', 'fields', 'accessory', 'expand']);
  boolean(checked, 'expand');
  if (checked.value.text === undefined && checked.value.fields === undefined) {
    checked.findings.add(checked.at, 'missing required field: text or fields');
  }
  textUnder(checked, 'text', anyText(limits.sectionText));
  if (checked.value.fields !== undefined) {
    const fields = items(checked, 'fields', { min: 1, max: limits.sectionFields });
    for (const [index, field] of fields.entries()) {
      const rule = anyText(limits.sectionField);
      textObject(field, `${checked.at}/fields/${index}`, checked.findings, rule);
    }
  }
  if (checked.value.accessory !== undefined) {
    element(checked.value.accessory, `${checked.at}/accessory`, checked.findings, 'section');
  }
}

function header(checked: Checked): void {
  allowKeys(checked, ['type', 'block_id', 'text']);
  textUnder(checked, 'text', plainText(limits.headerText), true);
}

function image(checked: Checked): void {
  textUnder(checked, 'title', plainText(limits.imageTitle));
  imageElement(checked, ['block_id', 'title']);
}

function actions(checked: Checked): void {
  allowKeys(checked, ['type', 'block_id', 'elements']);
  elementsUnder(checked, 'actions', limits.actionsElements);
}

function context(checked: Checked): void {
  allowKeys(checked, ['type', 'block_id', 'elements']);
  elementsUnder(checked, 'context', limits.contextElements);
}

function input(checked: Checked): void {
  allowKeys(checked, [
    ...['type', 'block_id', 'label', 'hint', 'element', 'optional'],
    'dispatch_action',
  ]);
  textUnder(checked, 'label', plainText(limits.inputLabel), true);
  textUnder(checked, 'hint', plainText(limits.inputHint));
  boolean(checked, 'optional');
  boolean(checked, 'dispatch_action');
  element(checked.value.element, `${checked.at}/element`, checked.findings, 'input');
}

function markdown(checked: Checked): void {
  allowKeys(checked, ['type', 'block_id', 'text']);
  string(checked, 'text', { required: true, min: 1, max: limits.markdownTotal });
}
