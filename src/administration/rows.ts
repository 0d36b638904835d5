/**
 * What a configuration becomes in the database, and back: names turn into ids, and ids into names. Each is the other's
 * inverse: nothing can be stored that the file could not say. Pure.
 */
import {
  noTerms,
  type ConversationKey,
  type PolicyRules,
  type PolicyTerms,
  type TargetType,
} from '../elevation/model';
import { weekdays, type Branding, type Configuration } from './configuration';
import { type Directories } from './directories';
import {
  channelsOf,
  groupOf,
  groupRow,
  splitOnce,
  writtenChannels,
  type GroupRow,
} from './group-rows';
import { compareText, nameOf } from './row-names';
import { systemAccountOf, systemAccountRow, type SystemAccountRow } from './system-account-rows';

/** Rows with ids, as they are inserted and read. Secrets are references only. */
export interface ConfigurationRows {
  readonly organisation: {
    readonly id: string;
    readonly name: string;
    readonly enabled: boolean;
    readonly defaultApproverGroupId: string | null;
    /** What stands in for a channel that cannot be reached, one on each platform at most. */
    readonly fallbackChannels: readonly ConversationKey[];
    readonly branding: Branding | null;
    /** Left out or null: none is asked. */
    readonly directories?: Directories | null;
  };
  readonly persons: readonly {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly line: string;
    readonly disabled: boolean;
    /** Left out or null: nobody. */
    readonly mergedIntoId?: string | null;
  }[];
  /** `system` is `slack`, `teams` or a workload; `tenant` is empty for workloads. */
  readonly accounts: readonly {
    readonly personId: string;
    readonly system: string;
    readonly tenant: string;
    readonly userKey: string;
  }[];
  readonly groups: readonly GroupRow[];
  readonly connectors: readonly {
    readonly workload: string;
    readonly kind: string;
    readonly settings: unknown;
  }[];
  /** `name` is `Workload\Name`. */
  readonly targets: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: TargetType;
    readonly description: string | null;
    readonly settings: unknown;
  }[];
  readonly policies: readonly {
    readonly id: string;
    readonly pattern: string;
    readonly rules: PolicyRules;
  }[];
  readonly systemAccounts: readonly SystemAccountRow[];
}

type Person = Configuration['people'][number];
type PolicyItem = Configuration['policies'][number];

/** Ids that are there already, by the name of what has them. Whatever has none gets a new one. */
export interface KnownIds {
  readonly organisation?: string;
  readonly people?: IdsByName;
  readonly groups?: IdsByName;
  readonly targets?: IdsByName;
  readonly policies?: IdsByName;
  readonly systemAccounts?: IdsByName;
}

export type IdsByName = Pick<ReadonlyMap<string, string>, 'get'>;

/** The rows of a configuration whose names all lead somewhere. */
export function rowsOf(
  configuration: Configuration,
  newId: () => string,
  known: KnownIds = {},
): ConfigurationRows {
  const { organisation, people, approverGroups, connectors, targets, policies } = configuration;
  const idOf = (ids: IdsByName | undefined, one: string): string => ids?.get(one) ?? newId();
  const personIds = new Map(people.map((one) => [one.key, idOf(known.people, one.key)]));
  const groupIds = new Map(approverGroups.map((one) => [one.name, idOf(known.groups, one.name)]));
  const fallback = organisation.defaultApproverGroup;
  return {
    organisation: {
      id: known.organisation ?? newId(),
      name: organisation.name,
      enabled: organisation.enabled,
      defaultApproverGroupId: groupIds.get(fallback)!,
      fallbackChannels: channelsOf(organisation.fallbackChannel ?? {}),
      branding: saying(organisation.branding),
      directories: saying(organisation.directories),
    },
    persons: people.map(({ key, name, line, disabled, mergedInto }) => ({
      id: personIds.get(key)!,
      key,
      name,
      line,
      disabled,
      mergedIntoId: mergedInto === null ? null : personIds.get(mergedInto)!,
    })),
    accounts: people.flatMap((one) => accountRows(one, personIds.get(one.key)!)),
    groups: approverGroups.map((group) => groupRow(group, personIds, groupIds)),
    connectors,
    targets: targets.map(({ name, type, description = null, settings }) => {
      return { id: idOf(known.targets, name), name, type, description, settings };
    }),
    policies: policies.map((policy) => ({
      id: idOf(known.policies, policy.target),
      pattern: policy.target,
      rules: rulesOf(policy, groupIds, fallback),
    })),
    systemAccounts: configuration.systemAccounts.map((one) =>
      systemAccountRow(one, {
        id: idOf(known.systemAccounts, one.name),
        ownerId: personIds.get(one.owner)!,
        toldGroupId: groupIds.get(one.told ?? fallback)!,
      }),
    ),
  };
}

/** Null where it says nothing. */
function saying<T extends object>(all: T | null): T | null {
  const isSaid = Object.values(all ?? {}).some((one) => one !== null);
  return all !== null && isSaid ? { ...all } : null;
}

function rulesOf(
  policy: PolicyItem,
  groupIds: ReadonlyMap<string, string>,
  fallback: string,
): PolicyRules {
  return {
    approval: policy.approval,
    approverGroupId: groupIds.get(policy.approverGroup ?? fallback)!,
    approvalsNeeded: policy.approvalsNeeded,
    durationDefaultS: policy.durationDefault,
    durationMaxS: policy.durationMax,
    decideWithinS: policy.decideWithin,
    reasonRequired: policy.reason.required,
    reasonMinLength: policy.reason.minLength,
    terms: termsOf(policy, groupIds),
  };
}

/** What a policy asks beyond the usual, with the ids of the groups that it names. */
export function termsOf(one: PolicyItem, groupIds: ReadonlyMap<string, string>): PolicyTerms {
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

function accountRows(person: Person, personId: string): ConfigurationRows['accounts'] {
  return Object.entries(person.accounts).flatMap(([system, account]) => {
    if (account === undefined) return [];
    if (system !== 'slack' && system !== 'teams') {
      return [{ personId, system, tenant: '', userKey: account }];
    }
    const [tenant, userKey] = splitOnce(account);
    return [{ personId, system, tenant, userKey }];
  });
}

/**
 * The configuration that rows say. Lists that have no order of their own (members, accounts) come in that of their names.
 * @throws Error when the rows hold something that the file could not say: then it would be lost on the way
 */
export function configurationOf(rows: ConfigurationRows): Configuration {
  const people = new Map(rows.persons.map(({ id, key }) => [id, key]));
  const groups = new Map(rows.groups.map(({ id, name }) => [id, name]));
  const accounts = accountsByPerson(rows.accounts);
  const { name, enabled, defaultApproverGroupId, fallbackChannels, branding } = rows.organisation;
  const { directories = null } = rows.organisation;
  return {
    organisation: {
      name,
      enabled,
      defaultApproverGroup: nameOf(groups, defaultApproverGroupId),
      fallbackChannel:
        fallbackChannels.length === 0 ? null : writtenChannels(name, fallbackChannels),
      branding,
      directories,
    },
    people: rows.persons.map((one) => personOf(one, accounts.get(one.id) ?? new Map(), people)),
    approverGroups: rows.groups.map((one) => groupOf(one, people, groups)),
    connectors: rows.connectors.map(({ workload, kind, settings }) => {
      return { workload, kind, settings: asSettings(settings) };
    }),
    targets: targetsOf(rows.targets),
    policies: rows.policies.map(({ pattern, rules }) => policyOf(pattern, rules, groups)),
    systemAccounts: rows.systemAccounts.map((one) => systemAccountOf(one, people, groups)),
  };
}

/** The same of targets alone: they name nothing. */
export function targetsOf(rows: ConfigurationRows['targets']): Configuration['targets'] {
  return rows.map(({ name, type, description, settings }) => ({
    name,
    type,
    ...(description === null ? {} : { description }),
    settings: asSettings(settings),
  }));
}

/**
 * The same configuration as it is read back once it is stored: each policy names its group, and lists without an order are
 * sorted. Two that say the same are equal then, but for the order of their items.
 */
export function normalForm(configuration: Configuration): Configuration {
  let last = 0;
  return configurationOf(rowsOf(configuration, () => String((last += 1))));
}

function asSettings(settings: unknown): Record<string, unknown> {
  return settings as Record<string, unknown>;
}

type Accounts = ReadonlyMap<string, string>;

/** By system. @throws Error when a person has two accounts on one platform, which the file has one line for */
function accountsByPerson(rows: ConfigurationRows['accounts']): ReadonlyMap<string, Accounts> {
  const found = new Map<string, Map<string, string>>();
  for (const { personId, system, tenant, userKey } of rows) {
    const accounts = found.get(personId) ?? new Map<string, string>();
    if (accounts.has(system)) throw new Error(`${personId} has two accounts on ${system}`);
    accounts.set(system, tenant === '' ? userKey : `${tenant}/${userKey}`);
    found.set(personId, accounts);
  }
  return found;
}

function personOf(
  { key, name, line, disabled, mergedIntoId = null }: ConfigurationRows['persons'][number],
  accounts: Accounts,
  people: ReadonlyMap<string, string>,
): Person {
  const mergedInto = mergedIntoId === null ? null : nameOf(people, mergedIntoId);
  const sorted = [...accounts].sort(([a], [b]) => compareText(a, b));
  return { key, name, line, disabled, mergedInto, accounts: Object.fromEntries(sorted) };
}

function policyOf(
  pattern: string,
  rules: PolicyRules,
  groups: ReadonlyMap<string, string>,
): PolicyItem {
  const { approval, approvalsNeeded, reasonRequired, reasonMinLength } = rules;
  const terms = { ...noTerms, ...rules.terms };
  return {
    target: pattern,
    approval,
    approverGroup: nameOf(groups, rules.approverGroupId),
    approvalsNeeded,
    durationDefault: rules.durationDefaultS,
    durationMax: rules.durationMaxS,
    decideWithin: rules.decideWithinS,
    reason: { required: reasonRequired, minLength: reasonMinLength, form: terms.reasonForm },
    ...askedBeyond(terms, groups),
  };
}

type Beyond = Omit<
  PolicyItem,
  | 'target'
  | 'approval'
  | 'approverGroup'
  | 'approvalsNeeded'
  | 'durationDefault'
  | 'durationMax'
  | 'decideWithin'
  | 'reason'
>;

/** The inverse of termsOf. */
function askedBeyond(terms: PolicyTerms, groups: ReadonlyMap<string, string>): Beyond {
  const { availability, autoBudget, escalation, extension, breakGlass, scopes } = terms;
  return {
    requesters: terms.requesters.map(({ groupId, until }) => ({
      group: nameOf(groups, groupId),
      until,
    })),
    ticket: terms.ticket,
    scopes: scopes && { allowed: [...scopes.allowed], whole: scopes.whole },
    availability: availability && {
      ...availability,
      days: availability.days.map((day) => weekdays[day - 1]!),
    },
    coolDown: terms.coolDownS === 0 ? null : terms.coolDownS,
    autoBudget: autoBudget && { count: autoBudget.count, per: autoBudget.windowS },
    stages: terms.stages.map(({ groupId, approvalsNeeded }) => ({
      approverGroup: nameOf(groups, groupId),
      approvalsNeeded,
    })),
    reminders: [...terms.reminders],
    escalation: escalation && {
      after: escalation.afterS,
      approverGroup: nameOf(groups, escalation.groupId),
    },
    extension: extension && { allowed: extension.allowed, maxTotal: extension.maxTotalS },
    breakGlass: breakGlass && {
      groups: breakGlass.groupIds.map((id) => nameOf(groups, id)),
      maxDuration: breakGlass.maxS,
    },
    notify: terms.notify.map((id) => nameOf(groups, id)),
  };
}
