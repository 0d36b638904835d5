/**
 * The whole bot for clients that nobody here wrote: configured by a file like everybody's, in real time, with a role
 * of a real PostgreSQL as its one target. (bot.ts has the bot between our own simulated platforms, in manual time.)
 */
import { stringify } from 'yaml';
import { type z } from 'zod';
import { startApp, type App } from '../../src/app';
import { type Configuration } from '../../src/administration/configuration';
import { type SlackConfig, type TeamsConfig } from '../../src/config';
import { connectorKinds } from '../../src/connectors/registry';
import { type AccountKey } from '../../src/elevation/model';
import { createLog, type Log } from '../../src/log';
import { applyConfiguration } from '../../src/workflow/apply-configuration';
import { openWarehouse, warehousePassword, type Warehouse } from '../connectors/warehouse';
import { testDatabase, type TestDatabase } from './database';

/** Ana asks; she, Ben and Cara are the approvers. */
export const cast = ['ana', 'ben', 'cara'] as const;
export type Actor = (typeof cast)[number];

export interface ThirdPartyBotOptions {
  readonly platform: 'slack' | 'teams';
  /** TEAM/USER or TENANT-ID/OBJECT-ID, as in the configuration file. */
  readonly accounts: Readonly<Record<Actor, string>>;
  /** TEAM/CHANNEL or TENANT-ID/CONVERSATION-ID, where prompts go. */
  readonly channel: string;
  readonly slack?: SlackConfig;
  readonly teams?: TeamsConfig;
}

export interface ThirdPartyBot {
  readonly port: number;
  readonly warehouse: Warehouse;
  /** Lines of the log, parsed. */
  readonly logged: readonly Record<string, unknown>[];
  /** Accounts of the cast that are members of the role now, read from the target's own catalogue. */
  holders(): Promise<readonly string[]>;
  /** State of request and grant, by the rows. */
  stateOf(request: number): Promise<string>;
  stop(): Promise<void>;
}

export async function startThirdPartyBot(options: ThirdPartyBotOptions): Promise<ThirdPartyBot> {
  const db = await testDatabase();
  await db.realTime();
  const warehouse = await openWarehouse();
  async function close(): Promise<void> {
    await warehouse.close();
    await db.drop();
  }
  try {
    const { logged, destination } = memoryLog();
    const app = await startConfigured(options, db, warehouse, createLog('info', destination));
    return {
      port: app.port,
      warehouse,
      logged,
      // The warehouse's own scenery: Ben holds the role without us.
      holders: async () =>
        (await warehouse.members()).filter((account) => account !== warehouse.names.ben),
      stateOf: (request) => stateOf(db, request),
      async stop() {
        await app.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startConfigured(
  options: ThirdPartyBotOptions,
  db: TestDatabase,
  warehouse: Warehouse,
  log: Log,
): Promise<App> {
  const text = stringify(configurationOf(options, warehouse));
  await applyConfiguration(db.database, { text, source: 'elevate.yaml', kinds: connectorKinds });
  return startApp({
    config: {
      databaseUrl: db.url,
      dataDir: '',
      configFile: undefined,
      owners: [ownerOf(options)],
      soloAdmin: false,
      port: 0,
      host: '127.0.0.1',
      logLevel: 'info',
      slack: options.slack,
      teams: options.teams,
    },
    database: db.database,
    log,
    environment: { BROKER: warehousePassword },
  });
}

/** Without an owner there is a word in the log. */
function ownerOf({ platform, accounts }: ThirdPartyBotOptions): AccountKey {
  const [tenant = '', user = ''] = accounts.ana.split('/');
  return { platform, tenant, user };
}

function configurationOf(
  { platform, accounts, channel }: ThirdPartyBotOptions,
  warehouse: Warehouse,
): z.input<typeof Configuration> {
  const { host, port, database } = warehouse.admin;
  return {
    organisation: { name: 'Example', defaultApproverGroup: 'Warehouse approvers' },
    people: cast.map((key) => ({
      key,
      name: key.charAt(0).toUpperCase() + key.slice(1),
      line: `${key}@example.com`,
      accounts: {
        [platform]: accounts[key],
        ...(key === 'ana' ? { Warehouse: warehouse.names.ana } : {}),
      },
    })),
    approverGroups: [
      { name: 'Warehouse approvers', members: [...cast], channels: { [platform]: channel } },
    ],
    connectors: [
      {
        workload: 'Warehouse',
        kind: 'postgres-roles',
        settings: { host, port, database, user: warehouse.broker, password: 'env:BROKER' },
      },
    ],
    targets: [
      {
        name: 'Warehouse\\prod_rw',
        type: 'role',
        description: 'It allows changing everything in the warehouse.',
        settings: { role: warehouse.role },
      },
    ],
    policies: [{ target: 'Warehouse\\*', approverGroup: 'Warehouse approvers' }],
  };
}

function memoryLog() {
  const logged: Record<string, unknown>[] = [];
  const destination = {
    write(line: string) {
      logged.push(JSON.parse(line) as Record<string, unknown>);
      if (process.env['TEST_LOG_LEVEL']) process.stderr.write(line);
    },
  };
  return { logged, destination };
}

async function stateOf(db: TestDatabase, request: number): Promise<string> {
  const [row] = await db.query<{ request: string; grant: string | null; cause: string | null }>(
    `select r.state as request, g.state as grant, g.end_cause as cause from elevate.requests r
     left join elevate.grants g on g.request_id = r.id where r.number = $1`,
    [request],
  );
  if (row === undefined) return 'unknown';
  return [row.request, row.grant, row.cause].filter((word) => word !== null).join(' ');
}
