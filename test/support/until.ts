import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again every 20 ms until there is something, and returns it. Throws after `ms` with what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  ms = 5_000,
): Promise<T> {
  const giveUpAt = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`waited ${ms} ms in vain for ${what}`);
    await sleep(20);
  }
}
