/**
 * Keeps our sending under the limits that Teams publishes, so that it never has to throttle us. In process: replicas
 * together may still be throttled, and then Retry-After holds the conversation.
 */
import { RemoteError } from '../../errors';

export interface PacingWindow {
  readonly sends: number;
  readonly perMs: number;
}

/** Per bot and conversation. */
export const conversationWindows: readonly PacingWindow[] = [
  { sends: 7, perMs: 1_000 },
  { sends: 8, perMs: 2_000 },
  { sends: 60, perMs: 30_000 },
  { sends: 1_800, perMs: 3_600_000 },
];

/** Per app and tenant, over all conversations. */
export const tenantWindows: readonly PacingWindow[] = [{ sends: 30, perMs: 1_000 }];

/**
 * Teams counts a message when it arrives. One that was on its way for longer than the one that closes the window with
 * it would be counted too close to it, so each window is kept longer by what a call may differ.
 */
const marginMs = 250;

/** A job that has to wait longer than this is better rescheduled than kept in memory. */
const longestWaitMs = 5_000;

/** Keys are forgotten when nothing was sent for the longest window; looked at once in this many turns. */
const sweepEvery = 1_000;

export interface PacingClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Pacing {
  /** Waits for this key's next free slot; throws RemoteError `throttled` when that is more than 5 s away. */
  turn(key: string): Promise<void>;
  /** The outside asked for a pause. */
  hold(key: string, ms: number): void;
}

interface Lane {
  /** Slots given, ascending; the newest may lie ahead of now. */
  slots: number[];
  heldUntil: number;
}

/** Slots are given in the order of asking, so nobody is overtaken. */
export function createPacing(windows: readonly PacingWindow[], clock: PacingClock): Pacing {
  const lanes = new Map<string, Lane>();
  const longestWindowMs = Math.max(...windows.map((window) => window.perMs)) + marginMs;
  const mostSlots = Math.max(...windows.map((window) => window.sends));
  let turns = 0;

  function laneOf(key: string): Lane {
    const lane = lanes.get(key) ?? { slots: [], heldUntil: 0 };
    lanes.set(key, lane);
    return lane;
  }

  async function turn(key: string): Promise<void> {
    const now = clock.now();
    turns += 1;
    if (turns % sweepEvery === 0) forgetIdle(lanes, now - longestWindowMs);
    const lane = laneOf(key);
    const slot = nextSlot(lane, windows, now);
    const waitMs = slot - now;
    if (waitMs > longestWaitMs) {
      throw new RemoteError('Teams', 'throttled', 'paced', { retryAfterMs: waitMs });
    }
    lane.slots.push(slot);
    if (lane.slots.length > mostSlots) lane.slots.shift();
    if (waitMs > 0) await clock.sleep(waitMs);
  }

  function hold(key: string, ms: number): void {
    const lane = laneOf(key);
    lane.heldUntil = Math.max(lane.heldUntil, clock.now() + ms);
  }

  return { turn, hold };
}

function nextSlot(lane: Lane, windows: readonly PacingWindow[], now: number): number {
  const { slots, heldUntil } = lane;
  let slot = Math.max(now, heldUntil, slots.at(-1) ?? 0);
  for (const window of windows) {
    const first = slots.at(-window.sends);
    if (first !== undefined) slot = Math.max(slot, first + window.perMs + marginMs);
  }
  return slot;
}

function forgetIdle(lanes: Map<string, Lane>, before: number): void {
  for (const [key, lane] of lanes) {
    const last = Math.max(lane.slots.at(-1) ?? 0, lane.heldUntil);
    if (last < before) lanes.delete(key);
  }
}
