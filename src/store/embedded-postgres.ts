/**
 * A real PostgreSQL without any installation: the programs come with npm, the data lives in one folder.
 * Several processes may start the same folder: the first starts the server, the others join it, and the
 * last to stop stops it. A server left behind by a killed process is joined like any other.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, closeSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ConfigError } from '../errors';
import { type Log } from '../log';
import { type Binaries, findBinaries, sharedFolder } from './embedded/binaries';
import { readPostmaster, stopPostmaster, waitUntilReady } from './embedded/postmaster';
import { canReach, serverUser, type ServerUser } from './embedded/unprivileged';

export interface EmbeddedOptions {
  /** Kept between runs; made when it is missing. */
  readonly dataDir: string;
  /** Left out: a free one is chosen and used again next time while it is free. */
  readonly port?: number;
  readonly log: Log;
  /** Off only where data may be lost with the machine: in tests. */
  readonly fsync?: boolean;
}

export interface EmbeddedPostgres {
  /** Of the database `elevate`. Carries the password: never log it. */
  readonly url: string;
  readonly port: number;
  /** Where the data really is: `dataDir`, unless the server's user could not reach that. */
  readonly folder: string;
  /** Process id of the server, for those who have to stop it from elsewhere. */
  readonly pid: number;
  /** Makes the database when it is missing; gives its url. */
  createDatabase(name: string): Promise<string>;
  /** Leaves; the server stops with the last process that uses this folder. */
  stop(): Promise<void>;
}

interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly user: ServerUser | null;
  readonly binaries: Binaries;
}

/** Beside the data, readable by its owner only. */
interface Secrets {
  readonly password: string;
  readonly port: number | null;
}

/** Not named like our schema: an unqualified name that only works for a user of that name would go unseen. */
const superuser = 'elevate_admin';
const ownDatabase = 'elevate';
const startTimeoutMs = 60_000;
/** Held shared by every process that uses the server; whoever gets it alone is the last. */
const presenceLock = 7_316_045_112;

/** Starts or joins the server of a data folder. Throws ConfigError for what the operator has to change. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = findPlace(options);
  await makeCluster(place, options.log);
  checkMajorVersion(place);
  // A server that is just stopping, or that another process starts at this moment, needs another look.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const joined = (await join(place, options)) ?? (await launch(place, options));
    if (joined) return joined;
  }
  throw new ConfigError(
    `The embedded PostgreSQL in ${place.home} does not start; see ${path.join(place.home, 'server.log')}. ` +
      'Another one can be used: DATABASE_URL=postgres://elevate:secret@localhost:5432/elevate',
  );
}

/** Whether a data folder holds a database already. */
export function hasEmbedded(options: { dataDir: string; log: Log }): boolean {
  return existsSync(path.join(findPlace(options).cluster, 'PG_VERSION'));
}

/** Stops the server of a data folder, whoever uses it, and deletes its data. */
export async function removeEmbedded(options: { dataDir: string; log: Log }): Promise<void> {
  const { home, cluster } = findPlace(options);
  const running = readPostmaster(cluster);
  if (running) await stopPostmaster(cluster, running);
  rmSync(home, { recursive: true, force: true });
  rmSync(path.resolve(options.dataDir), { recursive: true, force: true });
}

function findPlace(options: { dataDir: string; log: Log }): Place {
  const user = serverUser();
  const binaries = findBinaries(user, options.log);
  const asked = path.resolve(options.dataDir);
  if (canReach(asked, user)) {
    return { home: asked, cluster: path.join(asked, 'cluster'), user, binaries };
  }
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const home = path.join(sharedFolder, hash);
  options.log.info({ asked, used: home }, 'Database kept where the user postgres can reach it');
  return { home, cluster: path.join(home, 'cluster'), user, binaries };
}

async function makeCluster({ home, cluster, user, binaries }: Place, log: Log): Promise<void> {
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return;
  log.info({ folder: home }, 'Making a new database');
  mkdirSync(home, { recursive: true, mode: 0o755 });
  // Made beside and renamed: a killed run leaves no half database under the final name.
  const unfinished = path.join(home, `making-${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${unfinished}.password`;
  const secrets: Secrets = { password: randomBytes(24).toString('base64url'), port: null };
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, secrets.password, { mode: 0o600 });
  if (user) {
    chownSync(unfinished, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  try {
    const settings = ['--auth=scram-sha-256', '--encoding=UTF8', '--no-sync', '--no-instructions'];
    // The builtin provider sorts and folds alike on every system; libc's differs from machine to machine.
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    await promisify(execFile)(
      binaries.initdb,
      [`--pgdata=${unfinished}`, `--username=${superuser}`, `--pwfile=${passwordFile}`].concat(
        settings,
        locale,
      ),
      { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
    );
    writeSecrets(unfinished, secrets, user);
    renameSync(unfinished, cluster);
  } catch (error) {
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function secretsFile(cluster: string): string {
  return path.join(cluster, 'elevate-secrets.json');
}

function writeSecrets(cluster: string, secrets: Secrets, user: ServerUser | null): void {
  const file = secretsFile(cluster);
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  // The server reads every file of its folder when it recovers, so this one is its own too.
  if (user) chownSync(`${file}.new`, user.uid, user.gid);
  renameSync(`${file}.new`, file);
}

function readSecrets(cluster: string): Secrets {
  return JSON.parse(readFileSync(secretsFile(cluster), 'utf8')) as Secrets;
}

function checkMajorVersion({ cluster, home, binaries }: Place): void {
  const found = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
  const [needed] = binaries.version.split('.');
  if (found === needed) return;
  throw new ConfigError(
    `The database in ${home} was made by PostgreSQL ${found}; this Elevate brings PostgreSQL ${needed}. ` +
      'Set ELEVATE_DATA_DIR to an empty folder, e.g. ELEVATE_DATA_DIR=.elevate-18, or set DATABASE_URL ' +
      `to a PostgreSQL ${found} that serves the old data`,
  );
}

/** Joins a running server; null when none runs. One that does not let us in is stopped first. */
async function join(place: Place, options: EmbeddedOptions): Promise<EmbeddedPostgres | null> {
  const running = readPostmaster(place.cluster);
  if (!running) return null;
  const ready = await waitUntilReady(
    place.cluster,
    startTimeoutMs,
    () => readPostmaster(place.cluster) === null,
  );
  if (!ready) return null;
  if (options.port !== undefined && options.port !== ready.port) {
    throw new ConfigError(
      `The database in ${place.home} already runs on port ${ready.port}, not on ${options.port}`,
    );
  }
  const keeper = await enter(place, ready.port);
  if (keeper) return handle(place, ready, keeper, options.log);
  options.log.warn({ pid: ready.pid }, 'A PostgreSQL that does not let us in is stopped');
  await stopPostmaster(place.cluster, ready);
  return null;
}

async function launch(place: Place, options: EmbeddedOptions): Promise<EmbeddedPostgres | null> {
  const secrets = readSecrets(place.cluster);
  const port = options.port ?? (await freePort(secrets.port));
  if (options.port !== undefined && !(await isFree(port))) {
    throw new ConfigError(`Port ${port} on 127.0.0.1 is in use; choose another or none`);
  }
  const logFile = path.join(place.home, 'server.log');
  const output = openSync(logFile, 'a', 0o600);
  chmodSync(logFile, 0o600);
  // Detached: Ctrl-C in a terminal reaches the whole group, and the database must outlive the app's own end.
  const server = spawn(place.binaries.postgres, serverFlags(place, port, options.fsync ?? true), {
    ...place.user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(output);
  let ended = false;
  server.once('exit', () => (ended = true));
  server.once('error', (error) => {
    ended = true;
    options.log.error({ err: error }, 'PostgreSQL could not be run');
  });
  server.unref();
  const ready = await waitUntilReady(place.cluster, startTimeoutMs, () => ended);
  if (!ready) return null;
  if (ready.port !== secrets.port) writeSecrets(place.cluster, { ...secrets, port }, place.user);
  const keeper = await enter(place, ready.port);
  return keeper ? handle(place, ready, keeper, options.log) : null;
}

function serverFlags(place: Place, port: number, fsync: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // A socket in a public folder could be reached, or squatted, by others on this machine.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    shared_buffers: '64MB',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', place.cluster, '-p', String(port), ...flags];
}

async function freePort(remembered: number | null): Promise<number> {
  if (remembered !== null && (await isFree(remembered))) return remembered;
  return listenOnce(0);
}

async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port).catch(() => null)) !== null;
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Opens the connection whose lock says that we are here; null when the server does not let us in. */
async function enter(place: Place, port: number): Promise<pg.Client | null> {
  const { password } = readSecrets(place.cluster);
  const keeper = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
    application_name: 'elevate embedded',
    keepAlive: true,
  });
  // Whoever else uses the server notices on its own connections; here it must only not crash us.
  keeper.on('error', () => undefined);
  try {
    await keeper.connect();
    await keeper.query('select pg_advisory_lock_shared($1)', [presenceLock]);
    await ensureDatabase(keeper, ownDatabase);
    return keeper;
  } catch {
    await keeper.end().catch(() => undefined);
    return null;
  }
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount) return;
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // 42P04 and 23505: somebody else made it at the same moment.
    const code = (error as { code?: string }).code;
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

function handle(
  place: Place,
  server: { pid: number; port: number },
  keeper: pg.Client,
  log: Log,
): EmbeddedPostgres {
  const { password } = readSecrets(place.cluster);
  let stopped: Promise<void> | null = null;
  return {
    url: urlOf(server.port, password, ownDatabase),
    port: server.port,
    folder: place.home,
    pid: server.pid,
    async createDatabase(name) {
      await ensureDatabase(keeper, name);
      return urlOf(server.port, password, name);
    },
    stop() {
      stopped ??= leave(place, keeper, log);
      return stopped;
    },
  };
}

async function leave(place: Place, keeper: pg.Client, log: Log): Promise<void> {
  const last = await isLast(keeper);
  const running = readPostmaster(place.cluster);
  if (last && running) await stopPostmaster(place.cluster, running);
  else log.debug('PostgreSQL is left running for others');
  await keeper.end().catch(() => undefined);
}

/** Gives up our presence and looks whether somebody else's remains; a dead server has nobody. */
async function isLast(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [presenceLock]);
    const answer = await keeper.query<{ alone: boolean }>(
      'select pg_try_advisory_lock($1) as alone',
      [presenceLock],
    );
    return answer.rows[0]?.alone === true;
  } catch {
    return true;
  }
}
