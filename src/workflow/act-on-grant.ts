import { now as readClock } from '../store/clock';
import { type GrantClaim } from '../store/grants';
import { activateGrant } from './activate-grant';
import { type Context } from './context';
import { endGrant } from './end-grant';

/**
 * The one act that a claimed grant is due for. A grant whose end came while it was still being made is not made any
 * more: it is taken away, because an earlier attempt may have reached the target unseen.
 * @param signal ends the act at once when this process is cut off from its lease
 */
export async function actOnGrant(
  context: Context,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<void> {
  if (claim.state !== 'activating') return endGrant(context, claim, signal);
  const now = await context.database.read(readClock);
  return now < claim.endsAt
    ? activateGrant(context, claim, signal)
    : endGrant(context, claim, signal);
}
