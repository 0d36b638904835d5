/** Forms for changes of the configuration. */
export const formWords = {
  'button.change': 'Change…',
  'says.change': 'Change this. Opens a form.',
  'button.fill-in': 'Fill in a form…',
  'says.fill-in': 'Opens a form that is filled with what is set now.',
  'button.see-change': 'See what changes',
  'fill-in.what': 'Nothing to change was typed yet.',
  'fill-in.typed':
    'The form is filled with what is set now. Or type it: <code>/elevate {example}</code>',

  'form.fill.title.settings-set': 'Change the settings',
  'form.fill.title.policy-create': 'New policy',
  'form.fill.title.policy-set': 'Change a policy',
  'form.fill.title.group-create': 'New approver group',
  'form.fill.title.group-set': 'Change a group',
  'form.fill.title.target-add': 'New target',
  'form.fill.title.target-set': 'Change a target',
  'form.fill.title.system-account-add': 'New system account',
  'form.fill.title.system-account-set': 'Change a system account',
  'form.fill.about':
    '<b>{item}</b>. Only what you change here is changed, and you see it before anything is done.',
  'form.fill.about.settings':
    'Only what you change here is changed, and you see it before anything is done.',
  'form.fill.about.new': 'You see what it comes to before anything is done.',
  'form.fill.left':
    'There is no room here for: {fields}. {count, plural, one {It stays as it is.} other {They stay as they are.}} To change it, type for example <code>/elevate {example}</code>',
  'form.fill.item.policies': 'Target, or pattern of targets',
  'form.fill.item.approverGroups': 'Name of the group',
  'form.fill.item.targets': 'Name of the target',
  'form.fill.item.systemAccounts': 'Name of the system account',
  'form.fill.item.error': 'Write what it is called.',
  'form.fill.error': 'Look at this once more.',
  'form.fill.hint': 'For example {example}',
  'form.fill.hint.lines': 'One on each line, for example {example}',
  'form.fill.because': 'Why',
  'form.fill.because.hint': 'Whoever decides on the change sees it. It may stay empty.',
  'form.fill.more.policies':
    'Everything else is typed, for example <code>/elevate policy set {item} hours "mon-fri 08:00-18:00 Europe/Vienna"</code>. What there is: <code>/elevate help policy</code>',
  'form.fill.more.settings':
    'Everything else is typed. What there is: <code>/elevate help settings</code>',
  'form.fill.more.system-accounts':
    'Everything else is typed. What there is: <code>/elevate help system-account</code>',

  'form.field.approval': 'Approval',
  'form.option.approval-manual': 'By people',
  'form.option.approval-auto': 'By itself',
  'form.option.approval-deny': 'Never: it denies',
  'form.field.approverGroup': 'Approver group',
  'form.field.reasonRequired': 'Reason',
  'form.option.reasonRequired-yes': 'Required',
  'form.option.reasonRequired-no': 'Not required',
  'form.field.ticketRequired': 'Ticket',
  'form.option.ticketRequired-unset': 'Not asked for',
  'form.option.ticketRequired-yes': 'Required',
  'form.option.ticketRequired-no': 'Asked for, if there is one',
  'form.field.extension': 'Asking for more time',
  'form.option.extension-unset': 'As usual: where people decide',
  'form.option.extension-yes': 'Possible',
  'form.option.extension-no': 'Not possible',
  'form.field.approvalsNeeded': 'Approvals needed',
  'form.field.durationDefault': 'How long, where nobody says',
  'form.field.durationMax': 'How long at most',
  'form.field.decideWithin': 'Time to decide',
  'form.field.reasonMinLength': 'Least length of a reason',
  'form.field.reasonMinLength.hint': 'In characters, for example {example}',
  'form.field.requesters': 'Who may ask',
  'form.field.requesters.hint':
    'One group on each line, for example {example}. Left empty, everybody may.',

  'form.field.defaultApproverGroup': 'Default approver group',
  'form.field.organisationName': 'Name of the organisation',
  'form.field.brandName': 'Name on messages',
  'form.field.icon': 'Icon on messages',
  'form.field.colour': 'Colour behind the icon, on Teams',
  'form.field.footer': 'Footer of messages',
  'form.field.helpLink': 'Link to help',

  'form.field.members': 'Members',
  'form.field.members.hint':
    'One person on each line, for example {example}. Two at least: nobody decides on a request of their own.',
  'form.field.sources': 'Groups in it',
  'form.field.sources.hint':
    'Another approver group on each line, for example {example}: everybody in it is in this one, too.',
  'form.field.slackChannel': 'Channel on Slack',
  'form.field.slackChannel.hint':
    'Its workspace and its id, for example {example}. Typed in it, “channel here” is shorter.',
  'form.field.teamsChannel': 'Channel on Teams',
  'form.field.teamsChannel.hint':
    'Its tenant and its id, for example {example}. Typed in it, “channel here” is shorter.',

  'form.field.targetType': 'Type',
  'form.option.targetType-task': 'Task',
  'form.option.targetType-role': 'Role',
  'form.option.targetType-role-group': 'Role group',
  'form.field.description': 'What it allows',
  'form.field.targetSettings': 'What is granted in its system',
  'form.field.targetSettings.hint': 'A setting and its value on each line, for example {example}',

  'form.field.told': 'Group that is told of each use',
  'form.field.owner': 'Who answers for it',
  'form.field.purpose': 'What it is for',
  'form.field.targets': 'What it gets without approval',
  'form.field.systemDurationMax': 'How long at most',
  'form.field.until': 'Until when it gets anything',
} as const;
