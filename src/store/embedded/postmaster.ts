/**
 * The server process as its own files tell of it. A killed Elevate leaves its PostgreSQL running, so
 * nothing is remembered in memory: `postmaster.pid` says which process serves a data folder.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping' | 'standby';
}

/** The process that serves this data folder, or null. Removes a pid file whose process is gone. */
export function readPostmaster(cluster: string): Postmaster | null {
  const file = path.join(cluster, 'postmaster.pid');
  const lines = readLines(file);
  if (!lines) return null;
  const pid = Number.parseInt(lines[0] ?? '', 10);
  // PostgreSQL itself is fooled by a process id that another program has by now (in containers: often).
  if (Number.isNaN(pid) || !isServerOf(pid, cluster)) {
    rmSync(file, { force: true });
    return null;
  }
  const status = (lines[7] ?? 'starting').trim() as Postmaster['status'];
  return { pid, port: Number.parseInt(lines[3] ?? '0', 10), status };
}

function readLines(file: string): string[] | null {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  return command === null || command.includes(cluster);
}

/** What the process was started as ('' for one that has ended and is not yet reaped), or null if unknown. */
function commandLine(pid: number): string | null {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') return null;
    return execFileSync('ps', ['-p', String(pid), '-o', 'command=']).toString();
  } catch {
    return null;
  }
}

/** Waits until the server says that it takes connections; false when it ended or `timeoutMs` passed. */
export async function waitUntilReady(
  cluster: string,
  timeoutMs: number,
  hasEnded: () => boolean,
): Promise<Postmaster | null> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until && !hasEnded()) {
    const lines = readLines(path.join(cluster, 'postmaster.pid'));
    if (lines?.[7]?.trim() === 'ready') return readPostmaster(cluster);
    await sleep(10);
  }
  return null;
}

/** Ends the server: connections are closed at once, data is kept. Resolves when the process is gone. */
export async function stopPostmaster(cluster: string, postmaster: Postmaster): Promise<void> {
  // SIGINT is PostgreSQL's "fast" shutdown; SIGQUIT gives up the checkpoint and recovers at next start.
  for (const [signal, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!sendSignal(postmaster.pid, signal)) return;
    if (await hasGone(postmaster.pid, cluster, patienceMs)) return;
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) did not stop`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function hasGone(pid: number, cluster: string, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    if (!isServerOf(pid, cluster)) return true;
    await sleep(10);
  }
  return false;
}
