/** Why something was not shown or changed for those who run Elevate; the same two sentences as in refusals.ts. */
export const administrationRefusals = {
  'needs-role': {
    said: '<code>{typed}</code> is for {role, select, owner {owners only} other {owners, admins and auditors only}}. Nothing was changed.',
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
  'last-owner': {
    said: '{person} is the only owner who can act, and stays one. Nothing was changed.',
    next: 'Somebody else has to become an owner first.',
  },
  'needs-second-admin': {
    said: '<code>{typed}</code> needs a second admin’s approval, which cannot be given yet. Nothing was changed.',
  },
  'unknown-policy': {
    said: 'There is neither a policy nor a target <code>{typed}</code>.',
    next: 'To see them all: <code>/elevate policy list</code>',
  },
  'unknown-group': {
    said: 'There is no approver group <code>{typed}</code>.',
    next: '{nearestKnown, select, yes {Nearest: {nearest}.} other {To see them all: <code>/elevate group list</code>}}',
  },
} as const;
