/** What the screens of a request say. ICU messages: whole sentences, with U+00A0 between a number and its unit. */
export const screenWords = {
  /** How a day and a time of day stand together; platforms put their own tokens in. */
  'time.moment': '{day} at {clock}',

  'state.awaiting': '⏳ Waiting for acceptance',
  'state.pending': '⏳ Approval needed',
  'state.scheduled': '✅ Approved, not started',
  'state.activating': '✅ Approved, being granted',
  'state.active': '🔓 Active',
  'state.ending-soon': '⏰ Ending soon',
  'state.denied': '⛔ Denied',
  'state.withdrawn': '↩️ Withdrawn',
  'state.expired': '⌛ Nobody decided in time',
  'state.ending': '🔒 Being taken away',
  'state.ended': '🔒 Ended',
  'state.never': '🔒 Never started',
  'state.still-active': '🚨 STILL ACTIVE',
  'state.failed': '⚠️ Not granted',

  'headline.awaiting': '⏳ Waiting for acceptance: {target}, {duration}',
  'headline.pending': '⏳ Approval needed: {target}, {duration}',
  'headline.pending.more': '⏳ Approval needed: {target}, {duration} more',
  'headline.scheduled': '✅ Approved, not started: {target}, {duration}',
  'headline.activating': '✅ Approved, being granted: {target}, {duration}',
  'headline.active': '🔓 Active: {target}, {duration}',
  'headline.ending-soon': '⏰ Ending soon: {target}, {duration}',
  'headline.denied': '⛔ Denied: {target}, {duration}',
  'headline.withdrawn': '↩️ Withdrawn: {target}, {duration}',
  'headline.expired': '⌛ Nobody decided in time: {target}, {duration}',
  'headline.ending': '🔒 Being taken away: {target}, {duration}',
  'headline.ended': '🔒 Ended: {target}, {duration}',
  'headline.never': '🔒 Never started: {target}, {duration}',
  'headline.still-active': '🚨 STILL ACTIVE: {target}, {duration}',
  'headline.failed': '⚠️ Not granted: {target}, {duration}',

  'state.glass.activating': '🚨 BREAK-GLASS, being granted',
  'state.glass.active': '🚨 BREAK-GLASS, active',
  'state.glass.ending-soon': '🚨 BREAK-GLASS, ending soon',
  'state.glass.ending': '🚨 BREAK-GLASS, being taken away',
  'state.glass.ended': '🚨 BREAK-GLASS, ended',
  'state.glass.never': '🚨 BREAK-GLASS, never started',
  'state.glass.still-active': '🚨 BREAK-GLASS, STILL ACTIVE',
  'state.glass.failed': '🚨 BREAK-GLASS, not granted',

  'headline.glass.activating': '🚨 BREAK-GLASS, being granted: {target}, {duration}',
  'headline.glass.active': '🚨 BREAK-GLASS, active: {target}, {duration}',
  'headline.glass.ending-soon': '🚨 BREAK-GLASS, ending soon: {target}, {duration}',
  'headline.glass.ending': '🚨 BREAK-GLASS, being taken away: {target}, {duration}',
  'headline.glass.ended': '🚨 BREAK-GLASS, ended: {target}, {duration}',
  'headline.glass.never': '🚨 BREAK-GLASS, never started: {target}, {duration}',
  'headline.glass.still-active': '🚨 BREAK-GLASS, STILL ACTIVE: {target}, {duration}',
  'headline.glass.failed': '🚨 BREAK-GLASS, not granted: {target}, {duration}',

  'title.length': '{target}, {duration}',
  'title.more': '{target}, {duration} more',
  'title.until-time': '{target} <time>until {end}</time>',
  'title.until-moment': '{target} <moment>until {end}</moment>',

  'note.awaiting': 'Waiting for {person} to accept {target} for {duration} ({id})',
  'note.pending': 'Approval needed: {person} asks for {target} for {duration} ({id})',
  'note.pending.other':
    'Approval needed: {person} asks for {target} for {duration}, for {subject} ({id})',
  'note.pending.more': 'Approval needed: {person} asks for {duration} more of {target} ({id})',
  'note.some':
    '{approvals} of {needed, plural, one {#\u00A0approval} other {#\u00A0approvals}}: {target} for {person} ({id})',
  'note.stage': 'Stage {stage} of {stages}: {target} for {person} ({id})',
  'note.scheduled': 'Approved: {target} for {person}, not started ({id})',
  'note.activating':
    '{by, select, policy {Approved by the policy} account {Asked by a system account} other {Approved by {approver}}}: {target} for {person}, being granted ({id})',
  'note.active':
    '{by, select, policy {Active: {person} holds {target} for {duration}, approved by the policy} account {Active: {person}, a system account, holds {target} for {duration}} other {Active: {person} holds {target} for {duration}, approved by {approver}}} ({id})',
  'note.ending-soon': 'Ending soon: {person} holds {target} for {duration} ({id})',
  'note.denied': 'Denied by {approver}: {target} for {person} ({id})',
  'note.withdrawn': 'Withdrawn: {person} no longer asks for {target} ({id})',
  'note.expired': 'Nobody decided in time: {target} for {person} ({id})',
  'note.ending': '{target} is being taken away from {person} ({id})',
  'note.ended': 'Ended: {target} for {person} ({id})',
  'note.never': 'Never started: {target} for {person} ({id})',
  'note.still-active': 'STILL ACTIVE: {person}’s {target} should have ended {ago} ago ({id})',
  'note.failed': 'Not granted: {target} for {person} ({id})',
  'note.glass': 'BREAK-GLASS: {person} took {target} for {granted} without approval ({id})',
  'note.glass.ending': 'BREAK-GLASS: {target} is being taken away from {person} ({id})',
  'note.glass.ended': 'BREAK-GLASS, ended: {target} for {person} ({id})',
  'note.glass.never': 'BREAK-GLASS, never started: {target} for {person} ({id})',
  'note.glass.still-active':
    'BREAK-GLASS, STILL ACTIVE: {person}’s {target} should have ended {ago} ago ({id})',
  'note.glass.failed': 'BREAK-GLASS, not granted: {target} for {person} ({id})',

  'asks.now': '<b>{person}</b> ({line}) asks for <b>{target}</b> for <b>{duration}</b>.',
  'asks.now.other':
    '<b>{person}</b> ({line}) asks for <b>{target}</b> for <b>{duration}</b>, for <b>{subject}</b> ({subjectLine}).',
  'asks.before': '<b>{person}</b> ({line}) asked for <b>{target}</b> for <b>{duration}</b>.',
  'asks.before.other':
    '<b>{person}</b> ({line}) asked for <b>{target}</b> for <b>{duration}</b>, for <b>{subject}</b> ({subjectLine}).',
  'asks.now.more':
    '<b>{person}</b> ({line}) asks for <b>{duration}</b> more of <b>{target}</b>: an extension of {other}.',
  'asks.before.more':
    '<b>{person}</b> ({line}) asked for <b>{duration}</b> more of <b>{target}</b>: an extension of {other}.',
  'asks.awaited': '{person} has to accept first. Nobody has been asked to decide.',
  'asks.accepted': '{person} <moment>accepted it {at}</moment>.',
  'asks.glass':
    '<b>{person}</b> ({line}) took <b>{target}</b> for <b>{duration}</b> without approval.',
  'target.none': 'No description. Ask the owner of {workload}.',
  'reason.none': 'No reason was given.',
  'end.if-approved': 'Approved at <time>{drawn}</time>, it would end at <time>{end}</time>.',
  'end.if-approved.days': 'Approved at <time>{drawn}</time>, it would <moment>end {end}</moment>.',
  'end.fixed': 'It would <moment>end {end}</moment>, whenever it is approved.',
  'end.start':
    'It would <moment>start {start}</moment>. Approved before then, it would <moment>end {end}</moment>; approved later, it starts at once and lasts as long.',
  'end.start.fixed':
    'It would <moment>start {start}</moment>, or at once when it is approved later, and <moment>end {end}</moment>.',
  'approvals.less':
    'It would be granted for <b>{duration}</b> ({asked} {single, select, yes {was} other {were}} asked).',
  'end.more':
    'It would go on <moment>from {from}</moment> <moment>until {end}</moment>: {total} in all.',
  'stage.now': '<b>Stage {stage} of {stages}: {group}</b>.',
  'stage.done': 'Stage {stage}: {people}.',
  'stage.next':
    'Stage {stage} has begun. Now asked: {next} ({count, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'approvals.still':
    'Still needed: {count, plural, one {#\u00A0more person} other {#\u00A0more people}}, not {people}.',

  'escalated.unanswered':
    '{group} did not answer. Now also asked: {next} ({count, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'escalated.undeliverable':
    'No channel of {group} could be reached. Now also asked: {next} ({count, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'escalated.unreadable':
    'Who is in {group} could not be read. Now also asked: {next} ({count, plural, one {#\u00A0person} other {#\u00A0people}}).',
  reminded:
    'Approvers were reminded {count, plural, one {once} other {#\u00A0times}}, <moment>last {last}</moment>.',
  'reminder.line': '{id} waits for {waited}. Decide <moment>by {deadline}</moment>.',
  'anew.line':
    'The policy or the target of {id} changed after somebody had approved, so earlier approvals no longer count. {group} decide now.',
  'anew.note': 'To be decided again: {target} for {person} ({id})',
  'reminder.review.line':
    'The review of {id} has been open for {waited}. Until one of you closes it, {person} cannot break glass again. The button is here, or under <code>/elevate show {id}</code>.',
  'reminder.review.note':
    'BREAK-GLASS: the review of {target}, taken by {person}, is still open ({id})',
  'reminder.note': 'Reminder: {person} asks for {target} for {duration} ({id})',

  'granting.now': 'Being granted in {workload}.',
  'granting.late':
    '{workload} has not answered yet. Elevate keeps trying <moment>until {end}</moment>.',
  'granting.unread':
    'Whether {person} is still a member of this organisation could not be read. Elevate keeps trying <moment>until {end}</moment>, and grants nothing before.',
  'granting.off':
    'Elevate is switched off and grants nothing. It goes on with this when it is switched on <moment>before {end}</moment>.',
  'granting.later':
    'It will be granted in {workload} <moment>from {start}</moment> <moment>until {end}</moment>.',
  'holds.until':
    '<b>{person}</b> ({line}) holds <b>{target}</b> for <b>{duration}</b>, <moment>until {end}</moment>. It ends by itself.',
  'holds.for':
    '<b>{person}</b> ({line}) holds <b>{target}</b> for <b>{duration}</b>. It ends by itself.',
  'holds.late': 'It was granted {late} late, and its end did not move.',
  'holds.more': 'It is an extension of {other}.',
  'holds.soon': 'Ends in {left}, at <time>{end}</time>.',
  'holds.less': '{duration} ({asked} {single, select, yes {was} other {were}} asked)',
  'holds.before': '{person} held this before, without Elevate. It is not taken away.',
  'taking.since': 'Being taken away in {workload} <time>since {since}</time>.',

  'late.due': 'It should have <moment>ended {due}</moment>.',
  'late.why':
    '{kind, select, refused {{workload} refuses.} silent {{workload} does not answer.} other {{workload} has not confirmed the end yet.}}',
  'late.attempts':
    '{count, plural, =0 {No attempt was made yet.} one {#\u00A0attempt.} other {#\u00A0attempts.}}',
  'late.attempts.next':
    '{count, plural, =0 {No attempt was made yet} one {#\u00A0attempt} other {#\u00A0attempts}}, next at <time>{next}</time>.',
  'late.do':
    'What to do: remove {person} from <b>{target}</b> in {workload} by hand. Elevate notices and closes this.',

  'failed.why':
    '{kind, select, absent {{workload} refused: the account or the target does not exist there.} forbidden {{workload} refused: Elevate may not do this there.} refused {{workload} refused.} other {{workload} did not answer in time.}}',
  'failed.do': 'Nothing was granted. Ask an operator to look, then ask again.',
  'failed.retry':
    'Nothing was granted. Once an operator has mended it, an owner or admin can press Try again. No new approval is needed <moment>until {end}</moment>.',

  'denied.by': '<b>{person}</b> denied it.',
  'withdrawn.by': '{person} took the request back. Nothing was granted.',
  'expired.by': 'Nobody decided <moment>by {deadline}</moment>.',
  'expired.asked':
    '{count, plural, one {#\u00A0person was asked.} other {#\u00A0people were asked.}} No access was given.',

  'ended.expired': 'The time was up.',
  'ended.relinquished': '{person} gave it back.',
  'ended.revoked': '{person} revoked it.',
  'ended.revoked.nobody': 'It was revoked.',
  'ended.removed-elsewhere': 'It was removed in {workload}, outside Elevate.',
  'ended.never-started': 'It never started.',
  'ended.withheld':
    'It never started: when it was to be granted, {why, select, uncovered {no policy covered it any more.} denied {its policy denied it to everybody.} disabled {{person} was disabled.} ineligible {its policy no longer let {person} have it.} moved {the account in {workload} was not {person}’s any more.} other {{person} was no member of this organisation any more.}}',
  'ended.confirmed': 'Confirmed by {workload}: <moment>ended {at}</moment>.',
  'ended.confirmed.held':
    'Confirmed by {workload}: <moment>ended {at}</moment>. Held for {duration}.',
  'ended.at': '<moment>Ended {at}</moment>.',
  'ended.at.held': '<moment>Ended {at}</moment>. Held for {duration}.',
  'ended.overlap': '{person} still holds it through {other} <moment>until {end}</moment>.',
  'ended.kept': '{person} held this before, without Elevate. It was not taken away.',

  'glass.title': '🚨 BREAK-GLASS: {target}, {duration}',
  'glass.ready': 'You are about to take <b>{target}</b> for <b>{duration}</b> without approval.',
  'glass.ready.until':
    'You are about to take <b>{target}</b> without approval, <moment>until {end}</moment>.',
  'glass.ready.end': 'Taken at <time>{drawn}</time>, it would <moment>end {end}</moment>.',
  'glass.ready.note': 'BREAK-GLASS: {target} for {duration}, not taken yet ({id})',
  'glass.ready.small':
    '{id} · nothing was taken so far · it can be pressed <time>until {until}</time> · policy {pattern}, version {version}',
  'glass.before':
    'You get it at once. {count, plural, one {#\u00A0approver is} other {#\u00A0approvers are}} told now. A review must be closed before you can do this again.',
  'glass.lapsed':
    'Nothing was taken: the time to press is over. Type it again if you still need it.',
  'glass.lapsed.note': 'BREAK-GLASS: {target} was not taken ({id})',
  'glass.taken': 'You took <b>{target}</b> for <b>{granted}</b> without approval.',
  'glass.taken.wait': 'Being granted in {workload}. You get a message here when it is there.',
  'glass.taken.told':
    '{count, plural, one {#\u00A0approver is} other {#\u00A0approvers are}} told. Before you can do this again, {group} have to close the review.',
  'glass.taken.note': 'BREAK-GLASS: you took {target} for {granted} without approval ({id})',
  'glass.skipped':
    'Skipped: {group} ({people, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'glass.reviewers':
    'Nobody else is there who would have decided, so {group} can close the review ({people, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'glass.told-instead':
    'No channel of {group} could be reached. Now also told: {next} ({count, plural, one {#\u00A0person} other {#\u00A0people}}).',
  'glass.passed-over':
    'You would have decided on it and were not asked. To revoke it, or to close its review: <code>/elevate show {id}</code>, or the prompt in the approvers’ channel.',
  'review.open': 'Review open.',
  'review.open.reminded':
    'Review open. Approvers were reminded {count, plural, one {once} other {#\u00A0times}}.',
  'review.right': 'Reviewed by {person}: it was right.',
  'review.wrong': 'Reviewed by {person}: it was not right.',

  'reason.title': 'The full reason of {id}',
  'reason.note': 'The full reason of {id}: {target} for {person}',
  'quote.reason': 'Reason, in the requester’s words',
  'quote.reason.own': 'Reason, in your words',
  'quote.deny': 'Why it was denied, in {person}’s words',
  'quote.comment': 'Comment, in {person}’s words',
  'quote.end': 'Why it was ended, in {person}’s words',
  'quote.review': 'Review, in {person}’s words',
  'quote.cut':
    'Cut here. {shown, number} of {whole, plural, one {#\u00A0character} other {#\u00A0characters}} shown.',
  'quote.hidden': 'Hidden characters were removed.',

  'field.ticket': 'Ticket',
  'field.last-30-days': 'Last 30\u00A0days',
  'field.held': '{count, plural, =0 {Never held} one {Held #\u00A0time} other {Held #\u00A0times}}',
  'field.held.other':
    '{count, plural, =0 {{person} never held it} one {{person} held it #\u00A0time} other {{person} held it #\u00A0times}}',
  'field.decide-by': 'Decide by',
  'field.moment': '<moment>{at}</moment>',
  'field.approvals': 'Approvals',
  'field.approvals.count': '{approvals} of {needed}',
  'field.approvals.people': '{approvals} of {needed}: {people}',
  'field.approved-by': 'Approved by',
  'field.approved-by.people': '{people} ({approvals} of {needed})',
  'field.approved-by.policy': 'The policy itself',
  'field.approved-by.account': 'Nobody had to',
  'field.approved-by.nobody': 'Nobody',
  'field.duration': 'How long',
  'field.in-force': 'In force since',
  'field.in-force.at': '<time>{at}</time>, confirmed',
  'field.in-force.moment': '<moment>{at}</moment>, confirmed',
  'field.ends': 'Ends',
  'field.denied': 'Denied',
  'field.withdrawn': 'Withdrawn',

  'unusual.first':
    '{lead, select, yes {⚠️ <b>Unusual:</b> the first request of this target for {person}.} other {The first request of this target for {person}.}}',
  'unusual.held':
    '{lead, select, yes {⚠️ <b>Unusual:</b> already held through {other} <moment>until {until}</moment>.} other {Already held through {other} <moment>until {until}</moment>.}}',
  'unusual.after-denial':
    '{lead, select, yes {⚠️ <b>Unusual:</b> asked again {ago} after a denial ({id}).} other {Asked again {ago} after a denial ({id}).}}',
  'unusual.before-denial':
    '{lead, select, yes {⚠️ <b>Unusual:</b> asked {ago} before a denial ({id}).} other {Asked {ago} before a denial ({id}).}}',
  'unusual.hour':
    '{lead, select, yes {⚠️ <b>Unusual:</b> asked at an hour at which {person} has not asked before.} other {Asked at an hour at which {person} has not asked before.}}',
  'unusual.more': 'And {count} more.',
  'unusual.policy-changed':
    '{lead, select, yes {⚠️ <b>Unusual:</b> the policy changed after this was posted.} other {The policy changed after this was posted.}} {count, plural, one {#\u00A0approval is} other {#\u00A0approvals are}} needed now.{less, select, yes { At most {maximum} {single, select, yes {is} other {are}} allowed now.} other {}} Look again before you decide.',
  'unusual.apart':
    '{lead, select, yes {⚠️ <b>Unusual:</b> the policy names {other} since this was asked, and nobody is in both {group} and {other}.} other {The policy names {other} since this was asked, and nobody is in both {group} and {other}.}} It cannot be approved as it is. Deny it; it can be asked for again under the new policy.',
  'unusual.extended-over':
    '{lead, select, yes {⚠️ <b>Unusual:</b> {other} was ended before its time.} other {{other} was ended before its time.}} This cannot be approved now.',
  'unusual.policy-gone':
    '{lead, select, yes {⚠️ <b>Unusual:</b> no policy allows this any more.} other {No policy allows this any more.}} It cannot be approved now.',
  'unusual.switched-off':
    '{lead, select, yes {⚠️ <b>Unusual:</b> Elevate is switched off.} other {Elevate is switched off.}} This can be approved once it is on again, and denied at any time.',
  'unusual.ungivable':
    '{lead, select, yes {⚠️ <b>Unusual:</b> {why, select, account {the account of {person} in {workload} changed after this was asked for.} ticket {the policy asks for a ticket by now that this does not have.} reason {the policy asks for a reason by now that this does not give.} other {the policy no longer lets {person} have this.}}} other {{why, select, account {The account of {person} in {workload} changed after this was asked for.} ticket {The policy asks for a ticket by now that this does not have.} reason {The policy asks for a reason by now that this does not give.} other {The policy no longer lets {person} have this.}}}} This cannot be approved now.',

  'small.pending':
    'Asked <moment>{asked}</moment> · {group} decide ({people, plural, one {#\u00A0person} other {#\u00A0people}}) · policy {pattern}, version {version}{now, select, version { (now version {newVersion})} policy { (now {newPattern}, version {newVersion})} none { (now none)} other {}}',
  'small.pending.id':
    '{id} · <moment>asked {asked}</moment> · {group} decide ({people, plural, one {#\u00A0person} other {#\u00A0people}}) · policy {pattern}, version {version}{now, select, version { (now version {newVersion})} policy { (now {newPattern}, version {newVersion})} none { (now none)} other {}}',
  'small.open':
    'Asked <moment>{asked}</moment> · <moment>approved {closed}</moment> · {group} can revoke · policy {pattern}, version {version}',
  'small.open.id':
    '{id} · <moment>asked {asked}</moment> · <moment>approved {closed}</moment> · {group} can revoke · policy {pattern}, version {version}',
  'small.glass':
    'Taken <moment>{asked}</moment> · {group} can revoke · policy {pattern}, version {version}',
  'small.glass.id':
    '{id} · <moment>taken {asked}</moment> · {group} can revoke · policy {pattern}, version {version}',
  'small.glass.closed': 'Taken <moment>{asked}</moment> · policy {pattern}, version {version}',
  'small.glass.closed.id':
    '{id} · <moment>taken {asked}</moment> · policy {pattern}, version {version}',
  'small.closed': 'Asked <moment>{asked}</moment> · policy {pattern}, version {version}',
  'small.closed.id': '{id} · <moment>asked {asked}</moment> · policy {pattern}, version {version}',
} as const;
