/**
 * Calls that come while the database is busy with earlier ones go there together. Most of what a small statement costs
 * is its trip, its start and its wait for the disk, and these are the same for one row and for many.
 */
import { type Database } from './database';
import { isDatabaseUnavailable } from './unavailable';

/** Runs the items in one statement; answers in their order. */
export type RunBatch<Item, Answer> = (
  database: Database,
  items: readonly Item[],
) => Promise<readonly Answer[]>;

/** Most items of one statement: beyond it a lock would be held noticeably longer. */
const batchMax = 64;

interface Waiting<Item, Answer> {
  readonly database: Database;
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export type Batches<Item, Answer> = (database: Database, item: Item) => Promise<Answer>;

interface Line<Item, Answer> {
  readonly waiting: Waiting<Item, Answer>[];
  /** One statement at a time: what comes meanwhile goes with the next, so the busier it is the fewer there are. */
  isBusy: boolean;
}

/**
 * When a statement fails for a fault of a row, each of its items runs again alone, so that nobody fails for what somebody
 * else sent.
 */
export function createBatches<Item, Answer>(run: RunBatch<Item, Answer>): Batches<Item, Answer> {
  const lines = new WeakMap<Database['pool'], Line<Item, Answer>>();

  async function work(line: Line<Item, Answer>): Promise<void> {
    line.isBusy = true;
    while (line.waiting.length > 0) await answer(run, line.waiting.splice(0, batchMax));
    line.isBusy = false;
  }

  return (database, item) => {
    const line = lines.get(database.pool) ?? { waiting: [], isBusy: false };
    lines.set(database.pool, line);
    return new Promise((resolve, reject) => {
      line.waiting.push({ database, item, resolve, reject });
      if (!line.isBusy) void work(line);
    });
  };
}

/** Never rejects: each waiting call has its own outcome. */
async function answer<Item, Answer>(
  run: RunBatch<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<void> {
  try {
    // Who waits longest has the least time left; with it the others learn in time that they are not answered.
    const answers = await run(
      batch[0]!.database,
      batch.map(({ item }) => item),
    );
    batch.forEach(({ resolve }, index) => resolve(answers[index]!));
  } catch (error) {
    if (batch.length === 1 || isDatabaseUnavailable(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const one of batch) await answer(run, [one]);
  }
}
