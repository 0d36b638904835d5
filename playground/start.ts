/**
 * The whole bot without any tenant: Elevate itself as the service runs it, between a simulated Slack, a simulated Teams
 * and a simulated Exchange over real HTTP, and a real database as second target. Everything listens on 127.0.0.1.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { startApp, type App } from '../src/app';
import { type Config } from '../src/config';
import { connectorKinds } from '../src/connectors/registry';
import { ConfigError } from '../src/errors';
import { type Log } from '../src/log';
import { migrate, openDatabase, type Database } from '../src/store/database';
import { startEmbedded, type EmbeddedPostgres } from '../src/store/embedded-postgres';
import { applyConfiguration } from '../src/workflow/apply-configuration';
import {
  actors,
  exchangeUsers,
  slackBot,
  slackChannels,
  slackTeamId,
  slackUsers,
  team,
  teamsAppId,
  teamsBot,
  teamsUsers,
  tenantId,
} from './cast';
import { startSimulatedExchange, type SimulatedExchange } from './exchange';
import { simulatedExchange } from './exchange/connector';
import { startLoopbackServer } from './shared/http';
import { startSimulatedSlack, type SimulatedSlack } from './slack';
import { startSimulatedTeams, type SimulatedTeams } from './teams';
import { startWarehouse, type Warehouse } from './warehouse';
import { createLiveState } from './live-state';
import { mountPage } from './routes';

export interface PlaygroundOptions {
  /** 0: a free one. */
  readonly port: number;
  /** Used by the playground alone: what is in it is thrown away at each start. */
  readonly dataDir: string;
  readonly log: Log;
}

export interface Playground {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly app: App;
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  readonly exchange: SimulatedExchange;
  readonly warehouse: Warehouse;
  stop(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts everything, with an emptied database.
 * @throws ConfigError when another playground uses the folder, or the port is taken
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  await probePort(options.port);
  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of closers.reverse()) await close();
  }
  try {
    const parts = await build(options, (close) => closers.push(close));
    return { ...parts, stop: () => (stopping ??= closeAll()) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Told at once, and not after a database and three simulations were started for nothing. */
async function probePort(port: number): Promise<void> {
  const probe = await startLoopbackServer(() => Promise.resolve(), port).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(`Port ${port} on ${host} is in use. Choose another: PORT=3979 npm start`);
  });
  await probe.close();
}

type OnStop = (close: () => Promise<void>) => void;

async function build(
  options: PlaygroundOptions,
  onStop: OnStop,
): Promise<Omit<Playground, 'stop'>> {
  const { log } = options;
  const embedded = await startEmbedded({ dataDir: options.dataDir, log });
  onStop(() => embedded.stop());
  await holdFolder(embedded, options.dataDir, onStop);
  const database = await openEmptied(embedded, log);
  onStop(() => database.close());
  const warehouse = await startWarehouse({
    adminUrl: embedded.url,
    people: actors.map(({ key }) => key),
  });
  onStop(() => warehouse.close());
  const simulated = await startSimulations(onStop);
  const { slack, teams, exchange } = simulated;
  await applyConfiguration(database, {
    text: configurationText(exchange.origin),
    source: 'playground/configuration.yaml',
    kinds: [...connectorKinds, simulatedExchange],
  });
  const live = createLiveState({ ...simulated, warehouse, database });
  const app = await startApp({
    config: configOf(options, simulated),
    database,
    log,
    moreConnectorKinds: [simulatedExchange],
    environment: { EXCHANGE_TOKEN: simulated.exchangeToken, WAREHOUSE_URL: warehouse.brokerUrl },
    mount: (server) => mountPage(server, { slack, teams, warehouse, live }),
  });
  onStop(() => app.stop());
  // Open streams would keep the server from closing, so they go first.
  onStop(() => live.stop());
  const origin = `http://${host}:${app.port}`;
  slack.setEventsUrl(`${origin}/slack/events`);
  teams.setBotUrl(`${origin}/api/messages`);
  await installInTeams(teams);
  live.start();
  return { url: `${origin}/`, app, slack, teams, exchange, warehouse };
}

/** Key of the advisory lock that a playground holds as long as it uses the server. */
const folderLock = 7_316_045_113;

/** Emptying the database under another playground's feet would be no good start. */
async function holdFolder(
  embedded: EmbeddedPostgres,
  dataDir: string,
  onStop: OnStop,
): Promise<void> {
  const keeper = new pg.Client({ connectionString: onServer(embedded, 'postgres') });
  keeper.on('error', () => undefined);
  await keeper.connect();
  onStop(() => keeper.end());
  const { rows } = await keeper.query<{ alone: boolean }>(
    'select pg_try_advisory_lock($1) as alone',
    [folderLock],
  );
  if (rows[0]?.alone === true) return;
  throw new ConfigError(
    `Another playground uses ${dataDir}. Stop it, or give this one a folder of its own: ` +
      'ELEVATE_DATA_DIR=.elevate-2 PORT=3979 npm run elevate -- playground',
  );
}

function onServer(embedded: EmbeddedPostgres, name: string): string {
  const url = new URL(embedded.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** The simulated Slack and Teams forget at exit; prompts that nobody can see any more would be a strange start. */
async function openEmptied(embedded: EmbeddedPostgres, log: Log): Promise<Database> {
  const admin = new pg.Client({ connectionString: onServer(embedded, 'postgres') });
  await admin.connect();
  try {
    await admin.query('drop database if exists playground with (force)');
  } finally {
    await admin.end();
  }
  log.info('the playground starts with an empty database, as everything simulated starts anew');
  const database = await openDatabase({ url: await embedded.createDatabase('playground'), log });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Simulations {
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  readonly exchange: SimulatedExchange;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appPassword: string;
  readonly exchangeToken: string;
}

async function startSimulations(onStop: OnStop): Promise<Simulations> {
  const secrets = {
    signingSecret: newSecret(),
    botToken: `xoxb-${newSecret()}`,
    appPassword: newSecret(),
    exchangeToken: newSecret(),
  };
  const slack = await startSimulatedSlack({
    teamId: slackTeamId,
    botUser: slackBot,
    signingSecret: secrets.signingSecret,
    botToken: secrets.botToken,
    users: slackUsers(),
    channels: slackChannels(),
  });
  onStop(() => slack.stop());
  const teams = await startSimulatedTeams({
    tenantId,
    appId: teamsAppId,
    appPassword: secrets.appPassword,
    bot: teamsBot,
    users: teamsUsers(),
    team,
  });
  onStop(() => teams.stop());
  const exchange = await startSimulatedExchange({
    tenantId,
    token: secrets.exchangeToken,
    users: exchangeUsers(),
    roles: ['Search-Mailbox', 'New-TransportRule'].map((cmdlet) => ({
      name: `JIT ${cmdlet}`,
      cmdlets: [cmdlet],
    })),
    scopes: ['Finance', 'Field sales'],
  });
  onStop(() => exchange.close());
  return { slack, teams, exchange, ...secrets };
}

function newSecret(): string {
  return randomBytes(24).toString('hex');
}

function configOf(options: PlaygroundOptions, simulated: Simulations): Config {
  return {
    databaseUrl: undefined,
    dataDir: options.dataDir,
    configFile: undefined,
    // Dan approves no request by it: a role is no place in an approver group.
    owners: ['U0CARA', 'U0DAN'].map((user) => ({
      platform: 'slack' as const,
      tenant: slackTeamId,
      user,
    })),
    soloAdmin: false,
    port: options.port,
    host,
    logLevel: options.log.level,
    slack: {
      botToken: simulated.botToken,
      signingSecret: simulated.signingSecret,
      appToken: undefined,
      apiUrl: simulated.slack.apiUrl,
      allowedTeams: [slackTeamId],
    },
    teams: {
      appId: teamsAppId,
      appPassword: simulated.appPassword,
      appType: 'SingleTenant',
      appTenantId: tenantId,
      allowedTenants: [tenantId],
      allowedServiceUrls: [simulated.teams.serviceUrl],
      botFramework: simulated.teams.botFrameworkSettings(),
    },
  };
}

function configurationText(exchangeOrigin: string): string {
  const file = join(playgroundFolder(__dirname), 'configuration.yaml');
  return readFileSync(file, 'utf8').replace('http://127.0.0.1:0', exchangeOrigin);
}

/** The sources' folder: compiled code runs from dist/playground/, which holds no YAML. */
function playgroundFolder(from: string): string {
  const folder = join(from, 'playground');
  if (existsSync(join(folder, 'configuration.yaml'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error('playground/configuration.yaml is missing');
  return playgroundFolder(parent);
}

/** As an administrator does it for the team, and everybody for themselves. */
async function installInTeams(teams: SimulatedTeams): Promise<void> {
  const [first] = team.channels;
  await teams.as('29:ana').install(first?.id);
  for (const { teamsId } of actors) await teams.as(teamsId).install();
}
