import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 200;
const heartbeatMs = 2_000;
/** Older than this and the holder is gone, even where its process id says nothing (another container). */
const staleMs = 15 * 60_000;

/**
 * Runs `work` while no other process of this clone does. `npm start` and `npm test` may be typed at the same time.
 * @param {string} root the clone
 * @param {() => Promise<void>} work
 */
export async function withLock(root, work) {
  const path = join(root, '.prepare.lock');
  await acquire(path);
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  const release = () => releaseOwn(path);
  process.once('exit', release);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener('exit', release);
    release();
  }
}

async function acquire(path) {
  let told = false;
  while (!tryCreate(path)) {
    removeIfStale(path);
    if (!told) console.error('Waiting for another process that is preparing this clone…');
    told = true;
    await sleep(pollMs);
  }
}

/** Written beside and then linked into place, so that nobody ever reads a lock without its owner's id. */
function tryCreate(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function removeIfStale(path) {
  const holder = read(path);
  if (holder === null || !isStale(path, holder)) return;
  // Renaming is atomic: of several that see the same dead holder only one moves it away.
  const grave = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  // Somebody else may have cleared the dead lock and taken a live one in between: give that one back.
  if (read(grave) !== holder) restore(grave, path);
  rmSync(grave, { force: true });
}

function restore(grave, path) {
  try {
    linkSync(grave, path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

function isStale(path, holder) {
  if (!isAlive(Number(holder))) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > staleMs;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error.code === 'EPERM';
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Gone: whoever removed it thought us dead, and there is nothing to keep alive.
  }
}

function releaseOwn(path) {
  if (read(path) === String(process.pid)) rmSync(path, { force: true });
}
