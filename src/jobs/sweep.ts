import { nextAttemptAfter } from '../elevation/attempts';
import { type Log } from '../log';
import { now as readClock } from '../store/clock';
import { claimDueGrants, releaseLease, rescheduleGrant, type GrantClaim } from '../store/grants';
import { actOnGrant } from '../workflow/act-on-grant';
import { type Context } from '../workflow/context';
import { expireRequests } from '../workflow/expire-requests';
import { followUp } from '../workflow/follow-up';
import { remindReviewers } from '../workflow/remind-reviewers';
import { warnHolders } from '../workflow/warn-holders';

/** How often rows are looked at without being woken. */
const intervalMs = 1_000;
/** Longer than everything one act does at a target (read before, grant or revoke, read back), so that it never overlaps its successor. */
const leaseMs = 90_000;
/** Acts at targets at the same time. */
const concurrent = 16;

export interface Sweep {
  /** Looks at once; the next regular look is a second later. */
  wake(): void;
  /** One look: tends requests and warns of ends, then acts on due grants until none is left. @returns how many grants */
  once(): Promise<number>;
  start(): void;
  /** This process lost its lease: acts under way are given up at once, for another process may take them now. */
  dropWork(): void;
  /** Waits for acts under way; starts none anew. */
  stop(): Promise<void>;
}

/**
 * Drives grants from their rows. Any number of replicas may run it: claims and fences keep them apart.
 * @param holder names this process now; its leases are released by others when it dies
 */
export function createSweep(context: Context, holder: () => string): Sweep {
  const inFlight = new Set<Promise<void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let busy = false;
  let again = false;
  let cutOff = new AbortController();

  /** Claims what there is room for; a slow target keeps its own slots only, not the whole sweep. */
  async function claimAndStart(): Promise<number> {
    const limit = concurrent - inFlight.size;
    if (stopped || limit <= 0) return 0;
    const claims = await context.database.transaction((tx) =>
      claimDueGrants(tx, { holder: holder(), limit, leaseMs }),
    );
    for (const claim of claims) {
      const acting = act(context, claim, cutOff.signal).finally(() => {
        inFlight.delete(acting);
        wake();
      });
      inFlight.add(acting);
    }
    return claims.length;
  }

  async function look(): Promise<number> {
    while (!stopped && (await tendRows(context)) > 0);
    return claimAndStart();
  }

  function wake(): void {
    if (stopped || timer === undefined) return;
    if (busy) {
      again = true;
      return;
    }
    clearTimeout(timer);
    busy = true;
    looking = look()
      .catch((error: unknown) => reportLook(context.log, error))
      .finally(() => {
        busy = false;
        if (stopped) return;
        timer = setTimeout(wake, again ? 0 : intervalMs);
        again = false;
      });
  }

  return {
    wake,
    async once() {
      for (let done = 0; ;) {
        const claimed = await look();
        await Promise.all(inFlight);
        if (claimed === 0) return done;
        done += claimed;
      }
    },
    dropWork() {
      cutOff.abort();
      cutOff = new AbortController();
    },
    start() {
      timer = setTimeout(wake, 0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(inFlight);
    },
  };
}

/** Closes what nobody decided in time, follows up on what nobody has decided yet, warns of ends. @returns how many rows */
async function tendRows(context: Context): Promise<number> {
  const requests = (await expireRequests(context)) + (await followUp(context));
  const reviews = await remindReviewers(context);
  return requests + reviews + (await warnHolders(context));
}

/** One act on one grant. A fault of ours stays with its grant, which is tried again later like after any failed attempt. */
async function act(context: Context, claim: GrantClaim, signal: AbortSignal): Promise<void> {
  try {
    await actOnGrant(context, claim, signal);
  } catch (error) {
    context.log.error({ err: error, grantId: claim.grantId }, 'an act on a grant failed');
    await postpone(context, claim);
  } finally {
    // A writer that was fenced off (somebody ended the grant meanwhile) leaves the lease to us: until it is released
    // nobody else touches this right, so that a late grant can never follow the revoke.
    await context.database
      .transaction((tx) => releaseLease(tx, claim))
      .catch((error: unknown) => reportLook(context.log, error));
  }
}

async function postpone(context: Context, claim: GrantClaim): Promise<void> {
  try {
    await context.database.transaction(async (tx) => {
      const nextAttemptAt = nextAttemptAfter({
        attempts: claim.attempts,
        now: await readClock(tx),
        retryAfterMs: null,
        jitter: context.jitter(),
      });
      await rescheduleGrant(tx, claim, { nextAttemptAt, lastError: 'fault' });
    });
  } catch (error) {
    reportLook(context.log, error);
  }
}

function reportLook(log: Log, error: unknown): void {
  log.error({ err: error }, 'the sweep could not reach its rows; it looks again in a second');
}
