/**
 * botbuilder prints public keys and stack traces with console.error for each forged token. A stranger could fill the
 * log with them, so they are dropped for as long as a token is being verified, and only in that flow of control.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const muted = new AsyncLocalStorage<true>();
const filters = new WeakSet<typeof console.error>();

/** Runs the work with console.error silent inside of it; everything else in the process keeps printing. */
export function withoutConsoleErrors<T>(work: () => Promise<T>): Promise<T> {
  installFilter();
  return muted.run(true, work);
}

function installFilter(): void {
  const print = console.error;
  if (filters.has(print)) return;
  const filter: typeof console.error = (...args: unknown[]) => {
    if (muted.getStore() !== true) print.apply(console, args);
  };
  filters.add(filter);
  console.error = filter;
}
