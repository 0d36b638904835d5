/** Gives up on something slow, so that one silent host cannot hold a turn or a job. */

class DeadlinePassed extends Error {
  override readonly name = 'TimeoutError';
}

/** Resolves with the work, or rejects with DeadlinePassed after `ms`; the work itself may go on unheard. */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
