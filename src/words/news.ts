/** What people are told privately: receipts, news about their own requests, lists, home and help. */
export const newsWords = {
  'receipt.title': 'Asked: {target}, {duration}',
  'receipt.note': 'Asked: {target} for {duration} ({id})',
  'receipt.asked': 'Asked for <b>{target}</b> for <b>{duration}</b>.',
  'receipt.asked.until': 'Asked for <b>{target}</b>, <moment>until {end}</moment>.',
  'receipt.asked.more':
    'Asked for <b>{duration}</b> more of <b>{target}</b>, <moment>until {end}</moment>. It extends {other}.',
  'receipt.asked.later':
    'Asked for <b>{target}</b> for <b>{duration}</b>, <moment>from {start}</moment>. What is approved later starts at once.',
  'receipt.asked.later.until':
    'Asked for <b>{target}</b>, <moment>from {start}</moment> <moment>until {end}</moment>. What is approved later starts at once.',
  'receipt.for': 'It is for <b>{person}</b> ({line}).',
  'receipt.awaiting':
    '{person} has to accept first, <moment>by {deadline}</moment>. Nobody has been asked to decide.',
  'receipt.accepted': '{person} accepted it.',
  'told.unreached':
    '{person} could not be reached in chat, and has to accept first, <moment>by {deadline}</moment>. Tell them to type <code>/elevate show {id}</code>: the buttons are there.',
  'told.unreached.note': '{person} could not be asked to accept {target} for {duration} ({id})',
  'receipt.declined.title': '↩️ Declined: {target}, {duration}',
  'receipt.declined.note': 'Declined by {person}: {target} for {duration} ({id})',
  'receipt.declined':
    '{person} declined this. Nobody was asked to decide, and nothing was granted.',
  'receipt.not-accepted.title': '⌛ Not accepted in time: {target}, {duration}',
  'receipt.not-accepted.note': 'Not accepted in time: {target} for {person} ({id})',
  'receipt.not-accepted':
    '{person} did not accept this in time. Nobody was asked to decide, and nothing was granted.',
  'receipt.default':
    'No duration was given, so the policy’s {duration} {single, select, yes {applies} other {apply}}.',
  'receipt.decide':
    '{group} decide ({people, plural, one {#\u00A0person} other {#\u00A0people}}). {needed, plural, one {#\u00A0approval is} other {#\u00A0approvals are}} needed, <moment>by {deadline}</moment>.',
  'receipt.wait': 'You get a message here when they decide.',
  'receipt.auto': 'The policy approves this by itself. Being granted.',
  'receipt.auto.later': 'The policy approves this by itself. It <moment>starts {start}</moment>.',
  'receipt.auto.done': 'The policy approved this by itself.',
  'receipt.over-budget':
    'The policy approves {count, plural, one {#\u00A0request} other {#\u00A0requests}} by itself, and that is used up for now.',
  'receipt.not-auto': 'The policy could approve this by itself, and did not when it was accepted.',
  'receipt.unreachable': 'The approver channel could not be reached. {next} were asked instead.',
  'receipt.unreadable': 'Who may decide could not be read. {next} were asked as well.',
  'receipt.escalated': 'Nobody has decided so far. {next} were asked as well.',
  'receipt.closed': 'This is decided. You got a message about it.',
  'receipt.withdrawn.title': '↩️ Withdrawn: {target}, {duration}',
  'receipt.withdrawn': 'You withdrew this. Nobody can approve it now, and nothing was granted.',
  'receipt.withdrawn.note': 'Withdrawn: {target} for {duration} ({id})',
  'receipt.small': '{id} · <moment>asked {asked}</moment> · policy {pattern}, version {version}',

  'accept.awaited.title': '⏳ Your acceptance needed: {target}, {duration}',
  'accept.awaited.note':
    'Your acceptance needed: {requester} asks for {target} for you for {duration} ({id})',
  'accept.asks':
    '<b>{requester}</b> ({requesterLine}) asks for <b>{target}</b> for you for <b>{duration}</b>.',
  'accept.asked':
    '<b>{requester}</b> ({requesterLine}) asked for <b>{target}</b> for you for <b>{duration}</b>.',
  'accept.length': 'It would last {duration} from the moment of its approval.',
  'accept.ticket': 'For the ticket',
  'accept.then':
    'If you accept, {group} are asked to decide. Until you do, nobody is, and nothing is granted.',
  'accept.then.auto':
    'If you accept, the policy can approve it by itself: you may hold it at once. Until you do, nothing is granted.',
  'accept.by': 'Without your answer it closes <moment>by itself {deadline}</moment>.',
  'accept.accepted.title': '✅ Accepted: {target}, {duration}',
  'accept.accepted.note': 'Accepted: {target} for {duration} ({id})',
  'accept.accepted':
    'You <moment>accepted it {at}</moment>. {group} decide. You get a message here when they do.',
  'accept.declined.title': '↩️ Declined: {target}, {duration}',
  'accept.declined.note': 'Declined: {target} for {duration} ({id})',
  'accept.declined': 'You declined it. Nobody was asked to decide, and nothing was granted.',
  'accept.withdrawn.title': '↩️ Withdrawn: {target}, {duration}',
  'accept.withdrawn.note': 'Withdrawn: {target} for {duration} ({id})',
  'accept.withdrawn': '{person} took the request back. Nothing was granted.',
  'accept.expired.title': '⌛ Not accepted in time: {target}, {duration}',
  'accept.expired.note': 'Not accepted in time: {target} for {duration} ({id})',
  'accept.expired': 'You did not accept it in time. Nothing was granted.',

  'news.scheduled.title': '✅ Approved, not started: {target}, {duration}',
  'news.scheduled.note': 'Approved: {target} for {duration}, not started ({id})',
  'news.scheduled':
    '<b>{target}</b> <moment>starts {start}</moment> and <moment>ends {end}</moment>. Until it starts you do not hold it.',
  'news.scheduled.less': 'You had asked for {asked}.',
  'news.activating.title': '✅ Approved, being granted: {target}, {duration}',
  'news.activating.note': 'Approved: {target} for {duration}, being granted ({id})',
  'news.activating': '<b>{target}</b> is being granted in {workload}.',
  'news.granted.title': '🔓 Active: {target}, {duration}',
  'news.granted.note': 'You hold {target} for {duration} ({id})',
  'news.granted': 'You hold <b>{target}</b> <moment>until {end}</moment>.',
  'news.granted.less':
    'You hold <b>{target}</b> for {duration}, <moment>until {end}</moment>. You had asked for {asked}.',
  'news.granted.by': 'Approved by {people}.',
  'news.granted.policy': 'The policy approved this by itself.',
  'news.granted.nobody':
    'You took it without approval. Before you can do that again, {group} have to close the review.',
  'news.granted.before': 'You already hold this without Elevate. It stays yours when this ends.',
  'news.granted.goes-on': 'It goes on through {other} <moment>until {end}</moment>.',
  'news.ending-soon.title': '⏰ Ending soon: {target}, {duration}',
  'news.ending-soon.note': '{target} ends in {left} ({id})',
  'news.ending-soon': '<b>{target}</b> ends in {left}, at <time>{end}</time>.',
  'news.ending-soon.save': 'Save your work: open sessions are closed where the system allows it.',
  'news.denied.title': '⛔ Denied: {target}, {duration}',
  'news.denied.note': 'Denied: {target} for {duration} ({id})',
  'news.denied': '{person} denied {id}, <b>{target}</b> for {duration}.',
  'news.denied.again': 'You can ask again <moment>from {until}</moment>.',
  'news.expired.title': '⌛ Nobody decided in time: {target}, {duration}',
  'news.expired.note': 'Nobody decided in time: {target} for {duration} ({id})',
  'news.expired': 'Nobody decided on {id} in time. You were not given access.',
  'news.expired.other': 'Nobody decided on {id} in time. No access was given.',
  'news.ending.title': '🔒 Being taken away: {target}, {duration}',
  'news.ending.note': '{target} is being taken away ({id})',
  'news.ending': '<b>{target}</b> is being taken away in {workload}.',
  'news.ending.wait': 'You get a message here when {workload} confirmed it.',
  'news.ended.title': '🔒 Ended: {target}, {duration}',
  'news.never.title': '🔒 Never started: {target}, {duration}',
  'news.never.note': 'Never started: {target} for {duration} ({id})',
  'news.ended.note': 'Ended: {target} for {duration} ({id})',
  'news.ended': '<b>{target}</b> <moment>ended {at}</moment>, and {workload} confirmed it.',
  'news.ended.kept': '<b>{target}</b> <moment>ended {at}</moment> as far as Elevate gave it.',
  'news.ended.before': 'You held it before, without Elevate. It was not taken away.',
  'news.ended.overlap': 'You still hold it through {other} <moment>until {end}</moment>.',
  'news.ended.never': '<b>{target}</b> was not started. Nothing was granted.',
  'news.withheld':
    '<b>{target}</b> was not granted: when its time came, {why, select, uncovered {no policy covered it any more.} denied {its policy denied it to everybody.} disabled {you were disabled.} ineligible {its policy no longer let you have it.} moved {the account in {workload} was not yours any more.} other {you were no member of this organisation any more.}}',
  'news.ended.elsewhere': 'It was removed in {workload}, outside Elevate.',
  'news.revoked': '{person} revoked it.',
  'news.relinquished': 'It was given back before its time.',
  'news.failed.title': '⚠️ Not granted: {target}, {duration}',
  'news.failed.note': 'Not granted: {target} for {duration} ({id})',
  'news.failed':
    '{id} was approved, but {workload} could not grant it. You hold nothing. Ask an operator to look, then ask again.',
  'news.failed.glass':
    '{workload} could not grant {id}. You hold nothing. Ask an operator to look, then ask again.',
  'news.reviewed.title': '🚨 BREAK-GLASS, reviewed: {target}, {duration}',
  'news.reviewed.note': 'Review closed: {target} for {duration} ({id})',
  'news.reviewed.again': 'The review is closed.',
  'news.still-active.title': '🚨 STILL ACTIVE: {target}, {duration}',
  'news.still-active.note': 'STILL ACTIVE: {target} should have ended {ago} ago ({id})',
  'news.still-active':
    '<b>{target}</b> should have <moment>ended {due}</moment> and is still active. You do not need to do anything. Do not use it.',
  'news.small': '{id} · <moment>asked {asked}</moment>',

  'notify.taken':
    '🚨 <b>BREAK-GLASS.</b> {person} ({line}) took <b>{target}</b> for <b>{granted}</b> without approval ({id}).',
  'notify.taken.note': 'BREAK-GLASS: {person} took {target} for {granted} without approval ({id})',
  'notify.active':
    '🔓 <b>Active.</b> {person} ({line}) holds <b>{target}</b> for <b>{duration}</b>, <moment>until {end}</moment>. {by, select, people {Approved by {approver}.} policy {The policy approved it by itself.} account {It needs no approval.} other {Taken without approval.}} ({id})',
  'notify.active.note': 'Active: {person} holds {target} for {duration} ({id})',
  'notify.failed':
    '⚠️ <b>Not granted.</b> {person} ({line}) did not get <b>{target}</b> from {workload} ({id}).',
  'notify.failed.note': 'Not granted: {target} for {person} ({id})',
  'notify.ended':
    '🔒 <b>Ended.</b> What {person} ({line}) held of <b>{target}</b> <moment>ended {at}</moment> ({id}).',
  'notify.ended.note': 'Ended: {target} for {person} ({id})',

  'private.answered': 'I answered you in a direct message.',
  'private.unanswered': 'I could not send you a direct message. Open a chat with me and ask there.',

  'list.mine.title': '{count, plural, =0 {You hold nothing right now} other {What you hold: #}}',
  'list.mine.example': 'Ask for access like this: <code>/elevate Search-Mailbox 4h</code>',
  'list.pending.title':
    '{count, plural, =0 {Nothing waits for you} other {#\u00A0waiting for you}}',
  'list.pending.example': 'See what you hold: <code>/elevate mine</code>',
  'list.as-of': 'As of <time>{at}</time>.',
  'list.more':
    '{count, plural, one {#\u00A0more is not shown here.} other {#\u00A0more are not shown here.}}',
  'list.history.title':
    '{many, select, yes {More than {count, number}\u00A0requests} other {{count, plural, =0 {You have asked for nothing yet} one {#\u00A0request} other {#\u00A0requests}}}}',
  'list.history.example': 'Ask for access like this: <code>/elevate Search-Mailbox 4h</code>',
  'list.show-more': 'Show {count}\u00A0more',
  'list.row': '<b>{id}</b>{glass, select, yes { · BREAK-GLASS} other {}} · {target} · {duration}',
  'list.row.waiting':
    '<b>{id}</b>{glass, select, yes { · BREAK-GLASS} other {}} · {target} · {duration} · {person}',
  'list.row.past':
    '<b>{id}</b>{glass, select, yes { · BREAK-GLASS} other {}} · {target} · {duration} · <moment>asked {asked}</moment>',
  'list.row.past.other':
    '<b>{id}</b>{glass, select, yes { · BREAK-GLASS} other {}} · {target} · {duration} · {person} · <moment>asked {asked}</moment>',
  'row.active': 'Active <moment>until {end}</moment> ({left} left)',
  'row.active.by': 'Approved by {people}',
  'row.still-active': 'STILL ACTIVE. It should have <moment>ended {due}</moment>.',
  'row.activating': 'Approved, being granted in {workload}',
  'row.later': 'Asked to <moment>start {start}</moment>',
  'row.glass.activating': 'Being granted in {workload}',
  'row.review': 'Review open <moment>since {since}</moment>, {group} can close it under “Open”',
  'row.scheduled': 'Approved, <moment>starts {start}</moment>',
  'row.ending': 'Being taken away in {workload}',
  'row.waiting': 'Decide <moment>by {deadline}</moment> ({left} left), in {group}',
  'row.accept': 'Accept or decline it <moment>by {deadline}</moment> ({left} left), under “Open”',
  'row.awaiting': 'Waiting for {person} to accept it, <moment>by {deadline}</moment>',
  'row.pending': 'Waiting for {group}, <moment>by {deadline}</moment>',
  'row.denied': 'Denied',
  'row.withdrawn': 'Withdrawn',
  'row.expired': 'Nobody decided in time',
  'row.ended': '<moment>Ended {at}</moment>',
  'row.failed': 'Not granted',

  'home.note': 'Elevate: what you hold, what waits for you, what you asked for',
  'home.alarms': 'STILL ACTIVE',
  'home.reviews': 'Open reviews',
  'home.held': 'I hold',
  'home.held.empty': 'You hold nothing right now.',
  'home.waiting': 'Waits for my decision',
  'home.waiting.empty': 'Nothing waits for your decision right now.',
  'home.waiting.kept':
    'What waits for a decision is shown to members of this organisation only, once it could be read who you are.',
  'home.waiting.how': 'Decide on the prompt in the approvers’ channel.',
  'home.asked': 'I asked for',
  'home.asked.empty': 'You have not asked for anything yet.',
  'home.ask': 'Ask for access',
  'home.ask.how': 'Type <code>/elevate Search-Mailbox 4h phishing clean-up</code>',

  'help.title': 'What you can type',
  'help.note': 'Elevate: what you can type',
  'help.about':
    'Elevate gives you a right for a limited time, once somebody who may decide has approved it.',
  'help.others':
    'There are also <code>history</code>, <code>who</code>, <code>home</code>, <code>accept</code>, <code>decline</code>, <code>withdraw</code>, <code>end</code>, <code>extend</code>, <code>again</code>, <code>revoke</code>, <code>retry</code> and <code>break-glass</code>.',
  'help.anywhere': 'In threads, and in channels on Teams, mention the bot and type the same.',
  'help.nearest': 'There is no help about <code>{topic}</code>. Nearest: <code>{nearest}</code>.',
  'help.unknown': 'There is no help about <code>{topic}</code>.',
  'help.ask':
    'Ask for a right: its name, how long, and why. Without a length the policy’s own applies. <code>--scope</code> names a part of it, <code>--ticket</code> a ticket.',
  'help.ask.example': '<code>/elevate Search-Mailbox 4h phishing clean-up</code>',
  'help.ask.until': '<code>/elevate Search-Mailbox until 18:00 phishing clean-up</code>',
  'help.ask.later': '<code>/elevate Search-Mailbox 4h --at tomorrow 09:00 phishing clean-up</code>',
  'help.ask.other':
    '<code>/elevate Search-Mailbox 4h --for ben@example.com phishing clean-up</code>',
  'help.ask.full': '<code>/elevate Exchange\\Search-Mailbox 1h30m phishing clean-up</code>',
  'help.mine': 'See what you hold and until when.',
  'help.mine.example': '<code>/elevate mine</code>',
  'help.pending': 'See what waits for your decision.',
  'help.pending.example': '<code>/elevate pending</code>',
  'help.history':
    'Look back on what you asked for and received, and on what your approver groups decided, the newest first.',
  'help.history.example': '<code>/elevate history</code>',
  'help.show': 'See everything that happened to one request.',
  'help.show.example': '<code>/elevate show ELV-142</code>',
  'help.who':
    'See who holds a target now, who may ask for it and who decides, if you may ask for it or decide on it yourself.',
  'help.who.example': '<code>/elevate who Search-Mailbox</code>',
  'help.who.full': '<code>/elevate who Exchange\\Search-Mailbox</code>',
  'help.home':
    'See in one place what you hold, what waits for your decision and what you asked for.',
  'help.home.example': '<code>/elevate home</code>',
  'help.accept':
    'See what somebody else asked for you, with the buttons to accept or decline it. Typing it accepts nothing yet.',
  'help.accept.example': '<code>/elevate accept ELV-142</code>',
  'help.decline': 'Decline what somebody else asked for you. It is closed at once.',
  'help.decline.example': '<code>/elevate decline ELV-142</code>',
  'help.withdraw': 'Take back a request that nobody has decided.',
  'help.withdraw.example': '<code>/elevate withdraw ELV-142</code>',
  'help.end': 'Give a right back before its time is up.',
  'help.end.example': '<code>/elevate end ELV-142</code>',
  'help.revoke':
    'Take a right away before its time is up, with a reason that its holder reads: for the group that decides on it, owners and admins.',
  'help.revoke.example': '<code>/elevate revoke ELV-142 the ticket was closed</code>',
  'help.retry':
    'Let what outlives its end be taken away at once, or what could not be granted be granted, once its cause is mended: for owners and admins, and taking away for the group that decides on it, too.',
  'help.retry.example': '<code>/elevate retry ELV-142</code>',
  'help.again': 'Ask for the same once more, when it is over.',
  'help.again.example': '<code>/elevate again ELV-142</code>',
  'help.extend': 'Ask for more time on what you hold. Without a reason the earlier one counts.',
  'help.extend.example': '<code>/elevate extend ELV-142 2h it takes longer</code>',
  'help.extend.until': '<code>/elevate extend ELV-142 until 20:00</code>',
  'help.break-glass':
    'In an emergency: take a right at once, without approval, if its policy lets you. Everybody who would have decided is told, and one of them has to close a review before you can do it again.',
  'help.break-glass.example':
    '<code>/elevate Search-Mailbox 1h --break-glass production is down</code>',
  'help.break-glass.verb': '<code>/elevate break-glass Search-Mailbox 1h production is down</code>',
  'help.help': 'See what you can type, or more about one of the verbs.',
  'help.help.example': '<code>/elevate help ask</code>',
} as const;
