import { refuse, type RefusalCode, type Refusal } from '../errors';
import { type RequestSnapshot, requestId } from '../elevation/model';
import { problemWords } from '../views/problem';

/** What a program is answered: a status of HTTP, and JSON. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Set where something was made: where it can be read. */
  readonly location?: string;
  /** Set for what may be tried again, in seconds. */
  readonly retryAfterS?: number;
}

/** What is not simply forbidden. */
const statuses: Partial<Record<RefusalCode, number>> = {
  'api-key-unknown': 401,
  'api-malformed': 400,
  'api-key-reused': 422,
  'api-too-large': 413,
  'api-too-many': 429,
  'bad-duration': 400,
  'duration-without-unit': 400,
  'zone-unknown': 400,
  'unknown-request': 404,
  'nothing-to-end': 409,
  'database-unavailable': 503,
  'recording-uncertain': 503,
};

/** A refusal as a program gets it (RFC 9457). Nothing is decided by its sentences: `code` says which it is. */
export function problem(refusal: Refusal, more: Partial<Answer> = {}): Answer {
  const { refused: code } = refusal;
  const status = statuses[code] ?? 403;
  const { title, next } = problemWords(refusal);
  return {
    status,
    body: { type: `urn:elevate:${code}`, title, status, code, ...(next === null ? {} : { next }) },
    ...more,
  };
}

/** What is answered to a call that cannot be read; nobody knows whose it is, so nothing is recorded. */
export function unreadable(what: 'malformed' | 'too-large', where: string): Answer {
  return problem(refuse(`api-${what}`, { where }));
}

/** A request as its own account may see it. Times are UTC, ISO 8601. */
export function requestBody(snapshot: RequestSnapshot): Readonly<Record<string, unknown>> {
  const { grant, scope } = snapshot;
  return {
    request: requestId(snapshot.number),
    state: grant?.state ?? snapshot.state,
    target: snapshot.target.name,
    ...(scope === '' ? {} : { scope }),
    reason: snapshot.reason,
    ...(snapshot.ticket === null ? {} : { ticket: snapshot.ticket }),
    startsAt: grant?.startsAt.toISOString() ?? null,
    endsAt: grant?.endsAt.toISOString() ?? null,
    activeAt: grant?.activeAt?.toISOString() ?? null,
    endedAt: grant?.endedAt?.toISOString() ?? null,
    ...(grant?.endCause ? { endCause: grant.endCause } : {}),
  };
}

export function requestPath(number: number): string {
  return `/api/requests/${requestId(number)}`;
}
