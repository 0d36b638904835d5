import { type Log } from '../log';
import { claimDueGrants, dueGrants, type GrantClaiming } from '../store/claim-grants';
import { releaseLease, type GrantClaim } from '../store/grants';
import { DatabaseUnavailable } from '../store/unavailable';
import { actOnGrant, actsAtOnce as concurrent } from '../workflow/act-on-grant';
import { type Context } from '../workflow/context';
import { expireRequests } from '../workflow/expire-requests';
import { followUp } from '../workflow/follow-up';
import { putOffGrant } from '../workflow/put-off-grant';
import { refreshSources } from '../workflow/refresh-sources';
import { remindReviewers } from '../workflow/remind-reviewers';
import { createSetAside, type SetAside } from '../workflow/set-aside';
import { warnHolders } from '../workflow/warn-holders';
import { createBeat } from './beat';

/** Longer than everything one act does at a target (read before, grant or revoke, read back), so that it never overlaps its successor. */
const leaseMs = 90_000;

export interface Sweep {
  /** Looks for due grants at once; the next regular look is a second later. */
  wake(): void;
  /**
   * Acts on due grants until none is left, then tends what else is due. Throws what kept a kind of row from being tended, after
   * everything else was done. @returns how many grants
   */
  once(): Promise<number>;
  start(): void;
  /** This process lost its lease: acts under way are given up at once, for another process may take them now. */
  dropWork(): void;
  /** Waits for acts under way; starts none anew. */
  stop(): Promise<void>;
}

/**
 * Drives grants from their rows. Any number of replicas may run it: claims and fences keep them apart. Everything else that is due
 * is tended beside it, so that nothing there ever keeps the end of a grant back.
 * @param holder names this process now; its leases are released by others when it dies
 */
export function createSweep(context: Context, holder: () => string): Sweep {
  /** Acts under way, and the workload of each. */
  const inFlight = new Map<Promise<void>, string>();
  const setAside = createSetAside(context);
  /** Acts that are over and could not give their right back: nobody else may touch it until they do, or the lease runs out. */
  const unreleased = new Set<GrantClaim>();
  let stopped = false;
  let cutOff = new AbortController();

  /** Claims until nothing is due for which there is room. @returns how many grants */
  async function claimAndStart(): Promise<number> {
    let started = 0;
    for (const claim of unreleased) await release(claim);
    while (!stopped) {
      const claiming = { holder: holder(), leaseMs, ...roomBeside([...inFlight.values()]) };
      const claims = await claimDue(context, setAside, claiming);
      for (const claim of claims) begin(claim);
      if (claims.length === 0) break;
      started += claims.length;
    }
    return started;
  }

  function begin(claim: GrantClaim): void {
    const acting = act(context, setAside, claim, cutOff.signal)
      .then(() => release(claim).catch(report))
      .finally(() => {
        inFlight.delete(acting);
        grants.wake();
      });
    inFlight.set(acting, claim.workload);
  }

  /**
   * A writer that was fenced off (somebody ended the grant meanwhile) leaves the lease to us: until it is released nobody else
   * touches this right, so that a late grant can never follow the revoke. What cannot be released is tried again before the next claim.
   */
  async function release(claim: GrantClaim): Promise<void> {
    unreleased.add(claim);
    await context.database.transaction((tx) => releaseLease(tx, claim));
    unreleased.delete(claim);
  }

  const report = (error: unknown): void => reportLook(context.log, error);
  const grants = createBeat(() => claimAndStart().then(() => undefined, report));
  const others = createBeat(() => tendRows(context, setAside).catch(report));

  return {
    wake: () => grants.wake(),
    async once() {
      let done = 0;
      for (let claimed = 1; claimed > 0; done += claimed) {
        claimed = await claimAndStart();
        await Promise.all(inFlight.keys());
      }
      await tendRows(context, setAside);
      return done;
    },
    dropWork() {
      cutOff.abort();
      cutOff = new AbortController();
    },
    start() {
      grants.start();
      others.start();
    },
    async stop() {
      stopped = true;
      await Promise.all([grants.stop(), others.stop()]);
      await Promise.all(inFlight.keys());
    },
  };
}

/**
 * For how many more grants there is room, whichever they are for: workloads that have no slot left are left out.
 * @param busy the workload of each act under way
 */
function roomBeside(busy: readonly string[]): {
  readonly limit: number;
  readonly exceptWorkloads: readonly string[];
} {
  const taken = new Map<string, number>();
  for (const one of busy) taken.set(one, (taken.get(one) ?? 0) + 1);
  const exceptWorkloads = [...taken.keys()].filter((one) => taken.get(one)! >= concurrent);
  const most = Math.max(0, ...[...taken.values()].filter((count) => count < concurrent));
  return { limit: concurrent - most, exceptWorkloads };
}

type Claiming = Omit<GrantClaiming, 'except' | 'only'>;

/** Claims what is due; when that fails, one by one, so that a row that cannot be claimed keeps none of the others back. */
async function claimDue(
  context: Context,
  setAside: SetAside,
  claiming: Claiming,
): Promise<readonly GrantClaim[]> {
  const { database, log } = context;
  try {
    return await database.transaction(async (tx) =>
      claimDueGrants(tx, { ...claiming, except: await setAside.ids(tx, 'grant') }),
    );
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    log.warn({ err: error }, 'claiming due grants failed; each is claimed alone');
  }
  const claims: GrantClaim[] = [];
  const due = await database.read(async (tx) =>
    dueGrants(tx, { ...claiming, except: await setAside.ids(tx, 'grant') }),
  );
  for (const only of due) {
    try {
      claims.push(
        ...(await database.transaction((tx) => claimDueGrants(tx, { ...claiming, only }))),
      );
    } catch (error) {
      if (error instanceof DatabaseUnavailable) return claims;
      await setAside.add('grant', only, error);
    }
  }
  return claims;
}

/**
 * Closes what nobody decided in time, follows up on what nobody has decided yet, warns of ends, has groups listed anew. One kind does not keep back another.
 * Throws the first fault after everything was tried.
 */
async function tendRows(context: Context, setAside: SetAside): Promise<void> {
  const faults: unknown[] = [];
  for (const tend of [expireRequests, followUp, remindReviewers, warnHolders, refreshSources]) {
    try {
      while ((await tend(context, setAside)) > 0);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** One act on one grant. A fault of ours stays with its grant, which is tried again later like after any failed attempt. */
async function act(
  context: Context,
  setAside: SetAside,
  claim: GrantClaim,
  signal: AbortSignal,
): Promise<void> {
  try {
    await actOnGrant(context, claim, signal);
  } catch (error) {
    context.log.error({ err: error, grantId: claim.grantId }, 'an act on a grant failed');
    await postpone(context, setAside, claim);
  }
}

/** What cannot even be postponed would be due again at once, for ever. */
async function postpone(context: Context, setAside: SetAside, claim: GrantClaim): Promise<void> {
  try {
    const failure = { lastError: 'fault' };
    await context.database.transaction((tx) => putOffGrant(context, tx, claim, failure));
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return reportLook(context.log, error);
    await setAside
      .add('grant', claim.grantId, error)
      .catch((away: unknown) => reportLook(context.log, away));
  }
}

function reportLook(log: Log, error: unknown): void {
  log.error({ err: error }, 'the sweep could not reach its rows; it looks again in a second');
}
