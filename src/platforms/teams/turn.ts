/** One authenticated activity and what may be done about it. Nothing here knows botbuilder. */
import { type Refusal } from '../../errors';
import { type Log } from '../../log';
import { type View } from '../../views/view';
import { type AccountKey, type Envelope, type Inbound, type MessageKey } from '../contract';
import { type Activity } from './activity';
import { type OutgoingMessage, type RenderTeamsCard } from './messages';

export interface Turn {
  readonly activity: Activity;
  readonly tenant: string;
  /** Null when Teams does not say who it was. */
  readonly envelope: Envelope | null;
  /** How long the person may still be kept waiting, in milliseconds; negative when they have waited too long. */
  remainingMs(): number;
  /** Answers where it was said, in the same thread. Null when Teams gave the message no id. Throws RemoteError. */
  reply(message: OutgoingMessage): Promise<MessageKey | null>;
  /** Replaces one of our own messages in the same conversation. Throws RemoteError. */
  redraw(messageId: string, message: OutgoingMessage): Promise<void>;
}

/** What an invoke is answered with. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body?: object;
}

/** Sentences that the platform says by itself. */
export interface Notices {
  readonly refusal: (refusal: Refusal) => View;
  /** "I answered you in a direct message." */
  readonly answeredPrivately: string;
  /** The same place is told that no direct message could be sent, and no more than that. */
  readonly notAnswered: string;
}

export type Count = (name: string, labels?: Record<string, string>) => void;

/** What answering needs. */
export interface Room {
  readonly inbound: Inbound;
  readonly notices: Notices;
  readonly render: RenderTeamsCard;
  readonly postDirect: (account: AccountKey, view: View) => Promise<MessageKey>;
  /** The object id of somebody in the conversation of this turn, by the id that they have for this bot. Throws RemoteError. */
  readonly objectIdOf: (turn: Turn, memberId: string) => Promise<string | null>;
  readonly log: Log;
  readonly count: Count;
}
