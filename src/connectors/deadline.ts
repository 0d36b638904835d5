import { RemoteError } from '../errors';

/**
 * Runs `work` and ends by the deadline, whatever the outside does: when `ms` milliseconds have passed or
 * `signal` aborts first, throws RemoteError `unavailable` (`deadline`). `work` gets a signal that aborts
 * then, to let go of its connection; what it still does afterwards is not waited for.
 */
export async function withDeadline<T>(
  system: string,
  { ms, signal }: { ms: number; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let expire: () => void = () => undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    expire = () => {
      reject(new RemoteError(system, 'unavailable', 'deadline'));
      controller.abort();
    };
  });
  // Nobody awaits this promise when the work never starts or ends first.
  expired.catch(() => undefined);
  const timer = setTimeout(expire, ms);
  signal.addEventListener('abort', expire, { once: true });
  try {
    if (signal.aborted) expire();
    return await Promise.race([expired, started(controller.signal, work)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', expire);
  }
}

/** The work, unless it is too late for it; its late failure is not an unhandled one. */
function started<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (signal.aborted) return new Promise<T>(() => undefined);
  const running = work(signal);
  running.catch(() => undefined);
  return running;
}
