/** Buttons, confirmations and forms. Buttons are at most 30 characters long and begin with their verb. */
export const controlWords = {
  'button.approve': 'Approve',
  'button.approve.for': 'Approve for {duration}',
  'button.approve.now': 'Approve this request',
  'button.approve-less.form': 'Approve for less…',
  'button.deny': 'Deny',
  'button.deny.form': 'Deny…',
  'button.deny.now': 'Deny this request',
  'button.revoke': 'Revoke',
  'button.revoke.form': 'Revoke…',
  'button.revoke.now': 'Revoke now',
  'button.end': 'End now',
  'button.accept': 'Accept',
  'button.decline': 'Decline',
  'button.decline.now': 'Decline this request',
  'button.withdraw': 'Withdraw',
  'button.withdraw.now': 'Withdraw this request',
  'button.end.now': 'End it now',
  'button.reason': 'Show full reason',
  'button.show': 'Show timeline',
  'button.open': 'Open',
  'button.extend': 'Extend',
  'button.extend.form': 'Extend…',
  'button.extend.now': 'Ask to extend',
  'button.again': 'Ask again',
  'button.back': 'Go back',
  'button.close': 'Close',

  'says.approve': 'Approve {id}: {target} for {person} for {duration}',
  'says.approve-less': 'Approve {id} for less time: {target} for {person}',
  'says.deny': 'Deny {id} with a reason: {target} for {person}',
  'says.revoke': 'Revoke {id} now, with a reason: {target} held by {person}',
  'says.end': 'End {id} now: {target}',
  'says.extend': 'Extend {id}: ask for more time on {target}',
  'says.again': 'Ask again for {target}, as in {id}',
  'says.accept': 'Accept {id}: {target} for you for {duration}',
  'says.decline': 'Decline {id}: {target} for you',
  'says.withdraw': 'Withdraw {id}: {target}',
  'says.show': 'Show what happened to {id}: {target}',

  'says.reason': 'Show the full reason of {id}: {target} for {person}',

  'confirm.approve.title': 'Approve {id}?',
  'confirm.approve':
    '{person} gets <b>{target}</b> for {duration}, {later, select, yes {from the start that was asked for, or now if that has passed} other {starting now}}. It is taken away again when the time is up.',
  'confirm.approve.fixed':
    '{person} gets <b>{target}</b>, {later, select, yes {from the start that was asked for, or now if that has passed} other {starting now}}. It is taken away again at the end that was asked for.',
  'confirm.approve.fixed.less':
    '{person} gets <b>{target}</b> for at most {duration}, {later, select, yes {from the start that was asked for, or now if that has passed} other {starting now}}. It is taken away again when the time is up, and not later than the end that was asked for.',
  'confirm.approve.chosen':
    '{person} gets <b>{target}</b> for the time chosen here, {later, select, yes {from the start that was asked for, or now if that has passed} other {starting now}}. It is taken away again when the time is up.',
  'confirm.approve.more':
    '{person} keeps <b>{target}</b> for {duration} more. It is taken away again when that is up.',
  'confirm.approve.chosen.more':
    '{person} keeps <b>{target}</b> for the time chosen here in addition. It is taken away again when that is up.',
  'confirm.approve.some':
    '<b>{target}</b> for {person}: your approval is {nth} of {needed}. Nothing is granted yet.',
  'confirm.approve.stage':
    '<b>{target}</b> for {person}: this is stage {stage} of {stages}. Nothing is granted yet.',
  'confirm.end.title': 'End {id} now?',
  'confirm.end':
    'You lose <b>{target}</b> at once, and open sessions are closed where the system allows it.',
  'confirm.end.kept':
    'This ends now. <b>{target}</b> stays yours: you held it before, or hold it through another grant.',
  'confirm.end.scheduled': 'You will not get <b>{target}</b>. Nothing was granted yet.',
  'confirm.decline.title': 'Decline {id}?',
  'confirm.decline': 'Nobody will be asked to approve it, and {person} is told.',
  'confirm.withdraw.title': 'Withdraw {id}?',
  'confirm.withdraw': 'Nobody will be able to approve it.',

  'form.about': '<b>{person}</b> asks for <b>{target}</b> for <b>{duration}</b>.',
  'form.about.other':
    '<b>{person}</b> asks for <b>{target}</b> for <b>{duration}</b>, for <b>{subject}</b>.',
  'form.approve-less.title': 'Approve for less',
  'form.approve-less.length': 'How long',
  'form.approve-less.length.error': 'Choose how long.',
  'form.approve-less.comment': 'Comment (the requester sees this)',
  'length.asked': '{duration}, as asked',
  'length.most': '{duration}, the longest that is still possible',
  'length.until': 'As asked, until the end that was asked for',

  'form.deny.title': 'Deny {id}',
  'form.deny.reason': 'Reason (the requester sees this)',
  'form.deny.error': 'Write a reason, so that the requester knows what to change.',
  'form.revoke.title': 'Revoke {id}',
  'form.revoke.about':
    '<b>{person}</b> loses <b>{target}</b> at once, and open sessions are closed where the system allows it.',
  'form.revoke.about.kept':
    'This ends now. <b>{person}</b> keeps <b>{target}</b>: it was held before, or is held through another grant.',
  'form.revoke.about.scheduled':
    '<b>{person}</b> will not get <b>{target}</b>. Nothing was granted yet.',
  'form.revoke.reason': 'Reason (the holder sees this)',
  'form.revoke.error': 'Write a reason, so that the holder knows what happened.',
  'form.extend.title': 'Extend {id}',
  'form.extend.about': 'You hold <b>{target}</b> <moment>until {end}</moment>.',
  'form.extend.decide': 'This needs a new decision by {group}.',
  'form.extend.decide.other': 'This needs a new decision.',
  'form.extend.auto': 'The policy can approve this by itself.',
  'form.extend.duration': 'How much longer',
  'form.extend.duration.hint': 'For example 30m, 1h or until 20:00. At most {maximum} at once.',
  'form.extend.duration.error': 'Write how much longer, for example 30m.',
  'form.extend.reason': 'Reason (left empty, the earlier one counts)',
  'form.hint': 'At most 500\u00A0characters.',
  'form.elevate': 'Elevate',
} as const;
