/** Changes of the configuration, as those see them who propose them and decide on them. */
import {
  type ChangeDraft,
  type ChangeRequest,
  type RoleEdit,
} from '../../src/administration/change-request';
import { type Change } from '../../src/administration/difference';
import { items } from '../../src/administration/configuration';
import { type Governing } from '../../src/administration/governing';
import { type Weakening } from '../../src/administration/weakening';
import { type Decision } from '../../src/elevation/model';
import {
  changeDenyFormView,
  changeDraftView,
  changeGoneView,
  changeView,
  noEffects,
  type ChangeStanding,
} from '../../src/views/change';
import { type View } from '../../src/views/view';
import { ana, at, ben, cem, dia } from './snapshots';

const policies = 'policies' as const;
const item = 'Exchange\\Search-Mailbox';

const auto: Change = {
  section: policies,
  item,
  kind: 'changed',
  field: 'approval',
  before: 'manual',
  after: 'auto',
};
const longer: Change = {
  section: policies,
  item,
  kind: 'changed',
  field: 'durationMax',
  before: '8h',
  after: '12h',
};
const twice: Change = {
  section: policies,
  item,
  kind: 'changed',
  field: 'approvalsNeeded',
  before: 1,
  after: 2,
};
const members: Change = {
  section: 'approverGroups',
  item: 'Exchange approvers',
  kind: 'changed',
  field: 'members',
  before: ['ben', 'cem'],
  after: ['ben', 'dia'],
};
const added: Change = {
  section: policies,
  item: 'Exchange\\New-*',
  kind: 'added',
  after: { target: 'Exchange\\New-*', approval: 'manual', approvalsNeeded: 2, durationMax: '4h' },
};
const removed: Change = {
  section: 'targets',
  item: 'Exchange\\New-TransportRule',
  kind: 'removed',
  before: { name: 'Exchange\\New-TransportRule', type: 'task' },
};

const weakens: readonly Weakening[] = [
  { section: policies, item, field: 'approval', why: 'without-people' },
  { section: policies, item, field: 'durationMax', why: 'longer' },
];

const admin: RoleEdit = { act: 'add', person: dia, role: 'admin' };

const draft: ChangeDraft = {
  organisationId: 'organisation',
  id: 'change-150',
  number: 150,
  proposer: ana,
  draftedFrom: { platform: 'slack', tenant: 'T0EXAMPLE', user: 'U0ANA' },
  reason: 'Mail team is on its own this weekend, CHG-12.',
  changes: [auto, longer],
  roles: [],
  readyUntil: at('14:25'),
  readAt: at('14:10'),
};

export const sent: ChangeRequest = {
  organisationId: 'organisation',
  id: 'change-150',
  number: 150,
  state: 'pending',
  proposer: ana,
  askedFrom: draft.draftedFrom,
  reason: draft.reason,
  changes: draft.changes,
  roles: [],
  weakens,
  needs: 'second-admin',
  decisions: [],
  askedAt: at('14:12'),
  decideBy: new Date(at('14:12').getTime() + 24 * 3_600_000),
  closedAt: null,
  readAt: at('14:13'),
};

const standing: ChangeStanding = {
  weakens,
  needs: 'second-admin',
  effects: noEffects,
  deciders: [ben, cem],
  since: [],
  governs: [],
};
const alone: ChangeStanding = { ...standing, weakens: [], needs: 'nobody' };
const solo: ChangeStanding = { ...standing, needs: 'nobody-but-the-only-admin' };

function governed(name: string, policy: object | null): Governing {
  const said = policy && { approverGroup: 'Exchange approvers', durationMax: '8h', ...policy };
  return {
    target: `Exchange\\${name}`,
    policy: said && items.policies.parse(said),
    isOther: true,
  };
}

function decided(verdict: 'approve' | 'deny', comment: string | null): Decision {
  return {
    id: 'decision-1',
    person: ben,
    stage: 1,
    verdict,
    comment,
    durationS: null,
    digest: 'k7QmPz01_-aB',
    platform: 'teams',
    decidedAt: at('14:20'),
  };
}

function closed(state: ChangeRequest['state'], more: Partial<ChangeRequest> = {}): ChangeRequest {
  return { ...sent, state, closedAt: at('14:20'), readAt: at('14:21'), ...more };
}

const many = Array.from({ length: 40 }, (_, n): Change => {
  const name = `Exchange\\${'Long-Named-Cmdlet-'.repeat(6)}${n}`;
  return { ...twice, item: name, before: 'x'.repeat(300), after: 'y'.repeat(300) };
});
const manyWeak = many.map((one): Weakening => {
  return { section: one.section, item: one.item, field: 'approvalsNeeded', why: 'longer' };
});
const numbers = Array.from({ length: 200 }, (_, n) => n + 1);

const worst: ChangeRequest = {
  ...sent,
  proposer: { ...ana, name: 'Ana '.repeat(100) },
  reason: `${'A long reason. '.repeat(199)}END`,
  changes: many,
  weakens: manyWeak,
  roles: [admin],
};

const closedApproval = { ...standing, effects: noEffects, since: [] };

export const changeSamples: Readonly<Record<string, View>> = {
  'change.draft-alone': changeDraftView(
    { ...draft, changes: [twice], reason: null },
    {
      ...alone,
      effects: { lost: [], more: [142, 143, 144], anew: [] },
    },
  ),
  'change.draft-weakens': changeDraftView(draft, standing),
  'change.draft-solo': changeDraftView(draft, solo),
  'change.draft-several': changeDraftView(
    { ...draft, changes: [members, added, removed], reason: null },
    {
      ...standing,
      weakens: [
        { section: 'approverGroups', item: 'Exchange approvers', field: 'members', why: 'member' },
        { section: policies, item: 'Exchange\\New-*', field: null, why: 'more-targets' },
        { section: 'targets', item: removed.item, field: null, why: 'removed' },
      ],
      effects: { lost: [142], more: [], anew: [140, 141] },
    },
  ),
  'change.draft-governs': changeDraftView(
    { ...draft, changes: [removed], reason: null },
    {
      ...standing,
      weakens: [{ section: 'targets', item: removed.item, field: null, why: 'removed' }],
      governs: [
        governed('New-Rule', { target: 'Exchange\\New-*', approvalsNeeded: 2 }),
        governed('Search-Mailbox', { target: 'Exchange\\*', approval: 'auto' }),
        governed('Remove-Mailbox', { target: 'Exchange\\Remove-*', approval: 'deny' }),
        governed('Set-Mailbox', null),
      ],
    },
  ),
  'change.draft-conflict': changeDraftView(draft, {
    ...standing,
    since: [{ ...auto, before: 'manual', after: 'deny' }],
  }),
  'change.draft-left': changeDraftView(draft, standing, 88),
  'change.draft-lapsed': changeDraftView({ ...draft, readAt: at('14:26') }, standing),
  'change.draft-role': changeDraftView(
    { ...draft, changes: [], roles: [admin], reason: null },
    {
      ...standing,
      weakens: [],
    },
  ),
  'change.pending': changeView(sent, standing, 'decider'),
  'change.pending-replayed': changeView(
    sent,
    { ...standing, replay: { counted: true, otherwise: 14, looked: 212 } },
    'decider',
  ),
  'change.pending-unreplayed': changeView(
    sent,
    { ...standing, replay: { counted: false, pattern: 'Exchange\\*' } },
    'reader',
  ),
  'change.pending-own': changeView(sent, standing, 'proposer'),
  'change.pending-reader': changeView(sent, standing, 'reader'),
  'change.pending-conflict': changeView(
    sent,
    { ...standing, since: [{ ...auto, before: 'manual', after: 'deny' }] },
    'decider',
  ),
  'change.approved': changeView(
    closed('approved', { decisions: [decided('approve', null)] }),
    closedApproval,
    'proposer',
  ),
  'change.approved-alone': changeView(
    closed('approved', { changes: [twice], weakens: [], needs: 'nobody', reason: null }),
    alone,
    'proposer',
  ),
  'change.approved-solo': changeView(
    closed('approved', { needs: 'nobody-but-the-only-admin' }),
    solo,
    'reader',
  ),
  'change.denied': changeView(
    closed('denied', { decisions: [decided('deny', 'Not before the audit.')] }),
    closedApproval,
    'proposer',
  ),
  'change.withdrawn': changeView(closed('withdrawn'), closedApproval, 'reader'),
  'change.expired': changeView(closed('expired'), closedApproval, 'reader'),
  'change.gone': changeGoneView(sent),
  'change.worst': changeView(
    worst,
    {
      ...standing,
      weakens: manyWeak,
      effects: { lost: numbers, more: numbers, anew: numbers },
      since: [],
    },
    'decider',
  ),
  'deny-form.change': changeDenyFormView(sent, standing),
};
