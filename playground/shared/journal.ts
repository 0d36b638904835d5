/** An append-only list that others can watch: the page by subscription, tests by waiting for a condition. */

export interface Journal<Entry> {
  readonly entries: readonly Entry[];
  add(entry: Entry): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (entry: Entry) => void): () => void;
  /**
   * Resolves with the first truthy result of `read`, tried now and after each new entry; rejects with `what` when
   * there is none within `deadlineMs` of real time.
   */
  until<T>(read: () => T | null | undefined | false, what: string, deadlineMs?: number): Promise<T>;
}

export function createJournal<Entry>(): Journal<Entry> {
  const entries: Entry[] = [];
  const listeners = new Set<(entry: Entry) => void>();
  function subscribe(listener: (entry: Entry) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  return {
    entries,
    subscribe,
    add(entry) {
      entries.push(entry);
      for (const listener of [...listeners]) listener(entry);
    },
    until(read, what, deadlineMs = 5_000) {
      return new Promise((resolve, reject) => {
        const found = read();
        if (found) return resolve(found);
        const timer = setTimeout(() => {
          end();
          reject(new Error(`Waited ${deadlineMs} ms in vain for: ${what}`));
        }, deadlineMs);
        const end = subscribe(() => {
          const now = read();
          if (!now) return;
          end();
          clearTimeout(timer);
          resolve(now);
        });
      });
    },
  };
}
