/** What happened to one request, line by line, and who holds a target. */

/** Each line begins with its time, in the reader’s zone and in UTC. */
export const timelineWords = {
  'timeline.note': '{id}: what happened to {target} for {person}',
  'timeline.label': '<b>What happened</b>',
  'timeline.more': '{count, plural, one {#\u00A0more} other {#\u00A0more}}',
  'timeline.stranger': 'An account that is not linked',

  'event.opened':
    '<moment>{at}</moment> ({utc}) · {who} asked for it for {duration}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.opened.more':
    '<moment>{at}</moment> ({utc}) · {who} asked for {duration} more, after {other}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.opened.later':
    '<moment>{at}</moment> ({utc}) · {who} asked for it for {duration}, <moment>from {start}</moment>{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.opened.later.until':
    '<moment>{at}</moment> ({utc}) · {who} asked for it, <moment>from {start}</moment> <moment>until {end}</moment>{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.opened.until':
    '<moment>{at}</moment> ({utc}) · {who} asked for it, <moment>until {end}</moment>{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.refused':
    '<moment>{at}</moment> ({utc}) · {verb, select, approve {{who} wanted to approve it} deny {{who} wanted to deny it} revoke {{who} wanted to revoke it} end {{who} wanted to give it back} withdraw {{who} wanted to withdraw it} accept {{who} wanted to accept it} decline {{who} wanted to decline it} show {{who} wanted to read it} extend {{who} wanted more time on it} again {{who} wanted to ask for it again} review {{who} wanted to close its review} take {{who} wanted to take it once more} other {{who} wanted to change it}} and was told: “{told}”',
  'event.refused.wordless':
    '<moment>{at}</moment> ({utc}) · {verb, select, approve {{who} wanted to approve it, and was refused} deny {{who} wanted to deny it, and was refused} other {{who} wanted to do something with it, and was refused}}',
  'event.decided.approve':
    '<moment>{at}</moment> ({utc}) · {who} approved it for {duration}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.decided.approve.some':
    '<moment>{at}</moment> ({utc}) · {who} approved it for {duration}, {approvals} of {needed}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.decided.deny':
    '<moment>{at}</moment> ({utc}) · {who} denied it{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.approved':
    '<moment>{at}</moment> ({utc}) · {by, select, policy {The policy approved it by itself} account {A system account needs no approval} other {That was enough}}: it <moment>ends {end}</moment>',
  'event.approved.later':
    '<moment>{at}</moment> ({utc}) · {by, select, policy {The policy approved it by itself} other {That was enough}}: it <moment>starts {start}</moment> and <moment>ends {end}</moment>',
  'event.accepted':
    '<moment>{at}</moment> ({utc}) · {who} accepted it{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.declined':
    '<moment>{at}</moment> ({utc}) · {who} declined it{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.broken-glass':
    '<moment>{at}</moment> ({utc}) · BREAK-GLASS: {who} took it for {duration} without approval, and it <moment>ends {end}</moment>{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.review-closed':
    '<moment>{at}</moment> ({utc}) · {who} closed the review: {right, select, yes {it was right} other {it was not right}}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.review-reminded':
    '<moment>{at}</moment> ({utc}) · Approvers were reminded that its review is open',
  'event.withdrawn':
    '<moment>{at}</moment> ({utc}) · {who} withdrew it{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.reminded': '<moment>{at}</moment> ({utc}) · Approvers were reminded',
  'event.escalated':
    '<moment>{at}</moment> ({utc}) · {why, select, undeliverable {The prompt could not be delivered, so {next} were asked instead} unreadable {Who is in the group could not be read, so {next} were asked as well} other {Nobody had decided, so {next} were asked as well}}',
  'event.stage-reached': '<moment>{at}</moment> ({utc}) · Stage {stage} began: {next} were asked',
  'event.expired': '<moment>{at}</moment> ({utc}) · Nobody had decided in time',
  'event.expired.unaccepted':
    '<moment>{at}</moment> ({utc}) · {person} had not accepted it in time',
  'event.held-before':
    '<moment>{at}</moment> ({utc}) · {before, select, yes {{workload} was read: {person} held it already, without Elevate} other {{workload} was read: {person} did not hold it before}}',
  'event.withheld':
    '<moment>{at}</moment> ({utc}) · {why, select, uncovered {It was not granted: no policy covered it any more} denied {It was not granted: its policy denied it to everybody} disabled {It was not granted: {person} was disabled} ineligible {It was not granted: its policy no longer let {person} have it} moved {It was not granted: the account in {workload} was not {person}’s any more} other {It was not granted: {person} was no member of this organisation any more}}',
  'event.active':
    '<moment>{at}</moment> ({utc}) · It was granted in {workload}, and read back there',
  'event.failed':
    '<moment>{at}</moment> ({utc}) · {kind, select, silent {{workload} did not answer in time, and nothing was granted} other {{workload} refused, and nothing was granted}}',
  'event.end-asked':
    '<moment>{at}</moment> ({utc}) · {cause, select, relinquished {{who} gave it back} revoked {{who} revoked it} never {{who} called it off before it started} other {{who} ended it, and its time was up}}{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.retry-asked':
    '<moment>{at}</moment> ({utc}) · {who} let it be tried again at once{platform, select, slack {, on Slack} teams {, on Teams} other {}}',
  'event.warned': '<moment>{at}</moment> ({utc}) · {person} was told that it ends in {left}',
  'event.ending':
    '<moment>{at}</moment> ({utc}) · Its time was up, and taking it away in {workload} began',
  'event.ended':
    '<moment>{at}</moment> ({utc}) · {how, select, never {It never started} elsewhere {It was removed in {workload}, outside Elevate} before {It ended, and {person} keeps what was held before} also {It ended, and {person} keeps it through another grant} other {It was taken away in {workload}, and read there as gone}}',
  'event.overdue':
    '<moment>{at}</moment> ({utc}) · STILL ACTIVE: it should have <moment>ended {due}</moment>',
  'event.undeliverable':
    '<moment>{at}</moment> ({utc}) · {what, select, prompt {The prompt could not be delivered on {system}} alarm {The alarm could not be delivered on {system}} receipt {The receipt could not be delivered on {system}} acceptance {{person} could not be asked to accept it on {system}} approver {{system, select, none {An approver who was passed over has no account to be told on} other {An approver who was passed over could not be told on {system}}}} other {News could not be delivered on {system}}}',
  'event.other':
    '<moment>{at}</moment> ({utc}) · Something was recorded that this screen has no words for',

  'who.title': 'Who holds {target}',
  'who.note': 'Who holds {target}, who may ask for it, and who decides',
  'who.holds': '<b>Holds it now</b>',
  'who.holds.none': 'Nobody holds it through Elevate right now.',
  'who.holds.until':
    '{person} ({line}){glass, select, yes { · BREAK-GLASS} other {}}, {isPart, select, yes {{scope} only, } other {}}<moment>until {end}</moment>',
  'who.holds.late':
    '{person} ({line}){glass, select, yes { · BREAK-GLASS} other {}}{isPart, select, yes {, {scope} only} other {}}. STILL ACTIVE: it should have <moment>ended {end}</moment>.',
  'who.holds.outside': 'Who holds it without Elevate is not shown here.',
  'who.asks': '<b>May ask</b>',
  'who.asks.everybody': 'Everybody in this organisation who is not a guest.',
  'who.asks.nobody': 'Nobody: its policy denies it.',
  'who.asks.over': 'Nobody may ask for it at present.',
  'who.asks.group': '{group}',
  'who.asks.group.until': '{group}, <moment>until {until}</moment>',
  'who.decides': '<b>Decides</b>',
  'who.decides.auto': 'The policy approves it by itself. These people can revoke it:',
  'who.decides.auto.first':
    'The policy approves {count, plural, one {#\u00A0request} other {#\u00A0requests}} of a person by itself. Beyond that, people decide:',
  'who.decides.group':
    '{group}, {needed, plural, one {#\u00A0approval} other {#\u00A0approvals}} needed',
  'who.decides.person': '{person} ({line})',
  'who.decides.none': 'Nobody is in this group.',
  'who.decides.stage':
    'Then {group}, {people, plural, one {#\u00A0person} other {#\u00A0people}}: {needed, plural, one {#\u00A0approval} other {#\u00A0approvals}} more needed',
  'who.decides.escalation':
    'After {after} without a decision also {group}, {people, plural, one {#\u00A0person} other {#\u00A0people}}',
  'who.more': '{count, plural, one {and #\u00A0more} other {and #\u00A0more}}',
  'who.small': '{target} · policy {pattern}, version {version}',
} as const;
