import {
  noTerms,
  type Decision,
  type Grant,
  type Person,
  type Policy,
  type PolicyRules,
  type RequestSnapshot,
  type Target,
} from '../../src/elevation/model';

export const now = new Date('2026-11-13T14:02:00.000Z');

/** `now` moved by milliseconds. */
export function after(ms: number, from: Date = now): Date {
  return new Date(from.getTime() + ms);
}

export function person(name: string, changes: Partial<Person> = {}): Person {
  return { id: `person-${name}`, name, line: `${name}@example.com`, disabled: false, ...changes };
}

export const ana = person('Ana');
export const ben = person('Ben');
export const cleo = person('Cleo');
export const dan = person('Dan');

export const target: Target = {
  id: 'target-1',
  name: 'Exchange\\Search-Mailbox',
  workload: 'Exchange',
  bareName: 'Search-Mailbox',
  type: 'task',
  description: null,
};

export function policy(changes: Partial<Policy> = {}, rules: Partial<PolicyRules> = {}): Policy {
  return {
    id: 'policy-1',
    pattern: 'Exchange\\Search-Mailbox',
    version: 3,
    ...changes,
    rules: {
      approval: 'manual',
      approverGroupId: 'group-1',
      approvalsNeeded: 1,
      durationDefaultS: 4 * 3600,
      durationMaxS: 8 * 3600,
      decideWithinS: 24 * 3600,
      reasonRequired: true,
      reasonMinLength: 10,
      terms: noTerms,
      ...rules,
    },
  };
}

export function rules(changes: Partial<PolicyRules>): Policy {
  return policy({}, changes);
}

export function decision(by: Person, changes: Partial<Decision> = {}): Decision {
  return {
    id: `decision-${by.id}`,
    person: by,
    stage: 1,
    verdict: 'approve',
    comment: null,
    durationS: null,
    digest: 'digest-12345',
    platform: 'slack',
    decidedAt: after(-60_000),
    ...changes,
  };
}

export function grant(changes: Partial<Grant> = {}): Grant {
  return {
    id: 'grant-1',
    state: 'active',
    startsAt: now,
    endsAt: after(4 * 3600_000),
    activeAt: now,
    endingAt: null,
    endedAt: null,
    endCause: null,
    withheld: null,
    endedBy: null,
    endReason: null,
    heldBefore: false,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
    warnedAt: null,
    extendedThrough: null,
    alsoHeldThrough: null,
    ...changes,
  };
}

export function snapshot(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return {
    organisationId: 'organisation-1',
    id: 'request-1',
    number: 142,
    kind: 'access',
    state: 'pending',
    requester: ana,
    subject: ana,
    target,
    scope: '',
    durationS: 4 * 3600,
    startAt: null,
    fixedEnd: null,
    reason: 'phishing clean-up',
    ticket: null,
    durationWasDefault: false,
    policy: policy(),
    policyNow: policy(),
    approverGroup: { id: 'group-1', name: 'Exchange approvers', size: 5 },
    acceptedAt: null,
    withdrawnBy: null,
    alsoAsked: [],
    namedSince: [],
    reminders: [],
    decisions: [],
    askedAt: after(-3600_000),
    decideBy: after(3600_000),
    closedAt: null,
    grant: null,
    extends: null,
    review: null,
    heldLast30Days: 0,
    askedBefore: false,
    atUnusualHour: false,
    heldThrough: null,
    deniedLately: null,
    standing: { requesterGroupIds: [], subjectGroupIds: [], isAccountTheirs: true },
    askedFrom: { platform: 'slack', tenant: 'T1', user: 'U-Ana' },
    systemAccount: null,
    switchedOff: false,
    readAt: now,
    ...changes,
  };
}
