/** How often rows are looked at without being woken. */
const intervalMs = 1_000;

/** Looks at something again and again, one look at a time. */
export interface Beat {
  start(): void;
  /** Looks at once; when a look is under way, once more right after it. */
  wake(): void;
  /** Starts no look anew, and waits for the one under way. */
  stop(): Promise<void>;
}

/** @param look never rejects */
export function createBeat(look: () => Promise<void>): Beat {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let busy = false;
  let again = false;

  function wake(): void {
    if (stopped || timer === undefined) return;
    if (busy) {
      again = true;
      return;
    }
    clearTimeout(timer);
    busy = true;
    looking = look().finally(() => {
      busy = false;
      if (stopped) return;
      timer = setTimeout(wake, again ? 0 : intervalMs);
      again = false;
    });
  }

  return {
    wake,
    start() {
      timer = setTimeout(wake, 0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
