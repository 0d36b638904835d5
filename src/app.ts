import { type Server } from 'restify';
import { type Branding } from './administration/configuration';
import { requirePlatform, type Config } from './config';
import { type ConnectorKind } from './connectors/contract';
import { connectorKinds } from './connectors/registry';
import { resolveSecret } from './connectors/secrets';
import { createConnectorSet, type ConfiguredConnectors } from './connectors/set';
import {
  createDirectory,
  directorySources,
  outsideSources,
  type Directory,
} from './directory/registry';
import { type PlatformName } from './elevation/model';
import { ConfigError, type RemoteError } from './errors';
import { mountApi } from './http/api';
import { createMetrics, type Count } from './http/metrics';
import { closeServer, createHttpServer, listen } from './http/server';
import { startQueue } from './jobs/queue';
import { createSweep, type Sweep } from './jobs/sweep';
import { type Log } from './log';
import {
  type ConversationBook,
  type Inbound,
  type Platform,
  type TokenFinding,
} from './platforms/contract';
import { checkSlackToken, createSlackPlatform } from './platforms/slack';
import { checkTeamsToken, createTeamsPlatform } from './platforms/teams';
import { conversationReference, personalReference } from './store/conversations';
import { loadConnectors } from './store/connectors';
import { type Database } from './store/database';
import { standingOf } from './store/groups';
import { loadOrganisation, type Organisation } from './store/organisations';
import { askAsSystem } from './workflow/ask-as-system';
import { type ConfiguredFile, type Context, type Failpoint } from './workflow/context';
import { endAsSystem } from './workflow/end-as-system';
import { greet, greetOwners } from './workflow/greet';
import { greetTask } from './workflow/greet-job';
import { answerMs, createInbound } from './workflow/inbound';
import { listSource } from './workflow/list-source';
import { listSourceTask } from './workflow/list-source-job';
import { accountText, makeOwners } from './workflow/make-owners';
import { noteToken } from './workflow/note-token';
import { publishTask } from './workflow/publish-job';
import { publishRequest } from './workflow/publish-request';
import { readAsSystem } from './workflow/read-as-system';
import { tellRefusalsTask } from './workflow/refuse-system';
import { unreadable } from './workflow/system-answer';
import { tellTask } from './workflow/tell-job';
import { tellLink } from './workflow/tell-link';
import { tellLinkTask } from './workflow/tell-link-job';
import { tellPlace } from './workflow/tell-place';
import { tellPlaceTask } from './workflow/tell-place-job';
import { tellPassedOver } from './workflow/tell-passed-over';
import { tellSystemRefusals } from './workflow/tell-system-refusals';
import { turnAway } from './workflow/turn-away';
import { watchPlaces } from './workflow/watch-places';

export interface AppOptions {
  readonly config: Config;
  /** Opened and migrated; the app does not close it. */
  readonly database: Database;
  readonly log: Log;
  /** Kinds of target system beyond the built-in ones (the playground's simulated ones). */
  readonly moreConnectorKinds?: readonly ConnectorKind[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that the settings name, where somebody has read it. */
  readonly configFile?: ConfiguredFile;
  /** Called at the named points; crash tests end the process there. */
  readonly failpoint?: (name: Failpoint) => void;
  /** More routes on the same server, mounted before it listens. */
  readonly mount?: (server: Server) => void;
}

export interface App {
  readonly port: number;
  /** For tests with a manual clock: one look at the due rows. */
  readonly sweep: Sweep;
  /** Stops taking work, lets what is under way finish, and releases everything but the database. */
  stop(): Promise<void>;
}

/**
 * Builds everything from a Config and starts it.
 * @throws ConfigError when no platform is set up or the database holds no organisation yet
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, database, log } = options;
  const parts = await buildParts(options);
  const { server, context, connectors, platforms } = parts;
  const queue = await startQueue({
    pool: database.pool,
    tasks: {
      [publishTask]: (payload) => publishRequest(context, requestPayload(payload)),
      [tellTask]: (payload) => tellPassedOver(context, requestPayload(payload)),
      [tellRefusalsTask]: (payload) => tellSystemRefusals(context, accountPayload(payload)),
      [greetTask]: (payload) => greet(context, personPayload(payload)),
      [tellPlaceTask]: (payload) => tellPlace(context, placePayload(payload)),
      [tellLinkTask]: (payload) => tellLink(context, linkPayload(payload)),
      [listSourceTask]: (payload) => listSource(context, listingPayload(payload)),
    },
    concurrency: 8,
    log,
    onLeaseLost: () => parts.sweep?.dropWork(),
    onError: (_error, { task, final }) => {
      if (final) context.count('jobs_given_up', { task });
    },
  });
  const sweep = createSweep(context, () => queue.holder());
  parts.sweep = sweep;
  let stopping: Promise<void> | undefined;
  async function stopAll(): Promise<void> {
    await closeServer(server);
    for (const platform of platforms.values()) await platform.stop();
    // The sweep before the queue: what a process acts on is freed by others once its lease is given back.
    await sweep.stop();
    await queue.stop();
    await connectors.close();
  }

  const app = { sweep, stop: () => (stopping ??= stopAll()) };
  try {
    options.mount?.(server);
    const port = await listen(server, config.port, config.host);
    // Before the platforms, which may hang: a right has to end whether or not anybody can be told.
    sweep.start();
    for (const platform of platforms.values()) await platform.start();
    await greetOwners(context);
    log.info({ port, platforms: [...platforms.keys()] }, 'elevate is ready');
    return { ...app, port };
  } catch (error) {
    // What was started holds connections: without this a taken port would be reported by a process that never ends.
    await app.stop();
    throw error;
  }
}

interface Parts {
  readonly server: Server;
  readonly context: Context;
  readonly connectors: ConfiguredConnectors;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Set once the queue has a lease; until then nothing is woken. */
  sweep?: Sweep;
}

async function buildParts(options: AppOptions): Promise<Parts> {
  const { config, database, log } = options;
  requirePlatform(config);
  const organisation = await database.read(loadOrganisation);
  if (organisation === null) throw organisationMissing();
  await settleOwners(options, organisation.id);
  const metrics = createMetrics();
  const notReady = () => missingParts(database);
  const server = createHttpServer({ log, metrics: metrics.registry, notReady });
  const connectors = await connectTargets(options, organisation.id);
  const platforms = new Map<PlatformName, Platform>();
  const context: Context = {
    database,
    organisationId: organisation.id,
    connectorKinds: allKinds(options),
    soloAdmin: config.soloAdmin,
    configFile: options.configFile,
    connectors,
    directory: connectDirectories(options, organisation.settings),
    platforms,
    log,
    count: metrics.count,
    wakeSweep: () => parts.sweep?.wake(),
    failpoint: options.failpoint ?? (() => undefined),
    jitter: Math.random,
  };
  const parts: Parts = { server, context, connectors, platforms };
  const inbound = createInbound(context);
  mountApi(server, {
    ask: (call) => askAsSystem(context, call),
    read: (call) => readAsSystem(context, call),
    end: (call) => endAsSystem(context, call),
    unreadable,
  });
  const branding = followBranding(database, organisation.settings.branding);
  const built = { server, inbound, context, branding, count: metrics.count };
  for (const platform of createPlatforms(options, built)) {
    platforms.set(platform.name, watchPlaces(context, platform));
  }
  return parts;
}

/** Nothing waits for an owner but what only an owner may do, so a start goes on without one and says so. */
async function settleOwners(
  { config, database, log }: AppOptions,
  organisationId: string,
): Promise<void> {
  const { acting, unknown, disabled } = await makeOwners(database, organisationId, config.owners);
  const named = unknown.map(accountText);
  if (named.length > 0)
    log.warn({ named }, 'ELEVATE_OWNERS names accounts that are tied to nobody');
  const left = disabled.map(({ line }) => line);
  if (left.length > 0) log.warn({ left }, 'ELEVATE_OWNERS names people who are disabled');
  if (acting.length > 0) log.info({ owners: acting.map(({ line }) => line) }, 'owners');
  else log.warn('there is no owner: set ELEVATE_OWNERS, for example slack:T0123ABCD/U0456EFGH');
}

export function organisationMissing(): ConfigError {
  return new ConfigError(
    'The database holds no organisation yet. Set ELEVATE_CONFIG to a configuration file, ' +
      'for example ELEVATE_CONFIG=./elevate.yaml, and start again.',
  );
}

/** Names what keeps this process from doing its work; asked by load balancers. */
async function missingParts(database: Database): Promise<readonly string[]> {
  return database.read(loadOrganisation).then(
    () => [],
    () => ['database'],
  );
}

function requestPayload(payload: Record<string, string>) {
  const { organisationId, requestId } = payload;
  if (organisationId === undefined || requestId === undefined) {
    throw new Error('a publish job has no request');
  }
  return { organisationId, requestId };
}

function accountPayload(payload: Record<string, string>) {
  const { organisationId, accountId } = payload;
  if (organisationId === undefined || accountId === undefined) {
    throw new Error('a job about a system account names none');
  }
  return { organisationId, accountId };
}

function personPayload(payload: Record<string, string>) {
  const { organisationId, personId, cameOn = '' } = payload;
  if (organisationId === undefined || personId === undefined) {
    throw new Error('a job about a person names none');
  }
  return { organisationId, personId, cameOn };
}

function placePayload(payload: Record<string, string>) {
  const { organisationId, placeId, personId, news } = payload;
  const isNews = news === 'lost' || news === 'back';
  if (organisationId === undefined || placeId === undefined || personId === undefined || !isNews) {
    throw new Error('a job about a place does not say which, or who is told');
  }
  return { organisationId, placeId, personId, news } as const;
}

function linkPayload(payload: Record<string, string>) {
  const { organisationId, linkId, side } = payload;
  const isSide = side === 'asker' || side === 'typer';
  if (organisationId === undefined || linkId === undefined || !isSide) {
    throw new Error('a job about a link does not say which, or who is told');
  }
  return { organisationId, linkId, side } as const;
}

function listingPayload(payload: Record<string, string>) {
  const { organisationId, kind, key } = payload;
  if (organisationId === undefined || kind === undefined || key === undefined) {
    throw new Error('a job about a group of a directory names none');
  }
  return { organisationId, kind, key };
}

/** What was set is seen after so long at the latest. */
const brandingMs = 10_000;

/** How messages look, as it was lately: a message never waits for it, and a database that is away changes nothing of it. */
function followBranding(database: Database, atFirst: Branding | null): () => Branding | null {
  let known = atFirst;
  let isFresh = true;
  const grow = () => setTimeout(() => (isFresh = false), brandingMs).unref();
  grow();
  return () => {
    if (isFresh) return known;
    isFresh = true;
    database
      .read(loadOrganisation)
      .then(
        (found) => (known = found?.settings.branding ?? null),
        () => undefined,
      )
      .finally(grow);
    return known;
  };
}

interface Built {
  readonly server: Server;
  readonly inbound: Inbound;
  readonly context: Context;
  readonly count: Count;
  readonly branding: () => Branding | null;
}

function createPlatforms(
  { config, log }: AppOptions,
  { server, inbound, context, count, branding }: Built,
): readonly Platform[] {
  const platforms: Platform[] = [];
  if (config.slack !== undefined) {
    platforms.push(
      createSlackPlatform({
        config: config.slack,
        inbound,
        log,
        server,
        count,
        branding,
        turnedAway: (envelope, refusal) => turnAway(context, envelope, refusal),
        tokenSeen: (news) => noteToken(context, 'slack', news),
      }),
    );
  }
  if (config.teams !== undefined) {
    const book = conversationBook(context);
    platforms.push(
      createTeamsPlatform({ config: config.teams, inbound, book, log, server, count, branding }),
    );
  }
  return platforms;
}

/**
 * What each platform that is set up says of our credentials, asked now.
 * @throws ConfigError when what is set could not be used at all
 */
export async function checkTokens(
  { slack, teams }: Config,
  log: Log,
): Promise<readonly TokenFinding[]> {
  return [
    ...(slack === undefined ? [] : [await checkSlackToken(slack, log)]),
    ...(teams === undefined ? [] : [await checkTeamsToken(teams)]),
  ];
}

/** Jobs look into it too, and somebody who waits for an answer: a database that hangs must not hold that. */
function conversationBook({ database, organisationId }: Context): ConversationBook {
  const reading = () => database.within(answerMs);
  return {
    ofConversation: (key) => reading().read((tx) => conversationReference(tx, organisationId, key)),
    ofAccount: (key) => reading().read((tx) => personalReference(tx, organisationId, key)),
  };
}

/** What is configured, and the outside directories that it names; their secrets are looked up now, so that a missing one is told at start. */
function connectDirectories(
  { database, environment, log }: AppOptions,
  { directories }: Organisation['settings'],
): Directory {
  const stored = directorySources.stored({
    read: ({ organisationId, personId, groupIds }) =>
      database.within(answerMs).read((tx) => standingOf(tx, organisationId, personId, groupIds)),
  });
  const sources = outsideSources(directories, (one) => resolveSecret(one, environment));
  return createDirectory({ stored, sources, now: () => performance.now(), failed: logFailure });

  function logFailure({ system, kind, code }: RemoteError): void {
    log.warn({ system, kind, code }, 'a directory did not say who is in a group');
  }
}

function allKinds({ moreConnectorKinds = [] }: AppOptions): readonly ConnectorKind[] {
  return [...connectorKinds, ...moreConnectorKinds];
}

async function connectTargets(
  options: AppOptions,
  organisationId: string,
): Promise<ConfiguredConnectors> {
  const { database, environment } = options;
  const rows = await database.read((tx) => loadConnectors(tx, organisationId));
  return createConnectorSet(rows, allKinds(options), (reference) =>
    resolveSecret(reference, environment),
  );
}
