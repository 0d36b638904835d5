import { type RefusalCode } from '../errors';
import { administrationRefusals } from './administration-refusals';
import { powershellRefusals } from './powershell';
import { glassRefusals } from './glass-refusals';
import { linkRefusals } from './link-refusals';
import { systemAccountRefusals } from './system-accounts';

/** `said`: what did not happen and why. `next`: what to do; left out where nothing can be done by the person. */
interface RefusalWords {
  readonly said: string;
  readonly next?: string;
}

/** Every cause has its words, or this does not compile. Facts that may be missing come with `…Known: yes | no`. */
export const refusalWords = {
  'unknown-verb': {
    said: '<code>/elevate {typed}</code> is not known. {nearestKnown, select, yes {Did you mean <code>{nearest}</code>?} other {Nothing was changed.}}',
    next: 'To ask for access: <code>/elevate Search-Mailbox 4h</code>',
  },
  'flag-repeated': {
    said: '<code>{typed}</code> stands there more than once, so nothing was asked for.',
    next: 'Type it once.',
  },
  'unknown-target': {
    said: 'There is no target <code>{typed}</code>.',
    next: '{nearestKnown, select, yes {Nearest: {nearest}.} other {Check the name with the owner of the system.}}',
  },
  'ambiguous-target': {
    said: '<code>{typed}</code> is the name of more than one target.',
    next: 'Type one of them in full: {candidates}.',
  },
  'no-target': {
    said: 'No target was named, so nothing was asked for.',
    next: 'For example <code>/elevate Search-Mailbox 4h</code>',
  },
  'nothing-to-ask': {
    said: 'There is nothing here that you can ask for.',
    next: 'An admin can add a policy, or change who may ask.',
  },
  'no-policy': {
    said: '{target} cannot be asked for yet.',
    next: 'An admin can add a policy.',
  },
  'target-denied': {
    said: '{target} cannot be asked for: its policy denies it to everybody.',
    next: 'An admin can change the policy.',
  },
  'bad-duration': {
    said: '<code>{typed}</code> is not a length of time.',
    next: 'Try <code>{example}</code>.',
  },
  'zone-unknown': {
    said: 'Your time zone could not be read, so <code>{typed}</code> could not be understood and nothing was asked for.',
    next: 'Type a length of time instead: <code>4h</code>',
  },
  'duration-without-unit': {
    said: '<code>{typed}</code> has no unit.',
    next: 'Try <code>{example}</code> or <code>{other}</code>.',
  },
  'duration-too-long': {
    said: '{asked} is more than the {maximum} this policy allows.',
    next: 'Try <code>{example}</code>.',
  },
  'duration-too-short': {
    said: '{asked} is less than the {minimum} that can be granted.',
    next: 'Try <code>{example}</code>.',
  },
  'duration-in-the-past': {
    said: '<code>{typed}</code> is already past today.',
    next: 'Try <code>{example}</code>.',
  },
  'bad-start': {
    said: '<code>{typed}</code> is not a time to start at, so nothing was asked for.',
    next: 'Try <code>{example}</code>, or leave it out to start at once.',
  },
  'start-in-the-past': {
    said: '<code>{typed}</code> is already past, so nothing was asked for.',
    next: 'Try <code>{example}</code>, or leave it out to start at once.',
  },
  'start-too-far': {
    said: '<code>{typed}</code> is more than {maximum} ahead, so nothing was asked for.',
    next: 'Try <code>{example}</code>, or ask again when it is nearer.',
  },
  'start-zone-unknown': {
    said: 'Your time zone could not be read, so <code>{typed}</code> could not be understood and nothing was asked for.',
    next: 'Leave <code>--at</code> out to start at once.',
  },
  'end-before-start': {
    said: '<code>{typed}</code> is not after the <moment>start {start}</moment>, so nothing was asked for.',
    next: 'Type a length of time instead: <code>{example}</code>',
  },
  'reason-required': {
    said: '{target} needs a reason, so nothing was asked for yet.',
    next: 'Write it after the length: <code>/elevate {example}</code>',
  },
  'reason-too-short': {
    said: 'A reason here has at least {minimum, plural, one {#\u00A0character} other {#\u00A0characters}}, and yours has {length, number}.',
    next: 'Say in a few words what you need it for.',
  },
  'reason-too-long': {
    said: 'A text here has at most {maximum, plural, one {#\u00A0character} other {#\u00A0characters}}, and yours has {length, number}.',
    next: 'Shorten it and try again.',
  },
  'reason-form': {
    said: 'This reason is not of the form that the policy asks for.',
    next: 'For example <code>{example}</code>',
  },
  'ticket-required': {
    said: '{target} needs a ticket, so nothing was asked for yet.',
    next: 'Write it like this: <code>/elevate {example}</code>',
  },
  'ticket-form': {
    said: '<code>{ticket}</code> is not the name of a ticket here.',
    next: 'For example <code>{example}</code>',
  },
  'ticket-too-long': {
    said: 'A ticket has at most {maximum, plural, one {#\u00A0character} other {#\u00A0characters}}, and yours has {length, number}.',
    next: 'Give its name only, and the rest as a reason.',
  },
  'scope-none': {
    said: '{target} is granted as a whole only, so nothing was asked for.',
    next: 'Leave <code>--scope</code> out.',
  },
  'scope-required': {
    said: 'The part of {target} has to be named: {scopes}.',
    next: 'For example <code>/elevate {example}</code>',
  },
  'scope-unknown': {
    said: '<code>{typed}</code> is not a part of {target} that can be asked for.',
    next: 'These are: {scopes}.',
  },
  'scope-no-longer': {
    said: 'The policy no longer offers {scope} of {target}, so nothing was approved.',
    next: 'It can still be denied. An admin can change the policy.',
  },
  'scope-now-required': {
    said: 'The policy no longer offers the whole of {target}, so nothing was approved.',
    next: 'It can still be denied, and asked for again with a part named.',
  },
  'outside-hours': {
    said: '{target} is open on {hours}.',
    next: '{opensKnown, select, yes {It opens again <moment>{opens}</moment>.} other {An admin can change the hours.}}',
  },
  'cool-down': {
    said: '{target} was denied at <time>{at}</time>, so nothing was asked for.',
    next: 'You can ask again from <time>{until}</time>.',
  },
  'not-eligible': {
    said: 'You cannot ask for {target}, so nothing was asked for.',
    next: 'An admin can change who may.',
  },
  'subject-not-eligible': {
    said: '{person} cannot receive {target}, so nothing was asked for.',
    next: 'An admin can change who may.',
  },
  'unknown-person': {
    said: 'Nobody in the directory is <code>{typed}</code>, so nothing was asked for.',
    next: 'Mention them, or type their address: <code>--for ben@example.com</code>',
  },
  'ambiguous-person': {
    said: 'More than one person is <code>{typed}</code>, so nothing was asked for.',
    next: 'Mention one of them, or type their address: {candidates}.',
  },
  'subject-not-member': {
    said: '{person} is not a member of this organisation, so nothing was asked for.',
    next: 'Only members can receive a right through Elevate.',
  },
  'subject-unreachable': {
    said: '{person} has no chat account that is linked, and could not accept. Nothing was asked for.',
    next: 'Ask an admin to link one.',
  },
  'not-yours-to-accept': {
    said: 'Only {person} can accept {request} or decline it.',
    next: 'To take it back: <code>/elevate withdraw {request}</code>',
  },
  'already-accepted': {
    said: 'You have already accepted {request}.',
    next: 'To take that back: <code>/elevate withdraw {request}</code>',
  },
  'holders-not-for-you': {
    said: 'Who holds {target} is told to those who may ask for it or decide on it only.',
    next: 'An admin can change who may.',
  },
  'no-account-in-target': {
    said: '{person} has no account in {workload}, so nothing was asked for.',
    next: 'Ask the owner of {workload} for an account first.',
  },
  'nobody-could-decide': {
    said: '{target} needs {needed, plural, one {#\u00A0approval} other {#\u00A0approvals}}, and only {able, plural, one {#\u00A0person} other {#\u00A0people}} could decide besides you.',
    next: 'Nothing was asked for. An admin can add approvers.',
  },
  'own-request': {
    said: '{requestKnown, select, yes {You cannot decide on your own request. {request} was not changed.} other {You cannot decide on your own request.}}',
    next: '{countKnown, select, yes {{group} other than you can: {count, plural, one {#\u00A0person} other {#\u00A0people}}.} other {{groupKnown, select, yes {{group} other than you can.} other {Another approver can.}}}}',
  },
  'not-an-approver': {
    said: 'You are not in {group}, so {request} was not changed.',
    next: '{alsoKnown, select, yes {The policy changed after this was asked: whoever approves it is in both {group} and {also}. Whoever is in one of them can deny it.} other {Only {group} can decide on it.}}',
  },
  'already-decided': {
    said: '{state, select, denied {{personKnown, select, yes {{request} was already denied by {person}. It was <moment>decided {at}</moment>.} other {{request} was already denied.}}} other {{personKnown, select, yes {{request} was already approved by {person}. It was <moment>decided {at}</moment>.} other {{request} was already approved.}}}}',
    next: 'Nothing more was changed.',
  },
  'already-approved-by-you': {
    said: 'You have already approved {request}.',
    next: 'Somebody else has to decide on it too.',
  },
  'request-closed': {
    said: '{state, select, withdrawn {{request} was withdrawn.} expired {Nobody decided on {request} in time, so it is closed.} denied {{request} was already denied.} approved {{request} was already approved.} other {{request} is not open for a decision.}}',
    next: 'Nothing was changed.',
  },
  'fixed-end-passed': {
    said: '{request} was asked for <moment>until {end}</moment>, and that is over or less than a minute away.',
    next: 'It has to be asked for again with another end.',
  },
  'approval-length': {
    said: '{request} was not changed: from {minimum} to {maximum} can be approved.',
    next: 'Choose one of the lengths that are offered.',
  },
  'may-not-retry': {
    said: 'You are not in {group}, so {request} was not tried again.',
    next: 'Only {group}, owners and admins can let it be.',
  },
  'retry-needs-role': {
    said: 'Only owners and admins can let {target} be tried again for {request}.',
    next: 'What they type: <code>/elevate retry {request}</code>',
  },
  'own-retry': {
    said: 'You cannot let what is for you be tried again. {request} was not changed.',
    next: 'Another owner or admin can: <code>/elevate retry {request}</code>',
  },
  'denied-since': {
    said: '{target} was denied since {request} was approved, so it was not tried again.',
    next: 'Whoever needs it can ask anew: <code>/elevate again {request}</code>',
  },
  'nothing-to-retry': {
    said: 'Nothing of {request} waits to be tried again.',
    next: 'To see what became of it: <code>/elevate show {request}</code>',
  },
  'nothing-to-end': {
    said: '{request} is not in force, so there is nothing to end.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  'not-over': {
    said: '{request} is not over yet, so it was not asked for again.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  'nothing-to-extend': {
    said: '{request} is not in force, so there is nothing to extend.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  'already-extended': {
    said: '{request} has an extension already: {other}.',
    next: 'Once that is in force, it can be extended in its place.',
  },
  'extension-not-allowed': {
    said: '{target} cannot be extended: its policy does not allow it.',
    next: 'Ask for it anew when its time is up.',
  },
  'extension-too-long': {
    said: '{asked} in all is more than the {maximum} this policy allows.',
    next: 'Try <code>{example}</code>.',
  },
  'extension-used-up': {
    said: 'This has its {maximum} in all, and the policy allows no more.',
    next: 'Ask for it anew when its time is up.',
  },
  'extended-is-over': {
    said: '{other} was ended before its time, so {request} cannot be approved.',
    next: 'It can still be denied.',
  },
  ...glassRefusals,
  'not-yours': {
    said: '{request} is not yours, so it was not changed.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  'may-not-revoke': {
    said: 'You are not in {group}, so {request} was not revoked.',
    next: 'Only {group}, owners and admins can revoke it.',
  },
  'deny-reason-required': {
    said: '{request} was not denied, because a reason is missing.',
    next: 'Write one, so that the requester knows what to change.',
  },
  'revoke-reason-required': {
    said: '{request} was not revoked, because a reason is missing.',
    next: 'Write one, so that the holder knows what happened.',
  },
  'stale-screen': {
    said: 'This screen of {request} was out of date, so your press did not count.',
    next: 'It has been redrawn. Look again before you decide.',
  },
  'unknown-request': {
    said: 'There is no request {request} that you can see.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  ...administrationRefusals,
  ...powershellRefusals,
  ...systemAccountRefusals,
  ...linkRefusals,
  'unlinked-account': {
    said: 'Your {platform, select, slack {Slack account} teams {Teams account} other {account}} is not linked to a person yet, so nothing was changed.',
    next: 'Type <code>/elevate link</code>, or ask an admin.',
  },
  guest: {
    said: 'Only members of this organisation can use Elevate. Nothing was changed.',
    next: 'You are a guest here. Ask a member instead.',
  },
  external: {
    said: 'Only members of this organisation can use Elevate. Nothing was changed.',
    next: 'Your account belongs to another organisation.',
  },
  bot: {
    said: 'Only people can use Elevate. Nothing was changed.',
  },
  disabled: {
    said: '{personKnown, select, yes {{person} is disabled in the directory, so nothing was changed.} other {This account is disabled, so nothing was changed.}}',
    next: 'Ask an admin to look at the account.',
  },
  'no-longer-eligible': {
    said: '{person} cannot have {target}: the policy does not name them, or not for so long. So {request} was not approved.',
    next: 'It can still be denied. An admin can change who may ask.',
  },
  'account-changed': {
    said: 'The account of {person} in {workload} changed since {request} was asked for, so nothing was given.',
    next: 'It has to be asked for again.',
  },
  'ticket-now-required': {
    said: '{target} needs a ticket by now that {request} does not have, so it was not approved.',
    next: 'Have it asked for again with one, or deny it.',
  },
  'reason-now-required': {
    said: '{target} needs a reason by now that {request} does not give, so it was not approved.',
    next: 'Have it asked for again with one, or deny it.',
  },
  'requester-no-member': {
    said: '{account, select, guest {{person} is a guest here} external {The account that {person} asked from belongs to another organisation} bot {A bot asked in the name of {person}} other {The account that {person} asked from is deactivated}}, so {request} was not approved.',
    next: 'Only members can be given access. Deny it, or have a member ask.',
  },
  'requester-unread': {
    said: 'Whether {person} is still a member could not be read from {source}, so {request} was not approved.',
    next: 'Try again in a minute.',
  },
  'directory-unavailable': {
    said: '{groupKnown, select, yes {Who is in {group} could not be read from {source}, so {requestKnown, select, yes {{request} was not changed} other {nothing was decided}}.} other {Who you are could not be read from {source}, so {requestKnown, select, yes {{request} was not changed} other {nothing was changed}}.}}',
    next: 'Try again in a minute.',
  },
  'membership-too-old': {
    said: '{groupKnown, select, yes {Whether you are in {group} could not be read in time, so {request} was not changed.} other {What the directory said was too old, so {request} was not changed.}}',
    next: 'Try again in a minute.',
  },
  'database-unavailable': {
    said: '{requestKnown, select, yes {Nothing was recorded. {request} was not changed.} other {Nothing was recorded.}}',
    next: 'Try again in a minute.',
  },
  'recording-uncertain': {
    said: '{requestKnown, select, yes {The database went away while a change of {request} was being recorded.} other {The database went away while this was being recorded.}} It may be recorded, and it may not.',
    next: 'Before you try again, look in a minute: <code>/elevate mine</code> or <code>/elevate pending</code>',
  },
} satisfies Record<RefusalCode, RefusalWords>;
