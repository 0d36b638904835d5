/** What the page is told: everything that one person would see now, as plain JSON. Shared with playground/page. */

export type Json = Record<string, unknown>;

export interface PersonView {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  /** What the person is there for, in a few words. */
  readonly part: string;
  /** How many requests wait for this person's decision. */
  readonly waiting: number;
}

export interface SlackMessageView {
  readonly ts: string;
  readonly thread: string | null;
  readonly author: string;
  readonly byBot: boolean;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** Shown to this person alone. */
  readonly onlyYou: boolean;
  readonly edited: boolean;
  readonly at: string;
}

export interface SlackChannelView {
  /** `direct` for the conversation with Elevate. */
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  readonly messages: readonly SlackMessageView[];
}

export interface SlackModalView {
  readonly id: string;
  readonly view: Json;
  /** At inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface SlackPaneState {
  readonly userId: string;
  readonly channels: readonly SlackChannelView[];
  readonly home: { readonly id: string; readonly view: Json } | null;
  readonly modal: SlackModalView | null;
  /** Names by user id, for mentions. */
  readonly names: Readonly<Record<string, string>>;
}

export interface TeamsMessageView {
  readonly id: string;
  /** Changes with each state of the message; a client refreshes a card once per state. */
  readonly revision: number;
  readonly thread: string | null;
  readonly author: string;
  readonly byBot: boolean;
  readonly text: string;
  /** Whether the bot is mentioned: in a channel it hears nothing else. */
  readonly mentionsBot: boolean;
  /** As this person sees it now. */
  readonly card: Json | null;
  /** Lines that the bot showed to this person alone under the card, oldest first. */
  readonly notices: readonly string[];
  readonly edited: boolean;
  readonly at: string;
}

export interface TeamsConversationView {
  /** `personal` for the chat with Elevate. */
  readonly id: string;
  readonly name: string;
  readonly messages: readonly TeamsMessageView[];
}

export interface TeamsPaneState {
  readonly team: string;
  readonly conversations: readonly TeamsConversationView[];
}

export interface HolderView {
  /** Key of the person. */
  readonly person: string;
  readonly name: string;
  /** The part of the target that is held; '' is all of it. */
  readonly scope: string;
  /** Of the grant, when Elevate knows one: `ELV-3`. */
  readonly request: string | null;
  readonly endsAt: string | null;
  /** Whether the end has begun and is not confirmed yet. */
  readonly ending: boolean;
}

export interface RightView {
  readonly name: string;
  readonly description: string;
  readonly holders: readonly HolderView[];
  /** Whether one can try it: open a session with it in the Warehouse. */
  readonly tryable: boolean;
}

export interface TargetView {
  readonly workload: string;
  readonly simulated: boolean;
  /** Where the page's lines were read. */
  readonly source: string;
  readonly rights: readonly RightView[];
  /** Open sessions of people; null where there is no such thing. */
  readonly sessions: readonly { readonly name: string; readonly since: string }[] | null;
  /** Set when the target could not be read. */
  readonly error: string | null;
}

export interface PageState {
  readonly person: string;
  readonly people: readonly PersonView[];
  readonly slack: SlackPaneState;
  readonly teams: TeamsPaneState;
  readonly targets: readonly TargetView[];
  /** What the simulated platforms would not have let pass; nothing is there when all is well. */
  readonly breaches: readonly string[];
  /** The server's clock, so that time left is right on a computer whose clock is not. */
  readonly now: string;
}

/** What came of something that the person did. */
export interface ActAnswer {
  /** In the platform's own words; null when it went well. */
  readonly error: string | null;
  /** A confirmation dialog of Slack that now stands open. */
  readonly confirm: Json | null;
  /** At inputs, by id. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** What a tool printed, where one was used. */
  readonly said: string | null;
  /** What was found for what was typed. */
  readonly found: readonly FoundOption[];
}

export interface FoundOption {
  readonly label: string;
  readonly value: string;
}
