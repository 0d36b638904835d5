/**
 * The configuration as it is written down: people, approver groups, target systems, targets, approval policies and system
 * accounts, by name. The descriptions here are what editors show (docs/elevate.schema.json). Pure.
 */
import { z } from 'zod';
import { IANAZone } from 'luxon';
import { parseDuration } from '../elevation/duration';
import { faultOf, matchesWhole } from '../elevation/patterns';
import { isRefusal } from '../errors';
import { adAccount, directories } from './directories';
import { groupSource } from './group-sources';

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
  .regex(/^[TE][A-Z0-9]+\/[UW][A-Z0-9]+$/u, 'TEAM/USER, for example T0123ABCD/U0456EFGH')
  .describe('TEAM/USER, for example T0123ABCD/U0456EFGH');
const teamsAccount = z
  .string()
  .regex(/^[0-9a-fA-F-]{36}\/[0-9a-fA-F-]{36}$/u, 'TENANT-ID/OBJECT-ID, both as in Entra ID')
  .describe('TENANT-ID/OBJECT-ID, both as in Entra ID');

const person = z.strictObject({
  key: key.describe('What this file calls the person by. It never changes.'),
  name: name.describe('As people read it on prompts and messages.'),
  line: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('One directory line that tells people of the same name apart: an address.'),
  disabled: z.boolean().default(false).describe('Whether the person may do nothing any more.'),
  mergedInto: key
    .nullable()
    .default(null)
    .describe('Key of the person that this one is the same human as. Both keep their accounts.'),
  accounts: z
    .object({
      slack: slackAccount.optional(),
      teams: teamsAccount.optional(),
      ad: adAccount.optional().describe('objectGUID of the account in Active Directory.'),
    })
    .catchall(z.string().min(1).max(256))
    .default({})
    .describe(
      'On Slack and Teams, in Active Directory, and by workload the name of the account in the target system.',
    ),
});

/** One on each platform at most. */
const channels = z.strictObject({
  slack: z
    .string()
    .regex(/^[TE][A-Z0-9]+\/[CG][A-Z0-9]+$/u)
    .optional()
    .describe('TEAM/CHANNEL, for example T0123ABCD/C0456EFGH'),
  teams: z
    .string()
    .regex(/^[0-9a-fA-F-]{36}\/.+$/u)
    .optional()
    .describe('TENANT-ID/CONVERSATION-ID, for example …/19:abc@thread.tacv2'),
});

const approverGroup = z.strictObject({
  name,
  members: z
    .array(key)
    .default([])
    .describe('Keys of people. With those of its sources two or more: nobody decides for oneself.'),
  sources: z
    .array(groupSource)
    .default([])
    .describe('Who is in it beside its members, for example group:Security.'),
  channels: channels.describe(
    'Where prompts go: one channel on each platform, on one of them at least.',
  ),
});

const settings = z.record(z.string(), z.unknown()).default({});

const connector = z.strictObject({
  workload: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/u, 'letters, digits and -')
    .describe('What comes before the backslash in the names of its targets.'),
  kind: key.describe('Of system, for example postgres-roles.'),
  settings: settings.describe('Of that kind. Secrets are references: env:NAME or file:PATH.'),
});

const target = z.strictObject({
  name: z
    .string()
    .regex(/^[^\\]+\\[^\\]+$/u, 'Workload\\Name, for example Warehouse\\prod_rw')
    .describe('Workload\\Name, for example Warehouse\\prod_rw'),
  type: z.enum(['task', 'role', 'role-group']),
  description: z.string().trim().min(1).max(120).optional().describe('What it allows.'),
  settings: settings.describe('Of the kind of its workload: what is granted there.'),
});

/** A regular expression in RE2 syntax; it has to cover the whole text. */
const expression = z
  .string()
  .min(1)
  .max(500)
  .superRefine((pattern, context) => {
    const fault = faultOf(pattern);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .describe('A regular expression (RE2) that the whole text has to match.');

/** What a text has to look like, with one that does: people are told the example, and not the expression. */
const form = z
  .strictObject({
    pattern: expression,
    example: z.string().trim().min(1).max(100).describe('A text that does: people are told it.'),
  })
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
    .default(null)
    .describe('Where a ticket can be read: https://…/{ticket}'),
});

const clock = z
  .string()
  .regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u, '08:00')
  .describe('For example 08:00');
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const availability = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: clock,
  to: clock,
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'a time zone such as Europe/Vienna')
    .describe('A time zone such as Europe/Vienna'),
});

/** The longest name of a part of a target; it stands in full on prompts. */
const scopeLongest = 60;

const scopeName = z.string().trim().min(1).max(scopeLongest);
const eachOnce = [
  (names: readonly string[]) =>
    new Set(names.map((one) => one.toLowerCase())).size === names.length,
  'each part once; upper and lower case are the same',
] as const;
const scopeNames = z
  .array(scopeName)
  .min(1)
  .refine(...eachOnce);

/** Parts of a target, as its system names them. A list alone leaves out the whole. */
const scopes = z
  .union([scopeNames, z.strictObject({ allowed: scopeNames, whole: z.boolean().default(false) })])
  .transform((given) => (Array.isArray(given) ? { allowed: given, whole: false } : given));

const requesters = z.strictObject({
  group: name,
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});

const approvalsNeeded = z.int().min(1).max(20).default(1);

const policy = z.strictObject({
  target: z
    .string()
    .regex(/^[^\\]+\\[^\\]+$/u, 'Workload\\Name or a pattern such as Exchange\\*')
    .describe('Workload\\Name, or a pattern such as Exchange\\*. The most specific one counts.'),
  approval: z
    .enum(['manual', 'auto', 'deny'])
    .default('manual')
    .describe('By people, by itself, or never. A pattern that denies beats every other.'),
  approverGroup: name.optional().describe('Who decides. Left out: the default group.'),
  approvalsNeeded: approvalsNeeded.describe('By so many different people.'),
  durationDefault: duration.prefault('4h').describe('Where nobody says for how long.'),
  durationMax: duration.prefault('8h').describe('The longest that may be asked for.'),
  decideWithin: duration.prefault('24h').describe('After it nobody can decide any more.'),
  reason: z
    .strictObject({
      required: z.boolean().default(true),
      minLength: z.int().min(0).max(500).default(0),
      form: form.nullable().default(null),
    })
    .prefault({}),
  requesters: z
    .array(requesters)
    .default([])
    .describe('Only members of these groups may ask, each group until its end. Empty: everybody.'),
  ticket: ticket.nullable().default(null).describe('Asks for the name of a ticket.'),
  scopes: scopes.nullable().default(null).describe('Parts of a target that may be asked for.'),
  availability: availability
    .nullable()
    .default(null)
    .describe('When it may be asked for and approved.'),
  coolDown: duration
    .nullable()
    .default(null)
    .describe('After a denial the same person waits so long.'),
  autoBudget: z
    .strictObject({ count: z.int().min(1).max(1000), per: duration })
    .nullable()
    .default(null)
    .describe('So many are approved without a person; beyond it people decide.'),
  stages: z
    .array(z.strictObject({ approverGroup: name, approvalsNeeded }))
    .max(4)
    .default([])
    .describe('Who has to approve after the approver group has, one after the other.'),
  reminders: z
    .array(duration)
    .max(5)
    .default([])
    .describe('After so long without a decision approvers are reminded.'),
  escalation: z
    .strictObject({ after: duration, approverGroup: name })
    .nullable()
    .default(null)
    .describe('Who may decide as well once nobody has for so long.'),
  extension: z
    .strictObject({
      allowed: z.boolean().default(true),
      maxTotal: duration.nullable().default(null),
    })
    .nullable()
    .default(null)
    .describe('Whether a right may go on, and for how long in all.'),
  breakGlass: z
    .strictObject({ groups: z.array(name).min(1).max(20), maxDuration: duration.prefault('1h') })
    .nullable()
    .default(null)
    .describe('Who may take it at once, without approval. Left out: nobody.'),
  notify: z
    .array(name)
    .max(20)
    .default([])
    .describe('Groups that are told of each grant and of its end.'),
});

const systemAccount = z.strictObject({
  name: key.describe('As people read it on messages, and as its key is made for.'),
  owner: key.describe(
    'Key of the person who answers for it. While they are disabled it gets nothing.',
  ),
  reason: z.string().trim().min(1).max(500).describe('What it is for.'),
  targets: z
    .array(z.string().regex(/^[^\\]+\\[^\\]+$/u, 'Workload\\Name or a pattern such as Exchange\\*'))
    .min(1)
    .max(100)
    .describe('What it gets without approval: Workload\\Name, or patterns such as Exchange\\*.'),
  scopes: z
    .array(scopeName)
    .refine(...eachOnce)
    .default([])
    .describe('Parts of a target that it may have. Left out: the whole only.'),
  durationMax: duration.prefault('1h').describe('The longest that it gets anything for.'),
  until: z.iso
    .datetime({ offset: true })
    .describe('From then on it gets nothing. There is none without an end.'),
  told: name
    .optional()
    .describe('Group whose channel is told of each use. Left out: the default group.'),
  accounts: z
    .record(z.string().min(1).max(63), z.string().min(1).max(256))
    .default({})
    .describe('By workload the name of its account in the target system.'),
});

/** What one item of each list has to be. */
export const items = {
  people: person,
  approverGroups: approverGroup,
  connectors: connector,
  targets: target,
  policies: policy,
  systemAccounts: systemAccount,
};
export type ListName = keyof typeof items;

const webAddress = z
  .string()
  .regex(/^https:\/\/[^\s]+$/u, 'https://…')
  .max(300);

/** How the messages of an organisation look; nothing of it is needed. */
const branding = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .nullable()
    .default(null)
    .describe('In the place of Elevate.'),
  icon: webAddress.nullable().default(null).describe('A square picture: https://…'),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/iu, '#26337a')
    .nullable()
    .default(null)
    .describe('Behind the icon, on Teams. Slack shows none.'),
  footer: z
    .string()
    .trim()
    .min(1)
    .max(150)
    .nullable()
    .default(null)
    .describe('Below each message.'),
  helpLink: webAddress.nullable().default(null).describe('Where help is: https://…'),
});
export type Branding = z.infer<typeof branding>;

export const Configuration = z.strictObject({
  organisation: z.strictObject({
    name,
    enabled: z
      .boolean()
      .default(true)
      .describe(
        'Whether anything can be asked for, approved or taken. What is held ends as always.',
      ),
    defaultApproverGroup: name.describe('Decides where a policy names no group.'),
    fallbackChannel: channels
      .nullable()
      .default(null)
      .describe(
        'Where prompts go while a channel of their group cannot be reached. Left out: the default group’s.',
      ),
    branding: branding.nullable().default(null).describe('How messages look.'),
    directories: directories
      .nullable()
      .default(null)
      .describe('Outside directories that are asked who is in a group.'),
  }),
  people: z.array(person).min(1),
  approverGroups: z.array(approverGroup).min(1),
  connectors: z.array(connector).default([]).describe('Target systems.'),
  targets: z.array(target).default([]).describe('What can be elevated to.'),
  policies: z.array(policy).default([]).describe('What no policy covers cannot be asked for.'),
  systemAccounts: z
    .array(systemAccount)
    .default([])
    .describe('Programs that get something without approval, each use on the record and told.'),
});
export type Configuration = z.infer<typeof Configuration>;
