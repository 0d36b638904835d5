/** What owners, admins and auditors read: how Elevate is set up, and how it does. */
export const administrationWords = {
  'status.title':
    '{on, select, yes {Elevate is on.} other {Elevate is switched off.}} {count, plural, =0 {Nothing needs attention} one {#\u00A0thing needs attention} other {#\u00A0things need attention}}.',
  'status.attention': '<b>Needs attention</b>',
  'status.still-active':
    'STILL ACTIVE: {person} holds {target} ({id}), which <moment>should have ended {due}</moment>',
  'status.jobs.late':
    '{count, plural, one {#\u00A0job waits} other {#\u00A0jobs wait}} for more than a minute: messages come late',
  'status.jobs.given-up':
    '{count, plural, one {#\u00A0job was} other {#\u00A0jobs were}} given up: an operator has to look at the log',
  'status.undelivered':
    '{count, plural, one {#\u00A0message reaches} other {#\u00A0messages reach}} nobody{where, select, slack { on Slack} teams { on Teams} both { on Slack and Teams} other {}}, <moment>since {since}</moment>{about, select, requests {: {ids}} other {}}',
  'status.undelivered.none': 'No message is undelivered',
  'status.changes':
    '{count, plural, one {#\u00A0change waits} other {#\u00A0changes wait}} for a second admin: {ids}',
  'status.unlisted':
    'Who is in {group} could not be read from {directory, select, entra {Entra ID} ad {Active Directory} other {its directory}} (<code>{cause}</code>): who is asked is as it was before, and nobody of it can decide while that lasts',
  'status.solo': 'One admin alone may weaken control: the operator allows it',
  'status.no-owner': 'Nobody can act as owner: an operator can name one',
  'status.more': 'and {count}\u00A0more',
  'status.organisation': '<b>{organisation}</b>',
  'status.enabled':
    '{on, select, yes {Enabled} other {Switched off: nothing can be asked for, approved or taken, and what is held ends as always}}',
  'status.default-group':
    'Default approver group: {group} ({people, plural, one {#\u00A0person} other {#\u00A0people}})',
  'status.default-group.none': 'Default approver group: none',
  'status.policies':
    '{policies, plural, one {#\u00A0policy} other {#\u00A0policies}} for {targets, plural, one {#\u00A0target} other {#\u00A0targets}}',
  'status.people':
    '{people, plural, one {#\u00A0person} other {#\u00A0people}}, {groups, plural, one {#\u00A0approver group} other {#\u00A0approver groups}}',
  'status.system-accounts':
    '{count, plural, =0 {No system account is exempt from approval} one {#\u00A0system account is exempt from approval} other {#\u00A0system accounts are exempt from approval}}',
  'status.jobs': 'No job is late',
  'status.file.same': '{file} says what is configured',
  'status.file.unread':
    'Whether {file} says what is configured is looked at by <code>npm run elevate -- doctor</code>',
  'status.file.differs':
    '{file} said something else at the start than what is configured, and what is configured counts. An operator can compare them: <code>npm run elevate -- config plan {file}</code>',
  'status.file.unusable':
    '{file} could not be used at the start. What is configured counts. An operator can see why: <code>npm run elevate -- doctor</code>',
  'status.connectors': '<b>Connectors</b>',
  'status.connectors.none': 'None',
  'status.roles': '<b>Who runs it</b>',
  'status.role':
    '{role, select, owner {Owners} admin {Admins} other {Auditors}}: {count, plural, =0 {nobody} other {{people}}}',

  'connector.working': '{workload}: working, <time>checked {at}</time>',
  'connector.findings':
    '{workload}: {count, plural, one {#\u00A0thing is} other {#\u00A0things are}} not as needed, <time>checked {at}</time>. Which: <code>/elevate connector show {workload}</code>',
  'connector.silent': '{workload}: not answering <moment>since {since}</moment>',
  'connector.refusing': '{workload}: refuses Elevate, <time>checked {at}</time>',
  'connector.missing': '{workload}: not in use here, since it was added after the start',
  'connector.unasked': '{workload}: nobody has had it asked yet whether it works',
  'connector.stored':
    '{workload}: {state, select, working {worked} findings {{count, plural, one {#\u00A0thing was} other {#\u00A0things were}} not as needed} silent {did not answer} other {refused Elevate}} when it was last asked, <moment>{at}</moment>',
  'connector.stored.how':
    'Owners and admins can have it asked: <code>/elevate connector check {workload}</code>',
  'connector.list.title':
    '{count, plural, =0 {No connector} one {#\u00A0connector} other {#\u00A0connectors}}',
  'connector.title': '<b>{workload}</b>',
  'connector.kind': 'Kind {kind}, {targets, plural, one {#\u00A0target} other {#\u00A0targets}}',
  'connector.show.title': 'Connector {workload}',
  'connector.check.title':
    '{workload} {state, select, working {works} findings {answers, and not all is as needed} silent {does not answer} refusing {refuses Elevate} other {is not in use here}}',
  'connector.found': '<b>What was found</b>',
  'connector.found.line': '{ok, select, yes {As needed} other {Not as needed}}: {what}',
  'connector.next.working': 'What is approved there can be granted, and what ends is taken away.',
  'connector.next.findings':
    'What is not as needed is for whoever runs {workload} to mend. Then: <code>/elevate connector check {workload}</code>',
  'connector.next.silent':
    'What is approved there waits, and what has to end is tried again until it is gone. Ask whoever runs {workload} whether it is up. Then: <code>/elevate connector check {workload}</code>',
  'connector.next.refusing':
    'Nothing is granted or taken away there until an operator has looked at the credentials and rights that Elevate has in {workload}. Then: <code>/elevate connector check {workload}</code>',
  'connector.next.missing': 'An operator has to restart Elevate for it to count.',
  'connector.settings': '<b>Settings</b>',
  'connector.settings.none': 'None',
  'connector.setting': '<code>{name}</code>: {value}',
  'connector.setting.reference': '<code>{name}</code>: a secret, kept in <code>{where}</code>',
  'connector.setting.kept': '<code>{name}</code>: not shown',
  'connector.targets': '<b>Targets</b>',
  'connector.targets.none': 'None',
  'connector.target': '<code>{target}</code>',
  'connector.rights': '<b>Rights in it</b>',
  'connector.rights.now':
    '{active, plural, =0 {None held} one {#\u00A0held} other {#\u00A0held}}, {activating, number} being granted, {ending, number} being taken away, {scheduled, number} to start later',
  'connector.rights.failing':
    '{count, plural, one {#\u00A0is} other {#\u00A0are}} tried again, since the last attempt did not succeed',
  'connector.rights.overdue':
    '{count, plural, one {#\u00A0should} other {#\u00A0should}} have ended and {count, plural, one {is} other {are}} still there',
  'connector.rights.failed':
    '{count, plural, one {#\u00A0was} other {#\u00A0were}} approved and could not be granted',
  'connector.slots':
    '{count, plural, =0 {None is worked on at this moment} one {#\u00A0is worked on at this moment} other {#\u00A0are worked on at this moment}}, {most} at once at most in each process',
  'connector.read.granted': '<moment>Last read back as granted {at}</moment>',
  'connector.read.gone': '<moment>Last read back as gone {at}</moment>',

  'role.list.title':
    '{count, plural, =0 {Nobody has a role} one {#\u00A0person has a role} other {Roles: #}}',
  'role.title': '<b>{person}</b> ({line})',
  'role.since':
    '{role, select, owner {Owner} admin {Admin} other {Auditor}} <moment>since {since}</moment>, {by, select, nobody {named by an operator} other {made so by {giver}}}',
  'role.disabled': 'Disabled in the directory: the role does not count',

  'policy.list.title':
    '{count, plural, =0 {No policy} one {#\u00A0policy} other {#\u00A0policies}}',
  'policy.title': '<code>{pattern}</code>',
  'policy.manual':
    '{needed, plural, one {#\u00A0approval} other {#\u00A0approvals}} by {group} ({people, plural, one {#\u00A0person} other {#\u00A0people}})',
  'policy.auto': 'It approves by itself',
  'policy.auto.budget':
    'It approves by itself {count, plural, one {once} other {#\u00A0times}} in {window} for each person; beyond that people decide',
  'policy.deny': 'It denies, to everybody',
  'policy.length': '{usual} where no length is given, {maximum} at most',
  'policy.version': 'Version {version}, <moment>since {since}</moment>',
  'policy.show.title': 'Policy {pattern}',
  'policy.covers':
    '{exact, select, yes {For this one target} other {For {count, plural, =0 {no target yet} one {#\u00A0target} other {#\u00A0targets}}, unless a more exact policy or one that denies covers them}}',
  'policy.for': 'It decides about {target}',
  'policy.others': 'Others that cover it and do not count: <code>{patterns}</code>',
  'policy.length.title': '<b>How long</b>',
  'policy.extension.none': 'No more time can be asked for',
  'policy.extension': 'More time can be asked for',
  'policy.extension.most': 'More time can be asked for, {maximum} in all at most',
  'policy.hours': 'Open on {hours}',
  'policy.cool-down': 'After a denial {length} until it can be asked for again',
  'policy.decide': 'Over when it is not decided within {within}',
  'policy.reminders': 'Reminders after {times}',
  'policy.said': '<b>What has to be said</b>',
  'policy.reason.none': 'No reason',
  'policy.reason': 'A reason',
  'policy.reason.least':
    'A reason of at least {minimum, plural, one {#\u00A0character} other {#\u00A0characters}}',
  'policy.reason.form': 'A reason of the form of <code>{example}</code>',
  'policy.ticket': '{required, select, yes {A ticket} other {A ticket, if there is one}}',
  'policy.ticket.form':
    '{required, select, yes {A ticket} other {A ticket, if there is one}}, of the form of <code>{example}</code>',
  'policy.scopes': 'One of these parts: {scopes}',
  'policy.scopes.whole': 'One of these parts, or all of it: {scopes}',
  'policy.glass': '<b>Break-glass</b>',
  'policy.glass.none': 'Nobody',
  'policy.glass.groups': '{groups}, {maximum} at most',
  'policy.told': '<b>Told of each grant and its end</b>',
  'policy.told.groups': '{groups}',

  'trial.title': 'Trial: {target} for {person}',
  'trial.nothing': 'Nothing was asked for, and nobody was told.',
  'trial.refused': '<b>It would be refused.</b> {person} would be told: “{told}”',
  'trial.auto': '<b>The policy would approve it by itself</b>, and it would be granted at once.',
  'trial.people': '<b>People would decide</b>, and nothing would be granted before.',
  'trial.policy': '<b>The policy that decides</b>',
  'trial.may': '{may, select, yes {{person} is among them} other {{person} is not among them}}',
  'trial.least': '{workload} grants for {least} at least',
  'trial.length':
    'It would be asked for {duration}{usual, select, yes {, since no length was given} other {}}',
  'trial.start': 'It would <moment>start {start}</moment>, or at once when it is approved later',
  'trial.scope': 'Of it: {scope}',
  'trial.lacks':
    '{what, select, reason {A reason was left out here, and is taken as given} other {A ticket was left out here, and is taken as given}}',
  'trial.budget':
    '{used, number} of {count, number} that it approves by itself in {window} are used up',
  'trial.nobody-asked': 'Nobody would be asked',
  'trial.asked':
    '{group}: {needed, plural, one {# approval} other {# approvals}} needed, {able, plural, =0 {nobody} one {# person} other {# people}} could decide besides {person}',
  'trial.asked.then':
    'Then {group}: {needed, plural, one {# approval} other {# approvals}} needed, {able, plural, =0 {nobody} one {# person} other {# people}} could decide besides {person}',

  'replay.title': 'Replay: {pattern}',
  'replay.count':
    '<b>{count, number} of {looked, plural, one {#\u00A0past request} other {#\u00A0past requests}} would have ended otherwise.</b>',
  'replay.none': '<b>Nothing that this policy decides about has ended yet.</b>',
  'replay.nothing': 'Nothing was changed, and nobody was told.',
  'replay.most': 'Only the newest {looked, number} were looked at.',
  'replay.caveat':
    'Each was judged twice, by the policies as they are now and with this change, with what was asked and decided then. Groups are taken as they are now.',
  'replay.changes': '<b>With this change</b>',
  'replay.refused': '<b>Would not have been allowed: {count, number}</b>',
  'replay.people': '<b>People would have had to decide: {count, number}</b>',
  'replay.more-approvals': '<b>Would have needed more approvals than they had: {count, number}</b>',
  'replay.other-approvers': '<b>Were decided by people who could not have: {count, number}</b>',
  'replay.too-late': '<b>Were decided later than they could have been: {count, number}</b>',
  'replay.outside-hours': '<b>Were decided outside of the hours: {count, number}</b>',
  'replay.denied': '<b>Would have been denied: {count, number}</b>',
  'replay.shorter': '<b>Would have been granted for less time: {count, number}</b>',
  'replay.by-itself': '<b>Would have been approved without people: {count, number}</b>',
  'replay.allowed': '<b>Could have been asked for: {count, number}</b>',
  'replay.approved': '<b>Would have been approved by those who decided: {count, number}</b>',
  'replay.longer': '<b>Would have been granted for more time: {count, number}</b>',
  'replay.row': '{id}: {target} for {person}: {was} → {would}',
  'replay.also': '{ids}',
  'replay.fate.refused':
    'refused ({cause, select, length {longer than may be asked for} hours {outside of the hours} eligible {not among those who may ask} reason {the reason would not do} ticket {the ticket is missing, or would not do} scope {that part cannot be asked for} again {too soon after a denial} denied {denied to everybody} uncovered {no policy covers it} nobody {too few people could decide} extension {not for so long in all, or not at all} other {it cannot be granted}})',
  'replay.fate.by-itself': 'approved without people for {duration}',
  'replay.fate.approved':
    'approved for {duration} by {approvals, plural, one {#\u00A0person} other {#\u00A0people}}',
  'replay.fate.denied': 'denied',
  'replay.fate.undecided':
    'not approved: {approvals, number} of {needed, plural, one {#\u00A0approval} other {#\u00A0approvals}}',

  'role.taken':
    '{own, select, yes {You are no {role, select, owner {owner} admin {admin} other {auditor}} any more.} other {{person} is no {role, select, owner {owner} admin {admin} other {auditor}} any more.}}',

  'group.list.title':
    '{count, plural, =0 {No approver group} one {#\u00A0approver group} other {#\u00A0approver groups}}',
  'group.title': '<b>{group}</b>',
  'group.size':
    '{people, plural, one {#\u00A0person} other {#\u00A0people}}, used by {policies, plural, one {#\u00A0policy} other {#\u00A0policies}}',
  'group.few':
    '{group}: {people, plural, =0 {nobody} one {only #\u00A0person} other {only #\u00A0people}} could decide, and nobody decides on their own request',
  'group.no-channel': '{group} has no channel: its prompts go nowhere',
  'group.show.title': 'Approver group {group}',
  'group.members': '<b>Members</b>',
  'group.members.none': 'Nobody',
  'group.member': '{person} ({line}){disabled, select, yes {, disabled in the directory} other {}}',
  'group.nested': '<b>Groups in it</b>',
  'group.nested.group':
    '{group}: {people, plural, =0 {nobody} one {#\u00A0person} other {#\u00A0people}}',
  'group.outside':
    '{directory, select, entra {Entra ID} ad {Active Directory} other {Directory}} <code>{key}</code>: {state, select, unlisted {not read yet} failed {could not be read (<code>{cause}</code>), {people, plural, =0 {nobody} one {#\u00A0person} other {#\u00A0people}} before} other {{people, plural, =0 {nobody who is known here} one {#\u00A0person who is known here} other {#\u00A0people who are known here}}}}',
  'group.part-of': '<b>Groups that it is in</b>',
  'group.part-of.group': '{group}',
  'group.channels': '<b>Where prompts go</b>',
  'group.channels.none': 'Nowhere',
  'group.channel': '{platform, select, slack {Slack} other {Teams}}: <code>{conversation}</code>',
  'group.uses': '<b>Policies that name it</b>',
  'group.uses.none': 'None',
  'group.use':
    '<code>{pattern}</code>: {how, select, decides {decides} stage {decides in a later stage} escalation {is asked when nobody decides} asks {may ask} glass {may break glass} other {is told}}',

  'target.list.title': '{count, plural, =0 {No target} one {#\u00A0target} other {#\u00A0targets}}',
  'target.title': '<b>{target}</b> ({type, select, task {task} role {role} other {role group}})',
  'target.description': '{description}',
  'target.policy': 'Policy <code>{pattern}</code>, version {version}',
  'target.policy.none': 'No policy covers it: it cannot be asked for',

  'system-account.list.title':
    '{count, plural, =0 {No system account} one {#\u00A0system account} other {#\u00A0system accounts}}',
  'system-account.title': '<b>{name}</b>',
  'system-account.until': 'It gets what is below without approval <moment>until {until}</moment>',
  'system-account.over': 'Its time <moment>was over {until}</moment>: it gets nothing',
  'system-account.owner':
    '{disabled, select, yes {{person} ({line}) answers for it, who is disabled in the directory: it gets nothing} other {{person} ({line}) answers for it}}',
  'system-account.reason': 'For: {reason}',
  'system-account.targets': '{targets}, as a whole, {maximum} at most',
  'system-account.targets.scopes': '{targets}, only {scopes}, {maximum} at most',
  'system-account.told': 'Told of each use: {group}',
  'system-account.used': 'Last used <moment>{at}</moment>',
  'system-account.unused': 'Never used',

  'settings.title': 'Settings',
  'settings.organisation': '<b>Organisation</b>',
  'settings.name': '{organisation}',
  'settings.group': '<b>Default approver group</b>',
  'settings.group.name': '{group}',
  'settings.group.none': 'None',
  'settings.branding': '<b>How messages look</b>',
  'settings.branding.name': 'Name: {name}',
  'settings.branding.icon': 'Icon: <code>{icon}</code>',
  'settings.branding.colour': 'Colour behind the icon, on Teams: <code>{colour}</code>',
  'settings.branding.footer': 'Below each: {footer}',
  'settings.branding.help': 'Help: <code>{link}</code>',
  'settings.version': '<b>Version</b>',
  'settings.version.since': '{version}, <moment>since {since}</moment>',

  'help.admins':
    'For those who run Elevate there are also <code>status</code>, <code>role</code>, <code>policy</code>, <code>group</code>, <code>target</code>, <code>connector</code>, <code>system-account</code> and <code>settings</code>. Microsoft’s cmdlets work as well: <code>/elevate help powershell</code>',
  'help.status':
    'See whether Elevate is on and what needs attention. For owners, admins and auditors, like the others here.',
  'help.status.example': '<code>/elevate status</code>',
  'help.role': 'See who runs Elevate, give up a role of yours, or change who has which.',
  'help.role.example': '<code>/elevate role list</code>',
  'help.role.remove': '<code>/elevate role remove ben@example.com auditor</code>',
  'help.role.add': '<code>/elevate role add ben@example.com auditor</code>',
  'help.policy':
    'See, change and try the approval policies. Every change is shown first, and a second admin approves what weakens control.',
  'help.policy.example': '<code>/elevate policy list</code>',
  'help.policy.show': '<code>/elevate policy show Search-Mailbox</code>',
  'help.policy.test': '<code>/elevate policy test Search-Mailbox as ben@example.com 4h</code>',
  'help.policy.replay': '<code>/elevate policy replay Search-Mailbox approvals 2 max 4h</code>',
  'help.policy.set': '<code>/elevate policy set Search-Mailbox approvals 2 max 4h</code>',
  'help.policy.form':
    '<code>/elevate policy set Search-Mailbox</code>, <code>/elevate policy create</code> — a form, filled with what is set now',
  'help.policy.create': '<code>/elevate policy create Exchange\\New-* approvals 2</code>',
  'help.policy.remove': '<code>/elevate policy remove Exchange\\New-*</code>',
  'help.fields': 'What can be set: {fields}',
  'help.group':
    'See and change the approver groups: who is in one, where its prompts go, what it decides.',
  'help.group.example': '<code>/elevate group list</code>',
  'help.group.show': '<code>/elevate group show Exchange approvers</code>',
  'help.group.set':
    '<code>/elevate group set "Exchange approvers" members +ben@example.com channel here</code>',
  'help.group.form':
    '<code>/elevate group set "Exchange approvers"</code>, <code>/elevate group create</code> — a form, filled with what is set now',
  'help.group.create':
    '<code>/elevate group create "Security" members ana@example.com, ben@example.com channel here</code>',
  'help.target': 'See and change the targets, each with the policy that decides about it.',
  'help.target.example': '<code>/elevate target list</code>',
  'help.target.add': '<code>/elevate target add Exchange\\New-TransportRule type task</code>',
  'help.target.form':
    '<code>/elevate target add</code>, <code>/elevate target set Search-Mailbox</code> — a form, filled with what is set now',
  'help.target.import': '<code>/elevate target import Warehouse</code>',
  'help.target.remove': '<code>/elevate target remove Exchange\\New-TransportRule</code>',
  'help.connector':
    'See the connected systems, what is granted in them, and whether they answer. Owners and admins can have one asked now.',
  'help.connector.example': '<code>/elevate connector list</code>',
  'help.connector.show': '<code>/elevate connector show Exchange</code>',
  'help.connector.check': '<code>/elevate connector check Exchange</code>',
  'help.system-account':
    'See and change what is exempt from approval: each system account with who answers for it, what it may have and until when.',
  'help.system-account.example': '<code>/elevate system-account list</code>',
  'help.system-account.add':
    '<code>/elevate system-account add backup owner ben@example.com reason "Nightly copy" targets Warehouse\\backup max 1h until 2027-06-30</code>',
  'help.system-account.form':
    '<code>/elevate system-account add</code>, <code>/elevate system-account set backup</code> — a form, filled with what is set now',
  'help.system-account.remove': '<code>/elevate system-account remove backup</code>',
  'help.settings': 'See and change the settings of the organisation.',
  'help.settings.example': '<code>/elevate settings show</code>',
  'help.enable': 'Switch Elevate on: everything else stays as it was set.',
  'help.enable.example': '<code>/elevate enable</code>',
  'help.disable':
    'Switch Elevate off: nothing can be asked for or approved, and what is granted still ends in time. A second admin has to approve it.',
  'help.disable.example': '<code>/elevate disable because of the migration</code>',
  'help.change':
    'See once more what you are about to change, with the button that sends it. An operator can propose a file for you.',
  'help.change.example': '<code>/elevate change show</code>',
  'help.settings.form': '<code>/elevate settings set</code> — a form, filled with what is set now',
  'help.settings.set': '<code>/elevate settings set default-group "Security"</code>',
} as const;
