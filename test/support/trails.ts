/** Trails of the sample requests: what the audit trail holds of them. */
import { type Actor, type AuditEvent, type AuditKind } from '../../src/audit/events';
import { type TrailEvent } from '../../src/audit/trail';
import { type Person, type PlatformName } from '../../src/elevation/model';
import { ana, at, ben, cem, dia } from './snapshots';

type FactsOf<Kind extends AuditKind> = Extract<AuditEvent, { kind: Kind }>['facts'];

const elevate: Actor = { type: 'elevate' };

export function by(person: Person, platform: PlatformName = 'slack'): Actor {
  const account = { platform, tenant: 'T0', user: `U-${person.id}` };
  return { type: 'person', personId: person.id, name: person.name, account };
}

export function event<Kind extends AuditKind>(
  clock: string,
  actor: Actor,
  kind: Kind,
  facts: FactsOf<Kind>,
  day?: number,
): TrailEvent {
  return { at: at(clock, day), kind, actor, facts };
}

const opened = event('14:02', by(ana), 'request.opened', {
  target: 'Exchange\\Search-Mailbox',
  subjectId: ana.id,
  durationS: 14_400,
  durationWasDefault: false,
  startAt: null,
  fixedEnd: null,
  reason: 'phishing',
  ticket: null,
  policyId: 'policy-search',
  policyVersion: 3,
  digest: 'k7QmPz01_-aB',
});

export function decided(
  verdict: 'approve' | 'deny',
  person = ben,
  [approvals, needed] = [1, 1],
  durationS: number | null = null,
): TrailEvent {
  return event('14:06', by(person, 'teams'), 'request.decided', {
    verdict,
    comment: null,
    askedDurationS: 14_400,
    durationS,
    digest: 'k7QmPz01_-aB',
    stage: 1,
    stages: 1,
    approvals,
    approvalsNeeded: needed,
    memberships: [],
  });
}

const approved = event('14:06', elevate, 'request.approved', {
  automatically: false,
  startsAt: at('14:06').toISOString(),
  endsAt: at('18:06').toISOString(),
});
const broken = event('14:06', by(ana), 'request.broken-glass', {
  target: 'Exchange\\Search-Mailbox',
  scope: '',
  durationS: 3_600,
  durationWasDefault: false,
  fixedEnd: null,
  reason: 'Mail is down.',
  ticket: null,
  policyId: 'policy-search',
  policyVersion: 3,
  digest: 'k7QmPz01_-aB',
  startsAt: at('14:06').toISOString(),
  endsAt: at('15:06').toISOString(),
  skipped: [{ groupId: 'group-exchange', group: 'Exchange approvers', people: 5 }],
  memberships: [],
});
const absent = event('14:06:02', elevate, 'grant.held-before', { heldBefore: false });
const active = event('14:06:10', elevate, 'grant.active', { attempts: 1, drift: [] });
const warned = event('17:51', elevate, 'grant.warned', {
  endsAt: at('18:06').toISOString(),
  leftS: 900,
});
const timeIsUp = event('18:06', elevate, 'grant.ending', { cause: 'expired' });

export function refused(
  person: Person,
  verb: string,
  code: FactsOf<'request.refused'>['refused'],
  facts: Record<string, unknown>,
  clock = '14:04',
): TrailEvent {
  return event(clock, by(person), 'request.refused', { verb, refused: code, facts });
}

function ended(cause: FactsOf<'grant.ended'>['cause'], kept: FactsOf<'grant.ended'>['kept']) {
  return event('18:06:04', elevate, 'grant.ended', { cause, kept, attempts: 1 });
}

export function withheld(why: FactsOf<'grant.withheld'>['why']): TrailEvent {
  return event('14:06:02', elevate, 'grant.withheld', { why });
}

const revoke = event('16:20', by(ben), 'grant.end-asked', {
  cause: 'revoked',
  reason: 'The search is done, Cem told me.',
});
const overdue = event('18:07', elevate, 'grant.overdue', {
  endsAt: at('18:06').toISOString(),
  attempts: 7,
  kind: 'unavailable',
});
const undelivered = (purpose: string, platform = 'Slack') =>
  event('14:02:30', elevate, 'message.undeliverable', {
    purpose,
    platform,
    code: 'not_in_channel',
  });

const trails = {
  active: [opened, decided('approve'), approved, absent, active],
  refused: [
    opened,
    refused(ana, 'approve', 'own-request', { request: 142, group: 'Exchange approvers' }),
    refused(cem, 'show', 'unknown-request', { request: 142 }),
    decided('approve'),
    approved,
    refused(
      dia,
      'approve',
      'already-decided',
      { request: 142, state: 'approved', person: 'Ben', at: at('14:06').toISOString() },
      '14:07',
    ),
  ],
  ended: [
    opened,
    decided('approve'),
    approved,
    absent,
    active,
    warned,
    timeIsUp,
    ended('expired', 'no'),
  ],
  later: [
    opened,
    decided('approve'),
    event('14:06', elevate, 'request.approved', {
      automatically: false,
      startsAt: at('09:00', 13).toISOString(),
      endsAt: at('13:00', 13).toISOString(),
    }),
  ],
  extension: [opened],
  glass: [
    broken,
    undelivered('passed-over:person-cem'),
    undelivered('passed-over:person-dia', 'none'),
    refused(ana, 'review', 'own-review', { request: 142, group: 'Exchange approvers' }),
    absent,
    active,
    timeIsUp,
    ended('expired', 'no'),
    event('15:10', elevate, 'review.reminded', { number: 1, openS: 3_840 }),
    event('15:40', by(ben, 'teams'), 'review.closed', {
      wasRight: false,
      comment: 'The mail team was on call and could have been asked.',
      digest: 'k7QmPz01_-aB',
      memberships: [],
    }),
  ],
  revoked: [opened, decided('approve'), approved, absent, active, revoke, ended('revoked', 'no')],
  denied: [opened, decided('deny'), event('14:06', elevate, 'request.denied', {})],
  'still-active': [
    ...[opened, decided('approve'), approved, absent, active, timeIsUp, overdue],
    event('18:20', by(ben), 'grant.retry-asked', { attempts: 7 }),
  ],
  failed: [
    opened,
    decided('approve'),
    approved,
    absent,
    event('14:07', elevate, 'grant.failed', { kind: 'not_found', code: 'x' }),
  ],
} as const;

export function trailOf(name: keyof typeof trails): readonly TrailEvent[] {
  return trails[name];
}

/** One of each that the others do not have. */
export const happened: readonly TrailEvent[] = [
  opened,
  undelivered('prompt'),
  undelivered('notice:granted'),
  decided('approve', ben, [1, 2]),
  decided('approve', dia, [2, 2]),
  event('14:06', elevate, 'request.approved', {
    automatically: true,
    startsAt: at('14:06').toISOString(),
    endsAt: at('18:06').toISOString(),
  }),
  event('14:06:02', elevate, 'grant.held-before', { heldBefore: true }),
  event('14:07', elevate, 'grant.failed', { kind: 'unavailable', code: 'x' }),
  event('14:08', by(ana), 'request.withdrawn', {}),
  event('16:02', elevate, 'request.reminded', { number: 1, waitedS: 7200 }),
  event('18:02', elevate, 'request.escalated', {
    why: 'unanswered',
    stage: 1,
    groupId: 'group-owners',
    group: 'Owners',
  }),
  event('18:03', elevate, 'request.escalated', {
    why: 'undeliverable',
    stage: 1,
    groupId: 'group-owners',
    group: 'Owners',
  }),
  event('18:04', elevate, 'request.stage-reached', {
    stage: 2,
    groupId: 'group-owners',
    group: 'Owners',
  }),
  event('14:02', elevate, 'request.expired', { decideBy: at('14:02', 13).toISOString() }, 13),
  event('15:00', by(ana), 'grant.end-asked', { cause: 'relinquished', reason: null }, 13),
  event('15:00', by(ana), 'grant.end-asked', { cause: 'never-started', reason: null }, 13),
  ended('never-started', 'no'),
  ended('removed-elsewhere', 'no'),
  ended('expired', 'held-before'),
  ended('expired', 'also-held'),
];

/** A trail that is too long for one screen. */
export function longTrail(length: number, name = 'Dan Ortiz'): readonly TrailEvent[] {
  const person = { ...cem, name };
  const facts = { request: 142, group: `${name} approvers`, target: 'Search-Mailbox' };
  const presses = Array.from({ length: length - 2 }, () =>
    refused(person, 'approve', 'not-an-approver', facts),
  );
  return [opened, ...presses, decided('approve', person)];
}
