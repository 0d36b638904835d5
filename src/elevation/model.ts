/**
 * The words of the trade as types: plain, JSON-like rows that rules judge and screens draw.
 * Nothing here knows a database, a clock or a platform.
 */

export type TargetType = 'task' | 'role' | 'role-group';

/**
 * access: a right; extension: more time on a grant; change: of configuration; review: a right that was taken at once
 * (break-glass), which is looked at afterwards by those who would have decided.
 */
export type RequestKind = 'access' | 'extension' | 'change' | 'review';

export type RequestState =
  'awaiting-acceptance' | 'pending' | 'approved' | 'denied' | 'withdrawn' | 'expired';

export type GrantState = 'scheduled' | 'activating' | 'active' | 'ending' | 'ended' | 'failed';

export type EndCause =
  'expired' | 'relinquished' | 'revoked' | 'removed-elsewhere' | 'never-started';

export type PlatformName = 'slack' | 'teams';

/**
 * What stood in the way of a right that was approved, when it was to be made: no policy covered its target any more, or one denied it
 * to everybody; who was to receive it was disabled, could not have it any more by the policy, or was no member of the organisation;
 * or the account in the target system was not theirs any more (`moved`).
 */
export type Withheld = 'uncovered' | 'denied' | 'disabled' | 'ineligible' | 'moved' | 'stranger';

/** An account on a platform. Slack: enterprise or team id, user id. Teams: tenant id, aadObjectId. */
export interface AccountKey {
  readonly platform: PlatformName;
  readonly tenant: string;
  readonly user: string;
}

/** Where messages go. Slack: channel id. Teams: conversation id. */
export interface ConversationKey {
  readonly platform: PlatformName;
  readonly tenant: string;
  readonly id: string;
}

/** One posted message, enough to update it later. Slack: ts. Teams: activity id. */
export interface MessageKey {
  readonly conversation: ConversationKey;
  readonly id: string;
}

/** How to reach somebody or somewhere later, as the platform itself needs it. */
export interface ConversationSighting {
  readonly conversation: ConversationKey;
  /** Set when it is the personal chat of that account. */
  readonly account: AccountKey | null;
  readonly reference: Record<string, unknown>;
}

/** A human in the directory. `line` is one directory line (address or account name), because names repeat. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly disabled: boolean;
  /** Set for what a system account asks and receives as; it is nobody who could decide. */
  readonly system?: boolean;
}

/** Something that can be elevated to. `name` is `Workload\Name`; `bareName` the part after the backslash. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly workload: string;
  readonly bareName: string;
  readonly type: TargetType;
  /** One sentence saying what it allows, or null. */
  readonly description: string | null;
  /** Fingerprint of what is granted there; left out where nobody decides by it. */
  readonly grants?: string;
}

/** What one version of an approval policy says. Lengths of time are in whole seconds. */
export interface PolicyRules {
  readonly approval: 'manual' | 'auto' | 'deny';
  readonly approverGroupId: string;
  readonly approvalsNeeded: number;
  readonly durationDefaultS: number;
  readonly durationMaxS: number;
  readonly decideWithinS: number;
  readonly reasonRequired: boolean;
  readonly reasonMinLength: number;
  readonly terms: PolicyTerms;
}

/** What a version of a policy asks beyond the usual. A part that is null or empty asks nothing. */
export interface PolicyTerms {
  /** Who may ask: members of any of these groups, each until its end. */
  readonly requesters: readonly { readonly groupId: string; readonly until: string | null }[];
  /** The form of a reason, and how it is told to people. */
  readonly reasonForm: TextForm | null;
  readonly ticket: TicketTerms | null;
  /** Parts of a target that may be asked for, and whether all of it may; null is all of it only. */
  readonly scopes: { readonly allowed: readonly string[]; readonly whole: boolean } | null;
  /** When it may be asked for and approved. */
  readonly availability: Availability | null;
  /** After a denial nothing is asked again for so long; 0 is at once. In seconds. */
  readonly coolDownS: number;
  /** Approvals without a person, per person and window; beyond it people decide. */
  readonly autoBudget: { readonly count: number; readonly windowS: number } | null;
  /** Who has to approve after the approver group has, one stage after the other, each by people of its own. */
  readonly stages: readonly { readonly groupId: string; readonly approvalsNeeded: number }[];
  /** After so long without a decision approvers are reminded. In seconds from when they were asked, rising. */
  readonly reminders: readonly number[];
  /** Who may decide as well once nobody has for so long, in seconds from when approvers were asked. */
  readonly escalation: { readonly afterS: number; readonly groupId: string } | null;
  /** Whether a grant may go on, and for how long in all (null: as long as it is approved); null is only where people decide. */
  readonly extension: { readonly allowed: boolean; readonly maxTotalS: number | null } | null;
  /** Who may take it at once, without approval: members of any of these groups, for so long at most. Null: nobody. */
  readonly breakGlass: { readonly groupIds: readonly string[]; readonly maxS: number } | null;
  /** Groups that are told, in their channels, of each grant and of its end. They decide nothing by it. */
  readonly notify: readonly string[];
}

/** A regular expression (RE2) that the whole text has to match, with a text that does. */
export interface TextForm {
  readonly pattern: string;
  readonly example: string;
}

export interface TicketTerms {
  readonly required: boolean;
  readonly form: TextForm | null;
  /** Where a ticket can be read, with `{ticket}` in the place of its name. */
  readonly url: string | null;
}

/** Windows on some weekdays (1 is Monday), in hours of one zone; `to` before `from` is the day after. */
export interface Availability {
  readonly days: readonly number[];
  /** `08:00` */
  readonly from: string;
  readonly to: string;
  /** IANA */
  readonly zone: string;
}

/** Nothing beyond the usual. */
export const noTerms: PolicyTerms = {
  requesters: [],
  reasonForm: null,
  ticket: null,
  scopes: null,
  availability: null,
  coolDownS: 0,
  autoBudget: null,
  stages: [],
  reminders: [],
  escalation: null,
  extension: null,
  breakGlass: null,
  notify: [],
};

/** One version of one policy. `pattern` covers one target (`Exchange\Search-Mailbox`) or several (`Exchange\*`). */
export interface Policy {
  readonly id: string;
  readonly pattern: string;
  readonly version: number;
  readonly rules: PolicyRules;
}

export interface NamedGroup extends ApproverGroup {
  /** Ids of the groups asked before with which it has somebody in common who could approve. */
  readonly shares: readonly string[];
}

export interface ApproverGroup {
  readonly id: string;
  readonly name: string;
  /** How many enabled people are in it. */
  readonly size: number;
}

/** A group that was asked after the one that the request was made for. */
export interface AskedGroup {
  readonly group: ApproverGroup;
  /**
   * Its stage has come; or nobody decided for long, or no prompt could be delivered to those who were asked before in that
   * stage.
   */
  readonly why: 'stage' | 'unanswered' | 'undeliverable' | 'unreadable';
  /** 1 is the stage of the approver group. */
  readonly stage: number;
  readonly at: Date;
}

export interface Decision {
  readonly id: string;
  readonly person: Person;
  /** That it was made in. */
  readonly stage: number;
  readonly verdict: 'approve' | 'deny';
  readonly comment: string | null;
  /** Set when the approver allowed less time than was asked. */
  readonly durationS: number | null;
  /** Of the facts that were shown; an approval of other facts than the present ones does not count. */
  readonly digest: string;
  readonly platform: PlatformName;
  readonly decidedAt: Date;
}

export interface Grant {
  readonly id: string;
  readonly state: GrantState;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** When the right was read back as present. */
  readonly activeAt: Date | null;
  /** When taking it away began. */
  readonly endingAt: Date | null;
  /** When the right was read back as absent. */
  readonly endedAt: Date | null;
  readonly endCause: EndCause | null;
  /** Why Elevate did not make it; set only where it never started. */
  readonly withheld: Withheld | null;
  /** Who ended it early, when a person did. */
  readonly endedBy: Person | null;
  readonly endReason: string | null;
  /** Whether the person already held the right before our first call; null until it was read. */
  readonly heldBefore: boolean | null;
  /** Attempts of the present act (granting, or taking away), for people and for fencing. */
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  /** `kind` of the last RemoteError of the present act, `account-unread` when no chat platform could say who receives it, `switched-off`, or null. */
  readonly lastError: string | null;
  /** When the holder was last told that the end is near. */
  readonly warnedAt: Date | null;
  /** Number of the request that lets it go on, while that is open or its grant is live. */
  readonly extendedThrough: number | null;
  /** Another live grant of the same right, which keeps it when this one ends. */
  readonly alsoHeldThrough: { readonly number: number; readonly until: Date } | null;
}

/** The look at a right that was taken without approval. */
export interface Review {
  readonly openedAt: Date;
  /** Null while it is open: until then the same person cannot break glass again. */
  readonly closed: {
    readonly by: Person;
    readonly wasRight: boolean;
    readonly comment: string | null;
    readonly at: Date;
  } | null;
}

/** The grant that a request wants to go on, as it is now. */
export interface ExtendedGrant {
  readonly grantId: string;
  /** 142 in ELV-142. */
  readonly number: number;
  /** When the first grant of the chain began. */
  readonly since: Date;
  readonly endsAt: Date;
  readonly state: GrantState;
  readonly endCause: EndCause | null;
}

/** What hangs on who requester and subject are, as it is stored now. */
export interface Standing {
  /** Groups that they are in. */
  readonly requesterGroupIds: readonly string[];
  readonly subjectGroupIds: readonly string[];
  /** Whether the account in the target system that it was asked for is still the subject's. */
  readonly isAccountTheirs: boolean;
}

/** Everything that a screen about one request may show, read in one go; `readAt` is elevate.now() then. */
export interface RequestSnapshot {
  readonly organisationId: string;
  readonly id: string;
  /** 142 in ELV-142. */
  readonly number: number;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly requester: Person;
  readonly subject: Person;
  /** The account that typed the command; what the requester is told goes there. Null exactly for system accounts. */
  readonly askedFrom: AccountKey | null;
  /** Set for what a system account asked for, which nobody had to approve; with who answers for it. */
  readonly systemAccount: { readonly name: string; readonly owner: Person } | null;
  readonly target: Target;
  /** The part of the target that is asked for, as the policy writes it; '' is all of it. */
  readonly scope: string;
  /** Length asked for, in seconds. With `fixedEnd` it is what was left when it was asked, or from `startAt` on. */
  readonly durationS: number;
  /** Set when a later start was asked for; what is approved after it starts at once. */
  readonly startAt: Date | null;
  /** Set when a time of day was asked for (`until 18:00`). */
  readonly fixedEnd: Date | null;
  readonly reason: string | null;
  /** As it was typed: `INC-4711`. */
  readonly ticket: string | null;
  /** What was filled in for the requester. */
  readonly durationWasDefault: boolean;
  /** The policy version the request was made under. */
  readonly policy: Policy;
  /** The version that covers the target now; null when none does. */
  readonly policyNow: Policy | null;
  readonly approverGroup: ApproverGroup;
  /** The first goes first. */
  readonly alsoAsked: readonly AskedGroup[];
  /** Groups that the present policy names, and the one it was asked under did not, while it is open. */
  readonly namedSince: readonly NamedGroup[];
  /** When the subject accepted what somebody else had asked for them. */
  readonly acceptedAt: Date | null;
  /** Who took it back, or declined it; null also for trails from before that was kept. */
  readonly withdrawnBy: Person | null;
  /** When approvers were reminded, the first first. */
  readonly reminders: readonly Date[];
  readonly decisions: readonly Decision[];
  readonly askedAt: Date;
  readonly decideBy: Date;
  /** When it was approved, denied, withdrawn or expired. */
  readonly closedAt: Date | null;
  readonly grant: Grant | null;
  /** Set exactly for requests of kind `extension`. */
  readonly extends: ExtendedGrant | null;
  /** Set exactly for requests of kind `review`, from when the right was taken. */
  readonly review: Review | null;
  /** How often the subject held this target in the 30 days before it was asked. */
  readonly heldLast30Days: number;
  /** Whether a request of this target for the subject was ever approved or denied before. */
  readonly askedBefore: boolean;
  /**
   * Whether the requester asked for five things or more in the 90 days before, and for none within two hours of this time of day.
   * Counted on the clock of UTC, and of what was approved or denied.
   */
  readonly atUnusualHour: boolean;
  /** The other request through which the subject holds the same right now; the one that ends last. */
  readonly heldThrough: { readonly number: number; readonly until: Date } | null;
  /** When the subject was last denied this target: within a day before asking, or since, until it is closed. */
  readonly deniedLately: { readonly number: number; readonly at: Date } | null;
  readonly standing: Standing;
  /** Whether the organisation is switched off: then nothing is approved. */
  readonly switchedOff: boolean;
  readonly readAt: Date;
}

export function requestId(number: number): string {
  return `ELV-${number}`;
}
