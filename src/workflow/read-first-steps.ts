import { now as readClock } from '../store/clock';
import { readFirstSteps } from '../store/first-steps';
import { firstStepsView } from '../views/first-steps';
import { type View } from '../views/view';
import { type Context } from './context';

/** Query: which steps are left until people can ask. */
export function showFirstSteps({ database, organisationId }: Context): Promise<View> {
  return database.read(async (tx) =>
    firstStepsView(await readFirstSteps(tx, organisationId), await readClock(tx), {
      greeting: false,
    }),
  );
}
