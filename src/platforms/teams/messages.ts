/** Views as the messages that the Bot Connector takes. */
import { type View } from '../../views/view';
import { typedOnTeams } from './text';

export interface RenderedCard {
  readonly card: object;
  readonly summary: string;
}

export type RenderTeamsCard = (
  view: View,
  options?: { readonly refreshUserIds?: string[] },
) => RenderedCard;

/** A message activity, without the place it goes to. */
export interface OutgoingMessage {
  readonly type: 'message';
  /** Shown in notifications and read aloud; the card has the rest. */
  readonly summary?: string;
  readonly text?: string;
  readonly textFormat?: 'plain';
  readonly attachments?: { readonly contentType: string; readonly content: object }[];
}

export const cardContentType = 'application/vnd.microsoft.card.adaptive';

export function cardMessage({ card, summary }: RenderedCard): OutgoingMessage {
  return {
    type: 'message',
    summary: typedOnTeams(summary),
    attachments: [{ contentType: cardContentType, content: card }],
  };
}

export function textMessage(text: string): OutgoingMessage {
  return { type: 'message', text, textFormat: 'plain' };
}
