/** The people of every story: Ana asks, Ben and Cara decide, Dan has no part in it, Eve is disabled. */
import { v7 as uuidv7 } from 'uuid';
import {
  noTerms,
  type AccountKey,
  type ConversationKey,
  type Person,
  type Policy,
  type PolicyRules,
  type Target,
} from '../../src/elevation/model';
import { type ConfigurationRows } from '../../src/administration/rows';
import { applyConfiguration } from '../../src/store/configuration-rows';
import { type Database } from '../../src/store/database';

const keys = ['ana', 'ben', 'cara', 'dan', 'eve'] as const;
export type PersonKey = (typeof keys)[number];

export const slackTeam = 'T0001';
export const teamsTenant = '11111111-1111-4111-8111-111111111111';

export interface Accounts {
  readonly slack: AccountKey;
  readonly teams: AccountKey;
  /** Account name in the workloads Exchange and Warehouse. */
  readonly workload: string;
}

export interface Seed {
  readonly organisationId: string;
  readonly persons: Readonly<Record<PersonKey, Person>>;
  readonly accounts: Readonly<Record<PersonKey, Accounts>>;
  /** Of the group "Exchange approvers": Ben and Cara. */
  readonly groupId: string;
  readonly channels: { readonly slack: ConversationKey; readonly teams: ConversationKey };
  readonly targets: { readonly searchMailbox: Target; readonly prodRw: Target };
  readonly policies: { readonly exchange: Policy; readonly warehouse: Policy };
}

export interface SeedOptions {
  /** Rules that differ from the usual ones, for both policies. */
  readonly rules?: Partial<PolicyRules>;
  /** Settings of connectors and targets, where the test has real ones. */
  readonly warehouse?: { readonly kind: string; readonly settings: unknown };
  readonly prodRwSettings?: unknown;
  readonly change?: (rows: ConfigurationRows) => ConfigurationRows;
  /** Whether one admin alone may weaken control. */
  readonly soloAdmin?: boolean;
}

/** Fills an empty test database. */
export async function seed(
  { database }: { readonly database: Database },
  options: SeedOptions = {},
): Promise<Seed> {
  const made = makeSeed(options);
  const rows = toRows(made, options);
  const changed = options.change ? options.change(rows) : rows;
  await database.transaction((tx) => applyConfiguration(tx, changed));
  return made;
}

function makeSeed({ rules = {} }: SeedOptions): Seed {
  const groupId = uuidv7();
  const usual: PolicyRules = {
    approval: 'manual',
    approverGroupId: groupId,
    approvalsNeeded: 1,
    durationDefaultS: 4 * 3600,
    durationMaxS: 8 * 3600,
    decideWithinS: 24 * 3600,
    reasonRequired: false,
    reasonMinLength: 0,
    terms: noTerms,
    ...rules,
  };
  const target = (name: string, type: Target['type'], description: string): Target => {
    const [workload, bareName] = name.split('\\') as [string, string];
    return { id: uuidv7(), name, workload, bareName, type, description };
  };
  const policy = (pattern: string): Policy => ({
    id: uuidv7(),
    pattern,
    version: 1,
    rules: usual,
  });
  return {
    organisationId: uuidv7(),
    persons: forEachPerson((key) => ({
      id: uuidv7(),
      name: key[0]!.toUpperCase() + key.slice(1),
      line: `${key}@example.com`,
      disabled: key === 'eve',
    })),
    accounts: forEachPerson(accountsOf),
    groupId,
    channels: {
      slack: { platform: 'slack', tenant: slackTeam, id: 'C0APPROVERS' },
      teams: { platform: 'teams', tenant: teamsTenant, id: '19:approvers@thread.tacv2' },
    },
    targets: {
      searchMailbox: target('Exchange\\Search-Mailbox', 'task', 'Search and copy any mailbox.'),
      prodRw: target('Warehouse\\prod_rw', 'role', 'Read and change everything in production.'),
    },
    policies: { exchange: policy('Exchange\\Search-*'), warehouse: policy('Warehouse\\*') },
  };
}

function forEachPerson<T>(make: (key: PersonKey) => T): Record<PersonKey, T> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<PersonKey, T>;
}

function accountsOf(key: PersonKey): Accounts {
  const digit = String(keys.indexOf(key) + 1);
  const objectId = `22222222-2222-4222-8222-${digit.repeat(12)}`;
  return {
    slack: { platform: 'slack', tenant: slackTeam, user: `U0${key.toUpperCase()}` },
    teams: { platform: 'teams', tenant: teamsTenant, user: objectId },
    workload: key,
  };
}

function toRows(made: Seed, options: SeedOptions): ConfigurationRows {
  const { persons, accounts, groupId, channels, targets, policies } = made;
  const warehouse = options.warehouse ?? { kind: 'simulated', settings: {} };
  const settings = { searchMailbox: {}, prodRw: options.prodRwSettings ?? {} };
  return {
    organisation: {
      id: made.organisationId,
      name: 'Example',
      enabled: true,
      branding: null,
      fallbackChannels: [],
      defaultApproverGroupId: groupId,
    },
    persons: keys.map((key) => ({ ...persons[key], key })),
    accounts: keys.flatMap((key) => accountRows(persons[key].id, accounts[key])),
    groups: [
      {
        id: groupId,
        name: 'Exchange approvers',
        memberIds: [persons.ben.id, persons.cara.id],
        channels: [channels.slack, channels.teams],
      },
    ],
    connectors: [
      { workload: 'Exchange', kind: 'simulated', settings: {} },
      { workload: 'Warehouse', ...warehouse },
    ],
    targets: [
      { ...targets.searchMailbox, settings: settings.searchMailbox },
      { ...targets.prodRw, settings: settings.prodRw },
    ],
    policies: [policies.exchange, policies.warehouse],
    systemAccounts: [],
  };
}

function accountRows(personId: string, { slack, teams, workload }: Accounts) {
  return [
    ...[slack, teams].map((key) => ({
      personId,
      system: key.platform,
      tenant: key.tenant,
      userKey: key.user,
    })),
    ...['Exchange', 'Warehouse'].map((system) => ({
      personId,
      system,
      tenant: '',
      userKey: workload,
    })),
  ];
}
