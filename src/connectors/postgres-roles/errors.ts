import { RemoteError, type RemoteErrorKind } from '../../errors';

const sqlState = /^[0-9A-Z]{5}$/;

/** SQLSTATEs (or their classes) by who must act; what is not listed is `rejected`. */
const kinds: readonly (readonly [RegExp, RemoteErrorKind])[] = [
  // Connection, resources, shutdown and statement time-out, lock conflicts, the system's own failures.
  // XX000 is what two changes of the same membership at once give ("tuple concurrently updated").
  [/^(08|53|57|58)|^(40001|40P01|55P03|XX000)$/, 'unavailable'],
  [/^28|^42501$/, 'unauthorized'],
  [/^42704$/, 'not_found'],
];

/**
 * What a failure of node-postgres means for us. Without a SQLSTATE the server was not reached or went away
 * in the middle; only a certificate that cannot be verified waits for an operator.
 */
export function toRemoteError(system: string, error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  const code = codeOf(error);
  return new RemoteError(system, kindOf(code), code, { cause: error });
}

function kindOf(code: string): RemoteErrorKind {
  if (sqlState.test(code)) {
    return kinds.find(([pattern]) => pattern.test(code))?.[1] ?? 'rejected';
  }
  return /CERT|SIGNATURE|ERR_TLS/.test(code) ? 'unauthorized' : 'unavailable';
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && code !== '' ? code : 'connection';
}
