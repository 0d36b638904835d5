import { type Block, type KnownBlock, type View as SlackView } from '@slack/types';
import { type Server } from 'restify';
import { type Branding } from '../../administration/configuration';
import { type Refusal } from '../../errors';
import { type Log } from '../../log';
import { type View } from '../../views/view';
import { type Envelope, type Inbound, type TokenNews } from '../contract';

export interface SlackConfig {
  readonly botToken: string;
  /** Needed without `appToken`: then Slack calls us over HTTP. */
  readonly signingSecret?: string;
  /** Set: Socket Mode, and no route on the server. */
  readonly appToken?: string;
  /** Base address of the Web API; Slack's own when left out. */
  readonly apiUrl?: string;
  /** Workspace (T…) or enterprise (E…) ids; empty: the workspace of the bot token. */
  readonly allowedTeams: readonly string[];
}

export interface SlackMessage {
  /** What notifications and screen readers use. */
  readonly text: string;
  readonly blocks: (Block | KnownBlock)[];
}

/** As whom a message is posted, in the place of the app's own name and icon. */
export interface SlackSender {
  readonly username?: string;
  readonly icon_url?: string;
}

/** How views become Slack's JSON. */
export interface SlackRender {
  /** Left out: the app's own name and icon. */
  sender?(): SlackSender;
  message(view: View): SlackMessage;
  modal(view: View): SlackView;
  home(view: View): SlackView;
}

export type Count = (name: string, labels?: Record<string, string>) => void;

export interface SlackOptions {
  readonly config: SlackConfig;
  readonly inbound: Inbound;
  readonly log: Log;
  /** Milliseconds since the epoch; rules signatures' age, sending pace and late answers. */
  readonly now?: () => number;
  /** Where POST /slack/events is mounted; needed without `appToken`. No body parser may stand before it. */
  readonly server?: Server;
  readonly render?: SlackRender;
  /** How messages look now; null as they come. */
  readonly branding?: () => Branding | null;
  readonly count?: Count;
  /** Told of each person who was refused at the door, before they are; for the audit trail. */
  readonly turnedAway?: (envelope: Envelope, refusal: Refusal) => Promise<void>;
  /** Told whether Slack takes the bot token, once at the start and again when that changes before it is taken. */
  readonly tokenSeen?: (news: TokenNews) => Promise<void>;
}
