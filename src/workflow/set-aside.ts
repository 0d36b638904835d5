import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { type Context } from './context';

/** For how long a row is left out that failed by a fault of ours: the others have their turn first. */
const setAsideMs = 60_000;

/** Rows that could not be handled because of a fault of ours, as this process remembers them. */
export interface SetAside {
  /** Ids that are to be left out of this kind of work now. */
  ids(tx: Tx, what: string): Promise<readonly string[]>;
  /** Leaves a row out of it for a minute; logged and counted for operators. */
  add(what: string, id: string, error: unknown): Promise<void>;
}

export function createSetAside({ database, log, count }: Context): SetAside {
  let rows: readonly { what: string; id: string; until: number }[] = [];
  return {
    async ids(tx, what) {
      if (rows.length === 0) return [];
      const now = (await readClock(tx)).getTime();
      rows = rows.filter(({ until }) => until > now);
      return rows.filter((row) => row.what === what).map(({ id }) => id);
    },
    async add(what, id, error) {
      log.error({ err: error, what, id }, 'a row failed; it is left out for a minute');
      count('rows_failed', { what });
      const until = (await database.read(readClock)).getTime() + setAsideMs;
      rows = [...rows, { what, id, until }];
    },
  };
}
