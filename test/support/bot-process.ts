/**
 * The bot as a process of its own, so that a test can kill it. Its settings come as JSON in ELEVATE_TEST_BOT; it tells
 * its port to whoever started it. At the failpoint that is named it kills itself with SIGKILL: nothing is finished,
 * flushed or given back.
 */
import pino from 'pino';
import { startApp } from '../../src/app';
import { type Config } from '../../src/config';
import { openDatabase } from '../../src/store/database';
import { type Failpoint } from '../../src/workflow/context';
import { simulatedExchange } from '../../playground/exchange/connector';

export interface BotProcessSettings {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string>>;
  /** Null: it lives until it is killed from outside. */
  readonly dieAt: Failpoint | null;
}

async function main(): Promise<void> {
  const { config, environment, dieAt } = JSON.parse(
    process.env['ELEVATE_TEST_BOT'] ?? '',
  ) as BotProcessSettings;
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }));
  const database = await openDatabase({ url: config.databaseUrl ?? '', log });
  const app = await startApp({
    config,
    database,
    log,
    environment,
    moreConnectorKinds: [simulatedExchange],
    failpoint: (name) => {
      if (name === dieAt) process.kill(process.pid, 'SIGKILL');
    },
  });
  process.send?.({ port: app.port });
}

void main();
