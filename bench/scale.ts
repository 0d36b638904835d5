/**
 * `npm run bench:scale`: what 10,000 policies and 100,000 targets cost compared with 10 of each, in one run on one
 * PostgreSQL, with fsync on. Requests are opened one after the other through the same verb as a typed command, in turn in
 * the small and in the large organisation; the medians are compared. Twice: for what was asked for before and is
 * remembered, and for what is asked for the first time and has to be looked up.
 *
 * Typing is measured in the large organisation: the median over what people type on their way to a name, for people who
 * may ask for everything and for people who may ask for half of it. Changes of the configuration are drafted, made and
 * approved in both (see changes.ts).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectorKinds } from '../src/connectors/registry';
import { createLog } from '../src/log';
import { type Platform } from '../src/platforms/contract';
import { migrate, openDatabase, type Database } from '../src/store/database';
import { removeEmbedded, startEmbedded } from '../src/store/embedded-postgres';
import { loadOrganisation } from '../src/store/organisations';
import { applyConfiguration } from '../src/workflow/apply-configuration';
import { type Context } from '../src/workflow/context';
import { createInbound } from '../src/workflow/inbound';
import { measureChanges } from './changes';
import { describe, isMet, median, type Bound } from './figures';
import { bareName, configurationText } from './organisation';
import { envelopeOf, timed, type Place } from './place';

const few = 10;
const policyCount = 10_000;
const targetCount = 100_000;
/** Requests per organisation and series. */
const openings = 400;
const searches = 300;

const log = createLog('warn');

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'elevate-scale-'));
  const embedded = await startEmbedded({ dataDir, log });
  const opened: Database[] = [];
  try {
    const place = async (name: string): Promise<Place> => {
      const database = await openDatabase({ url: await embedded.createDatabase(name), log });
      opened.push(database);
      return prepare(database);
    };
    const small = await place('small');
    const large = await place('large');
    await enlarge(large.database);
    const bounds = [
      ...(await measureOpenings(small, large)),
      ...(await measureTyping(large)),
      ...(await measureChanges(small, large)),
    ];
    for (const bound of bounds) console.log(describe(bound));
    if (!bounds.every(isMet)) process.exitCode = 1;
  } finally {
    for (const database of opened) await database.close();
    await embedded.stop();
    await removeEmbedded({ dataDir, log });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function prepare(database: Database): Promise<Place> {
  await migrate(database);
  process.env['WAREHOUSE_URL'] ??= 'postgres://nobody@127.0.0.1:1/none';
  const text = configurationText(few);
  await applyConfiguration(database, { text, source: 'bench', kinds: connectorKinds });
  const organisation = await database.read(loadOrganisation);
  const context: Context = {
    database,
    organisationId: organisation!.id,
    connectorKinds,
    soloAdmin: false,
    connectors: { of: () => null },
    directory: {
      readMemberships: () => Promise.resolve([]),
      listMembers: () => Promise.resolve([]),
    },
    platforms: new Map([['slack', everybodyIsMember]]),
    log,
    count: () => undefined,
    wakeSweep: () => undefined,
    failpoint: () => undefined,
    jitter: () => 0,
  };
  return { database, inbound: createInbound(context) };
}

const nothingToDo = () => Promise.reject(new Error('nothing is sent here'));

const everybodyIsMember: Platform = {
  name: 'slack',
  keepsAnswers: true,
  post: nothingToDo,
  update: nothingToDo,
  postDirect: nothingToDo,
  isSharedOutside: () => Promise.resolve(false),
  readAccount: () => Promise.resolve({ kind: 'member', name: 'Somebody', zone: 'UTC' }),
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** Half of the new policies are for the members of one group only. */
async function enlarge({ pool }: Database): Promise<void> {
  await pool.query(
    `insert into elevate.targets
     select id, gen_random_uuid(), 'Warehouse\\bulk_' || n || '_rw', 'Warehouse',
       'bulk_' || n || '_rw', 'role', 'Reads and changes one part of the warehouse.', '{}'
     from elevate.organisations, generate_series(1, $1::int) as n`,
    [targetCount - few],
  );
  await pool.query(
    `with policy as materialized (
       select o.id as organisation_id, gen_random_uuid() as id, n, g.id as group_id
       from elevate.organisations o, generate_series(1, $1::int) as n,
         (select id from elevate.approver_groups order by name limit 1) as g
     ), made as (
       insert into elevate.approval_policies (organisation_id, id, pattern, current_version)
       select organisation_id, id, 'Warehouse\\bulk_' || n || '*', 1 from policy
     )
     insert into elevate.approval_policy_versions (organisation_id, policy_id, version, approval,
       approver_group_id, approvals_needed, duration_default_s, duration_max_s, decide_within_s,
       reason_required, reason_min_length, created_at, terms)
     select organisation_id, id, 1, 'manual', group_id, 1, 14400, 28800, 86400, false, 0,
       elevate.now(), case when n % 2 = 0 then '{}' else jsonb_build_object('requesters',
         jsonb_build_array(jsonb_build_object('groupId', group_id, 'until', null))) end
     from policy`,
    [policyCount - few - 1],
  );
  await pool.query('analyze');
}

async function measureOpenings(small: Place, large: Place): Promise<readonly Bound[]> {
  const remembered = (index: number) => bareName(index % few);
  // Upper and lower case are alike, but what is remembered is what was typed.
  const first = (index: number) => shuffledCase(`Warehouse\\${bareName(index % few)}`, index);
  const bounds: Bound[] = [];
  for (const [what, typed] of [['remembered', remembered] as const, ['new', first] as const]) {
    await openInTurn(small, large, typed, 60);
    const { ofSmall, ofLarge } = await openInTurn(small, large, typed, openings);
    console.log(
      `opening (${what}): ${median(ofSmall).toFixed(2)} ms with ${few} policies, ` +
        `${median(ofLarge).toFixed(2)} ms with ${policyCount}`,
    );
    const value = median(ofLarge) / median(ofSmall);
    bounds.push({ name: `opening, large to small (${what})`, value, unit: '', below: 1.2 });
  }
  return bounds;
}

let asked = 0;

async function openInTurn(
  small: Place,
  large: Place,
  typed: (index: number) => string,
  count: number,
): Promise<{ ofSmall: number[]; ofLarge: number[] }> {
  const ofSmall: number[] = [];
  const ofLarge: number[] = [];
  for (let n = 0; n < count; n += 1) {
    asked += 1;
    // Who goes first changes, so that a machine that gets busier or freer favours neither.
    const order = n % 2 === 0 ? [small, large] : [large, small];
    for (const place of order) {
      const tookMs = await timed(() => open(place, typed(asked), asked));
      (place === small ? ofSmall : ofLarge).push(tookMs);
    }
  }
  return { ofSmall, ofLarge };
}

async function open({ inbound }: Place, target: string, index: number): Promise<void> {
  const ask = { verb: 'ask', target, duration: '4h', reason: 'fix order 3', ticket: null } as const;
  const reply = await inbound.command(envelopeOf(index), ask);
  if (reply.receiptFor !== undefined) return;
  throw new Error(`${target} was not opened: ${reply.privately?.notification}`);
}

/** A spelling per index: one bit of it for each letter. */
function shuffledCase(name: string, index: number): string {
  let bits = index;
  return name.replace(/[a-z]/giu, (letter) => {
    const isUpper = bits % 2 === 1;
    bits = Math.floor(bits / 2);
    return isUpper ? letter.toUpperCase() : letter.toLowerCase();
  });
}

const typedOnTheWay = [
  '',
  'b',
  'bulk',
  'bulk_4',
  'bulk_4711',
  '4711',
  '_rw',
  'ware',
  'part',
  'zzz',
];

async function measureTyping({ inbound }: Place): Promise<readonly Bound[]> {
  const suggest = (index: number) =>
    timed(() => inbound.suggest(envelopeOf(index), typedOnTheWay[index % typedOnTheWay.length]!));
  const first = await suggest(0);
  const taken: number[] = [];
  for (let n = 0; n < searches; n += 1) taken.push(await suggest(n));
  const wrong = await timed(() =>
    inbound.command(envelopeOf(1), {
      verb: 'ask',
      target: 'blk_4711_rw',
      duration: '4h',
      reason: null,
      ticket: null,
    }),
  );
  const most = Math.max(...taken);
  console.log(
    `typing: first ${first.toFixed(0)} ms (all targets are read), then at most ${most.toFixed(1)} ms; ` +
      `an unknown name refused with the nearest after ${wrong.toFixed(0)} ms`,
  );
  return [{ name: `typeahead among ${targetCount}`, value: median(taken), unit: 'ms', below: 100 }];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
