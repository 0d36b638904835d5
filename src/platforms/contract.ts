/**
 * What a chat platform must be able to do, and what it hands in. One folder per platform.
 * A platform turns payloads into commands and presses, and views into messages. It imports no workflow:
 * what comes in goes to the `Inbound` that app.ts gives it.
 */
import {
  type AnyPress,
  type AskForm,
  type Command,
  type FormPress,
  type Meant,
  type Press,
} from '../commands/command';
import {
  type AccountKey,
  type ConversationKey,
  type ConversationSighting,
  type MessageKey,
  type PlatformName,
} from '../elevation/model';
import { type PlaceNews } from '../elevation/places';
import { type RemoteError } from '../errors';
import { type View } from '../views/view';

export {
  type AccountKey,
  type ConversationKey,
  type ConversationSighting,
  type MessageKey,
  type PlaceNews,
};

export type AccountKind = 'member' | 'guest' | 'external' | 'bot' | 'disabled';

export interface AccountReading {
  readonly kind: AccountKind;
  readonly name: string;
  /** IANA zone as the platform reports it, or null. */
  readonly zone: string | null;
}

/** Authenticated circumstances of one payload. */
export interface Envelope {
  readonly account: AccountKey;
  /** Unique per payload and stable over redelivery; its row is written in the verb's own transaction. */
  readonly payloadKey: string;
  /** Where it was typed or pressed. */
  readonly conversation: ConversationKey;
  readonly conversationKind: 'channel' | 'personal' | 'group';
  /** The reader's zone where the payload carries it; null means `Platform.readAccount` knows. */
  readonly zone: string | null;
  /** The message whose button was pressed, where it can be updated later; null for everything else. */
  readonly pressed: MessageKey | null;
}

/** What to show. Only stored state is drawn; a repeated payload gets the same reply. */
export interface Reply {
  /** For the person alone: a receipt, a refusal, a list. */
  readonly privately: View | null;
  /** The screen that was pressed, redrawn from the committed row. */
  readonly screen: View | null;
  /** Id of the request that `privately` is the receipt of; `Inbound.receiptShown` is told where it went. */
  readonly receiptFor?: string;
  /**
   * The form that asks for what was missing, filled in with what was typed; its fact `wrong` names the field that is wrong.
   * Where it can be opened at once, it is shown in the place of `privately`, which has a button that opens it.
   */
  readonly form?: View | null;
}

/** A target that somebody may ask for. */
export interface Suggestion {
  readonly id: string;
  readonly name: string;
}

/** What app.ts gives to each platform. Methods that decide commit before they return. */
export interface Inbound {
  command(envelope: Envelope, command: Command): Promise<Reply>;
  press(envelope: Envelope, press: AnyPress): Promise<Reply>;
  /** Query: the form that a button with "…" opens, or a refusal to show privately. Writes nothing. */
  form(envelope: Envelope, press: Press): Promise<Reply & { readonly form: View | null }>;
  /**
   * Query: the form to ask for access with, filled in with what an earlier payload (by its key) said; a refusal for those
   * who could not ask. Writes nothing else.
   */
  askForm(envelope: Envelope, draft: string | null): Promise<Reply>;
  /** Query: the same form for the target that was chosen in it, with all that is filled in; null for those who could not ask. */
  askFormFor(envelope: Envelope, filled: AskForm): Promise<View | null>;
  /** The form to ask for access with, sent in: opens a request like a command. */
  ask(envelope: Envelope, filled: AskForm): Promise<Reply>;
  /**
   * A target that a refusal offered: asks for it, with everything else as it was typed in that payload. However often it is
   * pressed, it opens one request.
   */
  askAs(envelope: Envelope, meant: Meant): Promise<Reply>;
  /**
   * A form for a change of the configuration: opened, filled with what is so now, or sent in, which drafts what was changed in it
   * like a command. What is kept of an opened one is what it showed.
   */
  changeForm(envelope: Envelope, press: FormPress): Promise<Reply>;
  /** Query: what this person may ask for and what was typed so far can mean. Empty for everybody who could not ask. */
  suggest(envelope: Envelope, typed: string): Promise<readonly Suggestion[]>;
  /** Query: what this person holds, what waits for them, what they asked for. */
  home(envelope: Envelope): Promise<View>;
  /** Query: the present screen of a request as this reader may see it, or null when it is not theirs to see. */
  refresh(envelope: Envelope, request: number): Promise<View | null>;
  /** Remembers a receipt that can be updated in place, so that its button goes when the request is decided. */
  receiptShown(receiptFor: string, message: MessageKey, view: View): Promise<void>;
  /** Remembers how to reach a conversation or person later (Teams conversation references). */
  conversationSeen(sighting: ConversationSighting): Promise<void>;
  /** Somebody installed Elevate or came to it for the first time that the platform tells of: they may be greeted. */
  arrived(account: AccountKey): Promise<void>;
  /** Writes down, once per payload, that a place cannot be reached any more or can be again. */
  placeSeen(news: PlaceNews, payloadKey: string): Promise<void>;
}

/** What a platform answers when it is asked who we are. */
export interface TokenNews {
  /** Null when it takes our token. */
  readonly refused: RemoteError | null;
  /** Those that the token is for; empty while nobody has said so. */
  readonly tenants: readonly string[];
}

/** What a platform says of our credentials, as one line for an operator. */
export interface TokenFinding {
  readonly ok: boolean;
  /** With what to do about it, where there is something to do. No secrets. */
  readonly what: string;
}

/** Stored sightings, given to platforms by app.ts. */
export interface ConversationBook {
  ofConversation(key: ConversationKey): Promise<Record<string, unknown> | null>;
  ofAccount(key: AccountKey): Promise<Record<string, unknown> | null>;
}

export interface PostOptions {
  /** Accounts whose view may carry buttons (Teams refresh.userIds). */
  readonly deciders: readonly AccountKey[];
  /** The message to answer in its thread. */
  readonly thread?: MessageKey;
}

export interface ReadingOptions {
  /** A reading of some minutes ago will do, where there is one: for what is only shown, never for what is decided. */
  readonly lately?: boolean;
}

/** Outgoing half. All methods throw RemoteError; `not_found` means the message or conversation is gone. */
export interface Platform {
  readonly name: PlatformName;
  /** Whether a private answer stays with the person. Where it does not, a receipt is sent as a direct message, too. */
  readonly keepsAnswers: boolean;
  post(conversation: ConversationKey, view: View, options: PostOptions): Promise<MessageKey>;
  update(message: MessageKey, view: View, options: PostOptions): Promise<void>;
  /** Direct message to one person. */
  postDirect(account: AccountKey, view: View): Promise<MessageKey>;
  /** What the platform says about an account now, read from it within the signal's deadline. */
  readAccount(
    account: AccountKey,
    signal: AbortSignal,
    options?: ReadingOptions,
  ): Promise<AccountReading>;
  /**
   * Whether people of other organisations are in this channel or may come into it. `post` never sends to one: it throws a RemoteError
   * whose code elevation/places.ts knows.
   */
  isSharedOutside(conversation: ConversationKey, signal: AbortSignal): Promise<boolean>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
