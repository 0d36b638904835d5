/** Why something was not shown or changed for those who run Elevate; the same two sentences as in refusals.ts. */
export const administrationRefusals = {
  'needs-role': {
    said: '<code>{typed}</code> is for {role, select, owner {owners only} admin {owners and admins only} other {owners, admins and auditors only}}. Nothing was changed.',
    next: '{ownersKnown, select, yes {Ask an owner: {owners}.} other {There is no owner yet: an operator can name one.}}',
  },
  'for-nobody': {
    said: '<code>{typed}</code> is for nobody. Nothing was changed.',
  },
  'switched-off': {
    said: 'Elevate is switched off: nothing can be asked for, approved or taken. {requestKnown, select, yes {{request} was not changed.} other {Nothing was changed.}}',
    next: '{adminsKnown, select, yes {Ask those who can switch it on: {admins}.} other {An admin can switch it on.}}',
  },
  'person-unknown': {
    said: 'Nobody in the directory is <code>{typed}</code>. Nothing was changed.',
    next: 'Mention them, or type their address: <code>ben@example.com</code>',
  },
  'person-ambiguous': {
    said: 'More than one person is <code>{typed}</code>. Nothing was changed.',
    next: 'Mention one of them, or type their address: {candidates}.',
  },
  'role-unknown': {
    said: '<code>{typed}</code> is no role. Nothing was changed.',
    next: 'The roles are <code>owner</code>, <code>admin</code> and <code>auditor</code>.',
  },
  'role-held': {
    said: '{person} is {role} already. Nothing was changed.',
    next: 'To see who has which role: <code>/elevate role list</code>',
  },
  'role-not-held': {
    said: '{person} is no {role}. Nothing was changed.',
    next: 'To see who has which role: <code>/elevate role list</code>',
  },
  'role-disabled': {
    said: '{person} is disabled and can act in no role. Nothing was changed.',
    next: 'The directory has to know them as active first.',
  },
  'last-owner': {
    said: '{person} is the only owner who can act, and stays one. Nothing was changed.',
    next: 'Somebody else has to become an owner first.',
  },
  'unknown-policy': {
    said: 'There is neither a policy nor a target <code>{typed}</code>.',
    next: 'To see them all: <code>/elevate policy list</code>',
  },
  'unknown-group': {
    said: 'There is no approver group <code>{typed}</code>.',
    next: '{nearestKnown, select, yes {Nearest: {nearest}.} other {To see them all: <code>/elevate group list</code>}}',
  },
  'unknown-connector': {
    said: 'There is no connector <code>{typed}</code>.',
    next: '{nearestKnown, select, yes {Nearest: {nearest}.} other {To see them all: <code>/elevate connector list</code>}}',
  },
  'import-untold': {
    said: '{workload} cannot tell what could be granted there. Nothing was changed.',
    next: 'Add its targets by name: <code>/elevate target add {workload}\\Name type task</code>',
  },
  'import-unread': {
    said: 'What could be granted in {workload} could not be read. Nothing was changed.',
    next: 'To see what is wrong: <code>/elevate connector check {workload}</code>',
  },
  'import-nothing': {
    said: '{workload} offers nothing that is no target already. Nothing was changed.',
    next: 'What Elevate may grant there is for whoever runs {workload} to say.',
  },
  'change-item-unknown': {
    said: 'There is no {section, select, policies {policy} approverGroups {approver group} targets {target} systemAccounts {system account} other {item}} <code>{typed}</code>. Nothing was changed.',
    next: '{nearestKnown, select, yes {Nearest: {nearest}.} other {To see what there is: <code>/elevate status</code>}}',
  },
  'change-item-exists': {
    said: '<code>{item}</code> is there already. Nothing was changed.',
    next: 'Change it with <code>set</code> in the place of <code>create</code> or <code>add</code>.',
  },
  'change-field-unknown': {
    said: '<code>{typed}</code> is nothing that can be set there. Nothing was changed.',
    next: '{nearestKnown, select, yes {Did you mean <code>{nearest}</code>?} other {To see what can be: <code>/elevate help policy</code>}}',
  },
  'change-value': {
    said: '<code>{typed}</code> cannot stand in <code>{field}</code>. Nothing was changed.',
    next: 'For example: <code>{example}</code>',
  },
  'change-not-possible': {
    said: 'That cannot be: {problems}. Nothing was changed.',
  },
  'change-nothing': {
    said: 'That is how it is set already. Nothing was changed.',
  },
  'change-none': {
    said: 'You are not about to change anything.',
    next: 'Type what is to change, for example <code>/elevate policy set Search-Mailbox approvals 2</code>',
  },
  'change-in-use': {
    said: 'While {target} is asked for or held, it cannot grant something else: {requests}. Nothing was changed.',
    next: 'End what is held and decide what is asked for, or add another target.',
  },
  'change-last-owner': {
    said: 'Nobody could act as owner after that. Nothing was changed.',
    next: 'Make somebody else an owner first: <code>/elevate role add @ben owner</code>',
  },
  'change-proposer-gone': {
    said: '{person} proposed that and may not change it any more. Nothing was changed.',
    next: 'Somebody who may has to type it again.',
  },
  'change-lapsed': {
    said: '{request} cannot be sent any more. Nothing was changed.',
    next: 'Type the change again.',
  },
  'change-conflict': {
    said: 'What {request} changes was changed in the meantime: {since}. Nothing was changed by it.',
    next: 'Type the change again, starting from what is so now.',
  },
  'change-own': {
    said: 'You cannot approve {request}: it is your own, or about yourself.',
    next: 'Another owner or admin has to decide.',
  },
  'change-no-admin': {
    said: 'Only owners and admins decide on {request}.',
    next: '{ownersKnown, select, yes {Ask an owner: {owners}.} other {There is no owner yet: an operator can name one.}}',
  },
  'change-nobody-else': {
    said: '<code>{typed}</code> weakens control, and there is no second owner or admin who could approve it. Nothing was changed.',
    next: 'An operator can name another owner, or let one admin alone do it.',
  },
  'change-too-large': {
    said: 'That is too large to be shown whole in one message, and nobody agrees to what they cannot see. Nothing was changed.',
    next: 'Make it in smaller changes: fewer fields, or shorter values, at a time.',
  },
  'channel-shared': {
    said: 'This channel is shared with another organisation, or may be, so no prompts can go here. Nothing was changed.',
    next: 'Type it in a channel where only members of this organisation are.',
  },
  'channel-unread': {
    said: 'Whether this channel is shared with another organisation could not be read from {source}, so nothing was changed.',
    next: 'Try again in a minute.',
  },
  'change-here': {
    said: '<code>here</code> means the channel in which it is typed, and this is none. Nothing was changed.',
    next: 'Type it in the group’s channel.',
  },
  'form-outdated': {
    said: 'What you changed here was changed by somebody else in the meantime: {since}. Nothing was changed by this form.',
    next: 'Open the form again: it has what is so now.',
  },
  'form-lapsed': {
    said: 'This form is not there any more. Nothing was changed.',
    next: 'Open it again: <code>/elevate {typed}</code>',
  },
} as const;
