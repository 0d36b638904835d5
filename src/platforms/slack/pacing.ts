/**
 * Keeps our own sending within what Slack allows, so that it never has to refuse: about one message per second
 * and channel, with a short burst. Lanes are in process; a second replica can double the pace, and then Slack's
 * Retry-After (see `hold`) slows both down.
 */
import { setTimeout as sleepReally } from 'node:timers/promises';
import { RemoteError } from '../../errors';

export interface PacingOptions {
  /** Time between two turns of one lane, in milliseconds. */
  readonly intervalMs: number;
  /** How many turns a rested lane gives at once. */
  readonly burst: number;
  /** Who would wait longer than this is sent away and comes back by the queue, in milliseconds. */
  readonly waitMaxMs: number;
  readonly now: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export interface Pacing {
  /**
   * Resolves when it is this caller's turn; turns of one lane are given in the order of asking.
   * @throws RemoteError `throttled` with the wait, when that would be longer than `waitMaxMs`
   */
  turn(lane: string): Promise<void>;
  /** Slack said to wait: nobody of this lane gets a turn before, and there is no burst after. */
  hold(lane: string, ms: number): void;
}

interface Lane {
  /** When the lane would be fully rested, in milliseconds; each turn moves it on by one interval. */
  restedAt: number;
  heldUntil: number;
  waiting: number;
  /** The last turn given or still waited for. */
  tail: Promise<void>;
}

const lanesMax = 10_000;

export function createPacing(options: PacingOptions): Pacing {
  const { intervalMs, burst, waitMaxMs, now, sleep = sleepReally } = options;
  const lanes = new Map<string, Lane>();
  const slackMs = (burst - 1) * intervalMs;

  function laneOf(name: string): Lane {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    if (lanes.size >= lanesMax) dropRestedLanes();
    const lane = { restedAt: 0, heldUntil: 0, waiting: 0, tail: Promise.resolve() };
    lanes.set(name, lane);
    return lane;
  }

  function dropRestedLanes(): void {
    for (const [name, lane] of lanes) {
      const idle = lane.waiting === 0 && lane.restedAt <= now() && lane.heldUntil <= now();
      if (idle) lanes.delete(name);
    }
  }

  /** How long the caller behind `ahead` others would wait, in milliseconds. */
  function expectedWait(lane: Lane, ahead: number): number {
    const restedAt = Math.max(lane.restedAt, now()) + ahead * intervalMs;
    return Math.max(restedAt - slackMs, lane.heldUntil) - now();
  }

  async function waitAtHead(lane: Lane): Promise<void> {
    for (;;) {
      const waitMs = expectedWait(lane, 0);
      if (waitMs <= 0) break;
      // A hold may have come while waiting.
      if (waitMs > waitMaxMs) throw sentAway(waitMs);
      await sleep(waitMs);
    }
    lane.restedAt = Math.max(lane.restedAt, now()) + intervalMs;
  }

  async function turn(name: string): Promise<void> {
    const lane = laneOf(name);
    const waitMs = expectedWait(lane, lane.waiting);
    if (waitMs > waitMaxMs) throw sentAway(waitMs);
    lane.waiting += 1;
    const mine = lane.tail.then(() => waitAtHead(lane)).finally(() => (lane.waiting -= 1));
    lane.tail = mine.catch(() => undefined);
    await mine;
  }

  function hold(name: string, ms: number): void {
    const lane = laneOf(name);
    lane.heldUntil = Math.max(lane.heldUntil, now() + ms);
    lane.restedAt = Math.max(lane.restedAt, lane.heldUntil + slackMs);
  }

  return { turn, hold };
}

function sentAway(waitMs: number): RemoteError {
  return new RemoteError('Slack', 'throttled', 'paced', { retryAfterMs: Math.ceil(waitMs) });
}
