/** Why accounts were not linked. Whatever is wrong with a code, the words are the same: whoever guesses learns nothing by them. */
export const linkRefusals = {
  'link-one-platform': {
    said: 'Elevate is here on {platform, select, slack {Slack} other {Teams}} alone, so there is no other account to link.',
    next: 'Ask an admin to add your account to a person.',
  },
  'link-code-wrong': {
    said: 'This code cannot be used here, so nothing was linked.',
    next: 'Type <code>/elevate link</code> on your other platform. The code that you get there is good once, here, for 5\u00A0minutes.',
  },
  'link-locked': {
    said: 'Too many wrong codes came from this account, so it can link nothing <time>until {until}</time>.',
    next: 'If it was not you who typed them, tell an admin.',
  },
  'link-nobody': {
    said: 'Neither of the two accounts belongs to a person yet, so nothing was linked.',
    next: 'Ask an admin to add you with one of them. You can link the other then.',
  },
  'link-same': {
    said: 'Both accounts are linked to {person} already. Nothing was changed.',
  },
  'link-two-people': {
    said: 'The two accounts belong to two people, so nothing was linked.',
    next: 'If both are you, ask an admin to merge them.',
  },
  'link-taken': {
    said: '{person} has another {platform, select, slack {Slack} other {Teams}} account already, so nothing was linked.',
    next: 'An admin can change which one it is.',
  },
  'link-over': {
    said: 'There is nothing to confirm here any more, so your press did not count.',
    next: 'To start again: <code>/elevate link</code>',
  },
} as const;
