/** What is told to those who type Microsoft's cmdlets. */
export const powershellWords = {
  'kind.title':
    '{cmdlet}: {isMore, select, yes {more than {count, number} found} other {{count, plural, =0 {nothing found} other {#\u00A0found}}}}',
  'kind.more':
    '{isMore, select, yes {and many more} other {and {count, number}\u00A0more}}. To see one of them: <code>{example}</code>',
  'consider.press':
    '<b>Nothing is decided yet.</b> This is what would be decided now: press a button.',
  'consider.comment': 'The comment was not kept: what opens behind the buttons asks for one.',
  'help.powershell':
    'Type the cmdlets of Microsoft’s privileged access management as they are in its documentation: one cmdlet with its parameters, arrays and quotes.',
  'help.powershell.ask':
    "<code>/elevate New-ElevatedAccessRequest -Task ''Exchange\\New-MoveRequest'' -Reason ''Mailbox error'' -DurationHours 4</code>",
  'help.powershell.get':
    '<code>/elevate Get-ElevatedAccessRequest -Identity ELV-142 | select RequestStatus</code>',
  'help.powershell.pending':
    '<code>/elevate Get-ElevatedAccessRequest | where RequestStatus -eq Pending</code>',
  'help.powershell.approve':
    '<code>/elevate Approve-ElevatedAccessRequest -RequestId ELV-142</code>',
  'help.powershell.revoke':
    "<code>/elevate Revoke-ElevatedAccessAuthorization -RequestId ELV-142 -Comment ''it is done''</code>",
  'help.powershell.organization':
    '<code>/elevate Get-OrganizationConfig | fl ElevatedAccessControl</code>',
  'help.powershell.policy':
    "<code>/elevate New-ElevatedAccessApprovalPolicy -Task ''Exchange\\New-MoveRequest'' -ApprovalType Manual</code>",
  'help.powershell.policies': '<code>/elevate Get-ElevatedAccessApprovalPolicy</code>',
} as const;

/** Why a cmdlet was not run; the same two sentences as in refusals.ts. */
export const powershellRefusals = {
  'cmdlet-unknown': {
    said: 'There is no cmdlet <code>{typed}</code> here. Nothing was done.',
    next: 'Nearest: <code>{nearest}</code>. All of them: <code>/elevate help powershell</code>',
  },
  'cmdlet-parameter-unknown': {
    said: '<code>{cmdlet}</code> has no parameter <code>-{typed}</code>. Nothing was done.',
    next: '{nearestKnown, select, yes {Nearest: <code>{nearest}</code>. An example: <code>{example}</code>} other {An example: <code>{example}</code>}}',
  },
  'cmdlet-parameter-ambiguous': {
    said: '<code>-{typed}</code> can be more than one parameter: {candidates}. Nothing was done.',
    next: 'Type more of its name.',
  },
  'cmdlet-parameter-twice': {
    said: '<code>-{parameter}</code> stands there twice. Nothing was done.',
    next: 'Type it once; several values have commas between them.',
  },
  'cmdlet-parameter-missing': {
    said: '<code>{cmdlet}</code> needs <code>-{parameter}</code>. Nothing was done.',
    next: 'An example: <code>{example}</code>',
  },
  'cmdlet-parameter-foreign': {
    said: 'Nothing in Elevate is like <code>-{parameter}</code>, so it cannot be heeded. Nothing was done.',
    next: 'Leave it out, if it may be left out.',
  },
  'cmdlet-value-missing': {
    said: '<code>-{parameter}</code> has no value. Nothing was done.',
    next: 'An example: <code>{example}</code>',
  },
  'cmdlet-value-unfit': {
    said: '<code>{typed}</code> is no value of <code>{parameter}</code>. Nothing was done.',
    next: 'An example: <code>{example}</code>',
  },
  'cmdlet-word-left': {
    said: '<code>{typed}</code> belongs to no parameter of <code>{cmdlet}</code>. Nothing was done.',
    next: 'Several words need quotes around them: <code>{example}</code>',
  },
  'cmdlet-property-unknown': {
    said: 'There is no property <code>{typed}</code> here.',
    next: 'There are: {known}.',
  },
  'powershell-beyond': {
    said: '{what, select, variable {A variable} subexpression {An expression in brackets} block {A script block} hashtable {A hash table} statement {A second command} pipe {This pipe} redirection {A redirection} placeholder {An angle bracket without quotes} call {A call operator} other {This}} is not read here: <code>{found}</code>. Nothing was done.',
    next: '{what, select, variable {Type the value itself.} subexpression {Type the value itself.} block {Type one cmdlet with its parameters.} hashtable {Type the value itself.} statement {Type one cmdlet after the other.} pipe {There are pipes to <code>fl</code>, <code>ft</code>, <code>select</code> and <code>where RequestStatus -eq</code>.} redirection {Type one cmdlet with its parameters.} placeholder {Type a value in its place.} call {Type one cmdlet with its parameters.} other {Put what belongs together in quotes.}}',
  },
  'powershell-quote': {
    said: 'A quote has no partner: <code>{found}</code>. Nothing was done.',
    next: 'A quote inside of quotes is typed twice.',
  },
  'system-accounts-unknown': {
    said: 'Not among the system accounts here: {names}. Nothing was changed.',
    next: 'Each needs an owner, a reason, targets and an end: <code>/elevate system-account add backup owner ben@example.com reason "Nightly copy" targets Warehouse\\backup until 2027-06-30</code>',
  },
} as const;
