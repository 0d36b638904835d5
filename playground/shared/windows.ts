/** Rate limits as published: token buckets (Slack) and counts per sliding window (Teams). Time is passed in. */

export interface Bucket {
  /** How many calls may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Takes one token of `key`; returns 0 when there was one, else the milliseconds until there is. */
export type TakeToken = (key: string, bucket: Bucket, nowMs: number) => number;

export function createBuckets(): TakeToken {
  const levels = new Map<string, { tokens: number; atMs: number }>();
  return function take(key, bucket, nowMs) {
    const level = levels.get(key) ?? { tokens: bucket.burst, atMs: nowMs };
    const refilled = level.tokens + ((nowMs - level.atMs) / 1000) * bucket.perSecond;
    const tokens = Math.min(bucket.burst, refilled);
    // A little tolerance: the refill of many small steps must add up to whole tokens.
    if (tokens < 1 - 1e-6) {
      levels.set(key, { tokens, atMs: nowMs });
      return Math.ceil(((1 - tokens) / bucket.perSecond) * 1000);
    }
    levels.set(key, { tokens: tokens - 1, atMs: nowMs });
    return 0;
  };
}

export interface WindowLimit {
  readonly most: number;
  readonly seconds: number;
}

/** Counts one call of `key` against every window; returns 0 when all allow it, else milliseconds to wait. */
export type CountCall = (key: string, limits: readonly WindowLimit[], nowMs: number) => number;

export function createWindows(): CountCall {
  const calls = new Map<string, number[]>();
  return function count(key, limits, nowMs) {
    const longestMs = Math.max(...limits.map((limit) => limit.seconds)) * 1000;
    const kept = (calls.get(key) ?? []).filter((atMs) => atMs > nowMs - longestMs);
    calls.set(key, kept);
    let waitMs = 0;
    for (const limit of limits) {
      const within = kept.filter((atMs) => atMs > nowMs - limit.seconds * 1000);
      if (within.length < limit.most) continue;
      // The window opens when enough of the oldest calls in it have left it.
      const leaving = within[within.length - limit.most] ?? nowMs;
      waitMs = Math.max(waitMs, leaving + limit.seconds * 1000 - nowMs);
    }
    // A refused call does not count: it was not sent.
    if (waitMs === 0) kept.push(nowMs);
    return waitMs;
  };
}
