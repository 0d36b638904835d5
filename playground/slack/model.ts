/** The words of the simulated Slack, and what it remembers. Everything here is plain JSON for page and tests. */
import { type Answer } from '../shared/http';
import { type Json } from '../shared/json';

export type SlackUserKind =
  'member' | 'guest' | 'single-channel-guest' | 'external' | 'bot' | 'disabled';

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** IANA zone. */
  readonly tz: string;
  readonly kind: SlackUserKind;
  /** Workspace of an `external` person; the simulated one when left out. */
  readonly teamId?: string;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  /** User ids; the bot is in the channel when its user id is among them. */
  readonly members: readonly string[];
  /** Shared with another organisation through Slack Connect. */
  readonly shared?: boolean;
  readonly archived?: boolean;
}

export interface SlackUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

export interface SimulatedSlackOptions {
  /** 0 or left out: a free port. */
  readonly port?: number;
  readonly teamId: string;
  readonly enterpriseId?: string;
  readonly appId?: string;
  readonly botUser: { readonly id: string; readonly name: string };
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken?: string;
  /** Scopes of the bot token; left out: every scope that the simulation knows. */
  readonly scopes?: readonly string[];
  readonly users: readonly SlackUser[];
  readonly channels: readonly SlackChannel[];
  readonly userGroups?: readonly SlackUserGroup[];
  readonly eventsUrl?: string;
  /** Milliseconds since the epoch; rules every limit and expiry. */
  readonly now?: () => number;
  /** Default true. */
  readonly rateLimits?: boolean;
  /** Real milliseconds that the bot has for an answer; default 3,000 as at Slack. */
  readonly answerMs?: number;
}

export interface Content {
  readonly text: string;
  readonly blocks: readonly Json[];
}

export interface SlackMessage extends Content {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** User id of the author. */
  readonly user: string;
  readonly byBot: boolean;
  /** For this person alone; null when everybody in the channel sees it. */
  readonly onlyFor: string | null;
  /** Who was mentioned so that Slack would notify them: user and group ids, `here`, `channel`, `everyone`. */
  readonly pings: readonly string[];
  /** Addresses that Slack would show as links. */
  readonly links: readonly string[];
  readonly edited: boolean;
  readonly deleted: boolean;
  /** Earlier contents, oldest first. */
  readonly revisions: readonly Content[];
}

export interface SlackView {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  /** As the bot sent it. */
  readonly view: Json;
  readonly hash: string;
  readonly open: boolean;
  readonly previousId: string | null;
  /** What the person filled in: block id, action id, typed value. */
  readonly values: Json;
  /** Errors that the bot put at inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export type BreachRule =
  | 'content'
  | 'missing-text'
  | 'long-text'
  | 'rate-limit'
  | 'retry-after-ignored'
  | 'scope'
  | 'trigger'
  | 'response-url'
  | 'late-answer'
  | 'bad-answer';

/** One thing that Slack would not have let pass, or not without harm. */
export interface Breach {
  readonly rule: BreachRule;
  /** API method, `response_url`, or kind of the delivery. */
  readonly where: string;
  readonly detail: string;
}

export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  readonly atMs: number;
  readonly status: number;
  readonly answer: Json;
}

export type DeliveryKind = 'command' | 'interaction' | 'event' | 'raw';

/** One payload that was sent to the bot, and what the bot answered. */
export interface Delivery {
  readonly no: number;
  readonly kind: DeliveryKind;
  readonly transport: 'http' | 'socket';
  readonly atMs: number;
  readonly payload: Json;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcome: 'answered' | 'timed-out' | 'unreachable';
  /** HTTP status; 200 for an acknowledged envelope; 0 without an answer. */
  readonly status: number;
  readonly answer: string;
}

export type SlackEvent = { readonly no: number; readonly atMs: number } & (
  | { readonly kind: 'message'; readonly message: SlackMessage }
  | { readonly kind: 'view'; readonly view: SlackView }
  | { readonly kind: 'breach'; readonly breach: Breach }
  | { readonly kind: 'call'; readonly call: ApiCall }
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
);

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** The open Socket Mode connections, seen from the side that sends. */
export interface SocketLink {
  deliver(type: EnvelopeType, payload: Json, retry: Retry | null): Promise<Answer>;
}

export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

export interface Trigger {
  readonly user: string;
  readonly expiresAtMs: number;
  used: boolean;
}

export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly expiresAtMs: number;
  readonly threadTs: string | null;
  /** The message that was pressed, or null for a command. */
  readonly messageTs: string | null;
  uses: number;
}
