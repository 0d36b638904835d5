/** Views as Slack's JSON, from cards/slack. */
import { type KnownBlock, type View as SlackView } from '@slack/types';
import { plain, say } from '../../words';
import { type Json } from '../../views/expand';
import { merged } from '../../views/merged';
import { loadTemplates } from '../../views/templates';
import { type View } from '../../views/view';
import { escapeMrkdwn, slackEncoder } from './text';

const templates = loadTemplates('slack', slackEncoder);

/** The text of a section; longer ones are split between sentences. */
const sectionMost = 3000;

/** A message. `text` is what notifications show and screen readers say; Slack parses it, so it is escaped too. */
export function renderSlackMessage(view: View): { text: string; blocks: KnownBlock[] } {
  return { text: escapeMrkdwn(view.notification), blocks: blocksOf(expanded(view)) };
}

/** A form as it is; anything else (a refusal in the place of a form) in a modal that can only be closed. */
export function renderSlackModal(view: View): SlackView {
  const drawn = expanded(view);
  if (isModal(drawn)) return drawn;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: plain(say('form.elevate')) },
    close: { type: 'plain_text', text: plain(say('button.close')) },
    blocks: blocksOf(drawn),
  };
}

/** App Home. Any view can stand there, for instance how to get linked. */
export function renderSlackHome(view: View): SlackView {
  return { type: 'home', blocks: blocksOf(expanded(view)) };
}

function expanded(view: View): Json {
  return templates[view.screen](merged(view.facts, { notification: view.notification }));
}

function isModal(drawn: unknown): drawn is SlackView {
  return typeof drawn === 'object' && drawn !== null && 'type' in drawn && drawn.type === 'modal';
}

function blocksOf(drawn: unknown): KnownBlock[] {
  const { blocks } = drawn as { blocks: KnownBlock[] };
  return blocks.flatMap(splitSection);
}

/** Names with many escaped characters can make a section too long for Slack, which would then refuse all of it. */
function splitSection(block: KnownBlock): KnownBlock[] {
  if (block.type !== 'section' || block.text === undefined) return [block];
  const { text } = block;
  if (text.text.length <= sectionMost) return [block];
  return text.text.split('\n').map((line) => ({ ...block, text: { ...text, text: line } }));
}
