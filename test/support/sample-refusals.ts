import { refuse, refusalCodes, type Fact, type Refusal } from '../../src/errors';
import { whichTargetView } from '../../src/views/which-target';
import { type View } from '../../src/views/view';
import { powershellFacts, powershellRefusals } from './sample-powershell';
import { at } from './snapshots';

/** Facts as the rules give them; the richest case of each code. */
const refusalFacts: Partial<Record<Refusal['refused'], Record<string, Fact>>> = {
  ...powershellFacts,
  'unknown-verb': { typed: 'aprove', nearest: 'approve' },
  'flag-repeated': { typed: '--for' },
  'unknown-target': {
    typed: 'Serch-Mailbox',
    nearest: ['Search-Mailbox', 'Search-Admin', 'New-Mailbox'],
  },
  'needs-role': { typed: 'status', role: 'any', owners: ['Ana', 'Ben'] },
  'for-nobody': { typed: 'policy set' },
  'person-unknown': { typed: '@bne' },
  'person-ambiguous': { typed: 'Ben', candidates: ['ben@example.com', 'ben.smith@example.com'] },
  'role-unknown': { typed: 'boss' },
  'role-held': { person: 'Ben', role: 'auditor' },
  'role-not-held': { person: 'Ben', role: 'auditor' },
  'last-owner': { person: 'Ana' },
  'unknown-policy': { typed: 'Exchange\\Serch-*' },
  'change-item-unknown': {
    typed: 'Exchange\\Serch-*',
    section: 'policies',
    nearest: ['Exchange\\Search-*'],
  },
  'change-item-exists': { item: 'Exchange approvers', section: 'approverGroups' },
  'change-field-unknown': { typed: 'aprovals', section: 'policies', nearest: ['approvals'] },
  'change-value': { field: 'approvalsNeeded', typed: 'many', example: 'approvalsNeeded 2' },
  'change-not-possible': {
    problems: ['approverGroups: Mail has no channel. Prompts need slack or teams.'],
  },
  'change-conflict': {
    request: 142,
    since: ['~ policies Exchange\\Search-*: approvalsNeeded 1 → 2'],
  },
  'change-proposer-gone': { person: 'Ben' },
  'role-disabled': { person: 'Eve' },
  'change-lapsed': { request: 142 },
  'change-in-use': { target: 'Exchange\\Search-Mailbox', requests: ['ELV-142', 'ELV-143'] },
  'change-own': { request: 142 },
  'change-no-admin': { request: 142, owners: ['Ana', 'Ben'] },
  'change-nobody-else': { typed: 'policy set' },
  'change-here': { typed: 'here' },
  'form-outdated': { since: ['~ policies Exchange\\Search-*: approvalsNeeded 1 → 2'] },
  'form-lapsed': { typed: 'policy set' },
  'unknown-group': { typed: 'Exchange approver', nearest: ['Exchange approvers'] },
  'import-untold': { workload: 'Exchange' },
  'import-unread': { workload: 'Warehouse' },
  'import-nothing': { workload: 'Warehouse' },
  'unknown-connector': { typed: 'Exchnge', nearest: ['Exchange'] },
  'ambiguous-target': { typed: 'Admin', candidates: ['Entra\\Admin', 'Warehouse\\Admin'] },
  'switched-off': { request: 142, admins: ['Ana', 'Ben'] },
  'api-key-of-another': { person: 'nightly-export' },
  'api-malformed': { where: 'target, for' },
  'api-too-large': { where: '32768 bytes' },
  'system-account-over': { until: at('08:00') },
  'system-account-unowned': { person: 'Ben' },
  'system-account-target': { typed: 'Warehouse\\prod_rw' },
  'system-account-part': {
    target: 'Exchange\\Search-Mailbox',
    scopes: ['Finance', 'Field sales'],
  },
  'system-account-whole': { target: 'Exchange\\Search-Mailbox' },
  'system-account-length': {
    asked: '2\u00A0hours',
    maximum: '1\u00A0hour',
    example: '1h',
  },
  'system-account-until': { until: at('15:00') },
  'no-policy': { target: 'Exchange\\X' },
  'target-denied': { target: 'Exchange\\X' },
  'bad-duration': { typed: '-2h', example: '4h' },
  'duration-without-unit': { typed: '4', example: '4h', other: '30m' },
  'duration-too-long': {
    asked: '8\u00A0hours 30\u00A0minutes',
    maximum: '8\u00A0hours',
    example: '8h',
  },
  'duration-too-short': { asked: '1\u00A0minute', minimum: '5\u00A0minutes', example: '5m' },
  'zone-unknown': { typed: 'until 18:00' },
  'bad-start': { typed: 'tomorrow', example: '--at tomorrow 09:00' },
  'start-in-the-past': { typed: '9:00', example: '--at tomorrow 09:00' },
  'start-too-far': {
    typed: '2027-03-01 09:00',
    maximum: '30\u00A0days',
    example: '--at tomorrow 09:00',
  },
  'start-zone-unknown': { typed: '18:00' },
  'end-before-start': { typed: 'until 18:00', start: at('19:00'), example: '4h' },
  'duration-in-the-past': { typed: 'until 9:00', example: 'until tomorrow 09:00' },
  'reason-required': {
    target: 'Exchange\\Search-Mailbox',
    minimum: 10,
    example: 'Search-Mailbox 4h phishing clean-up',
  },
  'reason-too-short': { length: 2, minimum: 10 },
  'reason-too-long': { length: 3412, maximum: 3000 },
  'reason-form': { example: 'audit of mailboxes, CHG-12' },
  'ticket-required': {
    target: 'Exchange\\Search-Mailbox',
    example: 'Search-Mailbox 4h --ticket INC-4711 phishing clean-up',
  },
  'scope-none': { target: 'Warehouse\\prod_rw' },
  'scope-required': {
    target: 'Exchange\\Search-Mailbox',
    scopes: ['Finance', 'Field sales'],
    example: 'Search-Mailbox 4h --scope Finance',
  },
  'scope-unknown': {
    typed: 'Fnance',
    target: 'Exchange\\Search-Mailbox',
    scopes: ['Finance', 'Field sales'],
  },
  'scope-no-longer': { target: 'Exchange\\Search-Mailbox', scope: 'Finance' },
  'scope-now-required': { target: 'Exchange\\Search-Mailbox' },
  'ticket-form': { ticket: 'the one from Monday', example: 'INC-4711' },
  'ticket-too-long': { length: 140, maximum: 100 },
  'outside-hours': {
    target: 'Exchange\\Search-Mailbox',
    hours: 'Mon to Fri, 08:00 to 18:00 (Europe/Vienna)',
    opens: at('07:00', 16),
  },
  'cool-down': { target: 'Exchange\\Search-Mailbox', at: at('14:06'), until: at('15:06') },
  'not-eligible': { target: 'Exchange\\Search-Mailbox' },
  'subject-not-eligible': { target: 'Exchange\\Search-Mailbox', person: 'Cem' },
  'unknown-person': { typed: 'bne@example.com' },
  'ambiguous-person': { typed: 'Cem', candidates: ['cem@example.com', 'cem2@example.com'] },
  'subject-not-member': { person: 'Cem' },
  'subject-unreachable': { person: 'Cem' },
  'not-yours-to-accept': { request: 142, person: 'Cem' },
  'already-accepted': { request: 142 },
  'holders-not-for-you': { target: 'Exchange\\Search-Mailbox' },
  'no-account-in-target': { person: 'Ana', workload: 'Warehouse' },
  'nobody-could-decide': { target: 'Exchange\\Search-Mailbox', able: 1, needed: 2 },
  'own-request': { request: 142, group: 'Exchange approvers', count: 4 },
  'not-an-approver': { request: 142, group: 'Exchange approvers', target: 'Search-Mailbox' },
  'already-decided': { request: 142, state: 'denied', person: 'Ben', at: at('14:06') },
  'already-approved-by-you': { request: 142 },
  'request-closed': { request: 142, state: 'expired' },
  'approval-length': { request: 142, minimum: '1\u00A0minute', maximum: '4\u00A0hours' },
  'fixed-end-passed': { request: 142, end: at('18:00') },
  'nothing-to-retry': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'nothing-to-end': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'not-over': { request: 142 },
  'nothing-to-extend': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'already-extended': { request: 142, other: 150 },
  'extension-not-allowed': { target: 'Exchange\\Search-Mailbox' },
  'extension-too-long': {
    asked: '10\u00A0hours',
    maximum: '8\u00A0hours',
    example: '2h',
  },
  'extension-used-up': { maximum: '8\u00A0hours' },
  'extended-is-over': { request: 150, other: 142 },
  'break-glass-not-allowed': { target: 'Exchange\\Search-Mailbox' },
  'break-glass-not-for-you': { target: 'Exchange\\Search-Mailbox' },
  'break-glass-unknown': { target: 'Exchange\\Search-Mailbox' },
  'break-glass-no-reviewer': { target: 'Exchange\\Search-Mailbox' },
  'break-glass-reason-required': {
    target: 'Exchange\\Search-Mailbox',
    example: 'Search-Mailbox 1h --break-glass production is down',
  },
  'break-glass-too-long': {
    asked: '4\u00A0hours',
    maximum: '1\u00A0hour',
    example: '1h',
  },
  'break-glass-lapsed': { request: 142 },
  'break-glass-done': { request: 142 },
  'review-open': { request: 142, group: 'Exchange approvers' },
  'own-review': { request: 142, group: 'Exchange approvers' },
  'may-not-review': { request: 142, group: 'Exchange approvers' },
  'no-review': { request: 142 },
  'review-closed': { request: 142, person: 'Ben', at: at('15:40') },
  'review-answer-required': { request: 142 },
  'review-comment-required': { request: 142 },
  'not-yours': { request: 142 },
  'may-not-revoke': {
    request: 142,
    target: 'Exchange\\Search-Mailbox',
    group: 'Exchange approvers',
  },
  'may-not-retry': {
    request: 142,
    target: 'Exchange\\Search-Mailbox',
    group: 'Exchange approvers',
  },
  'retry-needs-role': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'own-retry': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'denied-since': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'deny-reason-required': { request: 142 },
  'revoke-reason-required': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'stale-screen': { request: 142 },
  'unknown-request': { request: 143 },
  'channel-unread': { source: 'Slack' },
  'link-one-platform': { platform: 'slack' },
  'link-locked': { until: at('15:05') },
  'link-same': { person: 'Ana' },
  'link-taken': { person: 'Ana', platform: 'teams' },
  'unlinked-account': { platform: 'teams' },
  disabled: { person: 'Ana' },
  'no-longer-eligible': { request: 142, person: 'Ana', target: 'Exchange\\Search-Mailbox' },
  'account-changed': { request: 142, person: 'Ana', workload: 'Exchange' },
  'ticket-now-required': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'reason-now-required': { request: 142, target: 'Exchange\\Search-Mailbox' },
  'requester-no-member': { request: 142, person: 'Ana', account: 'guest' },
  'requester-unread': { request: 142, person: 'Ana', source: 'Slack' },
  'directory-unavailable': { request: 142, group: 'Exchange approvers', source: 'Entra ID' },
  'membership-too-old': {
    request: 142,
    group: 'Exchange approvers',
    target: 'Exchange\\Search-Mailbox',
  },
  'database-unavailable': { request: 142 },
  'recording-uncertain': { request: 142 },
};

/** What the rules leave out when they do not know it. */
const poorRefusals: readonly (readonly [string, Refusal])[] = [
  ['needs-owner-none', refuse('needs-role', { typed: 'role add', role: 'owner', owners: [] })],
  ['unknown-group-far', refuse('unknown-group', { typed: 'zzz', nearest: [] })],
  ['unknown-connector-far', refuse('unknown-connector', { typed: 'zzz', nearest: [] })],
  [
    'outside-hours-for-ever',
    refuse('outside-hours', {
      target: 'Exchange\\Search-Mailbox',
      hours: 'Fri, 08:00 to 18:00 (Mars)',
    }),
  ],
  ['unknown-target-far', refuse('unknown-target', { typed: 'zzz', nearest: [] })],
  ['own-request-uncounted', refuse('own-request', { request: 142, group: 'Exchange approvers' })],
  ['already-decided-auto', refuse('already-decided', { request: 142, state: 'approved' })],
  [
    'already-approved',
    refuse('already-decided', { request: 142, state: 'approved', person: 'Ben', at: at('14:06') }),
  ],
  ['request-withdrawn', refuse('request-closed', { request: 142, state: 'withdrawn' })],
  ['directory-unknown-group', refuse('directory-unavailable', { group: '', source: 'Slack' })],
  ['unlinked-somewhere', refuse('unlinked-account')],
  ['database-away-at-asking', refuse('database-unavailable')],
  ['uncertain-at-asking', refuse('recording-uncertain')],
];

/** Every cause with all its facts, and some with as few as there may be. */
export const refusals: readonly (readonly [string, Refusal])[] = [
  ...refusalCodes.map((code) => [code as string, refuse(code, refusalFacts[code] ?? {})] as const),
  ...poorRefusals,
  ...powershellRefusals,
];

/** What may have been meant by a name, as buttons. */
function whichTarget(refusal: Refusal, names: readonly string[]): View {
  const targets = names.map((name, index) => ({
    id: `0197f0a4-0000-7000-8000-00000000000${index}`,
    name,
    bareName: name.slice(name.indexOf('\\') + 1),
  }));
  const typed = { target: 'Serch-Mailbox', duration: '2h', reason: null, ticket: null };
  const personId = 'person-ana';
  return whichTargetView(refusal, { targets, draft: 'slack:event:Ev0123', typed, personId });
}

const mistyped = refuse('unknown-target', refusalFacts['unknown-target']);
const twoOfOneName = refuse('ambiguous-target', refusalFacts['ambiguous-target']);
const longNames = ['N', 'M', 'O'].map((sign) => `Exchange\\${sign.repeat(240)}<!channel>{{`);

/** The refusals of a name, where something else may have been meant. */
export const whichTargets: Readonly<Record<string, View>> = {
  'which-target.unknown': whichTarget(mistyped, [
    'Exchange\\Search-Mailbox',
    'Exchange\\Search-Admin',
    'Exchange\\New-Mailbox',
  ]),
  'which-target.ambiguous': whichTarget(twoOfOneName, ['Entra\\Admin', 'Warehouse\\Admin']),
  'which-target.worst': whichTarget(
    refuse('unknown-target', { typed: `<!channel>${'`'.repeat(70)}`, nearest: longNames }),
    longNames,
  ),
};
