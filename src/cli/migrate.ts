import { readConfig, readEnvironment } from '../config';
import { ConfigError } from '../errors';
import { createLog } from '../log';
import { migrate, openDatabase } from '../store/database';

/** `elevate migrate`: brings the database named by DATABASE_URL to this version. */
export async function migrateDatabase(): Promise<void> {
  const config = readConfig(readEnvironment(process.cwd(), process.env));
  if (config.databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL is not set. The embedded database is brought up to date by itself at start.',
    );
  }
  const database = await openDatabase({ url: config.databaseUrl, log: createLog(config.logLevel) });
  try {
    const run = await migrate(database);
    process.stdout.write(
      run.length === 0 ? 'Nothing to do.\n' : run.map((name) => `ran ${name}\n`).join(''),
    );
  } finally {
    await database.close();
  }
}
