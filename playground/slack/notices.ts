/** Whom a content would notify and where its links would lead: text from people must do neither. */
import { isRecord, text } from '../shared/json';
import { type Content } from './model';

const mention =
  /<(?:@([UW][A-Z0-9]+)|!subteam\^([A-Z0-9]+)|!(here|channel|everyone))(?:\|[^>]*)?>/g;
const markupLink = /<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g;
// Without `verbatim` Slack also makes links of bare addresses and mentions of bare names.
const bareLink = /(?<![<|])\bhttps?:\/\/[^\s<>|]+/g;

interface Markup {
  readonly text: string;
  readonly verbatim: boolean;
}

/** Every string that Slack parses as markup: the top-level text and each mrkdwn object. */
function markupIn(content: Content): Markup[] {
  const found: Markup[] = [];
  // The top-level text is shown only in notifications when there are blocks, but it notifies all the same.
  if (content.text) found.push({ text: content.text, verbatim: content.blocks.length > 0 });
  walk(content.blocks, (node) => {
    if (node.type !== 'mrkdwn') return;
    found.push({ text: text(node.text), verbatim: node.verbatim === true });
  });
  return found;
}

function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isRecord(value)) return;
  visit(value);
  for (const key of Object.keys(value)) walk(value[key], visit);
}

export function pingsIn(content: Content): string[] {
  const pings = markupIn(content).flatMap((markup) =>
    [...markup.text.matchAll(mention)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
  );
  walk(content.blocks, (node) => {
    if (node.type === 'user') pings.push(text(node.user_id));
    if (node.type === 'usergroup') pings.push(text(node.usergroup_id));
    if (node.type === 'broadcast') pings.push(text(node.range));
  });
  return [...new Set(pings)];
}

export function linksIn(content: Content): string[] {
  const links = markupIn(content).flatMap((markup) => [
    ...[...markup.text.matchAll(markupLink)].map((match) => match[1] ?? ''),
    ...(markup.verbatim ? [] : [...markup.text.matchAll(bareLink)].map((match) => match[0])),
  ]);
  walk(content.blocks, (node) => {
    if (node.type === 'link' || node.type === 'button') links.push(text(node.url));
  });
  return [...new Set(links.filter((link) => link !== ''))];
}
