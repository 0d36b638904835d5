/** Processes that the benchmark starts. Each is ended when the benchmark ends, however that comes. */
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

type Environment = Readonly<Record<string, string>>;

export interface Helper {
  /** What it said first. */
  readonly said: { readonly port: number };
  /** Sends a message and waits for the next one that comes back. */
  ask<T>(question: object): Promise<T>;
  stop(): Promise<void>;
}

/** Starts one of the files beside this one. With `greets` it is waited for until it says where it listens. */
export async function startHelper(
  file: 'bare-server' | 'clients' | 'slack-server',
  environment: Environment = {},
): Promise<Helper> {
  const env = { ...process.env, ...environment };
  // What is compared has the same Node.
  const execArgv = file === 'bare-server' ? [...nodeFlags()] : [];
  const child = fork(join(__dirname, `${file}.js`), { env, execArgv });
  const said = file === 'clients' ? { port: 0 } : await nextMessage<{ port: number }>(child, file);
  return {
    said,
    ask(question) {
      const answer = nextMessage(child, file);
      child.send(question);
      return answer as Promise<never>;
    },
    stop: () => ended(child, () => child.disconnect()),
  };
}

function nextMessage<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((done, failed) => {
    const onExit = (): void => failed(new Error(`${name} ended; its reason stands above`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      done(message as T);
    });
  });
}

export interface Service {
  readonly port: number;
  /** From the start of the process to the first answer of /readyz that says ready. */
  readonly readyAfterMs: number;
  /** In megabytes, now. */
  residentMb(): number;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;

/** What `npm run elevate` gives to Node, so that the same service is measured. */
function nodeFlags(): readonly string[] {
  const file = join(__dirname, '..', '..', 'package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { elevate: string } };
  const given = /^node ((?:--\S+ )*)scripts/u.exec(scripts.elevate)?.[1]?.trim() ?? '';
  return `${given} ${process.env.BENCH_SERVICE_NODE_OPTIONS ?? ''}`.split(' ').filter(Boolean);
}

/**
 * `elevate serve` as an operator runs it, from the built sources. BENCH_SERVICE_NODE_OPTIONS adds to Node's own options,
 * for profiling.
 */
export async function startService(port: number, environment: Environment): Promise<Service> {
  const main = join(__dirname, '..', 'src', 'main.js');
  const begun = performance.now();
  const child = spawn(process.execPath, [...nodeFlags(), main, 'serve'], {
    env: { ...process.env, NODE_ENV: 'production', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  while (!(await isReady(port))) {
    const tookMs = performance.now() - begun;
    if (child.exitCode !== null || tookMs > readyWithinMs) throw new Error('serve did not start');
    await sleep(10);
  }
  const readyAfterMs = performance.now() - begun;
  return {
    port,
    readyAfterMs,
    residentMb: () => residentMb(child.pid!),
    stop: () => ended(child, () => child.kill('SIGTERM')),
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

function residentMb(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  end();
  await exit;
}
