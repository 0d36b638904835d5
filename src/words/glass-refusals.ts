/** Why nothing was taken without approval, or no review of it was closed; the same two sentences as in refusals.ts. */
export const glassRefusals = {
  'break-glass-not-later': {
    said: 'Breaking glass gives the right at once, so it has no later start. Nothing was taken.',
    next: 'Leave <code>--at</code> out, or leave <code>--break-glass</code> out and ask.',
  },
  'break-glass-for-oneself': {
    said: 'Nobody can break glass for somebody else. Nothing was taken.',
    next: 'They can type it themselves, or leave <code>--break-glass</code> out and ask.',
  },
  'break-glass-not-allowed': {
    said: 'Nobody can break glass on {target}: its policy does not allow it. Nothing was taken.',
    next: 'Ask for it in the usual way: leave <code>--break-glass</code> out.',
  },
  'break-glass-not-for-you': {
    said: 'You are not among those who can break glass on {target}. Nothing was taken.',
    next: 'Ask for it in the usual way: leave <code>--break-glass</code> out.',
  },
  'break-glass-unknown': {
    said: 'Whether you can break glass on {target} could not be read in time. Nothing was taken.',
    next: 'Try again in a minute.',
  },
  'break-glass-no-reviewer': {
    said: 'Nobody but you could close the review of a break-glass on {target}. Nothing was taken.',
    next: 'An admin can add somebody to its approvers.',
  },
  'break-glass-reason-required': {
    said: 'Breaking glass needs a reason, whatever the policy of {target} says. Nothing was taken.',
    next: 'Write it behind: <code>/elevate {example}</code>',
  },
  'break-glass-too-long': {
    said: '{asked} is more than the {maximum} that can be taken without approval.',
    next: 'Try <code>{example}</code>.',
  },
  'break-glass-lapsed': {
    said: '{request} was not taken: its time to be pressed is over, or you typed something newer.',
    next: 'Nothing was taken. Type it again if you still need it.',
  },
  'break-glass-done': {
    said: '{request} was already taken. Your second press changed nothing.',
    next: 'To see what you hold: <code>/elevate mine</code>',
  },
  'review-open': {
    said: 'The review of {request} is still open, so nothing was taken.',
    next: '{group} can close it. Until then, ask in the usual way.',
  },
  'own-review': {
    said: 'You cannot review what you took yourself. The review of {request} is still open.',
    next: '{group} other than you can close it.',
  },
  'may-not-review': {
    said: 'You are not in {group}, so the review of {request} was not closed.',
    next: 'Only {group} can close it.',
  },
  'no-review': {
    said: '{request} was not taken without approval, so there is nothing to review.',
  },
  'review-closed': {
    said: 'The review of {request} was already closed by {person}. It was <moment>closed {at}</moment>.',
    next: 'Nothing more was changed.',
  },
  'review-answer-required': {
    said: 'The review of {request} was not closed: it was not said whether it was right.',
    next: 'Choose yes or no.',
  },
  'review-comment-required': {
    said: 'The review of {request} was not closed, because a comment is missing.',
    next: 'Say what was not right.',
  },
} as const;
