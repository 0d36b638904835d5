import { difference } from '../administration/difference';
import { type Directories } from '../administration/directories';
import { outsideIn } from '../administration/group-sources';
import { checkTokens } from '../app';
import { connectorKinds } from '../connectors/registry';
import { readConfig, readEnvironment, requirePlatform, type Config } from '../config';
import { resolveSecret } from '../connectors/secrets';
import { createConnectorSet } from '../connectors/set';
import { type GroupSource } from '../directory/contract';
import { outsideSources } from '../directory/registry';
import { ConfigError, RemoteError } from '../errors';
import { createLog, type Log } from '../log';
import { loadConnectors } from '../store/connectors';
import { pendingMigrations, type Database } from '../store/database';
import { hasEmbedded } from '../store/embedded-postgres';
import { loadOrganisation } from '../store/organisations';
import { readConfiguration } from '../workflow/read-configuration';
import { accountText, ownersVariable, readOwners } from '../workflow/make-owners';
import { readWanted } from './configured';
import { checkFile, openConfigured } from './serve';

/** How long one target system may take to answer. */
const checkMs = 10_000;
/** How long a group of a directory may take to list. */
const listMs = 60_000;

/** `elevate doctor`: one line per thing looked at; exit code 1 when something needs an operator. */
export async function doctor(): Promise<void> {
  const environment = readEnvironment(process.cwd(), process.env);
  const config = readConfig(environment);
  sayUnless(() => requirePlatform(config), platformsLine(config));
  const log = createLog('silent');
  await sayTokens(config, log);
  if (config.databaseUrl === undefined && !hasEmbedded({ dataDir: config.dataDir, log })) {
    say(true, `no database under ${config.dataDir} yet; serve makes one`);
    return sayFile(config);
  }
  const opened = await openConfigured(config, log);
  try {
    await lookInto(opened.database, config, environment);
  } finally {
    await opened.close();
  }
}

/** Whether each platform takes our credentials now: a token can have been revoked since they were set. */
async function sayTokens(config: Config, log: Log): Promise<void> {
  try {
    for (const { ok, what } of await checkTokens(config, log)) say(ok, what);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(false, error.message);
  }
}

async function lookInto(database: Database, config: Config, environment: Variables): Promise<void> {
  const { pending, run } = await pendingMigrations(database);
  if (run.length === 0) {
    say(true, 'database reached; it is new, and serve sets it up');
    return sayFile(config);
  }
  const isOurs = config.databaseUrl === undefined;
  const next = pending.length === 0 || isOurs ? '' : ': npm run elevate -- migrate';
  const isReady = pending.length === 0;
  say(isReady || isOurs, `database reached, ${pending.length} migrations to run${next}`);
  if (isReady) await checkTargets(database, config, environment);
}

/** What a database without an organisation would be filled from. */
function sayFile(config: Config): void {
  sayUnless(() => checkFile(config), `${config.configFile} can be used to fill the database`);
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The file is read once, into an empty database; whoever edits it later has to know that nobody looks at it. */
async function compareFile(database: Database, file: string): Promise<void> {
  const present = await readConfiguration(database);
  if (present === null) return;
  try {
    const count = difference(present.configuration, readWanted(file)).length;
    if (count === 0) return say(true, `${file} says what the database holds`);
    const what = count === 1 ? '1 difference' : `${count} differences`;
    say(false, `${file} is ignored, the database counts; ${what}: ${planCommand(file)}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(false, `${file} is ignored, the database counts. ${error.message}`);
  }
}

function planCommand(file: string): string {
  return `npm run elevate -- config plan ${file}`;
}

/** Who is an owner, and whether those who are named could become one. */
async function checkOwners(
  database: Database,
  organisationId: string,
  { owners }: Config,
): Promise<void> {
  const found = await readOwners(database, organisationId, owners);
  for (const account of found.unknown) {
    say(false, `${ownersVariable} names ${accountText(account)}, which is tied to nobody`);
  }
  for (const { name, line } of found.disabled) {
    say(false, `${ownersVariable} names ${name} (${line}), who is disabled`);
  }
  const names = (people: typeof found.named) => people.map(({ line }) => line).join(', ');
  if (found.acting.length > 0) return say(true, `owners: ${names(found.acting)}`);
  if (found.named.length > 0) {
    return say(true, `no owner yet; serve makes these: ${names(found.named)}`);
  }
  say(false, `no owner: set ${ownersVariable}, for example slack:T0123ABCD/U0456EFGH`);
}

async function checkTargets(
  database: Database,
  config: Config,
  environment: Variables,
): Promise<void> {
  const organisation = await database.read(loadOrganisation);
  if (organisation === null) return sayFile(config);
  say(true, `organisation ${organisation.name}`);
  const { configFile } = config;
  if (configFile !== undefined) await compareFile(database, configFile);
  await checkOwners(database, organisation.id, config);
  await checkDirectories(database, organisation.settings.directories, environment);
  const rows = await database.read((tx) => loadConnectors(tx, organisation.id));
  const secret = (reference: string) => resolveSecret(reference, environment);
  for (const row of rows) {
    try {
      const set = createConnectorSet([row], connectorKinds, secret);
      const result = await set.of(row.workload)!.check(AbortSignal.timeout(checkMs));
      for (const finding of result.findings) say(finding.ok, `${row.workload}: ${finding.what}`);
      await set.close();
    } catch (error) {
      if (!(error instanceof RemoteError) && !(error instanceof ConfigError)) throw error;
      say(false, `${row.workload}: ${error.message}`);
    }
  }
}

/** Each group of an outside directory that approver groups have people from: whether it can be read, and how many are in it. */
async function checkDirectories(
  database: Database,
  directories: Directories | null,
  environment: Variables,
): Promise<void> {
  try {
    const sources = outsideSources(directories, (one) => resolveSecret(one, environment));
    const present = await readConfiguration(database);
    const groups = present?.configuration.approverGroups ?? [];
    const named = [...new Set(groups.flatMap((one) => one.sources))];
    for (const source of sources) {
      const keys = outsideIn(named).filter(({ kind }) => kind === source.kind);
      if (keys.length === 0) say(true, `${source.name}: no approver group has people from it`);
      for (const { key } of keys) await checkGroup(source, key);
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(false, error.message);
  }
}

async function checkGroup(source: GroupSource, key: string): Promise<void> {
  try {
    let count = 0;
    for await (const people of source.list(key, AbortSignal.timeout(listMs)))
      count += people.length;
    say(count > 0, `${source.name}: ${key} has ${count === 1 ? '1 person' : `${count} people`}`);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    say(false, `${error.message}: ${key}`);
  }
}

function platformsLine({ slack, teams }: Config): string {
  const is = (platform: unknown) => (platform === undefined ? 'is not' : 'is');
  return `Slack ${is(slack)} set up, Teams ${is(teams)} set up`;
}

/** Says the line, or why the settings cannot be used. */
function sayUnless(check: () => void, line: string): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return say(false, error.message);
  }
  say(true, line);
}

function say(ok: boolean, line: string): void {
  process.stdout.write(`${ok ? 'ok      ' : 'ATTEND  '} ${line}\n`);
  if (!ok) process.exitCode = 1;
}
