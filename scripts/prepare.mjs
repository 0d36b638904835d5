// Makes a fresh clone ready: packages installed, sources built. Later runs only look, and take well under a second.
// Plain Node without dependencies, because it runs before there are any. All it says goes to stderr: the output of
// `npm run elevate -- …` belongs to the command.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './lib/installation.mjs';
import { withLock } from './lib/lock.mjs';
import { nodeVersionProblem } from './lib/node-version.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Installs and builds what is missing or out of date.
 * @param {{ packagesOnly?: boolean }} [options] `packagesOnly` leaves the sources alone
 * @throws {Error} with a sentence for the person at the terminal
 */
export async function prepare({ packagesOnly = false } = {}) {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem) throw new Error(problem);
  // Looked at before the lock is taken, so that a finished clone also runs from a read-only disk.
  const hasBuild = () => packagesOnly || isBuilt(root);
  if (isInstalled(root) && hasBuild()) return;
  await withLock(root, async () => {
    if (!isInstalled(root)) install(root);
    if (!hasBuild()) await build(root);
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  prepare({ packagesOnly: process.argv.includes('--packages-only') }).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
