/** An organisation's own name, icon, footer and help link on messages. */
import { type ContextBlock } from '@slack/types';
import { type Branding } from '../../administration/configuration';
import { plain, say } from '../../words';
import { oneLine } from '../../views/people';
import { type SlackMessage, type SlackRender, type SlackSender } from './options';
import { mrkdwn } from './text';

/** Slack takes no more in a message; what is asked goes before how it looks. */
const blocksMost = 50;

const nameMost = 40;
const footerMost = 150;

/**
 * Draws messages as the organisation's. A colour is not among it: only an attachment has one here, and what is in an attachment Slack
 * folds and draws smaller.
 */
export function branded(render: SlackRender, brandingNow: () => Branding | null): SlackRender {
  return {
    ...render,
    message: (view) => withFooter(render.message(view), brandingNow()),
    sender: () => senderOf(brandingNow()),
  };
}

function withFooter(message: SlackMessage, branding: Branding | null): SlackMessage {
  const elements = footerOf(branding);
  if (elements.length === 0 || message.blocks.length >= blocksMost) return message;
  return { ...message, blocks: [...message.blocks, { type: 'context', elements }] };
}

function footerOf(branding: Branding | null): ContextBlock['elements'] {
  if (branding === null) return [];
  const { footer, helpLink } = branding;
  const text = (line: string) => ({ type: 'mrkdwn', text: line, verbatim: true }) as const;
  return [
    ...(footer === null ? [] : [text(mrkdwn({ say: [{ text: oneLine(footer, footerMost) }] }))]),
    ...(helpLink === null ? [] : [text(mrkdwn({ say: [helpSegment(helpLink)] }))]),
  ];
}

function helpSegment(link: string) {
  return { link, text: plain(say('branding.help')) };
}

/** As whom messages are posted; the app's own name and icon where nothing is set. */
function senderOf(branding: Branding | null): SlackSender {
  const { name = null, icon = null } = branding ?? {};
  return {
    ...(name === null ? {} : { username: oneLine(name, nameMost) }),
    ...(icon === null ? {} : { icon_url: icon }),
  };
}
