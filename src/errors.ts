/**
 * Errors by who must act. A refusal is a returned value (the person acts); the classes are thrown:
 * RemoteError (tried again, or an operator acts) and ConfigError (the operator acts at start).
 * No decision anywhere is made on message text: only on `code`, `kind` and these classes.
 */

/**
 * Every cause for which a person's command or press changes nothing, with the facts it carries. `words.ts` has its
 * sentences. `request` is the number; lengths of time are already in words; `example` is what could be typed instead.
 */
export const refusalCodes = [
  'unknown-verb',
  'flag-repeated', // typed
  'unknown-target', // typed, nearest
  'ambiguous-target', // typed, candidates
  'no-target',
  'nothing-to-ask',
  'switched-off', // admins; request when about one
  'no-policy', // target
  'target-denied', // target
  'bad-duration', // typed, example
  'duration-without-unit', // typed, example, other
  'duration-too-long', // asked, maximum, example
  'duration-too-short', // asked, minimum, example
  'duration-in-the-past', // typed, example
  'zone-unknown', // typed
  'bad-start', // typed, example
  'start-in-the-past', // typed, example
  'start-too-far', // typed, maximum, example
  'start-zone-unknown', // typed
  'end-before-start', // typed, start, example
  'reason-required', // target, minimum, example
  'reason-too-short', // length, minimum
  'reason-too-long', // length, maximum
  'reason-form', // example
  'ticket-required', // target, example
  'ticket-form', // ticket, example
  'ticket-too-long', // length, maximum
  'scope-none', // target
  'scope-required', // target, scopes, example
  'scope-unknown', // typed, target, scopes
  'scope-no-longer', // target, scope
  'scope-now-required', // target
  'not-eligible', // target
  'subject-not-eligible', // target, person
  'unknown-person', // typed
  'ambiguous-person', // typed, candidates
  'subject-not-member', // person
  'subject-unreachable', // person
  'holders-not-for-you', // target
  'outside-hours', // target, hours; opens when it ever does
  'cool-down', // target, at, until
  'no-account-in-target', // person, workload
  'nobody-could-decide', // target, able, needed
  'not-yours-to-accept', // request, person
  'already-accepted', // request
  'own-request', // request, group; count of others who can, when it is known
  'not-an-approver', // request, group, target; also: the group of another version that they are in
  'already-decided', // request, state; person and at when a person decided
  'already-approved-by-you', // request
  'request-closed', // request, state
  'fixed-end-passed', // request, end
  'approval-length', // request, minimum, maximum
  'nothing-to-end', // request, target
  'nothing-to-retry', // request, target
  'not-over', // request
  'nothing-to-extend', // request, target
  'already-extended', // request, other
  'extension-not-allowed', // target
  'extension-too-long', // asked, maximum, example
  'extension-used-up', // maximum
  'extended-is-over', // request, other
  'break-glass-not-later',
  'break-glass-for-oneself',
  'break-glass-not-allowed', // target
  'break-glass-not-for-you', // target
  'break-glass-unknown', // target
  'break-glass-no-reviewer', // target
  'break-glass-reason-required', // target, example
  'break-glass-too-long', // asked, maximum, example
  'break-glass-lapsed', // request
  'break-glass-done', // request
  'review-open', // request, group
  'own-review', // request, group
  'may-not-review', // request, group
  'no-review', // request
  'review-closed', // request, person, at
  'review-answer-required', // request
  'review-comment-required', // request
  'not-yours', // request; target when about a grant
  'may-not-revoke', // request, target, group
  'may-not-retry', // request, target, group
  'retry-needs-role', // request, target
  'own-retry', // request, target
  'denied-since', // request, target
  'deny-reason-required', // request
  'revoke-reason-required', // request, target
  'stale-screen', // request
  'unknown-request', // request
  'api-key-unknown',
  'api-key-of-another', // person
  'api-key-reused',
  'api-malformed', // where
  'api-too-large', // where
  'api-too-many',
  'system-account-over', // until
  'system-account-unowned', // person
  'system-account-target', // typed
  'system-account-part', // target, scopes
  'system-account-whole', // target
  'system-account-length', // asked, maximum, example
  'system-account-until', // until
  'system-account-reason',
  'needs-role', // typed, role, owners
  'for-nobody', // typed
  'person-unknown', // typed
  'person-ambiguous', // typed, candidates
  'role-unknown', // typed
  'role-held', // person, role
  'role-not-held', // person, role
  'last-owner', // person
  'unknown-policy', // typed
  'unknown-group', // typed, nearest
  'unknown-connector', // typed, nearest
  'import-untold', // workload
  'import-unread', // workload
  'import-nothing', // workload
  'cmdlet-unknown', // typed, nearest
  'cmdlet-parameter-unknown', // cmdlet, typed, nearest, example
  'cmdlet-parameter-ambiguous', // typed, candidates
  'cmdlet-parameter-twice', // parameter
  'cmdlet-parameter-missing', // cmdlet, parameter, example
  'cmdlet-parameter-foreign', // parameter
  'cmdlet-value-missing', // parameter, example
  'cmdlet-value-unfit', // parameter, typed, example
  'cmdlet-word-left', // cmdlet, typed, example
  'cmdlet-property-unknown', // typed, known
  'powershell-beyond', // what, found
  'powershell-quote', // found
  'system-accounts-unknown', // names
  'change-item-unknown', // typed, section, nearest
  'change-item-exists', // item, section
  'change-field-unknown', // typed, section, nearest
  'change-value', // field, typed, example
  'change-not-possible', // problems
  'change-nothing',
  'change-none',
  'change-in-use', // target, requests
  'change-last-owner',
  'role-disabled', // person
  'change-proposer-gone', // person
  'change-lapsed', // request
  'change-conflict', // request, since
  'change-own', // request
  'change-no-admin', // request, owners
  'change-nobody-else', // typed
  'change-too-large',
  'change-here', // typed
  'channel-shared',
  'channel-unread', // source
  'form-outdated', // since
  'form-lapsed', // typed
  'link-one-platform', // platform
  'link-code-wrong',
  'link-locked', // until
  'link-nobody',
  'link-same', // person
  'link-two-people',
  'link-taken', // person, platform
  'link-over',
  'unlinked-account', // platform
  'guest',
  'external',
  'bot',
  'disabled', // person, when the rules know who
  'no-longer-eligible', // request, person, target
  'account-changed', // request, person, workload
  'ticket-now-required', // request, target
  'reason-now-required', // request, target
  'requester-no-member', // request, person, account
  'requester-unread', // request, person, source
  'directory-unavailable', // group, source; request when about one
  'membership-too-old', // request, group, target
  'database-unavailable', // request when about one
  'recording-uncertain', // request when about one
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A value put into a sentence. Dates are drawn in the reader's zone; strings are always inert. */
export type Fact = string | number | Date | readonly string[];

export interface Refusal {
  readonly refused: RefusalCode;
  readonly facts: Readonly<Record<string, Fact>>;
}

/** Builds the returned outcome that says why nothing was changed. */
export function refuse(refused: RefusalCode, facts: Readonly<Record<string, Fact>> = {}): Refusal {
  return { refused, facts };
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}

/** `unavailable` and `throttled` are tried again; the others wait for an operator and are tried again slowly. */
export type RemoteErrorKind =
  'unavailable' | 'throttled' | 'unauthorized' | 'rejected' | 'not_found';

/** Something outside (chat platform, target system, directory) did not do what was asked. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';

  /**
   * @param system who failed, as people know it: `Slack`, `Warehouse`
   * @param code the outside's own code, e.g. `channel_not_found` or `42501`; never free text
   * @param retryAfterMs how long the outside asked us to wait, in milliseconds
   */
  constructor(
    readonly system: string,
    readonly kind: RemoteErrorKind,
    readonly code: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(`${system}: ${kind} (${code})`, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }

  readonly retryAfterMs: number | undefined;
}

/** What the operator has to set before Elevate can start; the message names the variable and an example. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
