/** What those read who run Elevate. */
import {
  noTerms,
  type ApproverGroup,
  type Person,
  type PolicyTerms,
  type Target,
} from '../../src/elevation/model';
import { type OpeningInput } from '../../src/elevation/opening';
import { refuse } from '../../src/errors';
import { type Role, type RoleHolder } from '../../src/elevation/roles';
import { tryOpening } from '../../src/elevation/trying';
import {
  connectorsView,
  groupsView,
  groupView,
  policiesView,
  policyView,
  rolesView,
  targetsView,
} from '../../src/views/configured';
import { type ConnectorHealth } from '../../src/views/connector-lines';
import { systemAccountsView, systemRefusedLine } from '../../src/views/system-accounts';
import { trialView, type TrialFacts } from '../../src/views/policy-trial';
import { replaySamples } from './sample-replays';
import { roleTakenView } from '../../src/views/role-taken';
import { statusView, type StatusFacts } from '../../src/views/status';
import { type View } from '../../src/views/view';
import { connectorSamples } from './sample-connectors';
import { inKindSamples } from './sample-in-kind';
import { lostChannel, lostPerson } from './sample-places';
import { ana, at, ben, cem, dia, pending, policy, stillActive, worst } from './snapshots';
import { outsideGroups, standingAlone } from './sample-outside';

const readAt = at('14:10');
const since = at('09:00');
const long = worst(pending());

const exchange: ApproverGroup = { id: 'group-exchange', name: 'Exchange approvers', size: 5 };
const owners: ApproverGroup = { id: 'group-owners', name: 'Owners', size: 1 };
const groups = new Map([exchange, owners].map((group) => [group.id, group] as const));

function health(workload: string, state: ConnectorHealth['state']): ConnectorHealth {
  return { workload, state, findings: state === 'findings' ? 2 : 0, checkedAt: readAt };
}

function holder(person: Person, role: Role, by: Person | null = ana): RoleHolder {
  return { person, role, since, by };
}

const holders = [holder(ana, 'owner', null), holder(ben, 'owner'), holder(dia, 'auditor')];

const well: StatusFacts = {
  organisation: 'Example',
  enabled: true,
  defaultGroup: exchange,
  fallbackOn: [],
  counts: { policies: 14, targets: 212, groups: 3, people: 87, systemAccounts: 2 },
  connectors: [health('Exchange', 'working'), health('Warehouse', 'working')],
  lostPlaces: [],
  lostMore: 0,
  jobs: { late: 0, givenUp: 0 },
  undelivered: { count: 0, since: null, platforms: [], numbers: [] },
  file: { name: 'elevate.yaml', standing: 'same' },
  stillActive: [],
  unlisted: [],
  fewDeciders: [],
  holders,
  openChanges: [],
  soloAdmin: false,
  readAt,
};

const late = { ...stillActive(), number: 138 };

const ill: StatusFacts = {
  ...well,
  defaultGroup: null,
  fallbackOn: ['slack'],
  connectors: [
    health('Exchange', 'working'),
    { ...health('Warehouse', 'silent'), since: at('13:40') },
    health('Entra', 'refusing'),
    health('AD', 'findings'),
    health('Kubernetes', 'missing'),
  ],
  lostPlaces: [lostChannel, lostPerson],
  lostMore: 0,
  jobs: { late: 3, givenUp: 1 },
  undelivered: { count: 3, since: at('13:52'), platforms: ['slack', 'teams'], numbers: [142, 150] },
  stillActive: [late],
  unlisted: [{ group: 'Exchange approvers', kind: 'entra', code: 'Authorization_RequestDenied' }],
  fewDeciders: [owners, { name: 'Night watch', size: 0 }],
  openChanges: [150, 151],
  file: { name: 'elevate.yaml', standing: 'differs' },
  soloAdmin: true,
  holders: [],
};

const nightly = {
  name: 'nightly-export',
  owner: ben,
  reason: 'Nightly export of mailboxes for the archive.',
  targets: ['Exchange\\Search-Mailbox', 'Exchange\\New-MailboxExportRequest'],
  scopes: [],
  durationMaxS: 3600,
  until: at('00:00', 30),
  told: 'Exchange approvers',
  lastUsedAt: at('02:00'),
};

const imported = {
  name: 'old-import',
  owner: { ...cem, disabled: true },
  targets: ['Warehouse\\*'],
  scopes: ['Finance', 'Field sales'],
  until: at('08:00'),
  lastUsedAt: null,
};

const everything: PolicyTerms = {
  requesters: [
    { groupId: exchange.id, until: null },
    { groupId: owners.id, until: '2026-11-30T08:00:00Z' },
  ],
  reasonForm: { pattern: '.*', example: 'audit of mailboxes, CHG-12' },
  ticket: { required: true, form: { pattern: '.*', example: 'INC-4711' }, url: null },
  scopes: { allowed: ['Finance', 'Field sales'], whole: true },
  availability: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Vienna' },
  coolDownS: 3600,
  autoBudget: null,
  stages: [{ groupId: owners.id, approvalsNeeded: 1 }],
  reminders: [7200, 14_400],
  escalation: { afterS: 21_600, groupId: owners.id },
  extension: { allowed: true, maxTotalS: 57_600 },
  breakGlass: { groupIds: [exchange.id, owners.id], maxS: 3600 },
  notify: [owners.id],
};

const budget = { ...noTerms, autoBudget: { count: 3, windowS: 86_400 } };
const full = policy({ terms: everything });
const plainPolicy = policy({ reasonRequired: false }, { pattern: 'Exchange\\Search-Mailbox' });
const auto = policy({ approval: 'auto', terms: budget }, { pattern: 'Warehouse\\*', version: 1 });
const denied = policy({ approval: 'deny' }, { pattern: '*\\Domain-Admins', version: 2 });

const listedPolicies = [full, plainPolicy, auto, denied].map((one) => ({ policy: one, since }));
const shown = { others: [], decidesAbout: null, groups, since, readAt, covers: 12 };

const target: Target = pending().target;

const asked: OpeningInput & Pick<TrialFacts, 'policy'> = {
  switchedOff: false,
  requester: ana,
  subject: ana,
  target,
  policy: full,
  typedDuration: '4h',
  clock: null,
  reason: null,
  ticket: null,
  typedScope: 'finance',
  requesterGroupIds: [exchange.id],
  present: { now: at('14:10'), lastDeniedAt: null, autoApproved: 1 },
  groupMembersAbleToDecide: 4,
  ableByStage: [['person-ben', 'person-cem'], ['person-dia']],
  targetAccount: 'ana',
  leastDurationS: 60,
};

function trial(changes: Partial<typeof asked> = {}, others: readonly string[] = []): View {
  const input = { ...asked, ...changes };
  return trialView({
    person: input.requester,
    target: input.target,
    policy: input.policy,
    others,
    groups,
    trial: tryOpening(input),
    budgetUsed: 1,
    leastDurationS: input.leastDurationS,
    readAt,
  });
}

function many<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one);
}

const longPolicy = policy(
  { approverGroupId: long.approverGroup.id, terms: everything },
  { pattern: long.policy.pattern },
);

const longGroups = new Map(
  [long.approverGroup.id, exchange.id, owners.id].map((id) => [id, { ...long.approverGroup, id }]),
);

const policyId = '0197f0a4-0000-7000-8000-0000000000ab';

export const sheetSamples: Readonly<Record<string, View>> = {
  ...inKindSamples,
  ...replaySamples,
  'sheet.status': statusView(well),
  'sheet.status-attention': statusView(ill),
  'sheet.roles': rolesView({
    rows: [...holders, holder({ ...cem, disabled: true }, 'auditor')],
    count: 4,
    page: 1,
    readAt,
  }),
  'sheet.roles-none': rolesView({ rows: [], count: 0, page: 1, readAt }),
  'sheet.policies': policiesView({ rows: listedPolicies, count: 24, page: 1, readAt }, groups),
  'sheet.policies-last': policiesView({ rows: listedPolicies, count: 24, page: 3, readAt }, groups),
  'sheet.policy': policyView({ ...shown, policy: full }),
  'sheet.policy-of-target': policyView({
    ...shown,
    policy: plainPolicy,
    covers: 1,
    decidesAbout: target,
    others: ['Exchange\\Search-*', 'Exchange\\*'],
  }),
  'sheet.policy-change': policyView({ ...shown, policy: { ...full, id: policyId } }, true),
  'sheet.policy-auto': policyView({ ...shown, policy: auto, covers: 0 }),
  'sheet.policy-deny': policyView({ ...shown, policy: denied, covers: 1 }),
  'sheet.groups': groupsView({
    rows: [
      { ...exchange, policies: 12, hasChannel: true, decides: true },
      { ...owners, policies: 1, hasChannel: false, decides: true },
      {
        id: 'group-mail',
        name: 'Mail team',
        size: 1,
        policies: 1,
        hasChannel: false,
        decides: false,
      },
    ],
    count: 3,
    page: 1,
    readAt,
  }),
  'sheet.group': groupView({
    group: {
      ...exchange,
      channels: [
        { platform: 'slack', tenant: 'T0', id: 'C0789OWNERS' },
        { platform: 'teams', tenant: 'tenant', id: '19:approvals@thread.tacv2' },
      ],
    },
    members: [ben, { ...cem, disabled: true }, dia],
    nested: [
      { name: 'Mail team', size: 3 },
      { name: 'On call', size: 0 },
    ],
    partOf: [{ name: 'Everybody who decides' }],
    outside: outsideGroups,
    uses: [
      { pattern: 'Exchange\\Search-*', how: 'decides' },
      { pattern: 'Exchange\\Search-*', how: 'glass' },
      { pattern: 'Warehouse\\*', how: 'told' },
    ],
    readAt,
  }),
  'sheet.group-few': groupView({
    group: { ...owners, channels: [] },
    members: [ana],
    ...standingAlone,
    uses: [
      { pattern: 'Warehouse\\*', how: 'stage' },
      { pattern: 'Warehouse\\prod_rw', how: 'escalation' },
      { pattern: 'Exchange\\*', how: 'asks' },
    ],
    readAt,
  }),
  'sheet.group-unused': groupView({
    group: { ...owners, size: 0, channels: [] },
    members: [],
    ...standingAlone,
    uses: [],
    readAt,
  }),
  'sheet.targets': targetsView({
    rows: [
      { target, policy: full },
      {
        target: { ...target, name: 'Warehouse\\prod_rw', type: 'role', description: null },
        policy: null,
      },
    ],
    count: 2,
    page: 1,
    readAt,
  }),
  'sheet.connectors': connectorsView({
    rows: ill.connectors.map((one) => ({
      workload: one.workload,
      kind: 'simulated',
      targets: 12,
      health: one,
    })),
    count: 5,
    page: 1,
    readAt,
  }),
  ...connectorSamples,
  'sheet.system-accounts': systemAccountsView({
    rows: [nightly, { ...nightly, ...imported }],
    count: 2,
    page: 1,
    readAt,
  }),
  'sheet.worst-system-accounts': systemAccountsView({
    rows: many(10, {
      ...nightly,
      name: 'x'.repeat(63),
      owner: long.requester,
      reason: long.reason!.slice(0, 500),
      targets: many(100, long.target.name),
      scopes: many(100, 'W'.repeat(60)),
      told: long.approverGroup.name,
    }),
    count: 12_345,
    page: 1,
    readAt,
  }),
  'sheet.trial': trial({}, ['Exchange\\*']),
  'sheet.trial-later': trial({
    typedStart: '2026-11-13 10:00',
    clock: { now: at('14:10'), zone: 'Europe/Vienna' },
    typedDuration: null,
  }),
  'sheet.trial-auto': trial({ policy: auto, typedScope: null }),
  'sheet.status-off': statusView({ ...well, enabled: false }),
  'sheet.trial-off': trial({ switchedOff: true }),
  'sheet.trial-refused': trial({ requesterGroupIds: [] }),
  'sheet.trial-deny': trial({ policy: denied }),
  'line.system-refused': systemRefusedLine({
    name: 'nightly-export',
    count: 1,
    last: refuse('system-account-length', {
      asked: '2\u00A0hours',
      maximum: '1\u00A0hour',
      example: '1h',
    }),
  }),
  'line.system-refused-often': systemRefusedLine({
    name: 'nightly-export',
    count: 17,
    last: refuse('system-account-over', { until: at('08:00') }),
  }),
  'line.role-taken': roleTakenView(ben, 'auditor', false),
  'line.role-given-up': roleTakenView(ana, 'owner', true),
  'sheet.worst-status': statusView({
    ...ill,
    organisation: long.approverGroup.name,
    connectors: many(40, health(long.target.workload, 'findings')),
    stillActive: many(150, worst(late)),
    fewDeciders: many(40, { name: long.approverGroup.name, size: 0 }),
    holders: many(40, long.requester).map((person, n) =>
      holder({ ...person, id: `person-${n}` }, 'owner', long.requester),
    ),
  }),
  'sheet.worst-roles': rolesView({
    rows: many(40, holder(long.requester, 'auditor', long.requester)),
    count: 40,
    page: 2,
    readAt,
  }),
  'sheet.worst-policies': policiesView(
    { rows: many(10, { policy: longPolicy, since }), count: 12_345, page: 1, readAt },
    longGroups,
  ),
  'sheet.worst-policy': policyView({
    ...shown,
    policy: longPolicy,
    groups: longGroups,
    decidesAbout: long.target,
    others: many(40, long.policy.pattern),
  }),
  'sheet.worst-group': groupView({
    group: {
      ...long.approverGroup,
      channels: many(20, { platform: 'teams', tenant: 't', id: '19:'.padEnd(200, 'x') }),
    },
    members: many(150, long.requester),
    ...standingAlone,
    uses: many(150, { pattern: long.policy.pattern, how: 'escalation' }),
    readAt,
  }),
  'sheet.worst-targets': targetsView({
    rows: many(10, { target: long.target, policy: longPolicy }),
    count: 100_000,
    page: 1,
    readAt,
  }),
  'sheet.worst-trial': trial(
    { policy: longPolicy, requester: long.requester, target: long.target },
    many(40, long.policy.pattern),
  ),
};
