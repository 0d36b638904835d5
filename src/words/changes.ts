/** Changes of the configuration: before they are sent, while they wait, and what came of them. */
export const changeWords = {
  'changes.title.draft': 'Change {what}?',
  'changes.title.pending': '{person} wants to change {what}',
  'changes.title.approved': 'Changed: {what}',
  'changes.title.denied': 'Not changed: {what}',
  'changes.title.withdrawn': 'Taken back: {what}',
  'changes.title.expired': 'Not decided in time: {what}',
  'changes.title.lapsed': 'Not sent: {what}',
  'changes.title.gone': 'No longer yours to see',
  'changes.what.several': '{item} and {count}\u00A0more',
  'changes.what.organisation': 'the settings',
  'changes.what.policy': 'the policy {item}',
  'changes.what.group': 'the group {item}',
  'changes.what.person': 'the person {item}',
  'changes.what.connector': 'the connector {item}',
  'changes.what.target': 'the target {item}',
  'changes.what.system-account': 'the system account {item}',
  'changes.what.role': 'who is {role}',

  'changes.draft.alone':
    'Nothing is changed yet. It weakens nothing, so it is done as soon as you press the button.',
  'changes.draft.second':
    'Nothing is changed yet. It weakens control, so another admin has to approve it: {deciders}.',
  'changes.draft.solo':
    'Nothing is changed yet. It weakens control. This installation lets one admin alone do that, and the trail says so.',
  'changes.draft.rest': 'Whatever is not named here stays as it is.',
  'changes.pending.you': 'It weakens control, so an admin other than {person} has to decide.',
  'changes.pending.own': 'It waits for another admin: {deciders}.',
  'changes.pending.until': 'When nobody decides <moment>by {deadline}</moment>, nothing changes.',
  'changes.proposed': '{person} proposed it <moment>{at}</moment>.',
  'changes.approved.by': '{person} approved it <moment>{at}</moment>. It counts since then.',
  'changes.approved.nobody':
    '{person} changed it <moment>{at}</moment>. It weakens nothing, so nobody else was asked.',
  'changes.approved.solo':
    '{person} changed it <moment>{at}</moment>, alone: this installation lets one admin weaken control.',
  'changes.denied.by': '{person} denied it <moment>{at}</moment>. Nothing was changed.',
  'changes.withdrawn.by': '{person} took it back <moment>{at}</moment>. Nothing was changed.',
  'changes.expired.at': 'Nobody decided <moment>by {at}</moment>. Nothing was changed.',
  'changes.too-large':
    'It is too large to be shown whole, and nobody agrees here to what they cannot see. Make it in smaller changes.',
  'changes.lapsed': 'The time to send it is over. Nothing was changed. Type it again.',

  'changes.gone':
    'Changes of how Elevate is set up are for those who run it, and you have no role any more.',

  'changes.waits':
    '{id}, a change of how Elevate is set up, waits for another admin, and a message reaches none of those who could decide. They see it with <code>/elevate show {id}</code>',

  'changes.part.what': '<b>What changes</b>',
  'changes.part.weakens': '<b>Why it weakens control</b>',
  'changes.part.governs': '<b>What decides then</b>',
  'changes.part.effects': '<b>What it does to requests that wait</b>',
  'changes.draft.left':
    '{count, plural, one {#\u00A0more could be} other {#\u00A0more could be}} added: type it again once these are.',
  'changes.part.replay': '<b>Had it been so before</b>',
  'changes.replay':
    '{count, number} of {looked, plural, one {#\u00A0past request} other {#\u00A0past requests}} would have ended otherwise.',
  'changes.replay.uncounted':
    'How many past requests would have ended otherwise is not counted here: it takes too long. <code>/elevate policy replay {pattern}</code> with what changes counts them.',
  'changes.replay.uncounted.long':
    'How many past requests would have ended otherwise is not counted here: it takes too long. <code>/elevate policy replay</code> with the name of the policy and what changes counts them.',
  'changes.part.since': '<b>It changed in the meantime</b>',
  'changes.line.added': 'New: <b>{item}</b>',
  'changes.line.removed': 'Removed: <b>{item}</b>',
  'changes.line.item': '<b>{item}</b>',
  'changes.line.changed': '• {field}: {before} → <b>{after}</b>',
  'changes.line.members': '• {field}: <b>{members}</b>',
  'changes.line.field': '• {field}: {value}',
  'changes.line.role':
    '{act, select, add {{person} becomes {role}} other {{person} is no {role} any more}}',
  'changes.line.weakens': '• {field}: {why}',
  'changes.line.weakens.whole': '• {why}',
  'changes.weakens.role': 'Somebody gets, or loses, power over Elevate',
  'changes.more': 'and {count}\u00A0more, for which there is no room here',
  'changes.governs.manual':
    '• {target}: {count, plural, one {#\u00A0approval} other {#\u00A0approvals}} of <b>{group}</b>, at most <b>{most}</b>, by the policy {policy}',
  'changes.governs.auto':
    '• {target}: <b>nobody is asked</b>, at most <b>{most}</b>, by the policy {policy}',
  'changes.governs.deny': '• {target}: nobody gets it, by the policy {policy}',
  'changes.governs.none': '• {target}: no policy, so nobody can ask for it',
  'changes.effect.lost':
    '{count, plural, one {#\u00A0pending request could} other {#\u00A0pending requests could}} not be approved any more: {ids}',
  'changes.effect.more':
    '{count, plural, one {#\u00A0pending request} other {#\u00A0pending requests}} will need more approvals: {ids}',
  'changes.effect.anew':
    'Approvals given so far count no more for {count, plural, one {#\u00A0pending request} other {#\u00A0pending requests}}: {ids}',

  'changes.small': '{id}',
  'changes.small.draft': '{id} · ready <time>until {until}</time>',

  'button.change.send': 'Send to another admin',
  'button.change.apply': 'Change it',
  'button.change.withdraw': 'Take back',
  'button.change.approve': 'Approve',
  'confirm.change.apply.title': 'Change it?',
  'confirm.change.apply': 'It counts at once, for everything that is asked from then on.',
  'confirm.change.solo': 'It weakens control, nobody else looks at it, and it counts at once.',
  'confirm.change.approve.title': 'Approve the change?',
  'confirm.change.approve': 'It counts at once. {person} is told.',
  'confirm.change.withdraw.title': 'Take {id} back?',
  'confirm.change.withdraw': 'Nothing is changed, and nobody can approve it any more.',
  'says.change.send': 'Send {id} to another admin',
  'says.change.apply': 'Make the change {id}',
  'says.change.approve': 'Approve the change {id}',
  'says.change.deny': 'Deny the change {id}, with a reason',
  'says.change.withdraw': 'Take back the change {id}',
  'form.change.deny.about': '{person} wants to change {what}. They will see your reason.',
  'quote.change.reason': 'Why, as {person} wrote it',
  'quote.change.reason.own': 'Why, as you wrote it',

  'note.change.draft': '{id}: what would change, for you to look at',
  'note.change.pending': '{id}: {person} wants to change how Elevate is set up. You can decide',
  'note.change.own': '{id}: waits for another admin',
  'note.change.approved': '{id}: changed',
  'note.change.denied': '{id}: denied, nothing was changed',
  'note.change.withdrawn': '{id}: taken back, nothing was changed',
  'note.change.expired': '{id}: not decided in time, nothing was changed',
  'note.change.waits': '{id}: a change waits for another admin',
  'note.change.gone': '{id}: no longer yours to see',
  'note.change.lapsed': '{id}: not sent in time, nothing was changed',
} as const;
