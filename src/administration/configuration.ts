/**
 * The configuration file: people, approver groups, target systems, targets and approval policies, by name.
 * Pure: text in, data or ConfigError out. Names are resolved here, so that nothing half-known reaches the database.
 */
import { z } from 'zod';
import { IANAZone } from 'luxon';
import { parseDuration } from '../elevation/duration';
import { type PolicyTerms } from '../elevation/model';
import { faultOf, matchesWhole } from '../elevation/patterns';
import { isRefusal } from '../errors';

const name = z.string().trim().min(1).max(120);
const key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/u, 'lower-case letters, digits, . _ -');

/** A length of time as people write it (`4h`, `1h30m`, `2d`), in seconds. */
const duration = z.string().transform((typed, context) => {
  const parsed = parseDuration(typed, null);
  if (!isRefusal(parsed) && parsed.fixedEnd === null) return parsed.seconds;
  context.addIssue({
    code: 'custom',
    message: `"${typed}" is not a length of time. Write 4h or 30m.`,
  });
  return z.NEVER;
});

const slackAccount = z
  .string()
  .regex(/^[TE][A-Z0-9]+\/[UW][A-Z0-9]+$/u, 'TEAM/USER, for example T0123ABCD/U0456EFGH');
const teamsAccount = z
  .string()
  .regex(/^[0-9a-fA-F-]{36}\/[0-9a-fA-F-]{36}$/u, 'TENANT-ID/OBJECT-ID, both as in Entra ID');

const person = z.strictObject({
  key,
  name,
  /** One directory line that tells people of the same name apart: an address or account name. */
  line: z.string().trim().min(1).max(200),
  accounts: z
    .object({ slack: slackAccount.optional(), teams: teamsAccount.optional() })
    .catchall(z.string().min(1).max(256))
    .default({}),
});

const approverGroup = z.strictObject({
  name,
  members: z.array(key).min(1),
  channels: z.strictObject({
    /** TEAM/CHANNEL, for example T0123ABCD/C0456EFGH */
    slack: z
      .string()
      .regex(/^[TE][A-Z0-9]+\/[CG][A-Z0-9]+$/u)
      .optional(),
    /** TENANT-ID/CONVERSATION-ID, for example …/19:abc@thread.tacv2 */
    teams: z
      .string()
      .regex(/^[0-9a-fA-F-]{36}\/.+$/u)
      .optional(),
  }),
});

const connector = z.strictObject({
  workload: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/u, 'letters, digits and -'),
  kind: key,
  settings: z.record(z.string(), z.unknown()).default({}),
});

const target = z.strictObject({
  name: z.string().regex(/^[^\\]+\\[^\\]+$/u, 'Workload\\Name, for example Warehouse\\prod_rw'),
  type: z.enum(['task', 'role', 'role-group']),
  description: z.string().trim().min(1).max(120).optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
});

/** A regular expression in RE2 syntax; it has to cover the whole text. */
const expression = z
  .string()
  .min(1)
  .max(500)
  .superRefine((pattern, context) => {
    const fault = faultOf(pattern);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

/** What a text has to look like, with one that does: people are told the example, and not the expression. */
const form = z
  .strictObject({ pattern: expression, example: z.string().trim().min(1).max(100) })
  .refine(({ pattern, example }) => matchesWhole(pattern, example), {
    message: 'the example is not of the form of the pattern',
    path: ['example'],
  });

const ticket = z.strictObject({
  required: z.boolean().default(true),
  form: form.nullable().default(null),
  url: z
    .string()
    .regex(/^https:\/\/[^\s]+\{ticket\}/u, 'https://…/{ticket}')
    .nullable()
    .default(null),
});

const clock = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u, '08:00');
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const availability = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: clock,
  to: clock,
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'a time zone such as Europe/Vienna'),
});

/** The longest name of a part of a target; it stands in full on prompts. */
const scopeLongest = 60;

const scopeNames = z
  .array(z.string().trim().min(1).max(scopeLongest))
  .min(1)
  .refine(
    (names) => new Set(names.map((one) => one.toLowerCase())).size === names.length,
    'each part once; upper and lower case are the same',
  );

/** Parts of a target, as its system names them. A list alone leaves out the whole. */
const scopes = z
  .union([scopeNames, z.strictObject({ allowed: scopeNames, whole: z.boolean().default(false) })])
  .transform((given) => (Array.isArray(given) ? { allowed: given, whole: false } : given));

const requesters = z.strictObject({
  group: name,
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});

const policy = z.strictObject({
  target: z.string().regex(/^[^\\]+\\[^\\]+$/u, 'Workload\\Name or a pattern such as Exchange\\*'),
  approval: z.enum(['manual', 'auto', 'deny']).default('manual'),
  approverGroup: name.optional(),
  approvalsNeeded: z.int().min(1).max(20).default(1),
  durationDefault: duration.prefault('4h'),
  durationMax: duration.prefault('8h'),
  decideWithin: duration.prefault('24h'),
  reason: z
    .strictObject({
      required: z.boolean().default(true),
      minLength: z.int().min(0).max(500).default(0),
      form: form.nullable().default(null),
    })
    .prefault({}),
  requesters: z.array(requesters).default([]),
  ticket: ticket.nullable().default(null),
  scopes: scopes.nullable().default(null),
  availability: availability.nullable().default(null),
  coolDown: duration.nullable().default(null),
  autoBudget: z
    .strictObject({ count: z.int().min(1).max(1000), per: duration })
    .nullable()
    .default(null),
  stages: z
    .array(
      z.strictObject({ approverGroup: name, approvalsNeeded: z.int().min(1).max(20).default(1) }),
    )
    .max(4)
    .default([]),
  reminders: z.array(duration).max(5).default([]),
  escalation: z.strictObject({ after: duration, approverGroup: name }).nullable().default(null),
  extension: z
    .strictObject({
      allowed: z.boolean().default(true),
      maxTotal: duration.nullable().default(null),
    })
    .nullable()
    .default(null),
  breakGlass: z
    .strictObject({ groups: z.array(name).min(1).max(20), maxDuration: duration.prefault('1h') })
    .nullable()
    .default(null),
  notify: z.array(name).max(20).default([]),
});

/** What one item of each list has to be. */
export const items = {
  people: person,
  approverGroups: approverGroup,
  connectors: connector,
  targets: target,
  policies: policy,
};

export const Configuration = z.strictObject({
  organisation: z.strictObject({ name, defaultApproverGroup: name }),
  people: z.array(person).min(1),
  approverGroups: z.array(approverGroup).min(1),
  connectors: z.array(connector).default([]),
  targets: z.array(target).default([]),
  policies: z.array(policy).default([]),
});
export type Configuration = z.infer<typeof Configuration>;

/** What a policy asks beyond the usual, with the ids of the groups that it names. */
export function termsOf(
  one: Configuration['policies'][number],
  groupIds: ReadonlyMap<string, string>,
): PolicyTerms {
  const { availability, autoBudget, escalation, extension, breakGlass } = one;
  return {
    requesters: one.requesters.map(({ group, until }) => ({
      groupId: groupIds.get(group)!,
      until,
    })),
    reasonForm: one.reason.form,
    ticket: one.ticket,
    scopes: one.scopes,
    availability: availability && {
      ...availability,
      days: availability.days.map((day) => weekdays.indexOf(day) + 1),
    },
    coolDownS: one.coolDown ?? 0,
    autoBudget: autoBudget && { count: autoBudget.count, windowS: autoBudget.per },
    stages: one.stages.map(({ approverGroup, approvalsNeeded }) => ({
      groupId: groupIds.get(approverGroup)!,
      approvalsNeeded,
    })),
    reminders: [...one.reminders].sort((a, b) => a - b),
    escalation: escalation && {
      afterS: escalation.after,
      groupId: groupIds.get(escalation.approverGroup)!,
    },
    extension: extension && { allowed: extension.allowed, maxTotalS: extension.maxTotal },
    breakGlass: breakGlass && {
      groupIds: breakGlass.groups.map((group) => groupIds.get(group)!),
      maxS: breakGlass.maxDuration,
    },
    notify: [...new Set(one.notify)].map((group) => groupIds.get(group)!),
  };
}
