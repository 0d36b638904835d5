/** How long something takes or lies back, on this process's own clock: it decides nothing about anybody. */
export type Deadline = number;

export const noDeadline: Deadline = Infinity;

export function deadlineIn(ms: number): Deadline {
  return performance.now() + ms;
}

/** Remembers when something was last noted. */
export function createSighting(): { note(): void; isWithin(ms: number): boolean } {
  let at = -Infinity;
  return {
    note: () => void (at = performance.now()),
    isWithin: (ms) => performance.now() - at <= ms,
  };
}

/** Milliseconds that are left; negative when it has passed. */
export function leftUntil(deadline: Deadline): number {
  return deadline - performance.now();
}
