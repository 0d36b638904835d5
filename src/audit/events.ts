/**
 * The closed vocabulary of the audit trail. Every event names who acted, on what, and the facts that an auditor
 * needs to follow it; times come from Postgres when the row is written.
 */
import { z } from 'zod';
import { type Withheld } from '../elevation/model';
import { lossKinds, placeScopes } from '../elevation/places';
import { roleNames } from '../elevation/roles';
import { refusalCodes } from '../errors';

const account = z.object({
  platform: z.enum(['slack', 'teams']),
  tenant: z.string(),
  user: z.string(),
});

/** Who acted: a person through one of their accounts, an account nobody is tied to, a program by its key, or Elevate itself. */
export const Actor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), personId: z.string(), name: z.string(), account }),
  z.object({ type: z.literal('account'), account }),
  z.object({
    type: z.literal('system-account'),
    accountId: z.string(),
    name: z.string(),
    keyId: z.string(),
  }),
  z.object({ type: z.literal('elevate') }),
]);
export type Actor = z.infer<typeof Actor>;

export const byElevate: Actor = { type: 'elevate' };

const cause = z.enum(['expired', 'relinquished', 'revoked', 'removed-elsewhere', 'never-started']);
const withheld = [
  'uncovered',
  'denied',
  'disabled',
  'ineligible',
  'moved',
  'stranger',
] as const satisfies readonly Withheld[];
const moment = z.iso.datetime();
const place = z.object({
  platform: z.enum(['slack', 'teams']),
  tenant: z.string(),
  scope: z.enum(placeScopes),
  /** Of the conversation or of the user; empty for all of the platform. */
  id: z.string(),
  code: z.string(),
});
const role = z.enum(roleNames);
/** As src/administration/difference.ts has them, with values as the file would say them. */
const changes = z.array(z.unknown());

/** One schema per kind of event: the facts that go with it. */
export const auditFacts = {
  'request.opened': z.object({
    target: z.string(),
    subjectId: z.string(),
    durationS: z.number(),
    durationWasDefault: z.boolean(),
    startAt: moment.nullable().default(null),
    fixedEnd: moment.nullable(),
    reason: z.string().nullable(),
    ticket: z.string().nullable().default(null),
    policyId: z.string(),
    policyVersion: z.number(),
    digest: z.string(),
    /** The number of the request that was asked for once more. */
    again: z.number().optional(),
    /** The number of the request whose grant is to go on. */
    extends: z.number().optional(),
  }),
  'request.refused': z.object({
    verb: z.string(),
    refused: z.enum(refusalCodes),
    facts: z.record(z.string(), z.unknown()),
    /** What the person was told instead, where the cause was nothing for them to know. */
    told: z.enum(refusalCodes).optional(),
  }),
  'request.decided': z.object({
    verdict: z.enum(['approve', 'deny']),
    comment: z.string().nullable(),
    /** What was asked, and less where the approver allowed less. In seconds; trails from before have neither. */
    askedDurationS: z.number().nullable().default(null),
    durationS: z.number().nullable().default(null),
    digest: z.string(),
    /** In this stage. Trails from before there were stages have neither. */
    stage: z.number().default(1),
    stages: z.number().default(1),
    approvals: z.number(),
    approvalsNeeded: z.number(),
    memberships: z.array(z.object({ groupId: z.string(), readAt: moment })),
  }),
  'request.approved': z.object({
    automatically: z.boolean(),
    startsAt: moment,
    endsAt: moment,
  }),
  /** It was taken at once, without approval; all of a request that was never asked. */
  'request.broken-glass': z.object({
    target: z.string(),
    scope: z.string(),
    durationS: z.number(),
    durationWasDefault: z.boolean(),
    fixedEnd: moment.nullable(),
    reason: z.string(),
    ticket: z.string().nullable(),
    policyId: z.string(),
    policyVersion: z.number(),
    digest: z.string(),
    startsAt: moment,
    endsAt: moment,
    /** Who would have decided. */
    skipped: z.array(z.object({ groupId: z.string(), group: z.string(), people: z.number() })),
    memberships: z.array(z.object({ groupId: z.string(), readAt: moment })),
  }),
  'review.closed': z.object({
    wasRight: z.boolean(),
    comment: z.string().nullable(),
    digest: z.string(),
    memberships: z.array(z.object({ groupId: z.string(), readAt: moment })),
  }),
  /** Those who were passed over were reminded of a review that is still open. */
  'review.reminded': z.object({ number: z.number(), openS: z.number() }),
  'request.denied': z.object({}),
  /** Whoever receives it accepted what somebody else had asked for, as it was shown to them; or did not want it. */
  'request.accepted': z.object({ digest: z.string() }),
  'request.declined': z.object({}),
  'request.withdrawn': z.object({}),
  'request.reminded': z.object({ number: z.number(), waitedS: z.number() }),
  'request.escalated': z.object({
    why: z.enum(['unanswered', 'undeliverable', 'unreadable']),
    stage: z.number(),
    groupId: z.string(),
    group: z.string(),
  }),
  'request.stage-reached': z.object({
    stage: z.number(),
    groupId: z.string(),
    group: z.string(),
  }),
  'request.expired': z.object({ decideBy: moment }),
  'grant.held-before': z.object({ heldBefore: z.boolean() }),
  /** It was approved, and is not made after all. */
  'grant.withheld': z.object({ why: z.enum(withheld) }),
  'grant.active': z.object({ attempts: z.number(), drift: z.array(z.string()) }),
  'grant.failed': z.object({ kind: z.string(), code: z.string() }),
  'grant.end-asked': z.object({ cause, reason: z.string().nullable() }),
  /** `act` is left out in those from before it could be anything but taking away. */
  'grant.retry-asked': z.object({
    act: z.enum(['take-away', 'give']).optional(),
    attempts: z.number(),
  }),
  'grant.warned': z.object({ endsAt: moment, leftS: z.number() }),
  'grant.ending': z.object({ cause }),
  'grant.ended': z.object({
    cause,
    kept: z.enum(['no', 'held-before', 'also-held']),
    attempts: z.number(),
  }),
  'grant.overdue': z.object({ endsAt: moment, attempts: z.number(), kind: z.string() }),
  'message.undeliverable': z.object({
    purpose: z.string(),
    platform: z.string(),
    code: z.string(),
  }),
  /** Messages cannot reach a place any more; `code` is the platform's word for it. */
  'place.lost': place.extend({ why: z.enum(lossKinds) }),
  'place.back': place.extend({ lostAt: moment }),
  /** A code to tie accounts with; of the code itself nothing is written down. */
  'link.code-given': z.object({ linkId: z.string() }),
  /** Somebody typed it: these two accounts were shown each other. */
  'link.met': z.object({ linkId: z.string(), asker: account, typer: account }),
  'link.confirmed': z.object({ linkId: z.string() }),
  /** Nothing was tied. */
  'link.ended': z.object({ linkId: z.string(), why: z.enum(['refused', 'impossible']) }),
  /** Both confirmed: the account is this person's from now on. */
  'account.linked': z.object({ linkId: z.string(), account, personId: z.string() }),
  /** Given by Elevate itself at its start, or by a person; `source` is the variable that named them. */
  'role.given': z.object({ role, personId: z.string(), source: z.string().nullable() }),
  'role.taken': z.object({ role, personId: z.string() }),
  /** Of the key itself nothing is written down. `oldUntil` is when those before it open nothing any more. */
  'system-account.key-made': z.object({
    accountId: z.string(),
    name: z.string(),
    keyId: z.string(),
    oldUntil: moment,
  }),
  /** Somebody had a connected system asked whether it can do its work; `findings` is how much is not as needed. */
  'connector.checked': z.object({
    workload: z.string(),
    state: z.enum(['working', 'findings', 'silent', 'refusing', 'missing']),
    findings: z.number(),
  }),
  'configuration.applied': z.object({ source: z.string(), sha256: z.string() }),
  /** Drafted from a file for somebody, who may send it. */
  'change.drafted': z.object({ file: z.string(), number: z.number(), personId: z.string() }),
  /** Sent to be approved, or made at once where `needs` says that nobody else has to. */
  'change.proposed': z.object({
    changes,
    roles: z.array(z.object({ act: z.enum(['add', 'remove']), personId: z.string(), role })),
    weakens: z.array(
      z.object({
        section: z.string(),
        item: z.string(),
        field: z.string().nullable(),
        why: z.string(),
      }),
    ),
    needs: z.enum(['second-admin', 'nobody', 'nobody-but-the-only-admin']),
    reason: z.string().nullable(),
    digest: z.string(),
  }),
  'change.decided': z.object({
    verdict: z.enum(['approve', 'deny']),
    comment: z.string().nullable(),
    digest: z.string(),
  }),
  /** What was configured before and after is known by its version. */
  'configuration.changed': z.object({
    changes,
    before: z.string(),
    after: z.string(),
    /** Set when a file said so; `approvedBy` is the number of the change that agreed to what it weakens. */
    source: z
      .object({ file: z.string(), sha256: z.string(), approvedBy: z.number().nullable() })
      .optional(),
  }),
} as const;

export type AuditKind = keyof typeof auditFacts;

export type AuditEvent = {
  [Kind in AuditKind]: {
    readonly organisationId: string;
    readonly kind: Kind;
    readonly actor: Actor;
    readonly requestId?: string;
    readonly grantId?: string;
    readonly facts: z.infer<(typeof auditFacts)[Kind]>;
  };
}[AuditKind];
