/**
 * `npm run bench`: signed `/elevate` commands per second through restify, Bolt and the committed transaction, as a ratio
 * to a bare Bolt handler on the same server that does one committed INSERT.
 *
 * Both servers, the clients and a Slack that accepts everything are processes of their own, and so is PostgreSQL, with
 * fsync on. The service runs as in production, so the jobs that commands cause run in it too, while it is measured.
 * Prompts are sent at the pace that Slack allows, one per second and channel, so under this load they lag behind.
 * The two are measured in turn, several times, because the machine may be busy with other things: a ratio is taken
 * from each pair of runs, and the median of these counts.
 *
 *   --quick   short runs, for development; says nothing reliable
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLog } from '../src/log';
import { removeEmbedded, startEmbedded } from '../src/store/embedded-postgres';
import { startHelper, startService, type Helper, type Service } from './children';
import { type Load, type Measured } from './clients';
import { describe, isMet, median, type Bound } from './figures';
import { configurationText, slackTeam } from './organisation';

const isQuick = process.argv.includes('--quick');
const clients = 16;
const pairs = isQuick ? 3 : 5;
const seconds = isQuick ? 2 : 5;
/** Until Node has compiled what is hot: some ten thousand commands. */
const warmUpSeconds = isQuick ? 2 : 15;
const starts = isQuick ? 1 : 3;
const signingSecret = 'a-signing-secret-of-the-benchmark';

interface Pair {
  readonly service: Measured;
  readonly bare: Measured;
  readonly residentMb: number;
}

type OnEnd = (act: () => Promise<void> | void) => void;

async function main(): Promise<void> {
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const bounds = await measure((act) => closers.push(act));
    for (const bound of bounds) console.log(describe(bound));
    if (!bounds.every(isMet)) process.exitCode = 1;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function measure(onEnd: OnEnd): Promise<readonly Bound[]> {
  const folder = mkdtempSync(join(tmpdir(), 'elevate-bench-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const databases = await openDatabases(folder, onEnd);
  const slack = await startHelper('slack-server');
  onEnd(() => slack.stop());
  const slackOrigin = `http://127.0.0.1:${slack.said.port}`;
  const { service, readyAfterMs } = await startOnExisting(folder, databases.service, slackOrigin);
  onEnd(() => service.stop());
  const bare = await startHelper('bare-server', {
    SLACK_SIGNING_SECRET: signingSecret,
    BARE_DATABASE_URL: databases.bare,
    NODE_ENV: 'production',
  });
  onEnd(() => bare.stop());
  const load = { signingSecret, slackOrigin, clients };
  const ports = { service: service.port, bare: bare.said.port };
  const measured = await measurePairs(service, ports, load, onEnd);
  await checkRows(databases.service, measured.acknowledged);
  await tellAboutPrompts(slack, measured.acknowledged);
  return boundsOf(measured.pairs, median(readyAfterMs));
}

async function openDatabases(
  folder: string,
  onEnd: OnEnd,
): Promise<{ service: string; bare: string }> {
  const log = createLog('warn');
  const dataDir = join(folder, 'data');
  const embedded = await startEmbedded({ dataDir, log });
  onEnd(() => removeEmbedded({ dataDir, log }));
  onEnd(() => embedded.stop());
  return {
    service: await embedded.createDatabase('service'),
    bare: await embedded.createDatabase('bare'),
  };
}

/** The first start makes the database; the later ones are timed, and the last stays. */
async function startOnExisting(
  folder: string,
  databaseUrl: string,
  slackOrigin: string,
): Promise<{ service: Service; readyAfterMs: number[] }> {
  const file = join(folder, 'elevate.yaml');
  writeFileSync(file, configurationText());
  const environment = {
    DATABASE_URL: databaseUrl,
    WAREHOUSE_URL: databaseUrl,
    ELEVATE_CONFIG: file,
    HOST: '127.0.0.1',
    SLACK_BOT_TOKEN: 'xoxb-benchmark',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: `${slackOrigin}/api/`,
    SLACK_ALLOWED_TEAMS: slackTeam,
  };
  const port = await freePort();
  let service = await startService(port, environment);
  const readyAfterMs: number[] = [];
  for (let start = 1; start <= starts; start += 1) {
    await service.stop();
    service = await startService(port, environment);
    readyAfterMs.push(service.readyAfterMs);
  }
  return { service, readyAfterMs };
}

async function measurePairs(
  service: Service,
  ports: { service: number; bare: number },
  load: Pick<Load, 'signingSecret' | 'slackOrigin' | 'clients'>,
  onEnd: OnEnd,
): Promise<{ pairs: Pair[]; acknowledged: number }> {
  const helper = await startHelper('clients');
  onEnd(() => helper.stop());
  let acknowledged = 0;
  async function run(which: 'service' | 'bare', forSeconds: number): Promise<Measured> {
    const expected = which === 'service' ? 'ELV-' : 'Recorded.';
    const asked: Load = { ...load, port: ports[which], seconds: forSeconds, expected };
    const measured = await helper.ask<Measured>(asked);
    if (which === 'service') acknowledged += measured.answered;
    return measured;
  }
  await run('bare', warmUpSeconds);
  await run('service', warmUpSeconds);
  const measured: Pair[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    // Who goes first changes, so that a machine that gets busier or freer favours neither.
    const bareFirst = pair % 2 === 0 ? await run('bare', seconds) : null;
    const ofService = await run('service', seconds);
    const residentMb = service.residentMb();
    const ofBare = bareFirst ?? (await run('bare', seconds));
    measured.push({ service: ofService, bare: ofBare, residentMb });
    console.log(`run ${pair}: service ${tell(ofService)}; bare ${tell(ofBare)}`);
  }
  return { pairs: measured, acknowledged };
}

function tell({ perSecond, p50Ms, p99Ms }: Measured): string {
  return `${perSecond.toFixed(0)}/s (p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms)`;
}

/** An acknowledgement without a committed request would make every other number worthless. */
async function checkRows(databaseUrl: string, acknowledged: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ requests: number; audited: number; payloads: number }>(
    `select (select count(*)::int from elevate.requests) as requests,
       (select count(*)::int from elevate.audit_events where kind = 'request.opened') as audited,
       (select count(*)::int from elevate.inbound_payloads where reply is not null) as payloads`,
  );
  await client.end();
  for (const [what, count] of Object.entries(rows[0]!)) {
    if (count !== acknowledged) {
      throw new Error(`${acknowledged} commands were acknowledged, but there are ${count} ${what}`);
    }
  }
}

async function tellAboutPrompts(slack: Helper, acknowledged: number): Promise<void> {
  const { posted } = await slack.ask<{ posted: number }>({});
  console.log(
    `${acknowledged} requests committed with their audit events and payload keys; ${posted} prompts posted so far ` +
      '(at most one per second and channel, as Slack allows)',
  );
}

function boundsOf(measured: readonly Pair[], readyAfterMs: number): readonly Bound[] {
  const ratio = median(measured.map(({ service, bare }) => service.perSecond / bare.perSecond));
  const ofService = (read: (one: Measured) => number) =>
    median(measured.map(({ service }) => read(service)));
  const residentMb = Math.max(...measured.map((one) => one.residentMb));
  console.log(
    `acknowledged after (median of runs): p50 ${ofService((one) => one.p50Ms).toFixed(1)} ms, ` +
      `p99 ${ofService((one) => one.p99Ms).toFixed(1)} ms`,
  );
  return [
    { name: 'service to bare handler', value: ratio, unit: '', atLeast: 0.5 },
    { name: 'resident memory of the service', value: residentMb, unit: 'MB', below: 250 },
    { name: 'serve to ready', value: readyAfterMs / 1000, unit: 's', below: 2 },
  ];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
