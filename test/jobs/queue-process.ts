/** One replica's queue as a process of its own, so that a test can kill it. Says what happens on stdout. */
import { createLog } from '../../src/log';
import { startQueue } from '../../src/jobs/queue';
import pg from 'pg';

const [url, behaviour] = process.argv.slice(2);

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}

async function main(): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  await startQueue({
    pool,
    concurrency: 1,
    log: createLog('silent'),
    tasks: {
      work: async ({ id }) => {
        say(`began ${id}`);
        if (behaviour === 'hang') await new Promise(() => undefined);
        say(`done ${id}`);
      },
    },
  });
  say('ready');
}

void main();
