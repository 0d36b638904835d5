/** Starts the embedded PostgreSQL of a folder and stays: a process for tests to kill. */
import pino from 'pino';
import { startEmbedded } from '../../src/store/embedded-postgres';

async function run(): Promise<void> {
  const dataDir = process.argv[2]!;
  const server = await startEmbedded({ dataDir, fsync: false, log: pino({ level: 'silent' }) });
  process.stdout.write(`${server.pid}\n`);
}

void run();
