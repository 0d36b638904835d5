import { ResultCodeError } from 'ldapts';
import { RemoteError, type RemoteErrorKind } from '../../errors';

/** As people know it. */
export const system = 'Active Directory';

/** Result codes of LDAP by who must act; what is not listed is `rejected`. */
const kinds: Readonly<Record<number, RemoteErrorKind>> = {
  // Operations error: asked without having signed in.
  1: 'unauthorized',
  3: 'unavailable',
  // A stronger sign-in or encryption is wanted; a wrong method; insufficient rights.
  7: 'unauthorized',
  8: 'unauthorized',
  11: 'unavailable',
  13: 'unauthorized',
  32: 'not_found',
  48: 'unauthorized',
  49: 'unauthorized',
  50: 'unauthorized',
  51: 'unavailable',
  52: 'unavailable',
};

/** What a failure of ldapts means for us. Without a result code the server was not reached, or went away in the middle. */
export function toRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  if (error instanceof ResultCodeError) {
    const kind = kinds[error.code] ?? 'rejected';
    return new RemoteError(system, kind, `ldap_${error.code}`, { cause: error });
  }
  const code = codeOf(error);
  // A certificate that cannot be trusted waits for an operator.
  const kind = /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL/u.test(code) ? 'unauthorized' : 'unavailable';
  return new RemoteError(system, kind, code, { cause: error });
}

/** Whether the server itself refused: then the connection is as good as before. */
export function isAnswer(error: unknown): boolean {
  return error instanceof ResultCodeError;
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && code !== '' ? code : 'unreachable';
}
