/** What people type, as data. Both platforms parse with `parseCommand`; nothing else reads free text. */
import { type RequestState } from '../elevation/model';
import { type ChangeVerb } from '../elevation/permissions';
import { type Refusal } from '../errors';

/** What is asked for, as it was typed. */
interface TypedAsk {
  /** As typed; looked up exactly or by bare name. */
  readonly target: string;
  /** As typed (`4h`, `until 18:00`), or null when left out. */
  readonly duration: string | null;
  readonly reason: string | null;
  /** As typed behind `--ticket`. */
  readonly ticket: string | null;
  /** As typed behind `--scope`; left out for all of the target. */
  readonly scope?: string;
  /** As typed behind `--at`; left out for what starts at once. */
  readonly at?: string;
}

export type Command =
  | (TypedAsk & {
      readonly verb: 'ask';
      /** As typed behind `--for`, a mention as `@` and the id of the account; left out for oneself. */
      readonly subject?: string;
      /** Set for `--break-glass`: it is to be taken at once, without approval. */
      readonly breakGlass?: true;
    })
  /** Nothing to ask for was typed: the form is wanted. */
  | { readonly verb: 'ask-form' }
  | { readonly verb: 'help'; readonly topic: string | null }
  | { readonly verb: 'mine' | 'pending' | 'history' | 'home' }
  /** Ties accounts of one person: asks for a code, or is one, as it was typed. */
  | { readonly verb: 'link'; readonly code: string | null }
  | {
      readonly verb: 'accept' | 'decline' | 'withdraw' | 'end' | 'again' | 'retry' | 'show';
      readonly request: number;
    }
  | {
      readonly verb: 'extend';
      readonly request: number;
      /** As typed (`2h`, `until 20:00`), or null when left out. */
      readonly duration: string | null;
      readonly reason: string | null;
      readonly ticket: string | null;
    }
  /** As typed; looked up exactly or by bare name. */
  | { readonly verb: 'who'; readonly target: string }
  | AdminCommand
  | CmdletCommand
  /** What was meant is known, and cannot be done as it was typed. */
  | { readonly verb: 'refused'; readonly refusal: Refusal }
  | { readonly verb: 'unknown'; readonly typed: string; readonly nearest: string | null };

/** What only Microsoft's cmdlets say; all others are commands that there are anyway. */
export type CmdletCommand =
  | {
      readonly verb: 'get-request';
      /** Null for a list. */
      readonly request: RequestName | null;
      /** Only of this state; null is any. */
      readonly state: RequestState | null;
      readonly inKind: InKind;
    }
  | {
      readonly verb: 'get-authorization';
      readonly request: RequestName | null;
      readonly inKind: InKind;
    }
  | {
      readonly verb: 'consider';
      readonly verdict: 'approve' | 'deny';
      readonly request: RequestName;
      /** Whether words were typed that cannot be kept until it is pressed. */
      readonly hasComment: boolean;
    }
  | {
      readonly verb: 'revoke';
      readonly request: RequestName;
      readonly reason: string | null;
    };

/** 142 in ELV-142, or the id that the request has in exports. */
export type RequestName = { readonly number: number } | { readonly id: string };

/** Asks for the answer as properties of an object, by the names that Microsoft's cmdlets give them. */
export interface InKind {
  /** As they are written; null is all. */
  readonly properties: readonly string[] | null;
  /** Set where the properties of the only one are wanted in its place. */
  readonly isExpanded?: true;
}

/** What is read where something may be asked for. */
export type AskedFor = Extract<Command, { verb: 'ask' | 'refused' }>;

/** What owners, admins and auditors type. Names of people and targets are as typed, and looked up. */
export type AdminCommand =
  | {
      readonly verb: 'status' | 'setup' | 'settings-show' | 'change-show' | PagedList;
      readonly inKind?: InKind;
    }
  | ChangeCommand
  | FormCommand
  | { readonly verb: 'policy-show'; readonly target: string; readonly inKind?: InKind }
  | { readonly verb: 'group-show'; readonly group: string }
  /** As typed: the name of a workload. */
  | { readonly verb: 'connector-show'; readonly connector: string }
  | { readonly verb: 'target-import'; readonly connector: string }
  | { readonly verb: 'connector-check'; readonly connector: string }
  | (TypedAsk & {
      readonly verb: 'policy-test';
      /** As whom; left out for oneself. */
      readonly as?: string;
    })
  /** What `policy set` would change, tried on what is over. */
  | {
      readonly verb: 'policy-replay';
      /** As typed: a pattern or target. */
      readonly policy: string;
      readonly fields: readonly TypedField[];
    }
  | {
      readonly verb: 'role-add' | 'role-remove';
      readonly person: string;
      /** In lower case. */
      readonly role: string;
    };

/** One field and what is to stand there. Nothing of it is understood yet: what a field can hold is the configuration's to say. */
export interface TypedField {
  /** As typed: `approvals`, `reason.minLength`. */
  readonly field: string;
  /** `+ben` adds to a list, and `-ben` removes from it. */
  readonly how: 'set' | 'add' | 'remove';
  /** As typed, one or several. */
  readonly values: readonly string[];
}

/** Those that a form says, too, when they are typed without what they need. */
export const formVerbs = [
  'settings-set',
  'policy-create',
  'policy-set',
  'group-create',
  'group-set',
  'target-add',
  'target-set',
  'system-account-add',
  'system-account-set',
] as const satisfies readonly ChangeVerb[];

export type FormVerb = (typeof formVerbs)[number];

/** Nothing to change was typed: the form is wanted, filled with what is so now. */
export interface FormCommand {
  readonly verb: FormVerb;
  readonly form: true;
  /** As typed; null where nothing was, and for the settings. */
  readonly item: string | null;
  readonly reason: string | null;
}

/** What is pressed to fill such a form in, and to send it in. */
export type FormPress =
  | {
      readonly is: 'open';
      readonly verb: FormVerb;
      /** Id of what is to change; null for the settings. */
      readonly id: string | null;
    }
  | {
      readonly is: 'again';
      readonly verb: FormVerb;
      /** Key of the payload that the form was made for. */
      readonly key: string;
    }
  | {
      readonly is: 'send';
      readonly verb: FormVerb;
      readonly key: string;
      /** By the names of the fields, as typed or chosen; a field that is not there was not touched. */
      readonly filled: Readonly<Record<string, string>>;
    };

export interface ChangeCommand {
  readonly verb: ChangeVerb;
  /** As typed: a pattern or target, a group's name; empty for the settings and the switch. */
  readonly item: string;
  readonly fields: readonly TypedField[];
  /** What was said behind `because`. */
  readonly reason: string | null;
  /** System accounts that are to be there: what one needs cannot be said in this place, so none is made or taken away by it. */
  readonly exempt?: readonly string[];
}

/** Lists of the configuration. */
export const pagedLists = [
  'role-list',
  'policy-list',
  'group-list',
  'target-list',
  'connector-list',
  'system-account-list',
] as const;

export type PagedList = (typeof pagedLists)[number];

/** The button under such a list: it shows another page of it, and changes nothing. */
export interface PagePress {
  readonly verb: PagedList;
  /** 2 is the first that a button leads to. */
  readonly page: number;
}

/** Verbs that buttons carry. The value of a button is `verb ELV-142 digest` and nothing more. */
export const pressVerbs = [
  'approve',
  'approve-less',
  'deny',
  'accept',
  'decline',
  'withdraw',
  'end',
  'revoke',
  'retry',
  'again',
  'extend',
  'break-glass',
  'review',
  'change-send',
  'change-approve',
  'change-deny',
  'change-withdraw',
  'refresh',
  'reason',
  'show',
  'mine',
  'pending',
  'history',
] as const;

export type PressVerb = (typeof pressVerbs)[number];

/** The lists. Pressed on a list, they show what comes after the request of the button. */
const listVerbs = ['mine', 'pending', 'history'] as const satisfies readonly PressVerb[];

export type ListVerb = (typeof listVerbs)[number];

/** Presses that change nothing: they are answered with something to read. */
export const readVerbs: readonly PressVerb[] = ['reason', 'show', ...listVerbs];

/** What was pressed, with what was filled in beside it. Facts come from the database, never from here. */
export interface Press {
  readonly verb: PressVerb;
  readonly request: number;
  /** Digest of what was shown; a press with another digest than the stored facts is stale. */
  readonly digest: string;
  readonly reason: string | null;
  readonly comment: string | null;
  /** Set when less time than was asked was chosen. In seconds. */
  readonly durationS?: number;
  /** How much longer, as typed. */
  readonly duration?: string;
  /** What a review found: whether it was right to take it. */
  readonly wasRight?: boolean;
}

/** What is answered when two accounts are shown each other. */
export const linkVerbs = ['link-confirm', 'link-refuse'] as const;

export interface LinkPress {
  readonly verb: (typeof linkVerbs)[number];
  /** Its id. */
  readonly link: string;
  /** Digest of the two accounts, and whose they are, as they were shown. */
  readonly digest: string;
}

/** Whatever a button can say that opens no form of its own. */
export type AnyPress = Press | PagePress | LinkPress;

/** A target that was offered in the place of one that nobody knows, and the payload that everything else was typed in. */
export interface Meant {
  /** Id of the target. */
  readonly target: string;
  /** Key of the payload. */
  readonly draft: string;
}

/** The form to ask for access with, as far as it is filled in. Its target was chosen, so it comes as an id. */
export interface AskForm {
  readonly target: string | null;
  /** The part of the target that was chosen; null is all of it, or none chosen. */
  readonly scope: string | null;
  /** As typed, like the rest. */
  readonly duration: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** When it is to start, and whom it is for; left out where nothing is filled in. */
  readonly at?: string;
  readonly subject?: string;
}
