import { readFileSync } from 'node:fs';
import { configurationVersion } from '../administration/digest';
import { organisationMissing, startApp, type App, type AppOptions } from '../app';
import { readConfig, readEnvironment, requirePlatform, type Config } from '../config';
import { connectorKinds } from '../connectors/registry';
import { ConfigError } from '../errors';
import { createLog, type Log } from '../log';
import { isEmpty } from '../store/configuration-rows';
import { migrate, openDatabase, pendingMigrations, type Database } from '../store/database';
import { startEmbedded } from '../store/embedded-postgres';
import {
  applyConfiguration,
  checkedConfiguration,
  refuseTooFew,
} from '../workflow/apply-configuration';
import { type ConfiguredFile } from '../workflow/context';

/** `elevate serve`: runs until it is told to stop, then finishes what is under way. */
export async function serve(): Promise<void> {
  const environment = readEnvironment(process.cwd(), process.env);
  const config = readConfig(environment);
  requirePlatform(config);
  const log = createLog(config.logLevel);
  const opened = await openPrepared(config, log);
  stopOnSignals(log, await startedOrClosed({ config, log, environment }, opened), opened);
}

/** Open connections would keep a process alive that has said why it cannot start and does nothing any more. */
async function startedOrClosed(
  options: Omit<AppOptions, 'database'>,
  opened: Opened,
): Promise<App> {
  try {
    const configFile = readNamedFile(options.config);
    return await startApp({ ...options, database: opened.database, configFile });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

export interface Opened {
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * The database ready for use: embedded when no DATABASE_URL is set; migrated when it is embedded or new; filled from
 * ELEVATE_CONFIG when it holds no organisation yet.
 */
async function openPrepared(config: Config, log: Log): Promise<Opened> {
  const opened = await openConfigured(config, log);
  try {
    await bringUpToDate(config, opened.database, log);
    await applyFileWhenEmpty(config, opened.database, log);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The database that the settings name, as it is; an embedded one is started and stopped with it. */
export async function openConfigured(config: Config, log: Log): Promise<Opened> {
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbedded({ dataDir: config.dataDir, log })
      : undefined;
  const url = config.databaseUrl ?? embedded!.url;
  const database = await openDatabase({ url, log }).catch(async (error: unknown) => {
    await embedded?.stop();
    throw error;
  });
  async function close(): Promise<void> {
    await database.close();
    await embedded?.stop();
  }
  return { database, close };
}

/** A database of somebody else's is only migrated when it is new: an upgrade is the operator's decision. */
async function bringUpToDate(config: Config, database: Database, log: Log): Promise<void> {
  const { pending, run } = await pendingMigrations(database);
  if (pending.length === 0) return;
  // What a new database would be filled with is looked at before anything is made in it.
  if (run.length === 0) checkFile(config);
  if (config.databaseUrl !== undefined && run.length > 0) {
    throw new ConfigError(
      `The database is older than this version (${pending.length} migrations to run). ` +
        'Back it up, then: npm run elevate -- migrate',
    );
  }
  log.info({ migrations: await migrate(database) }, 'the database was brought to this version');
}

/** @throws ConfigError when there is no file to fill a new database from, or when it cannot be used */
export function checkFile({ configFile }: Config): void {
  if (configFile === undefined) throw organisationMissing();
  const text = readConfigurationFile(configFile);
  const source = { text, source: configFile, kinds: connectorKinds };
  refuseTooFew(checkedConfiguration(source), configFile);
}

async function applyFileWhenEmpty(config: Config, database: Database, log: Log): Promise<void> {
  if (config.configFile === undefined || !(await database.read(isEmpty))) return;
  const text = readConfigurationFile(config.configFile);
  await applyConfiguration(database, { text, source: config.configFile, kinds: connectorKinds });
  log.info({ file: config.configFile }, 'the configuration file was applied to the empty database');
}

/** In characters: what is longer takes seconds to read. */
const readMost = 1_000_000;

/** The file that the settings name, as it is now; it decides about nothing once the database is filled. */
export function readNamedFile({
  configFile: name,
}: Pick<Config, 'configFile'>): ConfiguredFile | undefined {
  if (name === undefined) return undefined;
  try {
    const text = readConfigurationFile(name);
    if (text.length > readMost) return { name, version: 'unread' };
    const wanted = checkedConfiguration({ text, source: name, kinds: connectorKinds });
    return { name, version: configurationVersion(wanted) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { name, version: 'unusable' };
  }
}

/** @throws ConfigError when a configuration file cannot be read */
export function readConfigurationFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`The configuration file ${file} cannot be read (${why}).`);
  }
}

/** SIGTERM and Ctrl-C end the process cleanly; a second signal ends it at once. */
function stopOnSignals(log: Log, app: Pick<App, 'stop'>, opened: Pick<Opened, 'close'>): void {
  let stopping = false;
  function stop(signal: NodeJS.Signals): void {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    app
      .stop()
      .then(() => opened.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
