import { RemoteError } from '../../errors';
import { type SourceReading } from '../contract';
import { graphError, type Graph } from './graph';
import { system } from './name';

/** Graph takes so many groups in one question, and so many questions in one batch. */
const groupsMost = 20;
const batchMost = 20;
/** Somebody waits for the answer to a press. */
const patienceMs = 800;

interface Part {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
}

export interface Wanted {
  /** Object ids of one person's accounts. */
  readonly users: readonly string[];
  readonly groupIds: readonly string[];
}

/**
 * Whether these accounts are enabled, and in which of these groups they are, directly or by groups in them: one call, a batch of questions.
 * An account that is disabled, gone or a guest is in none.
 */
export async function readAccounts(
  graph: Graph,
  { users, groupIds }: Wanted,
  signal: AbortSignal,
): Promise<SourceReading> {
  const parts = users.flatMap((user, at) => questionsAbout(user, at, groupIds));
  // More than anybody has; what could not be asked at once is never left out.
  if (parts.length > batchMost) throw new RemoteError(system, 'rejected', 'too_many_groups');
  const body = { requests: parts };
  const parse = (said: unknown) => readingOf(answersOf(said, parts), { users, groupIds });
  return graph.call({ method: 'POST', path: '/$batch', body, patienceMs, parse }, signal);
}

function readingOf(
  answers: ReadonlyMap<string, Answer>,
  { users, groupIds }: Wanted,
): SourceReading {
  const memberOf = new Set<string>();
  let isEnabled = false;
  users.forEach((_user, at) => {
    const standing = standingOf(answers.get(`${at}`)!);
    if (standing === 'disabled') return;
    isEnabled = true;
    if (standing === 'guest') return;
    for (const [id, answer] of answers) {
      if (id.startsWith(`${at}-`)) for (const group of groupsIn(answer)) memberOf.add(group);
    }
  });
  return {
    memberOf: groupIds.filter((id) => memberOf.has(id.toLowerCase())),
    disabled: !isEnabled,
  };
}

function questionsAbout(user: string, at: number, groupIds: readonly string[]): readonly Part[] {
  const path = `/users/${encodeURIComponent(user)}`;
  const slices = Array.from({ length: Math.ceil(groupIds.length / groupsMost) }, (_, slice) =>
    groupIds.slice(slice * groupsMost, (slice + 1) * groupsMost),
  );
  return [
    { id: `${at}`, method: 'GET', url: `${path}?$select=id,accountEnabled,userType` },
    ...slices.map((slice, index): Part => ({
      id: `${at}-${index}`,
      method: 'POST',
      url: `${path}/checkMemberGroups`,
      headers: { 'Content-Type': 'application/json' },
      body: { groupIds: slice },
    })),
  ];
}

/** Answers come in any order, and each may fail by itself. A question without an answer is none. */
function answersOf(body: unknown, parts: readonly Part[]): ReadonlyMap<string, Answer> {
  const { responses } = (body ?? {}) as { responses?: unknown };
  const found = new Map<string, Answer>();
  for (const one of Array.isArray(responses) ? (responses as unknown[]) : []) {
    const { id, status, headers, body: said } = one as Record<string, unknown>;
    const all = Object.entries((headers ?? {}) as Record<string, unknown>);
    const [, wait] = all.find(([name]) => name.toLowerCase() === 'retry-after') ?? [];
    found.set(String(id), {
      status: Number(status),
      body: said,
      retryAfter: typeof wait === 'string' || typeof wait === 'number' ? `${wait}` : null,
    });
  }
  for (const { id } of parts) {
    if (!found.has(id)) throw new RemoteError(system, 'unavailable', 'incomplete_batch');
  }
  return found;
}

function standingOf({ status, body, retryAfter }: Answer): 'member' | 'guest' | 'disabled' {
  if (status === 404) return 'disabled';
  if (status !== 200) throw graphError(status, body, retryAfter);
  const { accountEnabled, userType } = (body ?? {}) as Record<string, unknown>;
  // What may not be read comes as null: then it is not known, and not so.
  if (typeof accountEnabled !== 'boolean')
    throw new RemoteError(system, 'unauthorized', 'account_enabled_unread');
  if (!accountEnabled) return 'disabled';
  return userType === 'Member' ? 'member' : 'guest';
}

function groupsIn({ status, body, retryAfter }: Answer): readonly string[] {
  if (status !== 200) throw graphError(status, body, retryAfter);
  const { value } = (body ?? {}) as { value?: unknown };
  if (!Array.isArray(value)) throw new RemoteError(system, 'unavailable', 'incomplete_answer');
  return value.map((id) => String(id).toLowerCase());
}
