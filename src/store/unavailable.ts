/** Which errors mean that PostgreSQL is away, as opposed to a fault of ours. Never judged by wording. */

/** Thrown instead of whatever the driver says when the connection could not be made or was lost. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  /** @param duringCommit the answer to COMMIT was lost, so what was done may or may not be recorded */
  constructor(
    cause: unknown,
    readonly duringCommit = false,
  ) {
    super('the database cannot be reached', { cause });
  }
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

// 08: connection; 53: too many connections, out of memory, disk full; 57P: shut down, crashed, starting;
// 57014: cut off by our own statement_timeout; 25006: a standby that only reads.
const sqlStates = /^(08...|53...|57P..|57014|25006)$/;

/**
 * True when the answer to COMMIT was lost: it may be recorded and it may not, and nobody may be told that it is not.
 */
export function isRecordingUncertain(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && error.duringCommit;
}

/** True when nothing was recorded because PostgreSQL is away or cannot take it now: try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && (networkCodes.has(code) || sqlStates.test(code));
}
