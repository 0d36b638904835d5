import { join, relative } from 'node:path';
import { readConfig, readEnvironment } from '../src/config';
import { createLog } from '../src/log';
import { startPlayground, type Playground } from './start';

/** `elevate playground`: runs until it is told to stop. */
export async function startPlaygroundCommand(): Promise<void> {
  const environment = readEnvironment(process.cwd(), process.env);
  const config = readConfig(environment);
  if (!isLoopback(config.host)) {
    say(`HOST=${config.host} is ignored: the playground is reachable from this computer only.\n`);
  }
  // A folder of its own below the data folder: it is emptied at each start, and nobody's real data may be in it.
  const dataDir = join(config.dataDir, 'playground');
  // What people watch is the page; the log speaks up when something is wrong, or when it was asked to.
  const log = createLog(environment.LOG_LEVEL === undefined ? 'warn' : config.logLevel);
  say('Starting the playground…\n');
  const playground = await startPlayground({ port: config.port, dataDir, log });
  say(greeting(playground, dataDir));
  stopOnSignals(playground);
}

function greeting({ url }: Playground, dataDir: string): string {
  return `
  Elevate playground   ${url}

  Everything runs on this computer. Slack, Teams and Exchange are simulated;
  the Warehouse is a real PostgreSQL database, kept in
  ${shown(dataDir)}
  It starts empty each time. Ctrl-C stops it.

`;
}

function shown(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path.startsWith('..') ? folder : path;
}

function say(text: string): void {
  process.stdout.write(text);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** SIGTERM and Ctrl-C end it cleanly; a second signal ends it at once. */
function stopOnSignals(playground: Playground): void {
  let stopping = false;
  function stop(): void {
    if (stopping) process.exit(1);
    stopping = true;
    say('\nStopping the playground…\n');
    playground.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
