/** Random people, clocks, targets and verbs over both platforms, held against what is promised. */
import fc from 'fast-check';
import { noTerms } from '../../src/elevation/model';
import { type ConfigurationRows } from '../../src/administration/rows';
import { createWorld, type World } from '../support/world';
import { isUnanswered, isUnreviewed, type Expectation } from './expectation';
import { checkPromises, checkSettled, isRefused, type Reality } from './reality';
import { steps } from './steps';

const hourMs = 3_600_000;
/** A world remembers every message and request; it is left before that makes it slow. */
const runsPerWorld = 100;

export interface ModelRun {
  readonly runs: number;
  /** Drawn anew each time, and printed, so that what was found can be found again. */
  readonly seed: number;
}

export interface ModelResult {
  readonly counts: Reality['counts'];
  readonly steps: number;
}

export async function runModel({ runs, seed }: ModelRun): Promise<ModelResult> {
  const counts: Reality['counts'] = new Map();
  const worlds = [createWorlds(1), createWorlds(2)];
  let taken = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        fc.boolean(),
        fc.commands(steps, { maxCommands: 90, size: 'max' }),
        async (which, mayFail, commands) => {
          const { needed, world } = await worlds[which]!.next();
          const setup = await begin(world, needed, { counts, mayFail });
          await fc.asyncModelRun(() => setup, commands);
          taken += [...commands].filter(
            (command) => (command as { hasRan?: boolean }).hasRan,
          ).length;
          await finish(setup.model, setup.real);
        },
      ),
      { numRuns: runs, seed, endOnFailure: process.env.MODEL_SHRINK === undefined },
    );
  } finally {
    for (const one of worlds) await one.close();
  }
  return { counts, steps: taken };
}

/** The approvers may take it at once, too, for as long as anything is asked for. */
function withRules(rows: ConfigurationRows, needed: number): ConfigurationRows {
  const breakGlass = { groupIds: [rows.groups[0]!.id], maxS: 8 * 3600 };
  const rules = { approvalsNeeded: needed, terms: { ...noTerms, breakGlass } };
  const policies = rows.policies.map((one) => ({ ...one, rules: { ...one.rules, ...rules } }));
  return { ...rows, policies };
}

function createWorlds(needed: number) {
  let world: World | null = null;
  let left = 0;
  return {
    async next() {
      if (world === null || left === 0) {
        await world?.close();
        world = await createWorld({ change: (rows) => withRules(rows, needed) });
        left = runsPerWorld;
      }
      left -= 1;
      return { needed, world };
    },
    close: async () => world?.close(),
  };
}

async function begin(
  world: World,
  needed: number,
  { counts, mayFail }: Pick<Reality, 'counts' | 'mayFail'>,
): Promise<{ model: Expectation; real: Reality }> {
  world.exchange.failures.length = 0;
  await settleAll(world);
  const [clock] = await world.db.query<{ now: Date }>('select elevate.now() as now');
  return {
    model: {
      now: clock!.now.getTime(),
      needed,
      approvers: new Set(['ben', 'cara']),
      requests: [],
    },
    real: { world, numbers: [], counts, last: null, mayFail, faults: 0 },
  };
}

/** Whatever happened: once nothing fails any more and every end has come, nobody holds anything. */
async function finish(expected: Expectation, reality: Reality): Promise<void> {
  const { world } = reality;
  world.exchange.failures.length = 0;
  await settleAll(world);
  expect(world.exchange.holders).toEqual(new Set());
  const live = await world.db.query(
    `select from elevate.grants where state not in ('ended', 'failed')`,
  );
  expect(live).toEqual([]);
  const open = await world.db.query('select from elevate.requests where closed_at is null');
  expect(open).toEqual([]);
  await closeReviews(expected, reality);
  expected.now += 3 * 30 * hourMs;
  for (const request of expected.requests) {
    request.over = true;
    if (isUnanswered(request)) request.state = 'expired';
  }
  await checkPromises(expected, reality);
  await checkSettled(expected, { ...reality, faults: 0 });
}

/** The next run in this world begins without any that is open. */
async function closeReviews({ requests }: Expectation, { world }: Reality): Promise<void> {
  for (const request of requests.filter(isUnreviewed)) {
    const by = request.requester === 'ben' ? 'cara' : 'ben';
    const reply = await world.presses(by, 'review', request.number, { wasRight: true });
    expect(isRefused(reply)).toBe(false);
    request.glass!.reviewed = true;
  }
  await world.settle();
}

/** Beyond every deadline, and often enough for whatever failed before to be tried again. */
async function settleAll(world: World): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await world.db.advance(30 * hourMs);
    await world.settle();
  }
}

/** The table of what was done, for people. */
export function tableOf({ counts, steps: taken }: ModelResult, runs: number): string {
  const rows = [...counts.entries()].sort(([a], [b]) => a.localeCompare(b));
  return [
    `${runs} runs, ${taken} steps, ${(taken / runs).toFixed(1)} on average`,
    ...rows.map(([verb, { done, refused }]) => `  ${verb}: ${done} done, ${refused} refused`),
  ].join('\n');
}
