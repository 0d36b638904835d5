/** The words of the simulated Teams, and what it remembers. Everything here is plain JSON for page and tests. */
import { type Json } from '../shared/json';

export interface TeamsUser {
  /** `29:…`, as this bot sees the person. */
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'user' | 'guest' | 'bot';
  /** IANA zone. */
  readonly timeZone: string;
  /** Home tenant of a person from outside; the simulated one when left out. */
  readonly tenantId?: string;
  /** The person has blocked or removed the bot: it cannot write to them. */
  readonly blocked?: boolean;
}

export interface TeamsChannel {
  /** `19:…@thread.tacv2` */
  readonly id: string;
  readonly name: string;
  /** User ids (`29:…`). */
  readonly members: readonly string[];
}

export interface Team {
  readonly id: string;
  readonly name?: string;
  readonly channels: readonly TeamsChannel[];
}

export interface SimulatedTeamsOptions {
  /** 0 or left out: a free port. */
  readonly port?: number;
  readonly tenantId: string;
  readonly appId: string;
  readonly appPassword: string;
  /** `id` is `28:` and the app id at Microsoft. */
  readonly bot: { readonly id: string; readonly name: string };
  readonly users: readonly TeamsUser[];
  readonly team: Team;
  readonly botUrl?: string;
  /** Milliseconds since the epoch; rules throttles and message times. Tokens live on the machine's clock. */
  readonly now?: () => number;
  /** Default true. */
  readonly rateLimits?: boolean;
  /** Real milliseconds that the bot has for an answer; default 10,000 as at Teams. */
  readonly answerMs?: number;
}

export interface TeamsContent {
  readonly text: string;
  readonly summary: string;
  /** The first Adaptive Card of the message. */
  readonly card: Json | null;
}

export interface TeamsMessage extends TeamsContent {
  readonly id: string;
  /** Personal chat, or the channel without its thread. */
  readonly conversation: string;
  /** Id of the message that began the thread; its own for the first one; null in a personal chat. */
  readonly thread: string | null;
  readonly from: string;
  readonly byBot: boolean;
  /** Ids of those who are really mentioned. */
  readonly mentions: readonly string[];
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly revisions: readonly TeamsContent[];
}

/** What one person sees in place of a message's common card. */
export interface OwnView {
  readonly user: string;
  readonly message: string;
  readonly card: Json;
  /** The number of revisions that the message had; an older view is thrown away. */
  readonly revision: number;
}

export type TeamsBreachRule =
  | 'card'
  | 'size'
  | 'too-big'
  | 'rate-limit'
  | 'retry-after-ignored'
  | 'late-answer'
  | 'bad-answer'
  | 'missing-text'
  | 'blocked';

/** One thing that Teams would not have let pass, or not without harm. */
export interface TeamsBreach {
  readonly rule: TeamsBreachRule;
  readonly where: string;
  readonly detail: string;
}

/** One call of the bot. */
export interface ConnectorCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** One activity that was sent to the bot, and what the bot answered. */
export interface TeamsDelivery {
  readonly no: number;
  readonly activity: Json;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcome: 'answered' | 'timed-out' | 'unreachable';
  /** HTTP status, 0 without an answer. */
  readonly status: number;
  readonly answer: string;
}

/** A line that Teams shows to one person alone, under the card that was pressed. */
export interface Notice {
  readonly user: string;
  readonly message: string;
  readonly text: string;
}

export type TeamsEvent = { readonly no: number; readonly atMs: number } & (
  | { readonly kind: 'message'; readonly message: TeamsMessage }
  | { readonly kind: 'own-view'; readonly view: OwnView }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'breach'; readonly breach: TeamsBreach }
  | { readonly kind: 'call'; readonly call: ConnectorCall }
  | { readonly kind: 'delivery'; readonly delivery: TeamsDelivery }
);
