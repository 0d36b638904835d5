/** Checks of the rich_text block, whose text is typed and therefore never parsed. */
import { allowKeys, items, object, oneOf, string, type Checked, type Findings } from './findings';
import { limits } from './limits';
import { text } from '../shared/json';

const most = { min: 0, max: 1_000 };

export function richText(block: Checked): void {
  allowKeys(block, ['type', 'block_id', 'elements']);
  for (const [index, value] of items(block, 'elements', { min: 1, max: 100 }).entries()) {
    part(value, `${block.at}/elements/${index}`, block.findings);
  }
}

function part(value: unknown, at: string, findings: Findings): void {
  const checked = object(value, at, findings);
  if (!checked) return;
  switch (checked.value.type) {
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      allowKeys(checked, ['type', 'elements', 'border', 'language']);
      return runs(checked);
    case 'rich_text_list': {
      allowKeys(checked, ['type', 'elements', 'style', 'indent', 'offset', 'border']);
      oneOf(checked, 'style', ['bullet', 'ordered']);
      for (const [index, row] of items(checked, 'elements', { ...most, min: 1 }).entries()) {
        const section = object(row, `${at}/elements/${index}`, findings);
        if (section) runs(section);
      }
      return;
    }
    default:
      findings.add(`${at}/type`, `unsupported type: ${text(checked.value.type)}`);
  }
}

function runs(owner: Checked): void {
  for (const [index, value] of items(owner, 'elements', most).entries()) {
    run(value, `${owner.at}/elements/${index}`, owner.findings);
  }
}

const idKeys: Readonly<Record<string, string>> = {
  user: 'user_id',
  usergroup: 'usergroup_id',
  channel: 'channel_id',
  emoji: 'name',
  broadcast: 'range',
};

function run(value: unknown, at: string, findings: Findings): void {
  const checked = object(value, at, findings);
  if (!checked) return;
  const type = text(checked.value.type);
  if (type === 'text') {
    allowKeys(checked, ['type', 'text', 'style']);
    return string(checked, 'text', { required: true, min: 1, max: limits.messageText });
  }
  if (type === 'link') {
    allowKeys(checked, ['type', 'url', 'text', 'style', 'unsafe']);
    return string(checked, 'url', { required: true, min: 1, max: limits.buttonUrl });
  }
  if (type === 'date') {
    allowKeys(checked, ['type', 'timestamp', 'format', 'url', 'fallback', 'style']);
    if (typeof checked.value.timestamp !== 'number') {
      findings.add(`${at}/timestamp`, 'must provide a number');
    }
    return string(checked, 'format', { required: true, min: 1, max: limits.textObject });
  }
  const idKey = idKeys[type];
  if (!idKey) return findings.add(`${at}/type`, `unsupported type: ${type}`);
  allowKeys(checked, ['type', idKey, 'style', 'unicode']);
  string(checked, idKey, { required: true, min: 1, max: 255 });
  if (type === 'broadcast') oneOf(checked, 'range', ['here', 'channel', 'everyone']);
}
