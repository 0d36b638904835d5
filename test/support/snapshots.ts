/** Sample requests: Ana asks for Search-Mailbox, Ben decides. Times are those of the sample screens. */
import { factsDigest } from '../../src/elevation/digest';
import {
  noTerms,
  type Decision,
  type Grant,
  type Person,
  type Policy,
  type RequestSnapshot,
  type Target,
} from '../../src/elevation/model';

/** 12 November 2026, in UTC. */
export function at(clock: string, day = 12): Date {
  return new Date(`2026-11-${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`);
}

function person(name: string, changes: Partial<Person> = {}): Person {
  const key = name.toLowerCase();
  return { id: `person-${key}`, name, line: `${key}@example.com`, disabled: false, ...changes };
}

export const ana = person('Ana');
export const ben = person('Ben');
export const cem = person('Cem');
export const dia = person('Dia');

const searchMailbox: Target = {
  id: 'target-search-mailbox',
  name: 'Exchange\\Search-Mailbox',
  workload: 'Exchange',
  bareName: 'Search-Mailbox',
  type: 'task',
  description: 'It allows searching every mailbox and deleting what is found.',
};

const searchPolicy: Policy = {
  id: 'policy-search',
  pattern: 'Exchange\\Search-*',
  version: 3,
  rules: {
    approval: 'manual',
    approverGroupId: 'group-exchange',
    approvalsNeeded: 1,
    durationDefaultS: 14_400,
    durationMaxS: 28_800,
    decideWithinS: 86_400,
    reasonRequired: true,
    reasonMinLength: 10,
    terms: noTerms,
  },
};

export function policy(rules: Partial<Policy['rules']>, changes: Partial<Policy> = {}): Policy {
  return { ...searchPolicy, ...changes, rules: { ...searchPolicy.rules, ...rules } };
}

const phishing =
  'A phishing message reached about 40 mailboxes this morning. I need to find every copy and remove it before people open it.';

export function pending(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  const made: RequestSnapshot = {
    organisationId: 'organisation-1',
    id: '0193-request-142',
    number: 142,
    kind: 'access',
    state: 'pending',
    requester: ana,
    subject: ana,
    askedFrom: { platform: 'slack', tenant: 'T0', user: 'U-ana' },
    systemAccount: null,
    target: searchMailbox,
    scope: '',
    durationS: 14_400,
    startAt: null,
    fixedEnd: null,
    reason: phishing,
    ticket: null,
    durationWasDefault: false,
    policy: searchPolicy,
    policyNow: searchPolicy,
    approverGroup: { id: 'group-exchange', name: 'Exchange approvers', size: 5 },
    acceptedAt: null,
    withdrawnBy: null,
    alsoAsked: [],
    namedSince: [],
    reminders: [],
    decisions: [],
    askedAt: at('14:02'),
    decideBy: at('14:02', 13),
    closedAt: null,
    grant: null,
    extends: null,
    review: null,
    heldLast30Days: 2,
    askedBefore: true,
    atUnusualHour: false,
    heldThrough: null,
    deniedLately: null,
    standing: { requesterGroupIds: [], subjectGroupIds: [], isAccountTheirs: true },
    switchedOff: false,
    readAt: at('14:02:20'),
    ...changes,
  };
  // Decisions that say nothing else were made on the facts that are drawn.
  const digest = factsDigest(made);
  const decisions = made.decisions.map((one) => (one.digest === '' ? { ...one, digest } : one));
  return { ...made, decisions };
}

export function decision(
  verdict: Decision['verdict'],
  by: Person = ben,
  changes: Partial<Decision> = {},
): Decision {
  return {
    id: `decision-${by.id}`,
    person: by,
    stage: 1,
    verdict,
    comment: null,
    durationS: null,
    digest: '',
    platform: 'slack',
    decidedAt: at('14:06'),
    ...changes,
  };
}

function grant(changes: Partial<Grant> = {}): Grant {
  return {
    id: 'grant-142',
    state: 'active',
    startsAt: at('14:06'),
    endsAt: at('18:06'),
    activeAt: at('14:06:10'),
    endingAt: null,
    endedAt: null,
    endCause: null,
    withheld: null,
    endedBy: null,
    endReason: null,
    heldBefore: false,
    attempts: 1,
    nextAttemptAt: null,
    lastError: null,
    warnedAt: null,
    extendedThrough: null,
    alsoHeldThrough: null,
    ...changes,
  };
}

export function approved(
  grantChanges: Partial<Grant> = {},
  changes: Partial<RequestSnapshot> = {},
): RequestSnapshot {
  return pending({
    state: 'approved',
    decisions: [decision('approve')],
    closedAt: at('14:06'),
    grant: grant(grantChanges),
    readAt: at('14:06:12'),
    ...changes,
  });
}

export function activating(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return approved({ state: 'activating', activeAt: null, heldBefore: null }, changes);
}

export function ending(
  grantChanges: Partial<Grant> = {},
  changes: Partial<RequestSnapshot> = {},
): RequestSnapshot {
  return approved(
    { state: 'ending', endingAt: at('18:06'), endCause: 'expired', ...grantChanges },
    { readAt: at('18:06:10'), ...changes },
  );
}

export function ended(
  grantChanges: Partial<Grant> = {},
  changes: Partial<RequestSnapshot> = {},
): RequestSnapshot {
  return ending({ state: 'ended', endedAt: at('18:06:04'), ...grantChanges }, changes);
}

export function stillActive(grantChanges: Partial<Grant> = {}): RequestSnapshot {
  return ending(
    { attempts: 7, nextAttemptAt: at('18:27'), lastError: 'unavailable', ...grantChanges },
    { readAt: at('18:26:20') },
  );
}

export function failed(grantChanges: Partial<Grant> = {}): RequestSnapshot {
  return approved({
    state: 'failed',
    activeAt: null,
    heldBefore: false,
    lastError: 'not_found',
    ...grantChanges,
  });
}

/** Two hours more of what `approved()` holds. */
export function extension(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return pending({
    id: '0193-request-150',
    number: 150,
    kind: 'extension',
    durationS: 7_200,
    fixedEnd: at('20:06'),
    reason: 'The search takes longer than I thought.',
    askedAt: at('17:30'),
    decideBy: at('20:06'),
    readAt: at('17:30:20'),
    extends: {
      grantId: 'grant-142',
      number: 142,
      since: at('14:06'),
      endsAt: at('18:06'),
      state: 'active',
      endCause: null,
    },
    ...changes,
  });
}

const down =
  'Mail is down in the whole company. The night shift has nobody who could approve this.';

/** What Ana said that she would take without approval, before she pressed. */
export function drafted(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return pending({
    kind: 'review',
    durationS: 3_600,
    reason: down,
    decideBy: at('14:12'),
    readAt: at('14:02:20'),
    ...changes,
  });
}

/** The same once she has pressed, in any state of its grant. */
export function taken(made: RequestSnapshot, changes: Partial<RequestSnapshot> = {}) {
  const { state, closedAt, grant, readAt } = made;
  return drafted({
    state,
    closedAt,
    grant: grant && { ...grant, endsAt: at('15:06') },
    review: { openedAt: at('14:06'), closed: null },
    askedAt: at('14:06'),
    decideBy: at('14:06'),
    readAt,
    ...changes,
  });
}

export const reviewedAsRight = {
  openedAt: at('14:06'),
  closed: { by: ben, wasRight: true, comment: null, at: at('15:40') },
} as const;

export const reviewedAsWrong = {
  openedAt: at('14:06'),
  closed: {
    by: ben,
    wasRight: false,
    comment: 'The mail team was on call and could have been asked.',
    at: at('15:40'),
  },
} as const;

export function closed(
  state: 'denied' | 'withdrawn' | 'expired',
  changes: Partial<RequestSnapshot> = {},
): RequestSnapshot {
  const decisions =
    state === 'denied'
      ? [decision('deny', ben, { comment: 'The mail team already does this. Ask Cem for a copy.' })]
      : [];
  return pending({ state, decisions, closedAt: at('14:06'), readAt: at('14:06:01'), ...changes });
}

/** Everybody and everything with names that are written from right to left. */
export function rightToLeft(snapshot: RequestSnapshot): RequestSnapshot {
  const ruth = { ...ana, name: 'רות כהן' };
  const made = {
    ...snapshot,
    requester: ruth,
    subject: ruth,
    target: {
      ...snapshot.target,
      name: 'دفتر\\تعديل-كامل',
      workload: 'دفتر',
      bareName: 'تعديل-كامل',
    },
    approverGroup: { ...snapshot.approverGroup, name: 'مديرو الأنظمة' },
  };
  const approval = decision('approve', { ...ben, name: 'علي' }, { digest: factsDigest(made) });
  return { ...made, decisions: [approval] };
}

/** The longest that anything may be, with everything in it that another parser would take for its own. */
const hostileReason = [
  '<!channel> <@U0ANA1234> <https://evil.example|Approve here> https://evil.example',
  '*bold* _it_ ~gone~ `code` [Approve](https://evil.example) **strong** # head',
  '{{DATE(2026-11-13T14:02:00Z,SHORT)}} {{TIME(2026-11-13T14:02:00Z)}} ${facts.reason} @button.approve',
  '\u202Egnidaelsim\u202C zero\u200Bwidth \u2066isolated\u2069 👩‍👩‍👧 🇪🇸 é',
  '',
  '',
  '',
  'x'.repeat(2_600),
  ...Array.from({ length: 20 }, (_, line) => `line ${line}`),
]
  .join('\n')
  .slice(0, 3_000);

export function worst(snapshot: RequestSnapshot): RequestSnapshot {
  const long = (start: string, length: number) =>
    `${start}${'-Long'.repeat(length)}`.slice(0, length);
  const names = new Map<string, Person>();
  const longName = (one: Person): Person => {
    const made = names.get(one.id) ?? {
      ...one,
      name: long(`${one.name} *<!channel>* {{DATE(2026-11-13T14:02:00Z,SHORT)}} `, 256),
      line: long(`${one.name}.`, 250),
    };
    names.set(one.id, made);
    return made;
  };
  const url = `https://tickets.example.com/${'deep/'.repeat(20)}{ticket}`;
  const { policy } = snapshot;
  const terms = { ...policy.rules.terms, ticket: { required: true, form: null, url } };
  const longPolicy = {
    ...policy,
    pattern: long('Exchange\\New-*', 256),
    version: 99_999,
    rules: { ...policy.rules, durationMaxS: 93_780, terms },
  };
  return {
    ...snapshot,
    number: 999_999_999,
    requester: longName(snapshot.requester),
    subject: longName(snapshot.subject),
    scope: 'W'.repeat(60),
    target: {
      ...snapshot.target,
      name: long('Exchange\\New-', 256),
      workload: long('Exchange', 128),
      bareName: long('New-', 247),
      description: long('It allows ', 3_000),
    },
    reason: hostileReason,
    ticket: hostileReason.slice(0, 100),
    durationS: 93_780,
    policy: longPolicy,
    policyNow: snapshot.policyNow && { ...longPolicy, version: 100_000 },
    approverGroup: { ...snapshot.approverGroup, name: long('Exchange & <approvers> ', 256) },
    decisions: snapshot.decisions.map((one) => ({
      ...one,
      person: longName(one.person),
      comment: hostileReason.slice(0, 500),
    })),
    review: snapshot.review && {
      ...snapshot.review,
      closed: snapshot.review.closed && {
        ...snapshot.review.closed,
        by: longName(snapshot.review.closed.by),
        comment: snapshot.review.closed.comment && hostileReason.slice(0, 500),
      },
    },
    deniedLately: { number: 999_999_998, at: at('13:42') },
    heldLast30Days: 0,
    askedBefore: false,
    grant: snapshot.grant && {
      ...snapshot.grant,
      endedBy: snapshot.grant.endedBy && longName(snapshot.grant.endedBy),
      endReason: snapshot.grant.endReason && hostileReason.slice(0, 500),
      alsoHeldThrough: { number: 999_999_997, until: at('20:00') },
    },
  };
}
