import { now as readClock } from '../store/clock';
import { roleHolders } from '../store/roles';
import { rolesView } from '../views/configured';
import { type View } from '../views/view';
import { type Context } from './context';

/** Query: who has which role, since when and by whom. */
export function readRoles({ database, organisationId }: Context, page: number): Promise<View> {
  return database.read(async (tx) => {
    const rows = await roleHolders(tx, organisationId);
    return rolesView({ rows, page, count: rows.length, readAt: await readClock(tx) });
  });
}
