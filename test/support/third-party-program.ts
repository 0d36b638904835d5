/**
 * Clients that nobody here wrote, started from node_modules as processes of their own that reach this machine only
 * (loopback-only.mjs). They are development dependencies, so they are there after `npm ci`; where they are not, their
 * stories are skipped with a plain message, or fail when REQUIRE_EMULATORS=1.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ThirdParty {
  /** As it is named on npm. */
  readonly name: string;
  /** Its program, below node_modules. */
  readonly program: string;
}

/** A describe that needs one of them. */
export function describeWith(thirdParty: ThirdParty, story: string, body: () => void): void {
  const missing = existsSync(programOf(thirdParty))
    ? null
    : `${thirdParty.name} is not installed: npm ci installs it.`;
  describeNeeding({ missing, switch: 'REQUIRE_EMULATORS' }, story, body);
}

/** A describe that needs what not every machine has: told and passed over where it is missing, and a failure where the switch is 1, as in CI. */
export function describeNeeding(
  { missing, ...needed }: { readonly missing: string | null; readonly switch: string },
  story: string,
  body: () => void,
): void {
  if (missing !== null && process.env[needed.switch] === '1') {
    test(story, () => {
      throw new Error(missing);
    });
    return;
  }
  if (missing !== null) console.warn(`Skipped: ${story}. ${missing}`);
  const tell = missing === null ? describe : describe.skip;
  tell(story, body);
}

export interface Running {
  /** Everything that it printed. */
  output(): string;
  /** Hosts that it tried to reach beyond this machine. */
  strayCalls(): readonly string[];
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Makes files in the program's own folder before it starts there. */
  readonly prepare?: (folder: string) => void;
  /** Whether it answers. */
  readonly isReady: () => Promise<boolean>;
}

const readyWithinMs = 60_000;
const stopWithinMs = 5_000;

/** Starts it in an empty folder that is also its home, and waits until it answers. */
export async function startThirdParty(
  thirdParty: ThirdParty,
  options: StartOptions,
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'elevate-third-party-'));
  options.prepare?.(folder);
  const preload = resolve(__dirname, 'loopback-only.mjs');
  const child = spawn(
    process.execPath,
    ['--import', preload, programOf(thirdParty), ...options.args],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = collect(child);
  async function stop(): Promise<void> {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await untilReady(child, options.isReady);
  } catch (error) {
    await stop();
    throw new Error(`${thirdParty.name} did not start: ${output()}`, { cause: error });
  }
  return {
    output,
    strayCalls: () => [...output().matchAll(/\[loopback-only\] (\S+)/g)].map((found) => found[1]!),
    stop,
  };
}

/** A port that was free a moment ago, for programs that cannot be told to choose one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Reads again and again until there is something. Both sides live in real time, so this waits in real time too. */
export async function until<T>(
  what: string,
  read: () => T | null | undefined | Promise<T | null | undefined>,
  withinMs = 15_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const found = await read();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${withinMs / 1_000} s`);
    await sleep(50);
  }
}

function programOf({ program }: ThirdParty): string {
  return resolve(__dirname, '../../node_modules', program);
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  return () => chunks.join('');
}

async function untilReady(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  await until(
    'an answer',
    async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return (await isReady().catch(() => false)) || null;
    },
    readyWithinMs,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await gone;
  clearTimeout(patience);
}
