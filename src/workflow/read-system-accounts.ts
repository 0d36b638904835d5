import { now as readClock } from '../store/clock';
import { listSystemAccounts } from '../store/system-accounts';
import { systemAccountsView } from '../views/system-accounts';
import { type View } from '../views/view';
import { type Context } from './context';
import { sliceOf } from './page-slice';

/** Query: all system accounts by name, those too whose time is over. */
export function readSystemAccounts(
  { database, organisationId }: Context,
  page: number,
): Promise<View> {
  return database.read(async (tx) => {
    const found = await listSystemAccounts(tx, organisationId, sliceOf(page));
    return systemAccountsView({ ...found, page, readAt: await readClock(tx) });
  });
}
