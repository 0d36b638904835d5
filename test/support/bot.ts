/**
 * The whole bot in this process: the app on a free port, with everything around it over real HTTP and SQL
 * (see bot-places.ts). People act through the simulated clients; elevate.now() stands still until a test moves it.
 *
 *   const bot = await startBot();                                     // in beforeAll
 *   await bot.slack.as('U0ANA').command(slackGeneral, '/elevate Search-Mailbox 4h');
 *   await bot.settle();                                               // targets and messages follow the rows
 *   bot.prompt('slack', 1)                                            // the message in the approvers' channel
 *   await bot.pass(4 * 3_600_000);                                    // four hours later, everything done
 *   await bot.check();                                                // in afterEach: nobody broke a rule
 *   await bot.stop();                                                 // in afterAll
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { startApp, type App } from '../../src/app';
import { openDatabase, type Database } from '../../src/store/database';
import { type SlackMessage } from '../../playground/slack';
import { type TeamsMessage } from '../../playground/teams';
import { auditOf, brokenAudit } from './audit-order';
import {
  installOnTeams,
  moreConnectorKinds,
  pointAt,
  slackApprovers,
  startPlaces,
  teamsApprovers,
  type Places,
  type PlacesOptions,
} from './bot-places';

export * from './bot-places';

export interface Bot extends Places {
  readonly app: App;
  /** Address of a path of the app. */
  url(path: string): string;
  /** Acts on everything that is due by the manual clock, and waits until every message that can be sent is sent. */
  settle(): Promise<void>;
  /** Moves the clock, then settles. */
  pass(ms: number): Promise<void>;
  /** Number of the newest request. */
  lastRequest(): Promise<number>;
  stateOf(
    request: number,
  ): Promise<{ request: string; grant: string | null; cause: string | null }>;
  /** Audit events of a request, oldest first. */
  audited(request: number): Promise<string[]>;
  /** How many rows of these kinds would tell that something happened. */
  counts(): Promise<{ requests: number; decisions: number; grants: number; events: number }>;
  /** The one message for a request in the approvers' channel; throws when there are none or several. */
  slackPrompt(request: number): SlackMessage;
  teamsPrompt(request: number): TeamsMessage;
  /** Throws when a platform's rule was broken, a job failed for good, or the audit trail is not whole. */
  check(): Promise<void>;
}

export interface BotOptions extends PlacesOptions {
  /** The bot reaches its database through this address instead (a proxy in front of it). */
  readonly databaseUrl?: (url: string) => Promise<string>;
  /** What the bot is given in place of its database. */
  readonly around?: (database: Database) => Database;
}

const settleMs = 25_000;

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const places = await startPlaces(options);
  const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const url = (await options.databaseUrl?.(places.db.url)) ?? places.db.url;
  const database = await openDatabase({ url, log });
  const { environment } = places;
  const config = { ...places.config, databaseUrl: url };
  const app = await startApp({
    config,
    database: options.around?.(database) ?? database,
    log,
    environment,
    moreConnectorKinds,
  });
  pointAt(places, app.port);
  await installOnTeams(places);
  const bot: Bot = {
    ...places,
    app,
    url: (path) => `http://127.0.0.1:${app.port}${path}`,
    settle: () => settle(bot),
    async pass(ms) {
      await places.db.advance(ms);
      await settle(bot);
    },
    ...readings(places),
    check: breachesSince(places),
    async stop() {
      await app.stop();
      await database.close();
      await places.stop();
    },
  };
  return bot;
}

async function settle({ app, db }: Bot): Promise<void> {
  const giveUpAt = Date.now() + settleMs;
  for (;;) {
    const acted = await app.sweep.once();
    const waited = await queueIsIdle(db, giveUpAt);
    if (acted === 0 && !waited && !(await actsHaveEnded(db))) return;
  }
}

/** An act at a target that somebody waits for may be held up by the story itself. */
const actMs = 5_000;

/**
 * Waits until nothing is acted on at a target: what the bot has taken in hand by itself is not what a sweep of ours finds due.
 * @returns whether anything ended that was waited for
 */
async function actsHaveEnded(db: Places['db']): Promise<boolean> {
  const giveUpAt = Date.now() + actMs;
  for (let waited = false; ; waited = true) {
    const acts = await db.query(
      'select grant_id from elevate.right_leases where until > elevate.now()',
    );
    if (acts.length === 0) return waited;
    if (Date.now() > giveUpAt) return false;
    await sleep(20);
  }
}

interface Job {
  readonly task: string;
  readonly key: string | null;
  readonly error: string | null;
}

/** Waits until no job runs or could run now. @returns whether there was any to wait for */
async function queueIsIdle(db: Places['db'], giveUpAt: number): Promise<boolean> {
  for (let waited = false; ; waited = true) {
    const jobs = await db.query<Job>(
      `select task_identifier as task, key, last_error as error from graphile_worker.jobs
       where locked_at is not null or (run_at <= now() and attempts < max_attempts)`,
    );
    if (jobs.length === 0) return waited;
    if (Date.now() > giveUpAt) throw new Error(`jobs do not end: ${JSON.stringify(jobs)}`);
    await sleep(20);
  }
}

type Readings = Pick<
  Bot,
  'lastRequest' | 'stateOf' | 'audited' | 'counts' | 'slackPrompt' | 'teamsPrompt'
>;

function readings({ db, slack, teams }: Places): Readings {
  return {
    async lastRequest() {
      const [row] = await db.query<{ number: number }>(
        'select max(number)::int as number from elevate.requests',
      );
      return row!.number;
    },
    async stateOf(request) {
      const [row] = await db.query<{ request: string; grant: string | null; cause: string | null }>(
        `select r.state as request, g.state as grant, g.end_cause as cause from elevate.requests r
         left join elevate.grants g on g.request_id = r.id where r.number = $1`,
        [request],
      );
      if (row === undefined) throw new Error(`there is no ELV-${request}`);
      return row;
    },
    audited: (request) => auditOf(db, request),
    async counts() {
      const [row] = await db.query<Awaited<ReturnType<Bot['counts']>>>(
        `select (select count(*)::int from elevate.requests) as requests,
           (select count(*)::int from elevate.decisions) as decisions,
           (select count(*)::int from elevate.grants) as grants,
           (select count(*)::int from elevate.audit_events) as events`,
      );
      return row!;
    },
    slackPrompt: (request) =>
      single(slack.messages(slackApprovers), (message) => message.text, request),
    teamsPrompt: (request) =>
      single(teams.messages(teamsApprovers), (message) => message.summary, request),
  };
}

function single<Message>(
  messages: readonly Message[],
  words: (message: Message) => string,
  request: number,
): Message {
  const found = messages.filter((message) => words(message).includes(`(ELV-${request})`));
  if (found.length === 1) return found[0]!;
  throw new Error(`ELV-${request} has ${found.length} prompts: ${messages.map(words).join(' | ')}`);
}

/** Each breach is told once, by the test in which it happened. */
function breachesSince({ db, slack, teams }: Places): () => Promise<void> {
  let told = { slack: 0, teams: 0 };
  return async () => {
    const findings: unknown[] = [
      ...slack.breaches.slice(told.slack),
      ...teams.breaches.slice(told.teams),
      ...(await brokenAudit(db)),
      ...(await db.query(
        'select key, last_error from graphile_worker.jobs where last_error is not null',
      )),
    ];
    told = { slack: slack.breaches.length, teams: teams.breaches.length };
    if (findings.length > 0) throw new Error(JSON.stringify(findings, null, 2));
  };
}
