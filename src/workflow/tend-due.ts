import { type Tx } from '../store/database';
import { DatabaseUnavailable } from '../store/unavailable';
import { type Context } from './context';
import { type SetAside } from './set-aside';

/** A kind of row that has something due from time to time. */
export interface Due<Row> {
  /** Names the kind for operators. */
  readonly what: string;
  /** How many are done in one transaction: few enough to never hold locks for long. */
  readonly batch: number;
  /** Locks what is due, the longest due first; those of `except` and those that somebody else has locked are left out. */
  find(tx: Tx, limit: number, except: readonly string[]): Promise<readonly Row[]>;
  idOf(row: Row): string;
  /** Does what is due and moves on what is due next, in one transaction. */
  tend(tx: Tx, row: Row): Promise<void>;
}

/**
 * Does what is due in one batch. When that fails, each row is done by itself, so that one that cannot be done keeps none of
 * the others back. Throws when nothing can be found, or the database is away. @returns how many were done
 */
export async function tendDue<Row>(
  context: Context,
  setAside: SetAside,
  due: Due<Row>,
): Promise<number> {
  try {
    return await context.database.transaction(async (tx) => {
      const found = await due.find(tx, due.batch, await setAside.ids(tx, due.what));
      for (const row of found) await due.tend(tx, row);
      return found.length;
    });
  } catch (error) {
    context.log.warn({ err: error, what: due.what }, 'a batch of rows failed; each is done alone');
    return oneByOne(context, setAside, due);
  }
}

async function oneByOne<Row>(context: Context, setAside: SetAside, due: Due<Row>): Promise<number> {
  let done = 0;
  for (let turn = 0; turn < due.batch; turn += 1) {
    let row: Row | undefined;
    try {
      await context.database.transaction(async (tx) => {
        [row] = await due.find(tx, 1, await setAside.ids(tx, due.what));
        if (row !== undefined) await due.tend(tx, row);
      });
      if (row === undefined) break;
      done += 1;
    } catch (error) {
      if (row === undefined || error instanceof DatabaseUnavailable) throw error;
      await setAside.add(due.what, due.idOf(row), error);
    }
  }
  return done;
}
