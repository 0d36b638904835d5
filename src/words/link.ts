/** What people read while they tie an account of one platform to the person whom they are on another. */
export const linkWords = {
  'link.code.title': 'Link your accounts',
  'link.met.title': 'Is this account yours, too?',
  'link.waiting.title': 'Confirmed on this side',
  'link.linked.title': 'Your accounts are linked',
  'link.refused.title': 'Nothing was linked',
  'link.over.title': 'Nothing was linked',

  'link.code.note': 'Elevate: a code to link your accounts, good for 5\u00A0minutes',
  'link.met.note':
    'Elevate: confirm or refuse {other}, an account on {platform, select, slack {Slack} other {Teams}}',
  'link.waiting.note': 'Elevate: confirmed here, and not yet by {other}',
  'link.linked.note':
    'Elevate: your {platform, select, slack {Slack} other {Teams}} account {other} is linked',
  'link.refused.note': 'Elevate: nothing was linked',
  'link.over.note': 'Elevate: nothing was linked',

  'link.code':
    '{platform, select, slack {On Slack, type <code>/elevate</code>, then} other {On Teams, write to Elevate:}} <code>link {typed}</code>',
  'link.code.shown': 'Your code was shown already, and is shown only once.',
  'link.code.anew': 'For another one: <code>/elevate link</code>',
  'link.code.then':
    'It is good once, <time>until {until}</time>. Each of the two accounts is shown the other then, and you confirm on both.',
  'link.code.keep': 'Give it to nobody. Nobody who works on Elevate will ask you for it.',
  'link.code.whose':
    '{known, select, yes {This account is linked to {person} ({line}).} other {This account is not linked to a person yet.}}',

  'link.met':
    '{side, select, asker {<b>{other}</b> on {platform, select, slack {Slack} other {Teams}} typed your code.} other {The code is from <b>{other}</b> on {platform, select, slack {Slack} other {Teams}}.}}',
  'link.met.effect':
    '{gains, select, here {If you both confirm, this account becomes one of {person} ({line})} other {If you both confirm, {other} becomes an account of {person} ({line})}}: whoever uses it asks, decides and holds as {person}.',
  'link.met.only': 'Confirm only if both accounts are yours.',
  'link.waiting':
    '{other} on {platform, select, slack {Slack} other {Teams}} has to confirm, too, <time>until {until}</time>.',
  'link.linked':
    '{other} on {platform, select, slack {Slack} other {Teams}} and this account are both {person} ({line}) now.',
  'link.linked.then': 'What you hold, asked and may decide is the same on both.',
  'link.refused': 'One of the two accounts said that the other is not theirs.',
  'link.refused.then': 'If somebody else gave you a code, or had one from you, tell an admin.',
  'link.over': 'Not both accounts confirmed in time.',
  'link.over.then': 'To start again: <code>/elevate link</code>',
  'link.small': '{account}',
  'link.small.until': '{account} · <time>until {until}</time>',

  'button.link-confirm': 'Confirm',
  'button.link-refuse': 'That is not me',
  'says.link-confirm': 'Confirm that {other} is you, too',
  'says.link-refuse': 'Refuse {other}: that is not me',

  'help.link':
    'Link your accounts on Slack and Teams to one person. Type it on one, then the code that you get on the other.',
  'help.link.example': '<code>/elevate link</code>',
  'help.link.code': '<code>/elevate link K7QM-3T8W</code>',
} as const;
