/** What those read who set Elevate up. */
export const firstStepWords = {
  'setup.title':
    '{left, plural, =0 {Elevate is set up} one {#\u00A0step is left until Elevate is set up} other {#\u00A0steps are left until Elevate is set up}}',
  'setup.greeting':
    'Elevate gives a right for a limited time, when somebody asks for it and the people who answer for it agree. These steps lead there:',
  'setup.steps': '<b>Steps</b>',
  'setup.owner':
    '{done, select, yes {✓ There is an owner} other {– There is no owner: an operator has to name one}}',
  'setup.group':
    '{done, select, yes {✓ There is an approver group with a channel and two people} other {– No approver group has a channel and two people who could decide}}',
  'setup.policy': '{done, select, yes {✓ There is a policy} other {– There is no policy}}',
  'setup.trial':
    '{done, select, yes {✓ Somebody has asked for something} other {– Nobody has asked for anything}}',
  'setup.next': '<b>Next</b>',
  'setup.next.owner': 'An operator sets who the first owners are, and starts Elevate again.',
  'setup.next.group':
    'In the channel where prompts are to go, with Elevate in it, type <code>/elevate group create "Approvers" members ana@example.com,ben@example.com channel here</code>',
  'setup.next.policy':
    '{known, select, yes {Type <code>/elevate policy create {target} approvals 1</code>} other {An operator adds a target system first, with the configuration file. Then type <code>/elevate policy create Workload\\Name approvals 1</code>}}',
  'setup.next.trial':
    'Type <code>/elevate {target} 30m trying Elevate</code>, and let somebody of the group approve it.',
  'setup.again': '<code>/elevate setup</code> shows these steps again.',
  'setup.done':
    'Whatever else there is to set: <code>/elevate help policy</code>, <code>/elevate help group</code>, <code>/elevate help settings</code>',
  'help.setup':
    'See which steps are left until people can ask, and what to type for the next one. For owners and admins.',
  'help.setup.example': '<code>/elevate setup</code>',
} as const;
