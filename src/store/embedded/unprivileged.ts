/**
 * PostgreSQL refuses to run as root. As root its processes run as the user `postgres` (made when it
 * is missing); as an ordinary user they run as that user, and nothing here does anything.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../errors';

/** Ids that server processes get. Node drops all supplementary groups when it sets them. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user that PostgreSQL has to run as, or null when that is simply us. Throws ConfigError. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  return findUser() ?? makeUser();
}

function findUser(): ServerUser | null {
  try {
    return { uid: readId('-u'), gid: readId('-g') };
  } catch {
    return null;
  }
}

function readId(which: '-u' | '-g'): number {
  const printed = execFileSync('id', [which, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return Number.parseInt(printed.toString(), 10);
}

function makeUser(): ServerUser {
  try {
    // Two processes may do this at once; whichever comes second finds what the first one made.
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
  } catch {
    // Looked up again below: that answer counts.
  }
  const user = findUser();
  if (user) return user;
  throw new ConfigError(
    'PostgreSQL cannot run as root, and a user named "postgres" could not be made. ' +
      'Start Elevate as an ordinary user, or set DATABASE_URL, e.g. postgres://elevate:secret@db:5432/elevate',
  );
}

/** Whether that user can pass through every folder down to `folder` (which need not exist yet). */
export function canReach(folder: string, user: ServerUser | null): boolean {
  if (!user) return true;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (!mayEnter(at, user)) return false;
    if (at === path.dirname(at)) return true;
  }
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return true; // it will be made by us, open enough
  if (found.uid === user.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === user.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}
