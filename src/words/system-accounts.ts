/** What programs are told, and people about them. */
export const systemAccountWords = {
  'person.system': 'system account',
  'system.owner':
    'It is a system account, which needs no approval. {person} ({line}) answers for it.',
  'system.refused':
    '⚠️ <b>Refused.</b> {name}, a system account, was refused{count, plural, one {} other { #\u00A0times, at last}}: {said}',
  'system.refused.note':
    'Refused: {name}, a system account{count, plural, one {} other {, #\u00A0times}}',
} as const;

/** Why a program gets nothing; the same two sentences as in refusals.ts, with nothing in them that only a chat knows. */
export const systemAccountRefusals = {
  'api-key-unknown': {
    said: 'No key that opens anything came with this call.',
    next: 'Send it as Authorization: Bearer elevate_… An operator can make a new one.',
  },
  'api-key-of-another': {
    said: 'This key is not one of the system account <code>{person}</code>. Nothing was granted.',
    next: 'Send the key of that account, or name the account that the key is of.',
  },
  'api-key-reused': {
    said: 'This Idempotency-Key was sent with another wish before. Nothing was granted.',
    next: 'Send a new one with each new wish, and the same one only to try the same wish again.',
  },
  'api-malformed': {
    said: 'This call could not be read: <code>{where}</code>. Nothing was granted.',
    next: 'docs/system-accounts.md says what a call looks like.',
  },
  'api-too-large': {
    said: 'This call has more than {where}. Nothing was granted.',
  },
  'api-too-many': {
    said: 'This system account calls too often. Nothing was granted.',
    next: 'Wait a minute, and ask for less at a time.',
  },
  'system-account-over': {
    said: 'The time of this system account <moment>was over {until}</moment>. Nothing was granted.',
    next: 'An admin can set a later end, which a second admin has to approve.',
  },
  'system-account-unowned': {
    said: '{person}, who answers for this system account, is disabled in the directory. Nothing was granted.',
    next: 'An admin can name somebody else, which a second admin has to approve.',
  },
  'system-account-target': {
    said: 'This system account may not have <code>{typed}</code>, or there is no such target. Nothing was granted.',
    next: 'An admin can add it to its targets, which a second admin has to approve.',
  },
  'system-account-part': {
    said: 'This system account may have these parts of {target} only: {scopes}. Nothing was granted.',
    next: 'Name one of them as the scope.',
  },
  'system-account-whole': {
    said: 'This system account may have {target} as a whole only. Nothing was granted.',
    next: 'Leave the scope out.',
  },
  'system-account-length': {
    said: '{asked} is more than the {maximum} that this system account may have anything for. Nothing was granted.',
    next: 'Ask for <code>{example}</code> at most.',
  },
  'system-account-until': {
    said: 'It would end after the end of this system account itself, which <moment>is over {until}</moment>. Nothing was granted.',
    next: 'Ask for less time.',
  },
  'system-account-reason': {
    said: 'No reason was given. Nothing was granted.',
    next: 'Say in a few words what it is needed for.',
  },
} as const;
