/**
 * The verbs without any HTTP: a real database with a manual clock, platforms and targets in memory.
 *
 *   const world = await createWorld();
 *   const reply = await world.says('ana', 'Search-Mailbox 4h because of phishing');
 *   await world.presses('ben', 'approve', 1);
 *   await world.settle();                       // sweep and queue until nothing is due
 *   world.exchange.holders                      // who holds the right in the target
 */
import { randomUUID } from 'node:crypto';
import { Logger, runOnce } from 'graphile-worker';
import pino from 'pino';
import { z } from 'zod';
import { parseCommand } from '../../src/commands/parse-command';
import { type PressVerb } from '../../src/commands/command';
import { factsDigest } from '../../src/elevation/digest';
import { type PlatformName, type RequestSnapshot } from '../../src/elevation/model';
import { type ConnectorKind } from '../../src/connectors/contract';
import { createDirectory } from '../../src/directory/directory';
import { type GroupSource } from '../../src/directory/contract';
import { createStoredDirectory } from '../../src/directory/stored';
import { type RemoteError } from '../../src/errors';
import { createSweep } from '../../src/jobs/sweep';
import {
  type Envelope,
  type Inbound,
  type MessageKey,
  type Reply,
} from '../../src/platforms/contract';
import { standingOf } from '../../src/store/groups';
import { loadDraft, loadSnapshot } from '../../src/store/snapshots';
import { type Context } from '../../src/workflow/context';
import { greet } from '../../src/workflow/greet';
import { greetTask, type GreetJob } from '../../src/workflow/greet-job';
import { createInbound } from '../../src/workflow/inbound';
import { publishTask } from '../../src/workflow/publish-job';
import { publishRequest } from '../../src/workflow/publish-request';
import { tellRefusalsTask } from '../../src/workflow/refuse-system';
import { tellTask } from '../../src/workflow/tell-job';
import { tellLink } from '../../src/workflow/tell-link';
import { tellLinkTask, type LinkNewsJob } from '../../src/workflow/tell-link-job';
import { tellPlace } from '../../src/workflow/tell-place';
import { listSource } from '../../src/workflow/list-source';
import { listSourceTask } from '../../src/workflow/list-source-job';
import { tellPlaceTask, type PlaceNewsJob } from '../../src/workflow/tell-place-job';
import { tellPassedOver } from '../../src/workflow/tell-passed-over';
import { tellSystemRefusals } from '../../src/workflow/tell-system-refusals';
import { watchPlaces } from '../../src/workflow/watch-places';
import { type Listing } from '../../src/store/source-listings';
import { type PersonKey, type Seed, type SeedOptions } from './seed';
import { dropFreeDatabases, giveBack, seed, takeTestDatabase, type TestDatabase } from './database';
import { memoryTarget, type MemoryTarget } from './memory-target';
import { recordingPlatform, type RecordingPlatform } from './recording-platform';

export interface PressedWith {
  readonly digest?: string;
  readonly reason?: string;
  readonly comment?: string;
  /** Less time than was asked, in seconds. */
  readonly durationS?: number;
  /** What a review found. */
  readonly wasRight?: boolean;
  readonly platform?: PlatformName;
  readonly payloadKey?: string;
  /** The message with the button. */
  readonly on?: MessageKey;
}

export interface World {
  readonly db: TestDatabase;
  readonly made: Seed;
  readonly context: Context;
  readonly inbound: Inbound;
  readonly slack: RecordingPlatform;
  readonly teams: RecordingPlatform;
  readonly exchange: MemoryTarget;
  /** What was counted for operators, with the values of its labels. */
  readonly counted: readonly string[];
  /** Thrown by the directory while set. */
  directoryFailure: RemoteError | null;
  /** Awaited between reading membership and the decision's transaction. */
  beforeDecision: (() => Promise<void>) | null;
  envelope(person: PersonKey, platform?: PlatformName, payloadKey?: string): Envelope;
  says(person: PersonKey, text: string, platform?: PlatformName): Promise<Reply>;
  /** With the digest of what is stored, unless one is given. */
  presses(person: PersonKey, verb: PressVerb, request: number, more?: PressedWith): Promise<Reply>;
  snapshot(request: number): Promise<RequestSnapshot>;
  /** Gives the policy of Search-Mailbox a further version, with these columns changed. */
  changePolicy(columns?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Acts on everything that is due by the manual clock, then delivers every message. */
  settle(): Promise<void>;
  /** So many milliseconds later, by every clock. */
  passes(ms: number): Promise<void>;
  /** Kinds of audit events of a request, oldest first. */
  audited(request: number): Promise<string[]>;
  close(): Promise<void>;
}

/** Most rounds of anything in any test by far. */
const roundsMost = 200;

/** What never comes to rest fails at once instead of running until somebody loses patience. */
async function untilRest(what: string, isAtRest: () => Promise<boolean>): Promise<void> {
  for (let round = 0; !(await isAtRest()); round += 1) {
    if (round === roundsMost) throw new Error(`${what} does not come to rest`);
  }
}

async function hasDueJobs(db: TestDatabase): Promise<boolean> {
  const due = await db.query(
    `select from graphile_worker._private_jobs
     where is_available and run_at <= now() and locked_at is null limit 1`,
  );
  return due.length > 0;
}

afterAll(dropFreeDatabases);

const patienceMs = 60_000;

/** What the seed says its systems are; anything may stand in their settings. */
function simulatedKind(target: MemoryTarget): ConnectorKind {
  const settings = z.record(z.string(), z.unknown());
  const scope = z.string();
  return { kind: 'simulated', settings, targetSettings: settings, scope, connect: () => target };
}

export interface WorldOptions extends SeedOptions {
  /** Outside directories. */
  readonly sources?: readonly GroupSource[];
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const db = await takeTestDatabase();
  const made = await seed(db, options);
  const slack = recordingPlatform('slack');
  const teams = recordingPlatform('teams');
  const exchange = memoryTarget('Exchange');
  const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const stored = createStoredDirectory({
    read: ({ organisationId, personId, groupIds }) =>
      db.database.read((tx) => standingOf(tx, organisationId, personId, groupIds)),
  });
  const { sources = [] } = options;
  let steadyMs = 0;
  const now = () => steadyMs;
  const directory = createDirectory({ stored, sources, now });
  const counted: string[] = [];
  const context: Context & { platforms: Context['platforms'] } = {
    database: db.database,
    organisationId: made.organisationId,
    connectorKinds: [simulatedKind(exchange)],
    soloAdmin: options.soloAdmin ?? false,
    connectors: { of: (workload) => (workload === 'Exchange' ? exchange : null) },
    directory: {
      async readMemberships(question) {
        if (world.directoryFailure !== null) throw world.directoryFailure;
        const answers = await directory.readMemberships(question);
        await world.beforeDecision?.();
        return answers;
      },
      listMembers: (group, timeoutMs) => directory.listMembers(group, timeoutMs),
    },
    platforms: new Map(),
    log,
    count: (name, labels = {}) => {
      counted.push([name, ...Object.values(labels)].join(' '));
    },
    wakeSweep: () => undefined,
    failpoint: () => undefined,
    jitter: () => 0,
  };
  context.platforms = new Map([
    ['slack', watchPlaces(context, slack)],
    ['teams', watchPlaces(context, teams)],
  ]);
  // Nobody waits in a test, and a machine that is busy with other things must not make a refusal of an answer.
  const inbound = createInbound(context, patienceMs);
  /** The request, or what would become it. */
  async function shown(request: number): Promise<RequestSnapshot> {
    const draft = await db.database.read((tx) => loadDraft(tx, made.organisationId, request));
    return draft ?? world.snapshot(request);
  }
  const sweep = createSweep(context, () => 'test');
  const world: World = {
    counted,
    db,
    made,
    context,
    inbound,
    slack,
    teams,
    exchange,
    directoryFailure: null,
    beforeDecision: null,
    envelope(person, platform = 'slack', payloadKey = randomUUID()) {
      const account = made.accounts[person][platform];
      return {
        account,
        payloadKey,
        conversation: { platform, tenant: account.tenant, id: 'somewhere' },
        conversationKind: 'personal',
        zone: null,
        pressed: null,
      };
    },
    says: (person, text, platform) =>
      inbound.command(world.envelope(person, platform), parseCommand(text)),
    async presses(person, verb, request, more = {}) {
      const digest = more.digest ?? factsDigest(await shown(request));
      const reason = more.reason ?? null;
      const { durationS, wasRight } = more;
      const filledIn = {
        ...(durationS === undefined ? {} : { durationS }),
        ...(wasRight === undefined ? {} : { wasRight }),
      };
      const press = { verb, request, digest, reason, comment: more.comment ?? null, ...filledIn };
      const envelope = world.envelope(person, more.platform, more.payloadKey);
      return inbound.press({ ...envelope, pressed: more.on ?? null }, press);
    },
    async snapshot(request) {
      const found = await db.database.read((tx) =>
        loadSnapshot(tx, made.organisationId, { number: request }),
      );
      if (found === null) throw new Error(`there is no ELV-${request}`);
      return found;
    },
    async changePolicy(columns = {}) {
      await db.query(
        `with made as (
           insert into elevate.approval_policy_versions
           select (jsonb_populate_record(v, jsonb_build_object('version', v.version + 1) || $1::jsonb)).*
           from elevate.approval_policy_versions v
           join elevate.approval_policies p on p.id = v.policy_id and p.current_version = v.version
           where p.id = $2
           returning policy_id, version)
         update elevate.approval_policies p set current_version = made.version
         from made where p.id = made.policy_id`,
        [JSON.stringify(columns), made.policies.exchange.id],
      );
    },
    async settle() {
      await untilRest('the sweep', async () => (await sweep.once()) === 0);
      // A run ends when no job is free, and one of the same queue becomes free a moment after the one before.
      await untilRest('the queue', async () => {
        await runOnce({
          pgPool: db.database.pool,
          noHandleSignals: true,
          logger: new Logger(() => () => undefined),
          taskList: {
            [publishTask]: (payload) =>
              publishRequest(context, payload as { organisationId: string; requestId: string }),
            [tellTask]: (payload) =>
              tellPassedOver(context, payload as { organisationId: string; requestId: string }),
            [tellRefusalsTask]: (payload) =>
              tellSystemRefusals(context, payload as { organisationId: string; accountId: string }),
            [greetTask]: (payload) => greet(context, payload as GreetJob),
            [tellPlaceTask]: (payload) => tellPlace(context, payload as PlaceNewsJob),
            [tellLinkTask]: (payload) => tellLink(context, payload as LinkNewsJob),
            [listSourceTask]: (payload) => listSource(context, payload as Listing),
          },
        });
        return !(await hasDueJobs(db));
      });
    },
    async passes(ms) {
      steadyMs += ms;
      await db.advance(ms);
    },
    async audited(request) {
      const events = await db.query<{ kind: string }>(
        `select e.kind from elevate.audit_events e
         join elevate.requests r on r.id = e.request_id where r.number = $1 order by e.seq`,
        [request],
      );
      return events.map((event) => event.kind);
    },
    close: () => giveBack(db),
  };
  return world;
}
