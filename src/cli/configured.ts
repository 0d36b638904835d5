/** What the commands about the configuration have in common: the database as it is, brought to this version. */
import { readConfig, readEnvironment, type Config } from '../config';
import { ConfigError } from '../errors';
import { createLog } from '../log';
import { pendingMigrations, type Database } from '../store/database';
import { hasEmbedded } from '../store/embedded-postgres';
import { type Configuration } from '../administration/configuration';
import { connectorKinds } from '../connectors/registry';
import { checkedConfiguration } from '../workflow/apply-configuration';
import { openConfigured, readConfigurationFile } from './serve';

/**
 * What a file wants.
 * @throws ConfigError that says everything that is wrong with it
 */
export function readWanted(file: string): Configuration {
  const text = readConfigurationFile(file);
  return checkedConfiguration({ text, source: file, kinds: connectorKinds });
}

/**
 * Opens the database that the settings name, for one command, and closes it whatever happens.
 * @throws ConfigError when there is none yet, or when it is older than this version
 */
export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const config = readConfig(readEnvironment(process.cwd(), process.env));
  const log = createLog('silent');
  if (config.databaseUrl === undefined && !hasEmbedded({ dataDir: config.dataDir, log })) {
    throw new ConfigError(`There is no database under ${config.dataDir} yet. ${fillIt}`);
  }
  const opened = await openConfigured(config, log);
  try {
    await requireMigrated(opened.database, config);
    await work(opened.database);
  } finally {
    await opened.close();
  }
}

const fillIt = 'Start Elevate once with ELEVATE_CONFIG: it fills the database from that file.';

/** What to say while nothing is configured. */
export function nothingConfigured(): ConfigError {
  return new ConfigError(`The database holds no configuration yet. ${fillIt}`);
}

async function requireMigrated(database: Database, { databaseUrl }: Config): Promise<void> {
  const { pending } = await pendingMigrations(database);
  if (pending.length === 0) return;
  const next =
    databaseUrl === undefined
      ? 'Start Elevate once: it brings it to this version.'
      : 'Back it up, then: npm run elevate -- migrate';
  throw new ConfigError(
    `The database is older than this version (${pending.length} migrations to run). ${next}`,
  );
}
