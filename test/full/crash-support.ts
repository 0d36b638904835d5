import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { type Failpoint } from '../../src/workflow/context';
import { pointAt, type Places } from '../support/bot-places';
import { type TestDatabase } from '../support/database';
import { type BotProcessSettings } from '../support/bot-process';

export interface BotProcess {
  /** Ends it at once, wherever it is. */
  kill(): Promise<void>;
  /** Resolves when it has died. */
  readonly died: Promise<NodeJS.Signals | number | null>;
}

/** Starts the bot against these places and waits until it listens. It kills itself at the failpoint, when one is given. */
export async function startBotProcess(
  places: Places,
  dieAt: Failpoint | null = null,
): Promise<BotProcess> {
  const { config, environment } = places;
  const settings: BotProcessSettings = { config, environment, dieAt };
  const program = path.join(__dirname, '../support/bot-process.ts');
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ELEVATE_TEST_BOT: JSON.stringify(settings) },
  });
  const died = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  pointAt(places, await portOf(child, died));
  return {
    died,
    async kill() {
      child.kill('SIGKILL');
      await died;
    },
  };
}

function portOf(child: ChildProcess, died: Promise<unknown>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    void died.then((how) => reject(new Error(`the bot did not start: ${String(how)}`)));
  });
}

/** Lets elevate.now() run like the real time: what failed is tried again by itself, as it is for everybody. */
export async function letTimeRun(db: TestDatabase): Promise<void> {
  await db.query('create table elevate_test.shift (by_ms float8 not null)');
  await db.query('insert into elevate_test.shift values (0)');
  await db.query(`
    create or replace function elevate.now() returns timestamptz language sql volatile as $$
      select date_trunc('milliseconds', clock_timestamp())
        + (select by_ms from elevate_test.shift) * interval '1 millisecond'
    $$`);
}

/** Moves a running clock on by so many milliseconds. */
export async function forward(db: TestDatabase, ms: number): Promise<void> {
  await db.query('update elevate_test.shift set by_ms = by_ms + $1', [ms]);
}
