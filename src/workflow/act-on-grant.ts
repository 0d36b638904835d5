import { actDue } from '../elevation/grant-life';
import { now as readClock } from '../store/clock';
import { type GrantClaim } from '../store/grants';
import { activateGrant } from './activate-grant';
import { type Context } from './context';
import { endGrant, recordNeverStarted } from './end-grant';

/** Acts at the targets of one workload at the same time, in each process. One that hangs takes no slot of another. */
export const actsAtOnce = 16;

/**
 * Does the one act that a claimed grant is due for.
 * @param signal ends the act at once when this process is cut off from its lease
 */
export async function actOnGrant(
  context: Context,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<void> {
  const now = await context.database.read(readClock);
  switch (actDue(claim, now)) {
    case 'activate':
      return activateGrant(context, claim, { now, signal });
    case 'never-start':
      return recordNeverStarted(context, claim);
    case 'take-away':
      return endGrant(context, claim, signal);
  }
}
