import { isDatabaseUnavailable } from '../store/database';

/**
 * What an operator has to know when a command ends because PostgreSQL does not let it in: where it looked, and what was
 * answered. Null for every other failure. Says no password: only host and name of the address are repeated.
 */
export function databaseAway(error: unknown, databaseUrl: string | undefined): string | null {
  if (!isDatabaseUnavailable(error)) return null;
  const why = innermost(error);
  const code = (why as { code?: unknown }).code;
  const answer = typeof code === 'string' ? `${why.message || 'no answer'} (${code})` : why.message;
  return (
    `The database ${place(databaseUrl)} cannot be used: ${answer}\n` +
    'Check that PostgreSQL runs there, and what DATABASE_URL says. ' +
    'Example: DATABASE_URL=postgres://elevate:secret@db.example.com:5432/elevate'
  );
}

/** Node gives one error per address that it tried; one of them tells enough. */
function innermost(error: unknown): Error {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause !== undefined) return innermost(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

function place(databaseUrl: string | undefined): string {
  if (databaseUrl === undefined || !URL.canParse(databaseUrl)) return 'of this installation';
  const { host, pathname } = new URL(databaseUrl);
  return `at ${host}${pathname}`;
}
