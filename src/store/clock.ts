import { type Tx } from './database';
import { row, statement } from './sql';

const readClock = statement('clock', 'select elevate.now() as now');

/** The time that decides, read from the database at this moment, in whole milliseconds. */
export async function now(tx: Tx): Promise<Date> {
  const read = await row<{ now: Date }>(tx, readClock);
  return read!.now;
}
