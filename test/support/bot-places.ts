/**
 * Everything around a whole bot, each over real HTTP or SQL on loopback: a test database, simulated Slack, Teams and
 * Exchange, and a real PostgreSQL role with its broker as the workload Warehouse. The bot itself is not in it:
 * bot.ts runs one in this process, bot-process.ts in a process of its own.
 */
import { startSimulatedExchange, type SimulatedExchange } from '../../playground/exchange';
import { simulatedExchange } from '../../playground/exchange/connector';
import { startSimulatedSlack, type SimulatedSlack } from '../../playground/slack';
import { startSimulatedTeams, type SimulatedTeams } from '../../playground/teams';
import { type Config } from '../../src/config';
import { type ConnectorKind } from '../../src/connectors/contract';
import { type PlatformName } from '../../src/elevation/model';
import { type ConfigurationRows } from '../../src/administration/rows';
import { openWarehouse, warehousePassword, type Warehouse } from '../connectors/warehouse';
import { seed, testDatabase, type Seed, type TestDatabase } from './database';
import { slackTeam, teamsTenant, type PersonKey, type SeedOptions } from './seed';

export type { PersonKey } from './seed';

const people: readonly PersonKey[] = ['ana', 'ben', 'cara', 'dan', 'eve'];

export interface Places {
  readonly db: TestDatabase;
  readonly made: Seed;
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  readonly exchange: SimulatedExchange;
  readonly warehouse: Warehouse;
  /** What the bot is started with; `databaseUrl` may be replaced by an address in front of it. */
  readonly config: Config;
  /** Variables that the connectors' secrets refer to. */
  readonly environment: Readonly<Record<string, string>>;
  /** Account of a person in the Warehouse. */
  warehouseAccount(person: 'ana' | 'ben'): string;
  stop(): Promise<void>;
}

export interface PlacesOptions {
  readonly rules?: SeedOptions['rules'];
  /** Where prompts go; both platforms when left out. */
  readonly prompts?: readonly PlatformName[];
  readonly change?: SeedOptions['change'];
}

/** Ids that tests name. People are `U0ANA` and `29:ana`. */
export const slackApprovers = 'C0APPROVERS';
export const slackGeneral = 'C0GENERAL';
export const teamsApprovers = '19:approvers@thread.tacv2';
export const teamsGeneral = '19:general@thread.tacv2';

const signingSecret = 'a signing secret of a test';
const botToken = 'xoxb-a-test';
const appId = '33333333-3333-4333-8333-333333333333';
const appPassword = 'a client secret of a test';
const exchangeTenant = '44444444-4444-4444-8444-444444444444';
export const exchangeRole = 'JIT Search-Mailbox';

/** Not among the built-in kinds: given to the app as the playground gives it. */
export const moreConnectorKinds: readonly ConnectorKind[] = [simulatedExchange];

export function slackId(person: PersonKey): string {
  return `U0${person.toUpperCase()}`;
}

export function teamsId(person: PersonKey): string {
  return `29:${person}`;
}

export async function startPlaces(options: PlacesOptions = {}): Promise<Places> {
  const db = await testDatabase({ poolSize: 20 });
  const warehouse = await openWarehouse();
  const exchange = await startExchange();
  const made = await seed(db, {
    rules: options.rules,
    warehouse: { kind: 'postgres-roles', settings: warehouseSettings(warehouse) },
    prodRwSettings: { role: warehouse.role },
    change: (rows) => {
      const placed = withPrompts(withTargets(rows, warehouse, exchange), options.prompts);
      return options.change === undefined ? placed : options.change(placed);
    },
  });
  const slack = await startSlack();
  const teams = await startTeams(made);
  return {
    ...{ db, made, slack, teams, exchange, warehouse },
    config: configOf(db, slack, teams),
    environment: { EXCHANGE_TOKEN: exchangeToken, BROKER: warehousePassword },
    warehouseAccount: (person) => warehouse.names[person],
    async stop() {
      await slack.stop();
      await teams.stop();
      await exchange.close();
      await warehouse.close();
      await db.drop();
    },
  };
}

const exchangeToken = 'a token of a test';

function startExchange(): Promise<SimulatedExchange> {
  return startSimulatedExchange({
    tenantId: exchangeTenant,
    token: exchangeToken,
    users: people.map((name) => ({
      name,
      displayName: shownName(name),
      userPrincipalName: `${name}@example.com`,
    })),
    roles: [{ name: exchangeRole, cmdlets: ['Search-Mailbox'] }],
  });
}

function warehouseSettings({ admin, broker }: Warehouse) {
  const { host, port, database } = admin;
  return { host, port, database, user: broker, password: 'env:BROKER' };
}

/** Ana and Ben have accounts in the Warehouse; roles belong to the whole server, so the names are this run's own. */
function withTargets(
  rows: ConfigurationRows,
  warehouse: Warehouse,
  exchange: SimulatedExchange,
): ConfigurationRows {
  const names: Readonly<Record<string, string>> = warehouse.names;
  const settings = {
    endpoint: exchange.origin,
    tenantId: exchangeTenant,
    token: 'env:EXCHANGE_TOKEN',
  };
  return {
    ...rows,
    accounts: rows.accounts.flatMap((account) => {
      if (account.system !== 'Warehouse') return [account];
      const userKey = names[account.userKey];
      return userKey === undefined ? [] : [{ ...account, userKey }];
    }),
    connectors: rows.connectors.map((connector) =>
      connector.workload === 'Exchange'
        ? { ...connector, kind: simulatedExchange.kind, settings }
        : connector,
    ),
    targets: rows.targets.map((target) =>
      target.name.startsWith('Exchange\\')
        ? { ...target, settings: { role: exchangeRole } }
        : target,
    ),
  };
}

function withPrompts(
  rows: ConfigurationRows,
  platforms: readonly PlatformName[] = ['slack', 'teams'],
): ConfigurationRows {
  const groups = rows.groups.map((group) => ({
    ...group,
    channels: group.channels.filter(({ platform }) => platforms.includes(platform)),
  }));
  return { ...rows, groups };
}

function startSlack(): Promise<SimulatedSlack> {
  const everybody = [...people.map(slackId), 'U0GUS', 'U0BOT'];
  return startSimulatedSlack({
    teamId: slackTeam,
    botUser: { id: 'U0BOT', name: 'elevate' },
    signingSecret,
    botToken,
    scopes: [
      'app_mentions:read',
      'channels:read',
      'chat:write',
      'commands',
      'groups:read',
      'im:write',
      'users:read',
    ],
    users: [
      ...people.map((person) => ({
        id: slackId(person),
        name: shownName(person),
        email: `${person}@example.com`,
        tz: 'Europe/Madrid',
        kind: 'member' as const,
      })),
      { id: 'U0GUS', name: 'Gus', email: 'gus@example.net', tz: 'UTC', kind: 'guest' },
    ],
    channels: [
      { id: slackApprovers, name: 'approvers', private: true, members: everybody },
      { id: slackGeneral, name: 'general', private: false, members: everybody },
    ],
  });
}

function startTeams({ accounts }: Seed): Promise<SimulatedTeams> {
  const everybody = [...people.map(teamsId), '29:gus'];
  const gus = {
    id: '29:gus',
    aadObjectId: '55555555-5555-4555-8555-555555555555',
    name: 'Gus',
    email: 'gus@example.net',
    role: 'guest' as const,
    timeZone: 'UTC',
  };
  return startSimulatedTeams({
    tenantId: teamsTenant,
    appId,
    appPassword,
    bot: { id: `28:${appId}`, name: 'Elevate' },
    users: [
      ...people.map((person) => ({
        id: teamsId(person),
        aadObjectId: accounts[person].teams.user,
        name: shownName(person),
        email: `${person}@example.com`,
        role: 'user' as const,
        timeZone: 'Europe/Madrid',
      })),
      gus,
    ],
    team: {
      id: '19:team@thread.tacv2',
      channels: [
        { id: teamsApprovers, name: 'Approvers', members: everybody },
        { id: teamsGeneral, name: 'General', members: everybody },
      ],
    },
  });
}

function shownName(person: PersonKey): string {
  return person.charAt(0).toUpperCase() + person.slice(1);
}

function configOf(db: TestDatabase, slack: SimulatedSlack, teams: SimulatedTeams): Config {
  return {
    databaseUrl: db.url,
    dataDir: '',
    configFile: undefined,
    owners: [],
    soloAdmin: false,
    port: 0,
    host: '127.0.0.1',
    logLevel: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    slack: {
      botToken,
      signingSecret,
      appToken: undefined,
      apiUrl: slack.apiUrl,
      allowedTeams: [],
    },
    teams: {
      appId,
      appPassword,
      appType: 'SingleTenant',
      appTenantId: teamsTenant,
      allowedTenants: [teamsTenant],
      allowedServiceUrls: [teams.serviceUrl],
      botFramework: teams.botFrameworkSettings(),
    },
  };
}

/** Tells the simulated platforms where the bot listens. */
export function pointAt(places: Places, port: number): void {
  places.slack.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
  places.teams.setBotUrl(`http://127.0.0.1:${port}/api/messages`);
}

/** Adds the bot on Teams where it has to write by itself: in the approvers' channel and for each person. */
export async function installOnTeams({ teams }: Places): Promise<void> {
  await teams.as(teamsId('ben')).install(teamsApprovers);
  for (const person of people) await teams.as(teamsId(person)).install();
}
